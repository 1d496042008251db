"""Calendar dates and periods between two of them, resolved against the day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from dashboard.model import DatePrecision

# The first and the last day that the words can mean, and how exactly they say it.
Span = tuple[date, date, DatePrecision]
# Where in a text a date stands, and its span.
Found = tuple[int, int, Span]

_DAY, _MONTH, _YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR
_PRECISIONS = (DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR)

# "May" and "March" are verbs as well: names of months count with a capital letter alone.
MONTH_NAME = (
    r"(?-i:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sep(?:tember|t\.?|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|J(?:ANUARY|UNE|ULY)|FEBRUARY|MARCH|APRIL|MAY|AUGUST|(?:SEPT|NOV|DEC)EMBER|OCTOBER)"
)
YEAR_NAME = r"(?:(?:19|20)\d\d)"
_DAY_NUMBER = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_PART_WORDS = "early|mid|late|beginning of|start of|middle of|end of|the"
_PART = rf"(?:(?:{_PART_WORDS})[\s-]*)+"
_PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "late": 2, "end": 2}


def _point(prefix: str) -> str:
    """Give the pattern of one calendar date, its groups named with a prefix."""
    p = prefix
    return (
        rf"(?:(?P<{p}iso>{YEAR_NAME}-\d\d-\d\d)"
        rf"|(?P<{p}day>{_DAY_NUMBER})(?:\s+of)?\s*(?P<{p}month>{MONTH_NAME})"
        rf"(?:,?\s*(?P<{p}year>{YEAR_NAME}))?"
        rf"|(?P<{p}us_month>{MONTH_NAME})\s+(?P<{p}us_day>{_DAY_NUMBER})(?![\d,.]\d|\d)"
        rf"(?:,?\s+(?P<{p}us_year>{YEAR_NAME}))?"
        rf"|(?P<{p}part>{_PART})?(?P<{p}only_month>{MONTH_NAME})"
        rf"(?:,?\s*(?P<{p}only_year>{YEAR_NAME}))?"
        rf"|(?P<{p}year_part>{_PART})?(?P<{p}bare_year>{YEAR_NAME}))(?!\w)"
    )


# What a date opens with is looked at first: most characters of a sentence open none.
_OPENS = r"(?-i:[\dJFMASOND])"
_PERIOD = re.compile(
    rf"(?={_OPENS}|between|from)"
    r"(?:\b(?:between|from)\s*(?:the\s+)?"
    rf"(?:(?P<lone>{_DAY_NUMBER})|{_point('a_')})"
    r"\s*(?:,?\s*(?:and|to|until|through|till)\s+|\s?[-–—]\s?)"
    rf"{_point('b_')}"
    rf"|(?<![\w.,])(?P<lone2>[0-3]?\d)\s?(?:[-–—]|and|to)\s?{_point('c_')}"
    rf"|(?P<us>{MONTH_NAME})\s+(?P<us_first>[0-3]?\d)\s?(?:[-–—]|and|to)"
    rf"\s?(?P<us_last>[0-3]?\d)(?![\w,])(?:,?\s+(?P<us_year>{YEAR_NAME}))?)",
    re.IGNORECASE,
)

_CALENDAR = re.compile(
    rf"(?={_OPENS}|{_PART_WORDS})(?:(?<![\w.,$€£/-])|(?<=[a-z]{{4}})){_point('')}", re.IGNORECASE
)

# Every calendar date has a year or begins to name a month; most sentences have neither.
_YEAR_OR_MONTH = re.compile(
    "19|20|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    "|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
)
_HINT_REACH = 60  # characters before such a hint in which a date may begin

_FUTURE = re.compile(
    r"\b(?:will|shall|next|upcoming|coming|scheduled|due|plans?|planned|expected|expects?|until)\b[^.;]{0,60}$",
    re.IGNORECASE,
)


_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|during|from|before|after|between|and|to|early|late|mid|the|for"
    r"|throughout|spring|summer|autumn|winter|year|end|as)|[(\-–—]|\bmid-?)\s*$",
    re.IGNORECASE,
)


_ALSO_NAMES = ("May", "March", "Mar", "Jan", "June", "April", "August")
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|of|last|next|this|during|from|between|and|to|before|after|early|late|mid"
    r"|through|for)[\s-]*$",
    re.IGNORECASE,
)


def from_hint(
    hint: re.Match[str] | None, dates: re.Pattern[str], text: str
) -> Iterator[re.Match[str]]:
    """Find dates from a little before the first hint of one; without a hint there is none."""
    return dates.finditer(text, max(0, hint.start() - _HINT_REACH)) if hint else iter(())


def find_calendar(text: str, published: date | None) -> Iterator[Found]:
    """Find single days, months and years; without `published` only those that state a year."""
    for match in from_hint(_YEAR_OR_MONTH.search(text), _CALENDAR, text):
        if match["bare_year"] and not _is_year(text, match):
            continue
        if match["only_month"] and not _is_month(text, match):
            continue
        span = _resolve(match, "", published, _looks_ahead(text, match.start(), published))
        if span:
            yield match.start(), match.end(), span


def find_periods(text: str, published: date | None) -> Iterator[Found]:
    """Find periods that state both ends: "between 17 October and 23 March", "1-16 March"."""
    for match in from_hint(_YEAR_OR_MONTH.search(text), _PERIOD, text):
        ahead = _looks_ahead(text, match.start(), published)
        period = _us_period if match["us"] else _period
        span = period(match, published, ahead)
        if span:
            yield match.start(), match.end(), span


def _is_year(text: str, match: re.Match[str]) -> bool:
    if match["year_part"]:
        return True
    counted = re.match(r"\s+(?:people|person|famil|house|inmate|of\s)", text[match.end() :][:20])
    return not counted and bool(
        _BEFORE_YEAR.search(text[max(0, match.start() - 14) : match.start()])
    )


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Tell the months May and March from a name or the first word of a sentence."""
    if match["only_month"] not in _ALSO_NAMES:
        return True
    before = text[max(0, match.start() - 12) : match.start()]
    return bool(match["part"] or match["only_year"] or _BEFORE_MONTH.search(before))


