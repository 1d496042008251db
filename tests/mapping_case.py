"""A case made up for the tests of the page: a town taken, an area claimed, rivals, a flight."""

from __future__ import annotations

import base64
import gzip
import json
import re
from datetime import date
from typing import Any

from dashboard.model import (
    ActorReference,
    Category,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Place,
    PlaceKind,
    PlaceMention,
    Quantifier,
    Relation,
    Report,
    Statement,
    TerritorialClaim,
    Unit,
)
from dashboard.settings import Settings

BOUNDARIES = [Settings().data / "boundaries.parquet"]
GOMA = Place("t:goma", "Goma", PlaceKind.CITY, "CD", -1.67, 29.23, 670_000, local_name="غوما")
SAKE = Place("t:sake", "Sake", PlaceKind.CITY, "CD", -1.57, 29.04, 40_000, within=("t:kivu",))
MASISI = Place("t:masisi", "Masisi", PlaceKind.CITY, "CD", -1.4, 28.81, 9_000)
RUTSHURU = Place("t:rutshuru", "Rutshuru", PlaceKind.CITY, "CD", -1.19, 29.45, 30_000)
KIVU = Place("t:kivu", "North Kivu", PlaceKind.ADMIN1, "CD", boundaries=("CD.11",))
RWANDA = Place("t:rwanda", "Rwanda", PlaceKind.COUNTRY, "RW", -2.0, 29.9, boundaries=("RW",))
BUKAVU = Place("t:bukavu", "Bukavu", PlaceKind.CITY, "CD", -2.51, 28.86, 800_000)
NOWHERE = "Kilimaduka"

REBELS = ActorReference("rebels", "March Movement", "the rebels")
ARMY = ActorReference("army", "National Army", "the army")

REPORTS = (
    Report(
        "one", "x", date(2023, 5, 3), "Rebels advance", "Lake Courier", address="https://a.test/1"
    ),
    Report("two", "y", date(2023, 5, 20), "Army answers", "Hill Radio"),
)


def mention(place: Place | str) -> PlaceMention:
    if isinstance(place, str):
        return PlaceMention(0, len(place), place)
    return PlaceMention(0, len(place.name), place.name, place, (), "the only place of the name")


def claim(quote: str, actor: ActorReference, relation: str, place: Place | str, day: date, **more):
    report = more.pop("report", REPORTS[0])
    fields = {
        "report": report.id,
        "evidence": Evidence(len(quote), 2 * len(quote), quote),
        "rule": "by-hand",
        "start": day,
        "end": day,
        "date_precision": DatePrecision.DAY,
        "published": report.published,
        "publisher": report.publisher,
        "actor": actor,
        "relation": Relation(relation),
        "place": mention(place),
    }
    return TerritorialClaim(**{**fields, **more})


def figure(quote: str, quantity: int, day: date, **more):
    report = more.pop("report", REPORTS[0])
    ends = {
        end: tuple(mention(place) for place in more.pop(end, ()))
        for end in ("origin", "destination", "location")
    }
    fields = {
        "report": report.id,
        "evidence": Evidence(len(quote), 2 * len(quote), quote),
        "rule": "by-hand",
        "start": day,
        "end": day,
        "date_precision": DatePrecision.DAY,
        "published": report.published,
        "publisher": report.publisher,
        "quantity": quantity,
        "quantifier": Quantifier.APPROXIMATELY,
        "unit": Unit.PEOPLE,
        "category": Category.NEW_DISPLACEMENT,
    }
    return DisplacementFigure(**{**fields, **ends, **more})


def statements() -> list[Statement]:
    """Sake taken on 1 May and claimed back on the 18th, North Kivu claimed, Masisi threatened."""
    first, later = date(2023, 5, 1), date(2023, 5, 18)
    two = {"report": REPORTS[1]}
    return [
        claim("rebels overran Sake at dawn", REBELS, "takes", SAKE, first, said_by="a trader"),
        claim("most of North Kivu is theirs", REBELS, "holds", KIVU, first),
        claim("they vowed to march on Masisi", REBELS, "threatens", MASISI, first),
        claim("shells fell on Rutshuru all day", REBELS, "contests", RUTSHURU, first),
        claim(
            "the army says Sake is its own", ARMY, "holds", SAKE, later, said_by="a major", **two
        ),
        figure(
            "some 12,000 people left Sake for Goma",
            12_000,
            first,
            origin=(SAKE,),
            destination=(GOMA,),
        ),
        figure(
            "at least 9,000 fled Sake to Goma",
            9_000,
            date(2023, 5, 2),
            origin=(SAKE,),
            destination=(GOMA,),
            **two,
        ),
        figure(
            "4,000 crossed into Rwanda", 4_000, later, origin=(GOMA,), destination=(RWANDA,), **two
        ),
    ]


def towns(west: float, south: float, east: float, north: float, most: int) -> list[Place]:
    inside = [p for p in (BUKAVU, GOMA) if west <= p.lon <= east and south <= p.lat <= north]
    return inside[:most]


def packed_in(document: str) -> list[Any]:
    """Give what a page has packed: what it is drawn of, then the statements in pieces."""
    found = re.findall(r'<script type="text/plain"[^>]*>(.*?)</script>', document, re.DOTALL)
    return [json.loads(gzip.decompress(base64.b64decode(text))) for text in found]


def rows_of(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the records of a packed table, as the page's script does."""
    columns = {
        name: [column["values"][row] for row in column["rows"]]
        if isinstance(column, dict)
        else column
        for name, column in table["columns"].items()
    }
    return [
        {name: values[row] for name, values in columns.items() if values[row] is not None}
        for row in range(table["size"])
    ]
