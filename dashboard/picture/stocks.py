"""How many are where: for each place its latest figure of displaced people or refugees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.picture.ends import SILENT, Atlas, End, end_of
from dashboard.picture.movements import (
    WINDOW,
    Context,
    Kind,
    days_of,
    kind_of,
    movement_id,
    movement_of,
)
from dashboard.picture.sifting import Figure
from dashboard.picture.states import Interval, Movement, as_intervals


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


def stock_intervals(
    figures: Iterable[Figure], context: Context
) -> dict[str, tuple[Interval[Movement], ...]]:
    """Give the states of each stock through time, by its id.

    A stock's state is its latest figure, with the figures of the seven days before as
    triangulation. From the day on which there is a stock of a wider place it is not counted, as its
    people would be added twice; nor is a stock that names no place.
    """
    stocks: dict[_Stock, list[Figure]] = defaultdict(list)
    for figure in figures:
        stocks[_stock_of(figure)].append(figure)
    covered = _covered_from(stocks, context.atlas)
    return {
        stock.id: _intervals(stock, group, covered.get(stock), context)
        for stock, group in stocks.items()
    }


def _stock_of(figure: Figure) -> _Stock:
    said = figure.said
    place = end_of(said.location) or end_of(said.destination)
    return _Stock(kind_of(said), place, end_of(said.origin))


def _covered_from(stocks: dict[_Stock, list[Figure]], atlas: Atlas) -> dict[_Stock, date]:
    """Give for each stock inside wider ones the day on which the first of these appears."""
    by_key: dict[tuple[str, str], list[_Stock]] = defaultdict(list)
    for stock in stocks:
        for key in _keys(stock.place, stock.origin):
            by_key[key].append(stock)
    covered = {}
    for stock in stocks:
        place, origin = _with_areas(stock.place, atlas), _with_areas(stock.origin, atlas)
        keys = [*_keys(place, origin), *_keys(SILENT, origin)]
        wider = (wide for key in keys for wide in by_key.get(key, ()))
        days = [stocks[wide][0].day for wide in wider if stock.is_inside(wide, atlas)]
        if days:
            covered[stock] = min(days)
    return covered


def _keys(place: End, origin: End) -> list[tuple[str, str]]:
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
