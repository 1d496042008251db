"""Names that the gazetteer lacks, placed by a service of the net that the user turned on."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from geopy.exc import GeopyError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from dashboard.model import Candidate, Place, PlaceKind, PlaceMention
from dashboard.places.cached import Answer
from dashboard.places.gazetteer import Gazetteer, distance_km
from dashboard.places.geocoder import FARTHEST_KM, GazetteerGeocoder
from dashboard.places.online import Online

_LOG = logging.getLogger(__name__)
_SAME_PLACE_KM = 50.0
_LONGEST = 100  # characters: nothing longer is a name, and no sentence is ever sent
# What Nominatim calls a place, in `addresstype`.
_KINDS = {
    "country": PlaceKind.COUNTRY,
    "state": PlaceKind.ADMIN1,
    "province": PlaceKind.ADMIN1,
    "region": PlaceKind.REGION,
    "county": PlaceKind.ADMIN2,
    "district": PlaceKind.ADMIN2,
    "state_district": PlaceKind.ADMIN2,
    "municipality": PlaceKind.ADMIN2,
    "city": PlaceKind.CITY,
    "town": PlaceKind.CITY,
    "village": PlaceKind.CITY,
    "hamlet": PlaceKind.CITY,
    "suburb": PlaceKind.CITY,
    "quarter": PlaceKind.CITY,
    "neighbourhood": PlaceKind.CITY,
    "isolated_dwelling": PlaceKind.CITY,
}


class OnlineGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Asks the gazetteer, and a service of the net for the names that the gazetteer lacks."""

    def __init__(self, gazetteer: Gazetteer, online: Online) -> None:
        """Put `gazetteer` before a service."""
        super().__init__()
        self._gazetteer = gazetteer
        self._offline = GazetteerGeocoder(gazetteer)
        self._online = online

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        country_codes: str | Iterable[str] | None = None,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Answer:
        """Give the location of a name, None where neither has it or the service fails.

        Raises:
            geopy.exc.GeocoderQueryError: The query is empty or no text.
        """
        options: dict[str, Any] = {
            "exactly_one": exactly_one,
            "country_codes": country_codes,
            "limit": limit,
        }
        found: Answer = self._offline.geocode(query, **options)
        if found is not None:
            return found
        try:
            found = self._online.geocoder.geocode(query, **options, timeout=timeout)
        except GeopyError as error:
            _LOG.warning("%s was no help with %r: %s", self._online.service, query, error)
            return None
        if not isinstance(found, list):
            return found and self._placed(found)
        return [self._placed(location) for location in found]

    def reverse(self, query: Point | str | tuple[float, float] | None, **options: Any) -> Answer:
        """Give the town of the gazetteer nearest to a point; nothing is sent.

        Raises:
            geopy.exc.GeocoderQueryError: The query is no point.
        """
        found: Answer = self._offline.reverse(query, **options)
        return found

    def _placed(self, location: Location) -> Location:
        place = place_at(location, self._online.service, self._gazetteer)
        return Location(location.address, location.point, asdict(place))


def complete(
    mentions: Sequence[PlaceMention], online: Online, gazetteer: Gazetteer
) -> list[PlaceMention]:
    """Ask a service for the names that were not placed; the others stay as they are.

    Only the name as written is sent. Of several answers those come first that lie in a country
    which the text names otherwise, then in the service's own order. A service that fails leaves
    the mention as it was, saying so.
    """
    countries = {mention.place.country for mention in mentions if mention.place}
    return [
        _completed(mention, online, gazetteer, countries) if _is_asked(mention) else mention
        for mention in mentions
    ]


def _is_asked(mention: PlaceMention) -> bool:
    lacks = mention.place is None and not mention.associative
    return lacks and len(mention.as_written) <= _LONGEST and "\n\n" not in mention.as_written


def _completed(
    mention: PlaceMention, online: Online, gazetteer: Gazetteer, countries: set[str | None]
) -> PlaceMention:
    try:
        found = online.geocoder.geocode(mention.as_written, exactly_one=False) or []
    except GeopyError as error:
        return replace(mention, why=f"{mention.why}; {online.service} was no help: {error}")
    places = [place_at(location, online.service, gazetteer) for location in found]
    if not places:
        return replace(mention, why=f"{mention.why}, nor has {online.service}")
    places.sort(key=lambda place: place.country not in countries)
    best = places[0]
    rivals = [
        place
        for place in places[1:]
        if (place.country in countries) == (best.country in countries)
        and _apart(best, place) > _SAME_PLACE_KM
    ]
    return replace(
        mention,
        place=best,
        candidates=tuple(Candidate(place, round(1 / len(places), 3)) for place in places),
        why=f"{mention.why}; {online.service} has it",
        ambiguous=bool(rivals),
    )


def place_at(location: Location, service: str, gazetteer: Gazetteer) -> Place:
    """Give an answer of a service as a place, in the country and province of the nearest town."""
    raw = location.raw if isinstance(location.raw, dict) else {}
    lat, lon = location.latitude, location.longitude
    written = raw.get("addresstype") or raw.get("type")
    kind = _KINDS.get(str(written), PlaceKind.SITE) if written else PlaceKind.CITY
    (town,) = gazetteer.nearest(lat, lon) or (None,)
    within: tuple[str, ...] = ()
    if town and distance_km(lat, lon, town.lat or 0, town.lon or 0) <= FARTHEST_KM:
        within = town.within
    country = town.country if town and within else None
    if kind in (PlaceKind.COUNTRY, PlaceKind.REGION):
        within = ()
    elif kind is PlaceKind.ADMIN1:
        within = tuple(above for above in within if above.startswith("country:"))
    return Place(
        id=f"{service}:{_number(raw) or f'{lat:.5f},{lon:.5f}'}",
        name=str(raw.get("name") or (location.address or "").partition(",")[0]),
        kind=kind,
        country=country,
        lat=lat,
        lon=lon,
        within=within,
    )


def _number(raw: dict[str, object]) -> str:
    """Give the number of an object of OpenStreetMap, where that is what was found."""
    known = raw.get("osm_type") and raw.get("osm_id")
    return f"{raw['osm_type']}/{raw['osm_id']}" if known else ""


def _apart(a: Place, b: Place) -> float:
    return distance_km(a.lat or 0, a.lon or 0, b.lat or 0, b.lon or 0)
