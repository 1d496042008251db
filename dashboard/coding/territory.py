"""Territorial claims: which actor a report has taking, holding, losing or fighting for a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from dashboard.coding.actors import UNKNOWN_ACTOR, ActorMention, Actors
from dashboard.coding.dates import date_for, find_dates
from dashboard.coding.place_phrases import PlacePhrases, antecedent
from dashboard.coding.reading import Reading
from dashboard.coding.referents import Referents
from dashboard.coding.sentences import Sentence
from dashboard.coding.slots import Slot, SlottedSentence, with_slots
from dashboard.coding.speech import Speaker
from dashboard.coding.subjects import Subject, joined_subjects, subject_of
from dashboard.coding.territory_rules import TerritoryRule, TerritoryRules
from dashboard.model import (
    ActorReference,
    DatePrecision,
    Evidence,
    Extent,
    Place,
    PlaceKind,
    PlaceMention,
    Relation,
    Stance,
    TerritorialClaim,
)

_WORD = re.compile(r"[a-z]+")
_YEAR = re.compile(r"\b(1\d{3}|20\d\d)\b")
_OLD = re.compile(r"\bcentur(?:y|ies)\b|\b\d+\s?(?:AD|BC|BCE|CE)\b")
_HISTORY = 1945  # what a report tells of years before is background
_SAYS_SO = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|say|says|said|announced)\s+(?:to\s+have|that|they|it)\b"
)
_PRONOUN_PLACE = re.compile(r"it", re.IGNORECASE)
_BACK = 6  # sentences in which "the city" looks for its name
_LONGEST_EVIDENCE = 240


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A match of a rule: offsets are those of the text with slots."""

    rule: TerritoryRule
    start: int
    end: int
    place: Slot
    actor: Subject | None


@dataclass(frozen=True)
class TerritoryCoder:
    """Codes territorial claims by the tables that it was read from."""

    data: Path

    @classmethod
    def read(cls, data: Path) -> TerritoryCoder:
        """Take the folder of reference data; its tables are read when first needed."""
        return cls(data)

    @cached_property
    def actors(self) -> Actors:
        """The table of actors."""
        return Actors.read(self.data)

    @cached_property
    def phrases(self) -> PlacePhrases:
        """The words around names of places."""
        return PlacePhrases.read(self.data)

    @cached_property
    def rules(self) -> TerritoryRules:
        """The rules."""
        return TerritoryRules.read(self.data)

    def code_claims(self, reading: Reading) -> list[TerritorialClaim]:
        """Find the territorial claims of a report, in the text's order."""
        if not reading.mentions:
            return []
        triggers = self.rules.trigger.finditer(reading.report.text)
        indices = sorted({reading.sentences.index_at(match.start()) for match in triggers})
        referents = Referents(self.actors, reading)
        claims: list[TerritorialClaim] = []
        for index in indices:
            claims += _SentenceCoder(self, reading, referents, index).claims()
        return claims


