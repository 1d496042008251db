"""Answers of a geocoder, kept for good."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from dashboard.errors import GazetteerError
from dashboard.places.geocoder import countries_asked, name_asked, point_asked

_SCHEMA = "CREATE TABLE IF NOT EXISTS answers (asked TEXT PRIMARY KEY, found TEXT NOT NULL)"
_MOST = 10

Answer: TypeAlias = Location | list[Location] | None
_Kept: TypeAlias = list[tuple[str, float, float, Any]]


class CachedGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Asks another geocoder each question once, and keeps what it found, also that it is nothing.

    What went wrong is not kept: it is asked again the next time. Several threads and programs may
    share a file.
    """

    def __init__(self, asked: Geocoder, answers: Path, *, name: str | None = None) -> None:
        """Put a file of answers before a geocoder.

        Args:
            asked: The geocoder that is asked; any of geopy's.
            answers: The SQLite file that keeps its answers; it is made.
            name: Whose answers they are, where several geocoders share a file.

        Raises:
            GazetteerError: The file cannot be opened or written to.
        """
        super().__init__()
        self._asked = asked
        self._answers = answers
        self._name = name or type(asked).__name__
        try:
            answers.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from error
        self._execute(_SCHEMA)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        country_codes: str | Iterable[str] | None = None,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Answer:
        """Give the location of a name, None where there is none.

        Raises:
            geopy.exc.GeopyError: The geocoder could not be asked, or refused, or the query is no
                name.
            GazetteerError: The file of answers cannot be read or written to.
        """
        name = " ".join(name_asked(query).split())
        codes = countries_asked(country_codes)
        more = {"country_codes": [code.lower() for code in codes]} if codes else {}
        found = self._found(("geocode", name, *codes), name, timeout, more)
        return _answer(found, exactly_one, limit)

    def reverse(
        self,
        query: Point | str | tuple[float, float] | None,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Answer:
        """Give what is at a point (latitude, longitude in degrees), None where nothing is.

        Raises:
            geopy.exc.GeopyError: The geocoder could not be asked, or refused, or the query is no
                point.
            GazetteerError: The file of answers cannot be read or written to.
        """
        point = point_asked(query)
        place = f"{point.latitude:.6f},{point.longitude:.6f}"
        return _answer(self._found(("reverse", place), point, timeout, {}), exactly_one, limit)

    def _found(
        self, key: tuple[str, ...], query: str | Point, timeout: Any, more: dict[str, Any]
    ) -> _Kept:
        asked = json.dumps([self._name, *key], ensure_ascii=False)
        rows = self._execute("SELECT found FROM answers WHERE asked = ?", asked)
        if rows:
            kept: _Kept = json.loads(rows[0][0])
            return kept
        ask = getattr(self._asked, key[0])
        locations = ask(query, exactly_one=False, timeout=timeout, **more) or []
        found = [(x.address, x.latitude, x.longitude, x.raw) for x in locations[:_MOST]]
        text = json.dumps(found, ensure_ascii=False, default=str)
        self._execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", asked, text)
        fresh: _Kept = json.loads(text)  # the same the first time as ever after
        return fresh

    def _execute(self, statement: str, *values: str) -> list[Any]:
        try:
            with closing(sqlite3.connect(self._answers)) as store, store:
                return store.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> GazetteerError:
        return GazetteerError(
            f"The answers of {self._name} cannot be kept in {self._answers}: {error}. "
            "Make the folder writable, or delete the file; it is made again."
        )


def _answer(found: _Kept, exactly_one: bool, limit: int | None) -> Answer:
    locations = [Location(address, (lat, lon, 0.0), raw) for address, lat, lon, raw in found]
    if not locations:
        return None
    return locations[0] if exactly_one else locations[: limit or _MOST]
