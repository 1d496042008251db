"""Whom the words for an actor stand for, in the report that they are used in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dashboard.coding.actor_phrases import Actors
from dashboard.coding.actors import (
    ANY_STATE,
    UNKNOWN_ACTOR,
    Actor,
    ActorKind,
    ActorMention,
    slug,
)
from dashboard.coding.reading import Reading
from dashboard.model import ActorReference, Place, PlaceKind, Side

# How far back "the group" and "they" look for the actor they stand for, in sentences.
_GROUP_REACH, _PRONOUN_REACH = 8, 3
_GROUPS = ("armed_group", "militia", "gang")
# "rebels in Chad say they": the country is where, not who.
_WHERE = re.compile(r"\b(?:in|from|of|to|into|on|near|across|for|against|with|by)\s+(?:\w+\s+)?$")
# "Kyiv said its troops hold it": a capital that speaks is its country, and not where they are.
SPEAKS = re.compile(
    r"\s+(?:has\s+|had\s+)?(?:said|says|claim(?:s|ed)|den(?:ies|ied)|announced|confirmed"
    r"|insist(?:s|ed))\b"
)
_SPEAKS_FOR = re.compile(
    r"\b(?:spokes\w+|commander|leader|official|chief|minister|officer|head|fighter)s?\b"
)
_FOR_A_STATE = re.compile(
    r"\b(?:prime minister|president|(?:defen[cs]e|interior|foreign|information)\s+minist(?:er|ry)"
    r"|army|armed forces|military|government|general staff|cabinet)\b",
    re.IGNORECASE,
)
_PRONOUNS = ("they", "them", "their", "it", "its", "his", "her")


@dataclass
class Referents:
    """The actors of one report, found sentence by sentence where they are asked for."""

    actors: Actors
    reading: Reading
    _found: dict[int, list[ActorMention]] = field(default_factory=dict)

    def mentions(self, index: int) -> list[ActorMention]:
        """Give the actors of a sentence, by its number."""
        if index not in self._found:
            text, words = self.reading.sentences[index].text, set(self.reading.words[index])
            acts = self.actors.cues.may_be_in(text, words)
            self._found[index] = self.actors.find(text) if acts else []
        return self._found[index]

    def refer(self, index: int, mention: ActorMention, place: Place | None) -> ActorReference:
        """Tell which actor the words of a sentence stand for, said of a place."""
        actor, inferred = self._actor(index, mention)
        if actor is ANY_STATE and place and place.country:
            actor, inferred = self.actors.state(place.country), True
        return _reference(actor, mention.text, inferred, place)

    def named(self, name: str, place: Place | None) -> ActorReference:
        """Make a reference of a name that no table has."""
        return _reference(Actor(slug(name), name), name, False, place)

    def country(self, country: str, written: str, place: Place | None) -> ActorReference:
        """Make a reference of a country that acts: "Russia annexed it"."""
        return _reference(self.actors.state(country), written, False, place)

    def of_speaker(
        self, index: int, mention: ActorMention, place: Place | None
    ) -> ActorReference | None:
        """Tell whom "we" and "our forces" stand for: the actor that the speaker speaks for."""
        first = self.reading.sentences[index].start
        said = self.reading.speaker_of(first + mention.start, first + mention.end)
        # "army spokesman" is no actor, but he speaks for one.
        words = _SPEAKS_FOR.sub(",", " ".join(filter(None, (said.role, said.said_by))))
        for actor in self.actors.find(words):
            if actor.kind in (ActorKind.NAMED, ActorKind.STATE):
                meant = replace(actor, text=mention.text)
                return replace(self.refer(index, meant, place), inferred=True)
        if country := self.actors.country_in(words):
            return self.country(country, mention.text, place)
        if place and place.country and _FOR_A_STATE.search(words):
            return self.country(place.country, mention.text, place)
        return None

    def _actor(self, index: int, mention: ActorMention) -> tuple[Actor, bool]:
        if mention.kind is ActorKind.GENERIC:
            return self._only_group(mention.actor)
        if mention.kind is ActorKind.GROUP:
            return self._last_actor(index, mention)
        return mention.actor, False

    def _only_group(self, described: Actor) -> tuple[Actor, bool]:
        if len(self._groups) == 1:
            return self._groups[0], True
        return described, False

    @cached_property
    def _groups(self) -> list[Actor]:
        """The non-state armed groups that the report names, each once."""
        named = [m.actor for m in self.actors.names.find(self.reading.report.text)]
        groups = {a.id: a for a in named if a.side is Side.NON_STATE and a.kind in _GROUPS}
        return list(groups.values())

    def _last_actor(self, index: int, mention: ActorMention) -> tuple[Actor, bool]:
        is_pronoun = mention.text.lower().split()[0] in _PRONOUNS
        before = [m for m in self.mentions(index) if m.end <= mention.start]
        if not is_pronoun:  # "Kurdish fighters drove out the jihadists": they are others
            before = [m for m in before if m.kind is not ActorKind.DESCRIBED]
        after = [m for m in self.mentions(index) if m.start >= mention.end]
        reach = _PRONOUN_REACH if is_pronoun else _GROUP_REACH
        earlier = [self.mentions(i) for i in range(index - 1, max(-1, index - reach - 1), -1)]
        listed = [list(reversed(before)), *earlier, after if is_pronoun else []]
        found = next(filter(None, (_pick(ms, is_pronoun) for ms in listed)), None)
        country = self._country_before(index, mention, before) if is_pronoun else None
        if country:
            return country, True
        only, is_only = self._only_group(mention.actor)
        if found and (found.kind is ActorKind.NAMED or is_pronoun or not is_only):
            generic = found.kind is ActorKind.GENERIC
            return (self._only_group(found.actor)[0] if generic else found.actor), True
        return only, is_only

    def _country_before(
        self, index: int, mention: ActorMention, before: Sequence[ActorMention]
    ) -> Actor | None:
        """Give the country that "its forces" are of, where it is named after any other actor."""
        first = self.reading.sentences[index].start
        since = max((m.end for m in before if m.kind is not ActorKind.GROUP), default=0)
        named = self.reading.mentions_between(first + since, first + mention.start)
        text = self.reading.report.text
        places = [
            m.place
            for m in named
            if m.place and not m.associative and not _WHERE.search(text[: m.start][-20:])
        ]
        # "Kyiv said its troops": a capital that speaks is its country.
        saying = {m.place.id for m in named if m.place and SPEAKS.match(text, m.end)}
        countries = [
            p for p in places if p.country and (p.kind is PlaceKind.COUNTRY or p.id in saying)
        ]
        return self.actors.state(countries[-1].country or "") if countries else None


def _pick(mentions: Iterable[ActorMention], any_side: bool) -> ActorMention | None:
    """Take the first that names an actor, else the first that describes one."""
    listed: Sequence[ActorMention] = [
        m
        for m in mentions
        if m.kind is not ActorKind.GROUP and (any_side or m.actor.side is not Side.STATE)
    ]
    for kinds in ((ActorKind.NAMED, ActorKind.STATE), (ActorKind.DESCRIBED, ActorKind.GENERIC)):
        found = next((m for m in listed if m.kind in kinds), None)
        if found:
            return found
    return None


def _reference(actor: Actor, written: str, inferred: bool, place: Place | None) -> ActorReference:
    side = actor.side
    abroad = place is not None and place.country and place.country not in actor.countries
    if side is Side.STATE and actor.countries and abroad:
        side = Side.FOREIGN
    name = written if actor is UNKNOWN_ACTOR else actor.name
    return ActorReference(actor.id, name, written, side, inferred)
