"""Faults that happen to a ledger, done to it: it stays whole, and the message says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest

from dashboard.cli import FAILED
from dashboard.errors import LedgerError, ReviewConflict
from dashboard.ledger import Ledger, connection, open_ledger, tables
from dashboard.ledger.connection import open_engine, writing
from dashboard.model import Review, ReviewAct
from dashboard.settings import ROOT
from tests.ledger_case import report, review, statements
from tests.postgresql import Cluster
from tests.taking_in import incoming, take_all_in

MANY = 1000
Contents = tuple[object, ...]
# A full disk: its folder, the words before a command that it is full for, what makes room again.
Disk = tuple[Path, Sequence[str], Callable[[], object]]
_FEW_BYTES = 1_000_000


def contents(ledger: Ledger) -> Contents:
    return ledger.reports(), ledger.statements(), ledger.revision()


def taking_in(url: str, how_many: int, before: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Start taking reports in, in a process of its own."""
    command = [*before, sys.executable, "-m", "tests.taking_in", url, str(how_many)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, text=True, **pipes)


def assert_whole(ledger: Ledger, at_least: int) -> list[str]:
    """Check that the first reports are there, whole, and the others are not at all."""
    kept = ledger.reports()
    assert kept == incoming(len(kept))
    assert len(kept) >= at_least
    assert ledger.statements() == [s for of in kept for s in statements(of)]
    return [of.id for of in kept]


def test_killed_while_taking_in_a_thousand_reports_it_goes_on_where_it_stopped(
    ledger_url: str, tmp_path: Path
) -> None:
    kept: list[str] = []
    for stop in (150, 600, None):
        program = taking_in(ledger_url, MANY)
        coded = []
        for line in program.stdout or ():
            coded.append(line.strip())
            if stop and len(kept) + len(coded) >= stop:
                break
        if stop:
            program.kill()
        rest, _ = program.communicate()
        assert program.returncode == (-9 if stop else 0)
        coded += rest.split()
        # What was being coded when it was killed is coded again, and nothing else.
        assert coded == [f"r{n}" for n in range(len(kept), len(kept) + len(coded))]
        kept = assert_whole(open_ledger(ledger_url), len(kept) + len(coded) - 1)
    unkilled = open_ledger(f"sqlite:///{tmp_path / 'unkilled.sqlite'}")
    take_all_in(unkilled, MANY)
    killed = open_ledger(ledger_url)
    assert (killed.reports(), killed.statements()) == (unkilled.reports(), unkilled.statements())
    assert len(killed.reports()) == MANY


