"""The command line: records go to standard output, all else to standard error.

Exit codes: 0 all is done; 1 something could not be done, and the rest was; 2 the command was
wrong or nothing could be done.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from dashboard.cli_gazetteer import add_gazetteer_verbs
from dashboard.command import DONE, FAILED, PARTLY, Verbs, say, verb
from dashboard.errors import OutputError, ReportError, TidemarkError
from dashboard.model import PlaceMention, Report, Statement
from dashboard.picture import Timeline
from dashboard.pipeline import Desk, open_desk, page_of, still_of, timeline_of
from dashboard.record import Record, as_record, place_record
from dashboard.reports import parse_date, read_report, report_files
from dashboard.settings import ROOT, Settings, settings_from


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.command(options, settings_from())
    except TidemarkError as error:
        say(f"tidemark: {error}")
        return FAILED
    except BrokenPipeError:  # `… | head` closed the pipe: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        say("tidemark: stopped")
        return FAILED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="Read news and situation reports and draw a sourced map of what they say.",
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(verbs)
    _add_code(verbs)
    _add_places(verbs)
    _add_geocode(verbs)
    _add_map(verbs)
    _add_still(verbs)
    _add_export(verbs)
    _add_gazetteer(verbs)
    return parser


def _add_run(verbs: Verbs) -> None:
    what = "open the dashboard in a browser, on this machine alone"
    parser = verb(verbs, "run", what, "run --port 8501", _run)
    parser.add_argument("--port", type=int, default=8501, help="the port to listen on (8501)")


def _add_code(verbs: Verbs) -> None:
    what = "code reports and print their statements, one JSON record a line"
    parser = verb(verbs, "code", what, "code seeds/ > statements.jsonl", _code)
    _add_report_arguments(parser)


def _add_places(verbs: Verbs) -> None:
    what = "print the places that reports name, one JSON record a line"
    parser = verb(verbs, "places", what, "places seeds/", _places)
    _add_report_arguments(parser)


def _add_geocode(verbs: Verbs) -> None:
    what = "look names up in the gazetteer and print each place, one JSON record a line"
    parser = verb(verbs, "geocode", what, 'geocode "Mosul" "Oxford, Mississippi"', _geocode)
    parser.add_argument("names", nargs="+", metavar="NAME", help="a place's name")
    parser.add_argument(
        "--country", metavar="CODE", help="only in this country, ISO 3166-1 alpha-2"
    )
    parser.add_argument("--all", action="store_true", help="print every candidate, best first")


def _add_map(verbs: Verbs) -> None:
    what = "draw reports as one HTML page that opens without a network"
    example = "map seeds/ --as-of 2014-06-10 -o nineveh.html"
    parser = verb(verbs, "map", what, example, _map)
    _add_report_arguments(parser)
    parser.add_argument("--as-of", metavar="DATE", help="the day the map opens on (the last one)")
    parser.add_argument("--known-by", metavar="DATE", help="leave out what was published later")
    parser.add_argument("--map-title", metavar="TEXT", default="Tidemark", help="the page's title")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)


def _add_still(verbs: Verbs) -> None:
    what = "draw reports as a still picture, PNG or PDF, for a slide or a printed brief"
    example = "still seeds/ --as-of 2014-06-10 -o nineveh.pdf"
    parser = verb(verbs, "still", what, example, _still)
    _add_report_arguments(parser)
    parser.add_argument("--as-of", metavar="DATE", required=True, help="the day to draw")
    parser.add_argument("--known-by", metavar="DATE", help="leave out what was published later")
    parser.add_argument("--map-title", metavar="TEXT", default="Tidemark", help="its title")
    parser.add_argument("--shape", choices=("a4", "16:9"), default="a4", help="a page or a slide")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="a .png or a .pdf"
    )


def _add_gazetteer(verbs: Verbs) -> None:
    what = "add places of your own to the gazetteer, list them, take them out"
    add_gazetteer_verbs(verb(verbs, "gazetteer", what, "gazetteer add IQ.txt"))


def _add_export(verbs: Verbs) -> None:
    what = "write statements as CSV, GeoJSON, GeoPackage or GeoParquet, by the file's ending"
    parser = verb(verbs, "export", what, "export seeds/ -o statements.gpkg", _export)
    _add_report_arguments(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)


def _add_report_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a report, or a folder of reports"
    )
    group = parser.add_argument_group("for reports without a header")
    group.add_argument("--title", metavar="TEXT", help="the report's title")
    group.add_argument("--publisher", metavar="NAME", help="who published it")
    group.add_argument("--published", metavar="DATE", help="when, for instance 2014-06-10")
    group.add_argument("--address", metavar="URL", help="where it can be found")


def _run(options: argparse.Namespace, settings: Settings) -> int:
    open_desk(settings, progress=True)  # so that the first start shows the index being built
    app = str(ROOT / "streamlit_app.py")
    command = [sys.executable, "-m", "streamlit", "run", app, "--server.port", str(options.port)]
    # Streamlit looks for .streamlit/config.toml where it is started.
    return subprocess.call(command, cwd=ROOT)  # noqa: S603 - our own file, no shell


def _code(options: argparse.Namespace, settings: Settings) -> int:
    desk = open_desk(settings, progress=True)
    return _print_for_each(options, lambda report: map(as_record, _coded(desk, report)))


def _places(options: argparse.Namespace, settings: Settings) -> int:
    desk = open_desk(settings, progress=True)
    return _print_for_each(
        options, lambda report: (_mention_record(report, m) for m in desk.mentions(report))
    )


def _coded(desk: Desk, report: Report) -> list[Statement]:
    language = desk.language(report)
    if language != "en":
        say(f"{report.id}: this report is in another language ({language}); English alone is read")
    return desk.code(report)


def _mention_record(report: Report, mention: PlaceMention) -> Record:
    candidates = [{"id": c.place.id, "score": round(c.score, 3)} for c in mention.candidates]
    return {
        "report": report.id,
        **place_record(mention),
        "associative": mention.associative,
        "candidates": candidates,
    }


def _print_for_each(
    options: argparse.Namespace, records_of: Callable[[Report], Iterable[Record]]
) -> int:
    failures: list[ReportError] = []
    done = 0
    for report in _read(options, failures):
        done += 1
        lines = [json.dumps(record, ensure_ascii=False) for record in records_of(report)]
        print("\n".join(lines), end="\n" if lines else "")  # noqa: T201 - this is the output
        if not lines:
            say(f"{report.id}: nothing was found in it")
    return _exit_code(done, failures)


def _geocode(options: argparse.Namespace, settings: Settings) -> int:
    geocoder = open_desk(settings, progress=True).geocoder
    missing = 0
    for name in options.names:
        found = geocoder.geocode(name, exactly_one=False, country_codes=options.country) or []
        for location in found[: None if options.all else 1]:
            print(json.dumps(location.raw, ensure_ascii=False))  # noqa: T201 - this is the output
        if not found:
            missing += 1
            say(f"{name!r} is in no gazetteer. Check the spelling, or add it to data/places.csv.")
    if not missing:
        return DONE
    return FAILED if missing == len(options.names) else PARTLY


def _map(options: argparse.Namespace, settings: Settings) -> int:
    as_of = parse_date(options.as_of) if options.as_of else None
    case = _case(options, settings)
    page = page_of(*case.drawn, as_of=as_of, title=options.map_title)
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
    reports = list(_read(options, failures))
    statements = [s for report in reports for s in _coded(desk, report)]
    export(statements, options.output)
    say(f"{options.output}: {len(statements)} statements of {len(reports)} reports")
    return _exit_code(len(reports), failures)


@dataclass(frozen=True, slots=True)
class _Case:
    """The reports of one command, coded, and the files that could not be read."""

    drawn: tuple[Desk, list[Report], list[Statement], Timeline]
    failures: list[ReportError]


def _case(options: argparse.Namespace, settings: Settings) -> _Case:
    known_by = parse_date(options.known_by) if options.known_by else None
    failures: list[ReportError] = []
    desk = open_desk(settings, progress=True)
    reports = list(_read(options, failures))
    statements = [s for report in reports for s in _coded(desk, report)]
    states = timeline_of(settings, statements, known_by=known_by)
    return _Case((desk, reports, statements, states), failures)


def _finish(options: argparse.Namespace, case: _Case, content: bytes) -> int:
    _, reports, statements, _ = case.drawn
    _write(options.output, content)
    say(
        f"{options.output}: {len(reports)} reports, {len(statements)} statements, "
        f"{len(content) / 1000:.0f} kB"
    )
    return _exit_code(len(reports), case.failures)


def _read(options: argparse.Namespace, failures: list[ReportError]) -> Iterator[Report]:
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


def _exit_code(done: int, failures: Sequence[ReportError]) -> int:
    if not failures:
        return DONE
    return PARTLY if done else FAILED


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
