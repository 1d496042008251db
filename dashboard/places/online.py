"""Geocoding services of the net, for names that the gazetteer lacks: off unless turned on.

A service is asked at most once a second, each question once for good, and the user is told what is
sent. Where a service cannot be reached or refuses, the answer is what the gazetteer says.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geopy.adapters import URLLibAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderServiceError,
    GeocoderUnavailable,
    GeopyError,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.point import Point

from dashboard.errors import GazetteerError, SettingsError
from dashboard.places.cached import Answer, CachedGeocoder
from dashboard.places.geocoder import countries_asked, name_asked, point_asked

ANSWERS_FILE = "geocoder-answers.sqlite"
SENT_FILE = "geocoder-sent.jsonl"
LEAST_SECONDS = 1.0  # between two requests, as Nominatim's usage policy asks
PAUSE_SECONDS = 60.0  # after a failure, so that a service that is down delays no work
_TIMEOUT = 10.0  # seconds
_USER_AGENT = "Tidemark/0.1"

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to a service, and when: ISO 8601, UTC."""

    when: str
    service: str
    query: str


@dataclass(frozen=True, slots=True)
class Online:
    """A service that a user turned on: its name, and the geocoder with its answers before it."""

    service: str
    geocoder: Geocoder


def open_online(name: str, options: str, folder: Path) -> Online:
    """Turn a service on.

    Args:
        name: The name of the service, as geopy has it: nominatim, photon, geonames …
        options: What geopy's class for it takes, as a JSON object: domain, scheme, user_agent …
        folder: Where its answers, and what was sent, are kept.

    Raises:
        SettingsError: geopy has no such service, or it takes other options.
        GazetteerError: The folder cannot be written to.
    """
    polite = PoliteGeocoder(service(name, options), name, tell=lambda sent: note(folder, sent))
    # Another server may have other answers; options may hold a key, which is kept nowhere.
    whose = f"{name} {hashlib.sha256(options.encode()).hexdigest()[:12]}"
    return Online(name, CachedGeocoder(polite, folder / ANSWERS_FILE, name=whose))


def service(name: str, options: str = "") -> Geocoder:
    """Make one of geopy's geocoders by name.

    Raises:
        SettingsError: geopy has no such service, or it takes other options.
    """
    try:
        given = json.loads(options or "{}")
        made = {"user_agent": _USER_AGENT, "timeout": _TIMEOUT} | given
        # geopy's other adapter sends a request that failed twice more, without a pause.
        return get_geocoder_for_service(name)(**made, adapter_factory=URLLibAdapter)
    except (GeopyError, ValueError, TypeError) as error:
        raise SettingsError(
            f"TIDEMARK_GEOCODER={name} cannot be used with its TIDEMARK_GEOCODER_OPTIONS: {error}. "
            "geopy's documentation lists the services and their options."
        ) from error


def note(folder: Path, sent: Sent) -> None:
    """Tell what is being sent, on standard error and in the list that `sent_queries` reads.

    Raises:
        GazetteerError: The list cannot be written to.
    """
    _LOG.warning("Asking %s on the net for %r", sent.service, sent.query)
    try:
        with (folder / SENT_FILE).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(sent), ensure_ascii=False) + "\n")
    except OSError as error:
        raise GazetteerError(
            f"{folder / SENT_FILE} cannot be written to: {error.strerror}. Nothing was sent."
        ) from error


def sent_queries(folder: Path) -> list[Sent]:
    """Give all that was ever sent from a folder, the latest first; empty where nothing was.

    Raises:
        GazetteerError: The list cannot be read.
    """
    path = folder / SENT_FILE
    try:
        lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
        return [Sent(**json.loads(line)) for line in reversed(lines) if line]
    except (OSError, ValueError, TypeError) as error:
        raise GazetteerError(f"{path} cannot be read: {error}. Delete it or mend it.") from error


class PoliteGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Asks a service at most once a second, tells what it sends, and lets it rest after a failure.

    Names are asked for in English where the service can be told a language.
    """

    def __init__(
        self,
        asked: Geocoder,
        name: str,
        *,
        tell: Callable[[Sent], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Put manners before one of geopy's geocoders.

        Args:
            asked: The geocoder that is asked.
            name: What to call it.
            tell: Is told what is sent, before it is.
            clock: Gives the seconds by which a failure is remembered.
        """
        super().__init__()
        self._asked = asked
        self._name = name
        self._tell = tell
        self._clock = clock
        self._rests_until = 0.0
        self._ask = RateLimiter(
            self._send, min_delay_seconds=LEAST_SECONDS, max_retries=0, swallow_exceptions=False
        )

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
            geopy.exc.GeocoderServiceError: The service could not be asked, refused, or rests.
            geopy.exc.GeocoderQueryError: The query is no name, or the service cannot stay within
                countries.
        """
        name = name_asked(query)
        codes = countries_asked(country_codes)
        more: dict[str, Any] = {"country_codes": [code.lower() for code in codes]} if codes else {}
        found = self._answer("geocode", name, name, exactly_one, timeout, more)
        return found[:limit] if isinstance(found, list) else found

    def reverse(
        self,
        query: Point | str | tuple[float, float] | None,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Answer:
        """Give what is at a point (latitude, longitude in degrees), None where nothing is.

        Raises:
            geopy.exc.GeocoderServiceError: The service could not be asked, refused, or rests.
            geopy.exc.GeocoderQueryError: The query is no point.
        """
        point = point_asked(query)
        told = f"{point.latitude}, {point.longitude}"
        return self._answer("reverse", told, point, exactly_one, timeout, {})

    def _answer(
        self, way: str, told: str, query: str | Point, one: bool, timeout: Any, more: dict[str, Any]
    ) -> Answer:
        left = self._rests_until - self._clock()
        if left > 0:
            raise GeocoderUnavailable(f"{self._name} failed; it is asked again in {left:.0f} s")
        method = getattr(self._asked, way)
        taken = inspect.signature(method).parameters
        if not more.keys() <= taken.keys():
            raise GeocoderQueryError(f"{self._name} cannot stay within countries")
        if "language" in taken:
            more = more | {"language": "en"}
        try:
            found: Answer = self._ask(method, told, query, exactly_one=one, timeout=timeout, **more)
        except GeocoderQueryError:
            raise
        except GeocoderServiceError as error:
            rest = max(PAUSE_SECONDS, getattr(error, "retry_after", None) or 0)
            self._rests_until = self._clock() + rest
            raise
        return found

    def _send(self, method: Callable[..., Answer], told: str, query: Any, **more: Any) -> Answer:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._tell(Sent(now, self._name, told))
        try:
            return method(query, **more)
        except GeopyError:
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # geopy's classes take it on trust that an answer is of the form they expect.
            raise GeocoderParseError(f"{self._name} gave no answer of its form: {error}") from error
