"""Who acts: armed actors and authorities, by a table of names and by words that describe them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dashboard.coding.countries import country_names, demonyms
from dashboard.coding.vocabulary import any_of, compile_words, read_table, trie_of
from dashboard.model import Side

TABLE = "actors.csv"
WORDS = "actor_words.csv"


class ActorKind(StrEnum):
    """How a text points at an actor."""

    NAMED = "named"  # by a name of the table
    STATE = "state"  # as the forces or the government of a country, the country named or not
    DESCRIBED = "described"  # by words that name nobody, or a name that no table has
    GENERIC = "generic"  # by words that stand for the one armed group a report names
    GROUP = "group"  # "the group", "they": stands for the last actor named


@dataclass(frozen=True, slots=True)
class Actor:
    """An entry of the table of actors, or one made from the words of a report.

    `countries` are ISO 3166-1 alpha-2: of a state the country it governs, of others where it acts.
    """

    id: str
    name: str
    side: Side = Side.UNKNOWN
    countries: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words of a text that name or describe an actor: offsets are the sentence's own."""

    start: int
    end: int
    text: str
    kind: ActorKind
    actor: Actor


UNKNOWN_ACTOR = Actor("unknown", "unknown")
# "the army", where the text does not say whose.
ANY_STATE = Actor("government-forces", "government forces", Side.STATE)
_NO_NAME_AFTER = re.compile(r"['’]?s?-(?:linked|affiliated|allied|backed|inspired|style|aligned)\b")
_ONLY_NEAR = re.compile(r"-(?:linked|affiliated|inspired|style|aligned)$")
# The roles of the words that end a phrase for an actor.
_HEADS = ("state", "troops", "forces", "armed", "peacekeepers", "arms")
_TAIL = re.compile(
    r"(?:\s+(?:group|movement|fighters|militants|rebels|forces|militia|militiamen|troops|soldiers"
    r"|gunmen|gunners|youths|men|units|insurgents|columns)\b)?"
)
# "forces loyal to N": the name tells whose they are.
_LOYAL = re.compile(
    r"\s+(?:loyal|allied|faithful)\s+to\s+(?:(?:the\s+)?(?:[a-z]+\s+){0,3}[A-Z][\w’'-]*(?:\s+(?:al-)?[A-Z][\w’'-]*){0,3}"
    r"|(?:the\s+)?(?:[\w-]+\s+)?(?:government|president|regime|junta|authorities|opposition|king|sultan)\b)"
)
_POSSESSED = r"(?:forces|troops|fighters|men|army|soldiers|units|gunmen|militia|militiamen)"
_WHOSE = re.compile(r"\s+(?:backed|led|supported|armed|loyal|allied|trained)\b")
_OFFSHOOT = re.compile(
    r"(?:['’]s)?(?:[\s-]+(?:\w+\s+)?(?:offshoot|affiliates?|branch)|[\s-]+(?:affiliated|linked)|-allied)\b"
)
_AGAINST = re.compile(
    r"\b(?:(?:anti|pro|non)-|(?:affiliated|linked|ties|links|tied)\s+(?:to|with)\s+"
    r"|(?:offshoot|affiliate|branch|wing)\s+of\s+)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_][\w’'-]*")


