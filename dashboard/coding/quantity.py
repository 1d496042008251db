"""A number of people or households, as a report writes it."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.model import Quantifier


class Quantity(NamedTuple):
    """A number in a text, with the words that qualify it: `text[start:end] == words`.

    `low` is the number, or the lower end of a range whose upper end is `high`. `vague` marks
    words such as "thousands", read as at least two of them. `working` says how a share was worked
    out, and `whole` is the number that it is a share of.
    """

    start: int
    end: int
    low: int
    words: str
    high: int | None = None
    quantifier: Quantifier = Quantifier.EXACT
    vague: bool = False
    working: str | None = None
    whole: Quantity | None = None
