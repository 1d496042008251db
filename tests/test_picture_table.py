"""The table of movements is a mapping of intervals by id, whatever was changed in which steps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from picture_statements import figure, on

from dashboard.picture import Interval, timeline
from dashboard.picture.table import Movements

(STATE,) = timeline([figure(500, 0)]).at(on(0)).movements.values()
IDS = ("00a1", "00a2", "00b", "f0", "f")
SPANS = st.lists(st.integers(0, 9), min_size=0, max_size=6, unique=True).map(sorted)


def intervals(days: list[int]) -> tuple[Interval, ...]:
    """Each two days are the first and the last of an interval; the last may have no end."""
    return tuple(
        Interval(on(first), on(days[at + 1]) if at + 1 < len(days) else None, STATE)
        for at, first in enumerate(days)
        if at % 2 == 0
    )


@given(st.lists(st.dictionaries(st.sampled_from(IDS), SPANS.map(intervals)), max_size=4))
def test_it_holds_what_was_put_in_last(steps) -> None:
    table, expected = Movements(), {}
    for changes in steps:
        before = dict(table)
        earlier, table = table, table.changed(changes)
        expected = {id_: kept for id_, kept in (expected | changes).items() if kept}
        assert dict(earlier) == before
        assert dict(table) == expected
        assert list(table) == sorted(expected)
        assert len(table) == len(expected)
        for day in range(10):
            covering = [
                id_ for id_, all_ in expected.items() if any(i.covers(on(day)) for i in all_)
            ]
            assert list(table.at(on(day))) == sorted(covering)
    assert "0" not in table
