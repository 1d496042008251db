"""Headers put right: the latest correction counts, what was before stays, all can be undone."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.errors import ImportFileError, LedgerError
from dashboard.ledger import Coding, Ledger, open_ledger, published_with, restore
from dashboard.model import Header, HeaderCorrection, Report, ReviewAct, Withdrawal
from dashboard.pipeline import coder_version, correct_header, take_in
from dashboard.reports import header_put_right
from tests.ledger_case import NOON, TEXT, report, review, statements
from tests.taking_in import StubDesk
from tests.test_ledger_withdrawal import Bytes, stored  # noqa: F401 - a fixture

UNDATED = replace(report(), published=None, publisher=None)
DATED = Header(date(2025, 1, 27), "Goma falls", "The Herald", address="https://example.org/goma")
DESK = StubDesk()


@pytest.fixture
def ledger(ledger_url: str) -> Ledger:
    opened = open_ledger(ledger_url)
    take_in(opened, DESK, [UNDATED])  # type: ignore[arg-type]
    return opened


def correct(ledger: Ledger, after: Header, when: datetime = NOON, who: str = "Amal") -> Report:
    """Put the header of the report right as it is shown now, and give the report as it was."""
    shown = ledger.versions("goma")[-1]
    correction = HeaderCorrection("goma", who, when, "left out", Header.of(shown), after)
    correct_header(ledger, DESK, shown, correction)  # type: ignore[arg-type]
    return shown


def test_the_latest_correction_counts_and_can_be_undone(ledger: Ledger, ledger_url: str) -> None:
    later = replace(DATED, published=date(2025, 1, 29))
    for after in (DATED, later, DATED, Header.of(UNDATED)):
        before, revision = ledger.reports()[0], ledger.revision()
        correct(ledger, after)
        now = after.put_on(UNDATED)
        for opened in (ledger, open_ledger(ledger_url)):
            assert opened.reports() == opened.versions("goma") == [now]
            assert opened.statements() == statements(now)
            assert opened.kept_as(UNDATED) == now
        last = ledger.header_corrections("goma")[-1]
        assert (last.who, last.why, last.before) == ("Amal", "left out", Header.of(before))
        assert ledger.revision() != revision
    each = timedelta(microseconds=1)
    whens = [c.when for c in ledger.header_corrections("goma")]
    assert whens == [NOON, NOON + each, NOON + 2 * each, NOON + 3 * each]
    assert ledger.reports() == [UNDATED]


def test_a_report_is_found_by_the_address_that_was_corrected(ledger: Ledger) -> None:
    newer = report("another", f"More. {TEXT}", address=DATED.address)
    assert ledger.kept_as(newer).id == "another"
    correct(ledger, DATED)
    assert ledger.kept_as(newer).id == "goma"


def test_a_newer_coder_codes_by_the_corrected_header(ledger: Ledger) -> None:
    correct(ledger, DATED)
    assert ledger.not_coded_by("newer") == [DATED.put_on(UNDATED)]
    assert ledger.coded_by(UNDATED) == Coding(coder_version(DESK.settings), by_hand=False)


def test_what_people_coded_stays_but_for_publisher_and_date(ledger: Ledger) -> None:
    by_hand = [replace(statements(UNDATED)[1], quantity=7, start=date(2025, 1, 2))]
    ledger.take_in(UNDATED, by_hand, "a spreadsheet", by_hand=True)
    correct(ledger, DATED)
    expected = replace(by_hand[0], published=DATED.published, publisher=DATED.publisher)
    assert ledger.statements() == [expected]
    assert ledger.coded_by(UNDATED) == Coding("a spreadsheet", by_hand=True)


def test_reviews_hold_on_and_are_published_as_the_report_is(ledger: Ledger) -> None:
    claim, figure = statements(UNDATED)
    edited = replace(figure, quantity=8000)
    accept = ledger.add_review(review(claim))
    edit = ledger.add_review(replace(review(figure, ReviewAct.EDIT, 1), after=edited))
    correct(ledger, DATED)
    now = DATED.put_on(UNDATED)
    claim, figure = statements(now)
    after = published_with(edited, now)
    assert ledger.reviews() == [
        replace(accept, before=claim),
        replace(edit, before=figure, after=after),
    ]


def test_what_was_corrected_in_the_meantime_is_told(ledger: Ledger) -> None:
    shown = correct(ledger, DATED)
    late = HeaderCorrection("goma", "Bo", NOON, "", Header.of(shown), Header(title="Bo's"))
    with pytest.raises(LedgerError, match="'goma' was corrected in the meantime"):
        correct_header(ledger, DESK, shown, late)  # type: ignore[arg-type]
    with pytest.raises(LedgerError, match="nothing is changed"):
        correct(ledger, DATED)
    with pytest.raises(LedgerError, match="no report 'sake'"):
        ledger.header_corrections("sake")
    assert len(ledger.header_corrections("goma")) == 1


def test_another_version_has_a_header_of_its_own(ledger: Ledger) -> None:
    correct(ledger, DATED)
    newer = report(text=f"More. {TEXT}")
    ledger.take_in(newer, statements(newer), "1", corrects=True)
    assert ledger.versions("goma") == [DATED.put_on(UNDATED), newer]
    assert ledger.header_corrections("goma") == []


def test_corrections_are_in_a_backup(ledger: Ledger, ledger_url: str, tmp_path: Path) -> None:
    correct(ledger, DATED)
    held = (ledger.reports(), ledger.statements(), ledger.header_corrections("goma"))
    ledger.back_up(tmp_path / "backup.sqlite")
    correct(ledger, Header())
    restore(ledger_url, tmp_path / "backup.sqlite", tmp_path / "aside.sqlite")
    assert held == (ledger.reports(), ledger.statements(), ledger.header_corrections("goma"))
    correct(ledger, Header())
    assert len(ledger.header_corrections("goma")) == 2


@pytest.mark.parametrize("words", [None, "Goma"])
def test_words_of_a_header_go_with_the_text(
    ledger: Ledger,
    stored: Bytes,  # noqa: F811
    words: str | None,
) -> None:
    """A report withdrawn, or a passage of it redacted: no header that it had is left."""
    correct(ledger, replace(DATED, title="Zuberi speaks of Goma"))
    correct(ledger, replace(DATED, title="Goma speaks"))
    assert b"Zuberi" in stored()
    span = (TEXT.index(words), TEXT.index(words) + len(words)) if words else (None, None)
    ledger.withdraw(Withdrawal("goma", "Amal", NOON, "a danger", *span))
    left = stored()
    assert [w for w in (b"Zuberi", b"Goma speaks", b"left out") if w in left] == []
    titles = [(r.title, r.publisher, r.published) for r in ledger.reports()]
    assert titles == ([("████ speaks", "The Herald", DATED.published)] if words else [])


def test_corrections_go_along_with_a_whole_ledger(ledger: Ledger, tmp_path: Path) -> None:
    correct(ledger, DATED)
    correct(ledger, replace(DATED, title="Goma"))
    lines = list(ledger.lines())
    other = open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}")
    other.add_lines(lines)
    assert list(other.lines()) == lines
    assert other.reports() == ledger.reports()
    assert other.kept_as(report("b", "More.", address=DATED.address)).id == "goma"
    revision = other.revision()
    other.add_lines(lines)
    assert other.revision() == revision
    wrong = [
        lines[0],
        lines[1].replace(b'"headers":[{"report":"goma"', b'"headers":[{"report":"x"'),
    ]
    with pytest.raises(ImportFileError, match="a header of 'x' stands with 'goma'"):
        other.add_lines(wrong)


@pytest.mark.parametrize("minutes", [-5, 5])
def test_of_two_ledgers_corrections_the_later_counts_with_its_coding(
    ledger: Ledger, tmp_path: Path, minutes: int
) -> None:
    other = open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}")
    other.add_lines(ledger.lines())
    correct(ledger, DATED)
    theirs = replace(DATED, published=date(2025, 1, 29))
    correct(other, theirs, NOON + timedelta(minutes=minutes), "Bo")
    ledger.add_lines(other.lines())
    now = (theirs if minutes > 0 else DATED).put_on(UNDATED)
    assert ledger.reports() == [now]
    assert ledger.statements() == statements(now)
    assert len(ledger.header_corrections("goma")) == 2


def test_an_undo_that_comes_from_another_ledger_brings_its_coding(
    ledger: Ledger, tmp_path: Path
) -> None:
    correct(ledger, DATED)
    other = open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}")
    other.add_lines(ledger.lines())
    correct(other, Header.of(UNDATED), NOON + timedelta(minutes=1), "Bo")
    ledger.add_lines(other.lines())
    assert ledger.reports() == [UNDATED]
    assert ledger.statements() == statements(UNDATED)
    revision = ledger.revision()
    ledger.add_lines(other.lines())
    assert ledger.revision() == revision


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({}, {}),
        ({"published": "2025-01-27"}, {"published": DATED.published, "published_known": "stated"}),
        ({"published": "2025-01-28"}, {}),
        ({"published": ""}, {"published": None, "published_known": "stated"}),
        ({"publisher": "", "address": "a.org/b"}, {"publisher": None, "address": "a.org/b"}),
        ({"title": "A\x00 b"}, {"title": "A\ufffd b"}),
        ({"title": ""}, {"title": TEXT}),
    ],
)
def test_fields_are_put_right_one_by_one(given: dict[str, str], changed: dict[str, object]) -> None:
    of = replace(report(title="Goma"), published_known="inferred from the text")
    assert header_put_right(of, given) == replace(Header.of(of), **changed)  # type: ignore[arg-type]
