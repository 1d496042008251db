"""Which names in a text name places: what speaks for a name and against it, weighed.

A name is taken for a place's where the weights of what is seen of it (place_weights.csv) add up to
more than nothing. What is seen: how big the place is, whether the name is a word too, and what
stands before and behind it. Nothing here resolves a name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dashboard.model import PlaceKind
from dashboard.places.gazetteer import Gazetteer
from dashboard.places.layout import NameQuality
from dashboard.places.scanning import Run, Scanner, Sighting
from dashboard.places.words import Role, WordTables

_CONTAINERS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION)
_BIGGEST = 8
_SMALL_WORDS = frozenset(("the", "of", "and"))
_LISTED = re.compile(r"(?:,[ \n]{1,2}|,? (?:and|or|to|&) |/|\s*\n\s*[•▪-]?\s*|\s*;\s*){1,2}")


class Name(NamedTuple):
    """A name in a text that may be a place's. `text[start:end]` is it, with its word of kind.

    `core` is where the name itself ends before such a word, `kind` what the words beside it say
    that it is. `score` is above zero where it is taken for a place's.
    """

    start: int
    end: int
    sighting: Sighting
    kind: PlaceKind | None
    score: float
    is_demonym: bool
    features: tuple[str, ...]


class Recogniser:
    """Finds the names in texts that name places of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        words = gazetteer.words
        self._words = words
        self._scanner = Scanner(gazetteer)
        self._weights = words.weights["name"]
        self._weights_of_unknown = words.weights["unknown"]
        self._kind_after = _kind_after(words)
        self._direction = _direction(words)
        self._always = lru_cache(maxsize=65536)(self._seen_in_run)

    def names(self, text: str) -> list[Name]:
        """Give the names that are taken for places', in order, without overlaps."""
        return [name for name in self.weighed(text) if name.score > 0]

    def weighed(self, text: str) -> list[Name]:
        """Give all names of the gazetteer in a text with their scores."""
        runs = [run for run in self._scanner.runs(text) if run.sightings]
        sightings = [(run, sighting) for run in runs for sighting in run.sightings]
        countries = _countries_of(sightings)
        firm: set[str] = set()
        seen = []
        for at, (run, sighting) in enumerate(sightings):
            following = sightings[at + 1] if at + 1 < len(sightings) else None
            found = self._seen(text, run, sighting, following)
            if "evidence" in found[0]:
                firm.add(sighting.key)
            seen.append(found)
        names: list[Name] = []
        for (_, sighting), (features, start, end, kind) in zip(sightings, seen, strict=True):
            if sighting.key in firm and "evidence" not in features:
                features.append("firm elsewhere")
            weights = self._weights if sighting.named else self._weights_of_unknown
            if sighting.named:
                features.append(self._standing(sighting, countries))
            score = weights["bias"] + sum(weights.get(feature, 0.0) for feature in features)
            is_demonym = _is_demonym(sighting)
            names.append(Name(start, end, sighting, kind, score, is_demonym, tuple(features)))
        self._weigh_company(text, names)
        return names

    def _weigh_company(self, text: str, names: list[Name]) -> None:
        """Let a name that no gazetteer has gain by the places that it is listed with."""
        weights = self._weights_of_unknown
        for at, name in enumerate(names):
            if name.sighting.named:
                continue
            company = "alone"
            for near in (at - 1, at + 1):
                if 0 <= near < len(names) and names[near].score > 0:
                    first, second = sorted((name, names[near]))
                    if _LISTED.fullmatch(text, first.end, second.start):
                        company = "after a place" if near < at else "before a place"
                        break
            score = name.score + weights.get(company, 0.0)
            names[at] = name._replace(score=score, features=(*name.features, company))

    def _standing(self, sighting: Sighting, countries: frozenset[str]) -> str:
        """Say whether the text names a country that the name may lie in."""
        if not countries or not sighting.named:
            return "no country"
        own = _own_countries(sighting.named)
        return "country named" if own & countries else "other country"

    def _seen(
        self, text: str, run: Run, sighting: Sighting, following: tuple[Run, Sighting] | None
    ) -> tuple[list[str], int, int, PlaceKind | None]:
        start, end = run.start + sighting.start, run.start + sighting.end
        features = list(self._always(sighting))
        tail = text[max(0, start - 40) : start]
        before = tail.split()
        kind = None
        last = before[-1] if before else ""
        if not last or last[-1] in '.!?:;"”)•' or "\n" in tail[-2:]:
            features.append("starts")
        elif last[-1] in ",(":
            features.append("listed")
        else:
            kind = self._before(features, last, before)
        if _is_demonym(sighting):
            return features, start, end, None
        direction = self._direction.search(tail)
        if direction:
            start -= len(tail) - direction.start(1)
            features += ("direction", "evidence")
        after = self._kind_after.match(text, end)
        if after:
            word = after.group(1).lower()
            kind = self._words.kinds[word]
            end = after.end(1)
            features += ("kind", "evidence")
        else:
            self._behind(features, text, end, sighting, following)
        return features, start, end, kind

    def _before(self, features: list[str], last: str, before: list[str]) -> PlaceKind | None:
        """Note what the word before a name says of it; give the kind that it asks for."""
        roles = self._words.roles
        word = last.lower()
        if word == "the" and len(before) > 1:
            features.append("the")
            word = before[-2].lower()
        if word in self._words.kinds_of or (
            word == "of" and len(before) > 1 and before[-2].lower() in self._words.kinds_of
        ):
            features += ("kind of", "evidence")
            return self._words.kinds_of.get(word if word != "of" else before[-2].lower())
        if word == "of":
            is_part = len(before) > 1 and before[-2].lower() in roles[Role.ORGANISATION_OF]
            features.append("part of a name" if is_part and before[-2][0].isupper() else "of")
        elif word in roles[Role.LOCATIVE]:
            features += ("locative", "evidence")
        elif last[0].isupper():
            plain = last.rstrip(".")
            if plain.lower() in roles[Role.TITLE]:
                features.append("title")
            elif plain in self._words.given_names:
                features.append("given name before")
            elif len(plain) == 1:
                features.append("initial before")
            elif plain.lower() not in _SMALL_WORDS:
                features.append("capital before")
        elif last[-1] in "-–":
            features.append("joined before")
        elif word == "and":
            features.append("and before")
        return None

    def _behind(
        self,
        features: list[str],
        text: str,
        end: int,
        sighting: Sighting,
        following: tuple[Run, Sighting] | None,
    ) -> None:
        """Note what stands behind a name."""
        behind = text[end : end + 7]
        if behind[:1] in "-–" and behind[:1] and behind[1:2].isalpha():
            based = text.startswith("based", end + 1)
            features.append("based" if based else "joined behind")
        if behind[:1] == "," and following:
            other = following[0].start + following[1].start
            if other - end <= 3 and _may_contain(following[1], sighting):
                features += ("in what follows", "evidence")
            else:
                features.append("comma behind")
        elif behind[:2] == "’s" or behind[:2] == "'s":
            features.append("possessive")
        elif behind[:6] == " said " or behind[:6] == " says ":
            features.append("says")

    def _seen_in_run(self, sighting: Sighting) -> tuple[str, ...]:
        """Give what can be said of a name from its run alone."""
        words = self._words
        if not sighting.named:
            return self._seen_of_unknown(sighting)
        best = sighting.named[0]
        size = max(0, min(_BIGGEST, int(best.prior)))
        features = [f"size {size}", f"quality {best.quality.name.lower()}"]
        if best.place.kind in _CONTAINERS:
            features.append(best.place.kind.value)
        if sighting.words > 1:
            features.append("several words")
        elif sighting.key in words.common:
            features.append("common word")
        if sighting.words == 1 and sighting.key.capitalize() in words.given_names:
            features.append("given name")
        if len(sighting.key) <= 3:
            features.append("short")
        if sighting.capitals and best.quality is not NameQuality.CODE:
            features.append("acronym")
        features += self._rest(sighting.rest)
        return tuple(features)

    def _seen_of_unknown(self, sighting: Sighting) -> tuple[str, ...]:
        parts = sighting.key.split()
        features = [f"words {min(4, len(parts))}"]
        if parts[0].capitalize() in self._words.given_names:
            features.append("given name")
        if len(sighting.key) <= 4:
            features.append("short")
        if "al" in parts or "el" in parts:
            features.append("article")
        return (*features, *self._rest(sighting.rest))

    def _rest(self, rest: tuple[str, ...]) -> list[str]:
        """Say what the capitalised words behind a name make of it."""
        organisation = self._words.roles[Role.ORGANISATION]
        for at, word in enumerate(rest):
            if word[0].islower():
                break
            if word.lower() in organisation:
                return ["organisation" if at == 0 else "organisation later"]
        if rest and rest[0][0].isupper() and rest[0].lower() not in self._words.kinds:
            return ["capital behind"]
        return []