# What is started, told that it begins, and killed a little later.
_RESTORE = "restore(url, Path(sys.argv[2]), Path(sys.argv[3]))"
_WITHDRAW = """open_ledger(url).withdraw(
    Withdrawal("r7", "Amal", datetime.now(UTC), "a source is in danger")
)"""
_PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from dashboard.ledger import open_ledger, restore
from dashboard.model import Withdrawal
url = sys.argv[1]
print("begins", flush=True)
{}
"""


@pytest.mark.parametrize("act", [_RESTORE, _WITHDRAW])
def test_killed_while_restoring_or_withdrawing_it_is_as_before_or_as_after(
    ledger_url: str, tmp_path: Path, act: str
) -> None:
    ledger, backup = open_ledger(ledger_url), tmp_path / "backup.sqlite"
    take_all_in(ledger, 100)
    after = [of for of in ledger.reports() if act == _RESTORE or of.id != "r7"]
    ledger.back_up(backup)
    take_all_in(ledger, 150)
    before = ledger.reports()
    after += before[100:] if act == _WITHDRAW else []
    for number, seconds in enumerate([0.02, 0.1, 0.3, 60]):
        aside = str(tmp_path / f"aside-{number}.sqlite")
        command = [sys.executable, "-c", _PROGRAM.format(act), ledger_url, str(backup), aside]
        program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert program.stdout is not None
        assert program.stdout.readline() == b"begins\n"
        with suppress(subprocess.TimeoutExpired):
            program.wait(seconds)
        program.kill()
        program.communicate()
        kept = open_ledger(ledger_url).reports()
        assert kept in (before, after)
        whole = [s for of in kept for s in statements(of)]
        assert open_ledger(ledger_url).statements() == whole
        if kept == after:
            break
    assert kept == after


@contextmanager
def a_limit_on_files(tmp_path: Path, most: int = _FEW_BYTES) -> Iterator[Disk]:
    blocks = most // 512
    yield tmp_path, ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"], lambda: None


@contextmanager
def a_small_disk(_: Path) -> Iterator[Disk]:
    disk = Path(tempfile.mkdtemp(prefix="tidemark-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_FEW_BYTES}", "tmpfs", str(disk)]
    try:
        if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode != 0:
            pytest.skip(
                "only root can mount a small disk; the limit on files is tried all the same"
            )
        more = ["mount", "-o", "remount,size=64m", str(disk)]
        try:
            yield disk, [], lambda: subprocess.run(more, check=True)
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)
    finally:
        disk.rmdir()


@pytest.mark.parametrize("full", [a_limit_on_files, a_small_disk])
def test_a_full_disk_leaves_whole_reports_and_says_so(
    tmp_path: Path, full: Callable[[Path], AbstractContextManager[Disk]]
) -> None:
    with full(tmp_path) as (folder, before, make_room):
        url = f"sqlite:///{folder / 'ledger.sqlite'}"
        program = taking_in(url, MANY, before)
        _, told = program.communicate()
        assert program.returncode == 1
        assert f"the ledger {url} cannot be used" in told
        assert "Make room on the disk" in told
        assert "Traceback" not in told
        make_room()
        ledger = open_ledger(url)
        kept = assert_whole(ledger, 10)
        assert len(kept) < MANY
        take_all_in(ledger, 2 * len(kept))
        assert_whole(ledger, 2 * len(kept))
        ledger.close()


def test_a_backup_that_the_disk_has_no_room_for_leaves_nothing(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'ledger.sqlite'}", tmp_path / "backup.sqlite"
    take_all_in(open_ledger(url), 20)
    with a_limit_on_files(tmp_path, 40_000) as (_, before, _):
        command = [*before, sys.executable, "-m", "dashboard", "backup", str(file)]
        told = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "TIDEMARK_LEDGER": url},
            capture_output=True,
            check=False,
        )
    assert told.returncode == FAILED
    assert b"Make room on the disk" in told.stderr
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("backup")]
    assert_whole(open_ledger(url), 20)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """The file of a ledger with one report, that cannot be written to."""
    folder = tmp_path / "read-only"
    file = folder / "ledger.sqlite"
    ledger = open_ledger(f"sqlite:///{file}")
    take_all_in(ledger, 1)
    ledger.close()
    file.chmod(0o444)
    folder.chmod(0o555)
    yield file
    folder.chmod(0o755)


def test_a_read_only_file_is_told_and_not_changed(read_only: Path) -> None:
    # Rights do not hold for root, unless it gives up being above them.
    bound = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    before = read_only.read_bytes()
    program = taking_in(f"sqlite:///{read_only}", 2, bound)
    _, told = program.communicate()
    assert program.returncode == 1
    assert str(read_only) in told
    assert "written to" in told
    assert "Traceback" not in told
    assert read_only.read_bytes() == before


def test_a_locked_ledger_can_be_read_and_says_that_another_writes(
    ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.3)
    ledger = open_ledger(ledger_url)
    take_all_in(ledger, 1)
    with writing(open_engine(ledger_url)):
        with pytest.raises(LedgerError, match="Another program is writing to it"):
            take_all_in(ledger, 2)
        assert_whole(ledger, 1)
    take_all_in(ledger, 2)
    assert_whole(ledger, 2)


def test_two_writers_at_once_add_each_report_once(ledger_url: str) -> None:
    open_ledger(ledger_url)
    writers = [taking_in(ledger_url, 100) for _ in range(2)]
    told = [writer.communicate()[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], told
    ledger = open_ledger(ledger_url)
    assert {of.id for of in ledger.reports()} == {of.id for of in incoming(100)}
    assert len(ledger.reports()) == 100
    assert len(ledger.statements()) == 200
    assert ledger.revision()[1] == 100  # codings


def test_of_two_reviewers_at_once_one_is_told(ledger_url: str) -> None:
    ledgers = [open_ledger(ledger_url) for _ in range(4)]
    claim, _ = statements(report())

    def add(number: int) -> Review | ReviewConflict:
        try:
            return ledgers[number].add_review(review(claim, ReviewAct.REJECT, number))
        except ReviewConflict as conflict:
            return conflict

    with ThreadPoolExecutor(len(ledgers)) as people:
        outcomes = list(people.map(add, range(len(ledgers))))
    kept = [outcome for outcome in outcomes if isinstance(outcome, Review)]
    assert len(kept) == 1
    assert ledgers[0].reviews() == kept


def test_postgresql_stopped_and_started_again_under_an_open_ledger(postgresql: Cluster) -> None:
    url = postgresql.new_database()
    ledger = open_ledger(url)
    take_all_in(ledger, 3)
    before = contents(ledger)
    engine = open_engine(url)
    with pytest.raises(LedgerError, match="Check that PostgreSQL runs"), writing(engine) as half:
        half.execute(tables.review.delete())
        half.execute(tables.statement.delete())
        postgresql.stop()
        half.execute(tables.coding.delete())
    try:
        with pytest.raises(LedgerError, match="Check that PostgreSQL runs") as caught:
            ledger.reports()
        assert postgresql.password not in str(caught.value)
    finally:
        postgresql.start()
    assert contents(ledger) == before
    take_all_in(ledger, 4)
    assert_whole(ledger, 4)
