"""How many are where: for each place its latest figure of displaced people or refugees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.picture.ends import SILENT, Atlas, End, end_of
from dashboard.picture.movements import (
    WINDOW,
    Changes,
    Context,
    Kind,
    days_of,
    kind_of,
    movement_id,
    movement_of,
)
from dashboard.picture.sifting import Figure
from dashboard.picture.states import Interval, Movement, as_intervals

_Place = tuple[str, str]  # "at" or "from", and the id of a place


@dataclass(frozen=True, slots=True)
class _Stock:
    """What a stock counts: those who are at a place, from an origin. Silent: from or at any."""

    kind: Kind
    place: End
    origin: End

    @property
    def id(self) -> str:
        return movement_id(self.kind, *sorted(self.place), "from", *sorted(self.origin))

    def is_inside(self, wide: _Stock, atlas: Atlas) -> bool:
        """Tell whether everybody that this stock counts belongs to the wider one as well."""
        return (
            self != wide
            and self.kind == wide.kind
            and _is_within(self.place, wide.place, atlas)
            and _is_within(self.origin, wide.origin, atlas)
        )


def _is_within(narrow: End, wide: End, atlas: Atlas) -> bool:
    return not wide or (bool(narrow) and atlas.covers(wide, narrow))


class Stocks:
    """All stocks through time, each worked out from its own figures and the stocks around it.

    A stock's state is its latest figure, with the figures of the seven days before as
    triangulation. From the day on which there is a stock of a wider place it is not counted, as its
    people would be added twice; nor is a stock that names no place.
    """

    def __init__(self) -> None:
        self._figures: dict[_Stock, list[Figure]] = {}
        self._stock_of: dict[str, _Stock] = {}
        self._by_key: dict[_Place, dict[_Stock, None]] = defaultdict(dict)
        self._inside: dict[_Place, dict[_Stock, None]] = defaultdict(dict)

    def change(
        self,
        added: Iterable[Figure],
        removed: Iterable[Figure],
        touched: Iterable[str],
        context: Context,
    ) -> Changes:
        """Take figures in and out; `touched` are figures about which something else has changed.

        Returns:
            The new intervals of the stocks that this changes, by id; none for one that ends.
        """
        gone = {figure.id for figure in removed}
        stale = {self._stock_of[id_] for id_ in (*touched, *gone) if id_ in self._stock_of}
        fresh: dict[_Stock, list[Figure]] = defaultdict(list)
        for figure in added:
            stock = self._stock_of[figure.id] = _stock_of(figure)
            fresh[stock].append(figure)
        stale.update(fresh)
        for stock in list(stale):
            if self._regroup(stock, fresh[stock], gone, context.atlas):
                keys = _keys(stock.place, stock.origin)
                inside = {narrow: None for key in keys for narrow in self._inside[key]}
                stale.update(n for n in inside if n.is_inside(stock, context.atlas))
        return {stock.id: self._intervals(stock, context) for stock in stale}

    def _regroup(
        self, stock: _Stock, fresh: Sequence[Figure], gone: Container[str], atlas: Atlas
    ) -> bool:
        """Renew the figures of a stock; tell whether its first day is another now."""
        before = self._figures.pop(stock, [])
        figures = [figure for figure in before if figure.id not in gone]
        figures = sorted([*figures, *fresh], key=lambda figure: figure.order)
        if figures:
            self._figures[stock] = figures
        for key in _keys(stock.place, stock.origin):
            _note(self._by_key[key], stock, bool(figures))
        for key in _wider_keys(stock, atlas):
            _note(self._inside[key], stock, bool(figures))
        return [f.day for f in before[:1]] != [f.day for f in figures[:1]]

    def _covered_from(self, stock: _Stock, atlas: Atlas) -> date | None:
        """Give the day on which the first of the stocks around this one appears."""
        wider = {wide: None for key in _wider_keys(stock, atlas) for wide in self._by_key[key]}
        days = [self._figures[wide][0].day for wide in wider if stock.is_inside(wide, atlas)]
        return min(days, default=None)

    def _intervals(self, stock: _Stock, context: Context) -> tuple[Interval[Movement], ...]:
        figures = self._figures.get(stock)
        if not figures:
            return ()
        return _intervals(stock, figures, self._covered_from(stock, context.atlas), context)


def _note(stocks: dict[_Stock, None], stock: _Stock, there: bool) -> None:
    if there:
        stocks[stock] = None
    else:
        stocks.pop(stock, None)


def _wider_keys(stock: _Stock, atlas: Atlas) -> list[_Place]:
    """Give the keys under which a wider stock is found."""
    place, origin = _with_areas(stock.place, atlas), _with_areas(stock.origin, atlas)
    return [*_keys(place, origin), *_keys(SILENT, origin)]


def _stock_of(figure: Figure) -> _Stock:
    said = figure.said
    place = end_of(said.location) or end_of(said.destination)
    return _Stock(kind_of(said), place, end_of(said.origin))


def _keys(place: End, origin: End) -> list[_Place]:
    return [("at", id_) for id_ in place] or [("from", id_) for id_ in origin]


def _with_areas(end: End, atlas: Atlas) -> End:
    return end.union(*(atlas.within(id_) for id_ in end))


def _intervals(
    stock: _Stock, figures: Sequence[Figure], covered: date | None, context: Context
) -> tuple[Interval[Movement], ...]:
    countable = stock.kind.apart == "" and bool(stock.place or stock.origin)
    days = set(days_of(figures, context))
    if covered is not None and covered > figures[0].day:
        days.add(covered)
    changes = []
    recent: list[Figure] = []
    waiting = list(reversed(figures))
    for day in sorted(days):
        while waiting and waiting[-1].day <= day:
            recent.append(waiting.pop())
        recent = [figure for figure in recent if recent[-1].day - figure.day <= WINDOW]
        counted = countable and (covered is None or day < covered)
        changes.append((day, movement_of(stock.id, recent, day, context, counted)))
    return as_intervals(changes)
