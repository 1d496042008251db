"""The timeline of what may be shared, where places are given by the areas that they lie in.

Who holds what is worked out anew, of claims to parts of areas. Movements are not: figures of two
camps of a district would be taken for two figures of one movement. They stay as they are, with
areas at their ends, and so do the totals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dashboard.model import Place, Statement
from dashboard.picture.states import Interval, Movement
from dashboard.picture.table import Movements
from dashboard.picture.timeline import Timeline
from dashboard.withholding import Withheld


def shared_timeline(
    whole: Timeline, territory: Timeline, standing: Mapping[str, Statement], held: Withheld
) -> Timeline:
    """Join the movements of a timeline, with areas at their ends, to the territory of another.

    Args:
        whole: The timeline of the statements as they are.
        territory: The timeline of the withheld statements.
        standing: The statements as they are and as reviewed, by id.
        held: What was made of statements and places.
    """
    became = {id_: held.of_statement(statement) for id_, statement in standing.items()}
    keys = {key: f"movement-{number}" for number, key in enumerate(whole.movements, 1)}

    def shared(movement: Movement) -> Movement:
        figures = [became[id_] for id_ in movement.figures]
        origin, destination, location = _ends(movement, held.of_place)
        return replace(
            movement,
            id=keys[movement.id],
            origin=origin,
            destination=destination,
            location=location,
            recommended=became[movement.recommended].id,
            figures=tuple(figure.id for figure in figures),
            parts=tuple(became[id_].id for id_ in movement.parts),
            speakers=tuple(dict.fromkeys(figure.said_in for figure in figures)),
            replaces=tuple(keys[key] for key in movement.replaces if key in keys),
        )

    return replace(
        territory,
        movements=Movements(
            {
                keys[key]: tuple(Interval(i.first, i.last, shared(i.state)) for i in intervals)
                for key, intervals in whole.movements.items()
            }
        ),
        totals=whole.totals,
    )


def _ends(
    movement: Movement, area: Callable[[Place], Place]
) -> tuple[tuple[Place, ...], tuple[Place, ...], tuple[Place, ...]]:
    """Give the areas of origin, destination, location; what stays in one area is located there."""

    def areas(places: tuple[Place, ...]) -> tuple[Place, ...]:
        return tuple({found.id: found for found in map(area, places)}.values())

    origin, destination = areas(movement.origin), areas(movement.destination)
    if origin and origin == destination:
        return (), (), origin
    return origin, destination, areas(movement.location)
