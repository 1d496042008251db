"""Rows that are not taken in, each with its column and the reason."""

from __future__ import annotations

from typing import NamedTuple


class RowError(Exception):
    """A row cannot be taken in: the field at fault, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


class Refusal(NamedTuple):
    """A row that is refused: its number as a spreadsheet counts, the file's column, and why."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: {self.reason}."
