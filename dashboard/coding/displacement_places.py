"""The places that a report names, joined into lists, and the ends that a figure has of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.coding.counted import Counts
from dashboard.coding.displacement_rules import Rule
from dashboard.coding.place_phrases import is_country
from dashboard.coding.reading import Reading
from dashboard.model import Category, PlaceKind, PlaceMention


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Where the words of a figure stand in the report.

    `[start:end]` is the number with its noun, `[first:last]` the part of the sentence that speaks
    of this figure and not of another, and `domain` where its rule's words begin, if they lead up
    to it.
    """

    start: int
    end: int
    first: int
    last: int
    domain: int
    rule: Rule
    category: Category

    @property
    def is_housing(self) -> bool:
        """Tell whether homes are counted, which go nowhere."""
        return self.rule.counts.isdisjoint({Counts.PEOPLE, Counts.FAMILIES, Counts.NAMED})


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

    def fill_from(self, whole: Ends) -> None:
        """Take the ends of the figure that this one is a part of, where it has none of its own."""
        self.origin = self.origin or list(whole.origin)
        if not self.destination and not self.location:
            self.destination, self.location = list(whole.destination), list(whole.location)

    def leave_opening(self) -> None:
        """Take the places that open the sentence for those that were left: "In Sake, … to Goma"."""
        reached = {mention.as_written for mention in self.destination}
        left = [mention for mention in self.opening if mention.as_written not in reached]
        self.origin += left
        self.location = [mention for mention in self.location if mention not in self.opening]

    def stand(self) -> None:
        """Take what homes are said to be from or in for where they stand."""
        self.location = [*self.origin, *self.location]
        self.origin = []

    def keep_narrowest(self) -> None:
        """Leave out what only says where another place of the same end lies, or whose they are.

        "Armenians fled Karabakh" left Karabakh; "India moved 900 people in Gujarat" in Gujarat.
        """
        for end in (self.origin, self.location):
            if len(end) > 1 and not all(map(is_country, end)):
                end[:] = [mention for mention in end if not is_country(mention)]

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
    def end(self) -> int:
        """Where in the report the last of them ends."""
        return self.places[-1].end

    @property
    def is_country(self) -> bool:
        """Tell whether nothing narrower than a country is named."""
        return all(m.place is not None and m.place.kind is PlaceKind.COUNTRY for m in self.places)


# For text in lower case.
EVENT = re.compile(
    r"\b(?:fighting|fought|clash\w*|violence|hostilit\w+|attack\w*|offensive|captur\w+|seiz\w+"
    r"|took(?!\s+(?:shelter|refuge|place|part))"
    r"|overr[au]n|storm\w*"
    r"|assaults?|shell\w*|bomb\w*|air\s?strikes?|siege|raid\w*|battl\w+|fell|fall|flood\w*|earthquake"
    r"|quake|cyclone|typhoon"
    r"|hurricane|landslides?|eruption|wildfires?|drought|rains?|struck|hit|conflict|operations?"
    r"|advance\w*)\b"
)


ITS_EVENT = re.compile(
    r"(?:['’]s)?\s+(?:conflict|fighting|crisis|siege|battle|war|violence|clashes|attacks?|offensive"
    r"|earthquake|quake|floods?|fires?|wildfires?|eruption|landslides?|disaster)\b",
    re.IGNORECASE,
)
LEAD_LENGTH = 80
_LISTED = re.compile(
    r"(?:['’]s)?(?:\s+\w+)?\s*(?:,\s*(?:and|or|as well as)?|/|;|\band\b|\bor\b|&)\s*(?:in\s+"
    r"|to\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_CONTAINS = re.compile(
    r"\s*\w*\s*(?:,\s*(?:in\s+)?|\s+in\s+|\s*\(|\s+of\s+)(?:[\w-]+\s+){0,4}", re.IGNORECASE
)


_LIES_IN = re.compile(r",?\s+(?:in\s+)?(?:the\s+)?|\s*\(")
_AREAS = (PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.COUNTRY)
_POSSESSIVE = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,2}")


# "The Athabasca river": nobody lives there, whatever town has the name.
_RIVER = re.compile(r"\s(?:river|creek|strait)$")
# "Uganda, Africa's largest refugee host, …" is of Uganda.
_COMPARES = re.compile(r"['’]s\s+(?:largest|biggest|smallest|longest|poorest)\b")


def is_people(mention: PlaceMention) -> bool:
    """Tell whether a country's people are named, not the country: "Somalis"."""
    name = mention.as_written
    country = mention.place if is_country(mention) else None
    return country is not None and name.endswith("s") and country.name != name


def groups_in(reading: Reading, start: int, end: int, with_speakers: bool = False) -> list[Group]:
    """Join the places named in `[start:end]` of the report into lists, in order.

    A place that only says where the one before it lies ("Mosul, in Nineveh Province") is left out,
    and so, unless `with_speakers`, is one that belongs to a speaker ("Marib's governor said").
    """
    groups: list[Group] = []
    last: PlaceMention | None = None
    for mention in reading.mentions_between(start, end):
        if (
            mention.associative
            or _RIVER.search(mention.as_written)
            or _COMPARES.match(reading.report.text, mention.end)
            or (not with_speakers and reading.says_who(mention.start))
        ):
            continue
        between = reading.report.text[last.end if last else start : mention.start]
        if last and (
            (_within(last, mention) and _CONTAINS.fullmatch(between))
            or (len(groups[-1].places) == 1 and _lies_in(last, mention, between))
        ):
            pass
        elif last and _POSSESSIVE.fullmatch(between) and _may_lie_in(mention, last):
            groups[-1] = Group((*groups[-1].places[:-1], mention), groups[-1].lead)
        elif last and _LISTED.fullmatch(between) and not _within(mention, last):
            groups[-1] = Group((*groups[-1].places, mention), groups[-1].lead)
        else:
            groups.append(Group((mention,), between[-LEAD_LENGTH:]))
        last = mention
    return groups


def _lies_in(inner: PlaceMention, outer: PlaceMention, between: str) -> bool:
    """Tell whether an area stands behind a name that no gazetteer has: "Yambali, Enga province"."""
    is_area = outer.place is not None and outer.place.kind in _AREAS
    return inner.place is None and is_area and bool(_LIES_IN.fullmatch(between))


def _may_lie_in(inner: PlaceMention, outer: PlaceMention) -> bool:
    """Tell whether a country's or a region's "'s" can lead to the place: "Mali's Gao"."""
    country = outer.place is not None and outer.place.kind is PlaceKind.COUNTRY
    return country or _within(inner, outer)


def _within(inner: PlaceMention, outer: PlaceMention) -> bool:
    if inner.place is None or outer.place is None:
        return False
    return outer.place.id in inner.place.within
