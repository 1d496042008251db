"""What the page's script reads: a timeline, its statements and its reports as plain records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.characters import shown
from dashboard.model import (
    ActorReference,
    Place,
    PlaceMention,
    Report,
    Review,
    Statement,
    TerritorialClaim,
)
from dashboard.picture.states import Interval, Movement, Part, PlaceState, Total
from dashboard.picture.timeline import Timeline
from dashboard.record import Record, as_record
from dashboard.review import as_reviewed
from dashboard.wording import in_words

PARTS = ("holders", "contested_by", "threatened_by", "lost_by", "denied_by")


def content(
    timeline: Timeline,
    statements: Sequence[Statement],
    reports: Sequence[Report],
    reviews: Sequence[Review] = (),
) -> Record:
    """Give all that the page tells as a dict of JSON's own types, but for the ground of the map."""
    reviewed = as_reviewed(statements, reviews)
    stand = reviewed.statements
    found: Record = shown(
        {
            "known_by": _iso(timeline.known_by),
            "undated": len(timeline.undated),
            "days": list(_days(timeline)),
            "actors": actors_of(timeline, list(stand.values())),
            "places": {place.id: _place(place) for place in places_of(timeline)},
            "marks": {key: _intervals(i, _state) for key, i in timeline.places.items()},
            "movements": {key: _intervals(i, _movement) for key, i in timeline.movements.items()},
            "totals": _intervals(timeline.totals, _totals),
            "statements": {i: _statement(s, reviewed.acts.get(i)) for i, s in stand.items()},
            "reports": {report.id: _report(report) for report in reports},
        }
    )
    return found


def places_of(timeline: Timeline) -> list[Place]:
    """Every place that the timeline tells of, each once, by id."""
    found: dict[str, Place] = {}
    for states in timeline.places.values():
        for interval in states:
            places = (interval.state.place, interval.state.inherited_from)
            found.update({place.id: place for place in places if place})
    for movements in timeline.movements.values():
        for moved in (interval.state for interval in movements):
            for place in (*moved.origin, *moved.destination, *moved.location):
                found[place.id] = place
    return [found[key] for key in sorted(found)]


def _days(timeline: Timeline) -> Iterator[Record]:
    """Each day on which something changes, with the number of statements that are new on it.

    A statement is new on the first day on which it is behind any mark: a place that comes under an
    older claim on its area shows no new one.
    """
    first: dict[str, date] = {}
    told = [(i.first, i.state.statements) for spans in timeline.places.values() for i in spans]
    for spans in timeline.movements.values():
        told += [(i.first, i.state.figures + i.state.parts) for i in spans]
    for day, statements in told:
        for id_ in statements:
            first[id_] = min(day, first.get(id_, day))
    fresh = Counter(first.values())
    return ({"day": day.isoformat(), "statements": fresh[day]} for day in timeline.days)


def actors_of(timeline: Timeline, statements: Iterable[Statement] = ()) -> Record:
    """Give each actor a name and a rank, in the order in which they first hold a place.

    The rank decides the colour, so that a colour stays an actor's.
    """
    first: dict[str, tuple[bool, date, str]] = {}
    actors: dict[str, ActorReference] = {}
    for interval in (i for states in timeline.places.values() for i in states):
        for field in PARTS:
            for part in getattr(interval.state, field):
                key = (field != "holders", part.since, part.actor.id)
                first[part.actor.id] = min(key, first.get(part.actor.id, key))
                actors[part.actor.id] = part.actor
    order = sorted(first, key=first.__getitem__)
    for statement in statements:
        if isinstance(statement, TerritorialClaim) and statement.actor.id not in actors:
            actors[statement.actor.id] = statement.actor
            order.append(statement.actor.id)
    return {key: {"name": actors[key].name, "colour": rank} for rank, key in enumerate(order)}


def _place(place: Place) -> Record:
    point = None if place.lat is None or place.lon is None else [place.lat, place.lon]
    return _told(
        name=place.name,
        local_name=place.local_name,
        kind=place.kind.value,
        country=place.country,
        point=point,
        population=place.population,
        within=list(place.within),
    )


