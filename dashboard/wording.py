"""Statements in plain, neutral words: the same on every screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.model import (
    Category,
    DatePrecision,
    DisplacementFigure,
    Extent,
    PlaceMention,
    Quantifier,
    Relation,
    Statement,
    TerritorialClaim,
    Unit,
)

_QUANTIFIERS = {
    Quantifier.EXACT: "",
    Quantifier.APPROXIMATELY: "about ",
    Quantifier.MORE_THAN: "more than ",
    Quantifier.LESS_THAN: "up to ",
    Quantifier.RANGE: "",
}
CATEGORIES = {
    Category.NEW_DISPLACEMENT: "newly displaced",
    Category.IDPS: "internally displaced",
    Category.REFUGEES: "refugees",
    Category.RETURNS: "returned",
}
_RELATIONS = {
    Relation.TAKES: "reported to have taken",
    Relation.HOLDS: "reported to hold",
    Relation.LOSES: "reported to have lost",
    Relation.CONTESTS: "reported to be fighting for",
    Relation.THREATENS: "reported to threaten",
}


def in_words(statement: Statement) -> str:
    """Say in one line what a statement states."""
    if isinstance(statement, DisplacementFigure):
        return _figure(statement)
    return _claim(statement)


def quantity_in_words(figure: DisplacementFigure) -> str:
    """Say a figure's quantity: "about 150,000 people", "75,000 to 150,000 households"."""
    upper = f" to {figure.quantity_high:,}" if figure.quantity_high else ""
    unit = "people" if figure.unit is Unit.PEOPLE else "households"
    return f"{_QUANTIFIERS[figure.quantifier]}{figure.quantity:,}{upper} {unit}"


def date_in_words(statement: Statement) -> str:
    """Say the days that a statement speaks of, as exactly as its text does."""
    first, last = statement.start, statement.end
    if not first:
        return "no date in the text"
    if statement.date_precision is DatePrecision.MONTH and last and first.month == last.month:
        return f"{first:%B %Y}"
    if statement.date_precision is DatePrecision.YEAR and last and first.year == last.year:
        return f"{first.year}"
    return _day(first) if last in (None, first) else f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _figure(figure: DisplacementFigure) -> str:
    ends = [("from", figure.origin), ("to", figure.destination), ("in", figure.location)]
    where = "".join(f" {word} {_names(mentions)}" for word, mentions in ends if mentions)
    return f"{quantity_in_words(figure)} {CATEGORIES[figure.category]}{where}"


def _claim(claim: TerritorialClaim) -> str:
    actor = claim.actor.name
    if claim.actor.inferred:
        actor += f" (“{claim.actor.as_written}”)"
    extent = {Extent.ALL: "", Extent.PART: "part of ", Extent.SHARE: "a share of "}[claim.extent]
    if claim.share is not None:
        extent = f"{claim.share:.0%} of "
    return f"{actor} {_RELATIONS[claim.relation]} {extent}{_names([claim.place])}"


def _names(mentions: Sequence[PlaceMention]) -> str:
    return ", ".join(m.place.name if m.place else m.as_written for m in mentions)
