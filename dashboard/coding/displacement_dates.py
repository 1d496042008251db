"""The date of a figure: of the days that its sentence and the ones before it state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.coding.dates import StatedDate, date_for
from dashboard.coding.displacement_rules import Match
from dashboard.coding.reading import Reading

_SENTENCES_BACK = 2
# "Three times as many as a year ago", "down from 900 on Friday": days of another number.
_COMPARED = re.compile(
    r"\b(?:than|as\s+many\s+as|compared\s+(?:with|to)|(?:up|down)\s+from)\s+(?:[\w,.]+\s+){0,3}$"
)
_COMPARED_REACH = 80


def date_of(
    reading: Reading, index: int, dates: Sequence[StatedDate], match: Match
) -> StatedDate | None:
    """Give the date of a figure: the nearest of its own, else the last of the sentences before.

    A stock is dated by its own sentence alone.

    Args:
        reading: The report.
        index: The number of the figure's sentence.
        dates: The days that it states, or that a table's line of labels does.
        match: The figure.
    """
    counted = (match.counted.start, match.counted.end)
    if _is_compared(reading, index, counted[0]):
        dates = [stated for stated in dates if stated.start > counted[0]]
        return date_for(dates, counted) if dates else None
    dates = [stated for stated in dates if not _is_compared(reading, index, stated.start)]
    if dates:
        return date_for(dates, counted)
    if match.rule.category.is_stock:
        return None
    for before in range(index - 1, max(-1, index - _SENTENCES_BACK - 1), -1):
        for stated in reversed(reading.dates(before)):
            if not (stated.since or _is_compared(reading, before, stated.start)):
                return stated
    return None


def _is_compared(reading: Reading, index: int, at: int) -> bool:
    """Tell whether what stands at an offset of a sentence is what a number is compared with."""
    first = reading.sentences[index].start
    before = max(first, first + at - _COMPARED_REACH)
    return bool(_COMPARED.search(reading.lowered, before, first + at))
