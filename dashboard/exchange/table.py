"""Rows as CSV that a spreadsheet opens without running anything that a report says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows as CSV, RFC 4180, the columns in the order of the first row's keys.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP advises
    against CSV injection; numbers stay numbers.
    """
    if not rows:
        return ""
    file = io.StringIO()
    write_csv(rows, list(rows[0]), file)
    return file.getvalue()


def write_csv(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    file: TextIO,
    second: Mapping[str, str] | None = None,
) -> None:
    """Write rows as `as_csv` does to an open file, one by one, below a second line if given."""
    writer = csv.DictWriter(file, fieldnames=columns)
    writer.writeheader()
    if second is not None:
        writer.writerow({name: second.get(name, "") for name in columns})
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)


def without_apostrophe(text: str) -> str:
    """Give the text of a cell as it was before it was made safe for a spreadsheet."""
    return text[1:] if text[:1] == "'" and _is_run(text) else text


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _is_run(value) else value


def _is_run(text: str) -> bool:
    """Tell whether a text would be run as a formula, or would be without its apostrophes."""
    return text.lstrip("'").startswith(_RUN_BY_SPREADSHEETS)
