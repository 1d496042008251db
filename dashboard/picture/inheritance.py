"""What a claim on an area says of the places inside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from dashboard.model import Extent, Place, Relation, Stance
from dashboard.picture.sifting import Claim
from dashboard.picture.states import (
    Interval,
    Part,
    PlaceState,
    as_intervals,
    clipped,
    interval_on,
    state_on,
)

_HOLDING = (Relation.TAKES, Relation.HOLDS)
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A place with claims on it, as what lies inside sees it.

    `own` are its states by its own claims, `days` the days of its claims. Of the claims on all of
    it, `covering` are the days, and `holding` those on which an actor is said to take or hold it.
    `changes` are the days on which it changes what the area passes on, its sources aside.
    """

    place: Place
    own: tuple[Interval[PlaceState], ...]
    days: tuple[date, ...]
    covering: tuple[date, ...]
    holding: tuple[date, ...]
    changes: tuple[date, ...]
    _passed_on: dict[date, PlaceState | None] = field(default_factory=dict)

    def passed_on(self, day: date) -> PlaceState | None:
        """Give what the places inside inherit on a day."""
        interval = interval_on(self.own, day)
        if interval is None:
            return None
        if interval.first not in self._passed_on:
            self._passed_on[interval.first] = self._pass_on(interval.state)
        return self._passed_on[interval.first]

    def _pass_on(self, state: PlaceState) -> PlaceState | None:
        whole = PlaceState(
            place=self.place,
            holders=self._by_one_claim(state.holders),
            disputed=state.disputed,
            contested_by=self._by_one_claim(state.contested_by),
            threatened_by=self._by_one_claim(state.threatened_by),
            lost_by=self._by_one_claim(state.lost_by),
            denied_by=self._by_one_claim(state.denied_by),
            inherited_from=self.place,
        )
        asserted = whole.holders or whole.contested_by or whole.threatened_by or whole.lost_by
        return None if state.divided or not asserted else whole

    def _by_one_claim(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        return tuple(
            replace(
                part,
                statements=part.statements[:1],
                speakers=part.speakers[:1],
            )
            for part in parts
            if part.extent is Extent.ALL
        )


def area_of(place: Place, own: tuple[Interval[PlaceState], ...], claims: Sequence[Claim]) -> Area:
    """Sum up the claims on one place, in order, for the places inside it."""
    whole = [
        claim
        for claim in claims
        if claim.said.extent is Extent.ALL and claim.said.stance is Stance.ASSERTED
    ]
    return Area(
        place=place,
        own=own,
        days=_each(claim.day for claim in claims),
        covering=_each(claim.day for claim in whole),
        holding=_each(claim.day for claim in whole if claim.said.relation in _HOLDING),
        changes=_changes(own),
    )


def _each(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(days))


def _changes(own: Sequence[Interval[PlaceState]]) -> tuple[date, ...]:
    """Give the days on which something else is said, or nothing any more."""
    days: list[date] = []
    before: _Key | None = None
    end: date | None = None
    for interval in own:
        if end is not None and end < interval.first:
            days.append(end)
            before = None
        key = _what_is_said(interval.state)
        if key != before:
            days.append(interval.first)
        before = key
        end = interval.last + timedelta(days=1) if interval.last else None
    return tuple(days if end is None else [*days, end])


def _what_is_said(state: PlaceState) -> _Key:
    """Give what a state says, without who says it and how often."""
    groups = (state.holders, state.contested_by, state.threatened_by, state.lost_by)
    parts = tuple(tuple((p.actor.id, p.since, p.extent) for p in group) for group in groups)
    return (parts, state.disputed, state.divided)


class Territory(Mapping[str, tuple[Interval[PlaceState], ...]]):
    """The states of each place through time, in the order of the ids, worked out when asked for.

    `named` are the places of which a statement speaks, each with the first day on which one does,
    before which it has no state; `areas` those that have claims of their own. What was before
    `first` is left out.

    An area's claims cover a place from the first that is later than the place's own last, until
    the place is spoken of again. Only claims on all of the area do, and none while it is divided:
    nobody says in whose part the place lies. A place with a holder of its own is covered by a
    later *takes* or *holds* of another, and by a *loses* of that holder; fighting for the area, or
    a threat to it, leaves him there. Each part of an inherited state names the one claim by which
    it covers, so that a place does not change whenever somebody repeats what is said of the area.
    """

    def __init__(
        self,
        named: Mapping[str, tuple[Place, date]],
        areas: Mapping[str, Area],
        first: date = date.min,
    ) -> None:
        self._named = named
        self._areas = areas
        self._first = first
        self._known: dict[str, tuple[Interval[PlaceState], ...]] = {}

    def __getitem__(self, id_: str) -> tuple[Interval[PlaceState], ...]:
        if id_ in self._named and id_ not in self._known:
            self._known[id_] = self._worked_out(id_)
        if not self._known.get(id_):
            raise KeyError(id_)
        return self._known[id_]

    def __iter__(self) -> Iterator[str]:
        return (id_ for id_ in sorted(self._named) if id_ in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def since(self, first: date) -> Territory:
        """Leave out what was before a day; the states of that day begin on it."""
        return Territory(self._named, self._areas, first)

    def at(self, day: date) -> dict[str, PlaceState]:
        """Look one day up, without working out the others."""
        found = {}
        heard: _Heard = {}
        for id_ in sorted(self._named):
            known = self._known.get(id_)
            state = self._on(id_, day, heard) if known is None else state_on(known, day)
            if state is not None:
                found[id_] = state
        return found

    def _worked_out(self, id_: str) -> tuple[Interval[PlaceState], ...]:
        itself, around = self._areas.get(id_), self._around(id_)
        if not around:
            return clipped(itself.own, self._first) if itself else ()
        begin = max(self._named[id_][1], self._first)
        days = [begin, *(day for day in _days(itself, around) if day > begin)]
        return as_intervals((day, self._on(id_, day, {})) for day in days)

    def _around(self, id_: str) -> list[Area]:
        """Give the areas around a place that have claims, the narrowest first."""
        within = dict.fromkeys(self._named[id_][0].within)
        return [self._areas[area] for area in within if area in self._areas and area != id_]

    def _on(self, id_: str, day: date, heard: _Heard) -> PlaceState | None:
        """Give the state on a day; `heard` is what areas say on it, for one place after another."""
        place, named_on = self._named[id_]
        if day < named_on:
            return None
        itself = self._areas.get(id_)
        own = state_on(itself.own, day) if itself else None
        last = _last(itself.days, day) if itself and own else date.min
        if place.within not in heard:
            areas = map(self._areas.get, dict.fromkeys(place.within))
            heard[place.within] = [_voice(area, day) for area in areas if area]
        voices = [v for v in heard[place.within] if v.covering > last and v.area is not itself]
        covering = _covering(own, last, voices, day, named_on) if voices else None
        return replace(covering, place=place) if covering else own


def _days(itself: Area | None, areas: Sequence[Area]) -> list[date]:
    """Give all days on which the state may change."""
    days = {day for area in areas for day in area.changes}
    if itself is not None:
        days.update(itself.days)
        for interval in itself.own:
            days.add(interval.first)
            if interval.last is not None:
                days.add(interval.last + timedelta(days=1))
        for area in areas:
            for own_day in itself.days:
                days.update(_next(area.covering, own_day), _next(area.holding, own_day))
    return sorted(days)


def _next(days: Sequence[date], after: date) -> Sequence[date]:
    index = bisect_right(days, after)
    return days[index : index + 1]


def _last(days: Sequence[date], until: date) -> date:
    index = bisect_right(days, until)
    return days[index - 1] if index else date.min


class _Voice(NamedTuple):
    """What an area passes on to what lies inside it on a day, and its last claim on all by then."""

    area: Area
    passed_on: PlaceState | None
    covering: date


_Heard = dict[tuple[str, ...], list[_Voice]]
"""What areas say on one day, by the ids of the areas that a place lies in."""


def _voice(area: Area, day: date) -> _Voice:
    return _Voice(area, area.passed_on(day), _last(area.covering, day))


def _covering(
    own: PlaceState | None, last: date, voices: Iterable[_Voice], day: date, named_on: date
) -> PlaceState | None:
    """Give what the area says that speaks for the place: the latest, of these the narrowest.

    `last` is the day of the place's own last claim.
    """
    latest, best = last, None
    for area, passed_on, covering in voices:
        if passed_on is None or covering <= latest or _says_the_same(own, passed_on):
            continue
        days = area.holding if _is_held_against(own, passed_on) else area.covering
        spoken = _last(days, day)
        if spoken > latest:
            begun = max(*_next(days, last), _last(area.changes, day), named_on)
            best, latest = area.passed_on(begun), spoken
    return best


def _says_the_same(own: PlaceState | None, area: PlaceState) -> bool:
    if own is None or not own.holders or own.divided:
        return False
    return {part.actor.id for part in own.holders} == {part.actor.id for part in area.holders}


def _is_held_against(own: PlaceState | None, area: PlaceState) -> bool:
    """Tell whether the place has a holder that the area's claims do not say has lost it."""
    if own is None or not own.holders:
        return False
    lost = {part.actor.id for part in area.lost_by}
    return not {part.actor.id for part in own.holders} <= lost
