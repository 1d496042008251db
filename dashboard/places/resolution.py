"""Which place a name stands for: every name of a text helps to place the others.

For each name its candidates are weighed by what the text says beside it ("Mosul, Iraq"), by the
word for its kind ("province"), by the countries and provinces that the rest of the text is about,
by how near the other names lie, and by how important the place is. The weights are in
place_weights.csv; they were fitted to openly labelled texts, and are few enough to be read.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from dashboard.model import Candidate, Place, PlaceKind
from dashboard.places.beside import Asked, containers_beside
from dashboard.places.containment import contains
from dashboard.places.gazetteer import Named, distance_km
from dashboard.places.layout import NameQuality

MOST_KEPT = 8  # candidates that a mention keeps
_MOST_WEIGHED = 40
_ONE_AREA_KM = 25.0
_NEAR_TIE = 0.4  # of the best score: a rival above it makes the name ambiguous
_ROUNDS = 2
# Degrees of latitude and longitude. With the cells around them: where one drives to work, and what
# local news covers.
_CLOSE = 0.3
_NEAR = 1.5
_COLUMNS = 4096  # more than there are cells around the earth
_OF_CLOSE = 1 << 24  # apart from the cells of the other size
_ENOUGH_TO_AGREE = 1.5  # names of a country, for one more that sounds like a place there
_ENOUGH = 3.0  # names of the same province, or near: more do not make it surer
_SMALLEST_SHARE = 0.02
_FITS = {
    PlaceKind.COUNTRY: frozenset({PlaceKind.COUNTRY}),
    PlaceKind.ADMIN1: frozenset({PlaceKind.ADMIN1, PlaceKind.REGION}),
    PlaceKind.ADMIN2: frozenset({PlaceKind.ADMIN2, PlaceKind.ADMIN1}),
    PlaceKind.CITY: frozenset({PlaceKind.CITY}),
    PlaceKind.REGION: frozenset({PlaceKind.REGION}),
    PlaceKind.SITE: frozenset({PlaceKind.SITE, PlaceKind.CITY}),
}
_REASONS = {
    "importance": "the most important place of that name",
    "country": "most of the text is about its country",
    "country named": "its country is named in the text",
    "province": "other places of its province are named in the text",
    "near": "near other places that the text names",
    "close": "close to other places that the text names",
}
_ONLY = "the only place of that name"
BY_TEXT = ("country", "country named", "province", "near", "close")

Key = tuple[tuple[Named, ...], PlaceKind | None]
Beside = dict[int, tuple[Place, bool]]
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
    prior: float
    country: str
    first_level: str
    near: Cell | None
    close: Cell | None
    around: frozenset[Cell]  # those two, and the eight around each
    is_sound: bool


class Group:
    """All occurrences of one name in a text: resolved together, one sense a text.

    `beside` gives, by the position of a candidate, what contains it and is named beside it.
    """

    __slots__ = ("beside", "likely", "options", "rows", "shares")

    def __init__(self, options: tuple[Option, ...], beside: Beside) -> None:
        self.options = options
        self.beside = beside
        self.rows: Sequence[tuple[float, ...]] = ()
        self.shares: list[float] = [1.0]
        self.likely = [(options[0], 1.0)]

    def share_out(self, scores: Sequence[float]) -> None:
        """Turn the candidates' scores into shares, and keep those that are not out of question."""
        best = max(scores)
        parts = [math.exp(max(-30.0, score - best)) for score in scores]
        total = sum(parts)
        self.shares = [part / total for part in parts]
        self.likely = [
            (option, share)
            for option, share in zip(self.options, self.shares, strict=True)
            if share > _SMALLEST_SHARE
        ]


