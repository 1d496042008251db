"""Withdrawing and redacting: the words are gone from every byte, who, when and why stay."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.errors import LedgerError, WithdrawnTextError
from dashboard.ledger import Ledger, connection, open_ledger, removal, store, tables
from dashboard.ledger.passage import Passage
from dashboard.model import Report, ReviewAct, Statement, Withdrawal
from tests.ledger_case import NOON, report, review, statements
from tests.postgresql import Cluster

SECRET = "Amadou Zuberi"
TEXT = f"Rebels took Goma. Some 9,000 people fled, said {SECRET} by telephone. All is quiet."
OTHER = report("sake", "In Sake, nobody fled. Rebels took Goma.")
SPAN = (TEXT.index(SECRET), TEXT.index(SECRET) + len(SECRET))

Bytes = Callable[[], bytes]


def told(version: Report) -> list[Statement]:
    """The claim, said by whom the passage names, and the figure, whose speaker is not named."""
    claim, figure = statements(version)
    return [replace(claim, said_by=SECRET), figure]


@pytest.fixture
def ledger(ledger_url: str) -> Ledger:
    """An older version, the newest, coded twice, another report, and reviews of all."""
    opened = open_ledger(ledger_url)
    older, newest = report(text=f"(Draft.) {TEXT}"), report(text=TEXT, title=f"{SECRET} speaks")
    newest = replace(newest, address="https://example.org/zuberi")
    opened.take_in(older, told(older), "1")
    opened.take_in(newest, told(newest), "1", corrects=True)
    opened.take_in(newest, told(newest), "2")
    opened.take_in(OTHER, statements(OTHER), "1")
    claim, figure = told(newest)
    for minute, act in enumerate(
        [
            review(claim),
            review(figure),
            replace(review(figure), act=ReviewAct.EDIT, after=replace(figure, said_by=SECRET)),
            replace(review(figure), act=ReviewAct.REJECT, reason="Zuberi cannot know"),
            review(statements(OTHER)[0]),
            replace(review(statements(OTHER)[0]), others=(claim.id,), others_before=(claim,)),
        ]
    ):
        seen = [r.id for r in opened.reviews() if r.statement == act.statement]
        at = review(figure, minutes=minute).when
        opened.add_review(replace(act, when=at), seen[-1] if seen else None)
    return opened


@pytest.fixture
def stored(ledger_url: str, request: pytest.FixtureRequest) -> Bytes:
    """What gives every byte that the database has on disk, but for PostgreSQL's log of writes."""
    if ledger_url.startswith("sqlite"):
        folder = Path(ledger_url.removeprefix("sqlite:///")).parent
        return lambda: b"".join(file.read_bytes() for file in folder.iterdir())
    cluster: Cluster = request.getfixturevalue("postgresql")
    return lambda: cluster.bytes_of(ledger_url)


def withdrawal(start: int | None = None, end: int | None = None) -> Withdrawal:
    return Withdrawal("goma", "Amal", NOON, "a source is in danger", start, end)


def test_a_withdrawn_report_is_gone_from_every_byte(ledger: Ledger, stored: Bytes) -> None:
    assert SECRET.encode() in stored()
    newest = ledger.reports()[0]
    revision = ledger.revision()
    assert ledger.withdraw(withdrawal()) == 4  # two of each version
    left = stored()
    assert [w for w in (b"Zuberi", b"zuberi", b"9,000", b"quiet") if w in left] == []
    assert ledger.reports() == [OTHER]
    assert ledger.statements() == statements(OTHER)
    assert [r.statement for r in ledger.reviews()] == [statements(OTHER)[0].id]
    assert ledger.revision() != revision
    assert ledger.versions("goma") == []
    assert [(w.report, w.who, w.when, w.why, w.start) for w in ledger.withdrawals()] == [
        ("goma", "Amal", NOON, "a source is in danger", None)
    ] * 2
    assert ledger.withdrawals()[-1].content_hash == newest.content_hash


def test_a_redacted_passage_is_gone_from_every_byte(ledger: Ledger, stored: Bytes) -> None:
    newest = ledger.reports()[0]
    assert ledger.withdraw(withdrawal(*SPAN)) == 3  # both of the draft, and the claim
    left = stored()
    assert [w for w in (b"Amadou", b"Zuberi", b"zuberi", b"Draft") if w in left] == []
    redacted, other = ledger.reports()
    assert other == OTHER
    assert redacted.text == TEXT.replace(SECRET, "█" * len(SECRET))
    assert redacted == replace(
        newest, text=redacted.text, title="██████ ██████ speaks", address=None
    )
    assert ledger.versions("goma") == [redacted]
    figure = statements(redacted)[1]
    assert ledger.statements() == [figure, *statements(OTHER)]
    assert redacted.text[figure.evidence.start : figure.evidence.end] == figure.evidence.quote
    assert [r.before for r in ledger.reviews()] == [figure, statements(OTHER)[0]]
    assert [(w.start, w.end) for w in ledger.withdrawals()] == [(None, None), SPAN]


