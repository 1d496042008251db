"""Which figures tell of one movement: new displacement and returns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from dashboard.model import Place
from dashboard.picture.ends import Atlas, Ends, agreement, ends_of, takes_in
from dashboard.picture.movements import (
    WINDOW,
    Context,
    Kind,
    days_of,
    kind_of,
    movement_id,
    movement_of,
    period_of,
)
from dashboard.picture.sifting import Figure
from dashboard.picture.states import Interval, Movement, as_intervals

Entries = list[tuple[date, "Cluster"]]


@dataclass(slots=True, eq=False)
class Cluster:
    """The figures of one movement. The ends of any two agree, their dates lie within seven days.

    The dates are two, of the first and the last day spoken of, so that "since 1 May" and a day
    are not compared. `counted` is false where the figures may repeat others of their report.
    """

    kind: Kind
    first_start: date
    last_start: date
    first_end: date
    counted: bool = True
    figures: list[Figure] = field(default_factory=list)
    ends: dict[Ends, None] = field(default_factory=dict)
    replaced_on: date | None = None
    replaces: list[tuple[date, Cluster]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Made of the figure that was published first."""
        first = min(self.figures, key=lambda f: (f.said.published or f.day, f.id))
        return movement_id(self.kind, first.id)

    def is_open_to(self, start: date, end: date) -> bool:
        """Tell whether a figure of this period, not earlier than the others, may join."""
        return (
            self.replaced_on is None
            and end - self.first_end <= WINDOW
            and max(start, self.last_start) - min(start, self.first_start) <= WINDOW
        )

    def agreement(self, ends: Ends, atlas: Atlas) -> int | None:
        """Give the best agreement with a figure's ends, None where one of ours does not agree."""
        best = 0
        for ours in self.ends:
            score = agreement(ours, ends, atlas)
            if score is None:
                return None
            best = max(best, score)
        return best

    def join(self, figure: Figure, ends: Ends) -> None:
        """Take the figure in."""
        start, _ = period_of(figure)
        self.first_start = min(start, self.first_start)
        self.last_start = max(start, self.last_start)
        self.figures.append(figure)
        self.ends[ends] = None


def flow_intervals(
    figures: Iterable[Figure], context: Context
) -> dict[str, tuple[Interval[Movement], ...]]:
    """Give the states of each movement through time, by its id, from the figures of flows."""
    shelves: dict[Kind, _Shelf] = {}
    by_ends = [(figure, ends_of(figure.said)) for figure in figures]
    by_ends.sort(key=lambda pair: _turn(pair[0], pair[1], context.atlas))
    for figure, ends in by_ends:
        kind = kind_of(figure.said)
        shelves.setdefault(kind, _Shelf(kind, context)).put(figure, ends)
    movements = {}
    for cluster in (cluster for shelf in shelves.values() for cluster in shelf.clusters):
        intervals = _intervals(cluster, context)
        if intervals:
            movements[cluster.id] = intervals
    return movements


def _turn(figure: Figure, ends: Ends, atlas: Atlas) -> tuple[object, ...]:
    """Order the figures: by day; in a day the short periods first, then the most exact ends."""
    start, day = period_of(figure)
    named = sum(map(bool, (ends.origin, ends.destination, ends.location)))
    depth = min((len(atlas.within(id_)) for id_ in ends.ids), default=0)
    published = figure.said.published or date.min
    return day, not named, -start.toordinal(), -named, -depth, published, figure.id


