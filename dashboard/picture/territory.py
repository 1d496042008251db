"""Who is reported to hold one place, from the claims on that place alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, groupby
from typing import TypeVar

from dashboard.model import Extent, Place, Relation, Stance, TerritorialClaim
from dashboard.picture.sifting import Claim
from dashboard.picture.states import Interval, Part, PlaceState, as_intervals, kept_once

LASTING = timedelta(days=30)
"""How long a contest or a threat lasts, and a hold that nobody repeats stands up to a rival."""

_DAY = timedelta(days=1)
_SETTLING = (Relation.TAKES, Relation.HOLDS, Relation.LOSES)
_Key = TypeVar("_Key", bound=Hashable)
_Denied = tuple[str, str]  # what kind of claim is denied, and the id of its actor

_HOLDING, _LOSS, _PRESSURE = "holding", "loss", "pressure"
_KINDS = {
    Relation.TAKES: _HOLDING,
    Relation.HOLDS: _HOLDING,
    Relation.LOSES: _LOSS,
    Relation.CONTESTS: _PRESSURE,
    Relation.THREATENS: _PRESSURE,
}


def place_intervals(place: Place, claims: Sequence[Claim]) -> tuple[Interval[PlaceState], ...]:
    """Give the states of one place through time, from the claims on it in order.

    Where several claims are of one day, none is later than another: two actors that take a place
    on one day are rivals for it, and so is an actor that one speaker has losing and another
    has holding it. A speaker that says both has it lost. Actors that one piece of evidence has
    holding together are no rivals.
    """
    standing = _Standing(place)
    days = [(day, list(group)) for day, group in groupby(claims, key=lambda claim: claim.day)]
    changes: list[tuple[date, PlaceState | None]] = []
    for index, (day, group) in enumerate(days):
        standing.hear(day, group)
        before = days[index + 1][0] if index + 1 < len(days) else date.max
        changes.extend((on, standing.state(on)) for on in [day, *standing.expiries(day, before)])
    return as_intervals(changes)


@dataclass(slots=True)
class _Run:
    """The claims of one kind by one actor on one place, since they last began anew.

    `recent` are those of the 30 days up to the last, so that a place of which ten thousand claims
    speak is not ten thousand lists of them.
    """

    first: Claim
    last: date
    extent: Extent
    share: float | None
    recent: list[Claim] = field(default_factory=list)
    _part: Part | None = None

    def add(self, claim: Claim) -> None:
        """Take in a claim that is not earlier than the others."""
        self.last = claim.day
        if self.recent and claim.day - self.recent[0].day > LASTING:
            self.recent = [c for c in self.recent if claim.day - c.day <= LASTING]
        self.recent.append(claim)
        self._part = None

    def reach(self, extent: Extent, share: float | None) -> None:
        self.extent, self.share, self._part = extent, share, None

    @property
    def claims(self) -> list[Claim]:
        """The latest first, and at the end the one that it began with."""
        latest_first = self.recent[::-1]
        return latest_first if latest_first[-1] == self.first else [*latest_first, self.first]

    @property
    def part(self) -> Part:
        if self._part is None:
            claims = self.claims
            actors = [claim.said.actor for claim in claims]
            self._part = Part(
                actor=next((actor for actor in actors if not actor.inferred), actors[0]),
                since=self.first.day,
                statements=tuple(claim.id for claim in claims),
                speakers=kept_once(tuple(dict.fromkeys(c.said.said_in for c in claims))),
                extent=self.extent,
                share=self.share,
            )
        return self._part

    def together_with(self, other: _Run) -> bool:
        """Tell whether one piece of evidence names both, as in "A and B hold the town"."""
        return not {_span(c.said) for c in self.recent}.isdisjoint(
            _span(c.said) for c in other.recent
        )


def _span(claim: TerritorialClaim) -> tuple[str, int, int]:
    return claim.report, claim.evidence.start, claim.evidence.end


class _Standing:
    """What is reported of one place, brought forward from day to day."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.holders: dict[str, _Run] = {}
        self.losses: dict[str, _Run] = {}
        self.contests: dict[str, _Run] = {}
        self.threats: dict[str, _Run] = {}
        self.denials: dict[_Denied, _Run] = {}

    def hear(self, day: date, claims: Iterable[Claim]) -> None:
        """Take in all claims of one day, later than those heard so far."""
        said: dict[Relation, list[Claim]] = defaultdict(list)
        denied = []
        for claim in claims:
            if claim.said.stance is Stance.DENIED:
                denied.append(claim)
            else:
                said[claim.said.relation].append(claim)
        if any(relation in said for relation in _SETTLING):
            self.contests.clear()
            self.threats.clear()
        taken, lost = said[Relation.TAKES], said[Relation.LOSES]
        held = _not_taken_back([*taken, *said[Relation.HOLDS]], lost)
        holding = {claim.said.actor.id for claim in held}
        self._take(taken, holding)
        self._lose(day, lost, holding)
        self._hold(day, held)
        self._outlast(day, said[Relation.HOLDS])
        self._deny(day, denied)
        _press(self.contests, said[Relation.CONTESTS])
        _press(self.threats, said[Relation.THREATENS])

    def _take(self, taken: Sequence[Claim], holding: set[str]) -> None:
        """A place that changes hands leaves the hands that it was in, and old denials with them."""
        takers = {claim.said.actor.id for claim in taken if claim.said.extent is Extent.ALL}
        if not takers:
            return
        if not takers <= self.holders.keys():
            self.denials.clear()
        self.losses.clear()
        self.holders = {id_: run for id_, run in self.holders.items() if id_ in holding}

    def _lose(self, day: date, lost: Sequence[Claim], holding: set[str]) -> None:
        for claim in lost:
            actor, extent = claim.said.actor.id, claim.said.extent
            if extent is not Extent.ALL and actor in self.holders:
                self.holders[actor].reach(Extent.PART, None)
            elif extent is Extent.ALL and actor not in holding:
                self.holders.pop(actor, None)
            self.denials.pop((_HOLDING, actor), None)
            self._forget_denial((_LOSS, actor), day)
            _add(self.losses, actor, claim)

    def _hold(self, day: date, held: Sequence[Claim]) -> None:
        for claim in held:
            actor = claim.said.actor.id
            if actor in self.losses and self.losses[actor].last < day:
                del self.losses[actor]
            self.denials.pop((_LOSS, actor), None)
            self._forget_denial((_HOLDING, actor), day)
            if actor in self.holders:
                _extend(self.holders[actor], claim)
            _add(self.holders, actor, claim)

    def _forget_denial(self, denied: _Denied, day: date) -> None:
        """A denial ends with what it denies, where nobody has repeated the denial for 30 days."""
        if denied in self.denials and day - self.denials[denied].last > LASTING:
            del self.denials[denied]

    def _outlast(self, day: date, held: Sequence[Claim]) -> None:
        """A hold of the whole ends the holds of others that nobody has repeated for 30 days."""
        holding = {claim.said.actor.id for claim in held if claim.said.extent is Extent.ALL}
        if not holding:
            return
        stale = [id_ for id_, run in self.holders.items() if day - run.last > LASTING]
        for actor in stale:
            del self.holders[actor]

    def _deny(self, day: date, denied: Sequence[Claim]) -> None:
        """A denial ends a hold that nobody has repeated, or that only the denier spoke of."""
        for claim in denied:
            actor, kind = claim.said.actor.id, _KINDS[claim.said.relation]
            _add(self.denials, (kind, actor), claim)
            run = self.holders.get(actor) if kind == _HOLDING else None
            if run is None:
                continue
            taken_back = run.last < day and run.part.speakers == (claim.said.said_in,)
            if taken_back or day - run.last > LASTING:
                del self.holders[actor]

    def expiries(self, after: date, before: date) -> list[date]:
        """Give the days between the two on which something ends by itself."""
        runs = [*self.contests.values(), *self.threats.values(), *self.denials.values()]
        ends = {run.last + LASTING + _DAY for run in runs}
        return sorted(day for day in ends if after < day < before)

    def state(self, on: date) -> PlaceState | None:
        """Give the state on a day not earlier than what was heard; None where nothing is left."""
        disputing = {key for key in self.denials if self._is_disputed_by(key)}
        state = PlaceState(
            place=self.place,
            holders=_parts(self.holders.values()),
            disputed=bool(disputing) or self._has_rivals(),
            divided=any(run.extent is not Extent.ALL for run in self.holders.values()),
            contested_by=_parts(r for r in self.contests.values() if on - r.last <= LASTING),
            threatened_by=_parts(
                run
                for actor, run in self.threats.items()
                if on - run.last <= LASTING and not self._holds_all(actor)
            ),
            lost_by=_parts(self.losses.values()),
            denied_by=_parts(
                run
                for key, run in self.denials.items()
                if key in disputing or on - run.last <= LASTING
            ),
        )
        return state if state.statements else None

    def _holds_all(self, actor: str) -> bool:
        """A report of the day may still tell of the holder's advance on what it now holds."""
        return actor in self.holders and self.holders[actor].extent is Extent.ALL

    def _has_rivals(self) -> bool:
        whole = {id_: run for id_, run in self.holders.items() if run.extent is Extent.ALL}
        if any(not one.together_with(other) for one, other in combinations(whole.values(), 2)):
            return True
        lost = {id_ for id_, run in self.losses.items() if run.extent is Extent.ALL}
        return not lost.isdisjoint(self.holders)

    def _is_disputed_by(self, denied: _Denied) -> bool:
        """A denial disputes what somebody else said."""
        kind, actor = denied
        if kind == _HOLDING:
            against = [self.holders[actor]] if actor in self.holders else []
        elif kind == _LOSS:
            against = [self.losses[actor]] if actor in self.losses else []
            against += [run for id_, run in self.holders.items() if id_ != actor]
        else:
            against = []
        deniers = set(self.denials[denied].part.speakers)
        return any(len(deniers.union(run.part.speakers)) > 1 for run in against)


