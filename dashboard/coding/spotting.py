"""Where any of many words stand in a text: one pass, however many the words are.

Few sentences of a report state anything. This is how they are found: the words without which no
rule can match are looked for all at once, by the algorithm of Aho and Corasick.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ahocorasick


class Spotter:
    """Finds words, or any strings of lower-case letters, in texts."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in words:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def spot(self, lowered: str) -> Iterator[tuple[int, str]]:
        """Yield each word that a text in lower case has, inside others too, and where it starts.

        They come in the order of their ends.
        """
        for last, word in self._automaton.iter(lowered):
            yield last - len(word) + 1, word


def lower(text: str) -> str:
    """Put a text in lower case, each character by one, so that offsets stay what they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