@dataclass(frozen=True)
class _SentenceCoder:
    """Codes one sentence."""

    tables: TerritoryCoder
    reading: Reading
    referents: Referents
    index: int

    @cached_property
    def sentence(self) -> Sentence:
        return self.reading.sentences[self.index]

    def claims(self) -> list[TerritorialClaim]:
        """Give the claims of the sentence, each of its actors and places once."""
        places = self._places()
        if not places or self._is_history():
            return []
        slotted = self._slotted(places)
        found = [
            (candidate, claim)
            for candidate in self._candidates(slotted)
            for claim in self._made(slotted, candidate)
        ]
        # Sorted by length alone, so that of two as long the table's first one leads.
        found.sort(key=lambda pair: pair[0].start - pair[0].end)
        kept: list[tuple[_Candidate, TerritorialClaim]] = []
        for pair in found:
            if not any(_rivals(pair, other) for other in kept):
                kept.append(pair)
        claims = [claim for _, claim in kept if not _is_lesser(claim, [c for _, c in kept])]
        return sorted(claims, key=lambda claim: (claim.evidence.start, claim.place.start))

    def _is_history(self) -> bool:
        years = [int(year) for year in _YEAR.findall(self.sentence.text)]
        return bool(years and max(years) < _HISTORY) or bool(_OLD.search(self.sentence.text))

    def _places(self) -> list[Slot]:
        """Make slots of the sentence's places, named and described; offsets the sentence's own."""
        first, last = self.sentence.start, self.sentence.end
        slots = []
        for mention in self.reading.mentions_between(first, last):
            if not mention.associative and not _is_description(mention):
                slots.append(Slot(mention.start - first, mention.end - first, places=(mention,)))
        for found in self.tables.phrases.descriptions(self.sentence.text):
            overlapping = any(s.start < found.end and found.start < s.end for s in slots)
            meant = (
                None if overlapping else self._meant(found.start, found.kinds, found.in_sentence)
            )
            if meant:
                place = self._standing_for(meant, found.start, found.end)
                extent = Extent.PART if found.is_part else Extent.ALL
                slots.append(Slot(found.start, found.end, places=(place,), extent=extent))
        return sorted(slots, key=lambda slot: slot.start)

    def _meant(
        self, offset: int, kinds: tuple[PlaceKind, ...], in_sentence: bool
    ) -> PlaceMention | None:
        """Find the place that words stand for, named before or, of a part, in the sentence."""
        here = self.sentence.start + offset
        if in_sentence:
            before = self.reading.mentions_between(self.sentence.start, here)
            after = self.reading.mentions_between(here, self.sentence.end)
            return antecedent(before, kinds) or antecedent(after[:1], kinds)
        back = self.reading.sentences[max(0, self.index - _BACK)].start
        named = [m for m in self.reading.mentions_between(back, here) if not _is_description(m)]
        return antecedent(named, kinds)

    def _standing_for(self, meant: PlaceMention, start: int, end: int) -> PlaceMention:
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

    def _slotted(self, places: list[Slot]) -> SlottedSentence:
        """Replace actors and places by slots, then lists and parts of places by one slot each."""
        actors = [
            Slot(m.start, m.end, actor=m)
            for m in self.referents.mentions(self.index)
            if not any(p.start <= m.start and m.end <= p.end for p in places)
        ]
        places = [p for p in places if not any(_overlap(p, a) for a in actors)]
        first = with_slots(self.sentence.text, _in_order([*actors, *places]))
        groups = self.tables.phrases.grouped(first)
        kept = [_with_own_extent(group, places) for group in groups]
        actors = [a for a in actors if not any(_overlap(a, g) for g in kept)]
        left = [p for p in places if not any(_overlap(p, g) for g in kept)]
        kept = [
            replace(k, either=len(k.places) == 1 and _is_country(k.places[0].place)) for k in kept
        ]
        subjects = [replace(p, either=True) for p in left if _is_country(p.places[0].place)]
        return with_slots(self.sentence.text, _in_order([*actors, *kept, *subjects]))

    def _candidates(self, slotted: SlottedSentence) -> Iterator[_Candidate]:
        words = set(_WORD.findall(slotted.text.lower()))
        for rule in self.tables.rules.rules:
            if rule.anchors.isdisjoint(words):
                continue
            for match in rule.pattern.finditer(slotted.text):
                yield from self._of_match(slotted, rule, match)

    def _of_match(
        self, slotted: SlottedSentence, rule: TerritoryRule, match: re.Match[str]
    ) -> Iterator[_Candidate]:
        place = slotted.slot(match["place"])
        groups = match.groupdict()
        subjects: list[Subject | None]
        if rule.has_subject:
            subject = subject_of(slotted, match.start())
            if subject is None or (rule.armed_subject and subject.slot is None):
                return
            subjects = [*joined_subjects(slotted, subject)]
        else:
            subjects = [
                Subject(match.start(name), slotted.slot(match[name]))
                for name in ("actor", "actor2")
                if groups.get(name)
            ] or [None]
        if rule.has_subject and rule.both_sides and groups.get("actor2"):
            subjects.append(Subject(match.start("actor2"), slotted.slot(match["actor2"])))
        for who in subjects:
            yield _Candidate(rule, match.start(), match.end(), place, who)

    def _made(self, slotted: SlottedSentence, candidate: _Candidate) -> Iterator[TerritorialClaim]:
        for mention in self._mentions_of(candidate.place):
            if not _may_be_claimed(mention.place, candidate.rule.relation, self.sentence.text):
                continue
            actor = self._actor(candidate.actor, mention.place)
            if actor:
                yield self._claim(slotted, candidate, mention, actor)

    def _mentions_of(self, slot: Slot) -> Sequence[PlaceMention]:
        if slot.places or not slot.actor or not _PRONOUN_PLACE.fullmatch(slot.actor.text):
            return slot.places
        meant = self._meant(slot.start, tuple(PlaceKind), in_sentence=False)
        return [self._standing_for(meant, slot.start, slot.end)] if meant else []

    def _actor(self, subject: Subject | None, place: Place | None) -> ActorReference | None:
        if subject is None:
            return ActorReference(UNKNOWN_ACTOR.id, UNKNOWN_ACTOR.name, "")
        if subject.slot is None:
            return self.referents.named(subject.name, place)
        if subject.slot.actor:
            mention: ActorMention = subject.slot.actor
            found = self.referents.refer(self.index, mention, place)
            return None if found.id == UNKNOWN_ACTOR.id else found
        country = subject.slot.places[-1]
        if country.place is None or not country.place.country:
            return None
        return self.referents.country(country.place.country, country.as_written, place)

    def _claim(
        self,
        slotted: SlottedSentence,
        candidate: _Candidate,
        place: PlaceMention,
        actor: ActorReference,
    ) -> TerritorialClaim:
        report, first = self.reading.report, self.sentence.start
        start = slotted.original(candidate.start)
        end = slotted.original_end(candidate.end)
        begin = start
        if (
            candidate.actor
            and 0 < end - slotted.original(candidate.actor.start) < _LONGEST_EVIDENCE
        ):
            begin = min(start, slotted.original(candidate.actor.start))
        said = self._speaker(first + start, first + end, actor, self.sentence.text[begin:start])
        dates = find_dates(self.sentence.text, report.published)
        stated = date_for(dates, (start, end))
        return TerritorialClaim(
            report=report.id,
            evidence=Evidence(first + begin, first + end, report.text[first + begin : first + end]),
            rule=candidate.rule.id,
            stance=self._stance(candidate.rule, first + start, first + end),
            said_by=said.said_by,
            said_by_role=said.role,
            passed_on_by=said.passed_on_by,
            start=stated.first if stated else None,
            end=stated.last if stated else None,
            date_precision=stated.precision if stated else DatePrecision.UNKNOWN,
            published=report.published,
            publisher=report.publisher,
            actor=actor,
            relation=candidate.rule.relation,
            place=place,
            extent=candidate.place.extent if not candidate.rule.parts else Extent.PART,
            share=candidate.place.share,
        )

    def _stance(self, rule: TerritoryRule, start: int, end: int) -> Stance:
        # What is tried or threatened is stated by the words of intent themselves.
        intends = rule.relation in (Relation.THREATENS, Relation.CONTESTS)
        return self.reading.stance_of(start, start if intends else end)

    def _speaker(self, start: int, end: int, actor: ActorReference, between: str) -> Speaker:
        said = self.reading.speaker_of(start, end)
        if said.said_by is None and _SAYS_SO.search(between):
            return Speaker(said_by=actor.as_written)
        return said


