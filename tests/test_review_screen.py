"""The review screen, by Streamlit's AppTest: what a reviewer does is in ledger and picture."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import DisplacementFigure, TerritorialClaim
from dashboard.ledger import Ledger, open_ledger
from dashboard.model import Relation, Review, ReviewAct
from dashboard.picture import Timeline
from dashboard.review import as_reviewed
from dashboard.settings import ROOT, Settings
from dashboard.ui import desk


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """The ledger of a dashboard that was started once, with the reports that ship."""
    (tmp_path / "gazetteer").symlink_to(Settings().index)
    monkeypatch.setenv("TIDEMARK_FOLDER", str(tmp_path))
    st.cache_resource.clear()
    st.cache_data.clear()
    review()
    return open_ledger(Settings(made=tmp_path).ledger)


def review(statement: str = "", name: str = "") -> AppTest:
    test = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    test.query_params["view"] = "Review"
    if statement:
        test.query_params["statement"] = statement
    test.run()
    if name:
        next(t for t in test.text_input if t.label.startswith("Your name")).input(name)
        test.run()
    assert not test.exception
    return test


def press(test: AppTest, label: str) -> AppTest:
    test = [b for b in test.button if b.label == label][-1].click().run()
    assert not test.exception
    return test


def fill(test: AppTest, label: str, value: str) -> AppTest:
    next(t for t in test.text_input if t.label == label).input(value)
    return test.run()


def a_claim(ledger: Ledger) -> TerritorialClaim:
    return next(s for s in ledger.statements() if isinstance(s, TerritorialClaim))


def behind(states: Timeline) -> set[str]:
    """The ids of the statements that the map shows on one day or another."""
    places = (i.state.statements for each in states.places.values() for i in each)
    movements = (i.state.figures for each in states.movements.values() for i in each)
    return {id_ for ids in (*places, *movements) for id_ in ids}


def test_nothing_can_be_done_without_a_name(ledger: Ledger) -> None:
    assert "Accept" not in [b.label for b in review().button]


def test_a_statement_is_accepted_and_the_next_one_comes_up(ledger: Ledger) -> None:
    claim = a_claim(ledger)
    test = press(review(claim.id, "Rana"), "Accept")
    (entry,) = ledger.reviews()
    assert (entry.statement, entry.act, entry.reviewer) == (claim.id, ReviewAct.ACCEPT, "Rana")
    assert entry.before == claim
    assert test.query_params["statement"] != claim.id
    assert any("Accepted by Rana" in m.value for m in review(claim.id).markdown)


def test_a_rejection_needs_a_reason_and_takes_the_statement_out(ledger: Ledger) -> None:
    claim = a_claim(ledger)
    test = press(review(claim.id, "Rana"), "Reject")
    assert [b.disabled for b in test.button if b.label == "Reject"] == [True]
    press(fill(test, "Why it is rejected", "it is a ship"), "Reject")
    (entry,) = ledger.reviews()
    assert (entry.act, entry.reason) == (ReviewAct.REJECT, "it is a ship")
    assert claim.id not in desk.case().reviewed.statements
    assert claim.id not in behind(desk.states())


def test_an_edit_is_kept_beside_what_was_there_before_and_can_be_undone(ledger: Ledger) -> None:
    claim = a_claim(ledger)
    test = press(review(claim.id, "Rana"), "Edit")
    test = next(s for s in test.selectbox if s.label == "Relation").select(Relation.CONTESTS).run()
    test = press(fill(test, "Place", "Tikrit"), "Save")
    (entry,) = ledger.reviews()
    assert entry.before == claim
    assert isinstance(entry.after, TerritorialClaim)
    assert entry.after.relation is Relation.CONTESTS
    assert entry.after.place.place
    assert entry.after.place.place.name == "Tikrit"
    assert any("Tikrit, IQ" in c.value for c in test.caption)
    press(test, "Undo the last act")
    assert claim.id in as_reviewed(ledger.statements(), ledger.reviews()).statements


def test_two_people_at_work_on_one_statement_are_told_so(ledger: Ledger) -> None:
    claim = a_claim(ledger)
    test = review(claim.id, "Rana")
    first = Review(claim.id, ReviewAct.ACCEPT, "Bo", datetime.now(UTC), before=claim)
    ledger.add_review(first)
    test = press(test, "Accept")
    assert ["Bo reviewed this statement" in e.value for e in test.error] == [True]
    assert ledger.reviews() == [first]


def test_a_figure_is_split_off_and_merged_again(ledger: Ledger) -> None:
    figures = [s for s in ledger.statements() if isinstance(s, DisplacementFigure)]
    test = review(figures[0].id, "Rana")
    merge = next(s for s in test.selectbox if s.label == "Merge with")
    test = merge.select_index(0).run()
    press(test, "Merge")
    (entry,) = ledger.reviews()
    assert (entry.act, entry.others) == (ReviewAct.MERGE, (figures[1].id,))
    assert entry.others_before == (figures[1],)
    assert len(desk.states().movements) == 1


def test_the_map_can_be_limited_to_what_was_reviewed(ledger: Ledger) -> None:
    claim = a_claim(ledger)
    press(review(claim.id, "Rana"), "Accept")
    assert behind(desk.states(desk.Limits(reviewed_only=True))) == {claim.id}
    assert len(behind(desk.states())) > 1
