"""Reviews replayed on statements: what stands, what is out, and what an act holds on to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.model import Evidence, Review, ReviewAct, Statement
from dashboard.picture import timeline
from dashboard.review import as_reviewed
from tests.picture_statements import claim, figure

CLAIM = claim("5 red takes")
OTHER = replace(claim("6 blue holds"), evidence=Evidence(20, 29, "the words"))
START = datetime(2024, 5, 1, tzinfo=UTC)


def act(kind: str, on: Statement, hour: int = 0, **more) -> Review:
    when = START + timedelta(hours=hour)
    return Review(on.id, ReviewAct(kind), "Rana", when, before=on, **more)


def moved(statement: Statement, by: int) -> Statement:
    """The statement as a newer coder would give it, which takes more words for evidence."""
    end = statement.evidence.end + by
    return replace(statement, evidence=Evidence(statement.evidence.start, end, "…"))


def stands(statements: list[Statement], *acts: Review) -> set[str]:
    return set(as_reviewed(statements, acts).statements)


EDITED = replace(CLAIM, actor=OTHER.actor)
EDIT = act("edit", CLAIM, after=EDITED)
REJECT = act("reject", CLAIM)
ADD = Review(OTHER.id, ReviewAct.ADD, "Rana", START, after=OTHER)


@pytest.mark.parametrize(
    ("statements", "acts", "expected"),
    [
        ([CLAIM], [], [CLAIM]),
        ([CLAIM], [act("accept", CLAIM)], [CLAIM]),
        ([CLAIM, OTHER], [REJECT], [OTHER]),
        ([CLAIM], [REJECT, act("accept", CLAIM, 1)], [CLAIM]),
        ([CLAIM], [EDIT], [EDITED]),
        ([CLAIM], [EDIT, act("reject", EDITED, 1)], []),
        ([CLAIM], [EDIT, act("reject", CLAIM, 1)], []),  # a screen that was not drawn again
        ([CLAIM], [ADD], [CLAIM, OTHER]),
        ([CLAIM, OTHER], [ADD], [CLAIM, OTHER]),  # a newer coder finds it as well
        # undone, and the undo undone
        ([CLAIM], [REJECT, act("undo", CLAIM, 1, undoes=REJECT.id)], [CLAIM]),
        (
            [CLAIM],
            [
                REJECT,
                (undo := act("undo", CLAIM, 1, undoes=REJECT.id)),
                act("undo", CLAIM, 2, undoes=undo.id),
            ],
            [],
        ),
        # coded again: by evidence and content
        ([moved(CLAIM, 4)], [REJECT], []),
        ([moved(CLAIM, 4)], [EDIT], [EDITED]),
        ([moved(CLAIM, 4)], [act("accept", CLAIM)], [moved(CLAIM, 4)]),
        ([moved(OTHER, 4)], [ADD], [OTHER]),
        ([replace(CLAIM, actor=OTHER.actor)], [REJECT], [EDITED]),  # another statement now
        # the newer coder misses what a person vouched for, or found wrong
        ([OTHER], [act("accept", CLAIM)], [OTHER, CLAIM]),
        ([OTHER], [EDIT], [OTHER, EDITED]),
        ([OTHER], [REJECT], [OTHER]),
    ],
)
def test_what_stands(statements, acts, expected) -> None:
    assert stands(statements, *acts) == {statement.id for statement in expected}


def test_the_act_that_counts_is_told_of_what_stands_and_of_what_was_rejected() -> None:
    accept = act("accept", OTHER)
    reviewed = as_reviewed([CLAIM, OTHER], [REJECT, accept])
    assert dict(reviewed.acts) == {CLAIM.id: REJECT, OTHER.id: accept}
    assert dict(reviewed.rejected) == {CLAIM.id: CLAIM}


def test_an_act_whose_statement_is_gone_is_loose_not_lost() -> None:
    assert as_reviewed([OTHER], [REJECT]).loose == (REJECT,)


FLED = figure(1000, 1)
MORE = figure(1500, 2, number=1)
ABROAD = figure(800, 3, "village > port", number=2)


def movements(*acts: Review) -> list[set[str]]:
    found = timeline([FLED, MORE, ABROAD], acts).movements.values()
    return sorted((set(intervals[-1].state.figures) for intervals in found), key=len)


def test_figures_are_merged_into_one_movement_and_split_from_one() -> None:
    merge = act("merge", FLED, others=(ABROAD.id,))
    split = act("split", MORE, 1)
    assert movements() == [{ABROAD.id}, {FLED.id, MORE.id}]
    assert movements(merge) == [{FLED.id, MORE.id, ABROAD.id}]
    assert sorted(map(sorted, movements(split))) == sorted([[x.id] for x in (FLED, MORE, ABROAD)])
    assert movements(merge, split) == [{MORE.id}, {FLED.id, ABROAD.id}]
    assert len(movements(split, act("merge", MORE, 2, others=(FLED.id,)))) == 2


def test_a_merge_holds_on_to_all_its_figures_when_they_are_coded_anew() -> None:
    merge = act("merge", FLED, others=(ABROAD.id,), others_before=(ABROAD,))
    newer = [moved(FLED, 1), moved(ABROAD, 1)]
    (movement,) = timeline(newer, [merge]).movements.values()
    assert set(movement[-1].state.figures) == {figure.id for figure in newer}


ACTS = st.lists(
    st.builds(
        act,
        st.sampled_from([k.value for k in ReviewAct]),
        st.sampled_from([CLAIM, OTHER, EDITED]),
        st.integers(0, 3),
        after=st.none() | st.sampled_from([CLAIM, OTHER, EDITED]),
        undoes=st.none() | st.just(REJECT.id),
    ),
    max_size=6,
)


@given(ACTS, st.data())
def test_the_order_in_which_acts_are_given_does_not_matter(acts, data) -> None:
    mixed = data.draw(st.permutations(acts))
    assert as_reviewed([CLAIM, OTHER], acts) == as_reviewed([OTHER, CLAIM], mixed)


@given(ACTS)
def test_what_stands_is_known_by_its_own_id_and_was_not_rejected(acts) -> None:
    reviewed = as_reviewed([CLAIM, OTHER], acts)
    assert all(id_ == statement.id for id_, statement in reviewed.statements.items())
    assert not reviewed.statements.keys() & reviewed.rejected.keys()
