"""Statements and reviews of any kind, for properties of the picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from picture_statements import claim, figure

from dashboard.model import Category, Evidence, Relation, Review, ReviewAct, Stance, Term, Unit

DAYS = st.integers(0, 60)
PLACES_INSIDE = ("town", "village", "province", "country", "haven", "port")
ENDS = st.sampled_from(["town", "village", "province", "country", "haven", "Nowhere", ""])


@st.composite
def any_claim(
    draw, number: int, places=("town", "village", "province", "country", "haven", "port")
):
    actor, relation = (
        draw(st.sampled_from(["red", "blue", "green"])),
        draw(st.sampled_from(Relation)),
    )
    extent = draw(st.sampled_from(["", "", "part", "share"]))
    place = draw(st.sampled_from(places))
    speaker = draw(st.sampled_from(["", "by Ali", "by Eve"]))
    statement = claim(f"{draw(DAYS)} {actor} {relation} {extent} {speaker} at {place}", number)
    return replace(statement, stance=draw(st.sampled_from([Stance.ASSERTED] * 4 + list(Stance))))


@st.composite
def any_figure(draw, number: int):
    day = draw(DAYS)
    way = draw(st.one_of(ENDS, st.tuples(ENDS, ENDS).map(" > ".join)))
    statement = figure(draw(st.integers(1, 9)), day, way, number)
    return replace(
        statement,
        start=statement.start - timedelta(days=draw(st.sampled_from([0, 0, 0, 5, 8, 40]))),
        report=f"report {draw(st.integers(0, 5))}",
        category=draw(st.sampled_from(Category)),
        term=draw(st.sampled_from([Term.DISPLACED] * 4 + [Term.DESTROYED_HOUSING])),
        unit=draw(st.sampled_from(Unit)),
        stance=draw(st.sampled_from([Stance.ASSERTED] * 4 + list(Stance))),
    )


@st.composite
def any_statements(draw, most=6):
    statements = [draw(any_claim(number)) for number in range(draw(st.integers(0, most)))]
    statements += [draw(any_figure(number)) for number in range(draw(st.integers(0, most)))]
    for index, statement in enumerate(statements):
        later = draw(st.sampled_from([None, 0, 0, 0, 3, 20]))
        published = None if later is None else statement.published + timedelta(days=later)
        dated = draw(st.sampled_from([True, True, True, False]))
        dates = {} if dated else {"start": None, "end": None}
        statements[index] = replace(statement, published=published, **dates)
    whole = next((s for s in statements if hasattr(s, "quantity")), None)
    if whole and draw(st.booleans()):
        statements.append(replace(whole, evidence=Evidence(900, 909, "of whom"), part_of=whole.id))
    return statements


@st.composite
def any_reviewed(draw, most=6):
    statements = draw(any_statements(most))
    acts = draw(
        st.lists(
            st.tuples(st.sampled_from(statements), st.sampled_from(ReviewAct), DAYS), max_size=4
        )
        if statements
        else st.just([])
    )
    start = datetime(2024, 3, 1, tzinfo=UTC)
    ids = st.lists(st.sampled_from([s.id for s in statements]), max_size=2) if statements else None
    return statements, [
        Review(s.id, act, "Rana", start + timedelta(days=day), others=tuple(draw(ids)))
        for s, act, day in acts
    ]
