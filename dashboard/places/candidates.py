"""The candidates of a name, and how they stand before any text is read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from dashboard.model import Candidate, Place, PlaceKind
from dashboard.places.gazetteer import Named
from dashboard.places.layout import NameQuality

_MOST_WEIGHED = 40
# Degrees of latitude and longitude. With the cells around them: where one drives to work, and what
# local news covers.
_CLOSE = 0.3
_NEAR = 1.5
_COLUMNS = 4096  # more than there are cells around the earth
_OF_CLOSE = 1 << 24  # apart from the cells of the other size
_SMALLEST_SHARE = 0.02
_FITS = {
    PlaceKind.COUNTRY: frozenset({PlaceKind.COUNTRY}),
    PlaceKind.ADMIN1: frozenset({PlaceKind.ADMIN1, PlaceKind.REGION}),
    PlaceKind.ADMIN2: frozenset({PlaceKind.ADMIN2, PlaceKind.ADMIN1}),
    PlaceKind.CITY: frozenset({PlaceKind.CITY}),
    PlaceKind.REGION: frozenset({PlaceKind.REGION}),
    PlaceKind.SITE: frozenset({PlaceKind.SITE, PlaceKind.CITY}),
}
_ONLY = "the only place of that name"

Cell = int  # its row and its column in one number, which is quick to look up


class Resolved(NamedTuple):
    """What a name was resolved to. `candidates` come best first; `why` is in words."""

    place: Place | None
    candidates: tuple[Candidate, ...]
    why: str
    ambiguous: bool


class Option(NamedTuple):
    """A candidate with what weighing it needs. `alone` is its weight before the text is read."""

    place: Place
    alone: float
    country: str
    first_level: str
    near: Cell | None
    close: Cell | None
    around: frozenset[Cell]  # those two, and the eight around each
    is_sound: bool


class Choice(NamedTuple):
    """The candidates of a name as they stand before a text is read: the same in every text.

    `likely` are those that are not out of question, with their shares. `only` is the answer where
    there is but one, and the name is its own.
    """

    options: tuple[Option, ...]
    shares: list[float]
    likely: list[tuple[Option, float]]
    only: Resolved | None


class Choices:
    """Gives the candidates of names, weighed by place_weights.csv, and remembers them."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self.of = lru_cache(maxsize=65536)(self._of)

    def _of(self, named: tuple[Named, ...], kind: PlaceKind | None) -> Choice:
        """Give the candidates that the word for the kind allows; all, if it allows none."""
        if kind is not None:
            named = tuple(found for found in named if found.place.kind in _FITS[kind]) or named
        ranked = sorted((self._option(found) for found in named), key=lambda o: -o.alone)
        options = tuple(ranked[:_MOST_WEIGHED])
        shares, likely = shared_out(options, [option.alone for option in options])
        only = None
        if len(options) == 1 and not options[0].is_sound:
            only = Resolved(options[0].place, (Candidate(options[0].place, 1.0),), _ONLY, False)
        return Choice(options, shares, likely, only)

    def _option(self, found: Named) -> Option:
        place = found.place
        alone = sum(self._weights.get(feature, 0.0) for feature in _static_features(found))
        alone += self._weights["importance"] * found.prior
        levels = (place.id, *place.within)
        first = next((level for level in levels if level.startswith("admin1:")), "")
        near, close = _cell(place, _NEAR), _cell(place, _CLOSE)
        return Option(
            place,
            alone,
            place.country or "",
            first,
            near,
            close,
            frozenset((*_around(near), *_around(close))),
            found.quality is NameQuality.SOUND,
        )


def shared_out(
    options: Sequence[Option], scores: Sequence[float]
) -> tuple[list[float], list[tuple[Option, float]]]:
    """Turn the candidates' scores into shares, and give those that are not out of question."""
    best = max(scores)
    parts = [math.exp(max(-30.0, score - best)) for score in scores]
    total = sum(parts)
    shares = [part / total for part in parts]
    likely = [pair for pair in zip(options, shares, strict=True) if pair[1] > _SMALLEST_SHARE]
    return shares, likely


def _static_features(found: Named) -> tuple[str, ...]:
    """Give what can be said of a candidate without a text: its kind, and a name of less weight."""
    kind = f"kind {found.place.kind.value}"
    if found.quality in (NameQuality.VARIANT, NameQuality.SPELLING):
        return kind, "variant"
    return (kind,)


def _cell(place: Place, size: float) -> Cell | None:
    if place.lat is None or place.lon is None or place.kind is PlaceKind.COUNTRY:
        return None
    cell = math.floor(place.lat / size) * _COLUMNS + math.floor(place.lon / size)
    return cell + _OF_CLOSE if size == _CLOSE else cell


def _around(cell: Cell | None) -> tuple[Cell, ...]:
    """Give a cell of the map and the eight around it."""
    if cell is None:
        return ()
    return tuple(cell + dy * _COLUMNS + dx for dy in (-1, 0, 1) for dx in (-1, 0, 1))
