"""Phrases around the names of places: lists, parts and shares, and words that stand for a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from dashboard.coding.number_tables import either, number_values
from dashboard.coding.place_patterns import DIRECTION, PlacePatterns
from dashboard.coding.slots import NAMED_PLACE, Slot, SlottedSentence
from dashboard.coding.spotting import Spotter, lower
from dashboard.coding.vocabulary import (
    any_of,
    around_words,
    compile_words,
    one_of,
    read_table,
)
from dashboard.model import Extent, Place, PlaceKind, PlaceMention

TABLE = "place_phrases.csv"
VERBS = "territory_words.csv"
FORMS = ("base", "third", "past", "participle", "gerund")
# "a village north of X" is not X.
_BESIDE = re.compile(
    rf"\b(?:{DIRECTION}(?:ern)?\s+of|\d\s?(?:km|kilomet\w+|miles)\s+(?:from|outside))\s+$",
    re.IGNORECASE,
)
# "Mingora, the main town of the Swat valley" is Mingora; so is "Sake, a town in North Kivu".
_A_TOWN_OF = re.compile(
    r",\s+(?:(?:the|an?|its)\s+(?:[\w-]+\s+){0,4})?(?:city|town|village|capital|port|hub|seat|centre|center)\s+(?:of|in)\s"
)
_IS_IN = re.compile(
    r",\s+(?:the|an?|its)\s+(?:main|chief|largest|biggest|second|third|principal|most|[a-z]+-(?:largest|biggest))\s+"
    r"(?:[\w-]+\s+){0,3}(?:city|town|village|port)\s+(?:of|in)\s"
)
_AND = re.compile(r"\b(?:and|or|plus)\b|\bas\s+well\s+as\b")
_DISTANCE = re.compile(r"\b(?:km|kilomet\w+|miles?|met(?:re|er)s)\b")
# "their last stronghold in Darfur, El Fasher" is El Fasher.
_TOWN_IN = re.compile(
    r"\b(?:city|town|village|capital|stronghold|bastion|redoubt|port|base|garrison)\s+(?:in|of)\s+(?:the\s+)?$"
)
_CLAUSE = re.compile(r",\s+(?:which|that|who)\b")
_NEAR_A = re.compile(r"\b(?:an?|the)\s+(?:[\w-]+\s+){1,3}(?:near|outside)\s+$", re.IGNORECASE)
_NEAR = re.compile(r"\b(?:near|outside|around|towards?|beyond)\s+$", re.IGNORECASE)
# "the mayor of X was captured" is said of the mayor, not of X.
_PART_OF_A_PHRASE = re.compile(
    r"\b(?:of|in|at|from|to|on|for|by|with|into|near|outside|around|towards?|beyond|inside|across|except|excluding)\s+$",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\s(?:is|are|was|were|has|have|had|remains?|remained|fell|falls|came|comes)\b"
)
_QUARTER = re.compile(r"(?:north|south|east|west|central)(?:[a-z-]*ern|[a-z]*)\s")
_AREA_WORD = re.compile(
    r"\b(?:province|region|governorate|state|district|county|oblast|territory)s?\b", re.IGNORECASE
)
_SHARE = re.compile(r"(?P<number>\d{1,3}(?:\.\d+)?)\s*(?:%|per\s?cent)", re.IGNORECASE)
_BESIDE_REACH = 40
_OF_A_TOWN = frozenset(("of", "in", "at"))  # "the town of"
_TOWNS: tuple[PlaceKind, ...] = (PlaceKind.CITY, PlaceKind.SITE)
_AREAS: tuple[PlaceKind, ...] = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)


@dataclass(frozen=True, slots=True)
class Description:
    """Words that stand for a place named elsewhere: "the city", "several neighbourhoods".

    `kinds` are the kinds of place that they can stand for; `is_part` says that they mean a part,
    and `in_sentence` that the same sentence has to name the whole. Offsets are the sentence's own.
    """

    start: int
    end: int
    kinds: tuple[PlaceKind, ...]
    is_part: bool
    in_sentence: bool


class PlacePhrases:
    """The table of words around names of places, compiled."""

    def __init__(
        self, words: dict[str, str], heads: Iterable[str], verbs: Iterable[str], path: Path
    ) -> None:
        """Compile the table's patterns, given by role.

        `heads` end a description of a place; `verbs` are no part of a place's name, though a
        headline writes them with a capital.
        """
        patterns = PlacePatterns(words, verbs)
        self._town_of = compile_words(path, "city", rf"(?<![\w'’-]){patterns.town_of}(?:the\s+)?$")
        self._group = compile_words(path, "prefix", patterns.group())
        self._leads = one_of(patterns.leading())
        self._part = compile_words(path, "part", patterns.part())
        # "Half of it" is said of any large part.
        self._shares = {n: v for n, v in number_values("share").items() if n != "half"}
        self._fraction = re.compile(rf"\b(?P<name>{either(self._shares)})\s+of\b")
        self._head = Spotter(heads)
        self._describes = one_of(patterns.describing())
        self._description = compile_words(path, "city", patterns.description())

    @classmethod
    def read(cls, data: Path) -> PlacePhrases:
        """Read the table from the folder of reference data.

        Raises:
            ReferenceDataError: The table is missing or malformed.
        """
        words, heads = words_of_places(data)
        verbs = {
            row[form].split()[0]
            for row in read_table(data / VERBS, FORMS)
            for form in FORMS
            if row["third"] and row[form]
        }
        return cls(words, heads, verbs, data / TABLE)

    def grouped(self, sentence: SlottedSentence) -> list[Slot]:
        """Make one slot of each place or list of places with the words that belong to it.

        A container behind a name ("Sake, North Kivu") is no place of its own.
        """
        return [
            slot
            for match in self._groups(sentence.text)
            if (slot := self._slot(sentence, match)) is not None
        ]

    def _groups(self, text: str) -> Iterator[re.Match[str]]:
        """Match the phrase around each place, from the first word before it that may lead in."""
        end = 0
        for place in re.finditer(NAMED_PLACE, text):
            if place.start() < end:
                continue
            for start in self._beginnings(text, place.start(), end):
                match = self._group.match(text, start)
                if match and match.end() > place.start():
                    end = match.end()
                    yield match
                    break

    def _beginnings(self, text: str, place: int, first: int) -> list[int]:
        """Give where a phrase that ends in a place may begin, the earliest first."""
        begin, found = place, [place]
        while begin > first and text[begin - 1] == " ":
            before = max(first, text.rfind(" ", first, begin - 1) + 1)
            if not self._leads(text[before : begin - 1]):
                break
            found.append(before)
            begin = before
        last_words = text[max(first, place - len(" of the ")) : place].split()
        if not _OF_A_TOWN.isdisjoint(last_words):
            town_of = self._town_of.search(text, max(first, place - 60), place)
            found += [town_of.start()] if town_of else []
        return sorted(set(found))

    def _slot(self, sentence: SlottedSentence, match: re.Match[str]) -> Slot | None:
        places: list[PlaceMention] = []
        begin = 0
        end = 0
        for character in re.finditer(NAMED_PLACE, match.group()):
            if _owns(match.group(), character.end()):
                continue
            mention = sentence.slot(character.group()).places[0]
            between, end = match.group()[end : character.start()], character.end()
            if places and (_IS_IN.match(between) or _names_an_area(between, mention)):
                continue
            listed = _AND.search(between)
            if listed or not any(_contains(known.place, mention.place) for known in places):
                places.append(mention)
        if not places:
            return None
        before = max(0, match.start() - _BESIDE_REACH)
        in_a_town = _TOWN_IN.search(sentence.text, before, match.start())
        if len(places) == 2 and in_a_town and "," in match.group():
            begin, places = match.group().index(",") + 2, places[1:]
        extent, share = self.extent(match.group())
        if extent is Extent.ALL and all(map(_is_part_by_name, places)):
            extent = Extent.PART
        start, end = sentence.original(match.start() + begin), sentence.original_end(match.end())
        return Slot(start, end, places=tuple(places), extent=extent, share=share)

    def extent(self, phrase: str) -> tuple[Extent, float | None]:
        """Tell how much of a place a phrase speaks of, and the share where it gives one."""
        if share := _SHARE.search(phrase):
            return Extent.SHARE, min(1.0, float(share["number"]) / 100)
        if fraction := self._fraction.search(lower(phrase)):
            name = " ".join(fraction["name"].replace("-", " ").split())
            return Extent.SHARE, round(float(self._shares[name]), 2)
        return (Extent.PART if self._part.search(phrase) else Extent.ALL), None

    def descriptions(self, text: str) -> Iterator[Description]:
        """Find the words of a sentence that stand for a place without naming it."""
        for match in around_words(self._head, self._description, text, self._describes):
            vague = match["part"] or (match["area"] or "").lower() in ("area", "territory")
            kinds = (*_TOWNS, *_AREAS) if vague else _AREAS if match["area"] else _TOWNS
            part = bool(match["part"] or match["site"] or match["spot"])
            bare = bool(match["bare_town"] or (match["part"] and not match["the"]))
            yield Description(match.start(), match.end(), kinds, part, bare)


def words_of_places(data: Path) -> tuple[dict[str, str], frozenset[str]]:
    """Read the words around names of places: patterns by role, and what a description ends in.

    Raises:
        ReferenceDataError: The table is missing or malformed.
    """
    rows = read_table(data / TABLE, ("role", "words"))
    listed = {row["role"]: row["words"].split("|") for row in rows}
    patterns = {role: any_of(words) for role, words in listed.items()}
    patterns["site_word"] = any_of(word for site in listed["site"] for word in site.split())
    described = [*listed["city"], *listed["area"], *listed["subarea"], *listed["site"]]
    return patterns, frozenset(words.split()[-1] for words in described)


def _is_part_by_name(mention: PlaceMention) -> bool:
    """Tell whether a town's name has its quarter in it: "western Bakhmut"."""
    is_town = mention.place is not None and mention.place.kind is PlaceKind.CITY
    return is_town and bool(_QUARTER.match(mention.as_written))


