"""Rows as a file: CSV of three kinds, GeoJSON, GeoPackage and GeoParquet."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dashboard.errors import OutputError
from dashboard.exchange.acled import ACLED_COLUMNS, acled_rows
from dashboard.exchange.column_names import hxl_tags
from dashboard.exchange.rows import CLAIM_COLUMNS, COLUMNS, FIGURE_COLUMNS
from dashboard.exchange.table import write_csv
from dashboard.record import Record

LAYERS = {  # each with the columns that its statements never fill
    "territorial_claim": ("territorial_claims", FIGURE_COLUMNS),
    "displacement_figure": ("displacement_figures", CLAIM_COLUMNS),
}


def export(rows: Iterable[Record], path: Path, data: Path) -> int:
    """Write rows to a file in the format of its ending, whole or not at all.

    Args:
        rows: The rows, as `rows` gives them.
        path: The file; its ending is one of `FORMATS`.
        data: The folder of the reference data, which has the HXL tags.

    Returns:
        How many rows there were; the columns of ACLED have no place for some of them.

    Raises:
        OutputError: The ending is none of these, or the file cannot be written.
    """
    write = format_of(path)
    counted = _Counted(rows)
    with written_whole(path) as file:
        write(counted, file, data)
    return counted.count


def format_of(path: Path) -> Writer:
    """Give what writes a file of this name, the longest ending first.

    Raises:
        OutputError: Nothing does.
    """
    for ending, write in FORMATS.items():
        if path.name.lower().endswith(ending):
            return write
    known = ", ".join(FORMATS)
    raise OutputError(f"{path}: nothing is written as {path.suffix!r}. Use one of {known}.")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a file to write to, which takes the place of `path` once all of it is there.

    Raises:
        OutputError: It cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            file = Path(folder) / path.name
            yield file
            file.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(
            f"{path}: cannot be written ({reason}). Choose another folder with -o."
        ) from error


class _Counted:
    """Rows, counted as they go by."""

    def __init__(self, rows: Iterable[Record]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Record]:
        for row in self.rows:
            self.count += 1
            yield row


Writer = Callable[[Iterable[Record], Path, Path], None]


def _write_csv(rows: Iterable[Record], path: Path, _data: Path) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        write_csv(rows, COLUMNS, file)


def _write_hxl(rows: Iterable[Record], path: Path, data: Path) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        write_csv(rows, COLUMNS, file, hxl_tags(data))


def _write_acled(rows: Iterable[Record], path: Path, _data: Path) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        write_csv(acled_rows(rows), ACLED_COLUMNS, file)


def _write_geojson(rows: Iterable[Record], path: Path, _data: Path) -> None:
    """Write RFC 7946, a feature a line."""
    with path.open("w", encoding="utf-8", errors="replace") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for number, row in enumerate(rows):
            feature = {"type": "Feature", "geometry": _point(row), "properties": row}
            text = json.dumps(feature, ensure_ascii=False, allow_nan=False)
            file.write(f"{',' if number else ''}\n{text}")
        file.write("\n]}\n")


def _point(row: Record) -> Record | None:
    if row["latitude"] is None:
        return None
    return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def _frame(rows: Iterable[Record]) -> Any:
    # geopandas takes a third of a second to import, and most formats do not need it.
    import geopandas  # noqa: PLC0415

    listed = list(rows)
    columns = {name: [row[name] for row in listed] for name in COLUMNS}
    points = geopandas.points_from_xy(columns["longitude"], columns["latitude"])
    frame = geopandas.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")
    frame.loc[frame["latitude"].isna(), "geometry"] = None
    return frame


def _write_geoparquet(rows: Iterable[Record], path: Path, _data: Path) -> None:
    _frame(rows).to_parquet(path)


def _write_geopackage(rows: Iterable[Record], path: Path, _data: Path) -> None:
    from dashboard.exchange.styles import add_styles  # noqa: PLC0415 - needed here alone

    frame = _frame(rows)
    for kind, (layer, others) in LAYERS.items():
        part = frame[frame["kind"] == kind].drop(columns=list(others))
        # Version 1.2 opens without a warning also in a QGIS of some years ago.
        part.to_file(path, driver="GPKG", layer=layer, geometry_type="Point", VERSION="1.2")
    add_styles(path)


FORMATS: dict[str, Writer] = {
    ".hxl.csv": _write_hxl,
    ".acled.csv": _write_acled,
    ".csv": _write_csv,
    ".geojson": _write_geojson,
    ".gpkg": _write_geopackage,
    ".parquet": _write_geoparquet,
}
