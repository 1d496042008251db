"""Numbers of people and households as reports write them, in digits and in words.

Closed lists of words (number words, quantifiers, measures) are tables in data/. Distances, money,
ages, dates, times and page numbers are not quantities and are left out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from dashboard.coding.number_tables import either, number_values, rows
from dashboard.coding.quantity import Quantity
from dashboard.coding.spotting import lower
from dashboard.coding.vocabulary import any_of
from dashboard.model import Quantifier


class _Atom(NamedTuple):
    """One number without its qualifiers. `value` is exact; `scale` the scale word's, or 1."""

    start: int
    end: int
    value: int | Fraction
    scale: int = 1
    vague: bool = False
    plain: bool = False  # digits without separators or scale: may be a year


# Digits in groups: 150,000; 150.000; 150 000; 150'000; 1,50,000; and "61, 000" as type-setters
# leave it. Otherwise any digits with an optional decimal part.
_DIGITS = (
    r"\d{1,3}(?:,\s?\d{3}|,\s000)+(?![\d])|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d{1,3}(?:[.'’ \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?"
)
# A number does not start inside a word or a number, but may be glued to a word of four letters or
# more, as texts taken from PDF files have it ("between3", "15,000people").
_LEFT = r"(?:(?<!\w)(?<!\d[.,:/])(?<![A-Za-z]-)|(?<=[a-z]{4}))"


@cache
def _atom_pattern() -> re.Pattern[str]:
    scale = either(number_values("scale"))
    number = either(number_values("number"))
    indefinite = either(number_values("indefinite"))
    plural = either(number_values("plural"))
    joint = r"(?:[\s-]+(?:and\s+)?)"
    simple = rf"(?:{number}|{scale})"
    return re.compile(
        rf"(?:(?=\d)"
        rf"|(?<![A-Za-z])(?=[a-z]))(?:{_LEFT}(?P<digits>{_DIGITS})(?:(?:[\s-]?(?P<scale>{scale})s?\b)"
        r"|(?P<letter>k|mn?|bn)(?=\s+[a-z]{4})|(?![\d/]|[.,:]\d|(?-i:[A-Z])|[a-z]{1,3}\b))"
        rf"|\b(?P<half>half|a\s+quarter\s+of"
        rf"|one\s+and\s+a\s+half)\s+(?:an?\s+)?(?P<halved>{scale})\b"
        rf"|\b(?:an?\s+)?(?P<indefinite>{indefinite})\s+(?P<several>{scale})s?\b"
        rf"|\b(?P<plural>(?:{plural})(?:\s+of\s+(?:{plural}))*)\b"
        rf"|\b(?P<words>(?:an?\s+(?={scale}\b))?{simple}(?:{joint}{simple})*)\b)",
        re.IGNORECASE,
    )


_LETTERS = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}


@cache
def _number_start() -> re.Pattern[str]:
    """Make the pattern of what every number begins with; it is found sooner than numbers are."""
    words = {
        words.split()[0]
        for words in number_values("one", "number", "scale", "indefinite", "plural")
    }
    return re.compile(rf"\d|{any_of(words | {'half'})}")


def number_words() -> frozenset[bytes]:
    """Give the words, in plain letters, of which a text has one that spells a number out."""
    words = number_values("number", "scale", "plural")
    return frozenset(f"{word}{plural}".encode() for word in words for plural in ("", "s"))


_DIGIT = re.compile(r"\d")


def _number_matches(text: str, in_words: bool) -> Iterator[re.Match[str]]:
    searched, opens = (lower(text), _number_start()) if in_words else (text, _DIGIT)
    number, at = _atom_pattern(), 0
    while start := opens.search(searched, at):
        match = number.match(text, start.start())
        at = max(match.end() if match else 0, start.end())
        if match:
            yield match


def _atoms(text: str, in_words: bool) -> Iterator[_Atom]:
    for match in _number_matches(text, in_words):
        start, end, group = match.start(), match.end(), match.group
        if group("digits"):
            yield _digits(match)
        elif group("halved"):
            half = {"h": Fraction(1, 2), "a": Fraction(1, 4), "o": Fraction(3, 2)}
            share = half[group("half")[0].lower()]
            yield _Atom(start, end, share * number_values("scale")[group("halved").lower()])
        elif group("several"):
            value = 2 * number_values("scale")[group("several").lower()]
            yield _Atom(start, end, value, vague=True)
        elif group("plural"):
            yield _Atom(start, end, _plural(group("plural")), vague=True)
        else:
            value, scale = _spelled(group("words"))
            yield _Atom(start, end, value, scale)


_SEPARATORS = re.compile(r"[,'’\s]")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+")


