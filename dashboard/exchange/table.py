"""Rows as CSV that a spreadsheet opens without running anything that a report says."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows as CSV, RFC 4180, the columns in the order of the first row's keys.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP advises
    against CSV injection; numbers stay numbers.
    """
    if not rows:
        return ""
    file = io.StringIO()
    writer = csv.DictWriter(file, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return file.getvalue()


def _safe(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return value
