"""A row that somebody coded by hand as a statement, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from dashboard.exchange.finding import Fields, Finder
from dashboard.exchange.refusing import RowError
from dashboard.model import (
    Category,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Extent,
    PlaceMention,
    Quantifier,
    Relation,
    Stance,
    Statement,
    Term,
    TerritorialClaim,
    Unit,
)

RULE = "import:table"

Choice = TypeVar("Choice", bound=StrEnum)


class Grounds(NamedTuple):
    """What a row rests on: a report's id, the words of it, and when and by whom it is published."""

    report: str
    evidence: Evidence
    published: date | None
    publisher: str | None


# What a column counts, where its name says it: the unit, and the category where that is certain.
COUNTS: Mapping[str, tuple[Unit, Category | None]] = {
    "quantity": (Unit.PEOPLE, None),
    "idps": (Unit.PEOPLE, Category.IDPS),
    "newly_displaced": (Unit.PEOPLE, Category.NEW_DISPLACEMENT),
    "households": (Unit.HOUSEHOLDS, None),
    "idp_households": (Unit.HOUSEHOLDS, Category.IDPS),
}
_TERMS = {Category.RETURNS: Term.RETURNED}
_WORDS = {"total": "exact", "approximatively": "approximately", "about": "approximately"}


def statement_of(fields: Fields, grounds: Grounds, finder: Finder) -> Statement:
    """Give the statement of a row.

    Raises:
        RowError: Something in it is missing, impossible or unknown; the field and why.
    """
    said = _said(fields, grounds)
    kind = fields.get("kind")
    if kind == "territorial_claim" or (kind is None and "relation" in fields):
        return _claim(fields, said, finder)
    if kind == "displacement_figure" or (kind is None and COUNTS.keys() & fields.keys()):
        return _figure(fields, said, finder)
    if kind is not None:
        raise RowError("kind", f"{kind!r} is neither territorial_claim nor displacement_figure")
    raise RowError("quantity", "states neither a number of people nor a relation to a place")


def placed(statement: Statement, text: str) -> Statement:
    """Let the places of a statement point to where their names stand in the text of its report."""

    def at(mention: PlaceMention) -> PlaceMention:
        evidence = statement.evidence
        start = text.find(mention.as_written, evidence.start, evidence.end)
        start = start if start >= 0 else text.find(mention.as_written)
        if start < 0:
            return replace(mention, start=evidence.start, end=evidence.start)
        return replace(mention, start=start, end=start + len(mention.as_written))

    if isinstance(statement, TerritorialClaim):
        return replace(statement, place=at(statement.place))
    return replace(
        statement,
        origin=tuple(map(at, statement.origin)),
        destination=tuple(map(at, statement.destination)),
        location=tuple(map(at, statement.location)),
    )


def _said(fields: Fields, grounds: Grounds) -> dict[str, Any]:
    start, end = day_of(fields, "start"), day_of(fields, "end")
    start, end = start or end, end or start
    if start and end and end < start:
        raise RowError("end", f"{end} is before {start}")
    usual = DatePrecision.DAY if start else DatePrecision.UNKNOWN
    return {
        "report": grounds.report,
        "evidence": grounds.evidence,
        "rule": fields.get("rule", RULE),
        "stance": choice(fields, "stance", Stance, Stance.ASSERTED),
        "said_by": fields.get("said_by"),
        "said_by_role": fields.get("said_by_role"),
        "passed_on_by": fields.get("passed_on_by"),
        "start": start,
        "end": end,
        "date_precision": choice(fields, "date_precision", DatePrecision, usual),
        "published": day_of(fields, "published") or grounds.published,
        "publisher": fields.get("publisher") or grounds.publisher,
    }


def _claim(fields: Fields, said: dict[str, Any], finder: Finder) -> TerritorialClaim:
    name = fields.get("place")
    if not name:
        raise RowError("place", "a claim needs a place. Name it")
    mention = finder.mention("place", name, fields.get("place_id", ""), fields)
    written = fields.get("place_as_written", name)
    start = whole(fields, "place_start")
    if start is not None:
        mention = replace(mention, start=start, end=start + len(written))
    return TerritorialClaim(
        **said,
        actor=finder.actor(fields),
        relation=choice(fields, "relation", Relation),
        place=replace(mention, as_written=written),
        extent=choice(fields, "extent", Extent, Extent.ALL),
        share=_share(fields),
    )


