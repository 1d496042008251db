"""A passage that is redacted: filled over in the report, and found in all that rests on it. Pure.

A redacted passage keeps its length, so that evidence elsewhere in the text stays where it is. What
goes with it: statements whose evidence or places overlap it, and those that hold words which stand
nowhere in the report any more, such as a speaker whom the passage alone named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from dashboard.model import Report, Review, Statement

FILLER = "█"
# Fields whose words a coder takes from the report. The others are words of the program's own.
_FROM_TEXT = frozenset(
    {"quote", "said_by", "said_by_role", "passed_on_by", "cause", "equivalent", "working"}
    | {"as_written", "name"}
)
_WORD = re.compile(r"\w+")
_LEAST_LETTERS = 4  # shorter words tell nothing, unless they are names or numbers


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start` to `end` of the newest text of a report, and the words that go with it."""

    report: str
    start: int
    end: int
    words: frozenset[str]

    @classmethod
    def of(cls, report: Report, start: int, end: int) -> Passage:
        """Mark a passage of a report."""
        passage = cls(report.id, start, end, frozenset())
        return replace(passage, words=passage._lost(report.text[start:end], report))

    def with_words_of(self, older: Iterable[Report], newest: Report) -> Passage:
        """Count as lost, too, the words that only older versions of the report have."""
        words = (self._lost(version.text, newest) for version in older)
        return replace(self, words=self.words.union(*words))

    def _lost(self, text: str, newest: Report) -> frozenset[str]:
        """Give the words of a text that tell something and that nothing else in the report has."""
        rest = _words(newest.text[: self.start] + " " + newest.text[self.end :])
        return frozenset(w.casefold() for w in _WORD.findall(text) if _tells(w)) - rest

    def filled(self, report: Report) -> Report:
        """Fill the passage over, and its words where the report's header has them."""
        filler = FILLER * (self.end - self.start)
        text = report.text[: self.start] + filler + report.text[self.end :]
        address = report.address
        return replace(
            report,
            text=text,
            title=self._without_words(report.title),
            note=self._without_words(report.note),
            address=None if address and self._has_words(address) else address,
        )

    def touches(self, statement: Statement) -> bool:
        """Tell whether a statement rests on the passage or repeats words of it."""
        return statement.report == self.report and self._found_in(msgspec.to_builtins(statement))

    def touches_review(self, review: Review) -> bool:
        """Tell whether a statement in it touches the passage, or its reason repeats words."""
        about = [s for s in review.statements if s.report == self.report]
        return any(map(self.touches, about)) or (bool(about) and self._has_words(review.reason))

    def _found_in(self, value: Any) -> bool:
        if isinstance(value, list | tuple):
            return any(map(self._found_in, value))
        if not isinstance(value, dict):
            return False
        match value:  # evidence or a mention; the days of a statement are no numbers
            case {"start": int(start), "end": int(end)} if start < self.end and self.start < end:
                return True
        return any(
            self._has_words(part) if isinstance(part, str) else self._found_in(part)
            for name, part in value.items()
            if not isinstance(part, str) or name in _FROM_TEXT
        )

    def _has_words(self, text: str) -> bool:
        return not self.words.isdisjoint(_words(text))

    def _without_words(self, text: str) -> str:
        return _WORD.sub(lambda m: FILLER * len(m[0]) if self._has_words(m[0]) else m[0], text)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _tells(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS or not word.islower()
