"""The ground of a map: boundaries clipped, simplified and rounded to what the marks need."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

import geopandas
import numpy as np
import pandas
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from dashboard.errors import ReferenceDataError
from dashboard.model import Place, PlaceKind

COLUMNS = ("id", "kind", "name", "country", "geometry")
BUDGET = 240_000  # characters of GeoJSON: with Leaflet and the evidence, a page below 600 KB
SMALLEST = 2.4  # degrees: a single town is shown with its surroundings
SOUTHERNMOST, NORTHERNMOST = -58.0, 82.0  # degrees of latitude between which people live


class Box(NamedTuple):
    """A box in degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float


WORLD = Box(-150.0, -50.0, 170.0, 72.0)  # the inhabited one, for a page without a place


@dataclass(frozen=True, slots=True)
class Base:
    """The layers below the marks, as GeoJSON feature collections in degrees, longitude first.

    `fit` is what a first look should show, `clip` how far the layers reach. `areas` are the
    polygons of marks, with the place's id as the property `place`, the largest first. `anchors`
    gives for the id of each such place where its label stands: latitude, longitude. `names` are
    the names of countries by ISO 3166-1 alpha-2 code, `labels` the countries in view with the
    point for their name.
    """

    fit: Box
    clip: Box
    countries: Mapping[str, Any]
    provinces: Mapping[str, Any]
    disputed: Mapping[str, Any]
    areas: Mapping[str, Any]
    anchors: Mapping[str, tuple[float, float]]
    names: Mapping[str, str]
    labels: Sequence[Mapping[str, Any]]


def read_boundaries(path: Path) -> geopandas.GeoDataFrame:
    """Read boundaries: columns id, kind, name, country, geometry.

    The kind is country, admin1 or disputed, or own where a user added them.

    Raises:
        ReferenceDataError: the file is missing, or is no GeoParquet with these columns.
    """
    try:
        return geopandas.read_parquet(path, columns=list(COLUMNS))
    except (OSError, ValueError) as error:
        message = f"{path} holds no boundaries ({error}). Restore the file, or add it again."
        raise ReferenceDataError(message) from error


def base(boundaries: Sequence[Path], places: Collection[Place], drawn: Collection[str]) -> Base:
    """Make the ground for `places`; those whose ids are in `drawn` get their polygons as areas.

    `boundaries` are the file that ships, and those of the user's own after it.
    """
    shipped, *own = map(read_boundaries, boundaries)
    wanted = {i for place in places for i in place.boundaries}
    rows = pandas.concat([shipped, *(added[added["id"].isin(wanted)] for added in own)])
    rows = rows.reset_index(drop=True)
    fit = _around(rows, places)
    clip = _reach(fit)
    near = _clipped(rows, clip)
    codes = _codes(places)
    tolerance = (fit.east - fit.west) / 4000
    layers = _layers(near, codes, places, drawn, tolerance)
    while (size := sum(len(layer) for layer in layers.values())) > BUDGET and tolerance < 1:
        tolerance *= max(2, 2 ** int(math.log2(size / BUDGET)))  # half the points at best
        layers = _layers(near, codes, places, drawn, tolerance)
    countries = rows[(rows["kind"] == "country") & rows["country"].notna()]
    return Base(
        fit=fit,
        clip=clip,
        **{name: json.loads(text) for name, text in layers.items()},
        anchors=_anchors(rows, places),
        names=dict(zip(countries["country"], countries["name"], strict=True)),
        labels=_labels(near[near["kind"] == "country"], fit),
    )


def is_wide(place: Place) -> bool:
    """Whether a place is a country, or a region made of whole countries."""
    return place.kind == PlaceKind.COUNTRY or (
        place.kind == PlaceKind.REGION and not any("." in i for i in place.boundaries)
    )


def _codes(places: Iterable[Place]) -> set[str]:
    """The countries whose provinces are drawn: those of the places and of their polygons."""
    narrow = [place for place in places if not is_wide(place)]
    polygons = (i for place in narrow for i in place.boundaries)
    return {p.country for p in narrow if p.country} | {i.split(".")[0] for i in polygons}