class Context:
    """How many of a text's names lie in which country, province and part of the map."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.total = 0.0
        self.countries: dict[str, float] = defaultdict(float)
        self.first_levels: dict[str, float] = defaultdict(float)
        self.cells: dict[Cell | None, float] = defaultdict(float)
        for group in groups:
            for option, share in group.likely:
                self.total += share
                self.countries[option.country] += share
                self.first_levels[option.first_level] += share
                for cell in option.around:
                    self.cells[cell] += share

    def features(self, group: Group) -> list[tuple[float, ...]]:
        """Give for each candidate of a name how much the text's other names speak for it.

        Returns:
            For each candidate the share of names in its country, whether its country is spoken
            of at all (0 to 1), and how many names lie in its province, near it and close to it
            (0 to 3).
        """
        likely = group.likely
        rest = max(1.0, self.total - sum([share for _, share in likely]))
        rows: list[tuple[float, ...]] = []
        for option in group.options:
            _, _, _, country, level, near_cell, close_cell, _, _ = option
            there, same = self.countries.get(country, 0.0), self.first_levels.get(level, 0.0)
            near, close = self.cells.get(near_cell, 0.0), self.cells.get(close_cell, 0.0)
            for other, share in likely:  # the name does not speak for itself
                if other.country == country:
                    there -= share
                if other.first_level == level:
                    same -= share
                if near_cell in other.around:
                    near -= share
                if close_cell in other.around:
                    close -= share
            rows.append(
                (
                    there / rest,
                    min(1.0, there),
                    min(_ENOUGH, same) if level else 0.0,
                    min(_ENOUGH, near),
                    min(_ENOUGH, close),
                )
            )
        return rows


_NO_CONTEXT = Context([])


class Resolver:
    """Resolves the names of texts by the weights of place_weights.csv."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self.options = lru_cache(maxsize=65536)(self._options)

    def resolve(self, text: str, asked: Sequence[Asked]) -> list[Resolved]:
        """Resolve the names of a text, one answer each; a name that nothing has gets no place."""
        groups, of = self._groups(text, asked)
        self.settle(groups)
        heard = any(group.options[0].is_sound for group in groups)
        known = Context([g for g in groups if not g.options[0].is_sound]) if heard else _NO_CONTEXT
        answers = {id(group): self._answer(group, known) for group in groups}
        return [answers[id(group)] if group else _UNKNOWN for group in of]

    def _groups(self, text: str, asked: Sequence[Asked]) -> tuple[list[Group], list[Group | None]]:
        """Give the groups of equal names, and each name's own.

        "Paris, Texas" and "Paris, France" in one text are two groups; a bare "Paris" goes with
        the one that the text spells out, or stands alone where it spells out two.
        """
        spelled: dict[Key, dict[tuple[int, ...], Group]] = defaultdict(dict)
        keys = [(name.named, name.kind) if name.named else None for name in asked]
        senses = [
            self._containers(text, asked, at, key) if key else {} for at, key in enumerate(keys)
        ]
        for key, sense in zip(keys, senses, strict=True):
            if key and sense:
                spelled[key].setdefault(tuple(sense), Group(self.options(*key), sense))
        of: list[Group | None] = []
        for key, sense in zip(keys, senses, strict=True):
            if key is None:
                of.append(None)
            elif not sense and len(spelled[key]) == 1:
                of.append(next(iter(spelled[key].values())))
            else:
                of.append(spelled[key].setdefault(tuple(sense), Group(self.options(*key), sense)))
        return [group for senses in spelled.values() for group in senses.values()], of

    def _containers(self, text: str, asked: Sequence[Asked], at: int, key: Key) -> Beside:
        """Give, by the position of a candidate, what contains it and is named beside the name."""
        options = self.options(*key)
        found: Beside = {}
        if len(options) > 1:
            for container, is_plain in containers_beside(text, asked, at):
                for index, option in enumerate(options):
                    if index not in found and contains(container, option.place):
                        found[index] = container, is_plain
        return found

    def settle(self, groups: Sequence[Group]) -> None:
        """Weigh all names, first each alone, then each among the others."""
        open_groups = [group for group in groups if len(group.options) > 1]
        if not open_groups:
            return
        for group in open_groups:
            self._weigh(group, _NO_CONTEXT)
        for _ in range(_ROUNDS):
            context = Context(groups)
            for group in open_groups:
                self._weigh(group, context)

    def _weigh(self, group: Group, context: Context) -> None:
        weights = self._weights
        scores = [option.alone for option in group.options]
        for index, (_, is_plain) in group.beside.items():
            scores[index] += weights["beside" if is_plain else "maybe beside"]
        if context.total:
            by_text = [weights[name] for name in BY_TEXT]
            group.rows = context.features(group)
            for index, row in enumerate(group.rows):
                scores[index] += sum(map(mul, by_text, row))
        group.share_out(scores)

    def _options(self, named: tuple[Named, ...], kind: PlaceKind | None) -> tuple[Option, ...]:
        """Give the candidates that the word for the kind allows; all, if it allows none."""
        if kind is not None:
            named = tuple(found for found in named if found.place.kind in _FITS[kind]) or named
        options = sorted((self._option(found) for found in named), key=lambda o: -o.alone)
        return tuple(options[:_MOST_WEIGHED])

    def _option(self, found: Named) -> Option:
        place = found.place
        alone = sum(self._weights.get(feature, 0.0) for feature in static_features(found))
        alone += self._weights["importance"] * found.prior
        levels = (place.id, *place.within)
        first = next((level for level in levels if level.startswith("admin1:")), "")
        near, close = _cell(place, _NEAR), _cell(place, _CLOSE)
        return Option(
            place,
            alone,
            found.prior,
            place.country or "",
            first,
            near,
            close,
            frozenset((*_around(near), *_around(close))),
            found.quality is NameQuality.SOUND,
        )

    def _answer(self, group: Group, known: Context) -> Resolved:
        if len(group.options) == 1 and not group.options[0].is_sound:
            place = group.options[0].place
            return Resolved(place, (Candidate(place, 1.0),), _ONLY, False)
        order = sorted(range(len(group.options)), key=lambda at: -group.shares[at])
        candidates = tuple(
            Candidate(group.options[at].place, round(group.shares[at], 3))
            for at in order[:MOST_KEPT]
        )
        best = candidates[0]
        if group.options[0].is_sound:
            return _heard(candidates, known)
        ambiguous = any(
            rival.score > _NEAR_TIE * best.score and not _are_one_area(rival.place, best.place)
            for rival in candidates[1:]
        )
        return Resolved(best.place, candidates, self._why(group, order), ambiguous)

    def _why(self, group: Group, order: Sequence[int]) -> str:
        """Say in words what set the best candidate off from the next."""
        best, second = order[:2]
        container = group.beside.get(best, (None,))[0]
        if container and container is not group.beside.get(second, (None,))[0]:
            is_country = container.kind is PlaceKind.COUNTRY
            return f"{'country' if is_country else container.name} named beside it"
        gains = {"importance": group.options[best].alone - group.options[second].alone}
        for name, one, other in zip(BY_TEXT, group.rows[best], group.rows[second], strict=True):
            gains[name] = self._weights[name] * (one - other)
        return _REASONS[max(gains, key=lambda name: gains[name])]


_UNKNOWN = Resolved(None, (), "no gazetteer has this name", False)


def static_features(found: Named) -> tuple[str, ...]:
    """Give what can be said of a candidate without a text: its kind, and a name of less weight."""
    kind = f"kind {found.place.kind.value}"
    if found.quality in (NameQuality.VARIANT, NameQuality.SPELLING):
        return kind, "variant"
    return (kind,)


def _heard(candidates: tuple[Candidate, ...], known: Context) -> Resolved:
    """Answer for a name that only sounds like places: the text has to be about their country."""
    best = candidates[0].place
    if known.countries.get(best.country or "", 0.0) < _ENOUGH_TO_AGREE:
        return Resolved(None, candidates, _UNKNOWN.why, False)
    why = f"it sounds like {best.name}, in a country that the text is about"
    return Resolved(best, candidates, why, True)


def _are_one_area(a: Place, b: Place) -> bool:
    """Tell whether two places are no real rivals: one in the other, or a town and its district."""
    if contains(a, b) or contains(b, a):
        return True
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) < _ONE_AREA_KM


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
