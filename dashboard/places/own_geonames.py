"""GeoNames' dump of a country, as GeoNames serves it: IQ.txt, 19 columns between tabs, no header.

The columns are those of https://download.geonames.org/export/dump/readme.txt.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

from dashboard.errors import ReferenceDataError
from dashboard.model import Place, PlaceKind
from dashboard.places.own_reading import (
    GEONAMES_COLUMNS,
    OwnPlace,
    Reading,
    Refusal,
    name_of,
    point_of,
    utf_8,
)

_COUNTRY = re.compile(r"[A-Z]{2}")
_NO_UNIT = frozenset(("", "00"))  # "00" is GeoNames' code for the whole country


class _Row(NamedTuple):
    id: str
    name: str
    ascii_name: str
    alternates: str
    lat: str
    lon: str
    feature_class: str
    feature_code: str
    country: str
    other_countries: str
    admin1: str
    admin2: str
    admin3: str
    admin4: str
    population: str
    elevation: str
    terrain: str
    zone: str
    changed: str


def read_geonames(file: Path, data: Path) -> Reading:
    """Read a dump: towns, administrative units and the sites of geonames_features.csv.

    Raises:
        OwnGazetteerError: The file is not UTF-8.
        ReferenceDataError: The table of features is missing or malformed.
    """
    kinds = _kinds(data)
    reading = Reading()
    lines: dict[str, int] = {}
    with utf_8(file), file.open(encoding="utf-8-sig", newline="\n") as opened:
        for number, line in enumerate(opened, 1):
            if not line.strip():
                continue
            try:
                row = _row(line.rstrip("\r\n"))
                kind = kinds.get(f"{row.feature_class}.{row.feature_code}")
                if kind is None:
                    reading.left_out += 1
                    continue
                found = _own_place(row, kind)
                if found.place.id in lines:
                    raise ValueError(f"{found.place.id} is in row {lines[found.place.id]} already")
            except ValueError as error:
                reading.refused.append(Refusal(number, str(error)))
                continue
            lines[found.place.id] = number
            reading.places.append(found)
    return reading


def _kinds(data: Path) -> dict[str, PlaceKind]:
    path = data / "geonames_features.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return {row["feature"]: PlaceKind(row["kind"]) for row in csv.DictReader(lines)}
    except (OSError, KeyError, ValueError) as error:
        raise ReferenceDataError(f"{path}: {error}. Restore the file that ships.") from error


def _row(line: str) -> _Row:
    columns = line.split("\t")
    if len(columns) != GEONAMES_COLUMNS:
        raise ValueError(f"it has {len(columns)} columns, not {GEONAMES_COLUMNS}")
    row = _Row(*columns)
    if not row.id.isdigit():
        raise ValueError(f"{row.id[:40]!r} is no GeoNames id")
    if not _COUNTRY.fullmatch(row.country):
        raise ValueError(f"{row.country[:40]!r} is no country code")
    if not row.population.isdigit() and row.population:
        raise ValueError(f"{row.population[:40]!r} is no number of people")
    return row


def _own_place(row: _Row, kind: PlaceKind) -> OwnPlace:
    lat, lon = point_of(row.lat, row.lon)
    identifier = _identifier(row)
    place = Place(
        id=identifier,
        name=name_of(row.name),
        kind=kind,
        country=row.country,
        lat=lat,
        lon=lon,
        population=int(row.population or 0),
        within=tuple(above for above in _above(row) if above != identifier),
    )
    names = (" ".join(n.replace("|", " ").split()) for n in row.alternates.split(","))
    return OwnPlace(place, (), tuple(name for name in names if name))


def _identifier(row: _Row) -> str:
    """Give the id by which the index knows the place already, where it may know it."""
    if row.feature_code.startswith("PCL"):
        return f"country:{row.country}"
    above = _above(row)
    if (row.feature_code, len(above)) in (("ADM1", 2), ("ADM2", 3)):
        return above[0]
    return f"geonames:{row.id}"


def _above(row: _Row) -> tuple[str, ...]:
    """Give the ids of what contains the place, and of a unit its own, the narrowest first."""
    country = f"country:{row.country}"
    if row.feature_code.startswith("PCL"):
        return ()
    if row.admin1 in _NO_UNIT:
        return (country,)
    first = f"admin1:{row.country}.{row.admin1}"
    if row.admin2 in _NO_UNIT or row.feature_code == "ADM1":
        return (first, country)
    return (f"admin2:{row.country}.{row.admin1}.{row.admin2}", first, country)
