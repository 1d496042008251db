"""Where sentences start and end: exact offsets, by one pass of a regular expression."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple, overload

from dashboard.tries import trie_of


class Sentence(NamedTuple):
    """A sentence, headline or bullet point: `text` is the report's own `[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Sentences(Sequence[Sentence]):
    """The sentences of a text in order, found by offset as well as by number."""

    items: tuple[Sentence, ...]

    @cached_property
    def starts(self) -> list[int]:
        """Where the sentences start."""
        return [sentence.start for sentence in self.items]

    @overload
    def __getitem__(self, index: int) -> Sentence: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Sentence, ...]: ...
    def __getitem__(self, index: int | slice) -> Sentence | tuple[Sentence, ...]:
        """Give one sentence by its number, or a slice of them."""
        return self.items[index]

    def __iter__(self) -> Iterator[Sentence]:
        """Give the sentences in order."""
        return iter(self.items)

    def __len__(self) -> int:
        """Count the sentences."""
        return len(self.items)

    def index_at(self, offset: int) -> int:
        """Give the number of the sentence that the character at `offset` belongs to."""
        return max(0, bisect_right(self.starts, offset) - 1)


# The end of a line, or a full stop with the quotes and brackets that close after it. Its first
# character comes first, so that only such are looked at; a run of full stops is tried once.
_BREAK = re.compile(
    r"""[\n.!?…](?:(?<=\n)\s*|(?<!\n)(?<![.!?…].)(?P<closing>[.!?…]*["'”’»)\]]*)\s+)"""
)

# Words that end in a full stop inside a sentence, before a name or a number.
_TITLES = (
    "Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Cpl|Sgt|Brig|Adm|Cmdr|Sen|Rep|Gov|Pres|Prof|Rev|Hon|St|Ste"
    "|Mt|Ft|Pte|vs|approx|est|cf|ca|viz"
)
_NUMBERED = (
    "No|Nos|no|nos|Art|art|Fig|fig|p|pp|Vol|vol|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
)
# Words that end in a full stop and may also end the sentence: the next word decides.
_CLOSING = "Inc|Ltd|Corp|Co|Jr|Sr|etc"
_TITLE = re.compile(rf"\b(?:{_TITLES}|e\.g|i\.e|[A-Z])\.$")
_BEFORE_NUMBER = re.compile(rf"\b(?:{_NUMBERED})\.$")
_DOTTED = re.compile(rf"(?:\b(?:[A-Za-z]\.)+[A-Za-z]|\b(?:{_CLOSING}))\.$")
# What all three find, read backwards from its full stop: so most words are known not to be it.
_SHORTENED = f"{_TITLES}|{_NUMBERED}|{_CLOSING}".split("|")
_MOST_LETTERS = max(map(len, _SHORTENED))
_BACKWARDS = trie_of(word[::-1] for word in _SHORTENED)
_ABBREVIATED = re.compile(rf"\.(?:[A-Za-z]\.|(?:[A-Z]|{_BACKWARDS})(?!\w))")
_STARTER = re.compile(
    r"[\"'“‘(]?(?:The|It|Its|He|She|They|We|I|In|On|At|By|But|And|An?|As|After|Before|This|That|These|Those"
    r"|There|Their|His|Her|Meanwhile|However|Earlier|Last|Since|When|While|For|From|If|Some|Many|More"
    r"|According|Police|Officials|Rebels|Residents|Witnesses|Local|Around|About|Over|At)\b"
)
_OPENING = "\"'“‘(["
_BULLET = re.compile(r"[-*•●▪◦‣·–—►>]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s")
# After these words a line goes on, whatever the next one begins with.
_GOING_ON = "a an the and or of in on at by to from for with near into between its their his her"
_UNFINISHED = frozenset(_GOING_ON.split())
_WRAP_WIDTHS = range(50, 121)
# Characters. What is longer is a table or a list without a full stop: in one piece it would cost
# the rules, which look from each word to the ends of its sentence, time by its length squared.
_LONGEST = 1000

_PARAGRAPH = 4000  # characters of a paragraph, to either side, that show how it is wrapped


