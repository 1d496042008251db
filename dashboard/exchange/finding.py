"""The places and actors that a table names, by coordinates and codes where given, else by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.exchange.refusing import RowError
from dashboard.exchange.rows import JOIN
from dashboard.model import (
    ActorReference,
    Candidate,
    Place,
    PlaceKind,
    PlaceMention,
    Side,
)

Fields = Mapping[str, str]

NEAR = 0.2  # degrees, some 20 km: a place of the name within it is the one at the coordinates
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Finder:
    """What names mean: the gazetteer and the table of actors, as functions."""

    actor_named: Callable[[str], ActorReference]
    places_named: Callable[[str], Sequence[Place]]
    place: Callable[[str], Place | None]
    place_with_p_code: Callable[[str], Place | None]

    def actor(self, fields: Fields) -> ActorReference:
        """Give a row's actor: by its id as an export has it, else by its name.

        Raises:
            RowError: The row names none, or its side is none.
        """
        name = fields.get("actor")
        if not name:
            raise RowError("actor", "a claim needs an actor. Name it")
        if "actor_id" not in fields:
            return self.actor_named(name)
        try:
            side = Side(fields.get("actor_side", Side.UNKNOWN))
        except ValueError as error:
            raise RowError("actor_side", f"{fields['actor_side']!r} is no side") from error
        written = fields.get("actor_as_written", name)
        inferred = fields.get("actor_inferred", "").casefold() == "true"
        return ActorReference(fields["actor_id"], name, written, side, inferred)

    def mentions(self, end: str, fields: Fields, only: bool) -> tuple[PlaceMention, ...]:
        """Give the places at an end of a figure, as yet without where their names stand.

        Args:
            end: The field: origin, destination or location.
            fields: The row.
            only: It is the row's only end, of which its codes and coordinates speak.
        """
        names = _split(fields.get(end, ""))
        ids = fields.get(f"{end}_ids", "").split(JOIN.strip())
        hints = fields if only and len(names) == 1 else _only_country(fields)
        padded = [*(id_.strip() for id_ in ids), *[""] * len(names)]
        return tuple(
            self.mention(end, name, id_, hints) for name, id_ in zip(names, padded, strict=False)
        )

    def mention(self, column: str, name: str, id_: str, hints: Fields) -> PlaceMention:
        """Give the place that a name stands for.

        Args:
            column: The field that names it.
            name: The name.
            id_: The id in the gazetteer, empty where the row has none.
            hints: The row's coordinates, P-code and names of what contains the place.

        Raises:
            RowError: The gazetteer has not the id, or the coordinates are none.
        """
        if id_:
            place = self.place(id_)
            if place is None and not id_.startswith("point:"):
                raise RowError(column, f"no place has the id {id_!r}. Leave it out, or correct it")
            if place is not None:
                return PlaceMention(0, 0, name, place, (), "by its id")
        coded = self.place_with_p_code(hints["p_code"]) if "p_code" in hints else None
        if coded and self._fits(coded, name):
            return PlaceMention(0, 0, name, coded, (), f"by its P-code {coded.p_code}")
        return self._by_name(name, hints)

    def _fits(self, place: Place, name: str) -> bool:
        """Tell whether a unit's P-code is that of the place named, and not of what contains it."""
        return any(found.id == place.id for found in self.places_named(name))

    def _by_name(self, name: str, hints: Fields) -> PlaceMention:
        point = point_of(hints)
        found = self._inside(self.places_named(name), hints)
        found = [p for p in found if p.kind == hints.get("kind_of_place")] or found
        if point:
            near = [place for place in found if _distance(place, point) <= NEAR]
            place = min(near, key=lambda each: _distance(each, point)) if near else None
            place = place or self._at(point, name, hints)
            return PlaceMention(0, 0, name, place, (), "by its coordinates")
        if not found:
            return PlaceMention(0, 0, name, None, (), "no gazetteer has it")
        if len(found) == 1:
            return PlaceMention(0, 0, name, found[0], (), "the only place of this name there")
        rivals = tuple(Candidate(place, 1 / len(found)) for place in found[:MOST_CANDIDATES])
        why = f"the likeliest of {len(found)} places of this name"
        return PlaceMention(0, 0, name, found[0], rivals, why, ambiguous=True)

    def _inside(self, places: Sequence[Place], hints: Fields) -> list[Place]:
        """Leave those in the country and the units that a row names; all where none is in them."""
        found = list(places)
        for unit in ("country", "country_code", "admin1", "admin2"):
            around = {p.id for p in self.places_named(hints[unit])} if unit in hints else set()
            inside = [p for p in found if around.intersection((p.id, *p.within))]
            found = inside or found
        return found

    def _at(self, point: tuple[float, float], name: str, hints: Fields) -> Place:
        """Make a place of coordinates of which the gazetteer knows no place of the name."""
        units = [
            place
            for unit in ("admin1", "country")
            for place in self._inside(self.places_named(hints.get(unit, "")), hints)[:1]
        ]
        within = dict.fromkeys(id_ for unit in units for id_ in (unit.id, *unit.within))
        country = next((unit.country for unit in units if unit.country), None)
        id_ = f"point:{point[0]:.5f},{point[1]:.5f}"
        return Place(id_, name, PlaceKind.SITE, country, *point, within=tuple(within))


def point_of(fields: Fields) -> tuple[float, float] | None:
    """Give a row's latitude and longitude, degrees; None where it has neither.

    Raises:
        RowError: They are no numbers, or of no place on earth.
    """
    point = []
    for column, most in (("latitude", 90), ("longitude", 180)):
        text = fields.get(column)
        if text is None:
            continue
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not abs(value) <= most:
            raise RowError(column, f"{text!r} is no number of degrees, {-most} to {most}")
        point.append(value)
    if len(point) == 1:
        raise RowError("latitude", "latitude and longitude go together. Give both or none")
    return (point[0], point[1]) if point else None


def _split(names: str) -> list[str]:
    return [name for name in (part.strip() for part in re.split(";", names)) if name]


def _only_country(fields: Fields) -> Fields:
    return {name: fields[name] for name in ("country", "country_code") if name in fields}


def _distance(place: Place, point: tuple[float, float]) -> float:
    """The larger of the differences in latitude and in longitude, in degrees."""
    if place.lat is None or place.lon is None:
        return float("inf")
    return max(abs(place.lat - point[0]), abs(place.lon - point[1]))
