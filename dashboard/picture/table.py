"""The states of all movements through time, as columns: quick to look a day up in."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from dashboard.picture.states import Interval, Movement

Intervals = tuple[Interval[Movement], ...]

_PIECE = 3
"""Letters of an id by which the table is cut: 4,096 pieces, as ids are hexadecimal."""
_OPEN = date.max.toordinal()


class _Piece(NamedTuple):
    """A row for each interval, by id and then by day; days are ordinals."""

    ids: tuple[str, ...] = ()
    firsts: array[int] = array("i")
    lasts: array[int] = array("i")
    states: tuple[Movement, ...] = ()

    def intervals(self, id_: str) -> Intervals:
        rows = slice(bisect_left(self.ids, id_), bisect_right(self.ids, id_))
        columns = self.firsts[rows], self.lasts[rows], self.states[rows]
        return tuple(_interval(*row) for row in zip(*columns, strict=True))

    def changed(self, changes: Mapping[str, Intervals]) -> _Piece:
        kept = [row for row in zip(*self, strict=True) if row[0] not in changes]
        fresh = [
            (id_, i.first.toordinal(), i.last.toordinal() if i.last else _OPEN, i.state)
            for id_, intervals in changes.items()
            for i in intervals
        ]
        rows = sorted([*kept, *fresh], key=lambda row: row[:2])
        if not rows:
            return _Piece()
        ids, firsts, lasts, states = zip(*rows, strict=True)
        return _Piece(ids, array("i", firsts), array("i", lasts), states)


_EMPTY = _Piece()


class Movements(Mapping[str, Intervals]):
    """The intervals of each movement by its id, in the order of the ids. It never changes.

    One with a few other movements shares all pieces but theirs.
    """

    def __init__(self, intervals: Mapping[str, Intervals] | None = None) -> None:
        self._pieces: dict[str, _Piece] = {}
        if intervals:
            self._pieces = self.changed(intervals)._pieces

    def changed(self, changes: Mapping[str, Intervals]) -> Movements:
        """Give the table with other intervals of some movements; none for one that ends."""
        parts: dict[str, dict[str, Intervals]] = defaultdict(dict)
        for id_, intervals in changes.items():
            parts[id_[:_PIECE]][id_] = intervals
        pieces = {**self._pieces}
        for key, part in parts.items():
            pieces[key] = pieces.get(key, _EMPTY).changed(part)
        table = Movements()
        table._pieces = {key: pieces[key] for key in sorted(pieces) if pieces[key].ids}
        return table

    def at(self, day: date) -> dict[str, Movement]:
        """Give the state of each movement on a day, where it has one."""
        on = day.toordinal()
        return {
            id_: state
            for piece in self._pieces.values()
            for id_, first, last, state in zip(*piece, strict=True)
            if first <= on <= last
        }

    def __getitem__(self, id_: str) -> Intervals:
        intervals = self._pieces.get(id_[:_PIECE], _EMPTY).intervals(id_)
        if not intervals:
            raise KeyError(id_)
        return intervals

    def __iter__(self) -> Iterator[str]:
        for piece in self._pieces.values():
            yield from dict.fromkeys(piece.ids)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _interval(first: int, last: int, state: Movement) -> Interval[Movement]:
    until = None if last == _OPEN else date.fromordinal(last)
    return Interval(date.fromordinal(first), until, state)
