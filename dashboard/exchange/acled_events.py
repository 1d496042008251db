"""Events of ACLED's export as reports with the claims that they make.

After ACLED's codebook (2024). The order of an event's actors has no meaning there, so that who took
a place is read where only one of them can have: the state where a government regains territory, who
is no state where others overtake it, who is alone where it passes without violence. A base is a
part of its place. An armed clash does not say that anybody fought for the place: an ambush is one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from dashboard.exchange.acled import GOVERNMENT, OTHERS
from dashboard.exchange.coded import day_of
from dashboard.exchange.finding import Fields, Finder
from dashboard.exchange.refusing import RowError
from dashboard.model import (
    ActorReference,
    DatePrecision,
    Evidence,
    Extent,
    PlaceMention,
    Relation,
    Report,
    Side,
    TerritorialClaim,
)

RULE = "import:acled"
NEEDED = ("event_id_cnty", "sub_event_type")
PEACEFUL, BASE = "Non-violent transfer of territory", "Headquarters or base established"
_RELATIONS = {
    GOVERNMENT: Relation.TAKES,
    OTHERS: Relation.TAKES,
    PEACEFUL: Relation.TAKES,
    BASE: Relation.HOLDS,
}
_SIDES = {
    "1": Side.STATE,
    "state forces": Side.STATE,
    "8": Side.FOREIGN,
    "external/other forces": Side.FOREIGN,
}
_TIME = {"1": DatePrecision.DAY, "2": DatePrecision.WEEK, "3": DatePrecision.MONTH}


def event_of(cells: Fields, finder: Finder) -> tuple[Report, TerritorialClaim] | None:
    """Give an event as a report of its own and its claim; None where it is about no territory.

    Args:
        cells: The row by ACLED's names of columns.
        finder: The gazetteer and the table of actors.

    Raises:
        RowError: Something in it is missing or impossible, or who took the place is open.
    """
    cells = {name: cell for name, cell in cells.items() if cell}
    sub_event = cells.get("sub_event_type", "")
    if sub_event not in _RELATIONS:
        return None
    report = _report(cells)
    start = report.text.rindex(cells["location"]) if "location" in cells else 0
    day = day_of(cells, "event_date")
    if day is None:
        raise RowError("event_date", "is missing")
    mention = _place(cells, finder, start)
    partly = sub_event == BASE or cells.get("geo_precision") in ("2", "3")
    claim = TerritorialClaim(
        report=report.id,
        evidence=Evidence(0, len(cells["notes"]), cells["notes"]),
        rule=RULE,
        passed_on_by="ACLED",
        start=day,
        end=day,
        date_precision=_TIME.get(cells.get("time_precision", ""), DatePrecision.UNKNOWN),
        published=report.published,
        publisher=report.publisher,
        actor=_actor(*_taker(cells, sub_event), finder),
        relation=_RELATIONS[sub_event],
        place=mention,
        extent=Extent.PART if partly else Extent.ALL,
    )
    return report, claim


def _report(cells: Fields) -> Report:
    """Make a report of an event: its notes, and a line by which no two have the same text."""
    for column in ("event_id_cnty", "notes"):
        if column not in cells:
            raise RowError(column, "is missing")
    names = ("event_id_cnty", "event_date", "sub_event_type", "location")
    line = ", ".join(cells[name] for name in names if name in cells)
    return Report(
        id=cells["event_id_cnty"],
        text=f"{cells['notes']}\n\n{line}",
        published=_changed(cells),
        published_known="inferred from when ACLED last changed the event",
        title=f"ACLED event {cells['event_id_cnty']}",
        publisher=cells.get("source"),
        agencies=("ACLED",),
        note="Notes of an event as ACLED codes it, not the words of its source.",
    )


def _changed(cells: Fields) -> date | None:
    """Give the day of the timestamp, which is seconds of UNIX time; None where there is none."""
    text = cells.get("timestamp")
    if text is None:
        return None
    if not text.isdecimal() or len(text) > 10:
        raise RowError("timestamp", f"{text!r} is no UNIX time")
    return datetime.fromtimestamp(int(text), UTC).date()


def _taker(cells: Fields, sub_event: str) -> tuple[str, Side]:
    """Give the name and side of the only actor that can be meant."""
    sides = [(cells[f"actor{n}"], _side(cells, n)) for n in (1, 2) if f"actor{n}" in cells]
    if sub_event == GOVERNMENT:
        sides = [(name, side) for name, side in sides if side is Side.STATE]
    elif sub_event == OTHERS:
        sides = [(name, side) for name, side in sides if side is not Side.STATE]
    if len(sides) != 1:
        raise RowError(
            "actor1",
            f"which of {len(sides)} actors is meant by {sub_event!r} the event does not say. "
            "Add it by hand from its notes",
        )
    return sides[0]


def _side(cells: Fields, number: int) -> Side:
    """Give an actor's side by its `inter`, words or, before 2024, a number."""
    inter = cells.get(f"inter{number}", "").casefold()
    return _SIDES.get(inter, Side.NON_STATE if inter else Side.UNKNOWN)


def _actor(name: str, side: Side, finder: Finder) -> ActorReference:
    """Give the actor of the table; ACLED writes "M23: March 23 Movement", "Police (2019-)"."""
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", name)
    found = [finder.actor_named(form) for form in (name, bare, *bare.split(": ")) if form]
    known = next((actor for actor in found if actor.side is not Side.UNKNOWN), None)
    if known:
        return replace(known, as_written=name)
    return replace(found[1], side=side, as_written=name)


def _place(cells: Fields, finder: Finder, start: int) -> PlaceMention:
    """Give the place; of an event located in a province alone it is the province."""
    column = "admin1" if cells.get("geo_precision") == "3" and "admin1" in cells else "location"
    if column not in cells:
        raise RowError(column, "is missing")
    hints = {name: cells[name] for name in ("country", "admin1") if name in cells}
    if column == "location":
        hints |= {name: cells[name] for name in ("latitude", "longitude") if name in cells}
    name = cells[column]
    found = finder.mention(column, name, "", hints)
    end = start + len(name) if column == "location" else start
    return PlaceMention(start, end, name, found.place, found.candidates, found.why, found.ambiguous)
