"""Statements as rows with a point, for tables and for geographic tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas

from dashboard.errors import OutputError
from dashboard.exchange.table import as_csv
from dashboard.model import DisplacementFigure, PlaceMention, Statement
from dashboard.record import Record, as_record
from dashboard.wording import in_words

# Every column of a row, in order; docs/exports.md tells what each holds.
COLUMNS = (
    "id", "kind", "states", "report", "publisher", "published", "said_by", "said_by_role",
    "passed_on_by", "stance", "start", "end", "date_precision", "quote", "quote_start",
    "quote_end", "rule", "actor", "actor_id", "actor_as_written", "actor_side", "actor_inferred",
    "relation", "place", "place_id", "extent", "share", "quantity", "quantity_high", "quantifier",
    "vague", "unit", "category", "term", "origin", "origin_ids", "destination", "destination_ids",
    "location", "location_ids", "cause", "part_of", "latitude", "longitude",
)  # fmt: skip


def export(statements: Sequence[Statement], path: Path) -> None:
    """Write statements to a file in the format of its ending: .csv, .geojson, .gpkg or .parquet.

    Raises:
        OutputError: The ending is none of these, or the file cannot be written.
    """
    write = _FORMATS.get(path.suffix.lower())
    if write is None:
        known = ", ".join(_FORMATS)
        raise OutputError(f"{path}: nothing is written as {path.suffix!r}. Use one of {known}.")
    try:
        write([row(statement) for statement in statements], path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error}). Choose another folder.") from error


def row(statement: Statement) -> Record:
    """Give a statement as one flat row with all of `COLUMNS`, None where it has no value.

    Several places are joined by "; ". The point is the place of a claim, and of a figure its
    origin, else where it is, else its destination; in degrees, WGS 84.
    """
    record = as_record(statement)
    evidence, actor, place = record["evidence"], record.get("actor"), record.get("place")
    flat = {
        **{name: value for name, value in record.items() if name in COLUMNS},
        "states": in_words(statement),
        "quote": evidence["quote"],
        "quote_start": evidence["start"],
        "quote_end": evidence["end"],
        "place": place and place["name"],
        "place_id": place and place["id"],
        "actor": actor and actor["name"],
    }
    for name in ("id", "as_written", "side", "inferred"):
        flat[f"actor_{name}"] = actor and actor[name]
    for end in ("origin", "destination", "location"):
        flat[end] = "; ".join(p["name"] for p in record.get(end, ())) or None
        flat[f"{end}_ids"] = "; ".join(p["id"] or "" for p in record.get(end, ())) or None
    flat["latitude"], flat["longitude"] = _point(statement)
    return {name: flat.get(name) for name in COLUMNS}


def _point(statement: Statement) -> tuple[float | None, float | None]:
    mentions: Sequence[PlaceMention]
    if isinstance(statement, DisplacementFigure):
        mentions = (*statement.origin, *statement.location, *statement.destination)
    else:
        mentions = (statement.place,)
    known = [m.place for m in mentions if m.place and m.place.lat is not None]
    return (known[0].lat, known[0].lon) if known else (None, None)


def _frame(rows: Sequence[Record]) -> geopandas.GeoDataFrame:
    columns: dict[str, list[Any]] = {name: [r[name] for r in rows] for name in COLUMNS}
    points = geopandas.points_from_xy(columns["longitude"], columns["latitude"])
    frame = geopandas.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")
    frame.loc[frame["latitude"].isna(), "geometry"] = None
    return frame


def _write_csv(rows: Sequence[Record], path: Path) -> None:
    path.write_text(as_csv(rows), encoding="utf-8", newline="")


def _write_geojson(rows: Sequence[Record], path: Path) -> None:
    path.write_text(_frame(rows).to_json(drop_id=True, ensure_ascii=False), encoding="utf-8")


def _write_geopackage(rows: Sequence[Record], path: Path) -> None:
    frame = _frame(rows)
    for kind in ("territorial_claim", "displacement_figure"):
        part = frame[frame["kind"] == kind].dropna(axis="columns", how="all")
        if len(part):
            part.to_file(path, driver="GPKG", layer=f"{kind}s")


def _write_geoparquet(rows: Sequence[Record], path: Path) -> None:
    _frame(rows).to_parquet(path)


_FORMATS: dict[str, Callable[[Sequence[Record], Path], None]] = {
    ".csv": _write_csv,
    ".geojson": _write_geojson,
    ".gpkg": _write_geopackage,
    ".parquet": _write_geoparquet,
}
