"""The sums of the recommended figures, by category, through time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dashboard.model import Category
from dashboard.picture.states import Interval, Movement, Total, as_intervals

_Change = tuple[int, Movement]  # +1 where the state begins, -1 after it has ended


@dataclass(slots=True)
class _Sum:
    people: int = 0
    low: int = 0
    high: int = 0
    households: int = 0
    movements: int = 0
    speakers: Counter[str] = field(default_factory=Counter)

    def add(self, sign: int, movement: Movement) -> None:
        self.movements += sign
        if movement.people is None:
            self.households += sign * movement.quantity
        else:
            self.people += sign * movement.people
            self.low += sign * (movement.people_low or 0)
            self.high += sign * (movement.people_high or 0)
        for speaker in movement.speakers:
            self.speakers[speaker] += sign
            if not self.speakers[speaker]:
                del self.speakers[speaker]


def total_intervals(
    movements: Iterable[tuple[Interval[Movement], ...]],
) -> tuple[Interval[Mapping[Category, Total]], ...]:
    """Add up what is counted, each category by itself: a flow and a stock are never one sum."""
    by_day: dict[date, list[_Change]] = defaultdict(list)
    for intervals in movements:
        for interval in intervals:
            if interval.state.counted:
                by_day[interval.first].append((1, interval.state))
                if interval.last is not None:
                    by_day[interval.last + timedelta(days=1)].append((-1, interval.state))
    sums = {category: _Sum() for category in Category}
    changes: list[tuple[date, Mapping[Category, Total] | None]] = []
    for day in sorted(by_day):
        for sign, movement in by_day[day]:
            sums[movement.category].add(sign, movement)
        totals = {category: _total(category, s) for category, s in sums.items() if s.movements}
        changes.append((day, totals or None))
    return as_intervals(changes)


def _total(category: Category, added: _Sum) -> Total:
    return Total(
        category=category,
        people=added.people,
        people_low=added.low,
        people_high=added.high,
        households=added.households,
        speakers=len(added.speakers),
    )
