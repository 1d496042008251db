"""The sums of the recommended figures, by category, through time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.model import Category
from dashboard.picture.states import Interval, Movement, Total, as_intervals


class Sums:
    """What each category's sum changes by on each day, so that a movement costs its own days."""

    def __init__(self) -> None:
        self._added: dict[Category, dict[date, _Added]] = defaultdict(dict)
        self._heard: dict[Category, _Heard] = defaultdict(_Heard)

    def change(self, sign: int, intervals: Iterable[Interval[Movement]]) -> None:
        """Add a movement's states (`sign` 1) or take them out again (-1): what is counted alone."""
        for interval in intervals:
            if interval.state.counted:
                self._add(interval.first, sign, interval.state)
                if interval.last is not None:
                    self._add(interval.last + timedelta(days=1), -sign, interval.state)

    def _add(self, day: date, sign: int, movement: Movement) -> None:
        added = self._added[movement.category].setdefault(day, _Added())
        added.add(sign, movement)
        for speaker in movement.speakers:
            self._heard[movement.category].add(day, sign, speaker)

    def intervals(self) -> tuple[Interval[Mapping[Category, Total]], ...]:
        """Give the sums through time, each category by itself: flow and stock are never one."""
        days = {day for added in self._added.values() for day in added}
        heard = {category: self._heard[category].changes() for category in self._added}
        sums = {category: _Added() for category in Category if category in self._added}
        speakers: Counter[Category] = Counter()
        changes: list[tuple[date, Mapping[Category, Total] | None]] = []
        for day in sorted(days):
            for category, so_far in sums.items():
                so_far.take(self._added[category].get(day, _NOTHING))
                speakers[category] += heard[category].get(day, 0)
            totals = {c: _total(c, s, speakers[c]) for c, s in sums.items() if s.movements}
            changes.append((day, totals or None))
        return as_intervals(changes)


@dataclass(slots=True)
class _Added:
    people: int = 0
    low: int = 0
    high: int = 0
    households: int = 0
    movements: int = 0

    def add(self, sign: int, movement: Movement) -> None:
        self.movements += sign
        if movement.people is None:
            self.households += sign * movement.quantity
        else:
            self.people += sign * movement.people
            self.low += sign * (movement.people_low or 0)
            self.high += sign * (movement.people_high or 0)

    def take(self, other: _Added) -> None:
        self.people += other.people
        self.low += other.low
        self.high += other.high
        self.households += other.households
        self.movements += other.movements


_NOTHING = _Added()


class _Heard:
    """By how much the number of speakers changes on each day."""

    def __init__(self) -> None:
        self._movements: dict[str, Counter[date]] = defaultdict(Counter)
        self._changes: Counter[date] = Counter()
        self._noted: dict[str, list[tuple[date, int]]] = {}
        self._stale: set[str] = set()

    def add(self, day: date, sign: int, speaker: str) -> None:
        """Note that one movement more, or less, has this speaker from a day on."""
        self._movements[speaker][day] += sign
        self._stale.add(speaker)

    def changes(self) -> Mapping[date, int]:
        """Give the changes by day."""
        for speaker in self._stale:
            for day, change in self._noted.pop(speaker, ()):
                self._changes[day] -= change
            self._noted[speaker] = noted = list(_comings(self._movements[speaker]))
            for day, change in noted:
                self._changes[day] += change
        self._stale.clear()
        return self._changes


def _comings(movements: Counter[date]) -> Iterator[tuple[date, int]]:
    """Give the days from which a speaker is heard, with 1, and is not, with -1."""
    before = 0
    for day in sorted(movements):
        now = before + movements[day]
        if bool(now) != bool(before):
            yield day, 1 if now else -1
        before = now


def _total(category: Category, added: _Added, speakers: int) -> Total:
    return Total(
        category=category,
        people=added.people,
        people_low=added.low,
        people_high=added.high,
        households=added.households,
        speakers=speakers,
    )
