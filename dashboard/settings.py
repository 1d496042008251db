"""Where things are and how they are read: worked out once, at a face, and passed down."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders of one installation, and the geocoder of the net that its user turned on.

    `data` holds the reference data that ships, `seeds` the reports that ship, and `made`
    what the program makes: the gazetteer's index and the ledger. `geocoder` is a service by
    geopy's name for it, empty for none; `geocoder_options` a JSON object of its options.
    `web` lets reports be fetched from the web. `sign_in` shows nobody anything before they have
    signed in; `reviewers` are those who may then review and add reports: e-mail addresses, or
    subjects as the provider of the sign-in gives them.
    `ledger_url` is the SQLAlchemy URL of a ledger elsewhere, in PostgreSQL for instance.
    """

    data: Path = ROOT / "data"
    seeds: Path = ROOT / "seeds"
    made: Path = ROOT / "var"
    geocoder: str = ""
    geocoder_options: str = ""
    web: bool = False
    sign_in: bool = False
    reviewers: frozenset[str] = frozenset()
    ledger_url: str = field(default="", repr=False)  # it may hold a password

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
        """The SQLAlchemy URL of the ledger: SQLite in `made`, unless another was set."""
        return self.ledger_url or f"sqlite:///{self.made / 'ledger.sqlite'}"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from environment variables.

    `TIDEMARK_FOLDER` moves what the program makes, for a read-only checkout or a second case.
    `TIDEMARK_LEDGER` puts the ledger elsewhere, at a SQLAlchemy URL.
    `TIDEMARK_GEOCODER` turns a geocoder of the net on, with `TIDEMARK_GEOCODER_OPTIONS`.
    `TIDEMARK_WEB=on` lets reports be fetched from the web.
    `TIDEMARK_SIGN_IN=required` has everybody sign in, `TIDEMARK_REVIEWERS` says who may review.

    Raises:
        SettingsError: One of them says something impossible.
    """
    made = environment.get("TIDEMARK_FOLDER")
    return Settings(
        made=Path(made).expanduser().resolve() if made else Settings().made,
        geocoder=environment.get("TIDEMARK_GEOCODER", "").strip(),
        geocoder_options=environment.get("TIDEMARK_GEOCODER_OPTIONS", "").strip(),
        web=_switch(environment, "TIDEMARK_WEB", "on"),
        sign_in=_switch(environment, "TIDEMARK_SIGN_IN", "required"),
        reviewers=_reviewers(environment),
        ledger_url=environment.get("TIDEMARK_LEDGER", "").strip(),
    )


def _switch(environment: Mapping[str, str], name: str, on: str) -> bool:
    """Read a setting that is off, or on by one word; any other word is a mistake, and told."""
    value = environment.get(name, "").strip().lower()
    if value not in ("", "off", on):
        raise SettingsError(f"{name}={value!r} is not known. Set it to {on}, or leave it out.")
    return value == on


def _reviewers(environment: Mapping[str, str]) -> frozenset[str]:
    names = frozenset(environment.get("TIDEMARK_REVIEWERS", "").replace(",", " ").split())
    if names and not _switch(environment, "TIDEMARK_SIGN_IN", "required"):
        raise SettingsError(
            "TIDEMARK_REVIEWERS says who may review, but nobody signs in. "
            "Set TIDEMARK_SIGN_IN=required too."
        )
    return names
