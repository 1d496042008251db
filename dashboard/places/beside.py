"""What is named right beside a name and may contain its place: "Mosul, Iraq", "Iraq's Mosul"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dashboard.model import Place, PlaceKind
from dashboard.places.surroundings import Name

_AREA = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
_MOST_READINGS = 6  # of a container's name
_FARTHEST = 40  # characters between a name and what is beside it
_BEHIND = re.compile(r"(?:,? (?:in|of) (?:the )?(?:[a-z-]+ ){0,2}|,[ \n]?|,? ?\(|[ \n])")
_BEFORE = re.compile(r"(?:['’]s?)? (?:[a-z-]+ ){0,3}(?:of )?")
_LISTED = re.compile(r",? ?(?:and |or |& )?")


def containers_beside(text: str, names: Sequence[Name], at: int) -> Iterator[tuple[Place, bool]]:
    """Yield the places that may contain the one named at a position, as named beside it.

    With each comes whether that is how it must be read: "Paris, Texas" must, while "Paris, New
    York" may be a list of towns.
    """
    own = names[at].named[0].place.kind
    for name in _beside(text, names, at):
        if not name.named:
            continue
        is_plain = name.named[0].place.kind in _AREA and own is not PlaceKind.COUNTRY
        for found in name.named[:_MOST_READINGS]:
            if found.place.kind in _AREA:
                yield found.place, is_plain


def _beside(text: str, names: Sequence[Name], at: int) -> Iterator[Name]:
    end = names[at].end
    for other in names[at + 1 : at + 4]:
        if other.start - end >= _FARTHEST:
            break
        if _BEHIND.fullmatch(text, end, other.start):
            yield other
        if not _LISTED.fullmatch(text, end, other.start):
            break
        end = other.end
    if at:
        previous = names[at - 1]
        gap = text[previous.end : names[at].start]
        is_owner = previous.is_demonym or gap[:1] in ("'", "’")
        if is_owner and len(gap) < _FARTHEST and _BEFORE.fullmatch(gap):
            yield previous
