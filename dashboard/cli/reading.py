"""The reports that a command is given: read each, tell what cannot be read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from dashboard.cli.command import DONE, FAILED, PARTLY, say
from dashboard.errors import ReportError
from dashboard.model import Report, Statement
from dashboard.pipeline import Desk
from dashboard.reports import parse_date, read_report, report_files


def add_report_arguments(parser: argparse.ArgumentParser, or_ledger: bool = False) -> None:
    """Let a command take reports, or the ledger, and what to know of those without a header."""
    what = "a report, or a folder of reports"
    if or_ledger:
        given = parser.add_mutually_exclusive_group(required=True)
        given.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=what, default=[])
        given.add_argument(
            "--ledger", action="store_true", help="what the ledger holds, as reviewed"
        )
    else:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=what)
    group = parser.add_argument_group("for reports without a header")
    group.add_argument("--title", metavar="TEXT", help="the report's title")
    group.add_argument("--publisher", metavar="NAME", help="who published it")
    group.add_argument("--published", metavar="DATE", help="when, for instance 2014-06-10")
    group.add_argument("--address", metavar="URL", help="where it can be found")


def read_reports(options: argparse.Namespace, failures: list[ReportError]) -> Iterator[Report]:
    """Read each report; one that cannot be read is told and kept in `failures`."""
    names = ("title", "publisher", "published", "address")
    given = {name: value for name in names if (value := getattr(options, name))}
    if "published" in given:
        parse_date(given["published"])
    files = list(report_files(options.paths))
    if not files:
        folders = ", ".join(map(str, options.paths))
        failures.append(ReportError(f"{folders}: no report (.txt, .md) is in there."))
        say(f"tidemark: {failures[-1]}")
    for path in tqdm(files, unit="report", disable=not sys.stderr.isatty() or len(files) < 10):
        try:
            yield read_report(path, given)
        except ReportError as error:
            failures.append(error)
            say(f"tidemark: {error}")


def coded(desk: Desk, report: Report) -> list[Statement]:
    """Code a report; one that is not in English is told."""
    language = desk.language(report)
    if language != "en":
        say(f"{report.id}: this report is in another language ({language}); English alone is read")
    return desk.code(report)


def exit_code(done: int, failures: Sequence[ReportError]) -> int:
    """Say by the exit code whether all, some or nothing could be done."""
    if not failures:
        return DONE
    return PARTLY if done else FAILED
