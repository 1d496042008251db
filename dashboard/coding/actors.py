"""Who acts: armed actors and authorities, and the table of their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dashboard.coding.vocabulary import read_table
from dashboard.model import Side
from dashboard.tries import trie_of

TABLE = "actors.csv"


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
TAIL = re.compile(
    r"(?:\s+(?:group|movement|fighters|militants|rebels|forces|militia|militiamen|troops|soldiers"
    r"|gunmen|gunners|cadres|youths|men|units|insurgents|columns|coalition|alliance|gangs?)\b){0,2}"
)
_OFFSHOOT = re.compile(
    r"(?:['’]s)?(?:[\s-]+(?:\w+\s+)?(?:offshoot|affiliates?|branch)|[\s-]+(?:affiliated|linked)|-allied)\b"
)
_AGAINST = re.compile(
    r"\b(?:(?:anti|pro|non)-|(?:affiliated|linked|ties|links|tied)\s+(?:to|with)\s+"
    r"|(?:offshoot|affiliate|branch|wing)\s+of\s+)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_][\w’'-]*")
# "pro-ISIS" is one word, and no name.
_INSIDE_A_WORD = re.compile(r"[^\W_][\w’'-]*$")
_SHORT_NAME = re.compile(r"\s*[(\[][^()\[\]]{1,40}[)\]]")


def slug(words: str) -> str:
    """Make an id of an actor's words: lower case, without accents, hyphens between."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unknown"


class ActorNames:
    """The names of the table of actors, and how to find them in a text."""

    def __init__(self, aliases: Mapping[str, Actor]) -> None:
        self.aliases = aliases
        self._pattern = re.compile(rf"{trie_of(aliases)}(?![^\W_])")
        self._first_words = {
            (first.group(), actor)
            for alias, actor in aliases.items()
            if (first := _WORD.search(alias))
        }

    @classmethod
    def read(cls, data: Path) -> ActorNames:
        """Read the table from the folder of reference data.

        Raises:
            ReferenceDataError: The table is missing or malformed.
        """
        aliases: dict[str, Actor] = {}
        columns = ("id", "name", "side", "country", "kind", "aliases")
        for row in read_table(data / TABLE, columns):
            where = tuple(filter(None, row["country"].split("|")))
            actor = Actor(row["id"], row["name"], Side(row["side"]), where, row["kind"])
            for alias in row["aliases"].split("|"):
                aliases.setdefault(alias, actor)
        return cls(aliases)

    def militaries(self) -> dict[str, Actor]:
        """Give the forces of each country that the table names, ISO 3166-1 alpha-2."""
        return {
            actor.countries[0]: actor
            for actor in self.aliases.values()
            if actor.side is Side.STATE and actor.kind == "military"
        }

    def has(self, name: str) -> bool:
        """Tell whether a name of the table is written just so: "Fano" is a town as well."""
        return name in self.aliases

    def known(self) -> list[str]:
        """Give the names of the actors of the table, sorted."""
        return sorted({actor.name for actor in self.aliases.values()})

    def find(self, text: str) -> Iterator[ActorMention]:
        """Find the actors that a text names, in order, each with the words that belong to it."""
        end = 0
        for match in self._pattern.finditer(text):
            start = match.start()
            if start < end or _INSIDE_A_WORD.search(text, max(0, start - 40), start):
                continue
            end = match.end()
            rest = text[end : end + 30]
            if _NO_NAME_AFTER.match(rest) or _OFFSHOOT.match(rest):
                continue
            if _AGAINST.search(text[max(0, start - 18) : start]):
                continue
            actor = self.aliases[match.group()]
            end = self._with_short_name(text, end, actor)
            end += len(tail.group()) if (tail := TAIL.match(text, end)) else 0
            yield ActorMention(start, end, text[start:end], ActorKind.NAMED, actor)

    def _with_short_name(self, text: str, end: int, actor: Actor) -> int:
        """Take in the short name of "Islamic State of Iraq and the Levant (ISIL or ISIS)"."""
        match = _SHORT_NAME.match(text, end)
        if not match:
            return end
        inner = match.group().strip(" ()[]\"“”'")
        first = _WORD.search(inner)
        known = first and (first.group(), actor) in self._first_words
        return match.end() if known or inner.isupper() else end
