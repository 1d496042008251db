"""Displacement figures: which numbers of a report are people displaced, from where and to where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from dashboard.coding.counted import Counted, Counts, Units, with_equivalents, with_wholes
from dashboard.coding.dates import StatedDate
from dashboard.coding.displacement_dates import date_of
from dashboard.coding.displacement_ends import Directions, ends_of, share_ends
from dashboard.coding.displacement_joined import with_ellipses, with_parts
from dashboard.coding.displacement_kinds import category_of, unit_of
from dashboard.coding.displacement_listed import with_listed
from dashboard.coding.displacement_others import counts_others
from dashboard.coding.displacement_parts import as_parts
from dashboard.coding.displacement_places import Ends, FigureWords
from dashboard.coding.displacement_rules import (
    Match,
    Rule,
    Words,
    match_rules,
    read_rules,
    rules_by_stems,
    words_of,
)
from dashboard.coding.displacement_scene import with_scene
from dashboard.coding.displacement_tables import TableRow, table_rows
from dashboard.coding.displacement_zones import domain_of, zone_of
from dashboard.coding.numerals import number_words
from dashboard.coding.quantities import find_quantities
from dashboard.coding.ratios import without_ratios
from dashboard.coding.reading import Reading
from dashboard.coding.sentences import Sentence
from dashboard.coding.spotting import Spotter, lower
from dashboard.coding.vocabulary import opening, read_table, whole_words
from dashboard.model import (
    Category,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    PlaceMention,
    Term,
)

CAUSES = "displacement_causes.csv"


@dataclass(frozen=True, slots=True)
class DisplacementCoder:
    """The displacement half of the coder: its rules and words, read once."""

    rules: tuple[Rule, ...]
    stems: Spotter
    numbers: frozenset[bytes]
    rules_with: Callable[[frozenset[str]], list[Rule]]
    units: Units
    directions: Directions
    causes: re.Pattern[str]
    cause_words: Spotter
    cause_of: dict[str, str]

    @classmethod
    def read(cls, data: Path) -> DisplacementCoder:
        """Read the tables from the folder of reference data.

        Raises:
            ReferenceDataError: A table is missing or malformed.
        """
        rows = read_table(data / CAUSES, ("words", "cause"))
        rules = read_rules(data)
        stems = frozenset[str]().union(*(stems for rule in rules for stems in rule.stems))
        return cls(
            rules=rules,
            stems=Spotter(stems, inside_others=True),
            numbers=number_words(),
            rules_with=rules_by_stems(rules),
            units=Units.read(data),
            directions=Directions.read(data),
            causes=re.compile(opening(row["words"] for row in rows)),
            cause_words=Spotter(row["words"].split()[0] for row in rows),
            cause_of={row["words"]: row["cause"] for row in rows},
        )

    def code_figures(self, reading: Reading) -> list[DisplacementFigure]:
        """Code the displacement figures of a report, in the text's order, those of tables last."""
        found: list[DisplacementFigure] = []
        first, last = 0, -2
        for index, rules, digits in self._worth_reading(reading):
            wholes = found[first:] if last == index - 1 else []
            coder = _SentenceCoder(self, reading, index, bool(wholes))
            if figures := coder.figures(rules, digits):
                first, last = len(found), index
                found += as_parts(reading, index, figures, wholes)
        return [*found, *self._in_tables(reading, found)]

    def _in_tables(
        self, reading: Reading, found: Sequence[DisplacementFigure]
    ) -> Iterator[DisplacementFigure]:
        """Yield the figures of tables whose numbers are no figures already."""
        known = {at for f in found for at in range(f.evidence.start, f.evidence.end)}
        for row in table_rows(reading, self.rules):
            figures = _SentenceCoder(self, reading, row.index, goes_on=True).figures_of_table(row)
            yield from (figure for figure in figures if figure.evidence.start not in known)

    def _worth_reading(
        self, reading: Reading
    ) -> Iterator[tuple[int, list[Rule], re.Match[str] | None]]:
        """Yield the sentences that have a number and words of some rule.

        With each come those rules, and all from its first digit to its last one, or None where a
        number may be in words.
        """
        lowered, starts = reading.lowered, reading.sentences.starts
        for index, stems in self.stems.in_sentences(lowered, starts).items():
            rules = self.rules_with(frozenset(stems))
            if not rules:
                continue
            in_words = not self.numbers.isdisjoint(reading.words[index])
            digits = None if in_words else _DIGITS.search(reading.sentences[index].text)
            if in_words or digits:
                yield index, rules, digits

    def cause(self, words: str) -> str | None:
        """Tell the cause that a text names first: conflict or disaster, or None."""
        lowered = lower(words)
        begin = self.cause_words.spans(lowered)
        match = next(whole_words(self.causes, lowered, begin[0][0]), None) if begin else None
        return self.cause_of[" ".join(match.group().split())] if match else None


