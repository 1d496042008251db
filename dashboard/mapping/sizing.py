"""How much of a large case one page holds: the newest statements, and what is reported since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.mapping.packing import compressed, packed
from dashboard.model import Statement
from dashboard.picture.sifting import day_of
from dashboard.picture.timeline import Timeline
from dashboard.record import Record

MOST_STATEMENTS = 100_000
MOST_BYTES = 8_000_000
"""Of a page, with all that is in it."""


def newest(
    timeline: Timeline, statements: Sequence[Statement], most: int = MOST_STATEMENTS
) -> tuple[Timeline, Sequence[Statement]]:
    """Give the newest statements, whole days of them, and the timeline from their first day on."""
    days = sorted(filter(None, map(day_of, statements)))
    if len(days) <= most:
        return timeline, statements
    first = days[-most] + timedelta(days=1)
    return timeline.since(first), [s for s in statements if (day_of(s) or date.min) >= first]


def fitting(content: Record, room: int) -> tuple[str, list[str]]:
    """Pack a page's content into so many bytes: of the statements as many as there is room for.

    Returns:
        What the page is drawn of, and the statements in pieces, the newest first.
    """
    view, pieces = packed(content)
    drawn = compressed(view)
    room -= len(drawn)
    kept: list[str] = []
    for piece in map(compressed, pieces):
        room -= len(piece)
        if room < 0:
            break
        kept.append(piece)
    return drawn, kept
