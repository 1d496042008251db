"""What a picture is made of: the state of a place, a movement, totals, and intervals of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from dashboard.model import ActorReference, Category, Extent, Place, Unit


class Status(StrEnum):
    """What is reported of a place, in one word; `PlaceState.status` gives the order of rank."""

    DISPUTED = "disputed"
    CONTESTED = "contested"
    DIVIDED = "divided"
    HELD = "held"
    THREATENED = "threatened"
    NO_HOLDER = "no reported holder"


@dataclass(frozen=True, slots=True)
class Part:
    """One actor's part in the state of a place, and the statements behind it.

    `speakers` are the different speakers and publishers, in the order of `statements` (ids, the
    latest first): their number is the support. `since` is the first day of the state.
    """

    actor: ActorReference
    since: date
    statements: tuple[str, ...]
    speakers: tuple[str, ...]
    extent: Extent = Extent.ALL
    share: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceState:
    """What is reported of one place on one day.

    `disputed`: the holders are rival claims, or one is `denied_by` another speaker.
    `divided`: the holders hold parts of it. `inherited_from` is the area whose claim covers the
    place where it has none of its own as recent.
    """

    place: Place
    holders: tuple[Part, ...] = ()
    disputed: bool = False
    divided: bool = False
    contested_by: tuple[Part, ...] = ()
    threatened_by: tuple[Part, ...] = ()
    lost_by: tuple[Part, ...] = ()
    denied_by: tuple[Part, ...] = ()
    inherited_from: Place | None = None

    @property
    def status(self) -> Status:
        """The word for the state: the one that a reader must not miss comes first."""
        if self.disputed:
            return Status.DISPUTED
        if self.contested_by:
            return Status.CONTESTED
        if self.divided:
            return Status.DIVIDED
        if self.holders:
            return Status.HELD
        return Status.THREATENED if self.threatened_by else Status.NO_HOLDER

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of all statements behind the state, each once."""
        groups = (
            self.holders,
            self.denied_by,
            self.contested_by,
            self.threatened_by,
            self.lost_by,
        )
        return tuple(
            dict.fromkeys(s for group in groups for part in group for s in part.statements)
        )


@dataclass(frozen=True, slots=True)
class Movement:
    """Figures that tell of one movement or of one stock, with one of them recommended.

    `id` stays the same while figures are added. `quantity` is the recommended figure's; `low` and
    `high` the range of all its figures that count the same `unit`. `people`, `people_low` and
    `people_high` are the same of all its figures in people, None where the recommended one counts
    households without a sourced factor; `household_factor` is the persons per household used,
    None where none was. `vague`: the recommended figure is. `figures` come latest first, the
    recommended one among them; `parts` are figures that are parts of them. `counted` is false for
    what its category's total leaves out: housing, a part whose whole is not there, a stock inside
    a wider one, a figure without a place that may repeat others of its report, a movement that a
    wider cumulative figure adds up. `replaces` are the ids of the movements that a cumulative
    figure took the place of or adds up.
    """

    id: str
    category: Category
    origin: tuple[Place, ...]
    destination: tuple[Place, ...]
    location: tuple[Place, ...]
    unit: Unit
    quantity: int
    low: int
    high: int
    recommended: str
    figures: tuple[str, ...]
    parts: tuple[str, ...]
    speakers: tuple[str, ...]
    start: date
    end: date
    people: int | None
    people_low: int | None
    people_high: int | None
    household_factor: float | None = None
    vague: bool = False
    counted: bool = True
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one category's recommended figures on one day: people, and households left over.

    `speakers` is the number of different speakers and publishers behind it.
    """

    category: Category
    people: int
    people_low: int
    people_high: int
    households: int
    speakers: int


State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Interval(Generic[State]):
    """A state that lasts from `first` to `last`, both days included; `last` None: until now."""

    first: date
    last: date | None
    state: State

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in the interval."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is reported as of a date. `places` by place id, `movements` by movement id.

    `undated` are the ids of the statements that are in no picture for want of a date.
    """

    as_of: date
    known_by: date | None
    places: Mapping[str, PlaceState]
    movements: Mapping[str, Movement]
    totals: Mapping[Category, Total]
    undated: tuple[str, ...] = ()


def interval_on(intervals: Sequence[Interval[State]], day: date) -> Interval[State] | None:
    """Give the interval, of several in order, that covers a day; None where none does."""
    if not intervals or day < intervals[0].first:
        return None
    last = intervals[-1]  # most days asked for lie in the last one
    if day < last.first:
        last = intervals[bisect_right(intervals, day, key=_first) - 1]
    return last if last.covers(day) else None


def state_on(intervals: Sequence[Interval[State]], day: date) -> State | None:
    """Give the state on a day, from intervals in order; None where no interval covers it."""
    interval = interval_on(intervals, day)
    return None if interval is None else interval.state


def clipped(intervals: Sequence[Interval[State]], first: date) -> tuple[Interval[State], ...]:
    """Leave out what was before a day; a state that lasts into it begins on it."""
    return tuple(
        Interval(max(i.first, first), i.last, i.state)
        for i in intervals
        if i.last is None or i.last >= first
    )


@lru_cache(maxsize=100_000)
def day_before(day: date) -> date:
    """Give the day before: one and the same for all intervals that end on it."""
    return day - timedelta(days=1)


@lru_cache(maxsize=100_000)
def kept_once(words: tuple[str, ...]) -> tuple[str, ...]:
    """Give equal tuples as one and the same: a million statements are of few speakers."""
    return words


def as_intervals(changes: Iterable[tuple[date, State | None]]) -> tuple[Interval[State], ...]:
    """Turn the states from given days on, in order, into intervals.

    None ends a state without another. Equal states one after the other are one interval.
    """
    intervals: list[Interval[State]] = []
    first: date | None = None
    current: State | None = None
    for day, state in changes:
        if state is current or state == current:
            continue
        if first is not None and current is not None:
            intervals.append(Interval(first, day_before(day), current))
        first, current = day, state
    if first is not None and current is not None:
        intervals.append(Interval(first, None, current))
    return tuple(intervals)


def _first(interval: Interval[State]) -> date:
    return interval.first
