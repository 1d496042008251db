"""The words that go with names of places, and those that only look like names: tables of data/."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dashboard.errors import ReferenceDataError
from dashboard.model import PlaceKind


class Role(StrEnum):
    """What a word of place_words.csv does to a name beside it."""

    KIND = "kind"  # behind a name and part of it: Nineveh Province
    KIND_OF = "kind_of"  # before "of" and a name, or right before one: the city of Mosul
    DIRECTION = "direction"  # before a name: northern Iraq
    LOCATIVE = "locative"  # before the name of a place: in Mosul
    TITLE = "title"  # before the name of a person: President Lincoln
    ORGANISATION = "organisation"  # behind a name that is part of another: Baghdad University
    BODY = "body"  # behind a name, of a body that belongs to the place: Basra Police
    STREET = "street"  # behind a name that is a street's: Damascus Road
    NAMED_AFTER = "named_after"  # behind a name in lower case: the Anbar tribe
    HAPPENS = "happens"  # two words behind a name, of what befalls places alone: Mosul fell to
    ORGANISATION_OF = "organisation_of"  # before "of" and such a name: Bank of Baghdad
    NEVER = "never"  # no name of a place, though some place has it: May


@dataclass(frozen=True, slots=True)
class WordTables:
    """The words by role, in lower case but for NEVER, and the kinds of place they ask for."""

    roles: dict[Role, frozenset[str]]
    kinds: dict[str, PlaceKind]
    kinds_of: dict[str, PlaceKind]
    common: frozenset[str]
    given_names: frozenset[str]
    weights: dict[str, dict[str, float]]


def read_words(data: Path) -> WordTables:
    """Read place_words.csv, common_words.csv, given_names.csv and place_weights.csv.

    Raises:
        ReferenceDataError: A table is missing or malformed.
    """
    roles: dict[Role, set[str]] = {role: set() for role in Role}
    kinds: dict[Role, dict[str, PlaceKind]] = defaultdict(dict)
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    try:
        for word, role, kind in _rows(data / "place_words.csv"):
            roles[Role(role)].add(word if role == Role.NEVER else word.lower())
            if kind:
                kinds[Role(role)][word.lower()] = PlaceKind(kind)
        for choice, feature, weight, _ in _rows(data / "place_weights.csv"):
            weights[choice][feature] = float(weight)
        return WordTables(
            {role: frozenset(words) for role, words in roles.items()},
            kinds[Role.KIND],
            kinds[Role.KIND_OF],
            frozenset(row[0] for row in _rows(data / "common_words.csv")),
            frozenset(row[0] for row in _rows(data / "given_names.csv")),
            dict(weights),
        )
    except (OSError, ValueError) as error:
        raise ReferenceDataError(f"{data}: {error}. Restore the tables that ship.") from error


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]
