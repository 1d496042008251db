"""Numbers that count nobody by themselves: ratios, and how much a number rose by."""

from __future__ import annotations

import re
from itertools import pairwise

from dashboard.coding.quantity import Quantity

_RATIO = re.compile(r"(?:\s+[a-z]+)?\s+(?:in|out\s+of)\s+(?:every\s+)?", re.IGNORECASE)
_RISE = re.compile(r"\s+to\s+(?:\w+\s+){0,2}", re.IGNORECASE)


def without_ratios(text: str, found: list[Quantity]) -> list[Quantity]:
    """Leave out "nine in ten", which counts nobody, and the rise of "rose by 40,000 to 310,000"."""
    left_out = set[int]()
    for one, other in pairwise(found):
        between = text[one.end : other.start]
        if one.low < other.low <= 10 and _RATIO.fullmatch(between):
            left_out |= {one.start, other.start}
        if text[: one.start].endswith(" by ") and _RISE.fullmatch(between):
            left_out.add(one.start)
    return [quantity for quantity in found if quantity.start not in left_out]
