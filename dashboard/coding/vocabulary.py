"""The tables of data/ that the rules are made of, read with one function."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dashboard.coding.spotting import lower
from dashboard.errors import ReferenceDataError

Row = dict[str, str]
_WORD_START = re.compile(r"\b\w")


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """Read a CSV table with a header: one dict a row, white space trimmed.

    Raises:
        ReferenceDataError: The file is missing, is not UTF-8, or lacks one of `columns`.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [
                {key: (value or "").strip() for key, value in row.items() if key}
                for row in csv.DictReader(lines)
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReferenceDataError(f"{path}: {error}. Restore the file that ships.") from error
    missing = [column for column in columns if rows and column not in rows[0]]
    if missing or not rows:
        what = f"has no column {missing[0]!r}" if missing else "has no rows"
        raise ReferenceDataError(f"{path} {what}. Restore the file that ships.")
    return rows


def compile_words(
    path: Path, row: str, pattern: str, flags: re.RegexFlag = re.IGNORECASE
) -> re.Pattern[str]:
    """Compile a pattern of a table, case ignored unless other `flags` are given.

    Raises:
        ReferenceDataError: The pattern of that row cannot be compiled.
    """
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise ReferenceDataError(
            f"{path}: row {row!r} cannot be compiled ({error}): {pattern!r}. Mend the pattern."
        ) from error


def any_of(phrases: Iterable[str], *, cased: bool = False) -> str:
    """Make one pattern of plain phrases: whole words, the longest first, any white space.

    Its letters are lower case, for a pattern that ignores case; with `cased` they are as given,
    and no pattern ignores their case.
    """
    words = {" ".join(phrase.split()) for phrase in phrases} - {""}
    if cased:
        return rf"(?<!\w)(?-i:{_tree(words)})(?!\w)"
    return rf"(?<!\w)(?:{_tree(map(str.lower, words))})(?!\w)"


def opening(phrases: Iterable[str]) -> str:
    """Make a pattern as `any_of` does, for `whole_words` in a text of lower case."""
    return rf"(?:{_tree(map(str.lower, phrases))})(?!\w)"


def _tree(phrases: Iterable[str]) -> str:
    return trie_of(phrases).replace(r"\ ", r"\s+")


def whole_words(
    pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """Find a pattern where a word starts, in `text[start:end]`.

    Tested apart: a pattern that opens with letters is only tried where one of them stands, one that
    opens with a test everywhere.
    """
    last = len(text) if end is None else end
    while match := pattern.search(text, start, last):
        at = match.start()
        if at and (text[at - 1].isalnum() or text[at - 1] == "_"):
            start = at + 1
        else:
            yield match
            start = max(match.end(), at + 1)


def around_words(
    words: re.Pattern[str], phrase: re.Pattern[str], text: str, most: int
) -> Iterator[re.Match[str]]:
    """Match a phrase around each of the words without which there is none, apart and in order.

    Args:
        words: An `opening` of those words.
        phrase: The phrase.
        text: The text.
        most: How many words, at the most, the phrase has before such a word.
    """
    end = 0
    for word in whole_words(words, lower(text)):
        for start in _starts_before(text, word.start(), most):
            if start >= end and (match := phrase.match(text, start)):
                end = match.end()
                yield match
                break


def _starts_before(text: str, at: int, most: int) -> Iterator[int]:
    """Give where words start, from `most` words before an offset to the offset, in order."""
    first = at
    for _ in range(most):
        first = text.rfind(" ", 0, max(0, first))
    return (match.start() for match in _WORD_START.finditer(text, max(0, first), at + 1))


def trie_of(words: Iterable[str]) -> str:
    """Make one pattern of many plain words that tells early that none of them is there.

    Python's regular expressions try alternatives one by one; words that share their beginning
    are therefore tried as one.
    """
    branches: dict[str, list[str]] = {}
    ends = False
    for word in sorted(set(words)):
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    if not branches:
        return ""
    tails = [re.escape(first) + trie_of(rest) for first, rest in branches.items()]
    joined = tails[0] if len(tails) == 1 and not ends else f"(?:{'|'.join(tails)})"
    return f"{joined}?" if ends else joined
