"""What was taken in step by step is what is worked out of all at once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from picture_statements import PLACES, claim, figure, mention, on
from picture_strategies import DAYS, any_reviewed

from dashboard.picture import Workings, timeline

FACTORS = {"IQ": 6.0}


@given(any_reviewed(most=12), st.none() | DAYS.map(on), st.data())
def test_in_steps_or_at_once_is_the_same(reviewed, known_by, data) -> None:
    statements, reviews = reviewed
    steps = data.draw(st.lists(st.sampled_from(range(4)), min_size=len(statements)))
    workings = Workings(known_by, FACTORS)
    for step in range(4):
        fresh = [s for s, turn in zip(statements, steps, strict=False) if turn == step]
        so_far = [s for s, turn in zip(statements, steps, strict=False) if turn <= step]
        acts = reviews[: data.draw(st.integers(0, len(reviews)))] if step < 3 else reviews
        workings.update(fresh, acts)
        assert workings.timeline() == timeline(so_far, acts, known_by, FACTORS)


@given(any_reviewed(most=8), st.data())
def test_a_report_that_is_coded_again_leaves_nothing_behind(reviewed, data) -> None:
    statements, reviews = reviewed
    workings = Workings(None, FACTORS)
    workings.update(statements, reviews)
    reports = sorted({statement.report for statement in statements})
    anew = data.draw(st.sets(st.sampled_from(reports))) if reports else set()
    kept = [s for s in statements if s.report not in anew]
    again = [s for s in statements if s.report in anew and data.draw(st.booleans())]
    workings.update(again, reviews, anew)
    assert workings.timeline() == timeline([*kept, *again], reviews, None, FACTORS)


@given(any_reviewed(most=8), st.data())
def test_what_is_new_or_gone_since_the_last_time_is_found(reviewed, data) -> None:
    statements, reviews = reviewed
    workings = Workings(None, FACTORS)
    for _ in range(3):
        now = [statement for statement in statements if data.draw(st.booleans())]
        acts = [review for review in reviews if data.draw(st.booleans())]
        assert workings.renew(now, acts) == timeline(now, acts, None, FACTORS)


def test_more_statements_do_not_change_a_timeline_that_was_given() -> None:
    workings = Workings()
    workings.update([claim("0 red takes"), figure(500, 0)])
    before = workings.timeline()
    workings.update([claim("3 blue takes", 1), figure(900, 2, number=2)])
    assert before == timeline([claim("0 red takes"), figure(500, 0)])
    assert before != workings.timeline()


def test_a_place_that_is_told_of_differently_is_the_same_place_in_whatever_order() -> None:
    other = replace(PLACES["town"], name="A Town", within=("country",))
    said = [
        claim("0 red takes at province"),
        claim("1 blue holds", 1),
        claim("2 red takes", 2, place=replace(mention("town"), place=other)),
    ]
    for order in (said, said[::-1]):
        workings = Workings()
        for statement in order:
            workings.update([statement])
        assert workings.timeline() == timeline(said)
