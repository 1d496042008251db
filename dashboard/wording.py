"""Statements in plain, neutral words: the same on every screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from dashboard.model import (
    ActorReference,
    Category,
    DatePrecision,
    DisplacementFigure,
    Extent,
    PlaceMention,
    Quantifier,
    Relation,
    Review,
    ReviewAct,
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


_ACTS = {
    ReviewAct.ACCEPT: "Accepted",
    ReviewAct.EDIT: "Edited",
    ReviewAct.REJECT: "Rejected",
    ReviewAct.ADD: "Added by hand",
    ReviewAct.RECOMMEND: "Recommended for its movement",
    ReviewAct.MERGE: "Merged with other figures",
    ReviewAct.SPLIT: "Split off its movement",
    ReviewAct.UNDO: "Undone",
}


def act_in_words(review: Review) -> str:
    """Say who did what to a statement, when and why."""
    reason = f": {review.reason}" if review.reason else ""
    return f"{_ACTS[review.act]} by {review.reviewer}, {_day(review.when.date())}{reason}"


def changes_in_words(before: Statement, after: Statement) -> list[str]:
    """List what differs between two statements: "place: Goma, was Gomo"."""
    old, new = _fields(before), _fields(after)
    return [f"{n}: {new[n] or 'none'}, was {old[n] or 'none'}" for n in new if new[n] != old.get(n)]


def _fields(statement: Statement) -> dict[str, str]:
    """Give the fields that a person can put right, in words."""
    left_out = ("report", "evidence", "rule", "published", "publisher", "part_of", "equivalent")
    found = {}
    for field in fields(statement):
        value = getattr(statement, field.name)
        if field.name not in left_out:
            found[field.name.replace("_", " ")] = _value(value)
    return found


def _value(value: Any) -> str:
    if isinstance(value, PlaceMention):
        place = value.place
        return f"{place.name}, {place.country} ({place.id})" if place else value.as_written
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    return value.name if isinstance(value, ActorReference) else str(value or "")


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
    refugees = figure.category is Category.REFUGEES
    what = "as refugees" if refugees else CATEGORIES[figure.category]
    return f"{quantity_in_words(figure)} {what}{where}"


def _claim(claim: TerritorialClaim) -> str:
    actor = claim.actor.name
    if claim.actor.inferred and claim.actor.as_written != actor:
        actor += f" (“{claim.actor.as_written}”)"
    extent = {Extent.ALL: "", Extent.PART: "part of ", Extent.SHARE: "a share of "}[claim.extent]
    if claim.share is not None:
        extent = f"{claim.share:.0%} of "
    return f"{actor} {_RELATIONS[claim.relation]} {extent}{_names([claim.place])}"


def _names(mentions: Sequence[PlaceMention]) -> str:
    return ", ".join(m.place.name if m.place else m.as_written for m in mentions)
