"""What the lines of a page did to a text, undone: sentences that they wrapped, words they cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.coding.sentences import Sentence, Sentences, split_sentences
from dashboard.model import DisplacementFigure, Evidence, PlaceMention, Report, Statement

# A word cut at a line's end ("con-↵trolled", "Al-↵Qaeda"), or white space between two words that
# is not one blank; tabs part the cells of a table. The first sign of each comes first, so that only
# such are looked at.
_UNEVEN = re.compile(
    r"[- \n](?:(?P<cut>(?<=[a-z]-)[ \t]*\n[ \t]*(?=[a-z])|(?<=\w-\n)[ \t]*(?=\w))"
    r"|(?<=\S\n)\s*|(?<=\S )(?: +|(?=\n))(?:\n\s*)?)"
)
_BLANKS = "\u00a0\u2009\u202f"  # at which no line ends, as between the thousands of a number


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A report with each sentence in one line, a blank between its words, and the way back.

    `cuts` are the offsets in its text at which characters were taken out, in order, and `taken`
    tells of each how many were by then; `own` is the report as it was given.
    """

    own: Report
    report: Report
    sentences: Sentences
    cuts: tuple[int, ...]
    taken: tuple[int, ...]

    @classmethod
    def of(cls, own: Report) -> Unwrapped:
        """Undo what lines did to the sentences of a report."""
        text = own.text
        for blank in _BLANKS:
            text = text.replace(blank, " ")
        sentences, kept, cuts, taken, at = list[Sentence](), list[str](), [-1], [0], 0
        for sentence in split_sentences(text):
            start, end, words = sentence
            moved = start - taken[-1]
            if "\n" in words or "  " in words:
                kept.append(text[at:start])
                at, words = end, _in_one_line(sentence, cuts, taken)
                kept.append(words)
            sentences.append(Sentence(moved, moved + len(words), words) if kept else sentence)
        if not kept and text == own.text:
            return cls(own, own, Sentences(tuple(sentences)), (-1,), (0,))
        report = replace(own, text="".join((*kept, text[at:])))
        return cls(own, report, Sentences(tuple(sentences)), tuple(cuts), tuple(taken))

    def restored(self, statements: Sequence[Statement]) -> list[Statement]:
        """Move statements of this text to where they stand in the report's own."""
        if self.report is self.own:
            return list(statements)
        moved = [self._restored(statement) for statement in statements]
        parts = (s.part_of for s in moved if isinstance(s, DisplacementFigure))
        if not any(parts):
            return moved
        ids = {old.id: new.id for old, new in zip(statements, moved, strict=True)}
        return [
            replace(s, part_of=ids[s.part_of])
            if isinstance(s, DisplacementFigure) and s.part_of
            else s
            for s in moved
        ]

    def _restored(self, statement: Statement) -> Statement:
        start, end = self._own_span(statement.evidence.start, statement.evidence.end)
        evidence = Evidence(start, end, self.own.text[start:end])
        if isinstance(statement, DisplacementFigure):
            return replace(
                statement,
                evidence=evidence,
                origin=self._places(statement.origin),
                destination=self._places(statement.destination),
                location=self._places(statement.location),
            )
        return replace(statement, evidence=evidence, place=self._places([statement.place])[0])

    def _places(self, mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
        moved = ((m, *self._own_span(m.start, m.end)) for m in mentions)
        text = self.own.text
        return tuple(replace(m, start=a, end=b, as_written=text[a:b]) for m, a, b in moved)

    def _own_span(self, start: int, end: int) -> tuple[int, int]:
        return self._own_offset(start), self._own_offset(end - 1) + 1

    def _own_offset(self, offset: int) -> int:
        return offset + self.taken[bisect_right(self.cuts, offset) - 1]


def _in_one_line(sentence: Sentence, cuts: list[int], taken: list[int]) -> str:
    """Give the words of a sentence with one blank between them, and note what was taken out."""
    words, kept, at = sentence.text, list[str](), 0
    for match in _UNEVEN.finditer(words):
        blank = "" if match["cut"] else " "
        kept += words[at : match.start()], blank
        cuts.append(sentence.start + match.start() + len(blank) - taken[-1])
        at = match.end()
        taken.append(taken[-1] + at - match.start() - len(blank))
    return "".join((*kept, words[at:]))
