"""What holds of every timeline, whatever the statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_statements import PLACES, claim, figure, mention, on
from picture_strategies import DAYS, any_claim, any_figure, any_reviewed, any_statements

from dashboard.model import Category, Evidence, ReviewAct
from dashboard.picture import derive, timeline
from dashboard.picture.states import state_on

FACTORS = {"IQ": 6.0}
KNOWN_BY = st.none() | DAYS.map(on)


@given(any_reviewed(), KNOWN_BY, st.data())
def test_the_order_of_the_input_does_not_matter(reviewed, known_by, data) -> None:
    statements, reviews = reviewed
    mixed = data.draw(st.permutations(statements)), data.draw(st.permutations(reviews))
    straight = timeline(statements, reviews, known_by, FACTORS)
    other = timeline(*mixed, known_by, FACTORS)
    assert straight == other
    assert list(straight.places) == list(other.places)
    assert list(straight.movements) == list(other.movements)


@given(any_reviewed(), KNOWN_BY)
def test_a_day_of_the_timeline_is_the_picture_of_that_day(reviewed, known_by) -> None:
    statements, reviews = reviewed
    whole = timeline(statements, reviews, known_by, FACTORS)
    for day in range(-45, 100, 5):
        picture = whole.at(on(day))
        assert picture == derive(statements, reviews, on(day), known_by, FACTORS)
        states = {id_: state_on(intervals, on(day)) for id_, intervals in whole.places.items()}
        assert picture.places == {id_: state for id_, state in states.items() if state}


@given(any_reviewed())
def test_what_is_dated_later_changes_no_earlier_state(reviewed) -> None:
    statements, reviews = reviewed
    whole = timeline(statements, reviews, None, FACTORS)
    for day in (0, 15, 40):
        until = [s for s in statements if (s.end or s.published or on(99)) <= on(day)]
        then = derive(until, reviews, on(day), None, FACTORS)
        now = whole.at(on(day))
        assert now.places == then.places
        assert now.totals == then.totals
        recommended = [m.recommended for m in now.movements.values()]
        assert sorted(recommended) == sorted(m.recommended for m in then.movements.values())


@given(any_reviewed(), KNOWN_BY)
def test_known_by_is_what_was_published_by_then(reviewed, known_by) -> None:
    statements, reviews = reviewed
    known = [s for s in statements if known_by is None or (s.published or on(999)) <= known_by]
    # Who split figures told one from the other: what is said of the one holds without the other.
    ids = {s.id for s in known}
    acts = [r for r in reviews if not r.others or {r.statement, *r.others} <= ids]
    then = timeline(statements, acts, known_by, FACTORS)
    again = timeline(known, acts, None, FACTORS)
    assert (then.places, then.movements, then.totals) == (
        again.places,
        again.movements,
        again.totals,
    )


@given(any_reviewed())
def test_intervals_follow_each_other_without_overlap(reviewed) -> None:
    whole = timeline(*reviewed, None, FACTORS)
    for intervals in [*whole.places.values(), *whole.movements.values(), whole.totals]:
        assert all(i.last is None or i.first <= i.last for i in intervals)
        for before, after in pairwise(intervals):
            assert before.last is not None
            assert before.last < after.first
            assert before.state != after.state or before.last + timedelta(days=1) < after.first


@given(any_reviewed())
def test_the_picture_changes_on_the_days_named_and_on_no_other(reviewed) -> None:
    whole = timeline(*reviewed, None, FACTORS)
    changed = []
    for day in range(-60, 130):
        yesterday, today = whole.at(on(day - 1)), whole.at(on(day))
        if (today.places, today.movements) != (yesterday.places, yesterday.movements):
            changed.append(on(day))
    assert tuple(changed) == whole.days


@given(any_statements(), st.data())
def test_a_statement_about_another_place_changes_nothing(statements, data) -> None:
    """The port lies in no area that the others are in."""
    added = data.draw(any_claim(50, places=("port", "abroad")))
    before, after = timeline(statements), timeline([*statements, added])
    for place in PLACES.keys() - {"port", "abroad"}:
        assert before.places.get(place) == after.places.get(place)
    assert before.movements == after.movements


@given(any_statements(), st.data())
def test_a_figure_between_other_places_changes_nothing(statements, data) -> None:
    far = Evidence(700, 709, "elsewhere")
    added = replace(
        data.draw(any_figure(50)),
        origin=(mention("port"),),
        destination=(),
        location=(),
        report="another report",
        evidence=far,
    )
    before, after = timeline(statements), timeline([*statements, added])
    assert before.movements.items() <= after.movements.items()
    assert len(after.movements) - len(before.movements) in (0, 1)


@given(any_reviewed())
def test_a_state_names_its_statements_and_nothing_else_does(reviewed) -> None:
    statements, reviews = reviewed
    by_id = {statement.id: statement for statement in statements}
    whole = timeline(statements, reviews, None, FACTORS)
    rejected = {r.statement for r in reviews if r.act is ReviewAct.REJECT}
    rejected -= {r.statement for r in reviews if r.act is not ReviewAct.REJECT}
    for place, intervals in whole.places.items():
        for interval in intervals:
            assert interval.state.place.id == place
            assert interval.state.statements
            assert rejected.isdisjoint(interval.state.statements)
            assert {by_id[id_].said_in for id_ in interval.state.statements} == {
                speaker for part in _parts(interval.state) for speaker in part.speakers
            }
    for intervals in whole.movements.values():
        for interval in intervals:
            assert interval.state.recommended in interval.state.figures
            assert interval.state.low <= interval.state.quantity <= interval.state.high


def _parts(state):
    groups = ("holders", "contested_by", "threatened_by", "lost_by", "denied_by")
    return [part for group in groups for part in getattr(state, group)]


@given(any_reviewed())
def test_a_statement_counted_twice_is_counted_once(reviewed) -> None:
    statements, reviews = reviewed
    assert timeline(statements, reviews) == timeline([*statements, *statements], reviews)


@pytest.mark.parametrize("days", [0, 200, 4000])
def test_the_last_state_lasts_until_now(days: int) -> None:
    whole = timeline([claim("0 red takes"), figure(500, 0)])
    picture = whole.at(on(days))
    assert list(picture.places) == ["town"]
    assert len(picture.movements) == 1
    assert picture.totals[Category.NEW_DISPLACEMENT].people == 500


@given(any_reviewed(), DAYS)
def test_without_its_first_days_a_timeline_is_the_same_from_then_on(reviewed, first) -> None:
    whole = timeline(*reviewed, None, FACTORS)
    rest = whole.since(on(first))
    for day in range(first, 100, 7):
        assert rest.at(on(day)).places == whole.at(on(day)).places
        assert rest.at(on(day)).totals == whole.at(on(day)).totals
        assert rest.at(on(day)).movements.items() <= whole.at(on(day)).movements.items()
    assert all(day >= on(first) for day in rest.days)
    assert set(rest.days) - {on(first)} <= set(whole.days)
