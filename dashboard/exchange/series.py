"""Tables behind the charts: what changes over time, and who says what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from dashboard.model import Category, Statement
from dashboard.picture import Movement, Picture, Timeline
from dashboard.wording import date_in_words, in_words

Rows = list[dict[str, Any]]


def displacement_over_time(timeline: Timeline) -> Rows:
    """Give the people newly displaced by origin, for each day on which something changes.

    One row a day and origin: `day` (ISO 8601), `origin`, and `people`, `low` and `high`, the sums
    of the recommended figures and of the ends of their ranges. Only what totals count is summed;
    households that no sourced factor turns into people are left out.
    """
    return [row for day in timeline.days for row in _displaced_on(timeline.at(day))]


def _displaced_on(picture: Picture) -> Rows:
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for movement in picture.movements.values():
        if movement.category is Category.NEW_DISPLACEMENT and movement.counted and movement.people:
            sums[_origin(movement)].update(
                people=movement.people, low=movement.people_low or 0, high=movement.people_high or 0
            )
    return [
        {"day": picture.as_of.isoformat(), "origin": origin, **counts}
        for origin, counts in sorted(sums.items())
    ]


def places_over_time(timeline: Timeline) -> Rows:
    """Count the places reported held by each actor, for each day on which something changes.

    One row a day and actor: `day` (ISO 8601), `actor`, `places`. A disputed or divided place
    counts for each of its holders; what a place inherits from an area's claim does not count.
    """
    return [row for day in timeline.days for row in _held_on(timeline.at(day))]


def _held_on(picture: Picture) -> Rows:
    held = Counter(
        actor
        for state in picture.places.values()
        if not state.inherited_from
        for actor in {part.actor.name for part in state.holders}
    )
    return [
        {"day": picture.as_of.isoformat(), "actor": actor, "places": count}
        for actor, count in sorted(held.items())
    ]


def who_says_what(statements: Sequence[Statement]) -> Rows:
    """List each statement with its speaker, the report, what it states, and the words for it."""
    return [
        {
            "speaker": statement.said_by or "the report itself",
            "report": statement.report,
            "states": in_words(statement),
            "stance": statement.stance.value,
            "when": date_in_words(statement),
            "quote": statement.evidence.quote,
        }
        for statement in statements
    ]


def _origin(movement: Movement) -> str:
    places = movement.origin or movement.location
    return ", ".join(place.name for place in places) or "origin not stated"
