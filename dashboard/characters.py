"""Characters that a screen or a terminal obeys instead of showing them.

Control characters move a terminal's cursor and colour its text, those that change the direction of
writing show a number backwards, and half a surrogate pair cannot be written at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_OBEYED = re.compile(f"[{_CONTROLS}{_DIRECTIONS}\x0b\x0c]")
# JSON itself escapes the first 32; the last two end a line for many programs.
_BARE_IN_JSON = re.compile(f"[\x7f-\x9f{_DIRECTIONS}\ud800-\udfff\u2028\u2029]")


def without_controls(text: str) -> str:
    """Put U+FFFD in the place of each control character but white space; offsets stay."""
    return _CONTROL.sub("\ufffd", text)


def in_place(value: Any) -> Any:
    """Make all text inside a value fit to be shown: U+FFFD for what is obeyed, so offsets stay."""
    return _each_text(value, lambda text: _OBEYED.sub("\ufffd", text))


def shown(value: Any) -> Any:
    """Make all text inside a value fit to be shown: what would be obeyed is spelt out, ⟨U+202E⟩."""
    return _each_text(value, lambda text: _OBEYED.sub(_spelt_out, text))


def _spelt_out(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):  # a page has ten million, and hardly one that is not printable
        return value if value.isprintable() else change(value)
    if isinstance(value, dict):
        return {
            key if key.isprintable() else change(key): _each_text(item, change)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_each_text(item, change) for item in value]
    return value


def as_line(record: Mapping[str, Any]) -> str:
    """Give a record as JSON on one line that a terminal shows as it is."""
    text = json.dumps(record, ensure_ascii=False)
    return _BARE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
