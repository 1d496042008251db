"""Many reports at once: the same output with any workers, stopped anywhere, whatever fails."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import distributed
import psutil
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from many_reports import ROWS, Deadly, DeadlyOnce, Endless, Faulty, unread
from pyarrow import parquet

from dashboard.batch import (
    Chunk,
    Done,
    Engine,
    Journal,
    Outcome,
    Run,
    chunks,
    cluster,
    output_for,
    this_machine,
)
from dashboard.batch.chunks import MOST_BYTES, MOST_REPORTS
from dashboard.batch.output import LinesFile
from dashboard.batch.parquet import table_of
from dashboard.batch.worker import outcome_of
from dashboard.cli import DONE, FAILED, PARTLY, main
from dashboard.errors import ClusterError, OutputError
from dashboard.pipeline import Desk, coder_version, open_desk
from dashboard.reports import Unread
from dashboard.settings import ROOT, Settings

HERE = Path(__file__).parent
CODER = coder_version(Settings())


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk(Settings())


@pytest.fixture(scope="module")
def expected(desk: Desk) -> bytes:
    """The records of all of ROWS, as lines, coded one by one."""
    return b"".join(outcome_of(desk, unread(number)).lines for number in range(len(ROWS)))


@pytest.fixture
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers import the reports that do harm."""
    monkeypatch.setenv("PYTHONPATH", str(HERE))


def at_once(desk: Desk, fails_at: int | None = None) -> Engine:
    """An engine that codes in this process; asked for chunk `fails_at`, the user stops it."""
    count = iter(range(1000))

    def code(chunk: Chunk) -> list[Outcome]:
        if next(count) == fails_at:
            raise KeyboardInterrupt
        return [outcome_of(desk, report) for report in chunk.reports]

    threads = ThreadPoolExecutor(1)
    return Engine(threads, code, 2, threads.shutdown)


def one_each(numbers: range, coder: str = CODER) -> list[Chunk]:
    return [Chunk((unread(number),), coder, 60) for number in numbers]


def records(lines: bytes) -> list[dict]:
    """Records with the fields that Parquet has for both kinds left out where they are empty."""
    rows = map(json.loads, lines.splitlines())
    return [{k: v for k, v in row.items() if v is not None} for row in rows]


def written(path: Path) -> list[dict]:
    if path.suffix == ".jsonl":
        return records(path.read_bytes())
    rows = parquet.read_table(path).to_pylist()
    return records("\n".join(json.dumps(row, default=str) for row in rows).encode())


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
@pytest.mark.parametrize("stops_at", [0, 1, 7, 23])
def test_a_stopped_run_goes_on_where_it_was(
    tmp_path: Path, desk: Desk, expected: bytes, name: str, stops_at: int
) -> None:
    path = tmp_path / name
    done = 0
    for stop in (stops_at, None):
        journal = Journal(tmp_path / "journal", "a run")
        assert journal.done.reports == done
        output = output_for(path, journal.done.extent)
        with at_once(desk, stop) as engine:
            run = Run(engine, output, journal)
            try:
                list(run.code(one_each(range(run.done.row, len(ROWS)))))
            except KeyboardInterrupt:
                assert not path.exists()
        done = run.done.reports
    output.finish()
    assert done == len(ROWS)
    assert written(path) == records(expected)
    assert [p.name for p in tmp_path.iterdir() if p.name != "journal"] == [name]


def test_parquet_holds_every_field_of_both_kinds_of_records(desk: Desk) -> None:
    text = "M23 rebels captured Goma on Monday. Some 2,500 people fled from Goma to Rwanda."
    row = {"text": text, "published": "2025-01-28", "publisher": "The Courier"}
    lines = outcome_of(desk, Unread("", row, {}, source=0, row=0, passed=0)).lines
    assert {record["kind"] for record in records(lines)} == {
        "displacement_figure",
        "territorial_claim",
    }
    rows = table_of(lines).to_pylist()
    assert records("\n".join(json.dumps(r, default=str) for r in rows).encode()) == records(lines)


def test_what_was_written_behind_the_journal_is_written_again(tmp_path: Path) -> None:
    """A kill between the output and the journal leaves lines that no journal tells of."""
    path = tmp_path / "out.jsonl"
    output = output_for(path, 0)
    output.append(b"one\n")
    extent = output.flush(everything=True)
    output.append(b"cut sh")
    output.flush(everything=True)
    output = output_for(path, extent or 0)
    output.append(b"two\n")
    output.finish()
    assert path.read_bytes() == b"one\ntwo\n"


