"""The page's data as it travels: what is repeated stands once, and all of it is compressed.

A list of records becomes a table: a column for each field, and in a column each value once where
many rows share it. States and parts of states, which many intervals share, are tables of their own
that others name by the row. The script's data.js puts the records together again.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from dashboard.mapping.content import PARTS
from dashboard.record import Record

CHUNK = 10_000
"""Statements in one piece: small enough to be read between two frames of an animation."""

SHOWN = (
    *("id", "report", "stance", "said_by", "said_by_role", "passed_on_by", "start", "end"),
    *("date_precision", "published", "publisher", "rule", "actor", "equivalent", "working"),
    *("says", "readings", "review"),
)
"""The fields of a statement that the script shows, the quote besides."""

Table = dict[str, Any]

_as_key = msgspec.json.Encoder().encode
"""Of a million rows each is compared with those before it: this is ten times faster than json."""


def packed(content: Mapping[str, Any]) -> tuple[Record, list[Table]]:
    """Pack what `content` gave.

    Returns:
        What the page needs to be drawn, and the statements in pieces, the newest first. A statement
        is named by its place in that order.
    """
    reports = content["reports"]
    newest = sorted(content["statements"].items(), key=_published, reverse=True)
    statements = [_shown(id_, one, reports.get(one["report"], {})) for id_, one in newest]
    numbers = {said["id"]: number for number, said in enumerate(statements)}
    found = {key: value for key, value in content.items() if key != "statements"}
    found.update(_intervals(content, numbers))
    found["reports"] = {"ids": list(reports), "rows": table(reports.values())}
    found["size"] = len(statements)
    pieces = [statements[at : at + CHUNK] for at in range(0, len(statements), CHUNK)]
    return found, [table(piece) for piece in pieces]


def _published(statement: tuple[str, Record]) -> str:
    _, said = statement
    return said.get("published") or said.get("end") or ""


def _shown(id_: str, said: Record, report: Record) -> Record:
    """Give what is shown of a statement, without what its report or its first day says too."""
    known = {**report, "end": said.get("start")}
    fields = {f: said[f] for f in SHOWN[1:] if f in said and said[f] != known.get(f)}
    return {"id": id_, "quote": said["evidence"]["quote"], **fields}


def compressed(value: Any) -> str:
    """Write a value as JSON, gzip and base 64: the same bytes for the same value."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    # Level 9 takes four times as long for half a per cent.
    return base64.b64encode(gzip.compress(text.encode(), 7, mtime=0)).decode()


def table(records: Iterable[Mapping[str, Any]]) -> Table:
    """Turn records into columns; a field that a record lacks is null."""
    rows = list(records)
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: _column([row.get(name) for row in rows]) for name in names}
    return {"size": len(rows), "columns": columns}


def _column(values: Sequence[Any]) -> Any:
    """Give the values themselves, or where at least half are repeated each once and their rows."""
    known: dict[object, int] = {}
    distinct: list[Any] = []
    rows = []
    for value in values:
        key = _as_key(value) if isinstance(value, list | dict) else (type(value), value)
        if key not in known:
            known[key] = len(distinct)
            distinct.append(value)
        rows.append(known[key])
    return {"values": distinct, "rows": rows} if 2 * len(distinct) <= len(rows) else list(values)


class _Rows:
    """Records that are named by their row: equal ones are one."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._known: dict[bytes, int] = {}

    def row(self, record: Record) -> int:
        """Give the row of a record, added where it is new."""
        row = self._known.setdefault(_as_key(record), len(self.records))
        if row == len(self.records):
            self.records.append(record)
        return row


def _intervals(content: Mapping[str, Any], numbers: Mapping[str, int]) -> Record:
    """Pack the intervals of places and movements; each is its first day, its end and its state."""
    parts, states, moves = _Rows(), _Rows(), _Rows()
    days = {entry["day"]: row for row, entry in enumerate(content["days"])}

    def numbered(ids: Iterable[str]) -> list[int | None]:
        return [numbers.get(id_) for id_ in ids]

    def state(record: Record) -> int:
        groups = {
            group: [
                parts.row({**p, "statements": numbered(p["statements"])}) for p in record[group]
            ]
            for group in PARTS
            if group in record
        }
        return states.row({**record, **groups})

    def move(record: Record) -> int:
        figures: Record = {
            field: numbered(record[field]) for field in ("figures", "parts") if field in record
        }
        said = content["statements"].get(record["recommended"], {})
        wording = {f: said[f] for f in ("quantifier", "quantity_high") if f in said}
        recommended = numbers.get(record["recommended"])
        return moves.row({**record, **figures, **wording, "recommended": recommended})

    return {
        "marks": {id_: _spans(spans, days, state) for id_, spans in content["marks"].items()},
        "movements": {id_: _spans(s, days, move) for id_, s in content["movements"].items()},
        "state_rows": table(states.records),
        "part_rows": table(parts.records),
        "movement_rows": table(moves.records),
    }


def _spans(
    intervals: Iterable[Record], days: Mapping[str, int], row: Callable[[Record], int]
) -> list[int | None]:
    """Give intervals in a row: the first day, the day after the last or null, the state's row."""
    found: list[int | None] = []
    for interval in intervals:
        last = interval.get("last")
        end = date.fromisoformat(last) + timedelta(days=1) if last else None
        until = days[end.isoformat()] if end else None
        found += [days[interval["first"]], until, row(interval["state"])]
    return found
