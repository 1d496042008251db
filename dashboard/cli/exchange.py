"""The command `export`: statements as a file for other tools."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard.cli.command import Verbs, say, verb
from dashboard.cli.reading import add_report_arguments, coded, exit_code, read_reports
from dashboard.cli.sharing import add_withholding_arguments, withholding_of
from dashboard.errors import ReportError
from dashboard.pipeline import open_desk
from dashboard.settings import Settings
from dashboard.withholding import withheld


def add_exchange_verbs(verbs: Verbs) -> None:
    """Add `export`."""
    what = "write statements as CSV, GeoJSON, GeoPackage or GeoParquet, by the file's ending"
    parser = verb(verbs, "export", what, "export seeds/ -o statements.gpkg", _export)
    add_report_arguments(parser)
    add_withholding_arguments(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)


def _export(options: argparse.Namespace, settings: Settings) -> int:
    # geopandas takes a third of a second to import, and most commands do not need it.
    from dashboard.exchange.features import export  # noqa: PLC0415

    failures: list[ReportError] = []
    desk = open_desk(settings, progress=True)
    reports = list(read_reports(options, failures))
    statements = [s for report in reports for s in coded(desk, report)]
    held = withheld(reports, statements, (), withholding_of(options), desk.gazetteer.place)
    export(held.statements, options.output)
    say(f"{options.output}: {len(statements)} statements of {len(reports)} reports")
    return exit_code(len(reports), failures)
