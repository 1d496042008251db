"""Dates as reports state them, resolved against the day of publication; no clock is read.

A date is the span of days that the words can mean, and the precision with which they say it. What
cannot be resolved without inventing a year is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.coding.calendar_dates import YEAR_NAME, Found, find_calendar, find_periods
from dashboard.coding.relative_dates import find_relatives, find_weekdays
from dashboard.coding.spotting import lower
from dashboard.model import DatePrecision


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date in a text: `text[start:end]` says the days from `first` to `last`, both included.

    `since` marks a period that begins then and runs to the publication ("since 1 May"): what is
    counted in it is cumulative.
    """

    start: int
    end: int
    first: date
    last: date
    precision: DatePrecision
    since: bool = False


_YEAR = re.compile(YEAR_NAME)
# "Since 1 May", "since the invasion began on 24 February".
_SINCE = re.compile(
    r"\bsince\s*(?:(?:the\s+)?(?:[a-z]+\s+)?$|[^,.;:\d]{0,70}(?:\s(?:on|in)(?:\s[a-z]+)?)\s+$)",
    re.IGNORECASE,
)
_SINCE_REACH = 90
_MID = re.compile(r"(?:the\s+)?mid", re.IGNORECASE)
_MIDDLE = 15
# "By Sunday night" and "at the end of March" name the day that a period closes with.
_BY = re.compile(r"\b(?:by|at|as of|until|till)\s+(?:the\s+)?$", re.IGNORECASE)
_CLOSES = re.compile(r"(?:the\s+)?end of\b|.*\bnight$", re.IGNORECASE)
_BY_REACH = 14
_A_DAY = " day"  # in every anaphor
_ANAPHOR = re.compile(
    r"\b(?:(?:a|the) day (?P<back>before|earlier)|the (?P<previous>previous) day"
    r"|the (?P<next>following|next) day|(?:a|one|the) day (?P<later>later)"
    r"|(?:the same|that(?: same)?) day)\b",
    re.IGNORECASE,
)


def find_dates(text: str, published: date | None, before: str = "") -> list[StatedDate]:
    """Find the dates that a text states.

    Args:
        text: Any text; offsets of the answer are into it.
        before: The sentence before it, whose last day "the same day" and "a day later" go by
            where the text has named none.
        published: The day of publication, by which relative dates and dates without a year
            are resolved. Without it, only dates that state their year are given.

    Returns:
        The dates in the text's order, none overlapping. None lies after the publication, unless
        the text gives the year or the words before it speak of the future.
    """
    found: list[StatedDate] = []
    for candidate in _candidates(text, published):
        stated = _stated(text, candidate, published)
        if not any(stated.start < known.end and known.start < stated.end for known in found):
            found.append(stated)
    found.sort(key=lambda stated: stated.start)
    if _A_DAY not in lower(text):
        return found
    known: list[StatedDate] = []
    if before and _ANAPHOR.search(text):
        known = [d for d in find_dates(before, published) if d.precision is DatePrecision.DAY]
    return _with_anaphors(text, found, known[-1:])


def _stated(text: str, found: Found, published: date | None) -> StatedDate:
    """Make a date of what was found; one after "since" runs to the publication."""
    start, end, (first, last, precision) = found
    reach = max(0, start - _SINCE_REACH)
    since = _SINCE.search(text[reach:start]) if "since" in text[reach:start].lower() else None
    if not since:
        return _closing(text, StatedDate(start, end, first, last, precision))
    if precision is DatePrecision.MONTH and _MID.match(text, start):
        first = first.replace(day=_MIDDLE)
    until = max(published or last, first)
    return StatedDate(reach + since.start(), end, first, until, precision, since=True)


def _closing(text: str, stated: StatedDate) -> StatedDate:
    """Narrow a date after "by" or "at the" to the day that it closes with."""
    words = text[stated.start : stated.end]
    if not (
        _CLOSES.match(words) and _BY.search(text[max(0, stated.start - _BY_REACH) : stated.start])
    ):
        return stated
    day = stated.first if words.endswith("night") else stated.last
    return replace(stated, first=day, last=day, precision=DatePrecision.DAY)


def _candidates(text: str, published: date | None) -> Iterator[Found]:
    """Yield dates of all kinds, those first that take in more words."""
    if not (published or _YEAR.search(text)):
        return
    yield from find_periods(text, published)
    yield from find_relatives(text, published)
    if published:
        yield from find_weekdays(text, published)
    yield from find_calendar(text, published)


def _with_anaphors(
    text: str, found: list[StatedDate], before: Sequence[StatedDate]
) -> list[StatedDate]:
    """Add "a day earlier" and "that day", told from the last day stated before them."""
    for match in _ANAPHOR.finditer(text):
        known = [stated for stated in found if stated.end <= match.start()] or before
        if not known or known[-1].precision is not DatePrecision.DAY:
            continue
        day = known[-1].first
        if match["next"] or match["later"]:
            day = known[-1].last + timedelta(days=1)
        elif match["back"] or match["previous"]:
            day -= timedelta(days=1)
        found.append(StatedDate(match.start(), match.end(), day, day, DatePrecision.DAY))
        found.sort(key=lambda stated: stated.start)
    return found


def date_for(dates: Sequence[StatedDate], span: tuple[int, int]) -> StatedDate | None:
    """Pick the date that governs a span: the nearest, of two as near the one that follows."""

    def distance(stated: StatedDate) -> tuple[int, int]:
        if stated.start >= span[1]:
            return stated.start - span[1], 0
        return max(0, span[0] - stated.end), 1

    return min(dates, key=distance, default=None)