def _not_taken_back(held: Sequence[Claim], lost: Sequence[Claim]) -> list[Claim]:
    """Leave out what a speaker says of an actor that the same speaker has losing the place."""
    lost_by = {(c.said.actor.id, c.said.said_in) for c in lost if c.said.extent is Extent.ALL}
    return [c for c in held if (c.said.actor.id, c.said.said_in) not in lost_by]


def _press(runs: dict[str, _Run], claims: Sequence[Claim]) -> None:
    for claim in claims:
        actor = claim.said.actor.id
        if actor in runs and claim.day - runs[actor].last > LASTING:
            del runs[actor]
        _add(runs, actor, claim)


def _add(runs: dict[_Key, _Run], key: _Key, claim: Claim) -> None:
    if key not in runs:
        runs[key] = _Run(claim, claim.day, claim.said.extent, claim.said.share)
    runs[key].add(claim)


def _extend(run: _Run, claim: Claim) -> None:
    """A claim on the whole widens; to take a part narrows nothing, to hold but a part does."""
    narrows = claim.said.relation is Relation.HOLDS and run.last < claim.day
    if claim.said.extent is Extent.ALL or run.extent is not Extent.ALL or narrows:
        run.reach(claim.said.extent, claim.said.share)


def _parts(runs: Iterable[_Run]) -> tuple[Part, ...]:
    """The actor spoken of last comes first."""
    ordered = sorted(runs, key=lambda run: (-run.last.toordinal(), run.first.said.actor.id))
    return tuple(run.part for run in ordered)
