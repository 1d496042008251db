"""Boundaries of the user's own, in any format that geopandas reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import geopandas
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.errors import OwnGazetteerError, ReferenceDataError
from dashboard.model import Place, PlaceKind
from dashboard.places.own_pcodes import Units, columns_of
from dashboard.places.own_reading import Countries, OwnPlace, Reading, Refusal, name_of

WGS_84 = "EPSG:4326"
OWN = "own"  # the kind of an own boundary, where data/boundaries.parquet has country or admin1
_NAMES = ("name_en", "shapename", "name", "nam", "namn", "nombre", "nom", "label", "title")
_COUNTRIES = ("iso_a2", "iso2", "shapegroup", "gid_0", "iso_a3", "adm0_a3", "iso3", "country")
_GADM_NAME = re.compile(r"name_(\d)")
_LEVEL = re.compile(r"adm(\d)", re.IGNORECASE)
_KINDS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2)
_POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class BoundaryOptions:
    """What a user says of boundaries: the column of names, their kind, country and layer."""

    name_column: str | None = None
    level: PlaceKind | None = None
    country: str | None = None
    layer: str | None = None


class _Area(NamedTuple):
    """A row's polygon, a point in it, and where the shipped boundaries have that point."""

    polygon: BaseGeometry
    point: shapely.Point
    country: str | None
    within: tuple[str, ...]


def read_boundaries(file: Path, data: Path, name: str, options: BoundaryOptions) -> Reading:
    """Read polygons: each becomes a place with its boundary, and a point inside it.

    They are put into degrees, WGS 84, and mended where they cross themselves. `name` is what the
    gazetteer is called; it goes into the ids of places that have no code.

    Raises:
        OwnGazetteerError: It holds no polygons, no names, or no coordinate reference system.
        ReferenceDataError: The shipped boundaries cannot be read.
    """
    frame = _in_degrees(file, _read(file, options.layer))
    rows = _Rows(file, frame, name, options)
    polygons: dict[int, BaseGeometry] = {}
    for number, shape in enumerate(frame.geometry, 1):
        with rows.refusing(number):
            polygons[number] = _polygon(shape)
    mended = sum(not frame.geometry.iloc[number - 1].is_valid for number in polygons)
    if mended:
        rows.reading.notes.append(f"{mended} polygons crossed themselves and were mended")
    records = frame.drop(columns=frame.geometry.name).to_dict("records")
    for number, area in zip(polygons, _located(polygons.values(), data), strict=True):
        with rows.refusing(number):
            rows.take_in(number, {str(k): _text(v) for k, v in records[number - 1].items()}, area)
    return rows.done()


def _text(value: Any) -> str:
    """Give a cell as text; a missing one is empty, and a number has no ".0"."""
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _read(file: Path, layer: str | None) -> geopandas.GeoDataFrame:
    try:
        with file.open("rb") as opened:
            if opened.read(4) == b"PAR1":
                return geopandas.read_parquet(file)
        chosen = layer or _only_layer(file)
        frame = geopandas.read_file(file, layer=chosen)
    except (OSError, ValueError, pyogrio.errors.DataSourceError) as error:
        raise OwnGazetteerError(
            f"{file} holds no boundaries that can be read ({str(error).splitlines()[0]})."
        ) from error
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        raise OwnGazetteerError(f"{file} holds no boundaries: it has no geometry, or no row.")
    return frame


def _only_layer(file: Path) -> str:
    layers = [name for name, geometry in pyogrio.list_layers(file) if geometry is not None]
    if len(layers) != 1:
        told = f"choose one with --layer: {', '.join(layers)}" if layers else "none has a geometry"
        raise OwnGazetteerError(f"{file} has {len(layers)} layers; {told}.")
    return str(layers[0])


