"""A report of our own and what a coder makes of it, for the ledger's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from dashboard.model import (
    ActorReference,
    Candidate,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Place,
    PlaceKind,
    PlaceMention,
    Relation,
    Report,
    Review,
    ReviewAct,
    Stance,
    Statement,
    TerritorialClaim,
)

TEXT = "Rebels took Goma. Some 9,000 people fled."
NOON = datetime(2025, 2, 1, 12, tzinfo=UTC)
GOMA = Place("geonames:216281", "Goma", PlaceKind.CITY, "CD", -1.68, 29.22, within=("country:CD",))


def report(name: str = "goma", text: str = TEXT, **fields: str) -> Report:
    return Report(
        name, text, date(2025, 1, 28), publisher="The Courier", agencies=("AFP",), **fields
    )


def statements(of: Report) -> list[Statement]:
    """Find the claim and the figure of TEXT in a report, whatever stands before them."""
    at = of.text.index("Rebels took Goma")
    why = "the only place of this name"
    goma = PlaceMention(at + 12, at + 16, "Goma", GOMA, (Candidate(GOMA, 0.9),), why)
    source: dict[str, Any] = {"published": of.published, "publisher": of.publisher}
    claim = TerritorialClaim(
        report=of.id,
        evidence=Evidence(at, at + 16, "Rebels took Goma"),
        rule="territory.takes",
        stance=Stance.ASSERTED,
        actor=ActorReference("m23", "M23", "Rebels", inferred=True),
        relation=Relation.TAKES,
        place=goma,
        start=date(2025, 1, 27),
        end=date(2025, 1, 27),
        date_precision=DatePrecision.DAY,
        **source,
    )
    if "Some 9,000 people" not in of.text:
        return [claim]
    at = of.text.index("Some 9,000 people")
    figure = DisplacementFigure(
        report=of.id,
        evidence=Evidence(at, at + 17, "Some 9,000 people"),
        rule="displacement.fled",
        quantity=9000,
        origin=(goma,),
        **source,
    )
    return [claim, figure]


def review(on: Statement, act: ReviewAct = ReviewAct.ACCEPT, minutes: int = 0) -> Review:
    return Review(on.id, act, "Amal", NOON + timedelta(minutes=minutes), "checked", before=on)
