"""Figures of a list by place, under one label: "IDPs: Kassala 12,300; Gedaref (8,100)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dashboard.coding.counted import Counted, Counts
from dashboard.coding.displacement_gaps import BLOCK
from dashboard.coding.displacement_kinds import HOUSEHOLD
from dashboard.coding.displacement_rules import Match, Words

_BEFORE = re.compile(r"\s*[(:=–—-]\s*|\s+")
_BEHIND = re.compile(r"\s*(?:[);,.|]|and\b|$)")
_FEWEST = 20  # below that, a number beside a place is rather its own


def with_listed(
    text: str,
    counted: Sequence[Counted],
    matches: Sequence[Match],
    words: Sequence[Words],
    places: Callable[[], Sequence[tuple[int, int]]],
) -> list[Match]:
    """Add the numbers that stand right behind places in a list, under the label before it.

    Args:
        text: The sentence.
        counted: Its numbers with their nouns, in order.
        matches: The figures found so far.
        words: The words of rules in the sentence.
        places: Tells where the names of places stand in the sentence, in order.

    Returns:
        All figures, in the text's order. Those that are listed start at their place.
    """
    labels = [(rule, found) for rule, found in words if rule.between == "label"]
    taken = {match.counted.start for match in matches}
    free = [c for c in counted if c.start not in taken and _may_be_listed(text, c)]
    named = places() if labels and free else ()
    listed: list[Match] = []
    for item in free:
        place = next((p for p in named if _BEFORE.fullmatch(text, p[1], item.start)), None)
        label = next((one for one in reversed(labels) if place and one[1].end() <= place[0]), None)
        if place and label:
            if _counts_others(text, counted, label[1].end(), place[0]):
                continue
            of = [m for m in matches if m.rule.between == "label" and m.counted.start < item.start]
            part = any(m.counted.quantity.low > item.quantity.low for m in of)
            counts = of[-1].counted.counts if of else item.counts
            if counts is Counts.UNSAID and HOUSEHOLD.search(label[1].group()):
                counts = Counts.FAMILIES
            listed.append(Match(label[0], item._replace(counts=counts), *place, 0, is_part=part))
    return sorted([*matches, *listed], key=lambda match: match.counted.start)


def _counts_others(text: str, counted: Sequence[Counted], start: int, end: int) -> bool:
    """Tell whether `[start:end]`, from a label to a place, says that other things are listed."""
    others = any(c.counts is Counts.NONE and start <= c.start < end for c in counted)
    return others or bool(BLOCK.search(text, start, end))


def _may_be_listed(text: str, item: Counted) -> bool:
    """Tell of a number that has no other noun than people, and ends an item of a list."""
    counts_people = item.counts in (Counts.UNSAID, Counts.PEOPLE)
    return counts_people and item.quantity.low >= _FEWEST and bool(_BEHIND.match(text, item.end))
