"""Figures in tables: a line of labels, then lines that each have a place and its numbers.

Cells stand between tabs or upright bars, as tables of Word documents and web pages are read and as
they are pasted. A column counts where its label is one that the rules know ("IDPs", "Returnees").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.coding.counted import Counted, Counts
from dashboard.coding.displacement_places import Ends
from dashboard.coding.displacement_rules import Match, Rule
from dashboard.coding.quantity import Quantity
from dashboard.coding.reading import Reading
from dashboard.coding.spotting import lower
from dashboard.model import Category, PlaceMention

_BARS = re.compile(r"[|\t]")
_RULE_LINE = re.compile(r"[\s|:=+-]*")  # "|---|---|" below the labels
_NUMBER = re.compile(r"\d{1,3}(?:[,. \u00a0\u202f]\d{3})+|\d+")
_WORD = re.compile(r"[^\W\d_]+")
# What may stand beside a label: "No. of IDPs (individuals)". With any other word, such as "IDP
# sites", the column counts something else.
_WORDS_BESIDE_LABEL = (
    "no nr number of the total individuals ind people persons households household hhs hh families"
    " family estimated est in as at current registered"
)
_BESIDE_LABEL = frozenset(_WORDS_BESIDE_LABEL.split())
_HOUSEHOLDS = frozenset(("households", "household", "hhs", "hh", "families", "family"))
_SUMS = re.compile(r"(?:grand\s+|sub[\s-]?)?totals?\b|all\b|overall\b", re.IGNORECASE)


class _Cell(NamedTuple):
    """A cell: `[start:end]` of the report is its text, without white space around."""

    start: int
    end: int
    text: str


class _Column(NamedTuple):
    rule: Rule
    counts: Counts


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table: the number of its sentence, and its figures with their ends.

    `head` is the number of the sentence of its labels. Offsets of the matches are the sentence's.
    """

    index: int
    head: int
    figures: tuple[tuple[Match, Ends], ...]


def table_rows(reading: Reading, rules: Sequence[Rule]) -> Iterator[TableRow]:
    """Yield the lines of a report's tables that state figures, in the text's order."""
    text = reading.report.text
    if not reading.sentences or ("|" not in text and "\t" not in text):
        return
    lines = dict.fromkeys(reading.sentences.index_at(bar.start()) for bar in _BARS.finditer(text))
    labels = [rule for rule in rules if rule.between == "label" and not rule.loosely]
    columns: dict[int, _Column] = {}
    width = head = last = 0
    for index in lines:
        sentence = reading.sentences[index]
        cells = _cells(reading, sentence.start, sentence.end)
        if index != last + 1:
            columns, width = {}, 0
        last = index
        if labelled := _columns(cells, labels):
            columns, width, head = labelled, len(cells), index
        elif _RULE_LINE.fullmatch(sentence.text):
            continue
        elif len(cells) != width:
            columns, width = {}, 0
        elif figures := tuple(_figures(reading, sentence.start, cells, columns)):
            yield TableRow(index, head, figures)


def _cells(reading: Reading, start: int, end: int) -> list[_Cell]:
    text, cells = reading.report.text, []
    for border in (*(bar.start() for bar in _BARS.finditer(text, start, end)), end):
        inner = text[start:border].strip()
        first = text.index(inner, start)
        cells.append(_Cell(first, first + len(inner), inner))
        start = border + 1
    framed = not (cells[0].text or cells[-1].text)  # "| Sake | 900 |"
    return cells[1:-1] if framed else cells


def _columns(cells: Sequence[_Cell], labels: Sequence[Rule]) -> dict[int, _Column]:
    """Read the line of labels; of a label that counts both people and households, the people."""
    if any(_NUMBER.fullmatch(cell.text) for cell in cells):
        return {}
    found = {at: label for at, cell in enumerate(cells) if (label := _label(cell.text, labels))}
    people = {column.rule.id for column in found.values() if column.counts is Counts.UNSAID}
    return {
        at: column
        for at, column in found.items()
        if at and (column.counts is Counts.UNSAID or column.rule.id not in people)
    }


def _label(cell: str, labels: Sequence[Rule]) -> _Column | None:
    lowered = lower(cell)
    for rule in labels:
        for words in rule.words.finditer(lowered):
            beside = set(_WORD.findall(lowered[: words.start()] + " " + lowered[words.end() :]))
            if beside <= _BESIDE_LABEL:
                households = not _HOUSEHOLDS.isdisjoint(_WORD.findall(lowered))
                return _Column(rule, Counts.FAMILIES if households else Counts.UNSAID)
    return None


def _figures(
    reading: Reading, start: int, cells: Sequence[_Cell], columns: dict[int, _Column]
) -> Iterator[tuple[Match, Ends]]:
    place = _place(reading, cells)
    if place is None:
        return
    for at, column in columns.items():
        number = cells[at]
        if not _NUMBER.fullmatch(number.text):
            continue
        first, last = number.start - start, number.end - start
        low = int("".join(filter(str.isdigit, number.text)))
        quantity = Quantity(first, last, low, number.text)
        ends = Ends()
        returns = column.rule.category is Category.RETURNS
        ends.add("destination" if returns else "location", [place])
        counted = Counted(first, last, quantity, column.counts, after=last)
        if low:
            yield Match(column.rule, counted, first, first, 0), ends


def _place(reading: Reading, cells: Sequence[_Cell]) -> PlaceMention | None:
    """Give the place of a line: that of its last cell of words before the numbers."""
    words = []
    for cell in cells:
        if _NUMBER.fullmatch(cell.text):
            break
        words.append(cell)
    if not words or _SUMS.match(words[0].text):
        return None
    cell = words[-1]
    named = reading.mentions_between(cell.start, cell.end)
    if named:
        return named[0]
    is_name = cell.text[:1].isupper() and not any(map(str.isdigit, cell.text))
    why = "no gazetteer has this name"
    return PlaceMention(cell.start, cell.end, cell.text, None, (), why) if is_name else None