def _figure(fields: Fields, said: dict[str, Any], finder: Finder) -> DisplacementFigure:
    column = next((name for name in COUNTS if name in fields), "quantity")
    unit, certain = COUNTS[column]
    quantity = whole(fields, column)
    if quantity is None:
        raise RowError(column, "a figure needs a number. Fill it in")
    high = whole(fields, "quantity_high")
    if high is not None and high < quantity:
        raise RowError("quantity_high", f"{high} is less than {quantity}")
    usual = Quantifier.EXACT if high is None else Quantifier.RANGE
    category = choice(fields, "category", Category, certain)
    ends = _ends(fields, finder)
    return DisplacementFigure(
        **said,
        **ends,
        quantity=quantity,
        quantity_high=high,
        quantifier=choice(fields, "quantifier", Quantifier, usual),
        vague=fields.get("vague", "").casefold() == "true",
        unit=choice(fields, "unit", Unit, unit),
        category=category,
        term=choice(fields, "term", Term, _TERMS.get(category, Term.DISPLACED)),
        cause=fields["cause"].casefold() if "cause" in fields else None,
        part_of=fields.get("part_of"),
        equivalent=fields.get("equivalent"),
        working=fields.get("working"),
    )


def _ends(fields: Fields, finder: Finder) -> dict[str, Any]:
    """Give a figure's places.

    In tables of others a row without destination and location is of the place or unit that it
    names; our own say of which place the unit is.
    """
    units = [unit for unit in ("place", "admin2", "admin1", "country") if unit in fields]
    if "kind" not in fields and units and not {"location", "destination"} & fields.keys():
        code = fields.get(f"{units[0]}_p_code", fields.get("p_code"))
        coded = {"p_code": code} if code else {}
        fields = {**fields, **coded, "location": fields[units[0]], "kind_of_place": units[0]}
    given = [end for end in ("location", "origin", "destination") if end in fields]
    return {end: finder.mentions(end, fields, end == given[0]) for end in given}


def whole(fields: Fields, column: str) -> int | None:
    """Give a whole number of a row, None where it has none; "9,000" and "9 000" are 9000.

    Raises:
        RowError: It is no whole number, or negative.
    """
    text = fields.get(column)
    if text is None:
        return None
    digits = re.sub(r"(?<=\d)[,\s](?=\d{3}(?!\d))", "", text)
    if not re.fullmatch(r"\d{1,12}(\.0+)?", digits, re.ASCII):
        raise RowError(column, f"{text!r} is no whole number")
    return int(digits.partition(".")[0])


def day_of(fields: Fields, column: str) -> date | None:
    """Give a day of a row, None where it has none.

    Raises:
        RowError: It is no date as ISO 8601 writes it, with or without a time.
    """
    text = fields.get(column)
    if text is None:
        return None
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})([T ].*)?", text, re.ASCII)
    try:
        return date.fromisoformat(match[1] if match else text)
    except ValueError as error:
        raise RowError(column, f"{text!r} is no date. Write it as 2014-06-10") from error


def choice(
    fields: Fields, column: str, choices: type[Choice], usual: Choice | None = None
) -> Choice:
    """Give which of several words a row has, whatever its capitals and spaces.

    Raises:
        RowError: It is none of them, or there is none and none is usual.
    """
    text = fields.get(column)
    known = ", ".join(choices)
    if text is None and usual is not None:
        return usual
    if text is None:
        raise RowError(column, f"is missing. Say one of {known}")
    word = re.sub(r"[\s-]+", "_", text.casefold())
    try:
        return choices(_WORDS.get(word, word))
    except ValueError as error:
        raise RowError(column, f"{text!r} is none of {known}") from error


def _share(fields: Fields) -> float | None:
    text = fields.get("share")
    if text is None:
        return None
    try:
        share = float(text)
    except ValueError:
        share = float("nan")
    if not 0 <= share <= 1:
        raise RowError("share", f"{text!r} is no share from 0 to 1")
    return share
