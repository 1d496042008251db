"""Where things are and how they are read: worked out once, at a face, and passed down."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders of one installation, and the geocoder of the net that its user turned on.

    `data` holds the reference data that ships, `seeds` the reports that ship, and `made`
    what the program makes: the gazetteer's index and the ledger. `geocoder` is a service by
    geopy's name for it, empty for none; `geocoder_options` a JSON object of its options.
    """

    data: Path = ROOT / "data"
    seeds: Path = ROOT / "seeds"
    made: Path = ROOT / "var"
    geocoder: str = ""
    geocoder_options: str = ""

    @property
    def index(self) -> Path:
        """The folder of the gazetteer's index."""
        return self.made / "gazetteer"

    @property
    def own(self) -> Path:
        """The folder of the gazetteers that the user added."""
        return self.made / "own"

    @property
    def ledger(self) -> str:
        """The SQLAlchemy URL of the ledger."""
        return f"sqlite:///{self.made / 'ledger.sqlite'}"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from environment variables.

    `TIDEMARK_FOLDER` moves what the program makes, for a read-only checkout or a second case.
    `TIDEMARK_GEOCODER` turns a geocoder of the net on, with `TIDEMARK_GEOCODER_OPTIONS`.
    """
    made = environment.get("TIDEMARK_FOLDER")
    return Settings(
        made=Path(made).expanduser().resolve() if made else Settings().made,
        geocoder=environment.get("TIDEMARK_GEOCODER", "").strip(),
        geocoder_options=environment.get("TIDEMARK_GEOCODER_OPTIONS", "").strip(),
    )
