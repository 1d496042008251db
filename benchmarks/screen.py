"""How soon the first map is there, and how soon a date change is, in headless Chromium.

    python -m benchmarks.screen [--runs 5]

Beside it stands the same for an empty Streamlit page with an empty folium map. Prints the median
of the runs and their spread, in milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.ledger import open_ledger
from dashboard.pipeline import coder_version, open_desk
from dashboard.settings import Settings, settings_from
from scripts.browser import launch, running_dashboard
from scripts.made_up_case import made_up_case

EMPTY_APP = """import folium
import streamlit as st

st.iframe(folium.Map(tiles=None).get_root().render(), height=600)
"""
OURS = "iframe[title=Map]"
CHANGE_DATE = """(day) => new Promise((done) => {
  const field = document.querySelector('input[type=date]');
  const start = performance.now();
  field.value = day;
  field.dispatchEvent(new Event('change', {bubbles: true}));
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the dashboard's screen.")
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement (5)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        empty = _measure_empty(browser, Path(folder), runs)
        _print("an empty Streamlit page with an empty folium map", empty)
        for size in (0, 1000):
            first, change = _measure_ours(browser, Path(folder), runs, size)
            what = f"{size} made-up statements" if size else "the shipped case"
            _print(f"first map, {what}", first)
            _print(f"date change, {what}", change)
        browser.close()


def _measure_empty(browser: Browser, folder: Path, runs: int) -> list[float]:
    app = folder / "empty.py"
    app.write_text(EMPTY_APP, encoding="utf-8")
    made = folder / "empty"
    made.mkdir()
    with running_dashboard(made, app) as address:
        return _repeated(
            browser, address, runs, lambda page: _wait_for(page, "iframe", ".folium-map")
        )


def _measure_ours(
    browser: Browser, folder: Path, runs: int, size: int
) -> tuple[list[float], list[float]]:
    made = folder / f"ours-{size}"
    made.mkdir()
    if size:
        _fill(Settings(made=made), size)
    changes: list[float] = []

    def look(page: Page) -> None:
        _wait_for(page, OURS, "#map-frame .leaflet-overlay-pane path")

    with running_dashboard(made) as address:
        first = _repeated(browser, address, runs, look)
        page = browser.new_page()
        page.goto(address)
        look(page)
        frame = page.frames[-1]
        days = ("2014-03-01", "2014-06-10") if not size else ("2024-02-01", "2024-05-01")
        for run in range(runs):
            changes.append(frame.evaluate(CHANGE_DATE, days[run % 2]))
            page.wait_for_timeout(300)
        page.close()
    return first, changes


def _fill(settings: Settings, size: int) -> None:
    """Put made-up statements into a ledger, each with its report."""
    statements, reports = made_up_case(open_desk(settings_from()).gazetteer, size)
    ledger = open_ledger(settings.ledger)
    for number, report in enumerate(reports):
        own = [s for s in statements if s.report == report.id]
        ledger.take_in(replace(report, text=f"Made up, {number}."), own, coder_version(settings))


def _repeated(
    browser: Browser, address: str, runs: int, look: Callable[[Page], None]
) -> list[float]:
    """Open the address in a new browser context each time; the first time warms the server."""
    times = []
    for _ in range(runs + 1):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        start = time.perf_counter()
        page.goto(address)
        look(page)
        times.append(1000 * (time.perf_counter() - start))
        context.close()
    return times[1:]


def _wait_for(page: Page, frame: str, inside: str) -> None:
    page.frame_locator(frame).locator(inside).first.wait_for(state="attached", timeout=60_000)


def _print(what: str, times: list[float]) -> None:
    low, high = min(times), max(times)
    print(f"{what}: {statistics.median(times):.0f} ms ({low:.0f} to {high:.0f}, {len(times)} runs)")


if __name__ == "__main__":
    main()
