"""The command `export`: statements as a file for other tools."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard.cli.command import Verbs, say, verb
from dashboard.cli.reading import add_report_arguments, coded, exit_code, read_reports
from dashboard.cli.sharing import add_withholding_arguments, withholding_of
from dashboard.errors import ReportError
from dashboard.exchange import format_of
from dashboard.ledger import open_ledger
from dashboard.pipeline import Material, export_to, open_desk
from dashboard.settings import Settings


def add_exchange_verbs(verbs: Verbs) -> None:
    """Add `export`."""
    what = "write statements to a file: .csv, .hxl.csv, .acled.csv, .geojson, .gpkg, .parquet"
    parser = verb(verbs, "export", what, "export seeds/ -o statements.gpkg", _export)
    add_report_arguments(parser, or_ledger=True)
    add_withholding_arguments(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)


def _export(options: argparse.Namespace, settings: Settings) -> int:
    format_of(options.output)  # so that a wrong ending is told before the work
    failures: list[ReportError] = []
    desk = open_desk(settings, progress=True)
    if options.ledger:
        material = Material.of_ledger(open_ledger(settings.ledger))
    else:
        reports = list(read_reports(options, failures))
        material = Material(reports, [s for report in reports for s in coded(desk, report)])
    count = export_to(options.output, desk, material, withholding_of(options))
    say(f"{options.output}: {count} statements of {len(material.reports)} reports")
    return exit_code(len(material.reports), failures)
