"""The commands `map`, `still` and `export`: reports as files."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dashboard.cli.command import Verbs, say, verb
from dashboard.cli.reading import add_report_arguments, coded, exit_code, read_reports
from dashboard.errors import OutputError, ReportError
from dashboard.model import Report, Statement
from dashboard.picture import Timeline
from dashboard.pipeline import Desk, open_desk, page_of, still_of, timeline_of
from dashboard.reports import parse_date
from dashboard.settings import Settings


def add_drawing_verbs(verbs: Verbs) -> None:
    """Add `map`, `still` and `export`."""
    _add_map(verbs)
    _add_still(verbs)
    _add_export(verbs)


def _add_map(verbs: Verbs) -> None:
    what = "draw reports as one HTML page that opens without a network"
    example = "map seeds/ --as-of 2014-06-10 -o nineveh.html"
    parser = verb(verbs, "map", what, example, _map)
    add_report_arguments(parser)
    parser.add_argument("--as-of", metavar="DATE", help="the day the map opens on (the last one)")
    layers = ("territory", "movements", "towns", "local")
    what = f"a layer it opens with, one each time: {', '.join(layers)} (all but local names)"
    parser.add_argument("--layer", action="append", metavar="NAME", choices=layers, help=what)
    parser.add_argument("--known-by", metavar="DATE", help="leave out what was published later")
    parser.add_argument("--map-title", metavar="TEXT", default="Tidemark", help="the page's title")
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
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="a .png or a .pdf"
    )


def _add_export(verbs: Verbs) -> None:
    what = "write statements as CSV, GeoJSON, GeoPackage or GeoParquet, by the file's ending"
    parser = verb(verbs, "export", what, "export seeds/ -o statements.gpkg", _export)
    add_report_arguments(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)


def _map(options: argparse.Namespace, settings: Settings) -> int:
    view = {"as_of": parse_date(options.as_of).isoformat()} if options.as_of else {}
    if options.layer:
        view["layers"] = ",".join(options.layer)
    case = _case(options, settings)
    page = page_of(*case.drawn, title=options.map_title, view=view)
    return _finish(options, case, page.encode())


def _still(options: argparse.Namespace, settings: Settings) -> int:
    as_of = parse_date(options.as_of)
    file_format = options.output.suffix.lower().lstrip(".")
    if file_format not in ("png", "pdf"):
        raise OutputError(f"{options.output}: a still is a .png or a .pdf. Name the file so.")
    case = _case(options, settings)
    still = still_of(
        *case.drawn,
        as_of=as_of,
        title=options.map_title,
        shape=options.shape,
        file_format=file_format,
    )
    return _finish(options, case, still)


def _export(options: argparse.Namespace, settings: Settings) -> int:
    # geopandas takes a third of a second to import, and most commands do not need it.
    from dashboard.exchange.features import export  # noqa: PLC0415

    failures: list[ReportError] = []
    desk = open_desk(settings, progress=True)
    reports = list(read_reports(options, failures))
    statements = [s for report in reports for s in coded(desk, report)]
    export(statements, options.output)
    say(f"{options.output}: {len(statements)} statements of {len(reports)} reports")
    return exit_code(len(reports), failures)


@dataclass(frozen=True, slots=True)
class _Case:
    """The reports of one command, coded, and the files that could not be read."""

    drawn: tuple[Desk, list[Report], list[Statement], Timeline]
    failures: list[ReportError]


def _case(options: argparse.Namespace, settings: Settings) -> _Case:
    known_by = parse_date(options.known_by) if options.known_by else None
    failures: list[ReportError] = []
    desk = open_desk(settings, progress=True)
    reports = list(read_reports(options, failures))
    statements = [s for report in reports for s in coded(desk, report)]
    states = timeline_of(settings, statements, known_by=known_by)
    return _Case((desk, reports, statements, states), failures)


def _finish(options: argparse.Namespace, case: _Case, content: bytes) -> int:
    _, reports, statements, _ = case.drawn
    _write(options.output, content)
    say(
        f"{options.output}: {len(reports)} reports, {len(statements)} statements, "
        f"{len(content) / 1000:.0f} kB"
    )
    return exit_code(len(reports), case.failures)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
            file.write(content)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}). Choose another folder with -o."
        ) from error
