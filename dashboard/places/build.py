"""The gazetteer's index: places in SQLite, one row each, and their names in a marisa trie."""

from __future__ import annotations

import math
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import marisa_trie
from filelock import FileLock
from tqdm import tqdm

from dashboard.errors import GazetteerError
from dashboard.model import Place, PlaceKind
from dashboard.places.layout import (
    NAME_FORMAT,
    NAMES_FILE,
    PLACES_FILE,
    SOUND_MARK,
    NameQuality,
    is_current,
    seal,
)
from dashboard.places.names import OTHER_SCRIPTS, sound, spellings
from dashboard.places.own_linking import with_own
from dashboard.places.sources import Entry, read_entries, read_languages

_SCHEMA = """
CREATE TABLE places (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
    country TEXT, lat REAL, lon REAL, population INTEGER NOT NULL, within TEXT NOT NULL,
    boundaries TEXT NOT NULL, iso_3166_2 TEXT, p_code TEXT, local_name TEXT,
    importance REAL NOT NULL
);
CREATE INDEX places_by_latitude ON places (kind, lat, lon, population);
"""
# What a kind adds to the tenfold powers of people that make a place important.
_OF_KIND = {
    PlaceKind.COUNTRY: 2.0,
    PlaceKind.REGION: 5.0,
    PlaceKind.ADMIN1: -0.5,
    PlaceKind.ADMIN2: -1.5,
    PlaceKind.SITE: 3.0,
}
_CAPITAL = 1.0
_OF_NAMES = 0.5  # a tenfold number of names in other languages is fame
_NONE: frozenset[str] = frozenset()


def build_index(data: Path, index: Path, progress: bool, own: Path | None = None) -> None:
    """Build the index into a folder beside `index`, then put it in its place.

    Of several processes one builds and the others wait for it.

    Raises:
        GazetteerError: The folder cannot be written to.
        OwnGazetteerError: What was kept of a user's file in `own` cannot be read.
        ReferenceDataError: A table of `data` is missing or malformed.
    """
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{index}.lock"):
            if not is_current(index, data, own):
                _build(data, index, progress, own)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"The gazetteer's index cannot be built in {index}: {error}. "
            "Make the folder writable, or name another in TIDEMARK_FOLDER."
        ) from error


def _build(data: Path, index: Path, progress: bool, own: Path | None) -> None:
    shipped = read_entries(data)
    entries = with_own(shipped, own) if own else shipped
    entries.sort(key=_importance, reverse=True)
    made = Path(tempfile.mkdtemp(prefix=f"{index.name}-", dir=index.parent))
    try:
        _write_places(made / PLACES_FILE, entries)
        names = marisa_trie.RecordTrie(NAME_FORMAT, _names(entries, progress))
        names.save(str(made / NAMES_FILE))
        seal(made, data, own)
        _put(made, index)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put(made: Path, index: Path) -> None:
    """Swap the new folder in; whoever has the old one open keeps its files."""
    old = made.with_name(made.name + "-old")
    if index.exists():
        index.rename(old)
    made.rename(index)
    shutil.rmtree(old, ignore_errors=True)


def _importance(entry: Entry) -> float:
    """Say how likely it is that a name means the place where nothing else is known."""
    people = math.log10(entry.place.population + 10)
    fame = _OF_NAMES * math.log10(len(entry.names) + 1)
    return people + fame + _OF_KIND.get(entry.place.kind, 0.0) + _CAPITAL * entry.is_capital


def _write_places(path: Path, entries: list[Entry]) -> None:
    with sqlite3.connect(path) as store:
        store.executescript(_SCHEMA)
        rows = (
            (row, *_columns(entry.place), _importance(entry)) for row, entry in enumerate(entries)
        )
        store.executemany(f"INSERT INTO places VALUES ({','.join('?' * 14)})", rows)  # noqa: S608
    store.close()


def _columns(place: Place) -> tuple[str | float | None, ...]:
    return (
        place.id,
        place.name,
        place.kind.value,
        place.country,
        place.lat,
        place.lon,
        place.population,
        "|".join(place.within),
        "|".join(place.boundaries),
        place.iso_3166_2,
        place.p_code,
        place.local_name,
    )


def _names(entries: list[Entry], progress: bool) -> Iterator[tuple[str, tuple[int, int]]]:
    rows = tqdm(
        enumerate(entries),
        "Building the gazetteer's index",
        len(entries),
        unit=" places",
        disable=not progress,
    )
    languages = read_languages()
    for row, entry in rows:
        for key, quality in _keys(entry, languages.get(entry.place.country or "", _NONE)).items():
            yield key, (row, quality)


def _keys(entry: Entry, languages: frozenset[str]) -> dict[str, NameQuality]:
    """Give every key of a place with the best quality that it has."""
    keys: dict[str, NameQuality] = {}
    for key, quality in entry.names:
        keys[key] = min(quality, keys.get(key, quality))
    for key in [k for k, q in keys.items() if q <= NameQuality.VARIANT]:
        for other in spellings(key, languages):
            keys.setdefault(other, NameQuality.SPELLING)
    if not languages.isdisjoint(OTHER_SCRIPTS):
        for key in [k for k, q in keys.items() if q <= NameQuality.VARIANT and k.isascii()]:
            keys.setdefault(SOUND_MARK + sound(key), NameQuality.SOUND)
    keys.pop("", None)
    return keys
