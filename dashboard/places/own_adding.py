"""Adding a user's file to the gazetteer: read, checked, kept whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.errors import OwnGazetteerError
from dashboard.places.own import (
    ABOUT_FILE,
    BOUNDARIES_FILE,
    COLUMNS,
    TABLE_FILE,
    FileKind,
    OwnGazetteer,
)
from dashboard.places.own_boundaries import BoundaryOptions, read_boundaries
from dashboard.places.own_geonames import read_geonames
from dashboard.places.own_pcodes import read_p_codes
from dashboard.places.own_reading import OwnPlace, Reading, head_of, kind_of

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_WHOLE = BoundaryOptions()


@dataclass(frozen=True, slots=True)
class Added:
    """What was added, and what the file gave besides: the rows refused, and how it was read."""

    gazetteer: OwnGazetteer
    reading: Reading


def add_gazetteer(
    folder: Path,
    data: Path,
    file: Path,
    *,
    kind: FileKind | None = None,
    name: str | None = None,
    boundaries: BoundaryOptions = _WHOLE,
) -> Added:
    """Add a file to the user's own gazetteers; the index takes it in when it is next opened.

    Args:
        folder: The folder of all that was added; it is made.
        data: The folder of the reference data.
        file: A GeoNames dump, a table of P-codes, or boundaries.
        kind: What the file is; told by its content where it is not given.
        name: What to call it: lower-case letters, digits and hyphens; made from the file's name
            where it is not given.
        boundaries: How boundaries are to be read.

    Raises:
        OwnGazetteerError: The file is not what it says, most of its rows are not, the name is
            taken, or the folder cannot be written to. Nothing is added.
        ReferenceDataError: A table of `data` is missing or malformed.
    """
    head_of(file)
    name = _free_name(folder, file, name)
    kind = kind or kind_of(file)
    reading = _read(file, data, kind, name, boundaries)
    _check(file, kind, reading)
    with _putting(folder, name) as made:
        _write_table(made / TABLE_FILE, reading.places)
        if reading.shapes is not None:
            reading.shapes.to_parquet(made / BOUNDARIES_FILE)
        gazetteer = OwnGazetteer(
            name=name,
            kind=kind,
            file=str(file.resolve()),
            sha256=_checksum(file),
            table_sha256=_checksum(made / TABLE_FILE),
            rows=len(reading.places),
        )
        about = json.dumps(asdict(gazetteer), ensure_ascii=False, indent=2)
        (made / ABOUT_FILE).write_text(about, encoding="utf-8")
    return Added(gazetteer, reading)


def _free_name(folder: Path, file: Path, name: str | None) -> str:
    chosen = name or re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")[:60]
    if not _NAME.fullmatch(chosen):
        raise OwnGazetteerError(
            f"{chosen!r} is no name for a gazetteer. Give one of lower-case letters, digits and "
            "hyphens with --name."
        )
    if (folder / chosen).exists():
        raise OwnGazetteerError(
            f"There is a gazetteer called {chosen} already. Take it out first "
            f"(gazetteer remove {chosen}), or call this one otherwise with --name."
        )
    return chosen


def _read(
    file: Path, data: Path, kind: FileKind, name: str, boundaries: BoundaryOptions
) -> Reading:
    if kind is FileKind.GEONAMES:
        return read_geonames(file, data)
    if kind is FileKind.P_CODES:
        return read_p_codes(file)
    return read_boundaries(file, data, name, boundaries)


def _check(file: Path, kind: FileKind, reading: Reading) -> None:
    """Refuse a file of which nothing, or less than half, is what it says."""
    refused = reading.refused
    if reading.places and len(refused) <= len(reading.places) + reading.left_out:
        return
    reason = f" Row {refused[0].row}: {refused[0].reason}." if refused else ""
    what = f"{len(refused)} of its rows were refused" if refused else "there is no place in it"
    raise OwnGazetteerError(f"{file} is not what it says ({kind.value}): {what}.{reason}")


@contextmanager
def _putting(folder: Path, name: str) -> Iterator[Path]:
    """Give a folder to write to, which takes its place when all is written, or else is deleted."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".adding-", dir=folder))
        try:
            made = aside / name
            made.mkdir()
            yield made
            made.rename(folder / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise OwnGazetteerError(
            f"{folder} cannot be written to: {error}. Make it writable, or name another in "
            "TIDEMARK_FOLDER."
        ) from error


def _write_table(path: Path, places: list[OwnPlace]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS)
        writer.writeheader()
        writer.writerows(map(_columns, places))


def _columns(own: OwnPlace) -> dict[str, str]:
    lists = {
        "within": own.place.within,
        "boundaries": own.place.boundaries,
        "variants": own.variants,
        "alternates": own.alternates,
    }
    joined = {name: "|".join(parts) for name, parts in lists.items()}
    single = {name: getattr(own.place, name) for name in COLUMNS if name not in lists}
    return joined | {name: "" if value is None else str(value) for name, value in single.items()}


def _checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
