"""Actors in sentences: by the table of their names, and by words that describe or point at them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from dashboard.coding.actor_cues import ActorCues
from dashboard.coding.actors import (
    ANY_STATE,
    TAIL,
    UNKNOWN_ACTOR,
    Actor,
    ActorKind,
    ActorMention,
    ActorNames,
    slug,
)
from dashboard.coding.countries import country_names, demonyms
from dashboard.coding.spotting import Spotter, lower
from dashboard.coding.vocabulary import (
    any_of,
    around_words,
    compile_words,
    one_of,
    read_table,
)
from dashboard.model import Side
from dashboard.tries import trie_of

WORDS = "actor_words.csv"
_ONLY_NEAR = re.compile(r"-(?:linked|affiliated|inspired|style|aligned)$")
# The roles of the words that end a phrase for an actor.
HEADS = ("state", "troops", "forces", "armed", "peacekeepers", "arms")
# "forces loyal to N": the name tells whose they are.
_LOYAL = re.compile(
    r"\s+(?:loyal|allied|faithful)\s+to\s+(?:(?:the\s+)?(?:[a-z]+\s+){0,3}[A-Z][\w’'-]*(?:\s+(?:al-)?[A-Z][\w’'-]*){0,3}"
    r"|(?:the\s+)?(?:[\w-]+\s+)?(?:government|president|regime|junta|authorities|opposition|king|sultan)\b)"
)
_PRONOUNS = ("they", "them", "it", "we", "our", "his", "her", "their", "its")
# "Moscow claims to have taken X": a capital stands for its country.
_CLAIMING = ("claim", "claims", "claimed", "claiming", "say", "says", "said", "announced")
_POSSESSED = r"(?:forces|troops|fighters|men|army|soldiers|units|gunmen|militia|militiamen)"
_WHOSE = re.compile(r"\s+(?:backed|led|supported|armed|loyal|allied|trained)\b")
_WORD = re.compile(r"[^\W_][\w’'-]*")


class Actors:
    """The table of actors and the words for actors, and how to find them in a sentence."""

    def __init__(
        self,
        names: ActorNames,
        countries: Mapping[str, str],
        demonyms: Mapping[str, str],
        words: Mapping[str, Iterable[str]],
        path: Path,
    ) -> None:
        """Compile the tables: `demonyms` and country names lead to ISO 3166-1 alpha-2."""
        self.names = names
        self._country_of = {**countries, **demonyms}
        self._demonym = {iso: word for word, iso in reversed(list(demonyms.items()))}
        self._military = names.militaries()
        self._words = {role: frozenset(listed) for role, listed in words.items()}
        self._plain = self._words["modifier"] | self._words["official"] | self._words["rebellious"]
        self._phrase = compile_words(path, "phrase", _phrase_pattern(self._words))
        self._possessor = compile_words(path, "possessor", self._possessor_pattern())
        self._leads = one_of(_leading_pattern(self._words))
        heads = {w.split()[-1].lower() for r in HEADS for w in self._words[r]}
        held = {w.split()[0].lower() for r in ("hold", "hold_noun") for w in self._words[r]}
        self._head, self._hold, self._pronoun_word = map(Spotter, (heads, held, _PRONOUNS))
        self._any_word = Spotter(heads | held | {*_PRONOUNS})
        self.cues = ActorCues([*_cues(self._words), *names.aliases, *self._country_of])
        self._pronoun = re.compile(
            rf"(?:they|them|it|we|(?:our|his|her|their|its)\s+(?:own\s+)?{_POSSESSED}"
            rf"|(?:their|its|our)(?=\s+(?:\w+\s+)?{any_of(self._words['hold_noun'])}))\b"
        )

    @classmethod
    def read(cls, data: Path) -> Actors:
        """Read the tables of actors, of words for actors, of countries and of demonyms.

        Raises:
            ReferenceDataError: A table is missing or malformed.
        """
        names, words = ActorNames.read(data), words_of_actors(data)
        return cls(names, country_names(data), demonyms(data), words, data / WORDS)

    def state(self, country: str) -> Actor:
        """Give the forces and government of a country, ISO 3166-1 alpha-2, as one actor."""
        if country in self._military:
            return self._military[country]
        adjective = self._demonym.get(country, country)
        name = f"{adjective} government forces"
        return Actor(slug(f"{adjective} government"), name, Side.STATE, (country,), "military")

    def find(self, text: str) -> list[ActorMention]:
        """Find the actors that a sentence names or describes, in order, none inside another."""
        named = list(self.names.find(text))
        if not self._any_word.spans(lower(text)):
            return named
        found = list(self._phrases(text, named))
        for mention in (*named, *self._possessors(text), *self._pronouns(text)):
            if not _inside(mention, found):
                found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

    def country_in(self, words: str) -> str | None:
        """Give the country that words name or use as an adjective, ISO 3166-1 alpha-2."""
        found = (self._country(word.group()) for word in _WORD.finditer(words))
        return next(filter(None, found), None)

    def _phrases(self, text: str, named: list[ActorMention]) -> Iterator[ActorMention]:
        taken = 0
        for match in around_words(self._head, self._phrase, text, self._leads):
            start, end = match.span()
            if start < taken:
                continue
            inside = [n for n in named if start <= n.start and n.end <= end]
            overlapping = [n for n in named if n.start < end and n.end > start]
            if overlapping and not inside:
                continue
            following = next((n for n in named if n.start >= end), None)
            linked = following and self._leads_on(text, end, following.start)
            if inside:
                last = inside[-1]
                yield ActorMention(start, end, match.group(), ActorKind.NAMED, last.actor)
            elif following and linked:
                tail = TAIL.match(text, following.end)
                taken = tail.end() if tail else following.end
                span = text[start:taken]
                yield ActorMention(start, taken, span, ActorKind.NAMED, following.actor)
            else:
                mention = self._loyal(match) or self._described(match)
                if mention:
                    yield from self._joined_states(text, mention)
                    yield mention

    def _leads_on(self, text: str, end: int, name: int) -> bool:
        """Tell "fighters of M23" from "soldiers of the army pushed M23", who are the army's."""
        if not _LINK.fullmatch(text, end, name):
            return False
        heads = self._head.spans(lower(text))
        return not any(end <= start and last <= name for start, last in heads)

    def _possessors(self, text: str) -> Iterator[ActorMention]:
        """Find the "rebel" of "rebel-held" and "rebel control"."""
        for match in around_words(self._hold, self._possessor, text, bool, most=2):
            yield self._possessing(match)

    def _pronouns(self, text: str) -> Iterator[ActorMention]:
        lowered = lower(text)
        for start, _ in self._pronoun_word.spans(lowered):
            if match := self._pronoun.match(lowered, start):
                words = text[start : match.end()]
                yield ActorMention(start, match.end(), words, ActorKind.GROUP, UNKNOWN_ACTOR)

    def _loyal(self, match: re.Match[str]) -> ActorMention | None:
        """Read "troops loyal to the exiled president": whose they are is all that names them."""
        loyal = _LOYAL.match(match.string, match.end())
        if not loyal:
            return None
        words = match.string[match.start("modifiers") : loyal.end()]
        words = words if match["determiner"] else words[:1].lower() + words[1:]
        span = match.string[match.start() : loyal.end()]
        made = self._made_of(words)
        return ActorMention(match.start(), loyal.end(), span, ActorKind.DESCRIBED, made)

    def _described(self, match: re.Match[str]) -> ActorMention | None:
        """Read a phrase without a name: a state's forces, a group already named, or its words."""
        determiner, head = (match["determiner"] or "").lower(), match["head"]
        modifiers = match["modifiers"].split()
        # A word that only begins the sentence is no name.
        if not determiner and modifiers and modifiers[0].lower() in self._plain:
            modifiers[0] = modifiers[0].lower()
        elif not determiner and not modifiers:
            head = head if head.isupper() else head[:1].lower() + head[1:]
        words = " ".join([*modifiers, head])
        span = (*match.span(), match.group())
        if determiner in ("its", "their", "his"):
            return ActorMention(*span, ActorKind.GROUP, UNKNOWN_ACTOR)
        if f"the {words}" in self._words["group"] and determiner in ("the", "these", "those"):
            return ActorMention(*span, ActorKind.GROUP, self._made_of(words))
        if words.lower() in self._words["generic"] or self._is_offshoot(modifiers, head):
            return ActorMention(*span, ActorKind.GENERIC, self._made_of(words))
        pairs = [" ".join(pair) for pair in pairwise(modifiers)]  # "South Sudanese"
        country = next((c for m in (*pairs, *modifiers) if (c := self._country(m))), None)
        if self._is_state(modifiers, head, country):
            actor = self.state(country) if country else ANY_STATE
            return ActorMention(*span, ActorKind.STATE, actor)
        if self._is_nobody_s(match, modifiers):
            return None
        return ActorMention(*span, ActorKind.DESCRIBED, self._made_of(words))

    def _joined_states(self, text: str, mention: ActorMention) -> Iterator[ActorMention]:
        """Find the other countries of "Kenyan, Ethiopian and Somali forces"."""
        joined = _JOINED_BEFORE.search(text, 0, mention.start)
        if mention.actor.side is not Side.STATE and mention.kind is not ActorKind.DESCRIBED:
            return
        for word in _WORD.finditer(joined.group() if joined else ""):
            if joined and (country := self._country(word.group())):
                start, end = joined.start() + word.start(), joined.start() + word.end()
                state = self.state(country)
                yield ActorMention(start, end, word.group(), ActorKind.STATE, state)

    def _is_nobody_s(self, match: re.Match[str], modifiers: list[str]) -> bool:
        """Tell of words that are an actor's only where they say whose: "forces", "tanks"."""
        head = match["head"].lower()
        if head == "opposition" and _VOTES.search(match.string):
            return True
        if head in self._words["arms"]:
            return not any(m.endswith(("’s", "'s")) for m in modifiers)
        is_bare = not modifiers and head in self._words["forces"]
        return is_bare and not _WHOSE.match(match.string, match.end())

    def _is_offshoot(self, modifiers: list[str], head: str) -> bool:
        """Tell whether an actor is only said to be near one that is named."""
        near = any(_ONLY_NEAR.search(m) for m in modifiers)
        return head in ("offshoot", "affiliate", "branch") or (
            near and head in self._words["armed"]
        )

    def _is_state(self, modifiers: list[str], head: str, country: str | None) -> bool:
        if any(m in self._words["rebellious"] or "-backed" in m for m in modifiers):
            return False
        if any(m in self._words["official"] for m in modifiers):
            return head not in self._words["armed"] or "pro-government" not in modifiers
        if head in self._words["state"]:
            # "Libyan National Army", "Arakan Army": a name that no table has is not the state's.
            names = [m for m in modifiers if m[:1].isupper() and not m.endswith(("’s", "'s"))]
            unknown = [m for m in names if m not in self._plain and m.lower() not in self._plain]
            return country is not None or (head[:1].islower() and not unknown)
        if country and head.lower() in self._words["state"] | self._words["arms"]:
            return True
        if head in self._words["troops"] or head in ("forces", "force"):
            return country is not None or (not modifiers and head in self._words["troops"])
        return False

    def _possessing(self, match: re.Match[str]) -> ActorMention:
        word = match["possessor"]
        country = self._country(word)
        if country or word.lower() in self._words["official"]:
            actor = self.state(country) if country else ANY_STATE
            return ActorMention(*match.span("possessor"), word, ActorKind.STATE, actor)
        plural = word.lower() if word.endswith("s") else f"{word.lower()}s"
        generic = plural in self._words["generic"]
        plural = plural if generic or plural in self._words["armed"] else f"{word} forces"
        kind = ActorKind.GENERIC if generic else ActorKind.DESCRIBED
        return ActorMention(*match.span("possessor"), word, kind, self._made_of(plural))

    def _country(self, word: str) -> str | None:
        return self._country_of.get(re.sub(r"['’]s?$", "", word))

    def _made_of(self, words: str) -> Actor:
        armed = any(w in self._words["armed"] | self._words["rebellious"] for w in words.split())
        side = Side.NON_STATE if armed else Side.UNKNOWN
        return Actor(slug(words), words, side)

    def _possessor_pattern(self) -> str:
        own = trie_of(self._words["possessor"])
        countries = trie_of(word for word in self._country_of if " " not in word)
        nouns = any_of(self._words["hold_noun"])
        return (
            rf"(?<!\w)(?!state-run\b)(?P<possessor>{own}|(?-i:{countries}))(?!\w)(?:['’]s)?"
            rf"(?=[-\s]{any_of(self._words['hold'])}|\s+(?:\w+\s+)?{nouns})"
        )


