"""Where a figure is at home that names no place of its own: the event's place, or the report's."""

from __future__ import annotations

import re
from collections import Counter

from dashboard.coding.displacement_places import (
    EVENT,
    ITS_EVENT,
    LEAD_LENGTH,
    Ends,
    FigureWords,
    groups_in,
)
from dashboard.coding.place_phrases import is_country
from dashboard.coding.reading import Reading
from dashboard.coding.sentences import Sentence
from dashboard.model import Category, PlaceKind, PlaceMention


def with_scene(reading: Reading, ends: Ends, figure: FigureWords) -> None:
    """Add where the event happened to a figure that names no place of its own.

    People who fled left that place; homes that were destroyed stood there. A stock takes what a
    word such as "there" points at. Where nothing else is named, the place that the text speaks of
    will do.
    """
    known = {mention.as_written for mention in ends.destination}
    pointer = _POINTS.search(reading.lowered, figure.first, figure.last)
    pointed_at = _pointed_at(reading, figure, pointer) if pointer else []
    pointed_at = [place for place in pointed_at if place.as_written not in known]
    lead = reading.lowered[figure.first : pointer.start()] if pointer else ""
    if pointed_at and (_COMES_TO.search(figure.rule.id) or _TO.search(lead)):
        ends.add("destination", pointed_at)  # "300 more arrived there", "went into the country"
    elif figure.category is Category.NEW_DISPLACEMENT:
        role = "location" if figure.is_housing or _INSIDE.search(lead) else "origin"
        places = pointed_at or _scene(reading, figure)
        if not places:
            role = "origin" if ends.destination else "location"
            places = _country_of_event(reading, figure)
        ends.add(role, [place for place in places if place.as_written not in known])
    elif not ends:
        ends.add("location", pointed_at)
    if not ends:
        ends.add("location", _spoken_of(reading, figure))


_SENTENCES_BACK = 2


def _scene(reading: Reading, figure: FigureWords) -> list[PlaceMention]:
    """Find where the event that displaced people happened, in the sentence or the ones before.

    "Militants seized the city of Fallujah, displacing over 70,000": they left Fallujah.
    """
    index = reading.sentences.index_at(figure.start)
    sentence = reading.sentences[index]
    here = _scene_of(reading, sentence.start, figure.start)
    if here or _owner(reading, sentence):
        return here  # of his own region, not of the sentences before, a governor speaks
    for back in range(1, _SENTENCES_BACK + 1):
        if index - back < 0:
            break
        before: Sentence = reading.sentences[index - back]
        found = _scene_of(reading, before.start, before.end)
        if found:
            return found
    return []


_LEADS_AWAY = re.compile(r"[.;]|\bby\b")


def _scene_of(reading: Reading, start: int, end: int) -> list[PlaceMention]:
    """Pick the place that an event's word leads to, else none."""
    if not EVENT.search(reading.lowered, start, end):
        return []
    groups = [group for group in groups_in(reading, start, end) if not group.is_country]
    for group in groups:
        first = max(start, group.start - LEAD_LENGTH)
        events = list(EVENT.finditer(reading.lowered, first, group.start))
        if events and not _LEADS_AWAY.search(reading.lowered, events[-1].end(), group.start):
            return list(group.places)
    return []


_ITS_EVENT = re.compile(rf"(?:['’]s\s+[a-z]+(?=\s))?{ITS_EVENT.pattern}", re.IGNORECASE)
_IN_COUNTRY = re.compile(r"\s+(?:in|across|throughout)\s+(?:[\w-]+\s+){0,2}")


def _country_of_event(reading: Reading, figure: FigureWords) -> list[PlaceMention]:
    """Find the country of "fighting in Sudan has displaced" and of "Sudan's war has displaced"."""
    text, lowered = reading.report.text, reading.lowered
    sentence = reading.sentence_at(figure.start)
    for group in groups_in(reading, sentence.start, figure.start):
        if not group.is_country:
            continue
        events = list(EVENT.finditer(lowered, sentence.start, group.start))
        leads = events and _IN_COUNTRY.fullmatch(lowered, events[-1].end(), group.start)
        if leads or _ITS_EVENT.match(text, group.end):
            return list(group.places)
    return []


# These, as EVENT, are for text in lower case.
_POINTS = re.compile(
    r"\b(?:there(?!\s+(?:are|is|were|was|have|has)\b)|(?:the|that|this|their|his|her|its)\s+"
    r"(?:(?P<town>city|town|village|camp|commune|municipality)"
    r"|(?P<country>(?<=the )country|(?<=that )country)|area|district|province|region|island"
    r"|state|republic|county|governorate|department))\b"
    r"(?!\s+(?:of|in)\b)"
)
_TOWN_KINDS = (PlaceKind.CITY, PlaceKind.SITE)