def _around(rows: geopandas.GeoDataFrame, places: Collection[Place]) -> Box:
    """The box of what is to be seen: provinces by their polygon, countries by their point alone.

    A country's whole outline would shrink the map that tells of two of its towns; it counts only
    where nothing narrower is told.
    """
    narrow = [place for place in places if not is_wide(place)]
    points = [(p.lon, p.lat) for p in places if p.lon is not None and p.lat is not None]
    ids = {i for place in (narrow or places) for i in place.boundaries}
    shapes = rows.loc[rows["id"].isin(ids), "geometry"]
    boxes = [tuple(shape.bounds) for shape in shapes] + [point * 2 for point in points]
    if not boxes:
        return WORLD
    found = np.array(boxes, dtype=float)
    west, south = found[:, :2].min(axis=0)
    east, north = found[:, 2:].max(axis=0)
    return _padded(Box(float(west), float(south), float(east), float(north)))


def _padded(box: Box) -> Box:
    wide = max((box.east - box.west) * 1.16, SMALLEST) / 2
    high = max((box.north - box.south) * 1.16, SMALLEST) / 2
    x, y = (box.west + box.east) / 2, (box.south + box.north) / 2
    return Box(
        max(x - wide, -180),
        max(y - high, SOUTHERNMOST),
        min(x + wide, 180),
        min(y + high, NORTHERNMOST),
    )


def _reach(fit: Box) -> Box:
    """Extend a box so that a wide screen and a tall phone, zoomed out once, still show land."""
    low, high = _mercator(fit.south), _mercator(fit.north)
    half = 1.7 * max(fit.east - fit.west, high - low)
    x, y = (fit.west + fit.east) / 2, (low + high) / 2
    return Box(
        max(x - half, -180.0),
        max(_latitude(y - half), SOUTHERNMOST),
        min(x + half, 180.0),
        min(_latitude(y + half), NORTHERNMOST),
    )


def _mercator(latitude: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def _latitude(mercator: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(mercator))) - math.pi / 2)


def _clipped(rows: geopandas.GeoDataFrame, box: Box) -> geopandas.GeoDataFrame:
    near = rows.cx[box.west : box.east, box.south : box.north].copy()
    near["geometry"] = near["geometry"].clip_by_rect(*box)
    is_line = near["kind"] == "disputed"
    kept: geopandas.GeoDataFrame = near[(shapely.area(near["geometry"]) > 0) ^ is_line]
    return kept


def _layers(
    near: geopandas.GeoDataFrame,
    codes: Collection[str],
    places: Iterable[Place],
    drawn: Collection[str],
    tolerance: float,
) -> dict[str, str]:
    """Simplify by `tolerance`, in degrees, without gaps, and give each layer as GeoJSON text."""
    countries = _simplified(near[near["kind"] == "country"], tolerance)
    wanted = {i for place in places for i in place.boundaries}
    inside = near["country"].isin(codes) | near["id"].isin(wanted)
    provinces = _simplified(near[(near["kind"] == "admin1") & inside], tolerance)
    disputed = near[near["kind"] == "disputed"]
    own = near[near["kind"] == "own"]
    simpler = own.assign(geometry=own["geometry"].simplify(tolerance))
    polygons = {**_by_id(countries), **_by_id(provinces), **_by_id(simpler)}
    focus = [{"focus": code in codes} for code in countries["country"]]
    lines = [shape for shape in map(_inner_lines, _grouped(provinces)) if not shape.is_empty]
    return {
        "countries": _features(countries["geometry"], focus),
        "provinces": _features(lines, [{}] * len(lines)),
        "disputed": _features(disputed["geometry"].simplify(tolerance), [{}] * len(disputed)),
        "areas": _areas(places, drawn, polygons),
    }


