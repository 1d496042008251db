"""New displacement and returns through time, kept by weeks so that a figure costs its own weeks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from operator import attrgetter

from dashboard.picture.clusters import Cluster, Entry, Shelf, entry_of
from dashboard.picture.ends import Atlas
from dashboard.picture.movements import (
    WINDOW,
    Changes,
    Context,
    Kind,
    days_of,
    movement_of,
    period_of,
)
from dashboard.picture.sifting import Figure
from dashboard.picture.states import Interval, Movement, as_intervals

_END = date.max.toordinal() // WINDOW.days
"""The number of a last week without figures, in which all that is open closes."""

_by_turn = attrgetter("turn")


@dataclass(slots=True)
class _Week:
    """The figures of seven days, and what came of them.

    `following` is the number of the next week with figures. `came` are the clusters that were open
    when this one began, `open` those that are when the next begins, `done` those that closed.
    """

    following: int = 0
    entries: list[Entry] = field(default_factory=list)
    came: list[Cluster] = field(default_factory=list)
    open: list[Cluster] = field(default_factory=list)
    done: list[Cluster] = field(default_factory=list)


class Flows:
    """The movements of one kind.

    Figures take their turns in the order of their days, and no movement is open for longer than
    seven, unless a person has put figures together. So what a figure changes is mostly gone a
    week or two later: from there on all stays as it was. What a cumulative figure replaces lies
    before it and is looked for by the places at its ends.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._weeks: dict[int, _Week] = {_END: _Week()}
        self._cumulative: dict[str, list[Entry]] = defaultdict(list)
        self._longest = timedelta()
        self._members: dict[str, list[int]] = defaultdict(list)
        self._entries: dict[str, Entry] = {}
        self._cluster_of: dict[str, Cluster] = {}
        self._replaced: dict[Cluster, Figure] = {}
        self._replaces: dict[str, dict[Cluster, None]] = defaultdict(dict)

    def change(
        self,
        added: Iterable[Figure],
        removed: Iterable[Figure],
        touched: Iterable[str],
        context: Context,
    ) -> Changes:
        """Take figures in and out; `touched` are figures about which something else has changed.

        Returns:
            The new intervals of the movements that this changes, by id; none for one that ends.
        """
        gone = [self._take_out(figure.id) for figure in removed]
        came = [self._take_in(entry_of(figure, context)) for figure in added]
        stale = {_week_of(entry) for entry in (*gone, *came)}
        stale.update(week for entry in (*gone, *came) for week in self._members.get(entry.name, ()))
        worked, fresh, old = self._work(stale, context)
        changed = {cluster for cluster in map(self._cluster_of.get, touched) if cluster}
        changed.update(fresh)
        for cluster in old:
            changed.update(self._unlink(cluster))
        cumulative = [entry for entry in (*gone, *came) if entry.is_cumulative]
        for cluster in self._to_link(worked, cumulative, context.atlas):
            changed.update(self._link(cluster, context.atlas))
        changes: Changes = {cluster.id: () for cluster in old}
        changes.update((cluster.id, self._intervals(cluster, context)) for cluster in changed)
        return changes

    def _take_in(self, entry: Entry) -> Entry:
        number = _week_of(entry)
        week = self._weeks.setdefault(number, _Week())
        insort(week.entries, entry, key=_by_turn)
        self._entries[entry.figure.id] = entry
        if entry.name:
            self._members[entry.name].append(number)
        if entry.is_cumulative:
            start, day = period_of(entry.figure)
            self._longest = max(self._longest, day - start)
            for id_ in entry.ends.ids:
                insort(self._cumulative[id_], entry, key=_by_turn)
        return entry

    def _take_out(self, figure: str) -> Entry:
        entry = self._entries.pop(figure)
        number = _week_of(entry)
        _remove(self._weeks[number].entries, entry)
        if entry.name:
            self._members[entry.name].remove(number)
        if entry.is_cumulative:
            for id_ in entry.ends.ids:
                _remove(self._cumulative[id_], entry)
        return entry

    def _work(
        self, stale: set[int], context: Context
    ) -> tuple[set[int], list[Cluster], list[Cluster]]:
        """Work out the weeks that changed, and those after them until nothing changes any more.

        Returns:
            The weeks' numbers, the clusters that closed in them anew, and those that are no more.
        """
        worked, fresh, old = set(), [], []
        numbers = sorted(self._weeks)
        came: list[Cluster] = []
        for index, number in enumerate(numbers):
            week = self._weeks[number]
            following = numbers[index + 1] if number != _END else _END + 2
            if (
                number in stale
                or following != week.following
                or (came is not week.came and _same(came) != _same(week.came))
            ):
                week.following = following
                before = {_identity(cluster): cluster for cluster in week.done}
                self._work_week(number, came, context)
                now = {_identity(cluster): cluster for cluster in week.done}
                fresh += [now[key] for key in now if key not in before]
                old += [before[key] for key in before if key not in now]
                week.done = [before.get(key, cluster) for key, cluster in now.items()]
                worked.add(number)
            week.came = came
            came = week.open
        for cluster in old:
            for figure in cluster.figures:
                self._cluster_of.pop(figure.id, None)
        for cluster in fresh:
            self._cluster_of.update((figure.id, cluster) for figure in cluster.figures)
        return worked, fresh, old

    def _work_week(self, number: int, came: Sequence[Cluster], context: Context) -> None:
        week = self._weeks[number]
        shelf = Shelf(self.kind, context, came)
        for entry in week.entries:
            shelf.put(entry)
        week.open, week.done = [], []
        for cluster in shelf.clusters:
            waits = any(number < last for n in cluster.names for last in self._members[n])
            is_open = cluster.replaced_by is None and not cluster.apart
            first = cluster.first_end.toordinal() + WINDOW.days
            if waits or (is_open and first >= week.following * WINDOW.days):
                week.open.append(cluster)
            else:
                week.done.append(cluster)

    def _to_link(
        self, worked: set[int], cumulative: Sequence[Entry], atlas: Atlas
    ) -> Iterator[Cluster]:
        """Give the closed clusters for which another cumulative figure may now stand."""
        for number in sorted(worked):
            yield from self._weeks[number].done
        numbers = sorted(self._weeks)
        for entry in cumulative:
            start, day = period_of(entry.figure)
            first = bisect_left(numbers, start.toordinal() // WINDOW.days)
            last = bisect_right(numbers, day.toordinal() // WINDOW.days + 1)
            for number in {*numbers[first:last], _END} - worked:
                for cluster in self._weeks[number].done:
                    if cluster.is_within(entry, atlas):
                        yield cluster

    def _link(self, cluster: Cluster, atlas: Atlas) -> set[Cluster]:
        """Note by which figure a cluster is replaced; give what this changes."""
        before, now = self._replaced.get(cluster), self._replacing(cluster, atlas)
        if before is now:
            return set()
        changed = {cluster, *self._unlink(cluster)}
        if now is not None:
            self._replaced[cluster] = now
            self._replaces[now.id][cluster] = None
            changed.add(self._cluster_of[now.id])
        return changed

    def _unlink(self, cluster: Cluster) -> set[Cluster]:
        figure = self._replaced.pop(cluster, None)
        if figure is None:
            return set()
        del self._replaces[figure.id][cluster]
        cumulative = self._cluster_of.get(figure.id)
        return {cumulative} if cumulative else set()

    def _replacing(self, cluster: Cluster, atlas: Atlas) -> Figure | None:
        """Find the first cumulative figure after a cluster that speaks of all that it is."""
        ends = next((ends for ends, _ in cluster.ends if ends.ids), None)
        if cluster.replaced_by is not None or cluster.apart or ends is None:
            return cluster.replaced_by
        until = cluster.first_start + self._longest
        found: Entry | None = None
        for id_ in ends.ids.union(*map(atlas.within, ends.ids)):
            entries = self._cumulative.get(id_, [])
            for index in range(bisect_right(entries, cluster.last, key=_by_turn), len(entries)):
                entry = entries[index]
                if entry.figure.day > until or (found and found.turn <= entry.turn):
                    break
                if cluster.is_within(entry, atlas):
                    found = entry
                    break
        return found.figure if found else None

    def _intervals(self, cluster: Cluster, context: Context) -> tuple[Interval[Movement], ...]:
        id_, replaced = cluster.id, self._replaced.get(cluster)
        replaces = sorted(
            (figure.day, other.id)
            for figure in cluster.figures
            for other in self._replaces.get(figure.id, ())
        )
        # "Fighting since May has displaced 900 in the province" adds up who left its towns, but
        # does not tell from which: so those stay on the map, and are counted no more.
        stays = replaced is not None and cluster.tells_more_than(replaced)
        ends = replaced.day if replaced is not None else date.max
        changes: list[tuple[date, Movement | None]] = []
        for day in days_of(cluster.figures, context):
            if ends <= day and not stays:
                break
            figures = [figure for figure in cluster.figures if figure.day <= day]
            stands_for = tuple(other for on, other in replaces if on <= day)
            counted = cluster.counted and day < ends
            changes.append((day, movement_of(id_, figures, day, context, counted, stands_for)))
        if changes and replaced is not None and changes[-1][0] < ends:
            last = changes[-1][1]
            changes.append((ends, replace(last, counted=False) if last and stays else None))
        return as_intervals(changes)


def _week_of(entry: Entry) -> int:
    return entry.figure.day.toordinal() // WINDOW.days


def _same(clusters: Iterable[Cluster]) -> list[tuple[object, ...]]:
    return [_identity(cluster) for cluster in clusters]


def _identity(cluster: Cluster) -> tuple[object, ...]:
    """Give what tells two clusters of one kind apart."""
    replaced = cluster.replaced_by.id if cluster.replaced_by else ""
    figures = (figure.id for figure in cluster.figures)
    return (*figures, cluster.counted, cluster.apart, replaced)


def _remove(entries: list[Entry], entry: Entry) -> None:
    del entries[bisect_left(entries, entry.turn, key=_by_turn)]
