"""Tables of others: CSV, XLSX and GeoJSON as rows of text, told by their content, one by one."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from dashboard.errors import ImportFileError, TidemarkError
from dashboard.exchange.column_names import fields_by_name, spelt
from dashboard.exchange.table import without_apostrophe

MOST_UNPACKED = 500_000_000  # bytes of an XLSX file's sheets
_ZIP = b"PK\x03\x04"

Cells = list[str]


class Row(NamedTuple):
    """A row of a table: its number as a spreadsheet counts, and its cells.

    `cells` are by the name of the column in the file, `fields` those whose columns are known, by
    the field that they stand for.
    """

    number: int
    cells: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: the names of its columns, the field that each stands for, and its rows."""

    names: Sequence[str]
    known: Mapping[str, str]
    rows: Iterator[Row]

    @property
    def unread(self) -> list[str]:
        """The names of the columns that stand for no field."""
        return [name for name in self.names if name and name not in self.known]

    def column(self, field: str) -> str:
        """Name the column of a field as the file does."""
        return next((name for name, known in self.known.items() if known == field), field)


@contextmanager
def opened_table(path: Path, data: Path) -> Iterator[Table]:
    """Open a table; its rows are read as they are asked for.

    Args:
        path: A CSV, XLSX or GeoJSON file, told by its content.
        data: The folder of the reference data, which has the names of columns.

    Raises:
        ImportFileError: It is none of these, or broken, or too large once unpacked.
    """
    try:
        with _opener(path)(path) as lines:
            yield _table(path, lines, data)
    except TidemarkError:
        raise
    except (OSError, ValueError, KeyError, csv.Error, zipfile.BadZipFile) as error:
        raise ImportFileError(
            f"{path}: cannot be read as a table ({error}). Save it as CSV in UTF-8, or as XLSX."
        ) from error


def _opener(path: Path) -> Callable[[Path], Any]:
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_ZIP):
        return _xlsx
    return _geojson if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else _csv


def _table(path: Path, lines: Iterator[tuple[int, Cells]], data: Path) -> Table:
    first = next(lines, None)
    if first is None:
        raise ImportFileError(f"{path}: has no line. Export it again.")
    names = [name.strip() for name in first[1]]
    second = next(lines, None)
    tags = second[1] if second and _is_tags(second[1]) else [""] * len(names)
    fields = fields_by_name(data)
    known = {
        name: field
        for name, tag in zip(names, tags, strict=False)
        if (field := fields.get(spelt(tag)) or fields.get(spelt(name)))
    }
    rest = chain([second], lines) if second and not _is_tags(second[1]) else lines
    return Table(names, known, _rows(rest, names, known))


def _is_tags(cells: Cells) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.startswith("#") for cell in filled)


def _rows(
    lines: Iterable[tuple[int, Cells]], names: Sequence[str], known: Mapping[str, str]
) -> Iterator[Row]:
    """Give the rows that are not empty. Of two columns of one field the last that is filled counts.

    That is the narrower one: tables go from the country to the district.
    """
    for number, line in lines:
        cells = {name: cell.strip() for name, cell in zip(names, line, strict=False) if name}
        if any(cells.values()):
            filled = ((known[name], cell) for name, cell in cells.items() if cell and name in known)
            yield Row(number, cells, dict(filled))


@contextmanager
def _csv(path: Path) -> Iterator[Iterator[tuple[int, Cells]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(4096)
        file.seek(0)
        first = start.splitlines()[0] if start.strip() else ""
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        yield ((n, [without_apostrophe(c) for c in line]) for n, line in enumerate(reader, 1))


@contextmanager
def _xlsx(path: Path) -> Iterator[Iterator[tuple[int, Cells]]]:
    # It takes a third of a second to import, and most tables do not need it.
    from openpyxl import load_workbook  # noqa: PLC0415

    with zipfile.ZipFile(path) as packed:
        size = sum(each.file_size for each in packed.infolist())
    if size > MOST_UNPACKED:
        raise ImportFileError(
            f"{path}: unpacks to {size / 1e6:.0f} MB, more than {MOST_UNPACKED / 1e6:.0f}. Cut it."
        )
    with path.open("rb") as file:
        sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
        lines = enumerate(sheet.iter_rows(values_only=True), 1)
        yield ((number, [_as_text(cell) for cell in line]) for number, line in lines)


@contextmanager
def _geojson(path: Path) -> Iterator[Iterator[tuple[int, Cells]]]:
    features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
    rows = [{**_coordinates(feature), **(feature["properties"] or {})} for feature in features]
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([_as_text(row.get(name)) for name in names] for row in rows)]
    yield iter(list(enumerate(lines)))


def _coordinates(feature: Mapping[str, Any]) -> dict[str, float]:
    geometry = feature.get("geometry") or {}
    if geometry.get("type") != "Point":
        return {}
    longitude, latitude = geometry["coordinates"][:2]
    return {"latitude": latitude, "longitude": longitude}


def _as_text(value: object) -> str:
    """Give a cell as text: dates as ISO 8601, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
