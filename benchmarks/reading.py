"""How fast text is read: coded, its places found, and the gazetteer's index built and opened."""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path

from benchmarks.measure import Measure, duration, rate
from dashboard.pipeline import open_desk
from dashboard.places import find_places, open_gazetteer
from dashboard.settings import settings_from
from scripts.made_up_reports import made_up_reports

CHARACTERS = 200_000


def measure_reading(runs: int) -> list[Measure]:
    """Measure the coder, the finding of places, and flashgeotext where it is installed."""
    desk = open_desk(settings_from(), progress=True)
    reports = made_up_reports(CHARACTERS)
    size = sum(len(report.text.encode()) for report in reports)
    coding = rate("code_report", size, lambda: [desk.code(report) for report in reports], runs)
    gazetteer = desk.gazetteer
    places = rate(
        "find_places", size, lambda: [find_places(gazetteer, r.text) for r in reports], runs
    )
    found = [coding, places]
    if importlib.util.find_spec("flashgeotext"):
        from flashgeotext.geotext import GeoText  # noqa: PLC0415 - not there for users

        spotter = GeoText()
        texts = [report.text for report in reports]
        spotted = rate("flashgeotext", size, lambda: [spotter.extract(t) for t in texts], runs)
        ratio = coding.median / spotted.median
        found += [spotted, Measure("code_report beside flashgeotext", "times", (ratio,))]
    else:
        print("flashgeotext is not installed: pip install -r requirements-dev.txt")
    return found


def measure_index(runs: int) -> list[Measure]:
    """Measure how long the gazetteer's index takes to build, and to open."""
    settings = settings_from()

    def build() -> None:
        with tempfile.TemporaryDirectory() as folder:
            open_gazetteer(settings.data, Path(folder) / "index")

    def look_up() -> None:
        open_gazetteer(settings.data, settings.index).candidates("Mosul")

    return [
        duration("index built", build, min(runs, 3)),
        duration("index opened, with a first name", look_up, runs),
    ]
