"""Which words of a sentence speak of which of its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.coding.displacement_rules import Match
from dashboard.model import Category

_CLAUSE_BREAK = re.compile(r";|,?\s(?:while|whereas|but|and)\s(?=in\s|across\s|at\s|from\s)", re.I)
_OWN_PLACES = re.compile(
    r"(?:\s+of\s+(?:them|these|those|whom|which))?\s+(?:are\s+|were\s+)?(?:still\s+|now\s+)?(?:liv\w+\s+|stay\w*\s+|shelter\w*\s+)?"
    r"(?:in|from|to|for|at|into|within|inside|near|with|who\s+(?:have\s+|had\s+)?(?:crossed|fled|went|left)|(?:cross|flee|head|go|arriv|reach)ing)\s",
    re.IGNORECASE,
)
_LONGEST_LINK = 4  # " (" between a place and the number of a list


def zone_of(text: str, matches: Sequence[Match], at: int) -> tuple[int, int]:
    """Give the part of a sentence that speaks of one of its figures, and not of another."""
    if _has_own_places(text, matches[at]):
        first = at
    else:
        first = max((i for i in range(at + 1) if not matches[i].is_part), default=0)
    later = [m for m in matches[at + 1 :] if not m.is_part or _has_own_places(text, m)]
    start = _border(text, matches[first - 1], matches[first]) if first else 0
    end = _border(text, matches[at], later[0]) if later else len(text)
    return start, end


def _border(text: str, before: Match, after: Match) -> int:
    """Tell where the words of one figure end and those of the next begin."""
    domain = domain_of(after)
    breaks = list(_CLAUSE_BREAK.finditer(text, before.counted.end, domain))
    return breaks[-1].end() if breaks else domain


def _has_own_places(text: str, match: Match) -> bool:
    """Tell whether a part is told with places of its own: "300 of them for Goma"."""
    if (
        match.is_part
        and match.rule.category is Category.RETURNS
        and match.start > match.counted.end
    ):
        return True  # "of the 900 who fled to Goma, 300 are back in Sake"
    listed = 0 < match.counted.start - match.end <= _LONGEST_LINK
    return match.is_part and bool(listed or _OWN_PLACES.match(text, match.counted.end))


def domain_of(match: Match) -> int:
    """Tell where the words of a figure start: at its rule's words where those lead up to it."""
    if match.lead is not None:
        return match.lead
    leads = match.rule.position == "before" and match.start < match.counted.start
    leads = leads and not match.is_carried
    return match.start if leads else match.counted.start
