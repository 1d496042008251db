"""A case that is kept in step with its ledger is the one that is read of it anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard.case import NOTHING_READ, Case
from dashboard.ledger import Coding, Ledger, changes, open_ledger, restore
from dashboard.model import Header, HeaderCorrection, Report, ReviewAct, Withdrawal
from dashboard.picture import Workings, timeline
from tests.ledger_case import NOON, TEXT, report, review, statements

GOMA, SAKE, KIBUMBA = (
    report(),
    report("sake", f"In Sake. {TEXT}"),
    report("kibumba", f"Also. {TEXT}"),
)
DATED = Header(date(2025, 1, 20), "Kibumba falls", "The Herald")
AT = TEXT.index("9,000")


class Desk(NamedTuple):
    """A ledger in use, its address, and a folder for its backups."""

    ledger: Ledger
    url: str
    folder: Path


def take_in(of: Report, coder: str = "1", **how: bool) -> Callable[[Desk], object]:
    return lambda desk: desk.ledger.take_in(of, statements(of), coder, **how)


def withdraw(of: Report, *span: int) -> Callable[[Desk], object]:
    withdrawal = Withdrawal(of.id, "Amal", NOON, "names a witness", *span)
    return lambda desk: desk.ledger.withdraw(withdrawal)


def correct_header(desk: Desk) -> None:
    shown = desk.ledger.versions("kibumba")[-1]
    now = DATED.put_on(shown)
    correction = HeaderCorrection("kibumba", "Amal", NOON, "left out", Header.of(shown), DATED)
    desk.ledger.correct_header(shown, correction, statements(now), Coding("1", by_hand=False))


def put_back(desk: Desk) -> None:
    restore(desk.url, desk.folder / "backup.sqlite", desk.folder / "aside.sqlite")


def take_lines_in(desk: Desk) -> None:
    other = open_ledger(f"sqlite:///{desk.folder / 'other.sqlite'}")
    for of in (report("beni", f"In Beni. {TEXT}"), replace(GOMA, text=f"Now. {TEXT}")):
        other.take_in(of, statements(of), "3")
    desk.ledger.add_lines(other.lines())


STEPS: list[Callable[[Desk], object]] = [
    take_in(GOMA),
    take_in(SAKE),
    lambda desk: desk.ledger.add_review(review(statements(SAKE)[0], ReviewAct.REJECT)),
    take_in(GOMA, "2"),  # coded again
    withdraw(SAKE),  # the newest, so that a database may give its numbers again
    take_in(KIBUMBA),
    lambda desk: desk.ledger.back_up(desk.folder / "backup.sqlite"),
    take_in(replace(GOMA, text=f"Corrected. {TEXT}"), corrects=True),
    correct_header,
    withdraw(KIBUMBA, AT + 6, AT + 17),  # a passage, with the figure that rests on it
    take_in(report("masisi", f"Of late. {TEXT}")),
    put_back,
    take_in(report("rutshuru", f"In Rutshuru. {TEXT}"), "2"),
    take_lines_in,
    withdraw(GOMA),
]


@pytest.mark.parametrize("every", [1, 2, 3, 5, len(STEPS)])
@pytest.mark.parametrize("many", [changes.MANY, 1])
def test_it_is_the_same_however_often_it_is_renewed(
    ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int, many: int
) -> None:
    monkeypatch.setattr(changes, "MANY", many)
    desk = Desk(open_ledger(ledger_url), ledger_url, tmp_path)
    case, workings = NOTHING_READ, Workings()
    for number, step in enumerate(STEPS, 1):
        step(desk)
        if number % every == 0:
            case = case.renewed(desk.ledger)
            assert case == read_anew(desk.ledger)
            assert case.coded == desk.ledger.statements()
            assert case.reports == desk.ledger.reports()
            shown = workings.renew(case.coded, case.reviews)
            assert shown == timeline(case.coded, case.reviews)
    assert {r.id for r in desk.ledger.reports()} == {"kibumba", "rutshuru", "beni"}


def read_anew(ledger: Ledger) -> Case:
    return NOTHING_READ.renewed(ledger)


def test_only_what_changed_is_read(ledger_url: str) -> None:
    ledger = open_ledger(ledger_url)
    for of in (GOMA, SAKE, KIBUMBA):
        ledger.take_in(of, statements(of), "1")
    known = ledger.changes({}).stamps
    assert ledger.changes(known) == changes.Changes(known, [], [])
    ledger.take_in(SAKE, statements(SAKE)[:1], "2")
    now = ledger.changes(known)
    assert (now.reports, now.statements) == ([SAKE], statements(SAKE)[:1])
    assert now.stamps["goma"] == known["goma"]
