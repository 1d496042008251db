"""How good and how fast names are placed: python -m benchmarks.places [FILE...].

A FILE holds labelled texts, one JSON object a line: {"text": …, "toponyms": [[start, end, name,
latitude, longitude, type], …]}, as the corpora LGL and TUD-Loc-2013 give them. For each file come
the ceiling (the share of labels for which any candidate of the gazetteer lies within 161 km, which
is what the names allow) and how many labels were placed that near. Rates need no file.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard.model import Place
from dashboard.places import (
    Gazetteer,
    GazetteerGeocoder,
    find_places,
    open_gazetteer,
    resolve_places,
)
from dashboard.places.gazetteer import distance_km
from dashboard.settings import ROOT, settings_from

NEAR_KM = 161  # a hundred miles, the field's usual measure
CALLS = 200_000
Document = dict[str, Any]


def main() -> None:
    """Print the rates, then the quality for each file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--build", action="store_true", help="also time building the index")
    options = parser.parse_args()
    settings = settings_from()
    gazetteer = open_gazetteer(settings.data, settings.index, progress=True)
    texts = [
        report.read_text(encoding="utf-8") for report in sorted((ROOT / "seeds").glob("*.txt"))
    ]
    corpora = {
        file.name: [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]
        for file in options.files
    }
    texts += [document["text"] for documents in corpora.values() for document in documents]
    print_rates(gazetteer, texts)
    for name, documents in corpora.items():
        print(f"{name}: {quality(gazetteer, documents)}")
    if options.build:
        with tempfile.TemporaryDirectory() as folder:
            took = seconds(lambda: open_gazetteer(settings.data, Path(folder) / "index"))
        print(f"index built in {took:.1f} s")


def quality(gazetteer: Gazetteer, documents: list[Document]) -> str:
    """Say how many labels could be placed, and how many were."""
    labels = possible = placed = 0
    for document in documents:
        text, rows = document["text"], [r for r in document["toponyms"] if r[3] is not None]
        answers = resolve_places(gazetteer, text, [(row[0], row[1]) for row in rows])
        for (_, _, name, lat, lon, *_), place in zip(rows, answers, strict=True):
            near = place is not None and is_near(place, lat, lon)
            labels += 1
            placed += near
            possible += near or any(is_near(c, lat, lon) for c in gazetteer.candidates(name))
    if not labels:
        return "no labels with points"
    return f"ceiling {possible / labels:.3f}, placed {placed / labels:.3f} of {labels} labels"


def is_near(place: Place, lat: float, lon: float) -> bool:
    """Tell whether a place lies within 161 km of a point in degrees."""
    if place.lat is None or place.lon is None:
        return False
    return distance_km(place.lat, place.lon, lat, lon) <= NEAR_KM


def print_rates(gazetteer: Gazetteer, texts: list[str]) -> None:
    """Print megabytes of text a second, look-ups a second, seconds to open, and memory."""
    settings = settings_from()
    size = sum(map(len, texts)) / 1e6
    runs = [seconds(lambda: [find_places(gazetteer, text) for text in texts]) for _ in range(3)]
    print(f"find_places {size / min(runs):.2f} MB/s warm, {size / runs[0]:.2f} MB/s cold")
    geocoder = GazetteerGeocoder(gazetteer)
    names = ["Mosul", "Goma", "Oxford, Mississippi", "Kherson", "El Fasher"]
    took = seconds(lambda: [geocoder.geocode(names[i % len(names)]) for i in range(CALLS)])
    print(f"geocode {CALLS / took:,.0f} calls/s")
    print(f"opened in {seconds(lambda: open_gazetteer(settings.data, settings.index)):.3f} s")
    unit = 1 if sys.platform == "darwin" else 1024
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    index = sum(file.stat().st_size for file in settings.index.iterdir()) / 1e6
    print(f"resident {resident:.0f} MB, index {index:.0f} MB on disk")


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
