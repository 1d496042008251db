"""Claims in the columns of ACLED's export, where a claim is what ACLED calls an event.

After ACLED's codebook (2023): a place that changes hands by force is a battle, "Government regains
territory" where a state takes it and "Non-state actor overtakes territory" where others do, foreign
states among them; fighting for a place is an "Armed clash". A place that is held, lost or
threatened is no event. docs/exports.md tells which columns stay empty, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.model import DatePrecision, PlaceKind, Relation, Side, Stance
from dashboard.record import Record

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
CLASH = "Armed clash"
GOVERNMENT, OTHERS = "Government regains territory", "Non-state actor overtakes territory"
_TAKES = {Side.STATE: GOVERNMENT, Side.NON_STATE: OTHERS, Side.FOREIGN: OTHERS}
_TIME = {DatePrecision.DAY: 1, DatePrecision.WEEK: 2, DatePrecision.MONTH: 3}
_GEO = {PlaceKind.SITE: 1, PlaceKind.CITY: 1, PlaceKind.ADMIN2: 2, PlaceKind.ADMIN1: 3}
_INTER = {Side.STATE: "State forces", Side.FOREIGN: "External/Other forces"}


def acled_rows(rows: Iterable[Record]) -> Iterator[Record]:
    """Give those rows that are events to ACLED, in its columns; None where nothing is known."""
    for row in rows:
        sub_event = _sub_event(row)
        day = row["end"] or row["published"]
        if sub_event is not None and day is not None:
            yield {name: _event(row, sub_event, day).get(name) for name in ACLED_COLUMNS}


def _sub_event(row: Record) -> str | None:
    if row["stance"] != Stance.ASSERTED:
        return None
    if row["relation"] == Relation.CONTESTS:
        return CLASH
    return _TAKES.get(Side(row["actor_side"])) if row["relation"] == Relation.TAKES else None


def _event(row: Record, sub_event: str, day: str) -> Record:
    return {
        "event_id_cnty": row["id"],
        "event_date": day,
        "year": day[:4],
        "time_precision": _TIME.get(row["date_precision"]),
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": sub_event,
        "actor1": row["actor"],
        "inter1": _INTER.get(row["actor_side"]),
        "country": row["country"],
        "admin1": row["admin1"],
        "admin2": row["admin2"],
        "location": row["place"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "geo_precision": _GEO.get(row["place_kind"]),
        "source": row["publisher"] or row["report"],
        "notes": row["quote"] or row["states"],
        "tags": row["left_out"],
    }
