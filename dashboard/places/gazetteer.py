"""The gazetteer: places by name, by id and by where they are, from an index on disk."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import marisa_trie

from dashboard.errors import GazetteerError
from dashboard.model import Place, PlaceKind
from dashboard.places.layout import (
    NAME_FORMAT,
    NAMES_FILE,
    PLACES_FILE,
    SOUND_MARK,
    NameQuality,
    is_current,
)
from dashboard.places.names import abbreviation, fold, sound, without_article
from dashboard.places.words import WordTables, read_words

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
MOST_REMEMBERED = 65536  # names, with their places
MOST_CANDIDATES = 120  # of a name: there are about as many towns called San José
_THE = re.compile(r"^\s*the\s+", re.IGNORECASE)
_OF_QUALITY = {
    NameQuality.MAIN: 0.0,
    NameQuality.VARIANT: -1.5,
    NameQuality.SPELLING: -1.0,
    NameQuality.CODE: 0.0,
    NameQuality.AFTER_COMMA: 0.0,
    NameQuality.DEMONYM: -0.5,
    NameQuality.SOUND: -1.5,
}


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A place that has a name, how well the name stands for it, and how likely it is meant.

    `prior` is in tenfold powers of people, more or less; see `build`. Compared by identity, which
    is what makes looking things up by it fast.
    """

    place: Place
    quality: NameQuality
    prior: float


