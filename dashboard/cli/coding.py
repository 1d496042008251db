"""The commands `places` and `geocode`: one JSON record a line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from dashboard.characters import as_line
from dashboard.cli.command import DONE, FAILED, PARTLY, Verbs, say, verb
from dashboard.cli.reading import add_report_arguments, exit_code, read_reports
from dashboard.errors import ReportError
from dashboard.model import PlaceMention, Report
from dashboard.pipeline import open_desk
from dashboard.record import Record, place_record
from dashboard.settings import Settings


def add_coding_verbs(verbs: Verbs) -> None:
    """Add `places` and `geocode`."""
    _add_places(verbs)
    _add_geocode(verbs)


def _add_places(verbs: Verbs) -> None:
    what = "print the places that reports name, one JSON record a line"
    parser = verb(verbs, "places", what, "places seeds/", _places)
    add_report_arguments(parser)


def _add_geocode(verbs: Verbs) -> None:
    what = "look names up in the gazetteer and print each place, one JSON record a line"
    parser = verb(verbs, "geocode", what, 'geocode "Mosul" "Oxford, Mississippi"', _geocode)
    parser.add_argument("names", nargs="+", metavar="NAME", help="a place's name")
    parser.add_argument(
        "--country", metavar="CODE", help="only in this country, ISO 3166-1 alpha-2"
    )
    parser.add_argument("--all", action="store_true", help="print every candidate, best first")


def _places(options: argparse.Namespace, settings: Settings) -> int:
    desk = open_desk(settings, progress=True)
    return _print_for_each(
        options, lambda report: (_mention_record(report, m) for m in desk.mentions(report))
    )


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
    for report in read_reports(options, failures):
        done += 1
        lines = [as_line(record) for record in records_of(report)]
        print("\n".join(lines), end="\n" if lines else "")  # noqa: T201 - this is the output
        if not lines:
            say(f"{report.id}: nothing was found in it")
    return exit_code(done, failures)


def _geocode(options: argparse.Namespace, settings: Settings) -> int:
    geocoder = open_desk(settings, progress=True).geocoder
    missing = 0
    for name in options.names:
        found = geocoder.geocode(name, exactly_one=False, country_codes=options.country) or []
        for location in found[: None if options.all else 1]:
            print(as_line(location.raw))  # noqa: T201 - this is the output
        if not found:
            missing += 1
            say(f"{name!r} is in no gazetteer. Check the spelling, or add it to data/places.csv.")
    if not missing:
        return DONE
    return FAILED if missing == len(options.names) else PARTLY