@lru_cache(maxsize=65536)
def _own_countries(named: tuple[object, ...]) -> frozenset[str]:
    return frozenset(found.place.country for found in named if found.place.country)  # type: ignore[attr-defined]


def _countries_of(sightings: list[tuple[Run, Sighting]]) -> frozenset[str]:
    """Give the countries that a text names outright, by name or by demonym."""
    return frozenset(
        sighting.named[0].place.country or ""
        for _, sighting in sightings
        if sighting.named and sighting.named[0].place.kind is PlaceKind.COUNTRY
    )


def _is_demonym(sighting: Sighting) -> bool:
    return bool(sighting.named) and sighting.named[0].quality is NameQuality.DEMONYM


def _may_contain(container: Sighting, inside: Sighting) -> bool:
    """Tell whether a place of the first name contains one of the second."""
    above = _above(inside.named)
    return any(found.place.id in above for found in container.named)


@lru_cache(maxsize=65536)
def _above(named: tuple[object, ...]) -> frozenset[str]:
    return frozenset(above for found in named for above in found.place.within)  # type: ignore[attr-defined]


def _kind_after(words: WordTables) -> re.Pattern[str]:
    kinds = "|".join(re.escape(word) for word in sorted(words.kinds, key=len, reverse=True))
    return re.compile(rf"[ \u00a0\n-]\n?({kinds})(?!\w)", re.IGNORECASE)


def _direction(words: WordTables) -> re.Pattern[str]:
    directions = sorted(words.roles[Role.DIRECTION], key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\-", r"[- ]{1,2}") for word in directions)
    return re.compile(rf"(?<![\w-])((?:{joined}))[ \n]$", re.IGNORECASE)