def slug(words: str) -> str:
    """Make an id of an actor's words: lower case, without accents, hyphens between."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unknown"


class Actors:
    """The table of actors and the words for actors, and how to find them in a sentence."""

    def __init__(
        self,
        aliases: Mapping[str, Actor],
        countries: Mapping[str, str],
        demonyms: Mapping[str, str],
        words: Mapping[str, Iterable[str]],
        path: Path,
    ) -> None:
        """Compile the tables: `demonyms` and country names lead to ISO 3166-1 alpha-2."""
        self._by_first: dict[str, list[tuple[str, Actor]]] = {}
        for alias, actor in aliases.items():
            first = _WORD.search(alias)
            if first:
                self._by_first.setdefault(first.group(), []).append((alias, actor))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._country_of = {**countries, **demonyms}
        self._demonym = {iso: word for word, iso in reversed(list(demonyms.items()))}
        self._military = {
            actor.countries[0]: actor
            for actor in aliases.values()
            if actor.side is Side.STATE and actor.kind == "military"
        }
        self._words = {role: frozenset(listed) for role, listed in words.items()}
        self._plain = self._words["modifier"] | self._words["official"] | self._words["rebellious"]
        self._phrase = compile_words(path, "phrase", _phrase_pattern(self._words))
        heads = {word.split()[-1] for role in _HEADS for word in self._words[role]}
        self._head = compile_words(path, "head", rf"\b{trie_of(heads)}\b")
        nouns = any_of(self._words["hold_noun"])
        self._pronoun = compile_words(
            path,
            "hold_noun",
            rf"\b(?:they|them|it|we|(?:our|his|her|their|its)\s+(?:own\s+)?{_POSSESSED}|(?:their|its)(?=\s+(?:\w+\s+)?{nouns}))\b",
        )
        self._possessor = compile_words(path, "possessor", self._possessor_pattern())

    @classmethod
    def read(cls, data: Path) -> Actors:
        """Read the tables of actors, of words for actors, of countries and of demonyms.

        Raises:
            ReferenceDataError: A table is missing or malformed.
        """
        aliases: dict[str, Actor] = {}
        columns = ("id", "name", "side", "country", "kind", "aliases")
        for row in read_table(data / TABLE, columns):
            where = tuple(filter(None, row["country"].split("|")))
            actor = Actor(row["id"], row["name"], Side(row["side"]), where, row["kind"])
            for alias in row["aliases"].split("|"):
                aliases.setdefault(alias, actor)
        words = {
            row["role"]: row["words"].split("|")
            for row in read_table(data / WORDS, ("role", "words"))
        }
        return cls(aliases, country_names(data), demonyms(data), words, data / WORDS)

    def state(self, country: str) -> Actor:
        """Give the forces and government of a country, ISO 3166-1 alpha-2, as one actor."""
        if country in self._military:
            return self._military[country]
        adjective = self._demonym.get(country, country)
        name = f"{adjective} government forces"
        return Actor(slug(f"{adjective} government"), name, Side.STATE, (country,), "military")

    def find(self, text: str) -> list[ActorMention]:
        """Find the actors that a sentence names or describes, in order, none inside another."""
        named = list(self._named(text))
        found = list(self._phrases(text, named))
        found += [n for n in named if not _inside(n, found)]
        for match in self._possessor.finditer(text):
            mention = self._possessing(match)
            if not _inside(mention, found):
                found.append(mention)
        for match in self._pronoun.finditer(text):
            mention = ActorMention(*match.span(), match.group(), ActorKind.GROUP, UNKNOWN_ACTOR)
            if not _inside(mention, found):
                found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

    def country_in(self, words: str) -> str | None:
        """Give the country that words name or use as an adjective, ISO 3166-1 alpha-2."""
        found = (self._country(word.group()) for word in _WORD.finditer(words))
        return next(filter(None, found), None)

    def named(self, text: str) -> Iterator[Actor]:
        """Yield the actors of the table that a text names, as often as it does."""
        return (mention.actor for mention in self._named(text))

    def _named(self, text: str) -> Iterator[ActorMention]:
        end = 0
        for word in _WORD.finditer(text):
            start = word.start()
            if start < end:
                continue
            hit = self._alias_at(text, start, word.group())
            if hit is None:
                continue
            alias, actor = hit
            end = start + len(alias)
            rest = text[end : end + 30]
            if _NO_NAME_AFTER.match(rest) or _OFFSHOOT.match(rest):
                continue
            if _AGAINST.search(text[max(0, start - 18) : start]):
                continue
            end = _with_short_name(text, end, self._by_first, actor)
            end += len(tail.group()) if (tail := _TAIL.match(text, end)) else 0
            yield ActorMention(start, end, text[start:end], ActorKind.NAMED, actor)

    def _alias_at(self, text: str, start: int, word: str) -> tuple[str, Actor] | None:
        # "ISIS-held" and "RSF's" begin with the alias, though the hyphen makes them one word.
        joined = "-" in word or "’" in word or "'" in word
        keys = (word, re.split("[-’']", word, maxsplit=1)[0]) if joined else (word,)
        for key in keys:
            for alias, actor in self._by_first.get(key, ()):
                if (
                    text.startswith(alias, start)
                    and not text[start + len(alias) : start + len(alias) + 1].isalnum()
                ):
                    return alias, actor
        return None

    def _phrases(self, text: str, named: list[ActorMention]) -> Iterator[ActorMention]:
        taken = 0
        if not self._head.search(text):
            return
        for match in self._phrase.finditer(text):
            start, end = match.span()
            if start < taken:
                continue
            inside = [n for n in named if start <= n.start and n.end <= end]
            overlapping = [n for n in named if n.start < end and n.end > start]
            if overlapping and not inside:
                continue
            following = next((n for n in named if n.start >= end), None)
            link = following and _LINK.fullmatch(text, end, following.start)
            if following and link and self._head.search(text, end, following.start):
                link = None  # "soldiers of the army pushed M23" are the army's
            if inside:
                last = inside[-1]
                yield ActorMention(start, end, match.group(), ActorKind.NAMED, last.actor)
            elif following and link:
                tail = _TAIL.match(text, following.end)
                taken = tail.end() if tail else following.end
                span = text[start:taken]
                yield ActorMention(start, taken, span, ActorKind.NAMED, following.actor)
            else:
                mention = self._loyal(match) or self._described(match)
                if mention:
                    yield from self._joined_states(text, mention)
                    yield mention

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
        country = next((c for m in modifiers if (c := self._country(m))), None)
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
            rf"(?<!\w)(?P<possessor>{own}|(?-i:{countries}))(?!\w)(?:['’]s)?"
            rf"(?=[-\s]{any_of(self._words['hold'])}|\s+(?:\w+\s+)?{nouns})"
        )


_JOINED_BEFORE = re.compile(r"(?:[A-Z][\w-]+,\s+){0,4}[A-Z][\w-]+\s+and\s+(?:allied\s+)?$")
_LINK = re.compile(
    r"\s+(?:(?:from|of|with|for|belonging\s+to|loyal\s+to|allied\s+(?:to|with)|affiliated\s+with"
    r"|known\s+as|called|linked\s+to|fighting\s+for|referred\s+to\s+as)\s+(?:the\s+)?"
    r"(?:(?!\w+ed\s)[\w’'-]+\s+){0,4}?)?[\"“‘']?"
)


def _phrase_pattern(words: Mapping[str, frozenset[str]]) -> str:
    heads = any_of(word for role in _HEADS for word in words[role])
    modifiers = any_of(words["modifier"] | words["rebellious"] | words["official"])
    stop = any_of(words["stop"], cased=True)
    name = r"(?-i:[A-Z][\w’'-]*|(?:[A-Z]\.)+(?:-\w+)?)"
    modifier = rf"(?:(?!{stop})(?:{name}|{modifiers}|[a-z’']+-[\w-]+))"
    return (
        r"(?:\b(?P<determiner>the|an?|its|their|his|some|several|many|these|those|other|hundreds\s+of"
        r"|dozens\s+of|thousands\s+of)\s+)?"
        rf"(?P<modifiers>(?:\b{modifier}\s+){{0,6}})(?P<head>{heads})"
        rf"(?!\s+{any_of(words['no_actor_before'])})(?!-)"
    )


def _inside(mention: ActorMention, others: Iterable[ActorMention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def _with_short_name(
    text: str, end: int, by_first: Mapping[str, list[tuple[str, Actor]]], actor: Actor
) -> int:
    """Take in a short name in brackets: "Islamic State of Iraq and the Levant (ISIL or ISIS)"."""
    match = re.compile(r"\s*[(\[][^()\[\]]{1,40}[)\]]").match(text, end)
    if not match:
        return end
    inner = match.group().strip(" ()[]\"“”'")
    first = _WORD.search(inner)
    known = first and any(a is actor for _, a in by_first.get(first.group(), ()))
    return match.end() if known or inner.isupper() else end
