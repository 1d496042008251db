"""Places that a name alone leaves open, settled by where the report's armed groups act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.coding.actors import ActorNames
from dashboard.coding.reading import Reading
from dashboard.model import DisplacementFigure, PlaceMention, Side, Statement


def settled_by_actors(
    reading: Reading, statements: Sequence[Statement], names: ActorNames
) -> Sequence[PlaceMention]:
    """Give the mentions with the places that the groups of a report settle: "RSF took Bara".

    Of an ambiguous name whose place was only guessed, the likeliest candidate in a country where a
    group that the report names acts is meant; where there is none, no place that the gazetteer has.

    Args:
        reading: The report.
        statements: What was coded of it.
        names: The names of the table of actors.

    Returns:
        All mentions, or none where no statement rests on a guess or no group settles it.
    """
    if not any(_is_guess(place) for statement in statements for place in _places(statement)):
        return ()
    groups = {m.actor for m in names.find(reading.report.text) if m.actor.side is Side.NON_STATE}
    countries = {country for group in groups for country in group.countries}
    if not countries:
        return ()
    return [_settled(m, countries) if _is_guess(m) else m for m in reading.mentions]


def _places(statement: Statement) -> Sequence[PlaceMention]:
    if isinstance(statement, DisplacementFigure):
        return [*statement.origin, *statement.destination, *statement.location]
    return [statement.place]


def _is_guess(mention: PlaceMention) -> bool:
    return mention.ambiguous and mention.why.startswith("the most important place of")


def _settled(mention: PlaceMention, countries: set[str]) -> PlaceMention:
    inside = (c.place for c in mention.candidates if c.place.country in countries)
    place = next(inside, None)
    why = "in a country where an armed group that the text names acts"
    return replace(mention, place=place, why=why if place else f"none {why}", ambiguous=False)
