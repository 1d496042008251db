"""The tables of number words, quantifiers and measures, as the patterns of numbers need them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache

from dashboard.coding.vocabulary import Row, read_table
from dashboard.settings import Settings
from dashboard.tries import trie_of

_COLUMNS = {
    "number_words": ("words", "kind", "value"),
    "quantifiers": ("words", "quantifier"),
    "measures": ("word", "where"),
}


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Read a table of words by its name, once."""
    return tuple(read_table(Settings().data / f"{name}.csv", _COLUMNS[name]))


@cache
def number_values(*kinds: str) -> dict[str, Fraction]:
    """Give the number words of some kinds with what they are worth."""
    words = rows("number_words")
    return {row["words"]: Fraction(row["value"]) for row in words if row["kind"] in kinds}


def either(words: Iterable[str]) -> str:
    """Make a pattern of any of the words, the longest first; a space stands for any white space."""
    return trie_of(words).replace(r"\ ", r"[\s-]+")
