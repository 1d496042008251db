"""Statements made by hand, for the tests of the picture.

A claim is written as a line: the day, the actor, the relation, and what else is to be said, as in
"5 red holds part by Amal at province" or "5 red denies holds by Amal". Each line is a report of
its own, from a paper of its own, unless a speaker is named.
"""

from __future__ import annotations

from datetime import date, timedelta

from dashboard.model import (
    ActorReference,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Extent,
    Place,
    PlaceKind,
    PlaceMention,
    Relation,
    Stance,
    TerritorialClaim,
)
from dashboard.picture import PlaceState

START = date(2024, 3, 1)

PLACES = {
    "country": Place("country", "Country", PlaceKind.COUNTRY, "IQ"),
    "province": Place("province", "Province", PlaceKind.ADMIN1, "IQ", within=("country",)),
    "town": Place("town", "Town", PlaceKind.CITY, "IQ", within=("province", "country")),
    "village": Place("village", "Village", PlaceKind.CITY, "IQ", within=("province", "country")),
    "haven": Place("haven", "Haven", PlaceKind.CITY, "IQ", within=("country",)),
    "abroad": Place("abroad", "Abroad", PlaceKind.COUNTRY, "CD"),
    "port": Place("port", "Port", PlaceKind.CITY, "CD", within=("abroad",)),
}


def on(day: int) -> date:
    """Give the day so many days after the start."""
    return START + timedelta(days=day)


def mention(name: str) -> PlaceMention:
    """Mention a place; a name that is not in the table is in no gazetteer."""
    return PlaceMention(0, len(name), name, PLACES.get(name))


def claims(*lines: str) -> list[TerritorialClaim]:
    """Read claims, one a line."""
    return [claim(line, number) for number, line in enumerate(lines)]


def claim(line: str, number: int = 0, **changes) -> TerritorialClaim:
    """Read a claim."""
    day, actor, *words = line.split()
    denied = words[0] == "denies"
    relation, *more = words[1:] if denied else words
    options = {"at": "town", "by": None}
    while len(more) > 1 and more[-2] in options:
        options[more[-2]] = more[-1]
        more = more[:-2]
    fields = {
        "report": f"report {number}",
        "publisher": f"paper {number}",
        "evidence": Evidence(0, 9, "the words"),
        "rule": "by hand",
        "stance": Stance.DENIED if denied else Stance.ASSERTED,
        "said_by": options["by"],
        "actor": ActorReference(actor, actor.title(), actor),
        "relation": Relation(relation),
        "place": mention(options["at"]),
        "extent": Extent(more[0]) if more else Extent.ALL,
        "start": on(int(day)),
        "end": on(int(day)),
        "date_precision": DatePrecision.DAY,
        "published": on(int(day)),
    }
    return TerritorialClaim(**{**fields, **changes})


def figure(
    quantity: int,
    day: int,
    way: str = "town > haven",
    number: int = 0,
    since: int | None = None,
    **changes,
) -> DisplacementFigure:
    """Make a figure. `way` is "origin > destination", of which one may lack, or a location."""
    origin, arrow, destination = (part.strip() for part in way.partition(">"))
    ends = {"origin": origin, "destination": destination} if arrow else {"location": origin}
    fields = {
        "report": f"report {number}",
        "publisher": f"paper {number}",
        "evidence": Evidence(number * 10, number * 10 + 9, "the words"),
        "rule": "by hand",
        "quantity": quantity,
        "start": on(day if since is None else since),
        "end": on(day),
        "date_precision": DatePrecision.DAY,
        "published": on(day),
        **{end: tuple(map(mention, names.split())) for end, names in ends.items()},
    }
    return DisplacementFigure(**{**fields, **changes})


def words(state: PlaceState | None) -> str:
    """Say a state in short, as "disputed; held by blue red; denied of red"."""
    if state is None:
        return "nothing"
    groups = {
        "held by": state.holders,
        "contested by": state.contested_by,
        "threatened by": state.threatened_by,
        "lost by": state.lost_by,
        "denied of": state.denied_by,
    }
    said = [state.status.value]
    for name, parts in groups.items():
        if parts:
            said.append(" ".join([name, *sorted(part.actor.id for part in parts)]))
    if state.inherited_from:
        said.append(f"as {state.inherited_from.id}")
    return "; ".join(said)