# Whether people went "to the town", or are displaced "in the town", not from it.
_TO = re.compile(r"\b(?:to|into|reach(?:ed|ing))\s+$")
_INSIDE = re.compile(r"\b(?:in|at|across|throughout)\s+$")


def _pointed_at(
    reading: Reading, figure: FigureWords, pointer: re.Match[str]
) -> list[PlaceMention]:
    """Find the place that "there" or "the city" stands for: the last such one named before."""
    index = reading.sentences.index_at(figure.start)
    if pointer["country"]:
        return _own_country(reading, reading.sentences[index].start, pointer.start())
    start = reading.sentences[max(0, index - _SENTENCES_BACK)].start
    named = reversed(groups_in(reading, start, pointer.start(), with_speakers=True))
    places = [group.places[0] for group in named if not group.is_country]
    towns = [m for m in places if m.place is None or m.place.kind in _TOWN_KINDS]
    # "Raqqa" may be the town of that name, where no other is told of.
    meant = (towns or [m for m in places if " " not in m.as_written]) if pointer["town"] else places
    return meant[:1]


_MENTIONS_BACK = 200


def _own_country(reading: Reading, start: int, end: int) -> list[PlaceMention]:
    """Find "the country": the last that its sentence names before, else the most named so far."""
    here = [
        g.places[-1] for g in groups_in(reading, start, end, with_speakers=True) if g.is_country
    ]
    if here:
        return here[-1:]
    before = [
        (m.place.id, m)
        for m in reading.mentions_between(0, start)[-_MENTIONS_BACK:]
        if m.place and is_country(m)
    ]
    named = Counter(country for country, _ in before)
    # Of two that are named as often, the last one.
    return [max(before, key=lambda pair: (named[pair[0]], pair[1].start))[1]] if before else []


def _spoken_of(reading: Reading, figure: FigureWords) -> list[PlaceMention]:
    """Find the place that the text speaks of: its heading, whose authority speaks, the last."""
    index = reading.sentences.index_at(figure.start)
    sentence = reading.sentences[index]
    return (
        _heading(reading, sentence)
        or _owner(reading, sentence)
        or _last_named(reading, figure.first, figure.start)
        or _reached(reading, reading.sentences[index - 1] if index else None, figure)
    )


_HEADING = re.compile(r"[^.:;,]{0,30}:\s")


def _heading(reading: Reading, sentence: Sentence) -> list[PlaceMention]:
    """Find the place of "Ab Barik: …"."""
    for mention in reading.mentions_between(sentence.start, sentence.start + 1):
        if _HEADING.match(reading.report.text, mention.end):
            return [mention]
    return []


_AUTHORITY = re.compile(
    r"(?:['’]s)?\s+(?:[\w'’-]+\s+){0,3}?(?:governor|premier|(?:prime\s+|chief\s+)?minister|mayor|police|officials?|authorit\w+|governorate"
    r"|government|civil\s+(?:defen[cs]e|protection)|administration|council|president|firefighters|spokes\w+)\b"
)
_HEAD_OF = re.compile(
    r"\b(?:governor|premier|mayor|head|president|administrator|chief|commissioner|officials?"
    r"|authorities|police|administration|council|government)\s+(?:of|in)\s+(?:the\s+)?$"
)


_OF = ("of ", "in ", "the ")


def _owner(reading: Reading, sentence: Sentence) -> list[PlaceMention]:
    """Find the place, no country, whose authority speaks: "Marib's governor"."""
    text, lowered = reading.report.text, reading.lowered
    for mention in reading.mentions_between(sentence.start, sentence.end):
        country = mention.place is not None and mention.place.kind is PlaceKind.COUNTRY
        first = max(0, mention.start - LEAD_LENGTH)
        of = text.endswith(_OF, first, mention.start)
        leads = of and _HEAD_OF.search(lowered, first, mention.start)
        if (
            not country
            and not mention.associative
            and (leads or _AUTHORITY.match(lowered, mention.end, sentence.end))
        ):
            return [mention]
    return []


def _last_named(reading: Reading, start: int, end: int) -> list[PlaceMention]:
    groups = [group for group in groups_in(reading, start, end) if not group.is_country]
    return list(groups[-1].places) if groups else []


_COMES_TO = re.compile(r"arriv|influx|border|pushed")
_ARRIVES = re.compile(r"arriv|influx")


def _reached(
    reading: Reading, sentence: Sentence | None, figure: FigureWords
) -> list[PlaceMention]:
    """Give the place of the sentence before to those who arrive, where it names no other."""
    if sentence is None or not _ARRIVES.search(figure.rule.id):
        return []
    groups = groups_in(reading, sentence.start, sentence.end)
    return list(groups[0].places) if len(groups) == 1 and len(groups[0].places) == 1 else []
