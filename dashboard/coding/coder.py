"""The coder: one report and its mentions in, statements out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.coding.actor_countries import settled_by_actors
from dashboard.coding.displacement import DisplacementCoder
from dashboard.coding.language import language_of
from dashboard.coding.line_breaks import Unwrapped
from dashboard.coding.reading import Reading
from dashboard.coding.speech import SpeechWords
from dashboard.coding.stance import StanceWords
from dashboard.coding.territory import TerritoryCoder
from dashboard.model import PlaceMention, Report, Statement


@dataclass(frozen=True, slots=True)
class Coder:
    """Codes reports by the rules of the tables that it was read from."""

    stances: StanceWords
    speech: SpeechWords
    territory: TerritoryCoder
    displacement: DisplacementCoder

    @classmethod
    def read(cls, data: Path) -> Coder:
        """Read the rules from the folder of reference data.

        Raises:
            ReferenceDataError: A table is missing or malformed.
        """
        return cls(
            StanceWords.read(data),
            SpeechWords.read(data),
            TerritoryCoder.read(data),
            DisplacementCoder.read(data),
        )

    def code(
        self, report: Report, find_places: Callable[[str], Sequence[PlaceMention]]
    ) -> list[Statement]:
        """Code a report: what it states, in the text's order; nothing where it is not English.

        Args:
            report: The report.
            find_places: Gives the names of places in a text, in order; not asked where nothing
                is stated, for that takes a fifth of the time.
        """
        if language_of(report.text) != "en":
            return []
        lines = Unwrapped.of(report)
        reading = Reading(
            lines.report,
            lines.sentences,
            lambda: find_places(lines.report.text),
            self.stances,
            self.speech,
        )
        return lines.restored(self._settled(reading))

    def _settled(self, reading: Reading) -> list[Statement]:
        found = self._coded(reading)
        settled = settled_by_actors(reading, found, self.territory.actors.names)
        return self._coded(replace(reading, find_places=lambda: settled)) if settled else found

    def _coded(self, reading: Reading) -> list[Statement]:
        found: list[Statement] = [
            *self.displacement.code_figures(reading),
            *self.territory.code_claims(reading),
        ]
        return sorted(found, key=lambda statement: statement.evidence.start)