def _digits(match: re.Match[str]) -> _Atom:
    digits, word, letter = match.group("digits", "scale", "letter")
    scale = int(number_values("scale")[word.lower()]) if word else 1
    scale = _LETTERS[letter.lower()] if letter else scale
    plain = scale == 1 and digits.isdigit()
    digits = digits if plain else _SEPARATORS.sub("", digits)
    if scale == 1 and not plain and _POINTED.fullmatch(digits):
        digits = digits.replace(".", "")
    value = int(digits) * scale if digits.isdigit() else Fraction(digits) * scale
    return _Atom(match.start(), match.end(), value, scale, plain=plain)


def _plural(words: str) -> Fraction:
    """Read "tens of thousands" as 20,000: two of the first, times each scale that follows."""
    values = number_values("plural")
    first, *rest = re.split(r"\s+of\s+", words.lower())
    value = values[first]
    for word in rest:
        value *= values[word] / 2
    return value


def _spelled(words: str) -> tuple[Fraction, int]:
    """Read "nine hundred and twenty-one", with the scale that its last word gives."""
    values, scales = number_values("number", "one"), number_values("scale")
    total, group = Fraction(0), Fraction(0)
    parts = re.findall(r"[a-z]+", words.lower())
    for word in parts:
        if word in scales and scales[word] <= 100:
            group = max(group, Fraction(1)) * scales[word]
        elif word in scales:
            total, group = total + max(group, Fraction(1)) * scales[word], Fraction(0)
        elif word in values:
            group += values[word]
    return total + group, int(scales.get(parts[-1], 1))


_RANGE = re.compile(r"\s?[-–—]\s?|\s+(?:to|and|or)\s+")


def _ranges(text: str, atoms: list[_Atom]) -> Iterator[tuple[_Atom, _Atom | None]]:
    """Pair atoms that are the two ends of a range; the others come alone."""
    index = 0
    while index < len(atoms):
        first, second = atoms[index], atoms[index + 1] if index + 1 < len(atoms) else None
        scaled = _scaled_like(first, second) if second else first
        if second and _is_range(text, first, scaled, second):
            yield scaled, second
            index += 1
        else:
            yield first, None
        index += 1


def _scaled_like(low: _Atom, high: _Atom) -> _Atom:
    """Read the 150 of "150-200,000" as 150,000, and the 1.5 of "1.5 to 2 million" as 1,500,000."""
    if high.scale > 1 and low.scale == 1 and low.value < 1000:
        return low._replace(value=low.value * high.scale)
    thousand = low.plain and low.value < 1000 and not high.plain and high.value >= 1000
    if thousand and low.value * 1000 < high.value and high.value % 1000 == 0:
        return low._replace(value=low.value * 1000)
    return low


def _is_range(text: str, first: _Atom, scaled: _Atom, second: _Atom) -> bool:
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


def _quantified(text: str, low: _Atom, high: _Atom | None) -> Quantity:
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
    if not (words := before.split()) or words[-1].lstrip("(\"'“‘[") not in _last_words():
        return at
    found = _quantifier_pattern().search(before)
    return reach + found.start() if found else at


@cache
def _quantifiers() -> tuple[re.Pattern[str], dict[str, Quantifier]]:
    says = {row["words"]: Quantifier(row["quantifier"]) for row in rows("quantifiers")}
    return re.compile(rf"(?<!\w)(?:{either(says)})(?!\w)"), says


def _quantifier(before: str, after: str, vague: bool) -> Quantifier:
    if _OR_MORE.match(after):
        return Quantifier.MORE_THAN
    pattern, says = _quantifiers()
    found: list[str] = pattern.findall(" ".join(before.lower().split())) if before else []
    if found:
        return says[max(found, key=len)]
    return Quantifier.MORE_THAN if vague else Quantifier.EXACT


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


def _is_count(text: str, quantity: Quantity, low: _Atom, high: _Atom | None) -> bool:
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


def _is_year(text: str, atom: _Atom, quantity: Quantity) -> bool:
    """Tell years from counts: "in 2014" and "(2014)", not "over 2000 inmates" or "1,950 people"."""
    if not (atom.plain and 1900 <= atom.value <= 2099):
        return False
    if quantity.quantifier in (Quantifier.MORE_THAN, Quantifier.LESS_THAN):
        return False
    following = text[atom.end : atom.end + 30]
    if not re.match(r"\s[A-Za-z]{3,}", following):
        return True
    return bool(_YEAR_BEFORE.search(text[max(0, atom.start - 12) : atom.start]))


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
        name = " ".join(match["fraction"].replace("-", " ").split())
        share = number_values("share")[name]
    low = round(whole.low * share)
    start = reach + match.start()
    atom = _Atom(start, whole.end, Fraction(low))
    quantity = _quantified(text, atom, None)
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
    for low, high in _ranges(text, list(_atoms(text, in_words))):
        quantity = _quantified(text, low, high)
        if _is_count(text, quantity, low, high):
            quantity = _with_share(text, quantity)
            while found and found[-1].start >= quantity.start:
                found.pop()  # the numbers of "nine in ten of 400,000" are the share's
            found.append(quantity)
    return found
