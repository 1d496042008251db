"""Territorial claims: which actor a report has taking, holding, losing or fighting for a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dashboard.coding.actor_phrases import Actors
from dashboard.coding.annotation import AnnotatedSentence
from dashboard.coding.dates import StatedDate, date_for
from dashboard.coding.denials import denials_of
from dashboard.coding.foes import with_foe
from dashboard.coding.place_phrases import PlacePhrases, is_beside, is_country, is_inside_a_phrase
from dashboard.coding.reading import Reading
from dashboard.coding.redundancy import (
    is_lesser,
    is_of_a_part_of,
    is_of_one_actor,
    says_nothing,
)
from dashboard.coding.referents import Referents
from dashboard.coding.sentences import Sentence
from dashboard.coding.slots import Slot, SlottedSentence
from dashboard.coding.speech import Speaker
from dashboard.coding.spotting import lower
from dashboard.coding.subjects import Subject, joined_subjects, subject_of
from dashboard.coding.territory_actors import ClaimActors
from dashboard.coding.territory_rules import TerritoryRule, TerritoryRules
from dashboard.coding.vocabulary import whole_words
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

_SAYS_SO = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|say|says|said|announced)\s+(?:to\s+have|that|they|it)\b"
)
# What was so once is no report of how things stand.
_FORMERLY = re.compile(
    r"\b(?:once|formerly|previously|used\s+to|(?:years?|months?)\s+after)\b",
    re.IGNORECASE,
)
# "broke the rebel siege": no more of the rebels'.
_SIEGE_BROKEN = re.compile(
    r"\b(?:broke|broken|breaks|lifted|ended)\s+(?:the|an?)\s+[\ue000-\uefff]\s+(?:siege|blockade)\b"
)
_NOW = re.compile(r"\bnow\b", re.IGNORECASE)
# "X, which fell in May, remains under siege": of another day.
_ADDED = re.compile(r",\s(?:which|who|where)\s[^,;]*,")
# "to drive them out" tells what for, not what happened.
_MANAGED = (
    "managed|able|forced|compelled|obliged|continued|continue|continues|helped|went on|"
    "claim|claims|claimed|"
    "appear|appears|appeared|estimated|believed|reported|began|said"
)
_PURPOSE = re.compile("".join(rf"(?<!{words} )" for words in _MANAGED.split("|")) + r"\bto\s+$")
_INSTANCE = re.compile(r"\b(?:including|among\s+them|such\s+as)\b", re.IGNORECASE)
_OVER = re.compile(
    r"\b(?:stopped|ended|ceased|subsided)\b(?!\s(?:[^\s,;]+\s){1,4}?(?:siege|blockade|encirclement)\b)",
    re.IGNORECASE,
)
_SOME_OF_IT = re.compile(r"\b(?:most|much|half|some|parts?|rest)\s+of\s+$", re.IGNORECASE)
_PRONOUN_PLACE = re.compile(r"it", re.IGNORECASE)
# Firms take these over as well: whoever no table knows is taken for one.
_TRADED = re.compile(r"\b(?:ports?|terminals?|harbou?rs?)\b", re.IGNORECASE)
# "still holds Sake, which it took in May": May dates the taking.
_CLAUSE = re.compile(r",\s+(?:which|where|who)\b[^,]*$")
_LONGEST_EVIDENCE = 240


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A match of a rule: offsets are those of the text with slots."""

    rule: TerritoryRule
    start: int
    end: int
    place: Slot
    place_character: str
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
        referents = Referents(self.actors, reading)
        claims: list[TerritorialClaim] = []
        for index, rules in self.rules.tried_on(reading, self.actors.cues):
            around = AnnotatedSentence(reading, referents, self.phrases, index)
            made = _SentenceCoder(self, around).claims(rules)
            new = [claim for claim in made if not is_of_a_part_of(claim, claims)]
            claims += [with_foe(claim, claims, reading) for claim in new]
        return [*claims, *denials_of(reading, claims)]


