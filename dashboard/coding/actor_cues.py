"""Whether a sentence may name anybody who acts, told by its words before anybody is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashboard.coding.spotting import lower

_WORD = re.compile(r"[a-z]+")
_LONGEST_CODE = 4


class ActorCues:
    """The words of all phrases that may stand for an actor, looked up by the longest of each."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Take the phrases; those in capitals count in capitals alone, a code with dots as well."""
        self._by_word: dict[str, list[tuple[frozenset[str], str]]] = {}
        for phrase in phrases:
            is_code = phrase.isupper()
            self._add(phrase, phrase if is_code else "")
            if is_code and len(phrase) <= _LONGEST_CODE:
                self._add(".".join(phrase), ".".join(phrase))

    def _add(self, phrase: str, as_written: str) -> None:
        words = words_of(lower(phrase))
        told = frozenset(words), as_written
        self._by_word.setdefault(max(sorted(words), key=len), []).append(told)

    def may_be_in(self, text: str, words: set[str]) -> bool:
        """Tell whether a sentence with these lower-case words may name anybody who acts."""
        return any(
            phrase <= words and as_written in text
            for word in self._by_word.keys() & words
            for phrase, as_written in self._by_word[word]
        )


def words_of(lowered: str, start: int = 0, end: int | None = None) -> set[str]:
    """Give the words of plain letters in `lowered[start:end]`, a text in lower case."""
    return set(_WORD.findall(lowered, start, len(lowered) if end is None else end))
