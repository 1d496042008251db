"""Where any of many words stand in a text: one pass, however many the words are.

Few sentences of a report state anything. This is how they are found: the words without which no
rule can match are looked for all at once, by the algorithm of Aho and Corasick.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

Span = tuple[int, int]
Word = TypeVar("Word", bound=Hashable)


class Spotter:
    """Finds words, or any strings of lower-case letters, in texts."""

    def __init__(self, words: Iterable[str], *, inside_others: bool = False) -> None:
        """Take the words; `inside_others` finds them as parts of longer words too."""
        self._words = sorted(set(words))
        self._inside_others = inside_others
        self._automaton = AhoCorasick(self._words, implementation=Implementation.DFA)

    def _found(self, text: str) -> list[tuple[int, int, int]]:
        """Find the words in a text by where they end: each by its number and where it stands."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if self._inside_others:
            return found
        return [match for match in found if not _is_part(text, match[1], match[2])]

    def spans(self, lowered: str) -> list[Span]:
        """Find where the words stand in a text in lower case, by their ends.

        Where one word stands inside another, or they overlap, all are told.
        """
        return [(start, end) for _, start, end in self._found(lowered)]

    def in_text(self, lowered: str) -> set[str]:
        """Find the words that a text in lower case has."""
        return {self._words[number] for number, _, _ in self._found(lowered)}

    def in_sentences(self, lowered: str, starts: Sequence[int]) -> dict[int, set[str]]:
        """Find the words that each sentence of a text has.

        Args:
            lowered: The text in lower case.
            starts: Where its sentences start, in order.

        Returns:
            The words by the number of the sentence, in order; none for sentences that have none.
        """
        found: dict[int, set[str]] = {}
        borders = [*starts[1:], len(lowered)]
        at, border = -1, -1
        for number, _, end in self._found(lowered):
            if end > border:
                while end > border:
                    at += 1
                    border = borders[at]
                here = found[at] = set()
            here.add(self._words[number])
        return found


def _is_part(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def numbers_by_word(sets: Sequence[frozenset[Word]]) -> Callable[[frozenset[Word]], list[int]]:
    """Make what gives the numbers, in order, of the sets that have one of some words.

    It remembers its answers, since few words stand together in a sentence.
    """
    by_word: dict[Word, set[int]] = {}
    for number, words in enumerate(sets):
        for word in words:
            by_word.setdefault(word, set()).add(number)

    @lru_cache(maxsize=16384)
    def having(words: frozenset[Word]) -> list[int]:
        return sorted(set[int]().union(*(by_word.get(word, ()) for word in words)))

    return having


def lower(text: str) -> str:
    """Put a text in lower case, each character by one, so that offsets stay what they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


_LETTERS = bytes(code if code in b"abcdefghijklmnopqrstuvwxyz" else 32 for code in range(256))


def letters(lowered: str) -> bytes:
    """Give a text in lower case with a blank for all but a to z, a byte for each character.

    Its words are split and compared several times as fast as a text's own.
    """
    return lowered.encode("ascii", "replace").translate(_LETTERS)