@dataclass(frozen=True)
class _SentenceCoder:
    """Codes one sentence."""

    tables: TerritoryCoder
    around: AnnotatedSentence

    @property
    def reading(self) -> Reading:
        return self.around.reading

    @property
    def sentence(self) -> Sentence:
        return self.around.sentence

    def claims(self, rules: Sequence[TerritoryRule]) -> list[TerritorialClaim]:
        """Give the claims that rules find in the sentence, each of its actors and places once."""
        if not self.around.may_have_places():
            return []
        if not self._is_acted_in():
            rules = [rule for rule in rules if not rule.names_actor]
        places = self.around.places() if rules else []
        if not places or self.around.is_history():
            return []
        slotted = self.around.slotted(places)
        found = [
            (candidate, claim)
            for candidate in self._candidates(slotted, rules)
            for claim in self._made(slotted, candidate)
        ]
        # Sorted by length alone, so that of two as long the table's first one leads.
        found.sort(key=lambda pair: pair[0].start - pair[0].end)
        kept: list[tuple[_Candidate, TerritorialClaim]] = []
        for pair in found:
            if not any(_rivals(pair, other) for other in kept):
                kept.append(pair)
        claims = [claim for _, claim in kept]
        claims = [claim for claim in claims if not is_lesser(claim, claims)]
        return sorted(claims, key=lambda claim: (claim.evidence.start, claim.place.start))

    def _is_acted_in(self) -> bool:
        """Tell whether there is anybody in the sentence who can act."""
        if self.around.referents.mentions(self.around.index) or _SAYS_SO.search(self.sentence.text):
            return True
        named = self.reading.mentions_between(self.sentence.start, self.sentence.end)
        return any(is_country(mention) and not mention.associative for mention in named)

    def _candidates(
        self, slotted: SlottedSentence, rules: Sequence[TerritoryRule]
    ) -> Iterator[_Candidate]:
        lowered = lower(slotted.text)
        for rule in rules:
            for match in whole_words(rule.pattern, lowered):
                before = max(0, match.start() - 24)
                is_past = _FORMERLY.search(slotted.text, before, match.end())
                if not rule.has_subject:
                    is_past = is_past or _SIEGE_BROKEN.search(slotted.text, before, match.end())
                if is_past or _OVER.search(slotted.text, *match.span()):
                    continue
                yield from self._of_match(slotted, rule, match)

    def _of_match(
        self, slotted: SlottedSentence, rule: TerritoryRule, match: re.Match[str]
    ) -> Iterator[_Candidate]:
        place = _with_extent(slotted, match)
        text = slotted.text
        if is_beside(text, match):
            return
        if match.start() == match.start("place") and is_inside_a_phrase(text, match):
            return
        groups = match.groupdict()
        if groups.get("same") and not _is_same(slotted.slot(match["same"]), place):
            return
        subjects: list[Subject | None]
        if rule.has_subject:
            subject = subject_of(slotted, match.start())
            if subject is None:
                return
            words = self.sentence.text[place.start : place.end]
            if not subject.slot and (rule.armed_subject or _TRADED.search(words)):
                return
            subjects = [*joined_subjects(slotted, subject)]
        else:
            subjects = [
                Subject(match.start(name), slotted.slot(match[name]))
                for name in ("actor", "actor2")
                if groups.get(name) and (name == "actor" or rule.both_sides)
            ] or [None]
        if rule.has_subject and rule.both_sides and groups.get("actor2"):
            subjects.append(Subject(match.start("actor2"), slotted.slot(match["actor2"])))
        for who in subjects:
            if who and text.endswith(" of ", 0, who.start) and _is_pronoun(who):
                continue  # "14,000 of them reached Sake"
            if who and rule.relation is Relation.HOLDS and _is_former(who):
                continue  # "Sake is a former rebel stronghold"
            yield _Candidate(rule, *match.span(), place, match["place"], who)

    def _made(self, slotted: SlottedSentence, candidate: _Candidate) -> Iterator[TerritorialClaim]:
        who = ClaimActors(self.around)
        for mention in self._mentions_of(candidate.place):
            if not _may_be_claimed(mention.place, candidate.rule.relation, self.sentence.text):
                continue
            actor = who.of(candidate.actor, mention.place)
            if actor:
                claim = self._claim(slotted, candidate, mention, actor)
                if not says_nothing(claim):
                    yield claim

    def _mentions_of(self, slot: Slot) -> Sequence[PlaceMention]:
        if slot.places or not slot.actor or not _PRONOUN_PLACE.fullmatch(slot.actor.text):
            return slot.places
        meant = self.around.meant(slot.start, tuple(PlaceKind), in_sentence=False)
        return [self.around.standing_for(meant, slot.start, slot.end)] if meant else []

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
        stated = self._date(candidate.rule, place.start - first, begin, start, end)
        return TerritorialClaim(
            report=report.id,
            evidence=Evidence(first + begin, first + end, report.text[first + begin : first + end]),
            rule=candidate.rule.id,
            stance=self._stance(slotted, candidate),
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
            extent=Extent.PART if candidate.rule.parts else self._extent(candidate, place),
            share=candidate.place.share,
        )

    def _date(
        self, rule: TerritoryRule, place: int, begin: int, start: int, end: int
    ) -> StatedDate | None:
        """Give the date nearest to a claim's words `[start:end]`; its evidence begins at `begin`.

        All offsets, that of the place too, are the sentence's own.
        """
        text = self.sentence.text
        if _NOW.search(text, begin, end):
            return None
        added = _ADDED.search(text, begin, end)
        dates = [
            stated
            for stated in self.reading.dates(self.around.index)
            if not (rule.elliptic and stated.start < place)
            and not _CLAUSE.search(text[end : stated.start])
            and not (added and added.start() < stated.start < added.end())
            # A place is taken on a day: "the worst since 2001" does not date it.
            and not (stated.since and rule.relation in (Relation.TAKES, Relation.LOSES))
        ]
        return date_for(dates, (start, end))

    def _extent(self, candidate: _Candidate, place: PlaceMention) -> Extent:
        """Give the extent of the phrase, but of what it lists as an instance all of it."""
        before = self.sentence.text[candidate.place.start : place.start - self.sentence.start]
        return Extent.ALL if _INSTANCE.search(before) else candidate.place.extent

    def _stance(self, slotted: SlottedSentence, candidate: _Candidate) -> Stance:
        start = candidate.start
        if slotted.text[start] == candidate.place_character:
            # What is said of the place begins behind it, and behind the comma after it.
            start += 2 if slotted.text[start + 1 : start + 2] == "," else 1
        first, begin = self.sentence.start, slotted.original(start)
        if start == candidate.start + 2:
            # An apposition or a clause that only adds something is outside of "denied that".
            words = self.sentence.text[begin : slotted.original_end(candidate.end)]
            return self.reading.stances.stance_of(words, 0, len(words))
        # What is tried or threatened is stated by the words of intent themselves.
        if candidate.rule.own_stance:
            return self.reading.stance_of(first + begin, first + begin)
        end = max(begin, slotted.original_end(candidate.end))
        stance = self.reading.stance_of(first + begin, first + end)
        purpose = stance is Stance.ASSERTED and _PURPOSE.search(slotted.text[:start])
        return Stance.HYPOTHETICAL if purpose else stance

    def _speaker(self, start: int, end: int, actor: ActorReference, between: str) -> Speaker:
        said = self.reading.speaker_of(start, end)
        if said.said_by is None and _SAYS_SO.search(between):
            return Speaker(said_by=actor.as_written)
        return said


