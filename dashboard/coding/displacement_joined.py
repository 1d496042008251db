"""Numbers that lean on the rule of another: parts of a figure, and figures that share its verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard.coding.counted import Counted, Counts
from dashboard.coding.displacement_gaps import PLACE_BEFORE
from dashboard.coding.displacement_others import befell_others
from dashboard.coding.displacement_rules import Match, is_aside


def with_parts(text: str, counted: Sequence[Counted], matches: Sequence[Match]) -> list[Match]:
    """Add the parts that a figure is said to include ("900 people, including 400 children")."""
    by_start = {match.counted.start: match for match in matches}
    main: Match | None = None
    before: Counted | None = None
    for item in counted:
        part = main is not None and before is not None and _is_part(text, main, before, item)
        if item.start in by_start:
            found = by_start[item.start]
            same = main is not None and (found.start, found.end) == (main.start, main.end)
            if part and main and (same or found.rule.is_part):
                found = replace(main, counted=item)  # "900 people were displaced: 300 in Goma"
            by_start[item.start] = replace(found, is_part=True) if part else found
            main = main if part else found
        elif part and main:
            as_main = (
                item._replace(counts=main.counted.counts) if item.counts is Counts.UNSAID else item
            )
            by_start[item.start] = replace(main, counted=as_main, is_part=True)
            before = main.counted
            continue
        before = item
    return [by_start[start] for start in sorted(by_start)]


def _is_part(text: str, main: Match, before: Counted, item: Counted) -> bool:
    """Tell whether a number is said to be some of those whom `main` counts.

    Args:
        text: The sentence.
        main: The last figure that is no part itself.
        before: The number right before, which `main` or a part of it has to count.
        item: The number in question.
    """
    of_them = _OF_THEM.match(text, item.quantity.end)
    if of_them and item.counts in (Counts.UNSAID, Counts.UNKNOWN):
        return before is main.counted and item.quantity.low < main.counted.quantity.low
    unsaid = item.counts is Counts.UNSAID and not _MEASURES.match(text, item.end)
    if not (unsaid or item.counts in (Counts.PEOPLE, Counts.FAMILIES)):
        return False
    if befell_others(text, item):
        return False
    if item.counts is Counts.UNSAID and _is_in_a_place(text, main, before, item):
        return True
    included = item.counts is not Counts.UNSAID or _PLACE_FOLLOWS.match(text, item.end)
    if included and is_aside(text, item) and _INCLUDES.match(text[main.counted.after : item.start]):
        return True
    return before is main.counted and bool(_PART_OPENS.search(text[before.after : item.start]))


def _is_in_a_place(text: str, main: Match, before: Counted, item: Counted) -> bool:
    """Tell whether a number tells where some are, or why: "900 people fled: 300 to Goma"."""
    if before is main.counted and _BY_CAUSE.match(text, item.end):
        return item.quantity.low < before.quantity.low
    if _OF_ALL.search(text, 0, main.counted.start):
        return before is main.counted and bool(_ARE_SOMEWHERE.match(text, item.end))
    if _WITH.fullmatch(text, main.counted.after, item.start):
        return item.quantity.low < main.counted.quantity.low and bool(
            _IN_NAME.match(text, item.end)
        )
    listed = _LISTS.fullmatch(text, main.counted.after, item.start)
    return bool(listed and _PLACE_FOLLOWS.match(text, item.end))


# "900 people are displaced, 300 as a result of conflict".
_BY_CAUSE = re.compile(
    r"\s+(?:as\s+a\s+result\s+of|because\s+of|due\s+to|owing\s+to|by)\s+(?:the\s+)?(?:armed\s+)?"
    r"(?:conflict|violence|disasters?|fighting|floods?|flooding|drought|storms?|insecurity)\b",
    re.IGNORECASE,
)
# "Of the 900 displaced, 300 are in Goma"; "900 people were displaced: 300 in Goma".
_OF_ALL = re.compile(
    r"\bof\s+(?:the|these|those|its|all|[\w-]+[’']s)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_ARE_SOMEWHERE = re.compile(
    r"\s+(?:(?:are|were|have|live|stay|remain)\s+)?(?:\w+\s+)?(?:in|at|with|from|to)\s",
    re.IGNORECASE,
)
# "Some 900 fled, with 300 in Goma".
_WITH = re.compile(r"[^.;:]{0,80}?,\s+with\s+", re.IGNORECASE)
_IN_NAME = re.compile(r"\s+(?:in|at|to|from)\s+(?:the\s+)?[A-Z]")
_LISTS = re.compile(r"[^.;:]{0,160}:\s*")
_INCLUDES = re.compile(
    r"^[\s,(]*(?:including|of whom|of which|among them|among whom)\b[^.;]{0,60}$", re.I
)
# "Some 900 fled the valley, officials said, among them 300 from the hills."
_PART_OPENS = re.compile(
    r"[,(]\s*(?:including|of whom|of which|among them|among whom)\s+(?:only\s+)?$", re.IGNORECASE
)
_OF_THEM = re.compile(r"\s+of\s+(?:them|these|those|whom|which)\b(?!\s+who\b)", re.IGNORECASE)
_MEASURES = re.compile(r"\s*(?:%|per\s?cent)", re.IGNORECASE)
_AND = re.compile(r",?\s*(?:and|or|as well as|plus)\s+", re.IGNORECASE)
_JOINED = re.compile(r"[^.;:]{0,90}?(?:,|;|\band\b|\bor\b|,\s*and\b)\s*$", re.IGNORECASE)
_PLACE_FOLLOWS = re.compile(
    r"\s+(?:more\s+)?(?:in|from|to|at|into|across|near|within|outside|inside|through|via)\s",
    re.IGNORECASE,
)


# "141,500 people entered on Monday, bringing the total to 1.2 million".
_TOTAL = re.compile(
    r"[^.;]{0,80}\b(?P<lead>bring|tak|rais|push)(?:ing|s)\s+(?:the|their|its)\s+(?:\w+\s+){0,3}?"
    r"(?:total|number|tally|figure|population|caseload)\b[^.;]{0,50}?\bto\s+",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"(?:an?\s+)?(?:further|additional|another)\s|[\d,.\s]+more\b", re.IGNORECASE)
_MORE = re.compile(r"\d\s+(?:more|others?)$")
_DAY_FOLLOWS = re.compile(
    r"\s+(?:more\s+)?(?:on|in|since|last|this|over|the\s+(?:next|following|previous))\s",
    re.IGNORECASE,
)


def with_ellipses(text: str, counted: Sequence[Counted], matches: Sequence[Match]) -> list[Match]:
    """Carry a rule over to a number that leaves out its verb.

    "709 people were displaced in one district and 363 in another"; "it displaced 300 families and
    2,000 students".
    """
    by_start = {match.counted.start: match for match in matches}
    before: Match | None = None
    for item in counted:
        match = by_start.get(item.start)
        if match is None and before is not None:
            lead = _gap_lead(text, before, item) or _total_lead(text, before, item)
            if lead is not None or _continues(text, before, item):
                match = replace(before, counted=item, lead=lead, is_carried=True)
                by_start[item.start] = match
        if match is not None or item.counts is not Counts.NONE:
            before = match
    for item, following in reversed(list(pairwise(counted))):
        match = by_start.get(following.start)
        if match and item.start not in by_start and _shares_verb(text, item, match):
            by_start[item.start] = replace(match, counted=item)
    return list(_with_nouns([by_start[start] for start in sorted(by_start)]))


def _with_nouns(matches: Sequence[Match]) -> Iterator[Match]:
    """Give numbers of one verb the noun of the first: "300 families in Sake, 40 in Goma fled"."""
    before: Match | None = None
    for match in matches:
        shared = before is not None and (match.start, match.end) == (before.start, before.end)
        if before is not None and shared:
            match = replace(match, counted=_counted_as(before.counted, match.counted))  # noqa: PLW2901
        yield match
        before = match


def _counted_as(before: Counted, item: Counted) -> Counted:
    """Give a number without a noun that of the one before: "300 families in Sake, 40 here"."""
    return item._replace(counts=before.counts) if item.counts is Counts.UNSAID else item


def _gap_lead(text: str, before: Match, item: Counted) -> int | None:
    """Tell where the place begins that alone stands before a number: "in Sake 300"."""
    if item.counts is not Counts.UNSAID or not _NOTHING_FOLLOWS.match(text, item.end):
        return None
    gapped = _GAPPED.fullmatch(text, before.counted.after, item.start)
    return gapped.start("lead") if gapped else None


def _total_lead(text: str, before: Match, item: Counted) -> int | None:
    """Tell where the words of a total begin that names a place of its own."""
    total = _TOTAL.fullmatch(text, before.counted.after, item.start)
    return total.start("lead") if total and _IN_A_PLACE.search(total.group()) else None


_IN_A_PLACE = re.compile(r"\s(?:in|at|of)\s+(?:the\s+)?[A-Z]")
# "Sake hosts 900 families, Goma 300 and Bunia 40"; "in Sake 900, in Goma 300"; no "Camp 15".
_GAPPED = re.compile(
    rf"[^.;]{{0,80}}?(?:,|;|\band|\bwhile|&)\s*(?:and\s+|while\s+|(?:closely\s+)?followed\s+by\s+)?(?P<lead>(?:(?:in|at|from|to)\s+)?(?:the\s+)?"
    rf"{PLACE_BEFORE})(?<!camp)(?<!block)(?<!sector)(?<!zone)(?<!area)(?<!ward)(?<!unit)(?<!flight)"
    r"(?<!radio)(?<!channel)(?<!route)(?<!district)(?<!phase)(?<!group)(?<!\bno)\s*[\s(:]\s*(?:with\s+)?",
    re.IGNORECASE,
)
# "90 in Sake and 40 in Goma fled".
_ELSEWHERE = re.compile(
    rf"\s+(?:in|from)\s+(?:the\s+)?{PLACE_BEFORE}(?:,|;|\s+and|,\s+and)\s+", re.IGNORECASE
)
_NOTHING_FOLLOWS = re.compile(r"\s*(?:[,.;)](?!\d)|$|(?:and|while)\b)", re.IGNORECASE)
_IN_PLACE_ALONE = re.compile(
    rf"\s+(?:in|from|to|at|near)\s+(?:the\s+)?{PLACE_BEFORE}\s*(?:[,.;)]|$|and\b)", re.IGNORECASE
)
# "… were in shelters, down from 900 on Friday".
_COMPARES = re.compile(
    r"[^.;:]{0,80}?[,(–—-]\s*(?:up|down|against|compared\s+(?:with|to))\s+(?:from\s+)?",
    re.IGNORECASE,
)


def _shares_verb(text: str, item: Counted, match: Match) -> bool:
    """Tell whether a number shares the verb of the next: "900 families and 40 nuns were moved"."""
    between = text[item.after : match.counted.start]
    joined = _AND.fullmatch(between) or _ELSEWHERE.fullmatch(between)
    return bool(joined) and match.rule.position == "after" and item.counts in match.rule.counts


def _continues(text: str, before: Match, item: Counted) -> bool:
    """Tell whether a number behind a figure counts more of the same, with no verb of its own."""
    between = text[before.counted.after : item.start]
    unsaid = item.counts is Counts.UNSAID
    if (unsaid or item.counts is Counts.PEOPLE) and _TOTAL.fullmatch(between):
        return True
    if unsaid and _COMPARES.fullmatch(between):
        return True
    if not _JOINED.fullmatch(between):
        return False
    if unsaid and _FURTHER.match(text, item.start, item.quantity.end):
        tests = (_DAY_FOLLOWS, _PLACE_FOLLOWS, _ARE_SOMEWHERE)
        return any(test.match(text, item.end) for test in tests)
    if unsaid:
        return bool(_PLACE_FOLLOWS.match(text, item.end) or _BY_CAUSE.match(text, item.end))
    more = _MORE.search(text, item.start, item.end)
    return (before.rule.position == "before" or bool(more)) and _is_like(text, before, item)


def _is_like(text: str, before: Match, item: Counted) -> bool:
    """Tell whether a number with a noun is joined to one of its kind: "300 homes and 40 huts"."""
    joined = _AND.fullmatch(text[before.counted.after : item.start])
    elsewhere = item.counts is before.counted.counts and _IN_PLACE_ALONE.match(text, item.end)
    return bool((joined and item.counts in before.rule.counts) or elsewhere)
