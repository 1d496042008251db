"""The commands `map` and `still`: reports as a page and as a picture."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from dashboard.cli.command import Verbs, say, verb
from dashboard.cli.reading import add_report_arguments, coded, exit_code, read_reports
from dashboard.cli.sharing import add_withholding_arguments, withholding_of
from dashboard.errors import OutputError, ReportError
from dashboard.exchange import written_whole
from dashboard.pipeline import Desk, Told, open_desk, page_of, still_of, timeline_of
from dashboard.reports import parse_date
from dashboard.settings import Settings


def add_drawing_verbs(verbs: Verbs) -> None:
    """Add `map` and `still`."""
    _add_map(verbs)
    _add_still(verbs)


def _add_map(verbs: Verbs) -> None:
    what = "draw reports as one HTML page that opens without a network"
    example = "map seeds/ --as-of 2014-06-10 -o nineveh.html"
    parser = verb(verbs, "map", what, example, _map)
    add_report_arguments(parser)
    parser.add_argument("--as-of", metavar="DATE", help="the day the map opens on (the last one)")
    layers = ("territory", "movements", "towns", "local")
    what = f"a layer it opens with, one each time: {', '.join(layers)} (all)"
    parser.add_argument("--layer", action="append", metavar="NAME", choices=layers, help=what)
    parser.add_argument("--known-by", metavar="DATE", help="leave out what was published later")
    parser.add_argument("--map-title", metavar="TEXT", default="Tidemark", help="the page's title")
    add_withholding_arguments(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)


def _add_still(verbs: Verbs) -> None:
    what = "draw reports as a still picture, PNG or PDF, for a slide or a printed brief"
    example = "still seeds/ --as-of 2014-06-10 -o nineveh.pdf"
    parser = verb(verbs, "still", what, example, _still)
    add_report_arguments(parser)
    parser.add_argument("--as-of", metavar="DATE", required=True, help="the day to draw")
    parser.add_argument("--known-by", metavar="DATE", help="leave out what was published later")
    parser.add_argument("--map-title", metavar="TEXT", default="Tidemark", help="its title")
    parser.add_argument("--shape", choices=("a4", "16:9"), default="a4", help="a page or a slide")
    add_withholding_arguments(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="a .png or a .pdf"
    )


def _map(options: argparse.Namespace, settings: Settings) -> int:
    view = {"as_of": parse_date(options.as_of).isoformat()} if options.as_of else {}
    if options.layer:
        view["layers"] = ",".join(options.layer)
    case = _case(options, settings)
    what = withholding_of(options)
    page = page_of(case.desk, case.told, title=options.map_title, view=view, what=what)
    return _finish(options, case, page.encode())


def _still(options: argparse.Namespace, settings: Settings) -> int:
    as_of = parse_date(options.as_of)
    file_format = options.output.suffix.lower().lstrip(".")
    if file_format not in ("png", "pdf"):
        raise OutputError(f"{options.output}: a still is a .png or a .pdf. Name the file so.")
    case = _case(options, settings)
    still = still_of(
        case.desk,
        case.told,
        as_of=as_of,
        title=options.map_title,
        what=withholding_of(options),
        shape=options.shape,
        file_format=file_format,
    )
    return _finish(options, case, still)


@dataclass(frozen=True, slots=True)
class _Case:
    """The reports of one command, coded, and the files that could not be read."""

    desk: Desk
    told: Told
    failures: list[ReportError]


def _case(options: argparse.Namespace, settings: Settings) -> _Case:
    known_by = parse_date(options.known_by) if options.known_by else None
    failures: list[ReportError] = []
    desk = open_desk(settings, progress=True)
    reports = list(read_reports(options, failures))
    statements = [s for report in reports for s in coded(desk, report)]
    states = timeline_of(settings, statements, known_by=known_by)
    return _Case(desk, Told(reports, statements, (), states), failures)


def _finish(options: argparse.Namespace, case: _Case, content: bytes) -> int:
    reports = len(case.told.reports)
    with written_whole(options.output) as file:
        file.write_bytes(content)
    say(
        f"{options.output}: {reports} reports, {len(case.told.statements)} statements, "
        f"{len(content) / 1000:.0f} kB"
    )
    return exit_code(reports, case.failures)
