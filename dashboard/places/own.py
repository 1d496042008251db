"""Gazetteers of the user's own: what was added, where it is kept, and taking it out again.

Each is a folder with a table of places, perhaps their boundaries, and a JSON file about itself.
What reads the files that a user gives is in `own_adding`, which the command line alone imports.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from dashboard.errors import OwnGazetteerError

ABOUT_FILE = "about.json"
TABLE_FILE = "places.csv"
BOUNDARIES_FILE = "boundaries.parquet"
COLUMNS = (
    "id",
    "name",
    "kind",
    "country",
    "lat",
    "lon",
    "population",
    "within",
    "boundaries",
    "p_code",
    "local_name",
    "variants",
    "alternates",
)


class FileKind(StrEnum):
    """What a file is that a user adds, in the order in which the index takes them in."""

    GEONAMES = "geonames"
    BOUNDARIES = "boundaries"
    P_CODES = "p-codes"


@dataclass(frozen=True, slots=True)
class OwnGazetteer:
    """What is known of an added file: `sha256` is the file's, `table_sha256` its places'."""

    name: str
    kind: FileKind
    file: str
    sha256: str
    table_sha256: str
    rows: int


def own_gazetteers(folder: Path) -> list[OwnGazetteer]:
    """Give what was added, in the order in which the index takes it in.

    Args:
        folder: The folder of all that was added; it need not be there.

    Raises:
        OwnGazetteerError: What was kept of a file cannot be read.
    """
    order = list(FileKind)
    found = map(_read_about, folder.glob(f"*/{ABOUT_FILE}"))
    return sorted(found, key=lambda own: (order.index(own.kind), own.name))


def table_of(folder: Path, name: str) -> Path:
    """Give the table of the places of a gazetteer, with the columns of COLUMNS."""
    return folder / name / TABLE_FILE


def own_boundary_files(folder: Path) -> list[Path]:
    """Give the GeoParquet files of the boundaries that were added."""
    return sorted(folder.glob(f"*/{BOUNDARIES_FILE}"))


def own_stamp(folder: Path) -> str:
    """Name the version of all that was added; empty where nothing was."""
    told = [json.dumps(asdict(own)) for own in own_gazetteers(folder)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""


def remove_gazetteer(folder: Path, name: str) -> None:
    """Take out what was added under a name; the index is built without it at the next start.

    Raises:
        OwnGazetteerError: Nothing was added under that name, or it cannot be deleted.
    """
    names = sorted(path.parent.name for path in folder.glob(f"*/{ABOUT_FILE}"))
    if name not in names:
        raise OwnGazetteerError(
            f"No gazetteer of your own is called {name!r}; there "
            f"{'are: ' + ', '.join(names) if names else 'is none'}."
        )
    try:
        # Out of sight in one step, so that a stopped process leaves the whole or nothing.
        away = Path(tempfile.mkdtemp(prefix=".removed-", dir=folder))
        (folder / name).rename(away / name)
        shutil.rmtree(away)
    except OSError as error:
        raise OwnGazetteerError(f"{folder / name} cannot be deleted: {error.strerror}.") from error


def _read_about(path: Path) -> OwnGazetteer:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return OwnGazetteer(**about | {"kind": FileKind(about["kind"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise OwnGazetteerError(
            f"{path} cannot be read ({error}). "
            f"Take it out (gazetteer remove {path.parent.name}) and add the file again."
        ) from error
