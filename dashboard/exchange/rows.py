"""Statements as rows with a point, for tables and for geographic tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dashboard.model import (
    DisplacementFigure,
    Place,
    PlaceKind,
    PlaceMention,
    Report,
    Review,
    ReviewAct,
    Statement,
    TerritorialClaim,
)
from dashboard.record import Record, as_record
from dashboard.review import Reviewed
from dashboard.wording import in_words

PlaceOf = Callable[[str], Place | None]

# Every column of a row, in order; docs/exports.md tells what each holds.
CLAIM_COLUMNS = (
    "actor", "actor_id", "actor_as_written", "actor_side", "actor_inferred", "relation", "place",
    "place_id", "place_as_written", "place_start", "extent", "share",
)  # fmt: skip
FIGURE_COLUMNS = (
    "quantity", "quantity_high", "quantifier", "vague", "unit", "category", "term", "origin",
    "origin_ids", "destination", "destination_ids", "location", "location_ids", "cause", "part_of",
    "equivalent", "working", "recommended",
)  # fmt: skip
COLUMNS = (
    "id", "kind", "states", "report", "report_title", "report_address", "publisher", "published",
    "said_by", "said_by_role", "passed_on_by", "stance", "start", "end", "date_precision", "quote",
    "quote_start", "quote_end", "rule", "review", "reviewer", "reviewed", *CLAIM_COLUMNS,
    *FIGURE_COLUMNS, "country", "country_code", "admin1", "admin2", "p_code", "place_kind",
    "latitude", "longitude", "left_out",
)  # fmt: skip
REVIEWS = {
    ReviewAct.ACCEPT: "accepted",
    ReviewAct.EDIT: "edited",
    ReviewAct.ADD: "added",
}
JOIN = "; "


def rows(
    reports: Sequence[Report], reviewed: Reviewed, place_of: PlaceOf, left_out: str = ""
) -> Iterator[Record]:
    """Give each statement that stands as one flat row with all of `COLUMNS`.

    None where it has no value. Several places are joined by "; ". The point is the place of a
    claim, and of a figure its origin, else where it is, else its destination; degrees, WGS 84.

    Args:
        reports: The reports, for titles and addresses.
        reviewed: The statements as reviews left them.
        place_of: Gives the place with an id, None where there is none.
        left_out: What is left out by intent, in words.
    """
    by_id = {report.id: report for report in reports}
    for id_, statement in reviewed.statements.items():
        report = by_id.get(statement.report)
        flat = {
            **_said(statement),
            **_of_kind(statement),
            **_where(statement, place_of),
            **_review(reviewed.acts.get(id_)),
            "recommended": id_ in reviewed.recommended or None,
            "report_title": (report and report.title) or None,
            "report_address": report and report.address,
            "left_out": left_out or None,
        }
        yield {name: flat.get(name) for name in COLUMNS}


def _said(statement: Statement) -> Record:
    record = as_record(statement)
    return {
        **record,
        "states": in_words(statement),
        "quote": statement.evidence.quote,
        "quote_start": statement.evidence.start,
        "quote_end": statement.evidence.end,
    }


def _of_kind(statement: Statement) -> Record:
    if isinstance(statement, TerritorialClaim):
        actor, place = statement.actor, statement.place
        return {
            "actor": actor.name,
            "actor_id": actor.id,
            "actor_as_written": actor.as_written,
            "actor_side": actor.side.value,
            "actor_inferred": actor.inferred,
            "place": _name(place),
            "place_id": place.place.id if place.place else None,
            "place_as_written": place.as_written,
            "place_start": place.start,
        }
    flat: Record = {}
    for end in ("origin", "destination", "location"):
        mentions: tuple[PlaceMention, ...] = getattr(statement, end)
        flat[end] = JOIN.join(map(_name, mentions)) or None
        flat[f"{end}_ids"] = JOIN.join(m.place.id if m.place else "" for m in mentions) or None
    return flat


def _name(mention: PlaceMention) -> str:
    return mention.place.name if mention.place else mention.as_written


def _where(statement: Statement, place_of: PlaceOf) -> Record:
    """Give the place of the row's point, and the units that it lies in."""
    if isinstance(statement, DisplacementFigure):
        mentions = (*statement.origin, *statement.location, *statement.destination)
    else:
        mentions = (statement.place,)
    places = [mention.place for mention in mentions if mention.place]
    place = next((p for p in places if p.lat is not None), places[0] if places else None)
    if place is None:
        return {}
    around = [place, *(found for id_ in place.within if (found := place_of(id_)))]
    unit = {found.kind: found.name for found in reversed(around)}
    return {
        "country": unit.get(PlaceKind.COUNTRY),
        "country_code": place.country,
        "admin1": unit.get(PlaceKind.ADMIN1),
        "admin2": unit.get(PlaceKind.ADMIN2),
        "p_code": place.p_code,
        "place_kind": place.kind.value,
        "latitude": place.lat,
        "longitude": place.lon,
    }


def _review(act: Review | None) -> Record:
    if act is None:
        return {"review": "not_reviewed"}
    when = act.when.isoformat()
    return {"review": REVIEWS[act.act], "reviewer": act.reviewer, "reviewed": when}