def split_sentences(text: str) -> Sentences:
    """Split a text into sentences.

    A headline, a bullet point and a line that ends without a full stop are sentences of their
    own; a line that was only wrapped goes on in the next. White space belongs to no sentence.
    """
    found: list[Sentence] = []
    start = 0
    for cut, following in chain(_cuts(text), ((len(text), len(text)),)):
        while cut - start > _LONGEST:
            space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            end = space if space > 0 else start + _LONGEST
            found.append(_sentence(text, start, end))
            start = end
        found.append(_sentence(text, start, cut))
        start = following
    return Sentences(tuple([sentence for sentence in found if sentence.text]))


def _sentence(text: str, start: int, end: int) -> Sentence:
    """Give the sentence between two breaks; it is empty where only white space is."""
    between = text[start:end]
    words = between.strip()
    if len(words) == len(between):
        return Sentence(start, end, words)
    start += len(between) - len(between.lstrip())
    return Sentence(start, start + len(words), words)


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a sentence ends and where the next one starts."""
    line_start = 0
    for match in _BREAK.finditer(text):
        start, stop, following = match.start(), match.end("closing"), match.end()
        if stop >= 0:
            if _stops(text, start, stop, following):
                yield stop, following
        else:
            line = text[line_start:start].rstrip(" \t")
            if _line_ends(text, line_start, line, match):
                yield line_start + len(line), following
        if stop < 0 or "\n" in text[stop:following]:
            line_start = following


def _stops(text: str, start: int, stop: int, following: int) -> bool:
    """Tell whether the signs `[start:stop]` end a sentence; the next word is at `following`."""
    if _opens_lower(text, following):
        return False
    is_long = start > _MOST_LETTERS and text[start - _MOST_LETTERS - 1 : start].isalpha()
    if is_long or text[stop - 1] != ".":
        return True
    before = text[max(0, start - 10) : start + 1]
    if not _ABBREVIATED.match(before[::-1]):
        return True
    words = text[following : following + 14]
    if _DOTTED.search(before):
        return "\n\n" in text[stop:following] or bool(_STARTER.match(words))
    if _BEFORE_NUMBER.search(before):
        return not words[:1].isdigit()
    # "1. Goma" at the head of a line numbers it; "A." may be the initial of a name.
    return not _TITLE.search(before)


def _opens_lower(text: str, at: int) -> bool:
    """Tell whether the text goes on in lower case, behind signs that open something."""
    first = text[at : at + 1]
    return first.islower() or (
        first in _OPENING and text[at : at + 14].lstrip(_OPENING)[:1].islower()
    )


def _line_ends(text: str, line_start: int, line: str, match: re.Match[str]) -> bool:
    if "|" in line or "\t" in line or _BULLET.match(text, match.end()):
        return True  # a line of a table, or one before an item of a list
    is_unfinished = line.endswith(",") or line.rpartition(" ")[2] in _UNFINISHED
    if is_unfinished or _opens_lower(text, match.end()):
        return False
    line_end = line_start + len(line)
    return match.group().count("\n") > 1 or not _is_wrapped(text, line_start, line_end, match)


def _is_wrapped(text: str, line_start: int, line_end: int, match: re.Match[str]) -> bool:
    """Tell whether a line was broken only because the next word did not fit in.

    Lines of one paragraph that are wrapped are never longer than its widest one, and none would
    have had room for the first word of the next.
    """
    length = line_end - line_start
    if length not in _WRAP_WIDTHS:
        return False
    nearest, farthest = max(0, line_start - _PARAGRAPH), match.end() + _PARAGRAPH
    start, end = text.rfind("\n\n", nearest, line_start), text.find("\n\n", match.end(), farthest)
    paragraph = text[start + 2 if start >= 0 else nearest : end if end >= 0 else farthest]
    lines = paragraph.split("\n", 40)[:40]
    widest = max(len(line.strip()) for line in lines)
    if len(lines) < 3 or widest not in _WRAP_WIDTHS:
        return False
    next_word = text[match.end() : match.end() + 40].split(maxsplit=1)
    return bool(next_word) and length + 1 + len(next_word[0]) > widest
