"""Statements as plain records: what the command line prints, one JSON object a line."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.model import (
    ActorReference,
    DisplacementFigure,
    Place,
    PlaceMention,
    Statement,
    TerritorialClaim,
)

Record = dict[str, Any]


def as_record(statement: Statement) -> Record:
    """Give a statement as a dict of JSON's own types.

    Dates are ISO 8601, points degrees WGS 84, quantities people or households by `unit`.
    """
    if isinstance(statement, DisplacementFigure):
        return {"kind": "displacement_figure", **_figure(statement), **_said(statement)}
    return {"kind": "territorial_claim", **_claim(statement), **_said(statement)}


def _figure(figure: DisplacementFigure) -> Record:
    return {
        "quantity": figure.quantity,
        "quantity_high": figure.quantity_high,
        "quantifier": figure.quantifier.value,
        "vague": figure.vague,
        "unit": figure.unit.value,
        "category": figure.category.value,
        "term": figure.term.value,
        "origin": [place_record(m) for m in figure.origin],
        "destination": [place_record(m) for m in figure.destination],
        "location": [place_record(m) for m in figure.location],
        "cause": figure.cause,
        "part_of": figure.part_of,
        "equivalent": figure.equivalent,
        "working": figure.working,
    }


def _claim(claim: TerritorialClaim) -> Record:
    return {
        "actor": actor_record(claim.actor),
        "relation": claim.relation.value,
        "place": place_record(claim.place),
        "extent": claim.extent.value,
        "share": claim.share,
    }


def _said(statement: Statement) -> Record:
    return {
        "id": statement.id,
        "report": statement.report,
        "stance": statement.stance.value,
        "said_by": statement.said_by,
        "said_by_role": statement.said_by_role,
        "passed_on_by": statement.passed_on_by,
        "start": _iso(statement.start),
        "end": _iso(statement.end),
        "date_precision": statement.date_precision.value,
        "published": _iso(statement.published),
        "publisher": statement.publisher,
        "evidence": {
            "start": statement.evidence.start,
            "end": statement.evidence.end,
            "quote": statement.evidence.quote,
        },
        "rule": statement.rule,
    }


def place_record(mention: PlaceMention) -> Record:
    """Give a mention as the record of a place; id, lat and lon are None where it is unknown."""
    place = mention.place or Place(id="", name=mention.as_written, kind="")  # type: ignore[arg-type]
    return {
        "id": place.id or None,
        "name": place.name,
        "as_written": mention.as_written,
        "kind": str(place.kind) or None,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "ambiguous": mention.ambiguous,
        "why": mention.why,
        "start": mention.start,
        "end": mention.end,
    }


def actor_record(actor: ActorReference) -> Record:
    """Give an actor as a record."""
    return {
        "id": actor.id,
        "name": actor.name,
        "as_written": actor.as_written,
        "side": actor.side.value,
        "inferred": actor.inferred,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