def _looks_ahead(text: str, at: int, published: date | None) -> bool:
    return published is not None and bool(_FUTURE.search(text[max(0, at - 90) : at]))


def _resolve(
    match: re.Match[str],
    prefix: str,
    published: date | None,
    ahead: bool = False,
    year: int | None = None,
) -> Span | None:
    """Give the days that one calendar date can mean, or None where its year is not known."""

    def group(*names: str) -> str | None:
        return next((match[prefix + name] for name in names if match[prefix + name]), None)

    if iso := group("iso"):
        return _days(lambda: date.fromisoformat(iso))
    if bare := group("bare_year"):
        return _part_of_year(group("year_part"), int(bare))
    month = month_number(group("month", "us_month", "only_month") or "")
    stated = group("year", "us_year", "only_year")
    known = int(stated) if stated else year
    for candidate in [known] if known else years_near(published, ahead):
        span = _in_year(candidate, month, group("day", "us_day"), group("part"))
        if span and (known or allowed(span, published, ahead)):
            return span if known or ahead else _until(span, published)
    return None


def years_near(published: date | None, ahead: bool = False) -> list[int]:
    """Give the years to try for a date that states none, the likeliest first."""
    if not published:
        return []
    return [published.year, published.year + (1 if ahead else -1)]


def allowed(span: Span, published: date | None, ahead: bool = False) -> bool:
    """Tell whether a span may be meant: begun by the publication, or, `ahead`, not yet over."""
    if not published:
        return False
    return span[1] >= published if ahead else span[0] <= published


def _until(span: Span, published: date | None) -> Span:
    """End at the publication where a month or a period is still running."""
    first, last, precision = span
    return first, min(last, published) if published else last, precision


def _in_year(year: int, month: int, day: str | None, part: str | None) -> Span | None:
    if day:
        number = int(re.sub(r"\D", "", day))
        return _days(lambda: date(year, month, number))
    first, last = date(year, month, 1), month_end(year, month)
    thirds = (
        (first, first.replace(day=10)),
        (first.replace(day=11), first.replace(day=20)),
        (first.replace(day=21), last),
    )
    which = _which_part(part)
    return (*(thirds[which] if which is not None else (first, last)), _MONTH)


def _which_part(words: str | None) -> int | None:
    found = re.findall(r"[a-z]+", (words or "").lower())
    return next((_PARTS[word] for word in found if word in _PARTS), None)


def _part_of_year(part: str | None, year: int) -> Span:
    thirds = (
        (date(year, 1, 1), date(year, 4, 30)),
        (date(year, 5, 1), date(year, 8, 31)),
        (date(year, 9, 1), date(year, 12, 31)),
    )
    which = _which_part(part)
    whole = (date(year, 1, 1), date(year, 12, 31))
    return (*(thirds[which] if which is not None else whole), _YEAR)


def _days(make: Callable[[], date]) -> Span | None:
    try:
        day = make()
    except ValueError:
        return None  # "31 June": no such day
    return day, day, _DAY


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def month_number(name: str) -> int:
    """Read the name of a month, or its first three letters, as 1 to 12."""
    return "janfebmaraprmayjunjulaugsepoctnovdec".index(name[:3].lower()) // 3 + 1


def _period(match: re.Match[str], published: date | None, ahead: bool) -> Span | None:
    closing = "c_" if match["lone2"] else "b_"
    last = _resolve(match, closing, published, ahead)
    if not last:
        return None
    lone = match["lone"] or match["lone2"]
    if lone:
        number = int(re.sub(r"\D", "", lone))
        first = _days(lambda: last[0].replace(day=number)) if last[2] is _DAY else None
    else:
        first = _opening(match, last)
    if not first or first[0] > last[1]:
        return None
    return first[0], last[1], _coarser(first[2], last[2])


def _opening(match: re.Match[str], last: Span) -> Span | None:
    """Resolve the first end of a period: its own year, else the latest before the last end."""
    for year in (last[1].year, last[1].year - 1):
        first = _resolve(match, "a_", None, year=year)
        if first and first[0] <= last[1]:
            return first
    return None


def _us_period(match: re.Match[str], published: date | None, ahead: bool) -> Span | None:
    month = month_number(match["us"])
    stated = match["us_year"]
    for year in [int(stated)] if stated else years_near(published, ahead):
        first = _in_year(year, month, match["us_first"], None)
        last = _in_year(year, month, match["us_last"], None)
        if not (first and last and first[0] <= last[0]):
            continue
        if stated or allowed(first, published, ahead):
            span = first[0], last[1], _DAY
            return span if stated or ahead else _until(span, published)
    return None


def _coarser(first: DatePrecision, last: DatePrecision) -> DatePrecision:
    return max(first, last, key=_PRECISIONS.index)