class _Shelf:
    """The movements of one kind, found by the places at their ends.

    Each list holds clusters with the day on which they came to it, ascending: who looks back
    seven days reads its tail alone.
    """

    def __init__(self, kind: Kind, context: Context) -> None:
        self.kind = kind
        self.atlas = context.atlas
        self.reviewed = context.reviewed
        self.clusters: list[Cluster] = []
        self.same_ends: dict[Ends, Entries] = defaultdict(list)
        self.at: dict[str, Entries] = defaultdict(list)
        self.inside: dict[str, Entries] = defaultdict(list)
        self.one_sided: dict[tuple[str, str], Entries] = defaultdict(list)
        self.of_report: dict[str, Entries] = defaultdict(list)
        self.named: dict[str, Cluster] = {}

    def put(self, figure: Figure, ends: Ends) -> None:
        """Let a figure join the movement that it tells of, or begin one."""
        start, day = period_of(figure)
        name = self.reviewed.movements.get(figure.id, "")
        closed = name in self.reviewed.closed
        cluster = self.named.get(name)
        if cluster is None:
            cluster = (not closed and self._found(figure, ends)) or self._begin(figure, ends)
            if name:
                self.named[name] = cluster
        if not closed:
            if ends not in cluster.ends:
                self._enter(cluster, ends, day)
            self.of_report[figure.said.report].append((day, cluster))
        cluster.join(figure, ends)
        if day - start >= WINDOW:
            self._replace(cluster, ends, start, day)

    def _found(self, figure: Figure, ends: Ends) -> Cluster | None:
        """Find the movement whose ends agree best; then the nearest in time, then the largest.

        Where no end is shared and they only do not contradict each other, it has to be the only
        one that could be meant.
        """
        start, day = period_of(figure)
        for cluster in _tail(self.same_ends[ends], day - WINDOW):
            if cluster.is_open_to(start, day):
                return cluster
        scored = []
        for cluster in self._near(ends, day):
            score = cluster.agreement(ends, self.atlas) if cluster.is_open_to(start, day) else None
            if score:
                last, largest = cluster.figures[-1], max(f.said.quantity for f in cluster.figures)
                scored.append((score, last.day, largest, last.id, cluster))
        if scored:
            return max(scored, key=lambda entry: entry[:-1])[-1]
        possible = list(self._possible(figure, ends))
        return possible[0] if len(possible) == 1 else None

    def _near(self, ends: Ends, day: date) -> Iterable[Cluster]:
        """Give the movements of which a place is equal to one of these, inside it or around it."""
        near: dict[Cluster, None] = {}
        for id_ in sorted(ends.ids):
            for entries in (self.at.get(id_), self.inside.get(id_)):
                near.update(dict.fromkeys(_tail(entries or [], day - WINDOW)))
            for area in self.atlas.within(id_):
                near.update(dict.fromkeys(_tail(self.at.get(area, []), day - WINDOW)))
        return near

    def _possible(self, figure: Figure, ends: Ends) -> Iterable[Cluster]:
        """Give the movements that the ends do not contradict, though they share none.

        Of a figure that names no place, those are the movements of its own report; of one that
        names one end of a way, those in the same country of which the other end is named.
        """
        start, day = period_of(figure)
        report = figure.said.report
        if ends.report:
            entries = [self.of_report[report]]
        else:
            silent = Ends(frozenset(), frozenset(), frozenset(), report)
            other = {"origin": "destination", "destination": "origin"}
            entries = [self.same_ends[silent]] + [
                self.one_sided[country, other[side]] for country, side in self._sides(ends)
            ]
        found = dict.fromkeys(c for group in entries for c in _tail(group, day - WINDOW))
        return [
            cluster
            for cluster in found
            if cluster.is_open_to(start, day) and cluster.agreement(ends, self.atlas) is not None
        ]

    def _sides(self, ends: Ends) -> list[tuple[str, str]]:
        if bool(ends.origin) == bool(ends.destination):
            return []
        side = "origin" if ends.origin else "destination"
        return [(country, side) for country in sorted(_countries(ends, self.atlas))]

    def _begin(self, figure: Figure, ends: Ends) -> Cluster:
        start, day = period_of(figure)
        whole = self.kind.apart == ""
        repeats = bool(ends.report) and any(True for _ in self._possible(figure, ends))
        cluster = Cluster(self.kind, start, start, day, counted=whole and not repeats)
        self.clusters.append(cluster)
        return cluster

    def _enter(self, cluster: Cluster, ends: Ends, day: date) -> None:
        entry = (day, cluster)
        self.same_ends[ends].append(entry)
        for id_ in ends.ids:
            self.at[id_].append(entry)
            for area in self.atlas.within(id_):
                self.inside[area].append(entry)
        for key in self._sides(ends):
            self.one_sided[key].append(entry)

    def _replace(self, cumulative: Cluster, ends: Ends, start: date, day: date) -> None:
        """End the movements inside the period and the ends of a cumulative figure."""
        for id_ in sorted(ends.ids):
            for entries in (self.at.get(id_, []), self.inside.get(id_, [])):
                for cluster in _tail(entries, start):
                    if cluster is not cumulative and self._is_inside(cluster, ends, start):
                        cluster.replaced_on = day
                        cumulative.replaces.append((day, cluster))
                _forget_replaced(entries, start)

    def _is_inside(self, cluster: Cluster, ends: Ends, start: date) -> bool:
        return (
            cluster.replaced_on is None
            and cluster.first_start >= start
            and all(theirs.report or takes_in(ends, theirs, self.atlas) for theirs in cluster.ends)
        )


def _countries(ends: Ends, atlas: Atlas) -> set[str]:
    places: Iterable[Place] = (atlas.place(id_) for id_ in ends.ids)
    return {place.country for place in places if place.country}


def _tail(entries: Entries, first: date) -> Iterator[Cluster]:
    for day, cluster in reversed(entries):
        if day < first:
            return
        yield cluster


def _forget_replaced(entries: Entries, first: date) -> None:
    """Take what was replaced from the tail, so that the next cumulative figure does not read it."""
    begin = len(entries)
    while begin and entries[begin - 1][0] >= first:
        begin -= 1
    entries[begin:] = [entry for entry in entries[begin:] if entry[1].replaced_on is None]


def _replaced(cluster: Cluster) -> list[tuple[date, Cluster]]:
    """Give what a cumulative movement replaced, in an order that does not depend on the input's."""
    return sorted(cluster.replaces, key=lambda entry: (entry[0], entry[1].id))


def _intervals(cluster: Cluster, context: Context) -> tuple[Interval[Movement], ...]:
    id_, replaced = cluster.id, _replaced(cluster)
    changes: list[tuple[date, Movement | None]] = []
    for day in days_of(cluster.figures, context):
        if cluster.replaced_on is not None and cluster.replaced_on <= day:
            break
        figures = [figure for figure in cluster.figures if figure.day <= day]
        replaces = tuple(c.id for on, c in replaced if on <= day)
        state = movement_of(id_, figures, day, context, cluster.counted, replaces)
        changes.append((day, state))
    if changes and cluster.replaced_on is not None:
        changes.append((cluster.replaced_on, None))
    return as_intervals(changes)
