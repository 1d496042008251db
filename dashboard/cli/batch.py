"""The command `code`: any number of reports, by all cores or a cluster, stopped and resumed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from dashboard.batch import (
    Chunk,
    Done,
    Engine,
    Journal,
    Outcome,
    Run,
    check_output,
    chunks,
    cluster,
    output_for,
    this_machine,
)
from dashboard.cli.command import DONE, FAILED, PARTLY, Verbs, say, verb
from dashboard.cli.reading import (
    add_report_arguments,
    given_fields,
    progress_bar,
    say_language,
    say_no_report,
)
from dashboard.errors import OutputError, SettingsError, TidemarkError
from dashboard.pipeline import coder_version, open_desk
from dashboard.reports import Survey, read_many, survey
from dashboard.settings import Settings

_MOST_TOLD = 20  # failed reports that are told at the end; a file has the others


def add_code(verbs: Verbs) -> None:
    """Add `code`."""
    what = "code reports into statements, one JSON record a line, or Parquet"
    parser = verb(verbs, "code", what, "code seeds/ -o statements.jsonl", _code)
    add_report_arguments(parser)
    group = parser.add_argument_group("for many reports")
    group.add_argument(
        "-o", "--output", metavar="FILE", type=Path,
        help="a .jsonl or .parquet file; stopped, the same command goes on where it was",
    )  # fmt: skip
    group.add_argument("--workers", metavar="N", type=_count, help="as many as cores if not given")
    group.add_argument(
        "--scheduler", metavar="ADDRESS", help="of a Dask cluster to work, tcp://host:8786"
    )
    group.add_argument(
        "--time-limit", metavar="SECONDS", type=_count, default=60, help="for a report (60)"
    )


def _count(value: str) -> int:
    number = int(value)
    if number < 1:
        raise ValueError(value)
    return number


def _code(options: argparse.Namespace, settings: Settings) -> int:
    given = given_fields(options)
    found = survey(options.paths, options.output)
    if not found.files:
        say_no_report(options)
        return FAILED
    open_desk(settings, progress=True)  # so that the workers find the gazetteer's index
    if options.output is None:
        return _run(options, settings, found, given)
    check_output(options.output)
    with _alone(options.output):
        return _run(options, settings, found, given)


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Let one command at a time write a file; say so where it cannot be written."""
    again, lock = "The same command goes on from there.", _beside(output, "lock")
    try:
        with FileLock(lock, blocking=False):
            yield
        lock.unlink(missing_ok=True)
    except Timeout as error:
        raise OutputError(f"{output}: another command is writing it. Wait for its end.") from error
    except TidemarkError:
        raise
    except OSError as error:
        raise OutputError(f"{output}: cannot be written ({error.strerror}). {again}") from error


def _run(
    options: argparse.Namespace, settings: Settings, found: Survey, given: dict[str, str]
) -> int:
    coder = coder_version(settings)
    named = json.dumps([found.digest, given, options.time_limit, coder])
    journal = Journal(_beside(options.output, "journal"), named) if options.output else None
    output = output_for(options.output, journal.done.extent if journal else 0)
    with _engine(options, settings) as engine:
        run = Run(engine, output, journal)
        start = (run.done.source, run.done.row)
        reports = read_many(options.paths, given, start, options.output)
        _follow(run, chunks(reports, coder, options.time_limit), found, options.output)
    output.finish()
    if journal:
        _tell_end(options.output, run.done, journal)
    return _exit_code(run.done)


def _engine(options: argparse.Namespace, settings: Settings) -> Engine:
    if options.scheduler and settings.geocoder:
        raise SettingsError(
            "A geocoder of the net is asked once a second, which a cluster cannot keep to. "
            "Take TIDEMARK_GEOCODER away, or leave --scheduler out."
        )
    if options.scheduler:
        return cluster(options.scheduler)
    return this_machine(1 if settings.geocoder else options.workers)


def _follow(run: Run, work: Iterator[Chunk], found: Survey, output: Path | None) -> None:
    """Code all, showing how far it is; tell what failed as it comes where records are printed."""
    if run.done.reports:
        say(f"{output}: goes on behind {run.done.reports} reports")
    try:
        with progress_bar(found) as bar, closing(run.code(work)) as coded:
            for chunk, outcomes in coded:
                bar.update(chunk.reports[-1].passed - bar.n)
                bar.set_postfix_str(_counts(run.done), refresh=False)
                for outcome in outcomes if output is None else ():
                    _tell(outcome)
    except KeyboardInterrupt:
        if output:
            say(f"{output}: {_counts(run.done)} so far. The same command goes on from there.")
        raise


def _tell(outcome: Outcome) -> None:
    if outcome.problem:
        say(f"tidemark: {outcome.problem}")
    elif outcome.language != "en":
        say_language(outcome.report, outcome.language)
    elif not outcome.statements:
        say(f"{outcome.report}: nothing was found in it")


def _tell_end(output: Path, done: Done, journal: Journal) -> None:
    """Tell what was done, and what failed and why: the first ones, and all in a file."""
    say(f"{output}: {_counts(done)}")
    say(f"{done.silent} state nothing; {done.in_other_languages} are in other languages")
    if done.failed:
        failures = _beside(output, "failed.txt")
        with failures.open("w", encoding="utf-8") as file:
            file.writelines(f"{problem}\n" for problem in journal.problems())
        for problem in islice(journal.problems(), _MOST_TOLD):
            say(f"tidemark: {problem}")
        say(f"{failures}: all {done.failed} that failed")
    journal.remove()


def _counts(done: Done) -> str:
    failed = f", {done.failed} failed" if done.failed else ""
    return f"{done.reports} reports, {done.statements} statements{failed}"


def _beside(output: Path, ending: str) -> Path:
    return output.with_name(f"{output.name}.{ending}")


def _exit_code(done: Done) -> int:
    if not done.failed:
        return DONE
    return PARTLY if done.reports > done.failed else FAILED
