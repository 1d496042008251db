"""Backups: whole or refused, made in use, put back without losing what was there."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from dashboard.errors import DamagedLedgerError, LedgerError
from dashboard.ledger import Ledger, backup, open_ledger, restore, tables, verify
from dashboard.ledger.connection import open_engine, writing
from dashboard.model import Report, Withdrawal
from tests.ledger_case import NOON, TEXT, report, review, statements
from tests.test_ledger_migration import OLDER, make_first_version


def filled(url: str) -> Ledger:
    """A ledger with two versions of a report, another report, and a review."""
    ledger = open_ledger(url)
    for of in (report(), report(text=f"Corrected. {TEXT}"), report("sake", f"In Sake. {TEXT}")):
        ledger.take_in(of, statements(of), "1")
    ledger.add_review(review(ledger.statements()[0]))
    return ledger


def contents(ledger: Ledger) -> tuple[object, ...]:
    reports = ledger.reports()
    return reports, ledger.statements(), ledger.reviews(), [ledger.versions(r.id) for r in reports]


@pytest.fixture
def other_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'other.sqlite'}"


@pytest.fixture
def made(tmp_path: Path, other_url: str) -> Path:
    """A backup of a filled ledger."""
    file = tmp_path / "backup.sqlite"
    assert filled(other_url).back_up(file) == (3, 6, 1)
    return file


def test_what_is_backed_up_comes_back_in_any_database(
    ledger_url: str, other_url: str, tmp_path: Path
) -> None:
    file, aside = tmp_path / "a #1 'backup'?.sqlite", tmp_path / "aside.sqlite"
    ledger = filled(ledger_url)
    assert ledger.back_up(file) == verify(file) == (3, 6, 1)
    assert restore(other_url, file, aside) == (3, 6, 1)
    other = open_ledger(other_url)
    assert contents(other) == contents(ledger)
    another = report("new", f"New. {TEXT}")
    other.take_in(another, statements(another), "1")
    assert other.statements()[-2:] == statements(another)


def test_a_restored_ledger_goes_on_and_what_it_held_is_kept_aside(
    ledger_url: str, made: Path, other_url: str, tmp_path: Path
) -> None:
    ledger, aside = open_ledger(ledger_url), tmp_path / "aside.sqlite"
    held = report("held", f"Held. {TEXT}")
    ledger.take_in(held, statements(held), "1")
    before = contents(ledger)
    restore(ledger_url, made, aside)
    assert contents(ledger) == contents(open_ledger(other_url))
    ledger.take_in(held, statements(held), "1")
    assert ledger.reports()[-1] == held
    restore(ledger_url, aside, tmp_path / "again.sqlite")
    assert contents(ledger) == before


def test_a_backup_is_of_one_moment_while_others_write(ledger_url: str, tmp_path: Path) -> None:
    ledger = open_ledger(ledger_url)
    incoming = [report(f"r{n}", f"Number {n}. {TEXT}") for n in range(60)]

    def take_all_in() -> None:
        other = open_ledger(ledger_url)
        for of in incoming:
            other.take_in(of, statements(of), "1")

    writer = Thread(target=take_all_in)
    writer.start()
    copies = []
    while writer.is_alive():
        copies.append(tmp_path / f"{len(copies)}.sqlite")
        ledger.back_up(copies[-1])
    writer.join()
    assert len(ledger.reports()) == len(incoming)
    for file in copies:
        copy = open_ledger(f"sqlite:///{file}")
        kept = copy.reports()
        assert kept == incoming[: len(kept)]
        assert copy.statements() == [s for of in kept for s in statements(of)]


def _flip(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 0xFF
    file.write_bytes(content)


def test_a_backup_with_a_byte_changed_is_refused_by_name(made: Path, tmp_path: Path) -> None:
    whole, refused = contents(open_ledger(f"sqlite:///{shutil.copy(made, tmp_path / 'w')}")), 0
    positions = random.Random(6).sample(range(made.stat().st_size), 60)
    text = made.read_bytes().index(b"Rebels took")
    for number, at in enumerate([text, *positions]):
        file = tmp_path / f"{number}.sqlite"
        shutil.copy(made, file)
        _flip(file, at)
        try:
            verify(file)
        except DamagedLedgerError as error:
            assert str(file) in str(error)
            refused += 1
        else:  # a byte that holds nothing
            assert contents(open_ledger(f"sqlite:///{file}")) == whole, at
            assert at != text
    assert refused > 0


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4096])


def _take_seal_off(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("DROP TABLE seal")


def _change_a_row(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE report SET id = 'other' WHERE number = 3")


@pytest.mark.parametrize(
    "spoil",
    [
        _cut,
        _take_seal_off,
        _change_a_row,
        lambda file: file.write_bytes(b""),
        lambda file: file.write_text("not a backup", encoding="utf-8"),
    ],
)
def test_a_damaged_backup_is_refused_and_the_ledger_stays(
    made: Path, ledger_url: str, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    ledger = filled(ledger_url)
    before = contents(ledger)
    spoil(made)
    with pytest.raises(DamagedLedgerError, match=r"backup\.sqlite is no backup .* or is damaged"):
        restore(ledger_url, made, tmp_path / "aside.sqlite")
    assert contents(ledger) == before
    assert not (tmp_path / "aside.sqlite").exists()


def test_a_backup_of_a_newer_program_is_refused(made: Path) -> None:
    with closing(sqlite3.connect(made)) as opened, opened:
        opened.execute("UPDATE seal SET version = 99")
    with pytest.raises(LedgerError, match="newer version of the program"):
        verify(made)


def test_a_backup_of_an_older_program_is_brought_up_to_date(
    ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "older.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    make_first_version(engine)
    engine.dispose()
    with monkeypatch.context() as patched:
        patched.setattr(backup, "MIGRATIONS", backup.MIGRATIONS[:1])
        backup._seal(file)
    content = file.read_bytes()
    restore(ledger_url, file, tmp_path / "aside.sqlite")
    assert open_ledger(ledger_url).reports() == [OLDER]
    assert file.read_bytes() == content


def test_no_file_is_overwritten_the_ledger_s_own_included(made: Path, other_url: str) -> None:
    ledger = open_ledger(other_url)
    for file in (made, Path(other_url.removeprefix("sqlite:///"))):
        before = file.read_bytes()
        with pytest.raises(LedgerError, match="is there already"):
            ledger.back_up(file)
        assert file.read_bytes() == before


def test_what_a_killed_backup_left_is_not_in_the_way(made: Path, other_url: str) -> None:
    again = made.with_name("again.sqlite")
    shutil.copy(made, made.with_name("again.sqlite.partial"))
    assert open_ledger(other_url).back_up(again) == verify(again) == (3, 6, 1)
    assert not made.with_name("again.sqlite.partial").exists()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no such file"):
        verify(tmp_path / "none.sqlite")


def test_a_damaged_ledger_is_kept_aside_as_it_is(made: Path, tmp_path: Path) -> None:
    damaged, aside = tmp_path / "damaged.sqlite", tmp_path / "aside.sqlite"
    damaged.write_bytes(b"not a database" * 1000)
    url = f"sqlite:///{damaged}"
    with pytest.raises(DamagedLedgerError, match="restore"):
        open_ledger(url)
    restore(url, made, aside)
    assert aside.read_bytes() == b"not a database" * 1000
    assert len(open_ledger(url).reports()) == 2


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"id": 7}', b"\xff"])
def test_an_entry_that_cannot_be_read_is_told(ledger_url: str, body: bytes) -> None:
    ledger = filled(ledger_url)
    for table, read in ((tables.statement, ledger.statements), (tables.report, ledger.reports)):
        with writing(open_engine(ledger_url)) as damaging:
            damaging.execute(table.update().values(body=body))
        with pytest.raises(DamagedLedgerError, match="put a backup in its place"):
            read()


def _withdrawal(report_id: str, *span: int) -> Withdrawal:
    return Withdrawal(report_id, "Amal", NOON, "a source is in danger", *span)


def test_what_was_withdrawn_is_in_no_backup_made_after(ledger_url: str, tmp_path: Path) -> None:
    ledger, file = filled(ledger_url), tmp_path / "backup.sqlite"
    ledger.withdraw(_withdrawal("sake", 0, 7))
    ledger.withdraw(_withdrawal("goma"))
    ledger.back_up(file)
    assert b"In Sake" not in file.read_bytes()
    assert b"Corrected" not in file.read_bytes()
    assert b"a source is in danger" in file.read_bytes()


def test_an_older_backup_does_not_bring_back_what_was_withdrawn(
    ledger_url: str, tmp_path: Path
) -> None:
    ledger, file = filled(ledger_url), tmp_path / "backup.sqlite"
    gone: Report = report("gone", f"Gone before. {TEXT}")
    ledger.take_in(gone, [], "1")
    ledger.withdraw(_withdrawal("gone"))
    ledger.back_up(file)
    ledger.withdraw(_withdrawal("sake", 0, 7))
    ledger.withdraw(_withdrawal("goma"))
    before = contents(ledger), ledger.withdrawals()
    restore(ledger_url, file, tmp_path / "aside.sqlite")
    assert contents(ledger) == before[0]
    assert {replace(w, when=NOON) for w in ledger.withdrawals()} == set(before[1])
    assert len(ledger.withdrawals()) == len(before[1])