def _cues(words: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield the words without which nobody is described, pointed at or said to claim anything."""
    for role in (*HEADS, "possessor"):
        yield from words[role]
    yield from ("they", "them", "it", "we", *_CLAIMING)
    yield from (
        f"{whose} {noun}" for whose in ("their", "its", "our") for noun in words["hold_noun"]
    )


def words_of_actors(data: Path) -> dict[str, list[str]]:
    """Read the words for actors by their role from the folder of reference data.

    Raises:
        ReferenceDataError: The table is missing or malformed.
    """
    rows = read_table(data / WORDS, ("role", "words"))
    return {row["role"]: row["words"].split("|") for row in rows}


# The opposition takes towns in elections as well.
_VOTES = re.compile(
    r"\b(?:elect|vot(?:e|ing)|poll(?:s|ing)\b|ballot|seats?\b|parliament|mayor|municipal|referend|candidate"
    r"|campaign|constituen|percentage)",
    re.IGNORECASE,
)
_JOINED_BEFORE = re.compile(r"(?:[A-Z][\w-]+,\s+){0,4}[A-Z][\w-]+\s+and\s+(?:allied\s+)?$")
_LINK = re.compile(
    r"\s+(?:(?:from|of|with|for|belonging\s+to|loyal\s+to|allied\s+(?:to|with)|affiliated\s+with"
    r"|known\s+as|called|linked\s+to|fighting\s+for|referred\s+to\s+as)\s+(?:the\s+)?"
    r"(?:(?!\w+ed\s)[\w’'-]+\s+){0,4}?)?[\"“‘']?"
)


_NAME = r"(?-i:[A-Z][\w’'-]*|(?:[A-Z]\.)+(?:-\w+)?)"
_HYPHENATED = r"[a-z’']+-[\w-]+"
_DETERMINERS = (
    r"the|an?|its|their|his|some|several|many|these|those|other"
    r"|hundreds\s+of|dozens\s+of|thousands\s+of"
)
MODIFYING = ("modifier", "rebellious", "official")


def _phrase_pattern(words: Mapping[str, frozenset[str]]) -> str:
    heads = any_of(word for role in HEADS for word in words[role])
    modifiers = any_of(word for role in MODIFYING for word in words[role])
    stop = any_of(words["stop"], cased=True)
    modifier = rf"(?:(?!{stop})(?:{_NAME}|{modifiers}|{_HYPHENATED}))"
    return (
        rf"(?:\b(?P<determiner>{_DETERMINERS})\s+)?"
        rf"(?P<modifiers>(?:\b{modifier}\s+){{0,6}})(?P<head>{heads})"
        rf"(?!\s+{any_of(words['no_actor_before'])})(?!-)"
    )


def _leading_pattern(words: Mapping[str, frozenset[str]]) -> str:
    """Match any word that may stand in such a phrase before its last."""
    listed = {w for role in (*HEADS, *MODIFYING) for phrase in words[role] for w in phrase.split()}
    determiners = _DETERMINERS.replace(r"\s+", "|")
    return rf"{any_of(listed)}|{determiners}|{_NAME}|{_HYPHENATED}|[a-z’']+-"


def _inside(mention: ActorMention, others: Iterable[ActorMention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)