def test_a_journal_cut_short_counts_to_its_last_whole_line(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = Journal(path, "a run")
    journal.add(Done(row=1, failed=1), ["why"])
    journal.add(Done(row=2, failed=1), [])
    whole = path.read_bytes()
    for end in range(whole.index(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:end])
        again = Journal(path, "a run")
        lines = whole[:end].count(b"\n") - 1
        assert again.done.row == lines
        assert list(again.problems()) == ["why"] * min(lines, 1)


def test_a_journal_of_another_run_is_not_gone_on_with(tmp_path: Path) -> None:
    Journal(tmp_path / "journal", "a run")
    with pytest.raises(OutputError, match="other reports, options or rules"):
        Journal(tmp_path / "journal", "another run")


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_output_that_is_gone_is_told_before_more_is_added(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="what was written before is gone"):
        output_for(tmp_path / name, 1)


@given(st.lists(st.integers(1, 300_000), max_size=80))
def test_chunks_hold_every_report_once_in_order_and_are_small(sizes: list[int]) -> None:
    reports = [
        Unread("", {"text": "x" * size}, {}, source=0, row=row, passed=0)
        for row, size in enumerate(sizes)
    ]
    found = list(chunks(reports, CODER, 60))
    assert [r for chunk in found for r in chunk.reports] == reports
    for chunk in found:
        assert 1 <= len(chunk.reports) <= MOST_REPORTS
        assert sum(r.size for r in chunk.reports[:-1]) < MOST_BYTES


def test_no_more_is_read_than_the_workers_need(desk: Desk) -> None:
    read = 0

    def work() -> Iterator[Chunk]:
        nonlocal read
        for chunk in one_each(range(len(ROWS))):
            read += 1
            yield chunk

    with at_once(desk) as engine:
        run = Run(engine, output_for(None, 0))
        for _ in run.code(work()):
            assert read <= run.done.reports + engine.most - 1


HARM = {
    Endless: "longer than 3 seconds",
    Faulty: "the coder failed on it (IndexError: out of range)",
    Deadly: "its worker was killed while coding it, twice",
}


@pytest.mark.usefixtures("importable")
def test_a_report_that_does_harm_fails_and_the_others_do_not(tmp_path: Path, desk: Desk) -> None:
    harmful = [unread(number, kind) for number, kind in enumerate(HARM)]
    once = DeadlyOnce(str(tmp_path / "killed"), ROWS[3], {}, source=0, row=3, passed=4)
    fine = [unread(number) for number in range(4, 8)]
    mixed = [fine[0], harmful[0], fine[1], harmful[1], harmful[2], fine[2], once, fine[3]]
    with this_machine(1) as engine:
        outcomes = engine.result(engine.submit(Chunk(tuple(mixed), CODER, 3)))
    assert [o.lines for o in outcomes if not o.problem] == [
        outcome_of(desk, report).lines for report in [*fine[:3], unread(3), fine[3]]
    ]
    told = [o.problem for o in outcomes if o.problem]
    for report, problem, words in zip(harmful, told, HARM.values(), strict=True):
        assert problem.startswith(f"{report.where}: ")
        assert words in problem


def test_a_worker_with_other_rules_codes_nothing() -> None:
    with this_machine(1) as engine, pytest.raises(ClusterError, match="differ from this machine's"):
        engine.result(engine.submit(Chunk((unread(0),), "another version", 60)))


REPEATED = [{**row, "id": f"{row['id']}-{time}"} for time in range(10) for row in ROWS]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A file of 240 reports: fifteen chunks."""
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in REPEATED), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def repeated(desk: Desk) -> bytes:
    """Their records, coded one by one."""
    rows = (Unread("", row, {}, source=0, row=0, passed=0) for row in REPEATED)
    return b"".join(outcome_of(desk, row).lines for row in rows)


@pytest.mark.parametrize("workers", [1, 3])
def test_the_output_is_the_same_with_any_number_of_workers(
    reports: Path, repeated: bytes, workers: int
) -> None:
    output = reports.with_name("out.jsonl")
    assert main(["code", str(reports), "-o", str(output), "--workers", str(workers)]) == DONE
    assert output.read_bytes() == repeated
    assert len(repeated.splitlines()) == len(REPEATED)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_command_leaves_no_worker_and_goes_on(
    reports: Path, repeated: bytes, capsys: pytest.CaptureFixture[str], how: signal.Signals
) -> None:
    output = reports.with_name("out.jsonl")
    arguments = ["code", str(reports), "-o", str(output)]
    journal = reports.with_name("out.jsonl.journal")
    command = [sys.executable, "-m", "dashboard", *arguments, "--workers", "1"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        while not (journal.exists() and journal.read_bytes().count(b"\n") > 1):
            assert process.poll() is None
            time.sleep(0.005)
        workers = psutil.Process(process.pid).children()
        process.send_signal(how)
        _, err = process.communicate()
    assert psutil.wait_procs(workers, timeout=60)[1] == []
    assert not output.exists()
    assert ("goes on from there" in err) == (how == signal.SIGTERM)
    assert "Traceback" not in err
    assert main(arguments) == DONE
    assert "goes on behind" in capsys.readouterr().err
    assert output.read_bytes() == repeated
    left = {path.name for path in reports.parent.iterdir()}
    assert left == {reports.name, output.name}


def test_what_failed_is_told_at_the_end_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [json.dumps(ROWS[0]), *["{"] * 30]
    (tmp_path / "some.jsonl").write_text("\n".join(rows), encoding="utf-8")
    output = tmp_path / "out.parquet"
    assert main(["code", str(tmp_path), "-o", str(output)]) == PARTLY
    err = capsys.readouterr().err
    assert "31 reports, 1 statements, 30 failed" in err
    assert err.count("this is no JSON object") == 20
    kept = (tmp_path / "out.parquet.failed.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split(":")[0].split()[-1] for line in kept] == [str(n) for n in range(2, 32)]
    assert len(parquet.read_table(output)) == 1


def test_a_file_is_written_by_one_command_at_a_time(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = reports.with_name("out.jsonl")
    with FileLock(f"{output}.lock"):
        assert main(["code", str(reports), "-o", str(output)]) == FAILED
    assert "another command is writing it" in capsys.readouterr().err


def test_a_full_disk_is_one_sentence(
    reports: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: LinesFile, lines: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(LinesFile, "append", full)
    assert main(["code", str(reports), "-o", str(reports.with_name("out.jsonl"))]) == FAILED
    (told,) = capsys.readouterr().err.splitlines()
    assert "out.jsonl: cannot be written (No space left on device). The same command" in told


def test_the_cluster_is_not_imported_unless_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ROWS[0]["text"], encoding="utf-8")
    program = "import sys; from dashboard.cli import main; main(sys.argv[1:])"
    program += "; sys.exit('distributed' in sys.modules or 'pyarrow' in sys.modules)"
    command = [sys.executable, "-c", program, "code", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-o", "out.xml"], "written as .jsonl or .parquet"),
        (["-o", "none/out.jsonl"], "none/out.jsonl: there is no folder none"),
        (["--scheduler", "tcp://127.0.0.1:1"], "tcp://127.0.0.1:1: no scheduler answers"),
        (["--scheduler", "nonsense://"], "nonsense://: no scheduler answers"),
    ],
)
def test_what_cannot_begin_is_one_sentence(
    options: list[str],
    words: str,
    reports: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(reports.parent)
    monkeypatch.setattr("dashboard.batch.engines._SECONDS_TO_REACH", 1)
    assert main(["code", str(reports), *options]) == FAILED
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A scheduler and two worker processes on this machine: its address, and the workers."""
    file = str(tmp_path / "scheduler.json")
    start = [sys.executable, "-m"]
    scheduler = [
        *start, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
        "--no-dashboard", "--scheduler-file", file,
    ]  # fmt: skip
    worker = [
        *start, "distributed.cli.dask_worker", "--scheduler-file", file, "--no-nanny",
        "--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path),
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        for command in (scheduler, worker, worker)
    ]
    try:
        with distributed.Client(scheduler_file=file, set_as_default=False) as client:
            client.wait_for_workers(2)
            yield client.scheduler.address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_cluster_gives_the_same_when_a_worker_is_killed(
    dask: tuple[str, list[subprocess.Popen]], tmp_path: Path, expected: bytes
) -> None:
    address, workers = dask
    output = output_for(tmp_path / "out.jsonl", 0)
    with cluster(address) as engine:
        run = Run(engine, output)
        for done, _ in enumerate(run.code(one_each(range(len(ROWS))))):
            if done == 3:
                workers[0].kill()
    output.finish()
    assert workers[0].wait() == -signal.SIGKILL
    lines = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert sorted(lines) == sorted(expected.splitlines())