def _in_degrees(file: Path, frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    if frame.crs is not None:
        return frame.to_crs(WGS_84)
    west, south, east, north = frame.total_bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise OwnGazetteerError(
            f"{file} does not say its coordinate reference system, and {west:.0f}, {south:.0f} are "
            "no degrees. Add its .prj file, or save it with one."
        )
    return frame.set_crs(WGS_84)


def _located(polygons: Iterable[BaseGeometry], data: Path) -> Iterator[_Area]:
    """Look up in which shipped country and province a point of each polygon lies."""
    try:
        shipped = geopandas.read_parquet(data / "boundaries.parquet")
    except (OSError, ValueError) as error:
        raise ReferenceDataError(f"boundaries.parquet: {error}. Restore the file.") from error
    areas = shipped[shipped["kind"].isin(("country", "admin1"))].reset_index(drop=True)
    given = list(polygons)
    points = [polygon.representative_point() for polygon in given]
    found: list[dict[str, str]] = [{} for _ in given]
    at, of = shapely.STRtree(list(areas.geometry)).query(points, predicate="within")
    for point, area in zip(at, of, strict=True):
        found[point][areas["kind"][area]] = f"{areas['kind'][area]}:{areas['id'][area]}"
        found[point]["of"] = areas["country"][area]
    for polygon, spot, where in zip(given, points, found, strict=True):
        within = tuple(where[kind] for kind in ("admin1", "country") if kind in where)
        yield _Area(polygon, spot, where.get("of"), within)


class _Rows:
    """Collects the rows of a file as places and polygons."""

    def __init__(
        self, file: Path, frame: geopandas.GeoDataFrame, name: str, options: BoundaryOptions
    ) -> None:
        self._gazetteer = name
        self._options = options
        self._countries = Countries()
        self._columns = columns_of(map(str, frame.columns))
        self._units = Units()
        self._areas: dict[str, tuple[str, _Area]] = {}  # by place id, with the boundary's id
        by_name = {str(column).lower(): str(column) for column in frame.columns}
        self._has_codes = bool(self._columns.deepest) and not options.name_column
        self._name, self._level = _name_column(file, by_name, options)
        self._country = next((by_name[c] for c in _COUNTRIES if c in by_name), "")
        self._type = by_name.get("shapetype", "")

    @property
    def reading(self) -> Reading:
        return self._units.reading

    @contextmanager
    def refusing(self, number: int) -> Iterator[None]:
        """Refuse the row where a ValueError says why."""
        try:
            yield
        except ValueError as error:
            self.reading.refused.append(Refusal(number, str(error)))

    def take_in(self, number: int, row: Mapping[str, str], area: _Area) -> None:
        country = self._options.country or self._countries.code(row.get(self._country, ""))
        country = country or area.country
        if self._has_codes:
            place = self._units.take_in(number, self._columns.units(row), country=country).place
            boundary = place.id.partition(":")[2]
        else:
            boundary = f"{country}.{self._gazetteer}-{number}" if country else ""
            boundary = boundary or f"{self._gazetteer}-{number}"
            place = self._place(row, country, boundary, area.within)
            if place.id in self._areas:
                raise ValueError(f"{place.id} is in another row already")
            self.reading.places.append(OwnPlace(place))
        self._areas[place.id] = (boundary, area)

    def done(self) -> Reading:
        """Give all that was collected, each place with its boundary and its point."""
        reading = self.reading
        if not (self._has_codes or self._level or self._type):
            reading.notes.append(
                f"taken as {PlaceKind.REGION}s, since nothing says their level; if they are "
                "provinces or districts, remove them and add them with --level admin1 or admin2"
            )
        reading.refused.sort()
        reading.places = [own._replace(place=self._drawn(own.place)) for own in reading.places]
        drawn = [own.place for own in reading.places if own.place.id in self._areas]
        rows = [
            (*place.boundaries, OWN, place.name, place.country, self._areas[place.id][1].polygon)
            for place in drawn
        ]
        columns = ("id", "kind", "name", "country", "geometry")
        reading.shapes = geopandas.GeoDataFrame(rows, columns=columns, crs=WGS_84)
        return reading

    def _drawn(self, place: Place) -> Place:
        if place.id not in self._areas:
            return place  # a province that is only named beside its districts
        boundary, area = self._areas[place.id]
        lat, lon = round(area.point.y, 4), round(area.point.x, 4)
        return replace(place, lat=lat, lon=lon, boundaries=(boundary,))

    def _place(
        self, row: Mapping[str, str], country: str | None, key: str, within: tuple[str, ...]
    ) -> Place:
        level = self._level or _level_of(row.get(self._type, "")) or PlaceKind.REGION
        name = name_of(row[self._name])
        if level is PlaceKind.COUNTRY and country:
            return Place(f"country:{country}", name, level, country)
        if country and f"country:{country}" not in within:
            within = (f"country:{country}",)
        if level in (PlaceKind.ADMIN1, PlaceKind.REGION):  # which are no part of a province
            within = within[-1:]
        return Place(f"{level}:{key}", name, level, country, within=within)


def _name_column(
    file: Path, by_name: Mapping[str, str], options: BoundaryOptions
) -> tuple[str, PlaceKind | None]:
    """Choose the column of names, and the level that it tells, where it tells one."""
    if options.name_column:
        if options.name_column.lower() not in by_name:
            raise OwnGazetteerError(
                f"{file} has no column {options.name_column!r}; "
                f"it has {', '.join(by_name.values())}."
            )
        return by_name[options.name_column.lower()], options.level
    levels = [int(found[1]) for c in by_name if (found := _GADM_NAME.fullmatch(c))]
    if levels and "gid_0" in by_name:
        level = max(levels)
        return by_name[f"name_{level}"], options.level or _KINDS[min(level, 2)]
    columns = columns_of(by_name.values())
    recognised = [by_name[c] for c in _NAMES if c in by_name]
    if not recognised and not columns.deepest:
        raise OwnGazetteerError(
            f"{file} has no column that is known to hold names; choose one with --name-column: "
            f"{', '.join(by_name.values())}."
        )
    return (recognised or [""])[0], options.level


def _level_of(written: str) -> PlaceKind | None:
    found = _LEVEL.fullmatch(written)
    return _KINDS[min(int(found[1]), 2)] if found else None


def _polygon(shape: BaseGeometry | None) -> BaseGeometry:
    """Give a valid polygon without heights.

    Raises:
        ValueError: It is empty, no polygon, beyond the globe, or encloses nothing.
    """
    if shape is None or shape.is_empty:
        raise ValueError("it has no geometry")
    if shape.geom_type not in _POLYGONS:
        raise ValueError(f"it is a {shape.geom_type}, not a polygon")
    coordinates = abs(shapely.get_coordinates(shape))
    if not (coordinates <= (180.0, 90.0)).all():
        raise ValueError("its coordinates lie beyond the globe")
    flat = shapely.force_2d(shape)
    if flat.is_valid:
        return flat
    parts = shapely.get_parts(shapely.make_valid(flat))
    areas = [part for part in parts if part.geom_type in _POLYGONS]
    if not areas:
        raise ValueError("its outline encloses nothing")
    return shapely.union_all(areas)