def _is_former(subject: Subject) -> bool:
    slot = subject.slot
    return slot is not None and slot.actor is not None and "former " in slot.actor.text.lower()


def _is_pronoun(subject: Subject) -> bool:
    slot = subject.slot
    return slot is not None and slot.actor is not None and slot.actor.text.lower() == "them"


def _with_extent(slotted: SlottedSentence, match: re.Match[str]) -> Slot:
    """Give the slot of a match's place: "most of it" is a part, and so is what "it" stands for."""
    slot = slotted.slot(match["place"])
    if slot.places:
        return slot
    if _SOME_OF_IT.search(slotted.text, match.start(), match.start("place")):
        return slot._replace(extent=Extent.PART)
    named = [s for s in slotted.slots if s.places and s.end <= slot.start]
    return slot._replace(extent=named[-1].extent) if named else slot


def _is_same(one: Slot, other: Slot) -> bool:
    return [m.place for m in one.places] == [m.place for m in other.places]


def _rivals(
    one: tuple[_Candidate, TerritorialClaim], other: tuple[_Candidate, TerritorialClaim]
) -> bool:
    """Tell whether two claims are readings of the same words, or state the same."""
    (match, claim), (known_match, known) = one, other
    # In "still holds Sake, which it retook" two verbs share the place, which is one character.
    shared = int({claim.relation, known.relation} == {Relation.HOLDS, Relation.TAKES})
    overlapping = min(match.end, known_match.end) - max(match.start, known_match.start) > shared
    return is_of_one_actor(claim, known) and (overlapping or claim.relation is known.relation)


def _may_be_claimed(place: Place | None, relation: Relation, sentence: str) -> bool:
    """Leave out what is too large to be fought for: fighting in a country does not say where."""
    if place is None or place.kind not in (PlaceKind.COUNTRY, PlaceKind.REGION):
        return True
    if place.kind == PlaceKind.REGION:
        return place.country is not None
    return relation in (Relation.TAKES, Relation.HOLDS, Relation.LOSES) or "inva" in sentence
