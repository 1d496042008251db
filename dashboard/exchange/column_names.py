"""Which names of columns and which HXL tags stand for which field of a row."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from dashboard.errors import ReferenceDataError
from dashboard.exchange.rows import COLUMNS

HOUSEHOLDS = "households"  # a quantity that counts households


def hxl_tags(data: Path) -> dict[str, str]:
    """Give the HXL tag of each column of an export that has one.

    Raises:
        ReferenceDataError: The table is missing or malformed.
    """
    return {field: name for name, field, used_by in _table(data) if used_by == "hxl"}


def fields_by_name(data: Path) -> dict[str, str]:
    """Give the field that a name of a column stands for, by the name as `spelt` gives it.

    Raises:
        ReferenceDataError: The table is missing or malformed.
    """
    own = {spelt(column): column for column in COLUMNS}
    return {**{spelt(name): field for name, field, _ in _table(data)}, **own}


def spelt(name: str) -> str:
    """Give a column's name whatever its capitals, spaces and underscores; a tag's parts sorted."""
    if name.lstrip().startswith("#"):
        tag, *attributes = name.casefold().replace(" ", "").split("+")
        return "+".join([tag, *sorted(attributes)])
    return re.sub(r"[\W_]+", "", name.casefold())


@cache
def _table(data: Path) -> tuple[tuple[str, str, str], ...]:
    path = data / "column_names.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            return tuple((row["name"], row["field"], row["used_by"]) for row in rows)
    except (OSError, KeyError) as error:
        raise ReferenceDataError(f"{path}: {error}. Restore the file that ships.") from error
