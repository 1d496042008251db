"""Which names in a text name places: what speaks for a name and against it, weighed.

A name is taken for a place's where the weights of what is seen of it (place_weights.csv) add up to
more than nothing. What is seen: how big the place is, whether the name is a word too, and what
stands before and behind it. Nothing here resolves a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dashboard.model import PlaceKind
from dashboard.places.beside import Asked
from dashboard.places.gazetteer import Gazetteer, Named
from dashboard.places.layout import NameQuality
from dashboard.places.scanning import Scanner, Sighting
from dashboard.places.shared_heads import SharedHeads
from dashboard.places.surroundings import Seen, Surroundings
from dashboard.places.words import Role

_CONTAINERS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION)
_OF_OTHER_NAMES = (Role.ORGANISATION, Role.BODY, Role.STREET)
_BIGGEST = 8
_LISTED = re.compile(
    r"(?:,[ \n]{1,2}|,? (?:and|or|to|for|&) (?:the )?|/|\s*\n\s*[•▪-]?\s*|\s*;\s*){1,2}"
)


class Name(NamedTuple):
    """A name in a text, with its words of kind: `text[start:end]`.

    `score` is above zero where the name is taken for a place's. `kind` is what the text says that
    the place is, None where it does not say.
    """

    start: int
    end: int
    key: str
    named: tuple[Named, ...]
    kind: PlaceKind | None
    score: float
    is_demonym: bool
    is_associative: bool
    features: tuple[str, ...]


class Recogniser:
    """Finds the names in texts that name places of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._words = gazetteer.words
        self._scanner = Scanner(gazetteer)
        self._surroundings = Surroundings(gazetteer)
        self._shared_heads = SharedHeads(gazetteer, gazetteer.words.roles[Role.DIRECTION])
        self._of_run = lru_cache(maxsize=65536)(self._features_of_run)

    def names(self, text: str) -> list[Name]:
        """Give the names that are taken for places', in order, without overlaps."""
        return [_name(seen, score) for seen, score in self._weighed(text) if score > 0]

    def weighed(self, text: str) -> list[Name]:
        """Give all names of the gazetteer in a text, and what may be names, with their scores."""
        return [_name(seen, score) for seen, score in self._weighed(text)]

    def _weighed(self, text: str) -> Iterator[tuple[Seen, float]]:
        seen = []
        for start, sightings in self._scanner.runs(text):
            for sighting in sightings:
                around = self._surroundings.read(text, start, sighting)
                around.features.extend(self._of_run(sighting))
                seen.append(around)
        seen = self._shared_heads.with_shared(text, seen)
        _read_containers(text, seen)
        _pass_kinds_on(text, seen)
        _read_document(seen)
        scores = [self._score(name) for name in seen]
        self._weigh_company(text, seen, scores)
        return zip(seen, scores, strict=True)

    def given(self, text: str, start: int, end: int, names: Mapping[int, Name]) -> Asked:
        """Read a name whose span is known.

        Args:
            text: The text.
            start: Where the name starts.
            end: Where it ends.
            names: The names that were found in the text, by each offset that they cover.
        """
        found = names.get(end - 1)
        if found and found.start <= start and found.end >= end and found.named:
            return Asked(start, end, found.named, found.kind, found.is_demonym)
        named, kind = self._surroundings.given(text[start:end], self._scanner)
        return Asked(start, end, named, kind, False)

    def _score(self, seen: Seen) -> float:
        if seen.named and seen.named[0].quality is NameQuality.AFTER_COMMA:
            return 1.0 if "contains what precedes" in seen.features else -1.0
        choice = "demonym" if seen.is_demonym else "name" if seen.named else "unknown"
        weights = self._words.weights[choice]
        return weights["bias"] + sum([weights.get(feature, 0.0) for feature in set(seen.features)])

    def _weigh_company(self, text: str, seen: Sequence[Seen], scores: list[float]) -> None:
        """Let a name gain by the places that it is listed with."""
        for at, name in enumerate(seen):
            if name.is_demonym:
                continue
            company = "alone"
            if at and scores[at - 1] > 0 and _are_listed(text, seen[at - 1], name):
                company = "after a place"
            elif (
                at + 1 < len(seen) and scores[at + 1] > 0 and _are_listed(text, name, seen[at + 1])
            ):
                company = "before a place"
            name.features.append(company)
            weights = self._words.weights["name" if name.named else "unknown"]
            scores[at] += weights.get(company, 0.0)

    def _features_of_run(self, sighting: Sighting) -> tuple[str, ...]:
        """Give what can be said of a name from its run alone."""
        own = self._of_known(sighting) if sighting.named else self._of_unknown(sighting)
        return (*own, *self._of_rest(sighting.rest))

    def _of_known(self, sighting: Sighting) -> list[str]:
        best = sighting.named[0]
        size = max(0, min(_BIGGEST, int(best.prior)))
        features = [f"size {size}", f"quality {best.quality.name.lower()}"]
        if best.place.kind in _CONTAINERS:
            features.append(best.place.kind.value)
        if sighting.words > 1:
            features.append("several words")
        elif sighting.key in self._words.common:
            features.append("common word")
        if sighting.words == 1 and sighting.key.capitalize() in self._words.given_names:
            features.append("given name")
        if len(sighting.key) <= 3:
            features.append("short")
        if sighting.capitals and best.quality is not NameQuality.CODE:
            features.append("acronym")
        return features

    def _of_unknown(self, sighting: Sighting) -> list[str]:
        parts = sighting.key.split()
        features = [f"words {min(4, len(parts))}"]
        if parts and parts[0].capitalize() in self._words.given_names:
            features.append("given name")
        if len(sighting.key) <= 4:
            features.append("short")
        if "al" in parts or "el" in parts:
            features.append("article")
        return features

    def _of_rest(self, rest: tuple[str, ...]) -> list[str]:
        """Say what the capitalised words behind a name make of it."""
        for at, word in enumerate(rest):
            if word[0].islower():
                break
            for role in _OF_OTHER_NAMES:
                if word.lower() in self._words.roles[role]:
                    return [f"{role.value} later" if at else role.value]
        if rest and rest[0][0].isupper() and rest[0].lower() not in self._words.kinds:
            return ["capital behind"]
        return []


