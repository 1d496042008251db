"""The gazetteer as a geopy geocoder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from dashboard.model import Place
from dashboard.places.containment import contains
from dashboard.places.gazetteer import Gazetteer, distance_km
from dashboard.places.layout import NameQuality
from dashboard.places.names import fold

FARTHEST_KM = 100  # what a town is still near to; farther out at sea nothing is
_MOST = 10


def name_asked(query: object) -> str:
    """Give a query that is a name.

    Raises:
        geopy.exc.GeocoderQueryError: It is empty or no text.
    """
    if not isinstance(query, str) or not query.strip():
        raise GeocoderQueryError(f"{query!r} is no name: give the name of a place.")
    return query


def point_asked(query: Point | str | tuple[float, float] | None) -> Point:
    """Give a query that is a point: latitude and longitude in degrees.

    Raises:
        geopy.exc.GeocoderQueryError: It is no point on the globe.
    """
    try:
        if query is None:
            raise TypeError("there is none")
        return Point(query)
    except (ValueError, TypeError) as error:
        raise GeocoderQueryError(f"{query!r} is no point: {error}.") from error


def countries_asked(country_codes: str | Iterable[str] | None) -> tuple[str, ...]:
    """Give the codes of countries to stay within, ISO 3166-1 alpha-2 in capitals; empty: all."""
    codes = (country_codes,) if isinstance(country_codes, str) else country_codes or ()
    return tuple(code.upper() for code in codes)


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocodes names offline: "Mosul", "Mosul, Iraq", "Oxford, Mississippi"."""

    def __init__(self, gazetteer: Gazetteer, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        """Serve the places of `gazetteer`. `timeout` is geopy's, and nothing here waits for it."""
        super().__init__(timeout=timeout)
        self._gazetteer = gazetteer
        self._found = lru_cache(maxsize=65536)(self._locations)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        country_codes: str | Iterable[str] | None = None,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Give the location of a name, None where the gazetteer has none.

        Args:
            query: A name, and after commas what contains the place: "Oxford, Mississippi".
            exactly_one: Give the likeliest location, else a list of them, the likeliest first.
            country_codes: ISO 3166-1 alpha-2 codes to stay within.
            limit: The most locations that a list has; ten if not given.
            timeout: Taken for geopy's sake; nothing is waited for.

        Raises:
            geopy.exc.GeocoderQueryError: The query is empty or no text.
        """
        found = self._found(name_asked(query), countries_asked(country_codes))
        if not found:
            return None
        return found[0] if exactly_one else list(found[: limit or _MOST])

    def reverse(
        self,
        query: Point | str | tuple[float, float] | None,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Give the town nearest to a point (latitude, longitude in degrees), within 100 km.

        Raises:
            geopy.exc.GeocoderQueryError: The query is no point.
        """
        point = point_asked(query)
        most = 1 if exactly_one else limit or _MOST
        towns = self._gazetteer.nearest(point.latitude, point.longitude, most)
        here = (point.latitude, point.longitude)
        found = [
            self._location(town)
            for town in towns
            if distance_km(*here, town.lat or 0, town.lon or 0) <= FARTHEST_KM
        ]
        if not found:
            return None
        return found[0] if exactly_one else found

    def _locations(self, query: str, countries: tuple[str, ...]) -> tuple[Location, ...]:
        self._gazetteer.make_room()
        return tuple(
            self._location(place)
            for place in self._places(query)
            if place.lat is not None and (not countries or place.country in countries)
        )

    def _places(self, query: str) -> list[Place]:
        """Give the places of the whole query as a name, else of its first part in the others."""
        whole = self._meant(query)
        if whole or "," not in query:
            return whole
        first, *others = query.split(",")
        containers = [self._gazetteer.candidates(other) for other in others if fold(other)]
        return [
            place
            for place in self._meant(first)
            if all(any(contains(c, place) for c in group) for group in containers)
        ]

    def _meant(self, name: str) -> list[Place]:
        found = self._gazetteer.named_as_written(name)
        return [n.place for n in found if n.quality is not NameQuality.AFTER_COMMA]

    def _location(self, place: Place) -> Location:
        above = (self._gazetteer.place(identifier) for identifier in place.within)
        address = ", ".join((place.name, *(container.name for container in above if container)))
        return Location(address, (place.lat, place.lon, 0.0), asdict(place))
