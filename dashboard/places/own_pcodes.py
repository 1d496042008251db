"""P-codes: tables of administrative units, names and codes in columns, as OCHA lays them out.

Three generations of names of columns are in use (admin1Name_en and admin1Pcode, ADM1_EN and
ADM1_PCODE, adm1_name and adm1_pcode), in tables and on boundaries alike.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pyogrio

from dashboard.errors import OwnGazetteerError
from dashboard.model import Place, PlaceKind
from dashboard.places.own_reading import (
    Countries,
    OwnPlace,
    Reading,
    Refusal,
    name_of,
    point_of,
    utf_8,
)

_LEVEL = r"adm(?:in)?[_ ]?(?P<level>\d)[_ ]?"
_CODE = re.compile(_LEVEL + r"p_?code", re.IGNORECASE)
_NAME = re.compile(
    _LEVEL + r"(?P<other>alt|ref)?\d?(?:name)?(?P<number>\d?)[_ ]?(?P<language>[a-z]{2})?",
    re.IGNORECASE,
)
_LATITUDE = ("lat", "latitude", "center_lat")
_LONGITUDE = ("lon", "long", "longitude", "center_lon")
_P_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
_KINDS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2)

_Table = Iterable[tuple[int, Mapping[str, str]]]


class Unit(NamedTuple):
    """An administrative unit of a row: its level (0 is the country), code and names."""

    level: int
    code: str
    names: tuple[str, ...]


@dataclass(slots=True)
class Columns:
    """Which columns of a table hold the codes and the names of which level."""

    codes: dict[int, str] = field(default_factory=dict)
    names: dict[int, list[str]] = field(default_factory=dict)
    lat: str | None = None
    lon: str | None = None

    @property
    def deepest(self) -> int:
        """The level of the narrowest units, 0 where there is none below the country."""
        return max((level for level in self.codes if level in self.names), default=0)

    def units(self, row: Mapping[str, str]) -> list[Unit]:
        """Give the units of a row, the widest first.

        Raises:
            ValueError: A code has no name, a name no code, or there is neither.
        """
        units = []
        for level in sorted(self.codes):
            code = row.get(self.codes[level], "").strip()
            names = [row.get(column, "").strip() for column in self.names.get(level, ())]
            if not code and not any(names):
                continue
            if not _P_CODE.fullmatch(code):
                raise ValueError(f"{code[:40]!r} in {self.codes[level]} is no P-code")
            if level and not any(names):
                raise ValueError(f"{code} has no name")
            units.append(Unit(level, code, tuple(map(name_of, filter(None, names)))))
        if not any(unit.level for unit in units):
            raise ValueError("it has no code of a unit below the country")
        return units


def columns_of(header: Iterable[str]) -> Columns:
    """Tell the columns of P-codes by their names; English names come before others."""
    columns = Columns()
    ranked: dict[int, list[tuple[int, int, str]]] = {}
    for at, column in enumerate(header):
        plain = column.strip()
        if found := _CODE.fullmatch(plain):
            columns.codes.setdefault(int(found["level"]), column)
        elif found := _NAME.fullmatch(plain):
            rank = _rank(found["other"], found["number"], (found["language"] or "").lower())
            ranked.setdefault(int(found["level"]), []).append((rank, at, column))
        elif plain.lower() in _LATITUDE:
            columns.lat = column
        elif plain.lower() in _LONGITUDE:
            columns.lon = column
    columns.names = {level: [c for *_, c in sorted(found)] for level, found in ranked.items()}
    return columns


def _rank(other: str | None, number: str, language: str) -> int:
    if other or number:
        return 3
    return {"en": 0, "": 1}.get(language, 2)


def read_p_codes(file: Path) -> Reading:
    """Read a table of P-codes from CSV or XLSX.

    Raises:
        OwnGazetteerError: It has no columns of names and P-codes, or cannot be read.
    """
    with file.open("rb") as opened:
        is_workbook = opened.read(4) == b"PK\x03\x04"
    columns, table = _of_workbook(file) if is_workbook else _of_text(file)
    units = Units()
    for number, row in table:
        if any(value.startswith("#") for value in row.values()):
            continue  # the row of HXL's tags
        try:
            point = _point(columns, row)
            units.take_in(number, columns.units(row), point)
        except ValueError as error:
            units.reading.refused.append(Refusal(number, str(error)))
    reading = units.reading
    order = {kind: at for at, kind in enumerate(_KINDS)}
    reading.places.sort(key=lambda own: order[own.place.kind])
    return reading


def _point(columns: Columns, row: Mapping[str, str]) -> tuple[float, float] | None:
    if not columns.lat or not columns.lon or not row.get(columns.lat):
        return None
    return point_of(row[columns.lat], row.get(columns.lon, ""))


class Units:
    """Collects the units of a table's rows, each once, with what they lie within."""

    def __init__(self) -> None:
        """Start without a unit."""
        self.reading = Reading()
        self._countries = Countries()
        self._known: dict[str, tuple[int, Unit]] = {}

    def take_in(
        self,
        number: int,
        units: Sequence[Unit],
        point: tuple[float, float] | None = None,
        country: str | None = None,
    ) -> OwnPlace:
        """Take in the units of a row, the widest first, and give the place of the narrowest.

        Args:
            number: The row's number.
            units: The units of the row.
            point: The latitude and longitude of the narrowest, in degrees.
            country: The country's ISO 3166-1 alpha-2 code, where it is known otherwise.

        Raises:
            ValueError: The narrowest unit is there already, a unit has another name than before,
                or its country is not known.
        """
        code = country or self._country(units)
        new = [unit for unit in units if not self._is_known(number, unit)]
        if units[-1] not in new:
            row = self._known[units[-1].code][0]
            raise ValueError(f"{units[-1].code} is in row {row} already")
        above: tuple[str, ...] = (f"country:{code}",)
        for unit in units:
            if unit.level == 0:
                continue
            place = _place(unit, code, above, point if unit is units[-1] else None)
            above = (place.id, *above)
            if unit in new:
                self._known[unit.code] = (number, unit)
                found = OwnPlace(place, unit.names[1:])
                self.reading.places.append(found)
        return found

    def _country(self, units: Sequence[Unit]) -> str:
        for unit in units:
            written = (unit.code, *unit.names) if unit.level == 0 else (unit.code[:2],)
            for word in written:
                if code := self._countries.code(word):
                    return code
        raise ValueError(f"no country is known by {units[0].code[:40]!r}")

    def _is_known(self, number: int, unit: Unit) -> bool:
        if unit.level == 0:
            return True
        row, known = self._known.get(unit.code, (number, unit))
        if (known.level, known.names[0]) != (unit.level, unit.names[0]):
            raise ValueError(
                f"{unit.code} is {unit.names[0]} here and {known.names[0]} in row {row}"
            )
        return unit.code in self._known


