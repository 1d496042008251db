"""Names of places in running text, thin: names of the gazetteer in capitals, the longest first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.model import Candidate, Place, PlaceMention
from dashboard.places.gazetteer import Gazetteer
from dashboard.places.names import fold

_WORD = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w]*(?:[-'’ ](?:[A-ZÀ-ÖØ-Þ]\w+|al-\w+))*")


def find_places(gazetteer: Gazetteer, text: str) -> list[PlaceMention]:
    """Find the names of places in a text and resolve each, in the text's order."""
    found = []
    for run in _WORD.finditer(text):
        words = run.group().split(" ")
        start = run.start()
        i = 0
        while i < len(words):
            for j in range(len(words), i, -1):
                name = " ".join(words[i:j])
                bare = re.sub(r"['’]s$", "", name)
                named = gazetteer.named(fold(bare))
                if named and named[0].prior > 4.5 and named[0].quality < 3:
                    cands = tuple(Candidate(n.place, 1 / (k + 1)) for k, n in enumerate(named[:8]))
                    found.append(
                        PlaceMention(
                            start,
                            start + len(bare),
                            bare,
                            named[0].place,
                            cands,
                            "the largest place of that name",
                        )
                    )
                    i = j - 1
                    start += len(name) - len(words[j - 1])
                    break
            start += len(words[i]) + 1
            i += 1
    return [m for m in found if text[m.start : m.end] == m.as_written]


def resolve_places(
    gazetteer: Gazetteer, text: str, spans: Sequence[tuple[int, int]]
) -> list[Place | None]:
    """Resolve given spans `(start, end)` of a text, one answer each, None where there is none."""
    named = [gazetteer.candidates(text[start:end]) for start, end in spans]
    return [candidates[0] if candidates else None for candidates in named]
