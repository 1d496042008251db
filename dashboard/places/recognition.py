"""Which names in a text name places: what speaks for a name and against it, weighed.

A name is taken for a place's where the weights of what is seen of it (place_weights.csv) add up to
more than nothing. What is seen: how big the place is, whether the name is a word too, and what
stands before and behind it. Nothing here resolves a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import compress, pairwise

from dashboard.model import PlaceKind
from dashboard.places.features import PARTS, whole_weights
from dashboard.places.gazetteer import Gazetteer, Named
from dashboard.places.layout import NameQuality
from dashboard.places.scanning import Scanner
from dashboard.places.shared_heads import SharedHeads
from dashboard.places.surroundings import Name, Surroundings
from dashboard.places.words import Role

_LISTED = re.compile(
    r"(?:,[ \n]{1,2}|,? (?:and|or|to|for|&) (?:the )?|/|\s*\n\s*[•▪-]?\s*|\s*;\s*){1,2}"
)
_LONGEST_LINK = 40  # characters; what is longer is not looked at


class Recogniser:
    """Finds the names in texts that name places of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._scanner = Scanner(gazetteer)
        self._surroundings = Surroundings(gazetteer)
        self._shared_heads = SharedHeads(gazetteer, gazetteer.words.roles[Role.DIRECTION])
        self._weights = whole_weights(gazetteer.words)

    def names(self, text: str) -> list[Name]:
        """Give the names that are taken for places', in order, without overlaps."""
        return [name for name in self.weighed(text) if name.score > 0]

    def weighed(self, text: str) -> list[Name]:
        """Give all names of the gazetteer in a text, and what may be names, with their scores."""
        read = self._surroundings.read
        names = [
            read(text, start, sighting)
            for start, sightings in self._scanner.runs(text)
            for sighting in sightings
        ]
        names = self._shared_heads.with_shared(text, names)
        listed = [
            b.start - a.end <= _LONGEST_LINK and bool(_LISTED.fullmatch(text, a.end, b.start))
            for a, b in pairwise(names)
        ]
        _read_containers(text, names)
        _pass_kinds_on(list(compress(pairwise(names), listed)))
        _read_document(names)
        self._weigh(names, listed)
        return names

    def given(self, text: str, start: int, end: int, names: Mapping[int, Name]) -> Name:
        """Read a name whose span is known.

        Args:
            text: The text.
            start: Where the name starts.
            end: Where it ends.
            names: The names that were found in the text, by each offset that they cover.
        """
        found = names.get(end - 1)
        if found and found.start <= start and found.end >= end and found.named:
            return replace(found, start=start, end=end)
        named, kind = self._surroundings.given(text[start:end], self._scanner)
        return Name(start, end, "", named, False, {}, [], kind)

    def _weigh(self, names: Sequence[Name], listed: Sequence[bool]) -> None:
        """Score names, first each for itself, then by the places that it is listed with.

        `listed` tells of each name but the last whether it is listed with the next.
        """
        choices = [_choice(name) for name in names]
        for name, choice in zip(names, choices, strict=True):
            name.score = self._score(name, choice)
        for at, name in enumerate(names):
            if name.is_demonym:
                continue
            company = "alone"
            if at and listed[at - 1] and names[at - 1].score > 0:
                company = "after a place"
            elif at < len(listed) and listed[at] and names[at + 1].score > 0:
                company = "before a place"
            name.score += self._weights[choices[at]][company]

    def _score(self, name: Name, choice: str) -> int:
        if name.named and name.named[0].quality is NameQuality.AFTER_COMMA:
            return PARTS if "contains what precedes" in name.features else -PARTS
        weights = self._weights[choice]
        score = sum(map(weights.__getitem__, name.features), name.weights[choice])
        return score + weights["evidence"] if name.has_evidence else score


def _choice(name: Name) -> str:
    """Say which weights of place_weights.csv decide on a name."""
    return "demonym" if name.is_demonym else "name" if name.named else "unknown"


def _read_containers(text: str, names: Sequence[Name]) -> None:
    """Note where the name behind a comma may contain the name before it: Mosul, Iraq."""
    for name, following in pairwise(names):
        gap = text[name.end : following.start]
        if gap in (", ", " (", ",\n", ",") and _may_contain(following.named, name.named):
            name.note_evidence("in what follows")
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


def _read_document(names: Sequence[Name]) -> None:
    """Note what the rest of the text says of each name."""
    firm = {name.key for name in names if name.has_evidence}
    named = {
        name.named[0].place.country
        for name in names
        if name.named and name.named[0].place.kind is PlaceKind.COUNTRY
    }
    for name in names:
        if name.key in firm and not name.has_evidence:
            name.features.append("firm elsewhere")
        if name.named and named:
            known = not named.isdisjoint(_countries(name.named))
            name.features.append("country named" if known else "other country")


def _pass_kinds_on(listed: Sequence[tuple[Name, Name]]) -> None:
    """Give the names of a list the kind that is said once: Homs and Aleppo governorates."""
    for first, second in reversed(listed):
        if second.listed_kind and "kind" in second.features and first.kind is None:
            first.kind, first.listed_kind = second.kind, True
            first.note_evidence("kind")
    for first, second in listed:
        if first.listed_kind and "kind of" in first.features and second.kind is None:
            second.kind, second.listed_kind = first.kind, True
            second.note_evidence("kind of")