@pytest.mark.parametrize(("reason", "stays"), [("a rumour", True), ("so the draft says", False)])
def test_a_review_of_an_older_version_outlives_a_redaction_of_other_words(
    ledger: Ledger, reason: str, stays: bool
) -> None:
    older = report("kivu", text=f"(First draft.) {TEXT}")
    newest = report("kivu", text=f"Rebels took Goma. Or so said {SECRET} to us.")
    ledger.take_in(older, statements(older)[:1], "1")
    claim = statements(older)[0]
    rejected = replace(review(claim), act=ReviewAct.REJECT, reason=reason)
    ledger.add_review(rejected)
    ledger.take_in(newest, statements(newest)[:1], "1", corrects=True)
    start = newest.text.index(SECRET)
    ledger.withdraw(replace(withdrawal(start, start + len(SECRET)), report="kivu"))
    assert (rejected.reason in [r.reason for r in ledger.reviews()]) == stays


@pytest.mark.parametrize("span", [(None, None), SPAN])
def test_a_withdrawn_text_that_comes_in_again_is_refused(
    ledger: Ledger, span: tuple[int | None, int | None]
) -> None:
    newest = ledger.reports()[0]
    ledger.withdraw(withdrawal(*span))
    before = ledger.reports()
    for refused in (newest, report("renamed", newest.text), report(text=f"(Draft.) {TEXT}")):
        with pytest.raises(WithdrawnTextError, match="2025-02-01 by Amal: a source is in danger"):
            ledger.kept_as(refused)
        with pytest.raises(WithdrawnTextError):
            ledger.take_in(refused, [], "1")
    assert ledger.reports() == before


@pytest.mark.parametrize(
    "wrong",
    [
        replace(withdrawal(), report="unknown"),
        withdrawal(5, 5),
        withdrawal(9, 5),
        withdrawal(-1, 5),
        withdrawal(0, len(TEXT) + 1),
        withdrawal(5),
    ],
)
def test_what_is_not_there_cannot_be_withdrawn(ledger: Ledger, wrong: Withdrawal) -> None:
    before = (ledger.reports(), ledger.statements(), ledger.reviews())
    with pytest.raises(LedgerError, match=wrong.report):
        ledger.withdraw(wrong)
    assert (ledger.reports(), ledger.statements(), ledger.reviews()) == before
    assert ledger.withdrawals() == []


def test_a_withdrawal_that_was_stopped_half_way_is_finished_at_the_next_start(
    ledger: Ledger, ledger_url: str, stored: Bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(store, "erase", lambda _engine: None)
        ledger.withdraw(withdrawal())
    assert removal.to_erase(ledger._engine)
    assert not removal.to_erase(open_ledger(ledger_url)._engine)
    assert SECRET.encode() not in stored()


def test_what_a_reader_holds_back_is_overwritten_at_the_next_start(
    ledger: Ledger, ledger_url: str, stored: Bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.3)
    ledger.close()
    with connection.reading(connection.open_engine(ledger_url)) as reader:
        reader.execute(tables.report.select()).all()
        with pytest.raises(LedgerError, match="the next start does the rest"):
            ledger.withdraw(withdrawal())
        assert ledger.reports() == [OTHER]
    open_ledger(ledger_url)
    assert SECRET.encode() not in stored()


@pytest.mark.parametrize(
    ("passage", "speaker", "goes"),
    [
        ("Ali", "Ali", True),
        ("a man called Ali by all", "Colonel Ali", True),
        ("李伟", "李伟", True),
        ("ext 7", "the man at extension 7", True),
        ("a man by the lake", "the mayor", False),  # no word that tells anything
        ("an official", "an official", False),  # it stands elsewhere, too
        ("the Alice", "Alicer", False),
    ],
)
def test_a_statement_goes_that_repeats_what_the_passage_alone_had(
    passage: str, speaker: str, goes: bool
) -> None:
    of = report(text=f"Rebels took Goma, said {passage}. An official spoke of Lake Kivu.")
    start = of.text.index(passage)
    claim = replace(statements(of)[0], said_by=speaker)
    assert Passage.of(of, start, start + len(passage)).touches(claim) == goes