def _names_an_area(between: str, mention: PlaceMention) -> bool:
    """Tell of "Sake, a town of North Kivu" that the area is only where it lies."""
    is_area = mention.place is not None and mention.place.kind in _AREAS
    told = _A_TOWN_OF.match(between)
    return bool(told and (is_area or told.group().endswith(" in ")))


def _owns(phrase: str, end: int) -> bool:
    """Tell whether the name that ends there only says whose the next place is."""
    return bool(
        re.match(
            rf"(?:['’]s?\s|\s(?:(?!(?:and|or)\s)[^,\s]+\s)*of\s)[^,]*{NAMED_PLACE}"
            rf"|['’]s?\s(?:[\w-]+\s)*(?:capital|port|town|city|village),\s+{NAMED_PLACE}",
            phrase[end:],
        )
    )


def _contains(inner: Place | None, outer: Place | None) -> bool:
    return inner is not None and outer is not None and outer.id in inner.within


def antecedent(
    mentions: Sequence[PlaceMention], kinds: tuple[PlaceKind, ...]
) -> PlaceMention | None:
    """Pick the place that a description stands for: the last named that may be of its kind."""
    near = [m for m in mentions if not m.associative and not is_country(m)]
    for before, mention in reversed([*pairwise([None, *near])]):
        if mention and _may_be(mention, kinds) and not _only_tells_where(mention, before, kinds):
            return mention
    return None


