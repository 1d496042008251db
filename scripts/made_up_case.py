"""A made-up case of any size, for pictures and measurements: real towns, all else invented."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
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
WIDER = (-20.0, -36.0, 66.0, 42.0)  # Africa and the Middle East, for cases of many places
PROVINCES = ("North Darfur", "South Darfur", "Khartoum", "Gezira", "Kassala", "Red Sea")
ACTORS = tuple(
    ActorReference(name.lower().replace(" ", "-"), name, name)
    for name in ("Example Army", "Sample Front", "Specimen Movement", "Placeholder Brigades")
)
PUBLISHERS = ("Example Courier", "Sample Relief Agency", "Specimen Radio", "Placeholder Wire")
SPEAKERS = (None, None, "a local official", "the army’s spokesman", "an aid worker")


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the statements are made of; `near` are the towns and areas of each country."""

    reports: Sequence[Report]
    towns: Sequence[Place]
    areas: Sequence[Place]
    near: dict[str | None, list[Place]]


def made_up_case(
    gazetteer: Gazetteer, size: int, seed: int = 7
) -> tuple[list[Statement], list[Report]]:
    """Make `size` statements; the same seed gives the same.

    Up to 1,000 are of one country, in 40 reports over eight months. More come with more places,
    reports and days, as they do to a desk: a million are of 10,000 towns, in 100,000 reports over
    ten years. Of a few places much is said, of most little.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    scene = _scene(gazetteer, size)
    statements = [_statement(chance, number, scene) for number in range(size)]
    return statements, list(scene.reports)


def _scene(gazetteer: Gazetteer, size: int) -> _Scene:
    towns, areas = _places(gazetteer, 34 + size // 100 if size > 1000 else 0)
    near = defaultdict(list)
    for place in (*towns, *areas):
        near[place.country].append(place)
    number = max(40, size // 10)
    days = min(3650, max(240, size // 100))
    reports = [
        Report(
            id=f"example-{index}",
            text=f"Made up, {index}.",
            published=_day(date(2024, 1, 1), days * index // number),
            title=f"Made-up situation report {index + 1}",
            publisher=PUBLISHERS[index % len(PUBLISHERS)],
        )
        for index in range(number)
    ]
    return _Scene(reports, towns, areas, near)


def _places(gazetteer: Gazetteer, most: int) -> tuple[list[Place], list[Place]]:
    """Give the towns and the areas that the case is about: one country's, or `most` towns."""
    if most:
        towns = gazetteer.towns(*WIDER, most)
        around = dict.fromkeys(id_ for town in towns for id_ in town.within)
        return towns, [area for id_ in around if (area := gazetteer.place(id_))]
    towns = [t for t in gazetteer.towns(*BOX, 60) if t.country == COUNTRY][:34]
    named = [place for name in PROVINCES for place in gazetteer.candidates(name)]
    return towns, [p for p in named if p.kind is PlaceKind.ADMIN1 and p.country == COUNTRY]


@cache
def _day(day: date, later: int) -> date:
    """Give the day so many days later, as one and the same to all: so the ledger reads them too."""
    return day + timedelta(later)


def _statement(chance: random.Random, number: int, scene: _Scene) -> Statement:
    report = chance.choice(scene.reports)
    day = _day(report.published or date(2024, 1, 1), -chance.randint(0, 4))
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
        return _claim(
            chance, said, _any_of(chance, scene.towns if chance.random() < 0.8 else scene.areas)
        )
    return _figure(chance, said, scene)


def _any_of(chance: random.Random, places: Sequence[Place]) -> Place:
    """Choose a place, of the first ones often."""
    return places[int(len(places) * chance.random() ** 2)]


def _claim(chance: random.Random, said: dict[str, Any], place: Place) -> TerritorialClaim:
    (relation,) = chance.choices(list(Relation), weights=[4, 4, 1, 3, 2])
    (actor,) = chance.choices(ACTORS, weights=[4, 4, 1, 1])
    extent = Extent.PART if chance.random() < 0.25 else Extent.ALL
    return TerritorialClaim(
        **said, actor=actor, relation=relation, place=_mention(place), extent=extent
    )


def _figure(chance: random.Random, said: dict[str, Any], scene: _Scene) -> DisplacementFigure:
    origin = _any_of(chance, scene.towns)
    end = _any_of(chance, scene.near[origin.country])
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