def _place(
    unit: Unit, country: str, above: tuple[str, ...], point: tuple[float, float] | None
) -> Place:
    kind = _KINDS[min(unit.level, 2)]
    local = next((name for name in unit.names if not name.isascii()), None)
    return Place(
        id=f"{kind}:{unit_key(country, unit.code)}",
        name=unit.names[0],
        kind=kind,
        country=country,
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        within=above,
        p_code=unit.code,
        local_name=local if local != unit.names[0] else None,
    )


def unit_key(country: str, code: str) -> str:
    """Give the id of a unit without its kind; a code that could be GeoNames' gets its country."""
    return f"{country}.{code if code.startswith(country) else country + code}"


def _of_text(file: Path) -> tuple[Columns, _Table]:
    with utf_8(file):
        text = file.read_text(encoding="utf-8-sig")
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = columns_of(reader.fieldnames or ())
    _check(file, columns)
    return columns, _numbered(reader)


def _numbered(reader: csv.DictReader[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    for row in reader:
        yield reader.line_num, {key: value or "" for key, value in row.items() if key}


def _of_workbook(file: Path) -> tuple[Columns, _Table]:
    """Take the sheet of the narrowest units."""
    # As options of one file, GDAL heeds these for its first sheet alone.
    pyogrio.set_gdal_config_options({"OGR_XLSX_HEADERS": "FORCE", "OGR_XLSX_FIELD_TYPES": "STRING"})
    try:
        sheets = [name for name, _ in pyogrio.list_layers(file)]
        frames = [
            pyogrio.read_dataframe(file, layer=sheet, read_geometry=False) for sheet in sheets
        ]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise OwnGazetteerError(
            f"{file} is no workbook that can be read. Save it as CSV in UTF-8, and add that."
        ) from error
    read = [(columns_of(map(str, frame.columns)), frame) for frame in frames]
    _check(file, *(columns for columns, _ in read))
    columns, frame = max(read, key=lambda pair: pair[0].deepest)
    texts = frame.fillna("").astype(str).to_dict("records")
    return columns, list(enumerate(texts, 2))


def _check(file: Path, *tables: Columns) -> None:
    if not any(columns.deepest for columns in tables):
        raise OwnGazetteerError(
            f"{file} is no table of P-codes: it needs columns called like admin1Name_en and "
            "admin1Pcode in its first row."
        )
