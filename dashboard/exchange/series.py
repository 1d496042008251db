"""Tables behind the charts: what changes over time, and who says what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.model import Category, Statement
from dashboard.picture import Interval, Movement, Timeline
from dashboard.wording import date_in_words, in_words

Rows = list[dict[str, Any]]
_DAY = timedelta(days=1)
_STANDING = "standing"  # how many intervals a sum is of: where there is none, there is no sum


def displacement_over_time(timeline: Timeline) -> Rows:
    """Give the people newly displaced by origin, for each day on which that changes, and the last.

    One row a day and origin: `day` (ISO 8601), `origin`, and `people`, `low` and `high`, the sums
    of the recommended figures and of the ends of their ranges. Only what totals count is summed;
    households that no sourced factor turns into people are left out.
    """
    counted = (
        (_origin(movement), interval, _people(movement))
        for intervals in timeline.movements.values()
        for interval in intervals
        if _is_summed(movement := interval.state)
    )
    return [{"day": day, "origin": origin, **sums} for day, origin, sums in _through_time(counted)]


def _is_summed(movement: Movement) -> bool:
    is_new = movement.category is Category.NEW_DISPLACEMENT
    return is_new and movement.counted and bool(movement.people)


def _people(movement: Movement) -> dict[str, int]:
    low, high = movement.people_low or 0, movement.people_high or 0
    return {"people": movement.people or 0, "low": low, "high": high}


def places_over_time(timeline: Timeline) -> Rows:
    """Count the places reported held by each actor, for each day on which that changes.

    One row a day and actor: `day` (ISO 8601), `actor`, `places`. A disputed or divided place
    counts for each of its holders; what a place inherits from an area's claim does not count.
    """
    held = (
        (actor, interval, {"places": 1})
        for intervals in timeline.places.values()
        for interval in intervals
        if not interval.state.inherited_from
        for actor in {part.actor.name for part in interval.state.holders}
    )
    return [{"day": day, "actor": actor, **sums} for day, actor, sums in _through_time(held)]


def _through_time(
    counts: Iterable[tuple[str, Interval[Any], Mapping[str, int]]],
) -> list[tuple[str, str, dict[str, int]]]:
    """Add up what counts for a name in an interval: a day, the name and the sums from that day on.

    The last day of a name that counts no more, and of all, are given too, so that a line that is
    drawn through the days reaches to them.
    """
    changes: dict[str, dict[date, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for name, interval, count in counts:
        changes[name][interval.first].update({**count, _STANDING: 1})
        if interval.last:
            changes[name][interval.last + _DAY].subtract({**count, _STANDING: 1})
    last = max((day for days in changes.values() for day in days), default=date.max)
    found = {}
    for name, days in changes.items():
        sums: Counter[str] = Counter()
        for day in sorted(days):
            before = dict(sums)
            sums.update(days[day])
            if sums[_STANDING]:
                found[day, name] = dict(sums)
            else:
                found[day - _DAY, name] = before
        if sums[_STANDING]:
            found[last, name] = dict(sums)
    for each in found.values():
        del each[_STANDING]
    return [(day.isoformat(), name, found[day, name]) for day, name in sorted(found)]


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