def _name(seen: Seen, score: float) -> Name:
    return Name(
        seen.start,
        seen.end,
        seen.key,
        seen.named,
        seen.kind,
        score,
        seen.is_demonym,
        seen.is_demonym or "based" in seen.features,
        tuple(seen.features),
    )


def _are_listed(text: str, first: Seen, second: Seen) -> bool:
    return _LISTED.fullmatch(text, first.end, second.start) is not None


def _read_containers(text: str, seen: Sequence[Seen]) -> None:
    """Note where the name behind a comma may contain the name before it: Mosul, Iraq."""
    for name, following in pairwise(seen):
        gap = text[name.end : following.start]
        if gap in (", ", " (", ",\n", ",") and _may_contain(following.named, name.named):
            name.features += ("in what follows", "evidence")
            following.features.append("contains what precedes")


def _may_contain(containers: tuple[Named, ...], insides: tuple[Named, ...]) -> bool:
    above = _above(insides)
    return any(found.place.id in above for found in containers)


@lru_cache(maxsize=65536)
def _above(named: tuple[Named, ...]) -> frozenset[str]:
    return frozenset(above for found in named for above in found.place.within)


@lru_cache(maxsize=65536)
def _countries(named: tuple[Named, ...]) -> frozenset[str]:
    return frozenset(found.place.country for found in named if found.place.country)


def _read_document(seen: Sequence[Seen]) -> None:
    """Note what the rest of the text says of each name."""
    firm = {name.key for name in seen if name.has_evidence}
    named = {
        name.named[0].place.country
        for name in seen
        if name.named and name.named[0].place.kind is PlaceKind.COUNTRY
    }
    for name in seen:
        if name.key in firm and not name.has_evidence:
            name.features.append("firm elsewhere")
        if name.named and named:
            known = not named.isdisjoint(_countries(name.named))
            name.features.append("country named" if known else "other country")


def _pass_kinds_on(text: str, seen: Sequence[Seen]) -> None:
    """Give the names of a list the kind that is said once: Homs and Aleppo governorates."""
    pairs = list(pairwise(seen))
    for first, second in reversed(pairs):
        if second.listed_kind and "kind" in second.features and first.kind is None:
            first.listed_kind = _are_listed(text, first, second)
            if first.listed_kind:
                first.kind = second.kind
                first.features += ("kind", "evidence")
    for first, second in pairs:
        if first.listed_kind and "kind of" in first.features and second.kind is None:
            second.listed_kind = _are_listed(text, first, second)
            if second.listed_kind:
                second.kind = first.kind
                second.features += ("kind of", "evidence")
