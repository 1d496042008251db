"""Records as Parquet: parts that can be read as they come, joined into one file at the end."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pyarrow
from pyarrow import json, parquet

from dashboard.batch.output import gone

_PART = 32_000_000  # bytes of JSON lines, of which Parquet makes about a twentieth

_TEXT, _WHOLE, _REAL, _YES = pyarrow.string(), pyarrow.int64(), pyarrow.float64(), pyarrow.bool_()
_DAY = pyarrow.date32()
_PLACE = pyarrow.struct(
    {
        "id": _TEXT, "name": _TEXT, "as_written": _TEXT, "kind": _TEXT, "country": _TEXT,
        "lat": _REAL, "lon": _REAL, "ambiguous": _YES, "why": _TEXT, "start": _WHOLE, "end": _WHOLE,
    }
)  # fmt: skip
_ACTOR = pyarrow.struct(
    {"id": _TEXT, "name": _TEXT, "as_written": _TEXT, "side": _TEXT, "inferred": _YES}
)
_EVIDENCE = pyarrow.struct({"start": _WHOLE, "end": _WHOLE, "quote": _TEXT})
_PLACES = pyarrow.list_(_PLACE)
# The fields of both kinds of records, as record.py makes them.
SCHEMA = pyarrow.schema(
    {
        "kind": _TEXT, "quantity": _WHOLE, "quantity_high": _WHOLE, "quantifier": _TEXT,
        "vague": _YES, "unit": _TEXT, "category": _TEXT, "term": _TEXT, "origin": _PLACES,
        "destination": _PLACES, "location": _PLACES, "cause": _TEXT, "part_of": _TEXT,
        "equivalent": _TEXT, "working": _TEXT, "actor": _ACTOR, "relation": _TEXT,
        "place": _PLACE, "extent": _TEXT, "share": _REAL, "id": _TEXT, "report": _TEXT,
        "stance": _TEXT, "said_by": _TEXT, "said_by_role": _TEXT, "passed_on_by": _TEXT,
        "start": _DAY, "end": _DAY, "date_precision": _TEXT, "published": _DAY,
        "publisher": _TEXT, "evidence": _EVIDENCE, "rule": _TEXT,
    }
)  # fmt: skip
# JSON has no days: they are read as text.
_AS_JSON = pyarrow.schema(
    [field.with_type(_TEXT) if field.type == _DAY else field for field in SCHEMA]
)


class ParquetParts:
    """A folder of Parquet files until they become one. Its extent is in files."""

    def __init__(self, path: Path, extent: int = 0) -> None:
        """Go on behind the first `extent` parts."""
        self._path = path
        self._folder = path.with_name(f"{path.name}.parts")
        self._folder.mkdir(exist_ok=True)
        self._parts = extent
        self._lines = io.BytesIO()
        if not all(self._part(number).exists() for number in range(extent)):
            raise gone(self._folder)

    def append(self, lines: bytes) -> None:
        """Take lines."""
        self._lines.write(lines)

    def flush(self, everything: bool) -> int | None:
        """Write a part, if there is enough for one."""
        held = self._lines.tell()
        if held < _PART and not everything:
            return None
        if held:
            parquet.write_table(table_of(self._lines.getvalue()), self._part(self._parts))
            self._parts += 1
            self._lines = io.BytesIO()
        return self._parts

    def finish(self) -> None:
        """Join the parts, one in memory at a time."""
        whole = self._folder / self._path.name
        with parquet.ParquetWriter(whole, SCHEMA) as writer:
            for number in range(self._parts):
                writer.write_table(parquet.read_table(self._part(number), schema=SCHEMA))
        whole.replace(self._path)
        shutil.rmtree(self._folder)

    def _part(self, number: int) -> Path:
        return self._folder / f"{number:06}.parquet"


def table_of(lines: bytes) -> pyarrow.Table:
    """Give records, one JSON object a line, as a table of `SCHEMA`."""
    table = json.read_json(
        io.BytesIO(lines),
        read_options=json.ReadOptions(block_size=len(lines) + 1),
        parse_options=json.ParseOptions(
            explicit_schema=_AS_JSON, unexpected_field_behavior="error"
        ),
    )
    return table.select(SCHEMA.names).cast(SCHEMA)
