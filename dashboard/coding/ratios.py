"""Numbers that count nobody by themselves: ratios, and how much a number rose by."""

from __future__ import annotations

import re
from itertools import pairwise

from dashboard.coding.quantity import Quantity

_RATIO = re.compile(r"(?:\s+[a-z]+)?\s+(?:in|out\s+of)\s+(?:every\s+)?", re.IGNORECASE)
_EVERY = re.compile(r"\bevery\s+(?:single\s+)?$", re.IGNORECASE)
_RISE = re.compile(r"\s+to\s+(?:\w+\s+){0,2}", re.IGNORECASE)


def without_ratios(text: str, found: list[Quantity]) -> list[Quantity]:
    """Leave out what counts nobody: "nine in ten", "every one of", "rose by 40,000 to 310,000"."""
    every = "every" in text.lower()
    left_out = {one.start for one in found if _is_none(text, one, every)}
    for one, other in pairwise(found):
        between = text[one.end : other.start]
        if one.low < other.low <= 10 and _RATIO.fullmatch(between):
            left_out |= {one.start, other.start}
        if text[: one.start].endswith(" by ") and _RISE.fullmatch(between):
            left_out.add(one.start)
    return [quantity for quantity in found if quantity.start not in left_out]


def _is_none(text: str, one: Quantity, every: bool) -> bool:
    """Tell of "every one of the villagers" and "one of the camps" that they are no numbers."""
    some = one.low == 1 and text.startswith(" of ", one.end)
    return some or (every and bool(_EVERY.search(text, 0, one.start)))