def _rivals(
    one: tuple[_Candidate, TerritorialClaim], other: tuple[_Candidate, TerritorialClaim]
) -> bool:
    """Tell whether two claims are readings of the same words, or state the same."""
    (match, claim), (known_match, known) = one, other
    if claim.actor.id != known.actor.id or _identity(claim.place) != _identity(known.place):
        return False
    overlapping = match.start < known_match.end and known_match.start < match.end
    return overlapping or claim.relation is known.relation


def _is_lesser(claim: TerritorialClaim, others: list[TerritorialClaim]) -> bool:
    """Tell whether others say more of the place.

    Fighting without an actor says less than fighting with one; and who is told to hold what
    another takes in the same sentence ("captured the rebel-held town") held it until then.
    """
    rivals = [
        other
        for other in others
        if other.actor.id != claim.actor.id and _identity(other.place) == _identity(claim.place)
    ]
    if claim.actor.id == UNKNOWN_ACTOR.id:
        return bool(rivals)
    taken = any(other.relation is Relation.TAKES for other in rivals)
    return claim.relation is Relation.HOLDS and taken


def _identity(mention: PlaceMention) -> str:
    return mention.place.id if mention.place else mention.as_written


def _in_order(slots: list[Slot]) -> list[Slot]:
    """Sort slots by where they start, and leave out what an earlier one covers."""
    kept: list[Slot] = []
    for slot in sorted(slots, key=lambda s: (s.start, -s.end)):
        if not kept or slot.start >= kept[-1].end:
            kept.append(slot)
    return kept


def _overlap(one: Slot, other: Slot) -> bool:
    return one.start < other.end and other.start < one.end


def _with_own_extent(group: Slot, places: list[Slot]) -> Slot:
    """Give a group the extent of a described part inside it, where its own words give none."""
    inner = [p for p in places if _overlap(p, group) and p.extent is not Extent.ALL]
    return replace(group, extent=inner[0].extent) if inner and group.extent is Extent.ALL else group


def _is_description(mention: PlaceMention) -> bool:
    """Tell whether a name without a place is only a description ("Kurdish city")."""
    return mention.place is None and mention.as_written[-4:] in ("city", "town", "area")


def _is_country(place: Place | None) -> bool:
    return place is not None and place.kind == PlaceKind.COUNTRY


def _may_be_claimed(place: Place | None, relation: Relation, sentence: str) -> bool:
    """Leave out what is too large to be fought for: fighting in a country does not say where."""
    if place is None or place.kind not in (PlaceKind.COUNTRY, PlaceKind.REGION):
        return True
    if place.kind == PlaceKind.REGION:
        return place.country is not None
    return relation in (Relation.TAKES, Relation.HOLDS, Relation.LOSES) or "inva" in sentence
