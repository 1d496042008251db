"""Text that Streamlit would read as Markdown, made to show as it is."""

from __future__ import annotations

import re

from dashboard.characters import shown

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def plain(text: str) -> str:
    """Escape a text for a Streamlit element that reads Markdown: it shows as it is written."""
    return _SPECIAL.sub(r"\\\1", " ".join(shown(text).split()))