class Gazetteer:
    """An opened index. Reading from several threads is safe."""

    def __init__(self, index: Path, words: WordTables) -> None:
        """Open the index in the folder `index`, with the words that go with names.

        Raises:
            GazetteerError: There is no whole index.
        """
        self.words = words
        try:
            store = sqlite3.connect(
                f"{(index / PLACES_FILE).resolve().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )
            names = marisa_trie.RecordTrie(NAME_FORMAT).mmap(str(index / NAMES_FILE))
        except (OSError, RuntimeError, sqlite3.Error) as error:
            raise GazetteerError(
                f"The gazetteer's index in {index} cannot be opened: {error}. "
                "Delete the folder; the next start builds it again."
            ) from error
        self._store = store
        self._names = names
        self.generation = 0  # of the names that are remembered
        self.named = cache(self._named)
        self.sounding_like = lru_cache(maxsize=8192)(self._sounding_like)
        self._of_row = lru_cache(maxsize=131072)(self._read_row)

    def make_room(self) -> None:
        """Forget the names that were read, where they are many: before a text, not in its midst.

        What a text names twice has to be the same there, or it counts as two names.
        """
        if self.named.cache_info().currsize > MOST_REMEMBERED:
            self.named.cache_clear()
            self.sounding_like.cache_clear()
            self.generation += 1

    def candidates(self, name: str) -> list[Place]:
        """Give the places that a name may stand for, the most important first; none: empty."""
        return [found.place for found in self.named_as_written(name)]

    def named_as_written(self, name: str) -> tuple[Named, ...]:
        """Give the places of a name as it is written, abbreviations with dots too: "W. Va."."""
        found = self.named(abbreviation(name)) if "." in name else ()
        return found or self.named(fold(name)) or self.named(fold(_THE.sub("", name)))

    def _sounding_like(self, key: str) -> tuple[Named, ...]:
        """Give the places one of whose names sounds like a folded name, where scripts differ."""
        return self.named(SOUND_MARK + sound(key)) if len(key) > 3 else ()

    def keys_at_start(self, words: str) -> list[str]:
        """Give the names that folded text begins with, the shortest first; parts of words too."""
        found: list[str] = self._names.prefixes(words)
        return found

    def place(self, identifier: str) -> Place | None:
        """Give the place with an id, None where there is none."""
        rows = self._select("id = ?", (identifier,))
        return rows[0] if rows else None

    def with_p_code(self, p_code: str) -> Place | None:
        """Give the unit with a P-code, None where there is none."""
        return next(iter(self._select("p_code = ?", (p_code,))), None)

    def towns(self, west: float, south: float, east: float, north: float, most: int) -> list[Place]:
        """Give the most important towns of a box in degrees, the first the most important."""
        return self._select(
            "kind = 'city' AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
            " ORDER BY importance DESC, id LIMIT ?",
            (south, north, west, east, most),
        )

    def nearest(self, lat: float, lon: float, most: int = 1) -> list[Place]:
        """Give the towns nearest to a point in degrees, the nearest first."""
        for reach in (0.5, 2.0, 8.0, 180.0):
            wide = min(360.0, reach / max(0.02, math.cos(math.radians(min(89.0, abs(lat))))))
            found = self._box(lat - reach, lat + reach, lon - wide, lon + wide)
            if len(found) >= most:
                break
        return sorted(found, key=lambda p: distance_km(lat, lon, p.lat or 0, p.lon or 0))[:most]

    def _box(self, south: float, north: float, west: float, east: float) -> list[Place]:
        """Give the towns of a box that may reach across the date line."""
        found: list[Place] = []
        for shift in (-360.0, 0.0, 360.0):
            if west + shift <= 180 and east + shift >= -180:
                box = (south, north, west + shift, east + shift)
                found += self._select(
                    "kind = 'city' AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?", box
                )
        return found

    def _named(self, key: str) -> tuple[Named, ...]:
        """Give the places of a folded name, the most important first."""
        records = self._names.get(key)
        bare = without_article(key)
        if not records and bare != key:
            records = self._names.get(f"al {bare}") or self._names.get(bare)
        if not records:
            return ()
        # Rows are numbered by importance, so the order of rows is the order of places.
        best = sorted(records)[:MOST_CANDIDATES]
        named = (self._read_named(row, NameQuality(quality)) for row, quality in best)
        return tuple(sorted(named, key=lambda found: -found.prior))

    def _read_named(self, row: int, quality: NameQuality) -> Named:
        place, importance = self._of_row(row)
        return Named(place, quality, importance + _OF_QUALITY[quality])

    def _read_row(self, row: int) -> tuple[Place, float]:
        columns = self._store.execute("SELECT * FROM places WHERE row = ?", (row,)).fetchone()
        return _place(columns), columns[-1]

    def _select(self, where: str, values: Iterable[str | float]) -> list[Place]:
        rows = self._store.execute(f"SELECT * FROM places WHERE {where}", tuple(values))  # noqa: S608
        return [_place(row) for row in rows]


def _place(row: tuple[str, ...]) -> Place:
    _, identifier, name, kind, country, lat, lon, population, within, boundaries, *codes, _ = row
    return Place(
        identifier,
        name,
        PlaceKind(kind),
        country,
        lat,  # type: ignore[arg-type]  # SQLite gives the column's type
        lon,  # type: ignore[arg-type]
        population,  # type: ignore[arg-type]
        tuple(within.split("|")) if within else (),
        tuple(boundaries.split("|")) if boundaries else (),
        *codes,
    )


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Give the great-circle distance of two points in degrees, in kilometres."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def open_gazetteer(
    data: Path, index: Path, progress: bool = False, own: Path | None = None
) -> Gazetteer:
    """Open the index, building it first where it is missing, cut short or older than its inputs.

    Args:
        data: The folder of the reference data.
        index: The folder of the index; it is made.
        progress: Show a progress bar on standard error while building.
        own: The folder of the user's own gazetteers, which are inputs of the index too.

    Raises:
        GazetteerError: The index cannot be built or opened.
        OwnGazetteerError: What was kept of a user's file cannot be read.
        ReferenceDataError: A table of `data` is missing or malformed.
    """
    if not is_current(index, data, own):
        # What builds the index takes a second to import (geopandas), and is seldom needed.
        from dashboard.places.build import build_index  # noqa: PLC0415

        build_index(data, index, progress, own)
    return Gazetteer(index, read_words(data))
