"""Dates that are told from the day of publication: "Monday night", "last week", "two days ago"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dashboard.coding.calendar_dates import (
    MONTH_NAME,
    YEAR_NAME,
    Found,
    Span,
    allowed,
    from_hint,
    month_end,
    month_number,
    years_near,
)
from dashboard.coding.spotting import lower
from dashboard.model import DatePrecision

_DAY, _WEEK, _MONTH, _YEAR = (
    DatePrecision.DAY,
    DatePrecision.WEEK,
    DatePrecision.MONTH,
    DatePrecision.YEAR,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LENGTH = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652}
_PRECISION = {"day": _DAY, "week": _WEEK, "month": _MONTH, "year": _YEAR, "decade": _YEAR}
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}

_WEEKDAY = re.compile(
    r"\b(?:(?P<which>last|next|this|previous)\s+)?(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"\b(?P<night>\s+(?:night|evening)\b)?"
)
_UNITS = r"(?:day|week|month|year|decade)"
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(_NUMBERS)}|a couple of|a few|several|few|couple of|an?)"
_RELATIVE = re.compile(
    r"\b(?:(?P<near>yesterday|today|tonight|tomorrow|overnight|last night"
    r"|this (?:morning|afternoon|evening)|(?-i:New Year)(?!['’]?s? Eve)(?:['’]s(?: Day)?)?)"
    r"|(?P<which>earlier this|later this|last|this|past|previous|next)\s+"
    r"(?P<unit>week(?:end)?|month|year)"
    r"|over the (?P<weekend>weekend)"
    r"|(?:the\s+)?(?:beginning|start) of (?:this|the) (?P<begin>year|month|week)(?!\s+\d)"
    rf"|(?:the\s+)?(?P<half>first|second) half of (?P<half_year>{YEAR_NAME})"
    rf"|(?:the\s+)?(?P<nth>first|second|third|fourth|last) week of (?P<nth_month>{MONTH_NAME})"
    rf"(?:\s+(?P<nth_year>{YEAR_NAME}))?"
    rf"|(?P<ago>{_COUNT})\s+(?P<ago_unit>{_UNITS})s?\s+ago"
    rf"|(?:(?:over|in|during|within|for)\s+)?the (?:past|last|previous)\s+(?P<past>{_COUNT})\s+"
    rf"(?P<past_unit>{_UNITS})s?"
    rf"|in recent (?P<recent>{_UNITS})s)\b",
    re.IGNORECASE,
)
_WEEKDAYS = re.compile(
    r"\b(?:[Bb]etween|[Ff]rom)\s+(?P<first>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+\w+)?"
    r"\s+(?:and|to|until|till|through)\s+(?P<last>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_DAY_NAME = re.compile("day")
# Every relative date has one of these.
_STRETCH = re.compile("day|night|tomorrow|morning|afternoon|evening|week|month|year|decade|half")
_AHEAD = re.compile(r"\b(?:will|next|scheduled|due)\b[^.;,]{0,60}$", re.IGNORECASE)


def find_weekdays(text: str, published: date) -> Iterator[Found]:
    """Find weekdays: the last such day on or before the publication, or the next where meant.

    A night runs into the day after it, and "between Friday and Sunday" is all three days.
    """
    for match in from_hint(_DAY_NAME.search(text), _WEEKDAYS, text):
        last = _last_weekday(match["last"], published)
        yield match.start(), match.end(), (_last_weekday(match["first"], last), last, _DAY)
    for match in from_hint(_DAY_NAME.search(text), _WEEKDAY, text):
        day = _last_weekday(match["weekday"], published)
        back = (published - day).days
        if match["which"] == "next" or _AHEAD.search(
            text[max(0, match.start() - 80) : match.start()]
        ):
            day += timedelta(days=7 if back or match["which"] == "next" else 0)
            yield match.start(), match.end(), (day, day, _DAY)
            continue
        if match["which"] in ("last", "previous") and back == 0:
            day -= timedelta(days=7)
        last = day + timedelta(days=1 if match["night"] else 0)
        yield match.start(), match.end(), (day, min(last, published), _DAY)


def _last_weekday(name: str, until: date) -> date:
    number = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun").index(name)
    return until - timedelta(days=(until.weekday() - number) % 7)


def find_relatives(text: str, published: date | None) -> Iterator[Found]:
    """Find dates told from the publication, and weeks and halves of a month or year."""
    for match in from_hint(_STRETCH.search(lower(text)), _RELATIVE, text):
        if match["half_year"]:
            span: Span | None = _half(match)
        elif match["nth_month"]:
            span = _nth_week(match, published)
        else:
            span = _relative(match, published) if published else None
        if span:
            yield match.start(), match.end(), span


def _half(match: re.Match[str]) -> Span:
    year = int(match["half_year"])
    if match["half"].lower() == "first":
        return date(year, 1, 1), date(year, 6, 30), _YEAR
    return date(year, 7, 1), date(year, 12, 31), _YEAR


def _nth_week(match: re.Match[str], published: date | None) -> Span | None:
    month, nth, stated = (
        month_number(match["nth_month"]),
        _NTH[match["nth"].lower()],
        match["nth_year"],
    )
    for year in [int(stated)] if stated else years_near(published):
        first = date(year, month, 7 * nth - 6) if nth > 0 else _last_week(year, month)
        span = (first, first + timedelta(days=6), _WEEK)
        if stated or allowed(span, published):
            return span
    return None


def _last_week(year: int, month: int) -> date:
    return month_end(year, month) - timedelta(days=6)


def _relative(match: re.Match[str], published: date) -> Span | None:
    if match["near"]:
        return _near(match["near"].lower(), published)
    if match["unit"]:
        return _calendar_unit(match["which"].lower(), match["unit"].lower(), published)
    if match["weekend"]:
        return _weekend(published)
    if match["begin"]:
        first = _unit_start(match["begin"].lower(), published)
        return first, first, _DAY
    if match["ago"]:
        return _ago(match["ago"].lower(), match["ago_unit"].lower(), published)
    unit = (match["recent"] or match["past_unit"]).lower()
    return _past(_count((match["past"] or "few").lower()), unit, published)


def _near(words: str, published: date) -> Span:
    one = timedelta(days=1)
    if words in ("yesterday",):
        return published - one, published - one, _DAY
    if words in ("overnight", "last night"):
        return published - one, published, _DAY
    if words == "tomorrow":
        return published + one, published + one, _DAY
    if words.startswith("new year"):
        return _unit_start("year", published), _unit_start("year", published), _DAY
    return published, published, _DAY


def _calendar_unit(which: str, unit: str, published: date) -> Span:
    """Give the calendar week, month or year: "this month" ends with the publication."""
    if unit == "weekend":
        return _weekend(published)
    start = _unit_start(unit, published)
    following = _following(unit, start)
    if which in ("this", "earlier this"):
        return start, published, _PRECISION[unit]
    if which == "later this":
        return published, following - timedelta(days=1), _PRECISION[unit]
    if which == "next":
        return following, _following(unit, following) - timedelta(days=1), _PRECISION[unit]
    end = start - timedelta(days=1)
    return _unit_start(unit, end), end, _PRECISION[unit]


def _following(unit: str, start: date) -> date:
    """Give the start of the week, month, year or decade after the one that starts so."""
    return _unit_start(unit, start + timedelta(days=_LENGTH[unit] + 2 * (unit != "week")))


def _unit_start(unit: str, day: date) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _weekend(published: date) -> Span:
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    return saturday, min(saturday + timedelta(days=1), published), _DAY


_FEW = 3


def _count(words: str) -> int:
    if words.isdigit():
        return int(words)
    if words in _NUMBERS:
        return _NUMBERS.index(words) + 1
    return {"a": 1, "an": 1, "couple of": 2, "a couple of": 2}.get(words, _FEW)


def _ago(words: str, unit: str, published: date) -> Span:
    """Give the day, week, month or year that lies so many back."""
    day = published - timedelta(days=_count(words) * _LENGTH[unit])
    if unit == "day":
        return day, day, _WEEK if words.endswith("few") or words == "several" else _DAY
    start = _unit_start(unit, day)
    return start, _following(unit, start) - timedelta(days=1), _PRECISION[unit]


def _past(count: int, unit: str, published: date) -> Span:
    first = published - timedelta(days=count * _LENGTH[unit])
    return first, published, _PRECISION[unit]
