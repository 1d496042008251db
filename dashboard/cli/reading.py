"""The reports that a command is given: read each, tell what cannot be read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn

from tqdm import tqdm

from dashboard.cli.command import DONE, FAILED, PARTLY, say
from dashboard.cli.fetching import path_or_address
from dashboard.errors import ReportError
from dashboard.model import Report, Statement
from dashboard.pipeline import Desk
from dashboard.reports import Survey, parse_date, read_many, survey


def add_report_arguments(parser: argparse.ArgumentParser, or_ledger: bool = False) -> None:
    """Let a command take reports, or the ledger, and what to know of those without a header."""
    what = "a report, folder, glob or address, or a .jsonl, .csv, .parquet or .warc.gz of many"
    if or_ledger:
        given = parser.add_mutually_exclusive_group(required=True)
        given.add_argument(
            "paths", nargs="*", type=path_or_address, metavar="PATH", help=what, default=[]
        )
        given.add_argument(
            "--ledger", action="store_true", help="what the ledger holds, as reviewed"
        )
    else:
        parser.add_argument("paths", nargs="+", type=path_or_address, metavar="PATH", help=what)
    group = parser.add_argument_group("for reports without a header")
    group.add_argument("--title", metavar="TEXT", help="the report's title")
    group.add_argument("--publisher", metavar="NAME", help="who published it")
    group.add_argument("--published", metavar="DATE", help="when, for instance 2014-06-10")
    group.add_argument("--address", metavar="URL", help="where it can be found")


def given_fields(options: argparse.Namespace) -> dict[str, str]:
    """Give what the user says of reports without a header.

    Raises:
        DateError: The date of publication is none.
    """
    names = ("title", "publisher", "published", "address")
    given = {name: value for name in names if (value := getattr(options, name))}
    if "published" in given:
        parse_date(given["published"])
    return given


def read_reports(options: argparse.Namespace, failures: list[ReportError]) -> Iterator[Report]:
    """Read each report; one that cannot be read is told and kept in `failures`."""
    given = given_fields(options)
    found = survey(options.paths)
    if not found.files:
        failures.append(say_no_report(options))
    with progress_bar(found) as bar:
        for unread in read_many(options.paths, given):
            try:
                yield unread.read()
            except ReportError as error:
                failures.append(error)
                say(f"tidemark: {error}")
            bar.update(unread.passed - bar.n)


def say_no_report(options: argparse.Namespace) -> ReportError:
    """Tell that there is nothing to read."""
    folders = ", ".join(map(str, options.paths))
    error = ReportError(f"{folders}: no report (.txt, .html, .pdf, .jsonl, .csv …) is in there.")
    say(f"tidemark: {error}")
    return error


def progress_bar(found: Survey) -> tqdm[NoReturn]:
    """Show how much is read, how fast, and the time left; in a log, a line each ten seconds."""
    watched = sys.stderr.isatty()
    return tqdm(
        total=found.size,
        unit="B",
        unit_scale=True,
        mininterval=0.1 if watched else 10,
        disable=found.size < (100_000 if watched else 1_000_000),
    )


def coded(desk: Desk, report: Report) -> list[Statement]:
    """Code a report; one that is not in English is told."""
    language = desk.language(report)
    if language != "en":
        say_language(report.id, language)
    return desk.code(report)


def say_language(report: str, language: str) -> None:
    """Tell that a report is not coded for its language."""
    say(f"{report}: this report is in another language ({language}); English alone is read")


def exit_code(done: int, failures: Sequence[ReportError]) -> int:
    """Say by the exit code whether all, some or nothing could be done."""
    if not failures:
        return DONE
    return PARTLY if done else FAILED
