"""Numbers in a text, in digits and in words, and their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from dashboard.coding.number_tables import either, number_values
from dashboard.coding.spotting import lower
from dashboard.coding.vocabulary import any_of


class Numeral(NamedTuple):
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
def _numeral_pattern() -> re.Pattern[str]:
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
    number, at = _numeral_pattern(), 0
    while start := opens.search(searched, at):
        match = number.match(text, start.start())
        at = max(match.end() if match else 0, start.end())
        if match:
            yield match


def numerals(text: str, in_words: bool) -> Iterator[Numeral]:
    """Yield the numbers of a text, in order; `in_words` tells whether some may be in words."""
    for match in _number_matches(text, in_words):
        start, end, group = match.start(), match.end(), match.group
        if group("digits"):
            yield _digits(match)
        elif group("halved"):
            half = {"h": Fraction(1, 2), "a": Fraction(1, 4), "o": Fraction(3, 2)}
            share = half[group("half")[0].lower()]
            yield Numeral(start, end, share * number_values("scale")[group("halved").lower()])
        elif group("several"):
            value = 2 * number_values("scale")[group("several").lower()]
            yield Numeral(start, end, value, vague=True)
        elif group("plural"):
            yield Numeral(start, end, _plural(group("plural")), vague=True)
        else:
            value, scale = _spelled(group("words"))
            yield Numeral(start, end, value, scale)


_SEPARATORS = re.compile(r"[,'’\s]")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+")


def _digits(match: re.Match[str]) -> Numeral:
    digits, word, letter = match.group("digits", "scale", "letter")
    scale = int(number_values("scale")[word.lower()]) if word else 1
    scale = _LETTERS[letter.lower()] if letter else scale
    plain = scale == 1 and digits.isdigit()
    digits = digits if plain else _SEPARATORS.sub("", digits)
    if scale == 1 and not plain and _POINTED.fullmatch(digits):
        digits = digits.replace(".", "")
    value = int(digits) * scale if digits.isdigit() else Fraction(digits) * scale
    return Numeral(match.start(), match.end(), value, scale, plain=plain)


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
