"""Numbers of people and households as reports write them, in digits and in words.

Closed lists of words (number words, quantifiers, measures) are tables in data/. Distances, money,
ages, dates, times and page numbers are not quantities and are left out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from dashboard.coding.number_tables import either, number_values, rows
from dashboard.coding.numerals import Numeral, numerals
from dashboard.coding.quantity import Quantity
from dashboard.coding.spotting import lower
from dashboard.model import Quantifier

_RANGE = re.compile(r"\s?[-–—]\s?|\s+(?:to|and|or)\s+")


def _ranges(text: str, numbers: list[Numeral]) -> Iterator[tuple[Numeral, Numeral | None]]:
    """Pair numbers that are the two ends of a range; the others come alone."""
    index = 0
    while index < len(numbers):
        first, second = numbers[index], numbers[index + 1] if index + 1 < len(numbers) else None
        scaled = _scaled_like(first, second) if second else first
        if second and _is_range(text, first, scaled, second):
            yield scaled, second
            index += 1
        else:
            yield first, None
        index += 1


def _scaled_like(low: Numeral, high: Numeral) -> Numeral:
    """Read the 150 of "150-200,000" as 150,000, and the 1.5 of "1.5 to 2 million" as 1,500,000."""
    if high.scale > 1 and low.scale == 1 and low.value < 1000:
        return low._replace(value=low.value * high.scale)
    thousand = low.plain and low.value < 1000 and not high.plain and high.value >= 1000
    if thousand and low.value * 1000 < high.value and high.value % 1000 == 0:
        return low._replace(value=low.value * 1000)
    return low


def _is_range(text: str, first: Numeral, scaled: Numeral, second: Numeral) -> bool:
    between = text[first.end : second.start]
    if not _RANGE.fullmatch(between) or first.vague or second.vague:
        return False
    if scaled.value >= second.value:
        return False
    word = between.strip().lower()
    if word == "to" and _CHANGED.search(text, max(0, first.start - 40), first.start):
        return False  # "rose by 40,000 to 310,000", "rose from 30,000 to 70,000"
    if word == "and":
        return bool(re.search(r"\bbetween\s*$", text[max(0, first.start - 12) : first.start], re.I))
    return word != "or" or second.value <= 10 * scaled.value


_CHANGED = re.compile(
    r"\bby\s+$|\b(?:rose|risen|rising|rises?|grew|grown|grow(?:ing|s)?|increas(?:ed|es|ing)|climb(?:ed|s)"
    r"|jumped|swelled|swollen|soared|doubled|up|down|fell|fallen|falling|dropped|declined|decreased"
    r"|shrunk|shrank|went|gone|revised)\s+(?:\w+\s+){0,2}?from\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)


@cache
def _quantifier_pattern() -> re.Pattern[str]:
    """Make the pattern of the words that qualify the number behind them, in lower case."""
    words = either(row["words"] for row in rows("quantifiers"))
    extra = (
        r"an?\s+(?:additional|further|estimated|total\s+of)|another|additional|further|between|from"
    )
    return re.compile(rf"(?:^|(?<=[\s(\"'“‘\[:;,]))(?:(?:{words}|{extra})\s*(?:the\s+)?)+$")


@cache
def _last_words() -> frozenset[str]:
    """The words and signs of which one stands right before any quantified number."""
    words = {row["words"].split()[-1] for row in rows("quantifiers")}
    return frozenset(words | {"additional", "further", "of", "another", "between", "from", "the"})


def _quantified(text: str, low: Numeral, high: Numeral | None) -> Quantity:
    """Take in the words before a number that qualify it, and say what they say."""
    start, end = _quantifier_start(text, low.start), (high or low).end
    quantifier = _quantifier(text[start : low.start], text[end : end + 9], low.vague)
    if high:
        quantifier = Quantifier.RANGE
    elif _RANGE_OPENS.match(text, start, low.start):
        start = low.start
    upper = int(high.value) if high else None
    return Quantity(start, end, int(low.value), text[start:end], upper, quantifier, low.vague)


_RANGE_OPENS = re.compile(r"(?:from|between)\b", re.IGNORECASE)


def _quantifier_start(text: str, at: int) -> int:
    reach = max(0, at - 60)
    before = lower(text[reach:at])
    if (
        not (words := before.replace("-", " ").split())
        or words[-1].lstrip("(\"'“‘[") not in _last_words()
    ):
        return at
    found = _quantifier_pattern().search(before)
    return reach + found.start() if found else at


@cache
def _quantifiers() -> tuple[re.Pattern[str], dict[str, Quantifier]]:
    says = {_spaced(row["words"]): Quantifier(row["quantifier"]) for row in rows("quantifiers")}
    return re.compile(rf"(?<!\w)(?:{either(says)})(?!\w)"), says


def _quantifier(before: str, after: str, vague: bool) -> Quantifier:
    if _OR_MORE.match(after):
        return Quantifier.MORE_THAN
    pattern, says = _quantifiers()
    found: list[str] = pattern.findall(_spaced(before.lower())) if before else []
    if found:
        return says[max(found, key=len)]
    return Quantifier.MORE_THAN if vague else Quantifier.EXACT


def _spaced(words: str) -> str:
    """Write "more-than" and "more  than" as "more than"."""
    return " ".join(words.replace("-", " ").split())


_OR_MORE = re.compile(r"\+|\s+or\s+more\b|\s+plus\b")


@cache
def _not_counted() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Make the patterns of the measure after a number, and of the label and date before it.

    They are for lower case, and what stands before the number is read backwards, from it on.
    """
    after = either(row["word"] for row in rows("measures") if row["where"] == "after")
    before = [row for row in rows("measures") if row["where"] == "before"]
    labels = either(row["word"][::-1] for row in before if row["reason"] != "date")
    months = either(row["word"][::-1] for row in before if row["reason"] == "date")
    return (
        re.compile(rf"[\s-]{{0,2}}(?:{after})(?!\w)|[\s-](?:year|month|day|week|hour)s?[\s-]"),
        re.compile(rf"[.\s:]*(?:{labels})(?!\w)"),
        re.compile(rf"[.\s:]*(?:{months})(?!\w)"),
    )


