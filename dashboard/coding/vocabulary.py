"""The tables of data/ that the rules are made of, read with one function."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from dashboard.coding.spotting import Spotter, lower
from dashboard.errors import ReferenceDataError
from dashboard.tries import trie_of

Row = dict[str, str]
_LAST_WORD = re.compile(r"[^\W_][\w.’'%-]*$")
_REACH = 160  # characters before a word in which a phrase around it may begin
_MOST_WORDS = 12  # that a phrase has before such a word


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
    words: Spotter,
    phrase: re.Pattern[str],
    text: str,
    leads: Callable[[str], bool],
    most: int = _MOST_WORDS,
) -> Iterator[re.Match[str]]:
    """Match a phrase around each of the words without which there is none, apart and in order.

    Args:
        words: Finds those words.
        phrase: The phrase.
        text: The text.
        leads: Tells whether a word may stand before another one in the phrase.
        most: How many words do, at the most.
    """
    end = 0
    for word, _ in words.spans(lower(text)):
        for start in reversed(starts_before(text, word, leads, most)):
            if start >= end and (match := phrase.match(text, start)):
                end = match.end()
                yield match
                break


def starts_before(
    text: str, at: int, leads: Callable[[str], bool], most: int = _MOST_WORDS
) -> list[int]:
    """Give an offset and where the words before it start that lead up to it, the nearest first."""
    starts = [at]
    for token in text[max(0, at - _REACH) : at].split()[: -most - 1 : -1]:
        word = _LAST_WORD.search(token)
        if not word or not leads(word.group()):
            break
        starts.append(text.rindex(word.group(), 0, starts[-1]))
        if word.start():
            break  # a bracket or a quotation mark opens before it
    return starts


def one_of(pattern: str) -> Callable[[str], bool]:
    """Make a test of whether a word is of a pattern, case ignored, that remembers its answers."""
    compiled = re.compile(pattern, re.IGNORECASE)

    @lru_cache(maxsize=65536)
    def is_one(word: str) -> bool:
        return compiled.fullmatch(word) is not None

    return is_one
