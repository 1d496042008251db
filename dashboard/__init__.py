"""Tidemark: reports in, a sourced map out.

Report(id, text, published=None, ...)
code_report(report) -> list[DisplacementFigure | TerritorialClaim]     in the text's order
find_places(text) -> list[PlaceMention]
resolve_places(text, spans) -> list[Place | None]
as_record(statement) -> dict
"""

from dashboard.model import (
    DisplacementFigure,
    Place,
    PlaceMention,
    Report,
    Review,
    Statement,
    TerritorialClaim,
)
from dashboard.pipeline import code_report, find_places, resolve_places
from dashboard.record import as_record

__all__ = [
    "DisplacementFigure",
    "Place",
    "PlaceMention",
    "Report",
    "Review",
    "Statement",
    "TerritorialClaim",
    "as_record",
    "code_report",
    "find_places",
    "resolve_places",
]