_LAST_DAY = 31
# "Ms Otieno, 77, arrived", "their ally, now 77, came".
_OLDEST = 115
_AGED = re.compile(r"[^\W\d_],\s(?:now\s)?$")
_LAST_WEEK = re.compile(
    r"\b(?:past|last|this|that|same|previous)\s+(?:week|day)\s*$", re.IGNORECASE
)
# Where such a word follows a count all the same ("5,000 per day", "300 may return").
_STILL_COUNTED = re.compile(r"\sper\s(?:day|week|month|year)\b|\s(?:may|second)\s[a-z]")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|by|until|till|during|from|before|after|between|and|to|early|late|mid|the"
    r"|around|about|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|spring|summer|autumn|winter|year|\d{1,2}),?[\s-]*$",
    re.IGNORECASE,
)


def _is_count(text: str, quantity: Quantity, low: Numeral, high: Numeral | None) -> bool:
    last = high or low
    after, label, month = _not_counted()
    following = text[last.end : last.end + 24]
    if after.match(following.lower()) and not _STILL_COUNTED.match(following):
        return False
    preceding = text[max(0, low.start - 16) : low.start]
    if last.plain and last.value <= _OLDEST and following[:1] == "," and _AGED.search(preceding):
        return False
    # "Since April 4,000 villagers": a month's name dates no more than a day of the month.
    backwards = preceding.lower()[::-1]
    label_of = label.match(backwards) and not _LAST_WEEK.search(preceding)
    labelled = label_of or (low.value <= _LAST_DAY and month.match(backwards))
    if labelled and not quantity.words[: low.start - quantity.start].strip():
        return False
    if last.value.denominator != 1 or low.value <= 0:
        return False
    return not (_is_year(text, low, quantity) or (high and _is_year(text, high, quantity)))


