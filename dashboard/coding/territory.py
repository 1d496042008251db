"""Territorial claims: which actor a report has taking, holding, losing or fighting for a place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.coding.reading import Reading
from dashboard.model import TerritorialClaim


@dataclass(frozen=True, slots=True)
class TerritoryCoder:
    """Codes territorial claims."""

    @classmethod
    def read(cls, data: Path) -> TerritoryCoder:
        """Read the rules."""
        return cls()

    def code_claims(self, reading: Reading) -> list[TerritorialClaim]:
        """Find the claims."""
        return []