def _intervals(intervals: Iterable[Interval[Any]], record: Any) -> list[Record]:
    return [
        _told(first=i.first.isoformat(), last=_iso(i.last), state=record(i.state))
        for i in intervals
    ]


def _state(state: PlaceState) -> Record:
    return _told(
        status=state.status.value,
        divided=state.divided,
        inherited_from=state.inherited_from.id if state.inherited_from else None,
        **{field: [_part(part) for part in getattr(state, field)] for field in PARTS},
    )


def _part(part: Part) -> Record:
    return _told(
        actor=part.actor.id,
        since=part.since.isoformat(),
        statements=list(part.statements),
        speakers=list(part.speakers),
        extent=part.extent.value,
        share=part.share,
    )


def _movement(movement: Movement) -> Record:
    return _told(
        category=movement.category.value,
        origin=[place.id for place in movement.origin],
        destination=[place.id for place in movement.destination],
        location=[place.id for place in movement.location],
        unit=movement.unit.value,
        quantity=movement.quantity,
        low=movement.low,
        high=movement.high,
        recommended=movement.recommended,
        figures=list(movement.figures),
        parts=list(movement.parts),
        speakers=list(movement.speakers),
        start=movement.start.isoformat(),
        end=movement.end.isoformat(),
        people=movement.people,
        people_low=movement.people_low,
        people_high=movement.people_high,
        household_factor=movement.household_factor,
        vague=movement.vague,
        uncounted=not movement.counted,
        replaces=len(movement.replaces) or None,
    )


def _totals(totals: Mapping[Any, Total]) -> list[Record]:
    return [
        {
            "category": total.category.value,
            "people": total.people,
            "low": total.people_low,
            "high": total.people_high,
            "households": total.households,
            "speakers": total.speakers,
        }
        for total in totals.values()
    ]


def _statement(statement: Statement, review: Review | None) -> Record:
    record = {key: value for key, value in as_record(statement).items() if key != "id"}
    record["says"] = in_words(statement)
    record["readings"] = [_reading(mention) for mention in _mentions(statement)]
    if review:
        record["review"] = _told(
            act=review.act.value,
            reviewer=review.reviewer,
            when=review.when.date().isoformat(),
            reason=review.reason,
        )
    return _told(**_slim(record))


def _slim(record: Record) -> Record:
    """Leave out of a record's places what `places` or `readings` has."""
    for field in ("origin", "destination", "location", "place"):
        if isinstance(record.get(field), list):
            record[field] = [_end(place) for place in record[field]]
        elif record.get(field):
            record[field] = _end(record[field])
    return record


def _end(place: Record) -> Record:
    return _told(id=place["id"], name=place["name"], country=place["country"])


def _mentions(statement: Statement) -> tuple[PlaceMention, ...]:
    if isinstance(statement, TerritorialClaim):
        return (statement.place,)
    return (*statement.origin, *statement.destination, *statement.location)


def _reading(mention: PlaceMention) -> Record:
    """How a name in the text was read; rival readings where it stays doubtful."""
    others = [c.place for c in mention.candidates if c.place != mention.place][:3]
    return _told(
        as_written=mention.as_written,
        name=mention.place.name if mention.place else None,
        country=mention.place.country if mention.place else None,
        why=mention.why,
        ambiguous=mention.ambiguous,
        others=[_end(as_named(p)) for p in others] if mention.ambiguous else [],
    )


def as_named(place: Place) -> Record:
    """A place as the bare end of a movement: id, name, country."""
    return {"id": place.id, "name": place.name, "country": place.country}


def _report(report: Report) -> Record:
    return _told(
        title=report.title,
        publisher=report.publisher,
        published=_iso(report.published),
        published_known=None if report.published_known == "stated" else report.published_known,
        address=report.address,
    )


def _told(**fields: Any) -> Record:
    """A record without what is empty: the script reads a missing field as nothing told."""
    return {key: value for key, value in fields.items() if value}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
