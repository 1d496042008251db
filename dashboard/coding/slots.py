"""A sentence with its actors and places replaced by slots, so that rules can be short patterns.

A slot is one character of Unicode's private use area; what stands there in a report itself, and
stray quotation marks around single words, are left out. Every offset leads back to the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.coding.actors import ActorMention
from dashboard.model import Extent, PlaceMention

ACTOR = "[\ue000-\uefff]"
PLACE = "[\ue800-\uf7ff]"
NAMED_PLACE = "[\uf000-\uf7ff]"
# Pronouns may stand for either.
PRONOUN = "[\ue800-\uefff]"
_ACTORS, _PRONOUNS, _PLACES, _END = 0xE000, 0xE800, 0xF000, 0xF800
_PRONOUN = re.compile("it|they|them", re.IGNORECASE)
# The test of what stands before comes last, so that only such characters are looked at.
_DROPPED = re.compile('[\ue000-\uf7ff"“”](?:(?<!["“”])|(?<![,.:;!?] .)(?<![,.:;!?].)(?![,.:;]))')


class Slot(NamedTuple):
    """Words of a sentence that stand for an actor, for places, or, as a pronoun, for either.

    `places` are one or, of a list, several; `extent` and `share` say how much of them is meant;
    `either` marks a country, which is a place and can act.
    """

    start: int
    end: int
    actor: ActorMention | None = None
    places: tuple[PlaceMention, ...] = ()
    extent: Extent = Extent.ALL
    share: float | None = None
    either: bool = False


@dataclass(frozen=True, slots=True)
class SlottedSentence:
    """The sentence as rules see it: `text` with slots, and the way back to the sentence."""

    text: str
    slots: tuple[Slot, ...]
    _starts: tuple[int, ...]
    _shifts: tuple[int, ...]

    def slot(self, character: str) -> Slot:
        """Give the slot that a character of `text` stands for."""
        return self.slots[ord(character) % (_PRONOUNS - _ACTORS)]

    def original(self, offset: int) -> int:
        """Lead an offset in `text` back to the sentence."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def original_end(self, offset: int) -> int:
        """Lead the end of a span in `text` back to the sentence: behind a slot's last letter."""
        if not offset:
            return 0
        last = self.text[offset - 1]
        return self.slot(last).end if _ACTORS <= ord(last) < _END else self.original(offset - 1) + 1


def with_slots(text: str, slots: Sequence[Slot]) -> SlottedSentence:
    """Replace the slots' words, given in order and apart, each by one character."""
    pieces: list[str] = []
    starts, shifts, length, at = [0], [0], 0, 0

    def copy(until: int) -> None:
        nonlocal length, at
        for match in _DROPPED.finditer(text, at, until):
            _put(text[at : match.start()])
            at = match.end()
            starts.append(length)
            shifts.append(at - length)
        _put(text[at:until])
        at = until

    def _put(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    for number, slot in enumerate(slots[: _PRONOUNS - _ACTORS]):
        copy(slot.start)
        base = _PLACES if slot.places else _ACTORS
        if slot.either or (slot.actor is not None and _PRONOUN.fullmatch(slot.actor.text)):
            base = _PRONOUNS
        _put(chr(base + number))
        at = slot.end
        starts.append(length)
        shifts.append(at - length)
    copy(len(text))
    return SlottedSentence("".join(pieces), tuple(slots), tuple(starts), tuple(shifts))