_DIGITS = re.compile(r"\d(?:.*\d)?", re.DOTALL)
_ABOUT_DISPLACEMENT = re.compile(
    r"displac|refuge|evacu|homeless|asylum.seeker|exodus|uproot|clashes|violence|insecurity"
    r"|air\s?strikes?|cyclone|typhoon|hurricane|landslide|tsunami|wildfire|volcan|gunmen|militants"
    r"|rebels|insurgents|shelling|persecution|earthquake|eruption|offensive|invasion|returnees"
    r"|\b(?:fle[de]|storm|quake|(?:idps?|dtm|unhcr|iom|ocha|fighting|floods?)\b)"
)
_CONTEXT = 300
_CONTEXT_AFTER = 150


class _SentenceCoder:
    """Codes the figures of one sentence."""

    def __init__(
        self, coder: DisplacementCoder, reading: Reading, index: int, goes_on: bool
    ) -> None:
        """Take the sentence by its number; `goes_on` where the one before it has figures."""
        self.coder, self.reading, self.index, self.goes_on = coder, reading, index, goes_on
        self.sentence: Sentence = reading.sentences[index]
        self.text = reading.unquoted[self.sentence.start : self.sentence.end]

    def figures(
        self, rules: Sequence[Rule], digits: re.Match[str] | None
    ) -> list[DisplacementFigure]:
        """Code the figures by some rules; all numbers stand in `digits`, if it is given."""
        words = words_of(self.text, rules, digits.span() if digits else (0, len(self.text)))
        counted = list(self._counted(in_words=digits is None)) if words else []
        if all(item.counts is Counts.NONE for item in counted):
            return []
        matches = self._matches(words, counted)
        dates = self.reading.dates(self.index) if matches else []
        found: list[DisplacementFigure] = []
        for match, ends in zip(matches, self._ends(matches), strict=True):
            figure = self._figure(match, dates, ends, self._part_of(match, found))
            more = match.counted.counts is Counts.UNSAID and _ANOTHER.match(figure.evidence.quote)
            found.append(replace(figure, unit=found[-1].unit) if found and more else figure)
        return found

    def figures_of_table(self, row: TableRow) -> list[DisplacementFigure]:
        """Give the figures of a line of a table, dated by the line of labels or the one before."""
        dates = [d for at in (row.head - 1, row.head) if at >= 0 for d in self.reading.dates(at)]
        return [self._figure(match, dates, ends, None) for match, ends in row.figures]

    def _matches(self, words: Sequence[Words], counted: list[Counted]) -> list[Match]:
        """Match the words of rules, and what leans on them, against the sentence's numbers."""
        counted = with_equivalents(self.text, with_wholes(self.text, counted))
        counted = _same_as_before(counted)
        matches = match_rules(self.text, counted, words, lambda: self._is_about_displacement)
        if matches:
            lowered = lower(self.text)
            matches = [m for m in matches if not counts_others(lowered, m)]
            matches = with_parts(self.text, counted, matches)
        matches = with_listed(self.text, counted, matches, words, self._places)
        return with_ellipses(self.text, counted, matches) if matches else []

    def _counted(self, in_words: bool) -> Iterator[Counted]:
        """Yield the sentence's numbers with their nouns; a share before its whole."""
        for quantity in without_ratios(self.text, find_quantities(self.text, in_words)):
            yield self.coder.units.counted(self.text, quantity)
            if quantity.whole:
                whole = self.coder.units.counted(self.text, quantity.whole)
                yield whole._replace(whole_of=quantity)

    def _places(self) -> list[tuple[int, int]]:
        """Tell where the names of places stand in the sentence."""
        first = self.sentence.start
        named = self.reading.mentions_between(first, self.sentence.end)
        return [(mention.start - first, mention.end - first) for mention in named]

    @cached_property
    def _is_about_displacement(self) -> bool:
        first = max(0, self.sentence.start - _CONTEXT)
        last = self.sentence.end + _CONTEXT_AFTER
        around = self.reading.lowered
        return self.goes_on or bool(_ABOUT_DISPLACEMENT.search(around, first, last))

    def _ends(self, matches: Sequence[Match]) -> list[Ends]:
        """Find the ends of all figures of the sentence, those that some leave to others too."""
        words = [self._words(matches, at) for at in range(len(matches))]
        found = [ends_of(self.reading, self.coder.directions, figure) for figure in words]
        lost = [m.lead is not None and not ends for m, ends in zip(matches, found, strict=True)]
        share_ends(found, [f.rule.position == "before" or f.is_housing for f in words])
        whole = Ends()
        for at, (match, ends, figure) in enumerate(zip(matches, found, words, strict=True)):
            if lost[at]:  # the place that it names is in no gazetteer: no other's will do
                found[at] = Ends()
                continue
            if figure.is_housing:
                ends.stand()
            if match.is_part:
                ends.fill_from(whole)
            if not ends and figure.category is Category.RETURNS:
                ends.destination += _left_by_all(matches, found, match)
            if not ends.origin and not ends.location:
                with_scene(self.reading, ends, figure)
            if not ends and at and not match.is_part:  # "900 displaced in Sake, 300 in tents"
                ends.location += found[at - 1].location
            ends.keep_narrowest()
            whole = whole if match.is_part else ends
        return found

    def _words(self, matches: Sequence[Match], at: int) -> FigureWords:
        """Tell where the words of one of the sentence's figures stand in the report."""
        match, offset = matches[at], self.sentence.start
        first, last = zone_of(self.text, matches, at)
        return FigureWords(
            start=offset + match.counted.start,
            end=offset + match.counted.end,
            first=offset + first,
            last=offset + last,
            domain=offset + domain_of(match),
            rule=match.rule,
            category=category_of(self.text, match),
        )

    def _figure(
        self, match: Match, dates: Sequence[StatedDate], ends: Ends, part_of: str | None
    ) -> DisplacementFigure:
        counted, rule = match.counted, match.rule
        offset = self.sentence.start
        start, end = offset + counted.start, offset + counted.end
        first, last = start, end
        if rule.position == "after":
            last = offset + max(match.start, counted.end)
        elif rule.position == "before":
            # "plan to move 900": the plan governs "to".
            first = min(start, offset + match.start + 3 * self.text.startswith("to ", match.start))
        report, quantity = self.reading.report, counted.quantity
        category = category_of(self.text, match)
        speaker = self.reading.speaker_of(start, end)
        stated = date_of(self.reading, self.index, dates, match)
        return DisplacementFigure(
            report=report.id,
            evidence=Evidence(start, end, report.text[start:end]),
            rule=f"displacement.{rule.id}",
            stance=self.reading.stance_of(first, last),
            said_by=speaker.said_by,
            said_by_role=speaker.role,
            passed_on_by=speaker.passed_on_by,
            start=stated.first if stated else None,
            end=stated.last if stated else None,
            date_precision=stated.precision if stated else DatePrecision.UNKNOWN,
            published=report.published,
            publisher=report.publisher,
            quantity=quantity.low,
            quantity_high=quantity.high,
            quantifier=quantity.quantifier,
            vague=quantity.vague,
            unit=unit_of(self.text, match),
            category=category,
            term=Term.RETURNED if category is Category.RETURNS else rule.term,
            origin=tuple(ends.origin),
            destination=tuple(ends.destination),
            location=tuple(ends.location),
            cause=self._cause,
            equivalent=counted.equivalent,
            working=quantity.working,
            part_of=part_of,
        )

    @cached_property
    def _cause(self) -> str | None:
        """Tell the cause that the sentence names, else the sentence before it."""
        cause = self.coder.cause(self.text)
        if cause or not self.index:
            return cause
        return self.coder.cause(self.reading.sentences[self.index - 1].text)

    def _part_of(self, match: Match, before: Sequence[DisplacementFigure]) -> str | None:
        """Find the figure that this one is a part of ("of whom 76,000")."""
        words = self.text[: match.counted.start]
        if before and (match.is_part or _PART.search(words[-60:])):
            return next((f for f in reversed(before) if not f.part_of), before[-1]).id
        return None


# "900 families fled, and another 300 may have to": families as well.
_ANOTHER = re.compile(r"(?:another|(?:an?\s+)?(?:further|additional))\s", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:including|of whom|of which|of them|of these|of those|among them|among whom|comprising"
    r"|some of whom|include|includes)\b[^.;]{0,25}$",
    re.IGNORECASE,
)


def _left_by_all(
    matches: Sequence[Match], found: Sequence[Ends], part: Match
) -> list[PlaceMention]:
    """Give where those fled from of whom some are back: "40 of the 400 who fled Sake are home"."""
    for match, ends in zip(matches, found, strict=True):
        if match.counted.whole_of == part.counted.quantity:
            return ends.origin
    return []


def _same_as_before(counted: Sequence[Counted]) -> list[Counted]:
    """Read "destroyed 20 others": they count what the number before them counts."""
    kept: list[Counted] = []
    for item in counted:
        if item.counts is Counts.SAME:
            known = [c for c in kept if c.counts is not Counts.NONE]
            item = item._replace(counts=known[-1].counts if known else Counts.UNSAID)  # noqa: PLW2901
        kept.append(item)
    return kept
