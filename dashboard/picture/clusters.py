"""Which figures tell of one movement: new displacement and returns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from dashboard.model import Place
from dashboard.picture.ends import Atlas, Ends, agreement, ends_of, takes_in
from dashboard.picture.movements import WINDOW, Context, Kind, movement_id, period_of
from dashboard.picture.sifting import Figure

Turn = tuple[date, bool, int, int, int, date, str]
Entries = list[tuple[date, "Cluster"]]


class Entry(NamedTuple):
    """A figure in its turn, with its ends.

    `name` is that of the movement into which a person put it, if one did; with `apart` no other
    figure may join that movement.
    """

    turn: Turn
    figure: Figure
    ends: Ends
    name: str
    apart: bool

    @property
    def is_cumulative(self) -> bool:
        """Tell whether the figure counts over a longer time than one movement lasts."""
        start, day = period_of(self.figure)
        return day - start >= WINDOW


def entry_of(figure: Figure, context: Context) -> Entry:
    """Prepare a figure for its turn: by day; in a day short periods, then exact ends, first."""
    ends = ends_of(figure.said)
    start, day = period_of(figure)
    named = sum(map(bool, (ends.origin, ends.destination, ends.location)))
    depth = min((len(context.atlas.within(id_)) for id_ in ends.ids), default=0)
    published = figure.said.published or date.min
    turn = (day, not named, -start.toordinal(), -named, -depth, published, figure.id)
    name = context.reviewed.movements.get(figure.id, "")
    return Entry(turn, figure, ends, name, name in context.reviewed.closed)


@dataclass(slots=True, eq=False)
class Cluster:
    """The figures of one movement. The ends of any two agree, their dates lie within seven days.

    The dates are two, of the first and the last day spoken of, so that "since 1 May" and a day
    are not compared. `counted` is false where the figures may repeat others of their report.
    `ends` have the turn in which each came, `last` is that of the last figure. `names` are those
    that persons gave the movement, `apart` if they keep others out.
    """

    kind: Kind
    first_start: date
    last_start: date
    first_end: date
    counted: bool
    apart: bool
    last: Turn
    figures: tuple[Figure, ...] = ()
    ends: tuple[tuple[Ends, Turn], ...] = ()
    names: tuple[str, ...] = ()
    replaced_by: Figure | None = None

    @property
    def id(self) -> str:
        """Made of the figure that was published first."""
        first = min(self.figures, key=lambda f: (f.said.published or f.day, f.id))
        return movement_id(self.kind, first.id)

    def is_open_to(self, start: date, end: date) -> bool:
        """Tell whether a figure of this period, not earlier than the others, may join."""
        return (
            self.replaced_by is None
            and end - self.first_end <= WINDOW
            and max(start, self.last_start) - min(start, self.first_start) <= WINDOW
        )

    def agreement(self, ends: Ends, atlas: Atlas) -> int | None:
        """Give the best agreement with a figure's ends, None where one of ours does not agree."""
        best = 0
        for ours, _ in self.ends:
            score = agreement(ours, ends, atlas)
            if score is None:
                return None
            best = max(best, score)
        return best

    def has(self, ends: Ends) -> bool:
        """Tell whether one of its figures has these very ends."""
        return any(ours == ends for ours, _ in self.ends)

    def join(self, entry: Entry) -> None:
        """Take the figure in."""
        start, _ = period_of(entry.figure)
        self.first_start = min(start, self.first_start)
        self.last_start = max(start, self.last_start)
        self.last = entry.turn
        self.figures += (entry.figure,)
        if not self.has(entry.ends):
            self.ends += ((entry.ends, entry.turn),)

    def is_within(self, entry: Entry, atlas: Atlas) -> bool:
        """Tell whether a cumulative figure speaks of all that this movement is."""
        return self.first_start >= period_of(entry.figure)[0] and all(
            theirs.report or takes_in(entry.ends, theirs, atlas) for theirs, _ in self.ends
        )

    def tells_more_than(self, figure: Figure) -> bool:
        """Tell whether it names a place, such as a town of an area, that a figure does not."""
        known = ends_of(figure.said).ids
        return any(not ours.ids <= known for ours, _ in self.ends)


class Shelf:
    """The movements of one kind, found by the places at their ends.

    Each list holds clusters with the day on which they came to it, ascending: who looks back
    seven days reads its tail alone. It begins with `clusters` that may still grow.
    """

    def __init__(self, kind: Kind, context: Context, clusters: Iterable[Cluster] = ()) -> None:
        self.kind = kind
        self.atlas = context.atlas
        self.clusters = [replace(cluster) for cluster in clusters]
        self.same_ends: dict[Ends, Entries] = defaultdict(list)
        self.at: dict[str, Entries] = defaultdict(list)
        self.inside: dict[str, Entries] = defaultdict(list)
        self.one_sided: dict[tuple[str, str], Entries] = defaultdict(list)
        self.of_report: dict[str, Entries] = defaultdict(list)
        self.named = {name: cluster for cluster in self.clusters for name in cluster.names}
        open_ones = [cluster for cluster in self.clusters if not cluster.apart]
        ends = [(turn, c, ends) for c in open_ones for ends, turn in c.ends]
        for turn, cluster, came in sorted(ends, key=lambda one: one[0]):
            self._enter(cluster, came, turn[0])
        figures = [(figure, cluster) for cluster in open_ones for figure in cluster.figures]
        for figure, cluster in sorted(figures, key=lambda one: one[0].day):
            self.of_report[figure.said.report].append((figure.day, cluster))

    def put(self, entry: Entry) -> None:
        """Let a figure join the movement that it tells of, or begin one."""
        figure, ends, day = entry.figure, entry.ends, entry.figure.day
        cluster = self.named.get(entry.name)
        if cluster is None:
            found = None if entry.apart else self._found(figure, ends)
            cluster = found or self._begin(entry)
            if entry.name:
                self.named[entry.name] = cluster
                cluster.names += (entry.name,)
        if not entry.apart:
            if not cluster.has(ends):
                self._enter(cluster, ends, day)
            self.of_report[figure.said.report].append((day, cluster))
        cluster.join(entry)
        if entry.is_cumulative:
            self._replace(cluster, entry)

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

    def _begin(self, entry: Entry) -> Cluster:
        start, day = period_of(entry.figure)
        whole = self.kind.apart == ""
        possible = self._possible(entry.figure, entry.ends) if entry.ends.report else ()
        counted = whole and not any(True for _ in possible)
        cluster = Cluster(self.kind, start, start, day, counted, entry.apart, entry.turn)
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

    def _replace(self, cumulative: Cluster, entry: Entry) -> None:
        """End the movements inside the period and the ends of a cumulative figure."""
        start, _ = period_of(entry.figure)
        for id_ in sorted(entry.ends.ids):
            for entries in (self.at.get(id_, []), self.inside.get(id_, [])):
                for cluster in _tail(entries, start):
                    is_open = cluster is not cumulative and cluster.replaced_by is None
                    if is_open and cluster.is_within(entry, self.atlas):
                        cluster.replaced_by = entry.figure


def _countries(ends: Ends, atlas: Atlas) -> set[str]:
    places: Iterable[Place] = (atlas.place(id_) for id_ in ends.ids)
    return {place.country for place in places if place.country}


def _tail(entries: Entries, first: date) -> Iterator[Cluster]:
    for day, cluster in reversed(entries):
        if day < first:
            return
        yield cluster