def _only_tells_where(
    mention: PlaceMention, before: PlaceMention | None, kinds: tuple[PlaceKind, ...]
) -> bool:
    """Tell whether an area only says where the place named before is: "Goma, in North Kivu"."""
    if not (before and before.place and mention.place) or mention.place.kind in kinds:
        return False
    is_next = mention.start - before.end <= len(", in the ")
    return is_next and mention.place.id in before.place.within


def _may_be(mention: PlaceMention, kinds: tuple[PlaceKind, ...]) -> bool:
    """Tell whether a name may be of a kind: a province named bare may be its chief town."""
    if mention.place is None or mention.place.kind in kinds:
        return True
    bare = mention.place.kind is not PlaceKind.REGION and not _AREA_WORD.search(mention.as_written)
    return PlaceKind.CITY in kinds and bare


def is_country(mention: PlaceMention) -> bool:
    """Tell whether a mention is of a country."""
    return mention.place is not None and mention.place.kind == PlaceKind.COUNTRY


def is_beside(text: str, match: re.Match[str]) -> bool:
    """Tell whether a rule's place is only what another lies beside: "a village north of X"."""
    end = match.start("place")
    beside = _BESIDE.search(text, max(0, end - _BESIDE_REACH), end)
    return bool(beside and not _DISTANCE.search(text, match.start(), end))


def is_inside_a_phrase(text: str, match: re.Match[str]) -> bool:
    """Tell whether the words are not said of the place: "a village near X", "the mayor of X"."""
    before = text[max(0, match.start() - 24) : match.start()]
    if _CLAUSE.match(text, match.end("place")):  # "fled towards Sake, which fell" is of Sake
        return bool(_NEAR_A.search(before))
    if _TOWN_IN.search(before) or _NEAR.search(before):
        return True
    said_of_it = _PREDICATE.match(text, match.end("place"))
    return bool(said_of_it and _PART_OF_A_PHRASE.search(before))
