"""The commands `export` and `import`: statements as a file for other tools, and from it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

from dashboard.cli.command import DONE, FAILED, PARTLY, Verbs, say, verb
from dashboard.cli.reading import add_report_arguments, coded, exit_code, read_reports
from dashboard.cli.sharing import add_withholding_arguments, withholding_of
from dashboard.errors import OutputError, ReportError
from dashboard.exchange import format_of, written_whole
from dashboard.ledger import open_ledger
from dashboard.pipeline import Material, export_to, open_desk
from dashboard.reports import parse_date
from dashboard.settings import Settings
from dashboard.taking_over import Given, take_over
from dashboard.withholding import Withholding

WHOLE_LEDGER = ".jsonl"


def add_exchange_verbs(verbs: Verbs) -> None:
    """Add `export` and `import`."""
    _add_export(verbs)
    _add_import(verbs)


def _add_export(verbs: Verbs) -> None:
    what = (
        "write statements to a file: .csv, .hxl.csv, .acled.csv, .geojson, .gpkg, .parquet; "
        "or the whole ledger, .jsonl"
    )
    parser = verb(verbs, "export", what, "export seeds/ -o statements.gpkg", _export)
    add_report_arguments(parser, or_ledger=True)
    add_withholding_arguments(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)


def _add_import(verbs: Verbs) -> None:
    what = "take statements that others coded into the ledger: CSV, XLSX, GeoJSON, ACLED's export"
    parser = verb(verbs, "import", what, 'import figures.xlsx --publisher "Our desk"', _import)
    parser.add_argument("file", type=Path, metavar="FILE", help="the table; docs/imports.md")
    parser.add_argument("--publisher", metavar="NAME", help="whose it is, where rows do not say")
    parser.add_argument("--published", metavar="DATE", help="of when, where rows do not say")
    parser.add_argument("--by", metavar="NAME", default=getuser(), help="who takes it over")
    parser.add_argument(
        "--keep-good", action="store_true", help="take the sound rows in though others are refused"
    )


def _import(options: argparse.Namespace, settings: Settings) -> int:
    desk = open_desk(settings, progress=True)
    given = Given(
        options.file,
        options.file.name,
        options.by,
        datetime.now(UTC),
        parse_date(options.published) if options.published else None,
        options.publisher,
        options.keep_good,
    )
    outcome = take_over(open_ledger(settings.ledger), desk, given)
    for refusal in outcome.refused:
        say(f"{options.file}: {refusal}")
    if outcome.unread:
        say(f"{options.file}: nothing is read of the columns {', '.join(outcome.unread)}")
    say(f"{options.file}: {outcome.in_words}")
    if not outcome.is_taken:
        say("Correct the rows, or take the others in with --keep-good.")
        return FAILED
    return PARTLY if outcome.refused else DONE


def _export(options: argparse.Namespace, settings: Settings) -> int:
    what = withholding_of(options)
    if options.output.name.endswith(WHOLE_LEDGER):
        return _export_ledger(options, settings, what)
    format_of(options.output)  # so that a wrong ending is told before the work
    failures: list[ReportError] = []
    desk = open_desk(settings, progress=True)
    if options.ledger:
        material = Material.of_ledger(open_ledger(settings.ledger))
    else:
        reports = list(read_reports(options, failures))
        material = Material(reports, [s for report in reports for s in coded(desk, report)])
    count = export_to(options.output, desk, material, what)
    say(f"{options.output}: {count} statements of {len(material.reports)} reports")
    return exit_code(len(material.reports), failures)


def _export_ledger(options: argparse.Namespace, settings: Settings, what: Withholding) -> int:
    if not options.ledger or what:
        raise OutputError(
            f"{options.output}: JSON lines hold the whole ledger, of which nothing is left out. "
            "Say --ledger, or name a .csv."
        )
    count = 0
    with written_whole(options.output) as path, path.open("wb") as file:
        for line in open_ledger(settings.ledger).lines():
            file.write(line + b"\n")
            count += 1
    say(f"{options.output}: {count} lines, the whole ledger")
    return DONE
