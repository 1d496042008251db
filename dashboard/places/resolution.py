"""Which place a name stands for: every name of a text helps to place the others.

For each name its candidates are weighed by what the text says beside it ("Mosul, Iraq"), by the
word for its kind ("province"), by the countries and provinces that the rest of the text is about,
by how near the other names lie, and by how important the place is. The weights are in
place_weights.csv; they were fitted to openly labelled texts, and are few enough to be read.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dashboard.model import Candidate, Place, PlaceKind
from dashboard.places.containment import contains
from dashboard.places.gazetteer import Named
from dashboard.places.layout import NameQuality

MOST_KEPT = 8  # candidates that a mention keeps
_NEAR_TIE = 0.4
_ROUNDS = 2
_CELL = 1.5  # degrees; about as far as local news reaches
_AREA = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
_FITS = {
    PlaceKind.COUNTRY: frozenset({PlaceKind.COUNTRY}),
    PlaceKind.ADMIN1: frozenset({PlaceKind.ADMIN1, PlaceKind.REGION}),
    PlaceKind.ADMIN2: frozenset({PlaceKind.ADMIN2, PlaceKind.ADMIN1}),
    PlaceKind.CITY: frozenset({PlaceKind.CITY}),
    PlaceKind.REGION: frozenset({PlaceKind.REGION}),
    PlaceKind.SITE: frozenset({PlaceKind.SITE, PlaceKind.CITY}),
}
_BESIDE = re.compile(
    r"(?:,? (?:in|of) (?:the )?(?:[a-z-]+ ){0,2}|, ?|,? ?\(|['’]s (?:[a-z-]+ ){0,3}(?:of )?)",
)
_BEFORE = re.compile(r"(?:['’]s?)? (?:[a-z-]+ ){0,3}(?:of )?")
_LISTED = re.compile(r",? ?(?:and |or |& )?")


_REASONS = {
    "country": "the text is mostly about its country",
    "country named": "its country is named in the text",
    "province": "other places of its province are named in the text",
    "near": "near other places that the text names",
}


class Asked(NamedTuple):
    """A name to be resolved: where it stands, its candidates, and the kind that is asked for."""

    start: int
    end: int
    named: tuple[Named, ...]
    kind: PlaceKind | None
    is_demonym: bool


class Resolved(NamedTuple):
    """What a name was resolved to. `candidates` come best first; `why` is in words."""

    place: Place | None
    candidates: tuple[Candidate, ...]
    why: str
    ambiguous: bool


class _Option(NamedTuple):
    """A candidate with what the weighing needs of it."""

    place: Place
    prior: float
    is_variant: bool
    country: str
    first_level: str
    cell: tuple[int, int] | None


_Weights = dict[str, float]
_UNKNOWN = Resolved(None, (), "no gazetteer has this name", False)


class _Group:
    """All occurrences of one name in a text: resolved together, unless the text says otherwise."""

    __slots__ = ("beside", "options", "rows", "shares")

    def __init__(self, options: tuple[_Option, ...]) -> None:
        self.options = options
        self.beside: dict[int, Place] = {}  # what contains a candidate and is named beside it
        self.rows: list[dict[str, float]] = []
        self.shares: list[float] = [1.0] if len(options) == 1 else []


def resolve(text: str, asked: Sequence[Asked], weights: _Weights) -> list[Resolved]:
    """Resolve the names of a text, one answer each. Names that nothing has get no place."""
    groups: dict[tuple[tuple[Named, ...], PlaceKind | None], _Group] = {}
    of: list[_Group | None] = []
    for name in asked:
        options = options_of(name.named, name.kind)
        if not options:
            of.append(None)
            continue
        group = groups.setdefault((name.named, name.kind), _Group(options))
        of.append(group)
    _read_beside(text, asked, of)
    whole = list(groups.values())
    for group in whole:
        _weigh(group, weights, None)
    for _ in range(_ROUNDS):
        context = _Context(whole)
        for group in whole:
            if len(group.options) > 1:
                _weigh(group, weights, context)
    answers = {id(group): _answer(group, weights) for group in whole}
    return [answers[id(group)] if group else _UNKNOWN for group in of]


@lru_cache(maxsize=65536)
def options_of(named: tuple[Named, ...], kind: PlaceKind | None) -> tuple[_Option, ...]:
    """Give the candidates of a name that the word for its kind allows; all, if it allows none."""
    if kind is not None:
        fitting = tuple(found for found in named if found.place.kind in _FITS[kind])
        named = fitting or named
    return tuple(_option(found) for found in named)


def _option(found: Named) -> _Option:
    place = found.place
    cell = None
    if place.lat is not None and place.lon is not None and place.kind is not PlaceKind.COUNTRY:
        cell = (math.floor(place.lat / _CELL), math.floor(place.lon / _CELL))
    first = place.id if place.kind is PlaceKind.ADMIN1 else ""
    first = first or next((above for above in place.within if above.startswith("admin1:")), "")
    variant = found.quality in (NameQuality.VARIANT, NameQuality.SPELLING)
    return _Option(place, found.prior, variant, place.country or "", first, cell)


def _read_beside(text: str, asked: Sequence[Asked], groups: Sequence[_Group | None]) -> None:
    """Note which candidates lie in the places that are named right beside their name."""
    for at, group in enumerate(groups):
        if group is None or len(group.options) == 1:
            continue
        for other in _beside(text, asked, at):
            containers = [found.place for found in other.named[:6] if found.place.kind in _AREA]
            for index, option in enumerate(group.options):
                for container in containers:
                    if contains(container, option.place):
                        group.beside.setdefault(index, container)


def _beside(text: str, asked: Sequence[Asked], at: int) -> Iterator[Asked]:
    """Yield the names that stand beside a name where a container may stand."""
    end = asked[at].end
    for other in asked[at + 1 : at + 4]:
        gap = text[end : other.start]
        if other.start - end < 40 and _BESIDE.fullmatch(gap):
            yield other
        if len(gap) > 6 or not _LISTED.fullmatch(gap):
            break
        end = other.end
    if at:
        previous = asked[at - 1]
        gap = text[previous.end : asked[at].start]
        if len(gap) < 30 and (previous.is_demonym or gap[:1] in "'’") and _BEFORE.fullmatch(gap):
            yield previous


class _Context:
    """How much of a text lies in which country, province and cell of the map."""

    def __init__(self, groups: Sequence[_Group]) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.first_levels: dict[str, float] = defaultdict(float)
        self.cells: dict[tuple[int, int], float] = defaultdict(float)
        self.total = 0.0
        for group in groups:
            for option, share in zip(group.options, group.shares, strict=True):
                if share > 0.02:
                    self._add(option, share)

    def _add(self, option: _Option, share: float) -> None:
        self.countries[option.country] += share
        self.total += share
        if option.first_level:
            self.first_levels[option.first_level] += share
        if option.cell:
            self.cells[option.cell] += share

    def near(self, cell: tuple[int, int]) -> float:
        """Give how many names lie in a cell and the eight around it."""
        y, x = cell
        cells = self.cells
        return sum(
            cells[key]
            for key in (
                (y, x), (y, x - 1), (y, x + 1), (y - 1, x), (y + 1, x),
                (y - 1, x - 1), (y - 1, x + 1), (y + 1, x - 1), (y + 1, x + 1),
            )
            if key in cells
        )  # fmt: skip


def features(group: _Group, context: _Context | None) -> list[dict[str, float]]:
    """Give what speaks for each candidate of a name, as feature and amount."""
    rows = []
    own: dict[str, float] = defaultdict(float)
    own_first: dict[str, float] = defaultdict(float)
    if context:
        for option, share in zip(group.options, group.shares, strict=True):
            if share > 0.02:
                own[option.country] += share
                own_first[option.first_level] += share
    for at, option in enumerate(group.options):
        row = {"importance": option.prior, f"kind {option.place.kind.value}": 1.0}
        if option.is_variant:
            row["variant"] = 1.0
        if at in group.beside:
            row["beside"] = 1.0
        if context:
            rest = max(1e-6, context.total - 1.0)
            there = context.countries[option.country] - own[option.country]
            row["country"] = there / rest if rest > 0.5 else 0.0
            row["country named"] = min(1.0, there)
            there = context.first_levels[option.first_level] - own_first[option.first_level]
            row["province"] = min(3.0, there) if option.first_level else 0.0
            if option.cell:
                mine = sum(
                    share
                    for other, share in zip(group.options, group.shares, strict=True)
                    if share > 0.02 and other.cell and _adjacent(other.cell, option.cell)
                )
                row["near"] = min(3.0, context.near(option.cell) - mine)
        rows.append(row)
    return rows


def _adjacent(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return abs(a[0] - b[0]) <= 1 and abs(a[1] - b[1]) <= 1


def _weigh(group: _Group, weights: _Weights, context: _Context | None) -> None:
    if len(group.options) == 1:
        return
    group.rows = features(group, context)
    scores = [
        sum(weights.get(feature, 0.0) * amount for feature, amount in row.items())
        for row in group.rows
    ]
    best = max(scores)
    parts = [math.exp(max(-30.0, score - best)) for score in scores]
    total = sum(parts)
    group.shares = [part / total for part in parts]


def _answer(group: _Group, weights: _Weights) -> Resolved:
    order = sorted(range(len(group.options)), key=lambda at: -group.shares[at])
    candidates = tuple(
        Candidate(group.options[at].place, round(group.shares[at], 3)) for at in order[:MOST_KEPT]
    )
    ambiguous = any(
        rival.score > _NEAR_TIE * candidates[0].score
        and not _same_area(rival.place, candidates[0].place)
        for rival in candidates[1:]
    )
    return Resolved(candidates[0].place, candidates, _why(group, order, weights), ambiguous)


def _same_area(a: Place, b: Place) -> bool:
    return contains(a, b) or contains(b, a)


def _why(group: _Group, order: list[int], weights: _Weights) -> str:
    """Say in words what set the best candidate off from the next."""
    if len(order) == 1:
        return "the only place of that name"
    best, second = order[:2]
    container = group.beside.get(best)
    if container and group.beside.get(second) is not container:
        is_country = container.kind is PlaceKind.COUNTRY
        return f"{'country' if is_country else container.name} named beside it"
    gains = {
        feature: weights.get(feature, 0.0) * (amount - group.rows[second].get(feature, 0.0))
        for feature, amount in group.rows[best].items()
    }
    return _REASONS.get(max(gains, key=lambda f: gains[f]), "the most important place of that name")
