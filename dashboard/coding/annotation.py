"""A sentence ready for rules: its actors and places found, named or described, and put in slots."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard.coding.place_phrases import PlacePhrases, antecedent, is_country
from dashboard.coding.reading import Reading
from dashboard.coding.referents import SPEAKS, Referents
from dashboard.coding.sentences import Sentence
from dashboard.coding.slots import Slot, SlottedSentence, with_slots
from dashboard.model import Extent, PlaceKind, PlaceMention

_YEAR = re.compile(r"\b(1\d{3}|20\d\d)\b")
_OLD = re.compile(r"\bcentur(?:y|ies)\b|\b\d+\s?(?:AD|BC|BCE|CE)\b")
_DATED = re.compile(r"\d|centur")
_HISTORY = 1945  # what a report tells of years before is background
_OF_A_NAME = re.compile(r"['’]s?\s+(?:\w+\s+)?")
_OF = re.compile(r"\b(?:of|in|from|at|near)\s+(?:\w+\s+)?$")
_IS = re.compile(r"\b(?:is|was|are|were|been|became|becomes?|remains?|remained)\s+$")
_BACK = 6  # sentences in which "the city" looks for its name


@dataclass(frozen=True)
class AnnotatedSentence:
    """One sentence of a report with its places and actors."""

    reading: Reading
    referents: Referents
    phrases: PlacePhrases
    index: int

    @cached_property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.reading.sentences[self.index]

    def is_history(self) -> bool:
        """Tell whether the sentence speaks of times long past."""
        if not _DATED.search(self.sentence.text):
            return False
        years = [int(year) for year in _YEAR.findall(self.sentence.text)]
        return bool(years and max(years) < _HISTORY) or bool(_OLD.search(self.sentence.text))

    def may_have_places(self) -> bool:
        """Tell whether there is a name in it, or before it for a description to stand for."""
        back = self.reading.sentences[max(0, self.index - _BACK)].start
        return bool(self.reading.mentions_between(back, self.sentence.end))

    def places(self) -> list[Slot]:
        """Make slots of the sentence's places, named and described; offsets the sentence's own."""
        first, last = self.sentence.start, self.sentence.end
        slots = []
        for mention in self.reading.mentions_between(first, last):
            if not mention.associative and self._is_name_of_place(mention):
                slots.append(Slot(mention.start - first, mention.end - first, places=(mention,)))
        for found in self.phrases.descriptions(self.sentence.text):
            # "the capital, Sana'a" is named; and what is named is not described.
            end = found.end + (2 if self.sentence.text[found.end : found.end + 2] == ", " else 1)
            if _IS.search(self.sentence.text, 0, found.start):
                continue  # "Goma is the capital" names what is one
            if found.is_part and any(
                _OF_A_NAME.fullmatch(self.sentence.text, s.end, found.start) for s in slots
            ):
                continue  # "seven of Goma's eighteen districts" are told by the name
            whose = [s for s in slots if found.start <= s.start and s.end < found.end]
            if whose and found.is_part:
                continue  # "the Goma bridge" is told by the name in it
            if whose and PlaceKind.CITY in found.kinds and not found.in_sentence:
                # "the Upper Nile capital" is a town, and no more Upper Nile than Sake is.
                slots = [s for s in slots if s not in whose]
            overlapping = any(s.start <= end and found.start < s.end for s in slots)
            meant = None if overlapping else self.meant(found.start, found.kinds, found.in_sentence)
            if meant:
                place = self.standing_for(meant, found.start, found.end)
                extent = Extent.PART if found.is_part else Extent.ALL
                slots.append(Slot(found.start, found.end, places=(place,), extent=extent))
        return sorted(slots, key=lambda slot: slot.start)

    def _is_name_of_place(self, mention: PlaceMention) -> bool:
        """Tell whether a name is a place's: one without a place may be an actor's, or no name."""
        if mention.place is not None:
            return not self.referents.actors.names.has(mention.as_written)
        described = mention.as_written.endswith((" city", " town", " area"))
        return not described and not any(self.referents.actors.names.find(mention.as_written))

    def meant(
        self, offset: int, kinds: tuple[PlaceKind, ...], in_sentence: bool
    ) -> PlaceMention | None:
        """Find the place that words stand for, named before or, of a part, in the sentence."""
        here = self.sentence.start + offset
        if in_sentence:
            before = self.reading.mentions_between(self.sentence.start, here)
            after = self.reading.mentions_between(here, self.sentence.end)
            return antecedent(before, kinds) or antecedent(after[:1], kinds)
        back = self.reading.sentences[max(0, self.index - _BACK)].start
        named = self.reading.mentions_between(back, here)
        return antecedent(
            [m for m in named if self._is_name_of_place(m) and not self._speaks(m)], kinds
        )

    def _speaks(self, mention: PlaceMention) -> bool:
        text, start = self.reading.report.text, mention.start
        return bool(
            SPEAKS.match(text, mention.end) and not _OF.search(text, max(0, start - 24), start)
        )

    def standing_for(self, meant: PlaceMention, start: int, end: int) -> PlaceMention:
        """Make a mention of words that stand for a named place."""
        if meant.place is None:
            return meant  # only its name tells what place it is
        first, words = self.sentence.start, self.sentence.text[start:end]
        why = f"“{words}” stands for {meant.as_written}"
        return replace(
            meant,
            start=first + start,
            end=first + end,
            as_written=words,
            why=why,
            associative=False,
        )

    def slotted(self, places: list[Slot]) -> SlottedSentence:
        """Replace actors and places by slots, then lists and parts of places by one slot each."""
        actors = [
            Slot(m.start, m.end, actor=m)
            for m in self.referents.mentions(self.index)
            if not any(p.start <= m.start and m.end <= p.end for p in places)
        ]
        places = [p for p in places if not any(_overlap(p, a) for a in actors)]
        first = with_slots(self.sentence.text, _in_order([*actors, *places]))
        groups = self.phrases.grouped(first)
        kept = [_with_own_extent(group, places) for group in groups]
        actors = [a for a in actors if not any(_overlap(a, g) for g in kept)]
        left = [p for p in places if not any(_overlap(p, g) for g in kept)]
        kept = [k._replace(either=True) if _can_act(k) else k for k in kept]
        subjects = [p._replace(either=True) for p in left if _can_act(p)]
        return with_slots(self.sentence.text, _in_order([*actors, *kept, *subjects]))


def _in_order(slots: list[Slot]) -> list[Slot]:
    """Sort slots by where they start, and leave out what an earlier one covers."""
    kept: list[Slot] = []
    for slot in sorted(slots, key=lambda s: (s.start, -s.end)):
        if not kept or slot.start >= kept[-1].end:
            kept.append(slot)
    return kept


def _overlap(one: Slot, other: Slot) -> bool:
    return one.start < other.end and other.start < one.end


def _can_act(slot: Slot) -> bool:
    return len(slot.places) == 1 and is_country(slot.places[0])


def _with_own_extent(group: Slot, places: list[Slot]) -> Slot:
    """Give a group the extent of a described part inside it, where its own words give none."""
    inner = {p.extent for p in places if _overlap(p, group)}
    is_part = group.extent is Extent.ALL and len(inner) == 1
    return group._replace(extent=inner.pop()) if is_part else group
