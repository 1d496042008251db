"""What of a territorial rule can be tested before any name is found: its outline.

Finding who acts and which places a sentence names takes most of the time of coding it. An outline
is the words of a rule in their order, for a sentence as it is written: where the rule has an actor,
anything may stand, and where a place follows on the words, one that may begin a place's phrase. It
lets through all that the rule matches, and more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dashboard.coding.actor_phrases import HEADS, MODIFYING, words_of_actors
from dashboard.coding.place_patterns import PlacePatterns
from dashboard.coding.place_phrases import words_of_places
from dashboard.coding.sentences import Sentence
from dashboard.coding.vocabulary import one_of

_ANYTHING, _PLACE = "\x01", "\x02"
_INSIDE = r"((?:[^()]|\([^()]*\))*)\)"
LOOK_AROUND = re.compile(rf"\(\?<?[=!]{_INSIDE}")
# What has to follow at a rule's end; of several tests there, the first.
_AHEAD = re.compile(rf"\(\?={_INSIDE}(?:\(\?={_INSIDE})*$")
# A rule's first word is the first that it cannot do without.
_OPTIONAL_START = re.compile(r"^(?:\{\w+!?\}(?:\['s\])?|\[[^\]]*\]|~~?|\.\.|\s)+")
_ANY_WORDS = re.compile(r"\s*(?:\[[^\]]*(?:\{|\\S)[^\]]*\]|~~|\{actor2?\}(?:\['s\])?)\s*")
_A_PLACE = re.compile(r"\s*\{(?:place|other|same)\}")
_GAP_AND_SLOT = re.compile(rf"\s*(?:~|\.\.)\s*(?=[{_ANYTHING}{_PLACE}])")
_GAP = re.compile(rf"~|\.\.|\{{be\}}|{_ANYTHING}")
_WORD_END = r"(?:(?<=\s)|(?!\w))"
_SLOT = re.compile(rf"[{_ANYTHING}{_PLACE}]")
_SPACE = '[\\s"“”\ue000-\uf7ff]+'  # what a rule does not see is left out of its text


@dataclass(frozen=True)
class Outline:
    """The words of a rule: those that a place follows, if any, and all others in their order.

    `first` are the first words that it cannot do without, its verb where it has a subject.
    """

    before_place: str
    in_order: tuple[str, ...]
    first: str

    @classmethod
    def of(cls, notation: str, expand: Callable[[str], str]) -> Outline:
        """Make the outline of a rule, given in the notation of the table and without its subject.

        `expand` makes a regular expression of a notation that has no slots.
        """
        ahead = _AHEAD.search(notation)
        seen = LOOK_AROUND.sub("", notation) + (f"{_ANYTHING}{ahead[1]}" if ahead else "")
        bare = _OPTIONAL_START.sub("", seen)
        bare = _A_PLACE.sub(_PLACE, _ANY_WORDS.sub(_ANYTHING, bare))
        bare = _GAP_AND_SLOT.sub(_ANYTHING, bare)
        before, place, behind = bare.partition(_PLACE)
        last = _GAP.split(before)[-1].strip() if place else ""
        pieces = _pieces(expand(bare))
        if not last or not _is_whole(last):
            return cls("", pieces, pieces[0])
        others = _pieces(expand(behind)) if last == before.strip() else pieces
        return cls(_seen(expand(last)) + _WORD_END, others, pieces[0])

    @cached_property
    def _before_place(self) -> re.Pattern[str]:
        return re.compile(self.before_place)

    @cached_property
    def _first(self) -> re.Pattern[str]:
        return re.compile(self.first, re.DOTALL)

    @cached_property
    def _in_order(self) -> list[re.Pattern[str]]:
        return [re.compile(piece) for piece in self.in_order]

    def may_match(self, lowered: str, sentence: Sentence, places: PlaceBeginnings) -> bool:
        """Tell whether the rule may match a sentence of the report whose text is `lowered`."""
        first, last, text = sentence
        if self.before_place and not any(
            places.may_begin(text[match.end() - first :])
            for match in self._before_place.finditer(lowered, first, last)
        ):
            return False
        at = first
        for piece in self._in_order:
            if not (found := piece.search(lowered, at, last)):
                return False
            at = found.end()
        return True

    def subject_before(self, lowered: str, sentence: Sentence) -> int | None:
        """Tell before which offset the subject of its verb has to stand; None: anywhere.

        A gerund may have its subject behind it.
        """
        verbs = list(self._first.finditer(lowered, sentence.start, sentence.end))
        if not verbs or any(verb.group().split()[0].endswith("ing") for verb in verbs):
            return None
        return verbs[-1].start()


def _pieces(expanded: str) -> tuple[str, ...]:
    pieces: list[str] = []
    for piece in _SLOT.split(_seen(expanded)):
        if pieces and not _is_whole(pieces[-1]):
            pieces[-1] += f".*?{piece}"
        else:
            pieces.append(piece)
    return tuple(filter(None, pieces))


def _seen(expanded: str) -> str:
    """Let a rule see no more of a sentence as it is written than of one with slots."""
    return expanded.replace(r"\s+", _SPACE)


def _is_whole(pattern: str) -> bool:
    return pattern.count("(") == pattern.count(")")


_REACH, _MOST_WORDS = 160, 12  # of a phrase, before its place
_DETERMINERS = ("the", "a", "an", "its", "their")
_NOUNS = 6  # between a determiner and "town of", or "rebels' town of"
_PRONOUNS = frozenset(("it", "its", "they", "them", "their"))
_NEVER_FIRST = ("of", "in", "inside", "on", "to")  # though they stand inside a phrase
_INSTANCES = frozenset(("including", "notably", "such"))
# Words that lead up to a place, or to whose it is, in rules alone.
_ALSO_LEADING = (
    "this|that|only|just|besieged|embattled|beleaguered|encircled|blockaded|contested|his|several"
    "|many|these|those|other|hundreds|dozens|thousands|[a-z]+-"
)
_PUNCTUATION, _QUOTES = ",.;:!?)]", "\"'“”‘’«»"
_ACTORS = (*HEADS, *MODIFYING, "possessor")


class PlaceBeginnings:
    """Tells whether words may begin a phrase for a place, as far as their first ones show it."""

    def __init__(self, leading: str, ends: frozenset[str]) -> None:
        """Take a pattern of the words that lead up to a place, and the words that may end one.

        `ends` are in lower case, and so are those for actors: "the rebel town of Sake" is a place.
        """
        self._leads = one_of(f"{leading}|{_ALSO_LEADING}")
        self._ends = ends | _PRONOUNS

    @classmethod
    def read(cls, data: Path) -> PlaceBeginnings:
        """Read the words from the folder of reference data.

        Raises:
            ReferenceDataError: A table is missing or malformed.
        """
        words, heads = words_of_places(data)
        listed = words_of_actors(data)
        actors = {w.lower() for role in _ACTORS for words in listed[role] for w in words.split()}
        return cls(PlacePatterns(words, ()).leading(), heads | actors)

    def may_begin(self, text: str) -> bool:
        """Tell whether a text may begin with a phrase for a place."""
        tokens = text[:_REACH].split()[:_MOST_WORDS]
        if tokens and tokens[0] in _NEVER_FIRST:
            return not _INSTANCES.isdisjoint(tokens)
        for at, token in enumerate(tokens):
            quoted = token.strip(_QUOTES)
            if quoted and not quoted[0].isalnum():
                break  # "Disease Control (NCDC)"
            word = quoted.rstrip(_PUNCTUATION)
            if word in self._ends or _is_name(word):
                return True
            if word in _DETERMINERS and self._has_noun(tokens[at + 1 : at + 1 + _NOUNS]):
                return True
            if word and not self._leads(word):
                break
        return tokens[1:2] == ["of"] or not _INSTANCES.isdisjoint(tokens)

    def _has_noun(self, tokens: Sequence[str]) -> bool:
        words = [token.strip(_QUOTES).strip(_PUNCTUATION) for token in tokens]
        return any(map(_is_name, words[:2])) or not self._ends.isdisjoint(words)


def _is_name(word: str) -> bool:
    """Tell of a word that no rule has: with a capital, or a letter that English does not have."""
    return not word.isascii() or word != word.lower()
