"""From where, to where, or where: the places of a figure, by the words that lead to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.coding.counted import Counts
from dashboard.coding.displacement_rules import Rule
from dashboard.coding.reading import Reading
from dashboard.coding.sentences import Sentence
from dashboard.coding.vocabulary import any_of, read_table
from dashboard.errors import ReferenceDataError
from dashboard.model import Category, PlaceKind, PlaceMention

TABLE = "displacement_directions.csv"
_ROLES = ("origin", "destination", "location", "both", "none")


@dataclass(frozen=True, slots=True)
class Directions:
    """The words that lead to a place, and whether it is the origin, the destination, or neither."""

    words: re.Pattern[str]
    roles: dict[str, str]

    @classmethod
    def read(cls, data: Path) -> Directions:
        """Read the table from the folder of reference data.

        Raises:
            ReferenceDataError: The table is missing or a row has no such role.
        """
        rows = read_table(data / TABLE, ("words", "role"))
        for row in rows:
            if row["role"] not in _ROLES:
                raise ReferenceDataError(
                    f"{data / TABLE}: {row['words']!r} has role {row['role']!r}; "
                    f"write one of {', '.join(_ROLES)}."
                )
        words = re.compile(any_of(row["words"] for row in rows), re.IGNORECASE)
        return cls(words, {row["words"].lower(): row["role"] for row in rows})

    def role(self, words: str) -> str | None:
        """Tell the role of a place from the words before it: the last that lead somewhere."""
        found = list(self.words.finditer(words))
        if not found or len(words[found[-1].end() :].split()) > _WORDS_BETWEEN:
            return None
        return self.roles[" ".join(found[-1].group().lower().split())]


@dataclass(slots=True)
class Ends:
    """The places of a figure. `opening` are those of its locations that open the sentence."""

    origin: list[PlaceMention] = field(default_factory=list)
    destination: list[PlaceMention] = field(default_factory=list)
    location: list[PlaceMention] = field(default_factory=list)
    opening: list[PlaceMention] = field(default_factory=list)

    def add(self, role: str | None, places: Sequence[PlaceMention]) -> None:
        """Add places by their role; "both" is a movement within a place."""
        if role in ("origin", "both"):
            self.origin += places
        if role in ("destination", "both"):
            self.destination += places
        if role == "location":
            self.location += places

    def __bool__(self) -> bool:
        """Tell whether any place is known."""
        return bool(self.origin or self.destination or self.location)


@dataclass(frozen=True, slots=True)
class Group:
    """Places that a list joins ("Abyan, Lahj and Aden"), and the words that lead to the first."""

    places: tuple[PlaceMention, ...]
    lead: str

    @property
    def start(self) -> int:
        """Where in the report the first of them stands."""
        return self.places[0].start

    @property
    def is_country(self) -> bool:
        """Tell whether nothing narrower than a country is named."""
        return all(m.place is not None and m.place.kind is PlaceKind.COUNTRY for m in self.places)


_WORDS_BETWEEN = 7
_LEAD_LENGTH = 80
_LISTED = re.compile(
    r"(?:['’]s)?(?:\s+\w+)?\s*(?:,\s*(?:and|or|as well as)?|/|;|\band\b|\bor\b|&)\s*(?:in\s+"
    r"|to\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_CONTAINS = re.compile(
    r"\s*\w*\s*(?:,\s*(?:in\s+)?|\s+in\s+|\s*\(|\s+of\s+)(?:[\w-]+\s+){0,4}", re.IGNORECASE
)


_POSSESSIVE = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,2}")


def groups_in(reading: Reading, start: int, end: int) -> list[Group]:
    """Join the places named in `[start:end]` of the report into lists, in order.

    A place that only says where the one before it lies ("Mosul, in Nineveh Province") is left out.
    """
    groups: list[Group] = []
    last: PlaceMention | None = None
    for mention in reading.mentions_between(start, end):
        if mention.associative:
            continue
        between = reading.report.text[last.end if last else start : mention.start]
        if last and _within(last, mention) and _CONTAINS.fullmatch(between):
            pass
        elif last and _within(mention, last) and _POSSESSIVE.fullmatch(between):
            groups[-1] = Group((*groups[-1].places[:-1], mention), groups[-1].lead)
        elif last and _LISTED.fullmatch(between) and not _within(mention, last):
            groups[-1] = Group((*groups[-1].places, mention), groups[-1].lead)
        else:
            groups.append(Group((mention,), between[-_LEAD_LENGTH:]))
        last = mention
    return groups


def _within(inner: PlaceMention, outer: PlaceMention) -> bool:
    if inner.place is None or outer.place is None:
        return False
    return outer.place.id in inner.place.within


_OWN_ROLE = {
    Category.NEW_DISPLACEMENT: "origin",
    Category.REFUGEES: "origin",
    Category.IDPS: "location",
}


def ends_of(
    reading: Reading,
    directions: Directions,
    figure: tuple[int, int],
    zone: tuple[int, int],
    category: Category,
) -> Ends:
    """Find the ends of a figure.

    Args:
        reading: The report.
        directions: The words that lead to a place.
        figure: Where the figure with its noun phrase stands in the report.
        zone: The part of the sentence that speaks of this figure and not of the next.
        category: What the figure counts: what the words mean depends on it.
    """
    ends = Ends()
    own = _OWN_ROLE.get(category)
    for mention in reading.mentions_between(*figure):  # "200,000 Sudanese", "300 Syrian refugees"
        ends.add(own, [mention])
    for group in groups_in(reading, *zone):
        if figure[0] <= group.start < figure[1]:
            continue
        role = _role(reading, directions, group, figure, category, zone[0])
        if role == "location" and ends.destination and group.start > figure[1]:
            continue  # it says where the destination lies
        ends.add(role, group.places)
        if role == "location" and group.start < figure[0]:
            ends.opening += group.places
    return ends


def share_ends(ends: Sequence[Ends], is_object: Sequence[bool]) -> None:
    """Give figures of one sentence the places that they share.

    What opens the sentence holds for all of them ("In Butig, 40 houses burned and 14 families
    fled"); what ends it holds for the objects of joined verbs ("destroyed 40 houses and damaged
    20 others in Butig").

    Args:
        ends: The ends of the figures, in order; those that have none are filled in.
        is_object: For each figure, whether it is the object of its verb.
    """
    for later in ends[1:]:
        if not later:
            later.location += ends[0].opening
    for at in range(len(ends) - 2, -1, -1):
        if not ends[at] and is_object[at] and is_object[at + 1]:
            ends[at].location += ends[at + 1].location


def with_scene(
    reading: Reading, ends: Ends, figure: tuple[int, int], zone: tuple[int, int], rule: Rule
) -> None:
    """Add where the event happened to a figure that names no place of its own.

    People who fled left that place; homes that were destroyed stood there. A stock takes no more
    than what a word such as "there" points at.
    """
    pointed_at = _pointed_at(reading, figure, zone)
    if rule.category is Category.NEW_DISPLACEMENT:
        role = "location" if rule.counts.isdisjoint({Counts.PEOPLE}) else "origin"
        ends.add(role, pointed_at or _scene(reading, figure))
    elif not ends:
        ends.add("location", pointed_at)


def _role(
    reading: Reading,
    directions: Directions,
    group: Group,
    figure: tuple[int, int],
    category: Category,
    zone_start: int,
) -> str | None:
    text = reading.report.text
    if _HOSTS.fullmatch(text[group.places[-1].end : figure[0]]):
        return "location"
    if group.start > figure[1] and _OF.fullmatch(text[figure[1] : group.start]):
        return "location" if category.is_stock else "origin"
    speaks = _SPEAKS.match(text, group.places[-1].end)  # "aid workers in Bossangoa said"
    if speaks or (group.start < figure[0] and not _opens(text[zone_start : group.start])):
        return None
    role = directions.role(group.lead)
    if _FOR.search(group.lead) and category is Category.NEW_DISPLACEMENT:
        role = "destination"  # "fled Sake for Goma"
    if role == "location" and category is Category.RETURNS:
        return "destination"
    return role


# "Somalia's 1.1 million IDPs", "Uganda hosts 900 refugees".
_HOSTS = re.compile(
    r"(?:['’]s?|,?[^,.;]{0,40}?\b(?:hosts?|hosted|hosting|shelters?|sheltered|houses?|home to"
    r"|received|has|had"
    r"|took in|taken in|accommodates|registered|counts))\s+(?:the\s+)?",
    re.IGNORECASE,
)
_FOR = re.compile(r"\bfor\s+(?:the\s+)?$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"(?:['’]s)?\s+(?:(?:has|have|had|also)\s+)?(?:said|says|say|told|report(?:s|ed)?"
    r"|confirm(?:s|ed)?|warn(?:s|ed)?"
    r"|estimate(?:s|d)?|announced)\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+of\s+(?:the\s+)?", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:(?:[\w-]+,?\s+){0,3}(?:[Ii]n|[Aa]t|[Aa]cross|[Tt]hroughout|[Aa]round|[Nn]ear|[Ww]ithin"
    r"|[Oo]n)|From)"
    r"\s+(?:[a-z][\w-]*\s+){0,5}"
)


def _opens(before: str) -> bool:
    """Tell from the words before a place whether it sets the scene: "In Abyan, …"."""
    return bool(_OPENING.fullmatch(before.lstrip())) and not _EVENT.search(before)


_EVENT = re.compile(
    r"\b(?:fighting|fought|clash\w*|violence|hostilit\w+|attack\w*|offensive|captur\w+|seiz\w+"
    r"|took(?!\s+(?:shelter|refuge|place|part))"
    r"|overr[au]n|storm\w*"
    r"|shell\w*|bomb\w*|air\s?strikes?|siege|raid\w*|battl\w+|fell|fall|flood\w*|earthquake"
    r"|quake|cyclone|typhoon"
    r"|hurricane|landslides?|eruption|wildfires?|drought|rains?|struck|hit|conflict|operations?"
    r"|advance\w*)\b",
    re.IGNORECASE,
)
_SENTENCES_BACK = 2


def _scene(reading: Reading, figure: tuple[int, int]) -> list[PlaceMention]:
    """Find where the event that displaced people happened, in the sentence or the ones before.

    "Militants seized the city of Fallujah, displacing over 70,000": they left Fallujah.
    """
    index = reading.sentences.index_at(figure[0])
    sentence = reading.sentences[index]
    here = _scene_of(reading, sentence.start, figure[0])
    if here:
        return here
    for back in range(1, _SENTENCES_BACK + 1):
        if index - back < 0:
            break
        before: Sentence = reading.sentences[index - back]
        found = _scene_of(reading, before.start, before.end)
        if found:
            return found
    return []


def _scene_of(reading: Reading, start: int, end: int) -> list[PlaceMention]:
    """Pick the place that an event's word leads to, else none."""
    groups = [group for group in groups_in(reading, start, end) if not group.is_country]
    for group in groups:
        lead = reading.report.text[max(start, group.start - _LEAD_LENGTH) : group.start]
        events = list(_EVENT.finditer(lead))
        if events and not re.search(r"[.;]|\bby\b", lead[events[-1].end() :]):
            return list(group.places)
    return []


_POINTS = re.compile(
    r"\b(?:there(?!\s+(?:are|is|were|was|have|has)\b)|(?:the|that|this|their)\s+"
    r"(?:(?P<town>city|town|village|camp)|area|district|province|region|island|state))\b"
    r"(?!\s+(?:of|in)\b)",
    re.IGNORECASE,
)
_TOWN_KINDS = (PlaceKind.CITY, PlaceKind.SITE)


def _pointed_at(
    reading: Reading, figure: tuple[int, int], zone: tuple[int, int]
) -> list[PlaceMention]:
    """Find the place that "there" or "the city" stands for: the last such one named before."""
    pointer = _POINTS.search(reading.report.text, *zone)
    if not pointer:
        return []
    index = reading.sentences.index_at(figure[0])
    start = reading.sentences[max(0, index - _SENTENCES_BACK)].start
    for group in reversed(groups_in(reading, start, pointer.start())):
        place = group.places[0].place
        is_town = place is None or place.kind in _TOWN_KINDS
        if not group.is_country and (is_town or not pointer["town"]):
            return [group.places[0]]
    return []
