"""Geocoding services of the net, for names that the gazetteer lacks.

None is asked unless a user turns one on.
A service is asked at most once a second, each question once for good: its answers are kept in a
file. Where it cannot be reached or refuses, the answer is what the gazetteer says.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

from geopy.exc import ConfigurationError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from dashboard.errors import GazetteerError

_LOG = logging.getLogger(__name__)
_SCHEMA = "CREATE TABLE IF NOT EXISTS answers (asked TEXT PRIMARY KEY, found TEXT NOT NULL)"
_MOST = 10

Answer: TypeAlias = "Location | list[Location] | None"


def service(name: str, **settings: Any) -> Geocoder:
    """Make one of geopy's geocoders by name, "nominatim" for instance.

    Args:
        name: The name of the service, as geopy has it.
        settings: What the service asks for: user_agent, domain, scheme, api_key, timeout …

    Raises:
        GazetteerError: geopy has no such service, or it asks for other settings.
    """
    try:
        return get_geocoder_for_service(name)(**settings)
    except (GeopyError, TypeError) as error:
        raise GazetteerError(
            f"The geocoding service {name!r} cannot be used: {error}. "
            "geopy's documentation lists the services and their settings."
        ) from error


class CachedGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Asks another geocoder each question once, at most once a second, and keeps the answer."""

    def __init__(
        self,
        asked: Geocoder,
        answers: Path,
        *,
        tell: Callable[[str], None] = _LOG.info,
        least_seconds: float = 1.0,
    ) -> None:
        """Put a file of answers before a geocoder.

        Args:
            asked: The geocoder that is asked.
            answers: The file that keeps its answers; it is made.
            tell: Is told, in a sentence, what is sent before it is.
            least_seconds: The least time between two questions.

        Raises:
            GazetteerError: The file cannot be written to.
        """
        super().__init__()
        self._answers = answers
        self._tell = tell
        self._name = type(asked).__name__
        limits = {"min_delay_seconds": least_seconds, "max_retries": 0}
        limits["swallow_exceptions"] = False
        self._ask = {
            "geocode": RateLimiter(asked.geocode, **limits),
            "reverse": RateLimiter(asked.reverse, **limits),
        }
        try:
            answers.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(answers)) as store, store:
                store.execute(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise GazetteerError(
                f"The answers of {self._name} cannot be kept in {answers}: {error}. "
                "Make the folder writable."
            ) from error

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Answer:
        """Give the location of a name, None where there is none.

        Raises:
            geopy.exc.GeopyError: The geocoder could not be asked, or refused.
        """
        return self._answer("geocode", query, exactly_one, timeout)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Answer:
        """Give what is at a point (latitude, longitude in degrees), None where nothing is.

        Raises:
            geopy.exc.GeopyError: The geocoder could not be asked, or refused.
        """
        return self._answer("reverse", query, exactly_one, timeout)

    def _answer(self, way: str, query: Any, exactly_one: bool, timeout: Any) -> Answer:
        key = f"{self._name} {way} {query!s}"
        found = self._kept(key)
        if found is None:
            self._tell(f"Asking {self._name} for {query!s}.")
            asked = self._ask[way](query, exactly_one=False, timeout=timeout)
            found = [(x.address, x.latitude, x.longitude, x.raw) for x in asked or ()][:_MOST]
            self._keep(key, found)
        locations = [Location(where, (lat, lon, 0.0), raw) for where, lat, lon, raw in found]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _kept(self, key: str) -> list[Any] | None:
        with closing(sqlite3.connect(self._answers)) as store:
            row = store.execute("SELECT found FROM answers WHERE asked = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def _keep(self, key: str, found: list[Any]) -> None:
        with closing(sqlite3.connect(self._answers)) as store, store:
            values = (key, json.dumps(found, default=str))
            store.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", values)


class OnlineGeocoder(Geocoder):  # type: ignore[misc]
    """Asks the gazetteer, and a service of the net for the names that the gazetteer lacks."""

    def __init__(self, offline: Geocoder, online: Geocoder) -> None:
        """Put `offline` before `online`; a service belongs inside a CachedGeocoder."""
        super().__init__()
        self._offline = offline
        self._online = online

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Answer:
        """Give the location of a name, None where neither has it or the service cannot be asked."""
        found: Answer = self._offline.geocode(query, exactly_one=exactly_one)
        if found is not None:
            return found
        try:
            answer: Answer = self._online.geocode(query, exactly_one=exactly_one, timeout=timeout)
        except ConfigurationError:
            raise
        except GeopyError as error:
            _LOG.warning("No answer for %r from the net: %s", query, error)
            return None
        return answer

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Answer:
        """Give the town of the gazetteer nearest to a point; nothing is sent."""
        found: Answer = self._offline.reverse(query, exactly_one=exactly_one)
        return found
