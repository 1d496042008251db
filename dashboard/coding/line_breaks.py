"""Words that a page's lines cut in two, as text from PDF files has them: "con-↵trolled"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.model import (
    DisplacementFigure,
    Evidence,
    PlaceMention,
    Report,
    Statement,
)

# The letter before comes second, so that only hyphens are looked at.
_CUT = re.compile(r"-(?<=[a-z]-)[ \t]*\n[ \t]*(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Joined:
    """A report's text with such words joined, and the way from one text to the other.

    `cuts` are the offsets in the joined text at which letters were taken out, `taken` how many so
    far; `breaks` are the ends of what was taken out, in the report's own text.
    """

    report: Report
    text: str
    cuts: tuple[int, ...]
    taken: tuple[int, ...]
    breaks: tuple[int, ...]

    @classmethod
    def of(cls, report: Report) -> Joined | None:
        """Join what lines cut in a report's text, None where there is no such word."""
        cuts, taken, breaks = [-1], [0], [-1]
        for match in _CUT.finditer(report.text):
            cuts.append(match.start() - taken[-1])
            taken.append(taken[-1] + len(match.group()))
            breaks.append(match.end())
        joined = _CUT.sub("", report.text)
        there = tuple(cuts), tuple(taken), tuple(breaks)
        return cls(report, joined, *there) if len(cuts) > 1 else None

    def mentions(self, mentions: Iterable[PlaceMention]) -> list[PlaceMention]:
        """Move mentions to where they stand in the joined text."""
        moved = ((m, self._there(m.start), self._there(m.end)) for m in mentions)
        return [replace(m, start=a, end=b, as_written=self.text[a:b]) for m, a, b in moved]

    def restored(self, statements: Sequence[Statement]) -> list[Statement]:
        """Move statements of the joined text back to the report's own."""
        moved = [self._restored(statement) for statement in statements]
        ids = {old.id: new.id for old, new in zip(statements, moved, strict=True)}
        return [
            replace(s, part_of=ids[s.part_of])
            if isinstance(s, DisplacementFigure) and s.part_of
            else s
            for s in moved
        ]

    def _restored(self, statement: Statement) -> Statement:
        start, end = (
            self._here(statement.evidence.start),
            self._here(statement.evidence.end - 1) + 1,
        )
        evidence = Evidence(start, end, self.report.text[start:end])
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
        moved = ((m, self._here(m.start), self._here(m.end - 1) + 1) for m in mentions)
        text = self.report.text
        return tuple(replace(m, start=a, end=b, as_written=text[a:b]) for m, a, b in moved)

    def _here(self, offset: int) -> int:
        return offset + self.taken[bisect_right(self.cuts, offset) - 1]

    def _there(self, offset: int) -> int:
        return offset - self.taken[bisect_right(self.breaks, offset) - 1]
