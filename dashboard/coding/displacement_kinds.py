"""What a figure counts: its category, and whether people or households."""

from __future__ import annotations

import re

from dashboard.coding.counted import Counts
from dashboard.coding.displacement_rules import Match
from dashboard.coding.spotting import lower
from dashboard.model import Category, Unit

HOUSEHOLD = re.compile(r"famil|household|\bhhs?\b", re.IGNORECASE)
# What the noun, in lower case, tells.
_REFUGEES = re.compile(r"refugee|asylum")
_ARRIVALS = re.compile(r"\bnew(?:ly)?\s+arriv")
_DISPLACED = re.compile(r"displaced|refugee|\bidp")


def category_of(sentence: str, match: Match) -> Category:
    """Tell the category: the rule's, but refugees are no IDPs, and returnees return."""
    noun = lower(sentence[match.counted.start : match.counted.end])
    if "returnee" in noun and not _DISPLACED.search(noun):
        return Category.RETURNS
    if match.rule.category is Category.IDPS and _REFUGEES.search(noun):
        return Category.REFUGEES
    if match.rule.category is Category.IDPS and _ARRIVALS.search(noun):
        return Category.NEW_DISPLACEMENT
    return match.rule.category


def unit_of(sentence: str, match: Match) -> Unit:
    """Tell the unit by the noun, or by the rule's words where the number has none."""
    counts = match.counted.counts
    if counts is Counts.UNSAID:
        labelled = match.rule.between == "label"
        of_households = labelled and HOUSEHOLD.search(sentence[match.start : match.end])
        people = Counts.PEOPLE in match.rule.counts and not of_households
    else:
        people = counts not in (Counts.FAMILIES, Counts.HOUSING)
    return Unit.PEOPLE if people else Unit.HOUSEHOLDS
