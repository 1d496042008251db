"""The ledger: what goes in comes out, once, in SQLite and in PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.errors import LedgerError, ReviewConflict
from dashboard.ledger import Coding, Ledger, open_ledger
from dashboard.model import ReviewAct, Statement
from dashboard.pipeline import take_in
from tests.ledger_case import NOON, TEXT, report, review, statements
from tests.taking_in import StubDesk, incoming

ADDRESS = "https://example.org/goma"
LONGER = f"Corrected. {TEXT}"


@pytest.fixture
def ledger(ledger_url: str) -> Ledger:
    return open_ledger(ledger_url)


def test_what_goes_in_comes_out_also_after_opening_again(ledger: Ledger, ledger_url: str) -> None:
    ledger.take_in(report(), statements(report()), "1")
    claim, figure = statements(report())
    reject = review(claim, ReviewAct.REJECT)
    edit = replace(review(figure, ReviewAct.EDIT, 1), after=claim, others=("b",))
    ledger.add_review(reject, None)
    ledger.add_review(edit, None)
    for opened in (ledger, open_ledger(ledger_url)):
        assert opened.reports() == [report()]
        assert opened.statements() == statements(report())
        assert opened.reviews() == [reject, edit]


def test_statements_of_one_place_share_it(ledger: Ledger) -> None:
    ledger.take_in(report(), statements(report()), "1")
    claim, figure = ledger.statements()
    assert claim.place.place is figure.origin[0].place
    assert claim.place.place is claim.place.candidates[0].place


def test_a_text_taken_in_twice_is_there_once(ledger: Ledger) -> None:
    ledger.take_in(report(), statements(report()), "1")
    same_text = report("another-name")
    assert ledger.kept_as(same_text) == report()
    revision = ledger.revision()
    ledger.take_in(same_text, statements(same_text), "1")
    assert ledger.reports() == [report()]
    assert ledger.statements() == statements(report())
    assert ledger.revision() == revision
    with pytest.raises(LedgerError, match="'another-name' was taken in as 'goma'"):
        ledger.take_in(same_text, statements(same_text), "2")


@pytest.mark.parametrize(
    ("older", "newer", "id_"),
    [
        ({}, {}, "goma"),
        ({}, {"title": "Bukavu"}, "goma-{}"),
        ({"address": ADDRESS}, {"address": ADDRESS, "name": "b", "title": "B"}, "goma"),
        ({"address": ADDRESS}, {"address": "https://example.org/bukavu"}, "goma-{}"),
        ({"address": ADDRESS}, {}, "goma"),
        ({"address": "https://example.org/"}, {"address": "https://example.org/"}, "goma-{}"),
        ({"address": "example.org"}, {"address": "example.org"}, "goma-{}"),
        (
            {"address": "https://a.org?id=7"},
            {"address": "https://a.org?id=7", "title": "B"},
            "goma",
        ),
        ({"address": "https://[/x"}, {"address": "https://[/x", "title": "B"}, "goma"),
        ({}, {"name": "b"}, "b"),
    ],
)
def test_another_text_of_a_document_is_a_new_version_of_it(
    ledger: Ledger, older: dict[str, str], newer: dict[str, str], id_: str
) -> None:
    ledger.take_in(report(**older), [], "1")
    other = ledger.kept_as(report(text=LONGER, **newer))
    assert other.id == id_.format(other.content_hash[:8])
    ledger.take_in(other, [], "1")
    assert ledger.kept_as(other) == other
    expected = [other] if id_ == "goma" else [report(**older), other]
    assert ledger.reports() == expected
    assert ledger.versions("goma")[0] == report(**older)


def test_a_report_can_be_said_to_correct_another(ledger: Ledger) -> None:
    ledger.take_in(report(), statements(report()), "1")
    given = report("unlike", LONGER, title="Unlike")
    newer = ledger.kept_as(given, corrects="goma")
    with pytest.raises(LedgerError, match="another report was taken in as 'goma'"):
        ledger.take_in(newer, [], "1")
    ledger.take_in(newer, [], "1", corrects=True)
    assert [version.text for version in ledger.versions("goma")] == [TEXT, LONGER]
    with pytest.raises(LedgerError, match="no report 'sake'"):
        ledger.kept_as(report("unlike", "Other."), corrects="sake")


def test_the_newest_version_counts_and_the_older_stays_readable(ledger: Ledger) -> None:
    newer = report(text=LONGER)
    ledger.take_in(report(), statements(report()), "1")
    ledger.take_in(newer, statements(newer)[:1], "1")
    assert ledger.statements() == statements(newer)[:1]
    assert ledger.statements_of(report()) == statements(report())
    assert ledger.versions("goma") == [report(), newer]
    assert ledger.versions("sake") == []


def test_reviews_go_with_the_words_into_a_new_version(ledger: Ledger) -> None:
    newer = report(text=LONGER.replace("Some 9,000 people fled", "All is quiet"))
    claim, figure = statements(report())
    ledger.take_in(report(), [claim, figure], "1")
    kept, dropped = (
        ledger.add_review(review(s, minutes=m), None) for m, s in enumerate([claim, figure])
    )
    ledger.take_in(newer, statements(newer), "1")
    assert ledger.reviews() == [replace(kept, before=statements(newer)[0])]
    assert dropped.before == figure


def test_a_merge_goes_with_all_its_words_into_a_new_version(ledger: Ledger) -> None:
    newer = report(text=LONGER)
    ledger.take_in(report(), statements(report()), "1")
    claim, figure = statements(report())
    merge = replace(review(claim), others=(figure.id,), others_before=(figure,))
    ledger.add_review(merge)
    assert ledger.reviews() == [merge]
    ledger.take_in(newer, statements(newer), "1")
    claim, figure = statements(newer)
    assert ledger.reviews() == [replace(merge, before=claim, others_before=(figure,))]


def test_a_newer_coder_s_statements_replace_the_older_in_what_is_given(ledger: Ledger) -> None:
    assert ledger.coded_by(report()) is None
    ledger.take_in(report(), statements(report()), "1")
    before = ledger.revision()
    ledger.take_in(report(), statements(report())[1:], "2")
    assert ledger.coded_by(report()) == Coding("2", by_hand=False)
    assert ledger.statements() == statements(report())[1:]
    assert ledger.revision() != before


def test_an_older_coder_that_is_put_back_counts_again(ledger: Ledger) -> None:
    for coder, made in (("1", []), ("2", statements(report())), ("1", [])):
        ledger.take_in(report(), made, coder)
    assert ledger.statements() == []


def test_what_other_coders_made_is_to_be_coded_again_but_not_what_people_made(
    ledger: Ledger,
) -> None:
    rest = [report(f"r{n}", f"Number {n}. {TEXT}") for n in range(3)]
    for of, coders in zip(
        [report(), report(text=LONGER), *rest], ["1", "1", "12", "2", "1h"], strict=True
    ):
        for coder in coders:
            ledger.take_in(of, [], coder, by_hand=coder == "h")
    assert ledger.not_coded_by("2") == [report(text=LONGER)]
    assert ledger.not_coded_by("1") == rest[:2]
    assert ledger.coded_by(rest[2]) == Coding("h", by_hand=True)


def test_what_people_coded_is_coded_by_rules_only_where_that_is_asked(ledger: Ledger) -> None:
    of = incoming(1)[0]
    ledger.take_in(of, statements(of)[:1], "by hand: a spreadsheet", by_hand=True)
    assert take_in(ledger, StubDesk(), [of]) == [of]  # type: ignore[arg-type]
    assert ledger.statements() == statements(of)[:1]
    take_in(ledger, StubDesk(), [of], over_hand=True)  # type: ignore[arg-type]
    assert ledger.statements() == statements(of)


def test_a_report_that_fails_half_way_leaves_nothing(ledger: Ledger) -> None:
    class Broken(list[Statement]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            yield from statements(report())
            raise ValueError("the coder broke")

    with pytest.raises(ValueError, match="broke"):
        ledger.take_in(report(), Broken(), "1")
    assert ledger.reports() == []
    assert ledger.statements() == []


def test_two_people_at_one_statement_are_told(ledger: Ledger) -> None:
    claim, figure = statements(report())
    first = ledger.add_review(review(claim), None)
    with pytest.raises(ReviewConflict, match=r"Amal .*accept.* at 2025-02-01 12:00:00 UTC"):
        ledger.add_review(review(claim, ReviewAct.REJECT, 1), None)
    other = ledger.add_review(review(figure, minutes=2), None)
    last = ledger.add_review(review(claim, ReviewAct.REJECT, 3), first.id)
    assert ledger.reviews() == [first, other, last]


def test_acts_stay_in_order_where_the_clock_went_back(ledger: Ledger) -> None:
    claim, _ = statements(report())
    first = ledger.add_review(review(claim), None)
    back = review(claim, ReviewAct.REJECT, -60)
    kept = ledger.add_review(back, first.id)
    assert kept == replace(back, when=NOON + timedelta(microseconds=1))
    undo = replace(back, act=ReviewAct.UNDO, when=NOON - timedelta(days=1), undoes=kept.id)
    assert ledger.add_review(undo, kept.id).when == NOON + timedelta(microseconds=2)
    assert [r.act for r in ledger.reviews()] == ["accept", "reject", "undo"]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "'); DROP TABLE report;--"},
        {"name": '%s $1 :id {} \\ "'},
        {"text": f"{TEXT}\x00\x1b[31m\u202e"},
        {"title": "\x00", "address": "https://[not-an-address/"},
    ],
)
def test_hostile_words_are_words(ledger: Ledger, fields: dict[str, str]) -> None:
    hostile = report(**fields)
    ledger.take_in(ledger.kept_as(hostile), statements(hostile), "1")
    assert ledger.kept_as(hostile) == hostile
    assert ledger.versions(hostile.id) == ledger.reports() == [hostile]
    assert ledger.statements() == statements(hostile)


@pytest.mark.parametrize(
    "fields", [{"name": "\ud800"}, {"text": f"\ud800 {TEXT}"}, {"address": "\udc00"}]
)
def test_what_cannot_be_written_is_told_and_leaves_the_ledger_usable(
    ledger: Ledger, fields: dict[str, str]
) -> None:
    unwritable = report(**fields)
    with pytest.raises(LedgerError, match="Take the characters out"):
        ledger.take_in(ledger.kept_as(unwritable), statements(unwritable), "1")
    with pytest.raises(LedgerError, match="Take the characters out"):
        ledger.add_review(replace(review(statements(report())[0]), reason="\ud800"))
    ledger.take_in(report(), statements(report()), "1")
    assert ledger.reports() == [report()]
    assert ledger.reviews() == []


def _a_file_that_is_no_ledger(folder: Path) -> str:
    (folder / "x.sqlite").write_bytes(b"not a database" * 100)
    return f"sqlite:///{folder / 'x.sqlite'}"


def _a_folder_that_is_a_file(folder: Path) -> str:
    (folder / "made").write_text("", encoding="utf-8")
    return f"sqlite:///{folder / 'made' / 'x.sqlite'}"


@pytest.mark.parametrize(
    "spoiled",
    [
        _a_file_that_is_no_ledger,
        _a_folder_that_is_a_file,
        lambda _: "no-such-thing",
        lambda _: "nosuch://ledger",
    ],
)
def test_a_ledger_that_cannot_be_opened_is_told_by_name(
    tmp_path: Path, spoiled: Callable[[Path], str]
) -> None:
    url = spoiled(tmp_path)
    with pytest.raises(LedgerError) as caught:
        open_ledger(url)
    assert url in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://amal:s3cret@127.0.0.1:9/x",
        "postgresql://amal:s3cret@127.0.0.1:port/x",
        "postgresql://amal:a@127.0.0.1:9/x?password=s3cret",
    ],
)
def test_a_password_is_never_told(url: str) -> None:
    with pytest.raises(LedgerError) as caught:
        open_ledger(url)
    assert "s3cret" not in str(caught.value)
    assert "amal:***@127.0.0.1" in str(caught.value)


def test_an_option_that_the_driver_does_not_know_is_told() -> None:
    with pytest.raises(LedgerError, match=r"no option sslmode\. Take it out of TIDEMARK_LEDGER"):
        open_ledger("postgresql://amal:a@127.0.0.1:9/x?sslmode=require")
