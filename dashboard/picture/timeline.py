"""All pictures at once, and the picture of one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from dashboard.model import Category
from dashboard.picture.inheritance import Territory
from dashboard.picture.states import (
    Interval,
    Picture,
    Total,
    clipped,
    state_on,
)
from dashboard.picture.table import Movements


@dataclass(frozen=True)
class Timeline:
    """All pictures at once: for each place and movement the intervals of its states, in order.

    A place or a movement of which nothing is left has no interval until it is spoken of again.
    `undated` are the ids of the statements that are in no picture for want of a date.
    """

    known_by: date | None
    places: Territory
    movements: Movements
    totals: tuple[Interval[Mapping[Category, Total]], ...]
    undated: tuple[str, ...] = ()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which something changes, ascending. It takes the states of every place."""
        return _days((*self.places.values(), *self.movements.values()))

    def at(self, as_of: date) -> Picture:
        """Look one day up."""
        return Picture(
            as_of,
            self.known_by,
            self.places.at(as_of),
            self.movements.at(as_of),
            state_on(self.totals, as_of) or {},
            self.undated,
        )

    def since(self, first: date) -> Timeline:
        """Leave out what was before a day, and the flows of which nothing is told from then on.

        The totals still count them.
        """
        movements = {
            id_: clipped(intervals, first)
            for id_, intervals in self.movements.items()
            if intervals[-1].first >= first or intervals[-1].state.category.is_stock
        }
        return replace(
            self,
            places=self.places.since(first),
            movements=Movements(movements),
            totals=clipped(self.totals, first),
        )


def _days(states: Iterable[tuple[Interval[Any], ...]]) -> tuple[date, ...]:
    days = set()
    for intervals in states:
        for interval in intervals:
            days.add(interval.first)
            if interval.last is not None:
                days.add(interval.last + timedelta(days=1))
    return tuple(sorted(days))
