"""A report as the coders read it: split once, with its places, and who says what how."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

from dashboard.coding.dates import StatedDate, find_dates
from dashboard.coding.sentences import Sentence, Sentences
from dashboard.coding.speakers import Speakers
from dashboard.coding.speech import Speaker, SpeechWords
from dashboard.coding.spotting import letters, lower
from dashboard.coding.stance import StanceWords
from dashboard.model import PlaceMention, Report, Stance

# "…, he told reporters in Jos".
_WHERE_SAID = re.compile(
    r"\s*(?:(?:reporters|journalists|the\s+press|\w+ly)\s+)?(?:in|at|from)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_QUOTES = '"“”„«»'


@dataclass(frozen=True)
class Reading:
    """One report with its sentences, in order, and the mentions of places in it.

    Every offset that goes in or comes out is an offset in the report's text. `find_places` is
    asked for the mentions once, and only if something in the report makes their places matter.
    """

    report: Report
    sentences: Sentences
    find_places: Callable[[], Sequence[PlaceMention]]
    stances: StanceWords
    speech: SpeechWords
    _dates: dict[int, list[StatedDate]] = field(default_factory=dict)

    @cached_property
    def mentions(self) -> tuple[PlaceMention, ...]:
        """The names of places in the report, in order."""
        return tuple(self.find_places())

    @cached_property
    def lowered(self) -> str:
        """The report's text in lower case, with the same offsets."""
        return lower(self.report.text)

    @cached_property
    def words(self) -> list[list[bytes]]:
        """The words of plain letters of each sentence, a to z, in lower case."""
        return [self.letters[start:end].split() for start, end, _ in self.sentences]

    @cached_property
    def letters(self) -> bytes:
        """The report's text as plain letters and blanks, with the same offsets."""
        return letters(self.lowered)

    @cached_property
    def _speakers(self) -> Speakers:
        return Speakers(self.speech, self.sentences)

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @cached_property
    def unquoted(self) -> str:
        """The report's text with blanks for quotation marks, which only tell who speaks."""
        return reduce(lambda text, mark: text.replace(mark, " "), _QUOTES, self.report.text)

    def sentence_at(self, offset: int) -> Sentence:
        """Give the sentence that the character at `offset` belongs to."""
        return self.sentences[self.sentences.index_at(offset)]

    def dates(self, index: int) -> list[StatedDate]:
        """Give the dates that a sentence states, by its number; offsets are the sentence's own."""
        if index not in self._dates:
            before = self.sentences[index - 1].text if index else ""
            text, published = self.sentences[index].text, self.report.published
            self._dates[index] = find_dates(text, published, before)
        return self._dates[index]

    def mentions_between(self, start: int, end: int) -> Sequence[PlaceMention]:
        """Give the mentions that begin in `[start:end]`, in order."""
        starts = self._mention_starts
        return self.mentions[bisect_left(starts, start) : bisect_left(starts, end)]

    def says_who(self, start: int) -> bool:
        """Tell whether the word at `start` belongs to those that say who speaks, or where."""
        index = self.sentences.index_at(start)
        attributions = self._speakers.attributions(index)
        if not attributions:
            return False
        sentence = self.sentences[index]
        at = start - sentence.start
        return any(
            said.start <= at < said.end or _WHERE_SAID.fullmatch(sentence.text, said.end, at)
            for said in attributions
        )

    def stance_of(self, start: int, end: int) -> Stance:
        """Tell how the text puts the words `[start:end]`, from the verb to the last that counts."""
        sentence = self.sentence_at(start)
        return self.stances.stance_of(
            sentence.text, start - sentence.start, min(end, sentence.end) - sentence.start
        )

    def speaker_of(self, start: int, end: int) -> Speaker:
        """Tell who says the words `[start:end]`: nobody where the report itself speaks."""
        index = self.sentences.index_at(start)
        first = self.sentences[index].start
        return self._speakers.speaker_of(index, start - first, end - first)
