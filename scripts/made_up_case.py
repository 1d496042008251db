"""A made-up case of any size, for pictures and measurements: real towns, all else invented."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.model import (
    ActorReference,
    Category,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Extent,
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
from dashboard.places import Gazetteer

COUNTRY, BOX = "SD", (22.0, 9.0, 37.0, 20.0)  # west, south, east, north, in degrees
PROVINCES = ("North Darfur", "South Darfur", "Khartoum", "Gezira", "Kassala", "Red Sea")
ACTORS = tuple(
    ActorReference(name.lower().replace(" ", "-"), name, name)
    for name in ("Example Army", "Sample Front", "Specimen Movement", "Placeholder Brigades")
)
PUBLISHERS = ("Example Courier", "Sample Relief Agency", "Specimen Radio", "Placeholder Wire")
SPEAKERS = (None, None, "a local official", "the army’s spokesman", "an aid worker")


def made_up_case(
    gazetteer: Gazetteer, size: int, seed: int = 7
) -> tuple[list[Statement], list[Report]]:
    """Make `size` statements in 40 reports over eight months; the same seed gives the same."""
    chance = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    towns = [t for t in gazetteer.towns(*BOX, 60) if t.country == COUNTRY][:34]
    named = [place for name in PROVINCES for place in gazetteer.candidates(name)]
    provinces = [p for p in named if p.kind is PlaceKind.ADMIN1 and p.country == COUNTRY]
    reports = [
        Report(
            id=f"example-{number}",
            text="Made up.",
            published=date(2024, 1, 1) + timedelta(6 * number),
            title=f"Made-up situation report {number + 1}",
            publisher=PUBLISHERS[number % len(PUBLISHERS)],
        )
        for number in range(40)
    ]
    statements = [_statement(chance, number, reports, towns, provinces) for number in range(size)]
    return statements, reports


def _statement(
    chance: random.Random,
    number: int,
    reports: Sequence[Report],
    towns: Sequence[Place],
    provinces: Sequence[Place],
) -> Statement:
    report = chance.choice(reports)
    day = (report.published or date(2024, 1, 1)) - timedelta(chance.randint(0, 4))
    quote = f"made-up sentence {number + 1}, as it would stand in the report"
    said: dict[str, Any] = {
        "report": report.id,
        "evidence": Evidence(number * 60, number * 60 + len(quote), quote),
        "rule": "made-up",
        "said_by": chance.choice(SPEAKERS),
        "start": day,
        "end": day,
        "date_precision": DatePrecision.DAY,
        "published": report.published,
        "publisher": report.publisher,
    }
    if chance.random() < 0.72:
        return _claim(chance, said, chance.choice(towns if chance.random() < 0.8 else provinces))
    return _figure(chance, said, towns, provinces)


def _claim(chance: random.Random, said: dict[str, Any], place: Place) -> TerritorialClaim:
    (relation,) = chance.choices(list(Relation), weights=[4, 4, 1, 3, 2])
    (actor,) = chance.choices(ACTORS, weights=[4, 4, 1, 1])
    extent = Extent.PART if chance.random() < 0.25 else Extent.ALL
    return TerritorialClaim(
        **said, actor=actor, relation=relation, place=_mention(place), extent=extent
    )


def _figure(
    chance: random.Random,
    said: dict[str, Any],
    towns: Sequence[Place],
    provinces: Sequence[Place],
) -> DisplacementFigure:
    origin, end = chance.choice(towns), chance.choice([*towns, *provinces])
    category = chance.choice([Category.NEW_DISPLACEMENT] * 3 + [Category.IDPS, Category.RETURNS])
    is_there = category is Category.IDPS
    goes = not is_there and end != origin and chance.random() < 0.7
    return DisplacementFigure(
        **said,
        quantity=chance.choice([800, 2000, 5000, 12_000, 40_000, 90_000]),
        quantifier=chance.choice(
            [Quantifier.EXACT, Quantifier.APPROXIMATELY, Quantifier.MORE_THAN]
        ),
        unit=chance.choice([Unit.PEOPLE, Unit.PEOPLE, Unit.HOUSEHOLDS]),
        category=category,
        origin=() if is_there else (_mention(origin),),
        destination=(_mention(end),) if goes else (),
        location=(_mention(origin),) if is_there else (),
    )


def _mention(place: Place) -> PlaceMention:
    return PlaceMention(0, len(place.name), place.name, place, (), "made up")
