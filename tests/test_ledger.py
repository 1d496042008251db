"""The ledger: what goes in comes out, once, and nothing is lost on the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.errors import LedgerError, ReviewConflict
from dashboard.ledger import Ledger, open_ledger
from dashboard.model import (
    ActorReference,
    Candidate,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Place,
    PlaceKind,
    PlaceMention,
    Relation,
    Report,
    Review,
    ReviewAct,
    Stance,
    Statement,
    TerritorialClaim,
)

TEXT = "Rebels took Goma. Some 9,000 people fled."
GOMA = Place("geonames:216281", "Goma", PlaceKind.CITY, "CD", -1.68, 29.22, within=("country:CD",))
MENTION = PlaceMention(12, 16, "Goma", GOMA, (Candidate(GOMA, 0.9),), "the only place of this name")


def report(name: str = "goma", text: str = TEXT) -> Report:
    return Report(name, text, date(2025, 1, 28), publisher="The Courier", agencies=("AFP",))


def statements(of: Report) -> list[Statement]:
    return [
        TerritorialClaim(
            report=of.id,
            evidence=Evidence(0, 16, "Rebels took Goma"),
            rule="territory.takes",
            stance=Stance.ASSERTED,
            actor=ActorReference("m23", "M23", "Rebels", inferred=True),
            relation=Relation.TAKES,
            place=MENTION,
            start=date(2025, 1, 27),
            end=date(2025, 1, 27),
            date_precision=DatePrecision.DAY,
        ),
        DisplacementFigure(
            report=of.id,
            evidence=Evidence(18, 35, "Some 9,000 people"),
            rule="displacement.fled",
            quantity=9000,
            origin=(MENTION,),
        ),
    ]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'made' / 'ledger.sqlite'}"


@pytest.fixture
def ledger(url: str) -> Ledger:
    return open_ledger(url)


def test_what_goes_in_comes_out_also_after_opening_again(ledger: Ledger, url: str) -> None:
    ledger.take_in(report(), statements(report()), "1")
    review = Review("abc", ReviewAct.REJECT, "Amal", datetime(2025, 2, 1, 9, tzinfo=UTC), "no")
    claim, figure = statements(report())
    edit = replace(review, act=ReviewAct.EDIT, before=figure, after=claim, others=("b",))
    ledger.add_review(review)
    ledger.add_review(edit, seen=review.id)
    for opened in (ledger, open_ledger(url)):
        assert opened.reports() == [report()]
        assert opened.statements() == statements(report())
        assert opened.reviews() == [review, edit]


def test_a_text_taken_in_twice_is_there_once(ledger: Ledger) -> None:
    ledger.take_in(report(), statements(report()), "1")
    same_text = report("another-name")
    assert ledger.kept_as(same_text) == report()
    ledger.take_in(same_text, statements(same_text), "1")
    assert ledger.reports() == [report()]
    assert ledger.statements() == statements(report())


def test_another_text_under_a_taken_id_gets_an_id_of_its_own(ledger: Ledger) -> None:
    ledger.take_in(report(), [], "1")
    other = ledger.kept_as(report(text="Goma is quiet."))
    assert other.id != report().id
    ledger.take_in(other, [], "1")
    assert len(ledger.reports()) == 2


def test_a_newer_coder_s_statements_replace_the_older_in_what_is_given(ledger: Ledger) -> None:
    ledger.take_in(report(), statements(report()), "1")
    before = ledger.revision()
    assert ledger.is_coded(report(), "1")
    assert not ledger.is_coded(report(), "2")
    ledger.take_in(report(), statements(report())[1:], "2")
    assert ledger.statements() == statements(report())[1:]
    assert ledger.revision() != before


def test_a_report_that_fails_half_way_leaves_nothing(ledger: Ledger) -> None:
    class Broken(list[Statement]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            yield from statements(report())
            raise ValueError("the coder broke")

    with pytest.raises(ValueError, match="broke"):
        ledger.take_in(report(), Broken(), "1")
    assert ledger.reports() == []
    assert ledger.statements() == []


def _a_file_that_is_no_ledger(folder: Path) -> str:
    (folder / "x.sqlite").write_bytes(b"not a database" * 100)
    return f"sqlite:///{folder / 'x.sqlite'}"


def _a_folder_that_is_a_file(folder: Path) -> str:
    (folder / "made").write_text("", encoding="utf-8")
    return f"sqlite:///{folder / 'made' / 'x.sqlite'}"


@pytest.mark.parametrize(
    "spoiled", [_a_file_that_is_no_ledger, _a_folder_that_is_a_file, lambda _: "no-such-thing"]
)
def test_a_ledger_that_cannot_be_opened_is_told_by_name(
    tmp_path: Path, spoiled: Callable[[Path], str]
) -> None:
    url = spoiled(tmp_path)
    with pytest.raises(LedgerError) as caught:
        open_ledger(url)
    assert url in str(caught.value)


def test_two_people_at_work_on_one_statement_are_told_so(ledger: Ledger) -> None:
    when = datetime(2025, 2, 1, 9, tzinfo=UTC)
    first = Review("abc", ReviewAct.ACCEPT, "Amal", when)
    second = Review("abc", ReviewAct.REJECT, "Bo", when)
    ledger.add_review(first)
    with pytest.raises(ReviewConflict, match=r"Amal reviewed .* \(accept, 2025-02-01 09:00 UTC\)"):
        ledger.add_review(second)
    assert ledger.reviews() == [first]
    ledger.add_review(second, seen=first.id)
    assert ledger.reviews() == [first, second]
