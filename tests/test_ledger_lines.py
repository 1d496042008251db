"""The whole ledger as JSON lines: out and in again it is the same ledger."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dashboard.cli import DONE, FAILED, main
from dashboard.errors import ImportFileError
from dashboard.ledger import HEAD, Ledger, open_ledger
from dashboard.model import (
    ActorReference,
    Candidate,
    Category,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Extent,
    Place,
    PlaceKind,
    PlaceMention,
    Quantifier,
    Relation,
    Report,
    Review,
    ReviewAct,
    Stance,
    Statement,
    TerritorialClaim,
    Unit,
    Withdrawal,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
NAMES = TEXTS.filter(str.strip)
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
PLACES = st.builds(
    Place,
    id=NAMES,
    name=TEXTS,
    kind=st.sampled_from(PlaceKind),
    country=st.none() | st.sampled_from(["IQ", "CD"]),
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    within=st.lists(NAMES, max_size=2).map(tuple),
)
MENTIONS = st.builds(
    PlaceMention,
    start=st.integers(0, 99),
    end=st.integers(0, 99),
    as_written=TEXTS,
    place=st.none() | PLACES,
    candidates=st.lists(st.builds(Candidate, PLACES, st.floats(0, 1)), max_size=1).map(tuple),
    why=TEXTS,
    ambiguous=st.booleans(),
)
SAID = {
    "rule": TEXTS,
    "stance": st.sampled_from(Stance),
    "said_by": st.none() | TEXTS,
    "start": st.none() | DAYS,
    "date_precision": st.sampled_from(DatePrecision),
    "published": st.none() | DAYS,
    "publisher": st.none() | TEXTS,
}
FIGURES = st.builds(
    DisplacementFigure,
    report=st.just(""),
    evidence=st.just(Evidence(0, 0, "")),
    quantity=st.integers(0, 10**9),
    quantity_high=st.none() | st.integers(0, 10**9),
    quantifier=st.sampled_from(Quantifier),
    unit=st.sampled_from(Unit),
    category=st.sampled_from(Category),
    origin=st.lists(MENTIONS, max_size=2).map(tuple),
    location=st.lists(MENTIONS, max_size=1).map(tuple),
    part_of=st.none() | NAMES,
    **SAID,
)
CLAIMS = st.builds(
    TerritorialClaim,
    report=st.just(""),
    evidence=st.just(Evidence(0, 0, "")),
    actor=st.builds(ActorReference, NAMES, TEXTS, TEXTS, inferred=st.booleans()),
    relation=st.sampled_from(Relation),
    place=MENTIONS,
    extent=st.sampled_from(Extent),
    share=st.none() | st.floats(0, 1),
    **SAID,
)


@st.composite
def codings(draw: st.DrawFn, report: Report) -> list[Statement]:
    found = []
    for statement in draw(st.lists(FIGURES | CLAIMS, max_size=3)):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(report.text))] * 2)))
        evidence = Evidence(start, end, report.text[start:end])
        found.append(replace(statement, report=report.id, evidence=evidence))
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[tuple[Report, list[list[Statement]]]], list[Review]]:
    texts = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    reports = [
        Report(f"r{n}", text, draw(st.none() | DAYS), draw(TEXTS), agencies=tuple(draw(TEXTS)))
        for n, text in enumerate(texts)
    ]
    coded = [(r, draw(st.lists(codings(r), min_size=1, max_size=2))) for r in reports]
    statements = [s for _, each in coded for c in each for s in c]
    acts = st.sampled_from(ReviewAct)
    reviews = [
        Review(
            s.id,
            draw(acts),
            draw(NAMES),
            datetime(2025, 1, 1, tzinfo=UTC),
            draw(TEXTS),
            s,
            draw(st.none() | st.sampled_from(statements)),
            (s.id,),
            (s,),
            draw(st.none() | NAMES),
        )
        for s in {s.id: s for s in statements}.values()
    ]
    return coded, reviews


@contextmanager
def two_ledgers() -> Iterator[tuple[Ledger, Ledger]]:
    with tempfile.TemporaryDirectory() as folder:
        one, other = (open_ledger(f"sqlite:///{Path(folder) / name}") for name in ("1", "2"))
        yield one, other
        one.close()
        other.close()


def held(ledger: Ledger) -> tuple[object, ...]:
    """All that a ledger gives."""
    versions = [ledger.versions(report.id) for report in ledger.reports()]
    statements = [ledger.statements_of(version) for each in versions for version in each]
    told = (ledger.reports(), versions, ledger.statements(), statements)
    return (*told, ledger.reviews(), ledger.withdrawals())


@hypothesis_settings(max_examples=40)
@given(cases())
def test_out_and_in_again_it_is_the_same_ledger(
    case: tuple[list[tuple[Report, list[list[Statement]]]], list[Review]],
) -> None:
    coded, reviews = case
    with two_ledgers() as (one, other):
        for report, made in coded:
            for number, statements in enumerate(made):
                one.take_in(report, statements, f"coder {number}", by_hand=bool(number))
        for review in reviews:
            one.add_review(review)
        lines = list(one.lines())
        other.add_lines(lines)
        assert held(other) == held(one)
        assert list(other.lines()) == lines
        revision = other.revision()
        other.add_lines(lines)
        assert other.revision() == revision


def test_versions_and_withdrawals_go_along(ledger_url: str) -> None:
    first = Report("goma", "Goma fell.", title="Goma")
    gone = Report("sake", "Sake fell.")
    with two_ledgers() as (_, other):
        one = open_ledger(ledger_url)
        one.take_in(first, [], "1")
        one.take_in(replace(first, text="Goma did not fall."), [], "1", corrects=True)
        one.take_in(gone, [], "1")
        one.withdraw(Withdrawal("sake", "Amal", datetime(2025, 1, 1, tzinfo=UTC), "a danger"))
        other.add_lines(one.lines())
        assert held(other) == held(one)
        assert len(other.versions("goma")) == 2
        assert not any(b"Sake fell" in line for line in one.lines())
        with pytest.raises(ImportFileError, match="line 2: the text of 'sake' was withdrawn"):
            other.add_lines([HEAD, b'{"report":{"id":"sake","text":"Sake fell."}}'])


TEXT = b'"report":{"id":"goma","text":"Goma fell."}'
CLAIM = (
    b'["displacement_figure",{"report":"goma","evidence":{"start":%d,"end":4,"quote":"Goma"},'
    b'"rule":"x","quantity":1}]'
)
WRONG = (TEXT, CLAIM % 1)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([b"{}"], "line 1: this is no export of a ledger"),
        ([HEAD, b"{"], "line 2: "),
        ([HEAD, b'{"report":{"id":"x"}}'], "line 2: .*text"),
        ([HEAD, b'{"rumour":1}'], "line 2: .*rumour"),
        ([HEAD, b'{"report":{"id":"\xff"}}'], "line 2: "),
        ([HEAD, b"{%b}" % TEXT, b'{"report":{"id":"a","text":"Goma fell."}}'], "is here as 'goma'"),
        (
            [HEAD, b'{%b,"codings":[{"coder":"1","by_hand":false,"statements":[%b]}]}' % WRONG],
            "does not say 'Goma' at 1",
        ),
    ],
)
def test_a_line_that_is_wrong_is_told_and_nothing_is_taken_in(
    lines: list[bytes], reason: str
) -> None:
    with two_ledgers() as (one, _):
        with pytest.raises(ImportFileError, match=reason):
            one.add_lines(lines)
        assert one.reports() == []


def test_the_command_line_moves_a_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIDEMARK_LEDGER", f"sqlite:///{tmp_path / 'one.sqlite'}")
    one = open_ledger(f"sqlite:///{tmp_path / 'one.sqlite'}")
    one.take_in(Report("goma", "Goma fell."), [], "1")
    file = str(tmp_path / "ledger.jsonl")
    assert main(["export", "--ledger", "-o", file]) == DONE
    monkeypatch.setenv("TIDEMARK_LEDGER", f"sqlite:///{tmp_path / 'two.sqlite'}")
    assert main(["import", file]) == DONE
    assert held(open_ledger(f"sqlite:///{tmp_path / 'two.sqlite'}")) == held(one)
    capsys.readouterr()
    assert main(["export", "--ledger", "--without-quotes", "-o", file]) == FAILED
    assert "of which nothing is left out" in capsys.readouterr().err
