"""Whether a sentence may name anybody who acts, told by its words before anybody is looked for."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.coding.spotting import letters, lower

_LONGEST_CODE = 4


class ActorCues:
    """The words of all phrases that may stand for an actor, looked up by the longest of each.

    Where a phrase is one word in any letters, most sentences are told by that word alone.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Take the phrases; those in capitals count in capitals alone, a code with dots as well."""
        self._alone: set[bytes] = set()
        self._by_word: dict[bytes, list[tuple[frozenset[bytes], str]]] = {}
        self._in_other_letters: list[str] = []
        for phrase in phrases:
            is_code = phrase.isupper()
            self._add(phrase, phrase if is_code else "")
            if is_code and len(phrase) <= _LONGEST_CODE:
                self._add(".".join(phrase), ".".join(phrase))

    def _add(self, phrase: str, as_written: str) -> None:
        words = frozenset(letters(lower(phrase)).split())
        if not words:
            self._in_other_letters.append(phrase)
        elif len(words) == 1 and not as_written:
            self._alone |= words
        else:
            self._by_word.setdefault(max(sorted(words), key=len), []).append((words, as_written))

    def may_be_in(self, text: str, words: set[bytes]) -> bool:
        """Tell whether a sentence with these words of `letters` may name anybody who acts."""
        return (
            not words.isdisjoint(self._alone)
            or any(
                phrase <= words and as_written in text
                for word in self._by_word.keys() & words
                for phrase, as_written in self._by_word[word]
            )
            or any(phrase in text for phrase in self._in_other_letters)
        )
