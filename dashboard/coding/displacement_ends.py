"""From where, to where, or where: the places of a figure, by the words that lead to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.coding.displacement_places import (
    EVENT,
    ITS_EVENT,
    Ends,
    FigureWords,
    Group,
    groups_in,
    is_people,
)
from dashboard.coding.reading import Reading
from dashboard.coding.spotting import lower
from dashboard.coding.vocabulary import any_of, read_table
from dashboard.errors import ReferenceDataError
from dashboard.model import Category, Term

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
        words = re.compile(any_of(row["words"] for row in rows))
        return cls(words, {row["words"].lower(): row["role"] for row in rows})

    def role(self, words: str) -> str | None:
        """Tell the role of a place from the words before it, in lower case: the last that lead."""
        found = list(self.words.finditer(words))
        if not found or len(words[found[-1].end() :].split()) > _WORDS_BETWEEN:
            return None
        return self.roles[" ".join(found[-1].group().split())]


_WORDS_BETWEEN = 7
_OWN_ROLE = {
    Category.NEW_DISPLACEMENT: "origin",
    Category.REFUGEES: "origin",
    Category.IDPS: "location",
}


_OTHERS = re.compile(r"\d(?:\s+(?:more|other|new|million|thousand))*\s+$", re.IGNORECASE)


def ends_of(reading: Reading, directions: Directions, figure: FigureWords) -> Ends:
    """Find the ends of a figure: the places that its part of the sentence names, by their lead."""
    ends = Ends()
    own = _OWN_ROLE.get(figure.category)
    if figure.rule.id in _SENDS_OUT:
        own = "destination" if figure.category is Category.RETURNS else None
    for mention in reading.mentions_between(figure.start, figure.end):
        # "200,000 Sudanese", "300 Syrian refugees"; "shelters 300 Somalis" far from Somalia.
        is_guest = own == "location" and figure.rule.position == "before" and is_people(mention)
        ends.add("origin" if is_guest else own, [mention])
    for group in groups_in(reading, figure.first, figure.last):
        if figure.start <= group.start < figure.end or _is_apart(reading, figure, group):
            continue
        if is_people(group.places[0]) and _OTHERS.search(
            reading.report.text, figure.first, group.start
        ):
            continue  # "and 1,300 Somalis": whom another number counts
        if figure.rule.id in _SENDS_OUT and group.start < figure.start:
            sends = _SENDS.fullmatch(reading.report.text, group.end, figure.start)
            role = "origin" if sends else None
        else:
            role = _role(reading, directions, group, figure)
        if role == "location" and ends.destination and group.start > figure.end:
            continue  # it says where the destination lies
        ends.add(role, group.places)
        if role == "location" and group.start < figure.start:
            ends.opening += group.places
    if ends.destination and not ends.origin and figure.category is Category.NEW_DISPLACEMENT:
        ends.leave_opening()
    return ends


# "They fled Sake; boats from Goma land all day": other subjects, other places.
_APART = re.compile(
    r";\s*(?:and\s+)?(?!(?:most|many|some|they|others|half|all|mainly|mostly|\d)\b)", re.I
)


def _is_apart(reading: Reading, figure: FigureWords, group: Group) -> bool:
    return group.start > figure.end and bool(
        _APART.search(reading.report.text, figure.end, group.start)
    )


def share_ends(ends: Sequence[Ends], shares: Sequence[bool]) -> None:
    """Give figures of one sentence the places that they share.

    What opens the sentence holds for all of them ("In Butig, 40 houses burned and 14 families
    fled"); what ends it holds for the objects of joined verbs ("destroyed 40 houses and damaged
    20 others in Butig") and for homes.

    Args:
        ends: The ends of the figures, in order; those that have none are filled in.
        shares: For each figure, whether it is the object of its verb, or counts homes.
    """
    for later in ends[1:]:
        if not later:
            later.location += ends[0].opening
    for at in range(len(ends) - 2, -1, -1):
        if not ends[at] and shares[at] and shares[at + 1]:
            ends[at].location += ends[at + 1].location


def _role(
    reading: Reading, directions: Directions, group: Group, figure: FigureWords
) -> str | None:
    text, lead = reading.report.text, lower(group.lead)
    category = figure.category
    moves = category is Category.NEW_DISPLACEMENT and not figure.is_housing
    if right_before := _of_its_number(text, figure, group):
        return right_before
    of_place = group.start > figure.end and _OF.fullmatch(text[figure.end : group.start])
    if of_place or _ITS_PEOPLE.match(text, group.end):
        return "location" if category.is_stock else "origin"
    is_left = moves and bool(_AT_EVENT.search(lead) or ITS_EVENT.match(text, group.end))
    if group.start < figure.start and _POPULATION.search(lead):
        is_left = True
    elif not _is_about(text, lead, figure, group):
        return None
    if is_left:
        return "origin" if moves else "location"
    role = directions.role(_before_detail(lead))
    if _FOR.search(lead) and category is Category.NEW_DISPLACEMENT:
        role = "destination"  # "fled Sake for Goma"
    if role == "location" and figure.rule.term is Term.EVACUATED and _OFF.search(group.lead):
        role = "origin"  # "ferries took 900 people off the island of Evia"
    fled = role == "origin" and _HAD_FLED.search(lead)
    if category is Category.RETURNS and (role == "location" or fled):
        return "destination"  # who was displaced from Sake and goes home goes to Sake
    beside = group.start < figure.start and _BESIDE.fullmatch(text[group.end : figure.start])
    return "location" if beside and role is None else role


def _of_its_number(text: str, figure: FigureWords, group: Group) -> str | None:
    """Tell the role of a place right before a number: "Kassala (12,300)", "to Goma 300"."""
    if group.start == figure.domain < figure.start:
        way = _WAY.search(group.lead)
        return _WAYS[way.group(1).lower()] if way else "location"
    return "location" if _HOSTS.fullmatch(text[group.end : figure.start]) else None


_WAY = re.compile(r"\b(to|from)\s+(?:the\s+)?$", re.IGNORECASE)
_WAYS = {"to": "destination", "from": "origin"}
# "Goma 300", "Goma (300)", "Goma: 300".
_BESIDE = re.compile(r"\s*[\s(:|]\s*")


def _is_about(text: str, lead: str, figure: FigureWords, group: Group) -> bool:
    """Tell whether a place belongs to a figure: named after it, by its rule's words, or opening."""
    if _SPEAKS.match(text, group.places[-1].end) or _SAID_IN.search(lead):
        return False  # "aid workers in Bossangoa said", "she told reporters in Bossangoa"
    if group.start > figure.start or group.start > figure.domain:
        return True
    return _opens(text[figure.first : group.start])


# Those of what leads to a place, here and below, are for lower case.
_POPULATION = re.compile(
    r"\b(?:population|inhabitants|residents|people)\s+of\s+(?:the\s+)?(?:(?:city|town|village)\s+of\s+)?$"
)
_ITS_PEOPLE = re.compile(
    r"['’]s?\s+(?:[\w.,]+\s+){0,2}?(?:population|inhabitants|residents|people)\b"
)
_AT_EVENT = re.compile(
    rf"{EVENT.pattern}\s+(?:on|in|at|of|around|near|for|over)\s+(?:the\s+)?"
    r"(?:(?:city|town|village|province|region)\s+of\s+)?$"
)
# "From the camp at Sake", "to villages near Goma": what is left or reached lies there.
_DETAIL = re.compile(
    r"(\b(?:from|out\s+of|fled|fleeing|left|abandoned|reached|(?<!due\s)(?<!owing\s)(?<!according\s)(?<!thanks\s)(?<!up\s)to|into))\s+"
    r"(?!(?:escape|flee|avoid|leave|seek|find|take|get|live|stay|shelter|be|have"
    r"|abandon|evacuate|vacate|desert|spend|camp|settle|rebuild)\b|(?:\w+\s+){1,2}(?:days|weeks|months|years|hours)\b)"
    r"(?:(?!(?:by|and|after|since|to|into|towards?|from)\b)[\w-]+\s+){1,4}(?:in|at|near|on|around|of)\s+(?:the\s+)?$"
)


def _before_detail(lead: str) -> str:
    """Cut a lead off behind the direction that governs it."""
    detail = _DETAIL.search(lead)
    return lead[: detail.end(1)] if detail else lead


# "Iran deported 900 Afghans": from Iran, to Afghanistan; "Myanmar expelled 900 Rohingya".
_SENDS_OUT = ("returned.deported", "expelled.before")
_SENDS = re.compile(
    r",?(?:\s+(?:which|that|has|have|had|also|now|since))*\s+"
    r"(?:deport|expel|sent|send|push|forc|drove|driv|chas)\w*(?:\s+(?:out|back|of))*"
    r"\s+(?:the\s+)?",
    re.IGNORECASE,
)
# "Somalia's 1.1 million IDPs", "Uganda hosts 900 refugees".
_HOSTS = re.compile(
    r"(?:['’]s?|,?[^,.;]{0,40}?\b(?:hosts?|hosted|hosting|shelters?|sheltered|houses?|home to"
    r"|having|seen the (?:arrival|influx|return) of|received|has|had|holds|held|reported|reports"
    r"|recorded"
    r"|saw|sees|accounts for|accounted for|took in|taken in|takes in|accommodates|registered"
    r"|counts?|counted|evacuated|moved|relocated))\s+"
    r"(?:the\s+(?:(?:highest|largest|most|biggest|greatest)[\s,][^.;\d]{0,40})?)?",
    re.IGNORECASE,
)
_SAID_IN = re.compile(
    r"\b(?:said|says|told(?!\s+to\b)|reporters|journalists)\b[^.,;:]{0,30}\b(?:in|at|from)\s+$"
)
_HAD_FLED = re.compile(
    r"\b(?:displaced|uprooted|driven|forced|evacuated|fled|evicted)\b(?!\s+back)[^.,;:]{0,40}$"
)
_OFF = re.compile(r"\boff\s+(?:[\w-]+\s+){0,4}$")
_FOR = re.compile(r"\bfor\s+(?:the\s+)?$")
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
    return bool(_OPENING.fullmatch(before.lstrip())) and not EVENT.search(lower(before))
