"""All measures in one table: make bench, or python -m benchmarks.table [--runs 5] [--save].

Beside each stands what it was in the last table kept in docs/benchmarks/, so that a slower program
shows. Work in Python is measured in its own CPU time, a screen by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.measure import Measure
from benchmarks.picture import SIZES, measure_pictures
from benchmarks.reading import measure_index, measure_reading
from benchmarks.screen import measure_dashboard, measure_page
from dashboard.settings import ROOT
from scripts.browser import launch

KEPT = ROOT / "docs" / "benchmarks"
HEADS = ("what", "median", "spread", "runs", "last time")


def main() -> None:
    """Measure, print, and write the table as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement (5)")
    parser.add_argument("--quick", action="store_true", help="no size above 10,000 statements")
    parser.add_argument("--save", action="store_true", help="keep the table in docs/benchmarks/")
    options = parser.parse_args()
    machine = describe_machine()
    before = last_kept()
    print(" | ".join(HEADS))
    found: list[Measure] = []
    for group in groups(options.runs, options.quick):
        for measure in group():
            found.append(measure)
            print(*measure.row, _before(before, measure), sep=" | ", flush=True)
    file = (KEPT if options.save else ROOT / "var") / f"{machine['when'][:10]}.json"
    write(file, machine, found)
    print(f"\n{json.dumps(machine)}\n{file}")


def groups(runs: int, quick: bool) -> list[Callable[[], list[Measure]]]:
    """Give what is measured, in order."""
    sizes = tuple(size for size in SIZES if size <= 10_000 or not quick)
    return [
        lambda: measure_reading(runs),
        lambda: measure_index(runs),
        lambda: measure_pictures(sizes),
        *(lambda s=size: _in_browser(lambda b: measure_page(b, s, runs)) for size in sizes[:3:2]),
        lambda: _in_browser(lambda browser: measure_dashboard(browser, sizes[:3:2], runs)),
    ]


def _in_browser(work: Callable[[Any], list[Measure]]) -> list[Measure]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            return work(browser)
        finally:
            browser.close()


def describe_machine() -> dict[str, Any]:
    """Say what it was measured on, and how busy that was with other things."""
    described: dict[str, Any] = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        described["processor"] = names[0] if names else described["processor"]
    if hasattr(os, "getloadavg"):
        described["load"] = [round(load, 1) for load in os.getloadavg()]
    return described


def last_kept() -> dict[str, Measure]:
    """Read the newest table that was kept, by what was measured; empty where there is none."""
    files = sorted(KEPT.glob("*.json"))
    if not files:
        return {}
    rows = json.loads(files[-1].read_text(encoding="utf-8"))["measures"]
    return {row["what"]: Measure(row["what"], row["unit"], tuple(row["values"])) for row in rows}


def _before(before: dict[str, Measure], measure: Measure) -> str:
    return before[measure.what].row[1] if measure.what in before else "not measured"


def write(file: Path, machine: dict[str, Any], measures: list[Measure]) -> None:
    """Write a table as JSON."""
    rows = [
        {
            "what": m.what,
            "unit": m.unit,
            "median": round(m.median, 4),
            "values": [round(v, 4) for v in m.values],
        }
        for m in measures
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine, "measures": rows}, indent=1)
    file.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
