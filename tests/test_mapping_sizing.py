"""What a page keeps of a case that is too large for it."""

from datetime import date

import pytest

from dashboard.mapping.content import content
from dashboard.mapping.sizing import MOST_BYTES, fitting, newest
from dashboard.picture import timeline
from dashboard.picture.sifting import day_of
from tests.mapping_case import REPORTS, statements


@pytest.mark.parametrize(("most", "kept"), [(100, 8), (8, 8), (7, 3), (3, 2), (2, 0)])
def test_it_keeps_the_newest_whole_days(most, kept):
    said = statements()
    states, recent = newest(timeline(said), said, most)
    assert len(recent) == kept
    left_out = max((day_of(s) for s in said if s not in recent), default=date.min)
    assert all(day_of(s) > left_out for s in recent)
    assert all(i.first > left_out for spans in states.places.values() for i in spans)


def test_what_is_reported_on_the_days_that_are_kept_stays():
    said = statements()
    whole = timeline(said)
    states, recent = newest(whole, said, 3)
    for day in map(day_of, recent):
        assert states.at(day).places == whole.at(day).places
        assert states.at(day).totals == whole.at(day).totals


def test_of_the_statements_as_many_are_kept_as_there_is_room_for():
    said = statements()
    told = content(timeline(said), said, REPORTS)
    view, pieces = fitting(told, MOST_BYTES)
    assert len(pieces) == 1
    assert fitting(told, len(view) + len(pieces[0])) == (view, pieces)
    assert fitting(told, len(view) + len(pieces[0]) - 1) == (view, [])
