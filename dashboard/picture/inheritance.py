"""What a claim on an area says of the places inside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dashboard.model import Extent, Place, Relation, Stance
from dashboard.picture.sifting import Claim
from dashboard.picture.states import Interval, Part, PlaceState, as_intervals, interval_on, state_on

_HOLDING = (Relation.TAKES, Relation.HOLDS)
_Key = tuple[object, ...]
_PassedOn = tuple[_Key, PlaceState]


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
    said_in: Mapping[str, str]
    _passed_on: dict[date, _PassedOn | None] = field(default_factory=dict)

    def passed_on(self, day: date) -> _PassedOn | None:
        """Give what the places inside inherit on a day, and what it says, its sources aside."""
        interval = interval_on(self.own, day)
        if interval is None:
            return None
        if interval.first not in self._passed_on:
            self._passed_on[interval.first] = self._pass_on(interval.state)
        return self._passed_on[interval.first]

    def _pass_on(self, state: PlaceState) -> _PassedOn | None:
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
        if state.divided or not asserted:
            return None
        return (self.place.id, *_what_is_said(state)), whole

    def _by_one_claim(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        return tuple(
            replace(
                part,
                statements=part.statements[:1],
                speakers=(self.said_in[part.statements[0]],),
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
        said_in={claim.id: claim.said.said_in for claim in claims},
    )


def _each(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(days))


def _changes(own: Sequence[Interval[PlaceState]]) -> tuple[date, ...]:
    days: list[date] = []
    before: _Key | None = None
    for interval in own:
        key = _what_is_said(interval.state)
        if key != before:
            days.append(interval.first)
        before = key
        if interval.last is not None:
            days.append(interval.last + timedelta(days=1))
    return tuple(days)


def _what_is_said(state: PlaceState) -> _Key:
    """Give what a state says, without who says it and how often."""
    groups = (state.holders, state.contested_by, state.threatened_by, state.lost_by)
    parts = tuple(tuple((p.actor.id, p.since, p.extent) for p in group) for group in groups)
    return (parts, state.disputed, state.divided)


def with_inherited(
    place: Place, named_on: date, itself: Area | None, areas: Sequence[Area]
) -> tuple[Interval[PlaceState], ...]:
    """Give a place's states by its own claims and by those on the areas around it.

    `named_on` is the first day on which a statement names the place, before which it has none.
    `itself` are its own claims, if any; `areas` come narrowest first.

    An area's claims cover the place from the first that is later than the place's own last, until
    the place is spoken of again. Only claims on all of the area do, and none while it is divided:
    nobody says in whose part the place lies. A place with a holder of its own is covered by a
    later *takes* or *holds* of another, and by a *loses* of that holder; fighting for the area, or
    a threat to it, leaves him there. Each part of an inherited state names the one claim by which
    it covers, so that a place does not change whenever somebody repeats what is said of the area.
    """
    own = itself.own if itself else ()
    if not areas:
        return own
    changes: list[tuple[date, PlaceState | None]] = []
    covered: _PassedOn | None = None
    for day in [named_on, *(day for day in _days(itself, areas) if day > named_on)]:
        state = state_on(own, day)
        covering = _covering(state, itself.days if itself else (), areas, day)
        if covering is None:
            covered = None
        elif covered is None or covered[0] != covering[0]:
            covered = covering[0], replace(covering[1], place=place)
        changes.append((day, covered[1] if covered else state))
    return as_intervals(changes)


def _days(itself: Area | None, areas: Sequence[Area]) -> list[date]:
    """Give all days on which the state may change."""
    days = {day for area in areas for day in area.changes}
    if itself is not None:
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


def _covering(
    own: PlaceState | None, own_days: Sequence[date], areas: Sequence[Area], day: date
) -> _PassedOn | None:
    """Give what the area says that speaks for the place: the latest, of these the narrowest."""
    latest = _last(own_days, day) if own is not None else date.min
    best = None
    for area in areas:
        passed_on = area.passed_on(day)
        if passed_on is None or _says_the_same(own, passed_on[1]):
            continue
        held = _is_held_against(own, passed_on[1])
        spoken = _last(area.holding if held else area.covering, day)
        if spoken > latest:
            best, latest = passed_on, spoken
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