def _simplified(rows: geopandas.GeoDataFrame, tolerance: float) -> geopandas.GeoDataFrame:
    done = rows.copy()
    whole = [_without_specks(shape, tolerance) for shape in rows["geometry"]]
    done["geometry"] = geopandas.GeoSeries(whole, index=rows.index).simplify_coverage(tolerance)
    return done


def _without_specks(shape: BaseGeometry, tolerance: float) -> BaseGeometry:
    """Drop the islands that would be less than a few pixels, but never all of a country."""
    parts = shapely.get_parts(shape)
    sizes = shapely.area(parts)
    kept: BaseGeometry = shapely.multipolygons(
        parts[sizes >= min((6 * tolerance) ** 2, sizes.max())]
    )
    return kept


def _by_id(rows: geopandas.GeoDataFrame) -> dict[str, BaseGeometry]:
    return dict(zip(rows["id"], rows["geometry"], strict=True))


def _grouped(provinces: geopandas.GeoDataFrame) -> list[list[BaseGeometry]]:
    return [list(group["geometry"]) for _, group in provinces.groupby("country", sort=True)]


def _inner_lines(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """The lines between the polygons of one country, each once, without its outline."""
    edges = shapely.unary_union([shape.boundary for shape in shapes])
    outline = shapely.coverage_union_all(shapes).boundary
    lines = shapely.difference(edges, outline)
    return shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines


def _areas(
    places: Iterable[Place], drawn: Collection[str], polygons: Mapping[str, BaseGeometry]
) -> str:
    found = []
    for place in places:
        shapes = [polygons[i] for i in place.boundaries if i in polygons]
        if place.id in drawn and shapes:
            found.append((shapely.union_all(shapes), place.id))
    found.sort(key=lambda item: (-item[0].area, item[1]))
    return _features([shape for shape, _ in found], [{"place": key} for _, key in found])


def _features(shapes: Iterable[BaseGeometry], properties: Iterable[Mapping[str, Any]]) -> str:
    features = [
        {"type": "Feature", "properties": told, "geometry": json.loads(_rounded(shape))}
        for shape, told in zip(shapes, properties, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, separators=(",", ":"))


def _rounded(shape: BaseGeometry) -> str:
    """A geometry as GeoJSON, to the thousandth of a degree: a hundred metres, half a pixel."""
    return str(shapely.to_geojson(shapely.transform(shape, lambda points: points.round(3))))


def _anchors(
    rows: geopandas.GeoDataFrame, places: Iterable[Place]
) -> dict[str, tuple[float, float]]:
    polygons = _by_id(rows[rows["id"].isin({i for p in places for i in p.boundaries})])
    anchors = {}
    for place in places:
        shapes = [polygons[i] for i in place.boundaries if i in polygons]
        if shapes:
            anchors[place.id], _ = _middle(shapely.union_all(shapes))
    return anchors


def _middle(shape: BaseGeometry) -> tuple[tuple[float, float], float]:
    """The point of a polygon farthest from its edge, latitude first, and how far, in degrees."""
    polygon = cast("MultiPolygon", shape)
    circle = shapely.maximum_inscribed_circle(polygon, tolerance=math.sqrt(shape.area) / 50)
    longitude, latitude = shapely.get_coordinates(circle)[0]
    return (round(float(latitude), 3), round(float(longitude), 3)), round(float(circle.length), 2)


def _labels(near: geopandas.GeoDataFrame, fit: Box) -> list[dict[str, Any]]:
    """Names of countries, each in the middle of what a first look shows of the country.

    `room` is how far the country reaches from that point on all sides, in degrees.
    """
    wide, high = (fit.east - fit.west) / 3, (fit.north - fit.south) / 6
    view = shapely.box(fit.west - wide, fit.south - high, fit.east + wide, fit.north + high)
    labels = []
    for name, shape in zip(near["name"], near["geometry"], strict=True):
        seen = shapely.intersection(shape, view)
        told = seen if seen.area > shape.area / 50 else shape
        point, room = _middle(told.simplify(wide / 200))
        labels.append({"name": name, "point": point, "room": room})
    return sorted(labels, key=lambda label: (-label["room"], label["name"]))