def _is_year(text: str, number: Numeral, quantity: Quantity) -> bool:
    """Tell years from counts: "in 2014" and "(2014)", not "over 2000 inmates" or "1,950 people"."""
    if not (number.plain and 1900 <= number.value <= 2099):
        return False
    if quantity.quantifier in (Quantifier.MORE_THAN, Quantifier.LESS_THAN):
        return False
    following = text[number.end : number.end + 30]
    if not re.match(r"\s[A-Za-z]{3,}", following):
        return True
    return bool(_YEAR_BEFORE.search(text[max(0, number.start - 12) : number.start]))


@cache
def _share_pattern() -> re.Pattern[str]:
    """Make the pattern of a share and what leads from it to its whole, in lower case."""
    fractions = either(number_values("share"))
    digits = rf"\d{{1,3}}|{either(number_values('number'))}"
    return re.compile(
        rf"\b(?:(?P<fraction>{fractions})|(?P<some>{digits})\s+(?:in|out\s+of)\s+(?:every\s+)?"
        rf"(?P<every>{digits})|(?P<percent>\d{{1,2}}(?:\.\d+)?)\s?(?:%|per\s?cent|pc))"
        r"\s+of\s+(?:(?:the|its|their|his|her|a|all|this|that|these"
        r"|those)\s+)?(?:[\w’'-]+[’']s\s+)?(?:total\s+)?(?:population\s+of\s+)?"
        r"(?:(?!and|or|of|in|to|year|month|week|day|decade|century)[a-z]+\s+){0,2}$"
    )


def _with_share(text: str, whole: Quantity) -> Quantity:
    """Work out "a third of its 14,000 inhabitants": the share, keeping the whole and the sum."""
    reach = max(0, whole.start - 70)
    before = lower(text[reach : whole.start])
    match = _share_pattern().search(before) if "of" in before else None
    if not match or whole.high:
        return whole
    if match["some"]:
        share = _small(match["some"]) / max(_small(match["every"]), Fraction(1))
        name = f"{match['some']} in {match['every']}"
    elif match["percent"]:
        share = Fraction(match["percent"]) / 100
        name = f"{match['percent']} per cent"
    else:
        name = _spaced(match["fraction"])
        share = number_values("share")[name]
    low = round(whole.low * share)
    start = reach + match.start()
    number = Numeral(start, whole.end, Fraction(low))
    quantity = _quantified(text, number, None)
    known = quantity.quantifier is not Quantifier.EXACT
    return quantity._replace(
        quantifier=quantity.quantifier if known else Quantifier.APPROXIMATELY,
        working=f"{name} of {whole.low:,} = {low:,}",
        whole=whole,
        vague=whole.vague,
    )


def _small(words: str) -> Fraction:
    """Read the "nine" or the 10 of "nine in 10"."""
    return Fraction(words) if words.isdigit() else number_values("number")[words]


def find_quantities(text: str, in_words: bool = True) -> list[Quantity]:
    """Find the numbers that may count people or households, in the text's order.

    Args:
        text: Any text; offsets of the answer are into it.
        in_words: Whether there may be numbers in words, too; where not, it is sooner done.

    Returns:
        Numbers with their quantifiers and ranges, without those that measure distance, money,
        age, time, percentages alone, dates, or number pages.
    """
    found: list[Quantity] = []
    for low, high in _ranges(text, list(numerals(text, in_words))):
        quantity = _quantified(text, low, high)
        if _is_count(text, quantity, low, high):
            quantity = _with_share(text, quantity)
            while found and found[-1].start >= quantity.start:
                found.pop()  # the numbers of "nine in ten of 400,000" are the share's
            found.append(quantity)
    return found
