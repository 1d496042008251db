"""All displacement figures: whole or part, of a flow or of a stock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dashboard.picture.flows import Flows
from dashboard.picture.movements import Changes, Context, Kind, kind_of
from dashboard.picture.sifting import Figure
from dashboard.picture.stocks import Stocks


class Figures:
    """The figures that count, each with the whole that it is a part of, if that is there.

    A part without its whole stands for itself.
    """

    def __init__(self) -> None:
        self.parts: dict[str, list[Figure]] = defaultdict(list)
        self._figures: dict[str, Figure] = {}
        self._part_of: dict[str, set[str]] = defaultdict(set)
        self._flows: dict[Kind, Flows] = {}
        self._stocks = Stocks()

    def change(
        self,
        added: Sequence[Figure],
        removed: Sequence[Figure],
        touched: Iterable[str],
        context: Context,
    ) -> Changes:
        """Take figures in and out; `touched` are figures about which something else has changed.

        Returns:
            The new intervals of the movements that this changes, by id; none for one that ends.
        """
        ids = self._with_parts(figure.id for figure in (*added, *removed))
        before = {id_: (self._figures[id_], self._whole(id_)) for id_ in ids & self._figures.keys()}
        self._note(added, removed)
        ids = self._with_parts(ids)
        now = {id_: (self._figures[id_], self._whole(id_)) for id_ in ids & self._figures.keys()}
        same = {figure.id for figure in added} & {figure.id for figure in removed}
        gone = [before[id_] for id_ in sorted(before) if id_ in same or before[id_] != now.get(id_)]
        come = [now[id_] for id_ in sorted(now) if id_ in same or now[id_] != before.get(id_)]
        wholes = self._move_parts(come, gone)
        return self._pass_on(
            [figure for figure, whole in come if whole is None],
            [figure for figure, whole in gone if whole is None],
            {*touched, *wholes},
            context,
        )

    def _note(self, added: Iterable[Figure], removed: Iterable[Figure]) -> None:
        for figure in removed:
            del self._figures[figure.id]
            if figure.said.part_of is not None:
                self._part_of[figure.said.part_of].discard(figure.id)
        for figure in added:
            self._figures[figure.id] = figure
            if figure.said.part_of is not None:
                self._part_of[figure.said.part_of].add(figure.id)

    def _with_parts(self, ids: Iterable[str]) -> set[str]:
        """Give figures with their parts, and the parts of these."""
        found: set[str] = set()
        waiting = list(ids)
        while waiting:
            id_ = waiting.pop()
            if id_ not in found:
                found.add(id_)
                waiting.extend(self._part_of.get(id_, ()))
        return found

    def _whole(self, id_: str) -> str | None:
        """Follow the parts of parts up to the whole; None where it is not there."""
        seen = {id_}
        whole = None
        above = self._figures[id_].said.part_of
        while above is not None and above in self._figures and above not in seen:
            seen.add(above)
            whole, above = above, self._figures[above].said.part_of
        return whole

    def _move_parts(
        self,
        come: Iterable[tuple[Figure, str | None]],
        gone: Iterable[tuple[Figure, str | None]],
    ) -> set[str]:
        """Put the parts to their wholes; give the wholes that have others now."""
        moved: set[str] = set()
        for part, whole in gone:
            if whole is not None:
                self.parts[whole].remove(part)
                moved.add(whole)
        for part, whole in come:
            if whole is not None:
                self.parts[whole].append(part)
                moved.add(whole)
        for whole in moved:
            self.parts[whole].sort(key=lambda part: part.order)
        return moved

    def _pass_on(
        self,
        added: Iterable[Figure],
        removed: Iterable[Figure],
        touched: set[str],
        context: Context,
    ) -> Changes:
        """Let each kind of flows, and the stocks, work out their own."""
        come, gone = _by_kind(added), _by_kind(removed)
        hit = {id_: self._figures[id_] for id_ in touched if id_ in self._figures}
        reached = _by_kind(hit.values())
        changes: Changes = {}
        for kind in {**come, **gone, **reached}:
            ids = [figure.id for figure in reached.get(kind, ())]
            part = (come.get(kind, []), gone.get(kind, []), ids, context)
            if kind is None:
                changes.update(self._stocks.change(*part))
            else:
                flows = self._flows.setdefault(kind, Flows(kind))
                changes.update(flows.change(*part))
        return changes


def _by_kind(figures: Iterable[Figure]) -> Mapping[Kind | None, list[Figure]]:
    """Sort figures of flows by what they are compared with; stocks are under None."""
    kinds: dict[Kind | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        kinds[None if figure.said.category.is_stock else kind_of(figure.said)].append(figure)
    return kinds
