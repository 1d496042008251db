"""How a text puts a statement: asserted, denied or hypothetical, by a table of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dashboard.coding.spotting import Spotter, lower
from dashboard.coding.vocabulary import compile_words, read_table
from dashboard.errors import ReferenceDataError
from dashboard.model import Stance

TABLE = "stance_words.csv"
_COLUMNS = ("id", "stems", "words", "stance", "scope", "must", "must_not")

# Where the reach of "if" or "denied that" ends.
_CLAUSE_END = re.compile(
    r";|:\s|[.!?][\"”’]?\s|[\"“”]|,?\s\b(?:but|although|though|while|whereas|because|however|yet|adding)\b|,\s+(?:saying|insisting|claiming|stating)\b|\band\s+(?:said|says|added|told|insisted)\b",
    re.IGNORECASE,
)
# "denied looting and M23 seized": another's deed. "did not enter and then take" is one's own.
_ANOTHERS = re.compile(
    r"\band\s+(?!(?:then|later|also|so|even|that|subsequently)\b)\S", re.IGNORECASE
)
_REPORTED = re.compile(r"\b(?:that|it|they|he|she|had|has|have)\b", re.IGNORECASE)
_WORDS_BEFORE_VERB = 4
_CLAUSE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class StanceWord:
    """A row of the table: the words, the stance that they give, and where they have to stand.

    `stems` are letters of which every text that has the words has some. `scope` is "verb" (among
    the last words before the verb, or between it and what it is said of), "clause" (before it in
    the same clause) or "after" (behind it in the sentence).
    """

    id: str
    stems: frozenset[str]
    words: re.Pattern[str]
    stance: Stance
    scope: str


@dataclass(frozen=True)
class StanceWords:
    """The table of stance words, denials first."""

    rows: tuple[StanceWord, ...]

    @classmethod
    def read(cls, data: Path) -> StanceWords:
        """Read the table from the folder of reference data.

        Raises:
            ReferenceDataError: The table is missing or a row is malformed.
        """
        path = data / TABLE
        rows = [_row(path, row) for row in read_table(path, _COLUMNS)]
        return cls(tuple(sorted(rows, key=lambda row: row.stance != Stance.DENIED)))

    @cached_property
    def _stems(self) -> Spotter:
        stems = frozenset[str]().union(*(row.stems for row in self.rows))
        return Spotter(stems, inside_others=True)

    def stance_of(self, sentence: str, start: int, end: int) -> Stance:
        """Tell how a sentence puts what its words `[start:end]` say.

        The span runs from the verb, or the first word that counts, to the last one.
        """
        stems = self._stems.in_text(lower(sentence))
        rows = [row for row in self.rows if not row.stems.isdisjoint(stems)]
        if not rows:
            return Stance.ASSERTED
        before = sentence[max(0, start - _CLAUSE_LENGTH) : start]
        clause = _CLAUSE_END.split(before)[-1]
        tail = " ".join(clause.split(" ")[-_WORDS_BEFORE_VERB - 4 :])
        for row in rows:
            if row.scope == "verb":
                hit = _governs(row.words, tail) or row.words.search(sentence, start, end)
            elif row.scope == "clause":
                hit = row.words.search(sentence, start - len(clause))
                hit = hit if hit and hit.start() < start else None
                if hit and row.stance is Stance.DENIED and _is_left(sentence[hit.start() : start]):
                    hit = None
            else:
                hit = row.words.search(sentence, end)
            if hit:
                return row.stance
        return Stance.ASSERTED


def _row(path: Path, row: dict[str, str]) -> StanceWord:
    if row["scope"] not in ("verb", "clause", "after") or row["stance"] not in tuple(Stance):
        raise ReferenceDataError(
            f"{path}: row {row['id']!r} has stance {row['stance']!r} and scope {row['scope']!r}; "
            "write denied or hypothetical, and verb, clause or after."
        )
    pattern = row["words"] if row["scope"] == "after" else rf"(?<![\w-])(?:{row['words']})(?!\w)"
    words = compile_words(path, row["id"], pattern)
    stems = frozenset(row["stems"].split("|"))
    return StanceWord(row["id"], stems, words, Stance(row["stance"]), row["scope"])


def _is_left(words: str) -> bool:
    """Tell whether a denial of a thing, not of a clause, is over: "denied looting and M23 took"."""
    another = _ANOTHERS.search(words)
    return another is not None and not _REPORTED.search(words, 0, another.start())


def _governs(words: re.Pattern[str], tail: str) -> bool:
    """Tell whether the words stand among the last few of a clause's end, with no comma between."""
    for match in words.finditer(tail):
        between = tail[match.end() :]
        is_own = "," not in between and not _ANOTHERS.search(between)
        if is_own and len(between.split()) <= _WORDS_BEFORE_VERB:
            return True
    return False
