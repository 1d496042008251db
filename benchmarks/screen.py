"""How soon the map is there and follows, in headless Chromium: milliseconds by the clock."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.measure import Measure, duration
from dashboard.ledger import open_ledger
from dashboard.pipeline import Desk, Told, coder_version, open_desk, page_of, timeline_of
from dashboard.settings import Settings, settings_from
from scripts.browser import running_dashboard
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

FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
NOTE_MARKS = """new MutationObserver((_, watching) => {
  if (!document.querySelector('.mark')) return;
  watching.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    window.marksDrawn = performance.now();
  }));
}).observe(document, {childList: true, subtree: true});"""
MOVE_MAP = """([zoom, by]) => new Promise((done) => {
  const map = window.map_tidemark;
  const start = performance.now();
  if (zoom) map.setZoom(map.getZoom() + zoom, {animate: false});
  else map.panBy(by, {animate: false});
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""


def measure_dashboard(browser: Browser, sizes: tuple[int, ...], runs: int) -> list[Measure]:
    """Measure the dashboard's first map and a change of the date, beside an empty page.

    `sizes` are numbers of made-up statements beside the reports that ship.
    """
    found = []
    with tempfile.TemporaryDirectory() as folder:
        empty = _measure_empty(browser, Path(folder), runs)
        found.append(_in_ms("empty Streamlit page with an empty folium map: first map", empty))
        for size in (0, *sizes):
            first, change = _measure_ours(browser, Path(folder), runs, size)
            what = f"dashboard of {size:,} statements" if size else "dashboard as shipped"
            found += [_in_ms(f"{what}: first map", first), _in_ms(f"{what}: date change", change)]
    return found


def measure_page(browser: Browser, size: int, runs: int) -> list[Measure]:
    """Measure the page of so many statements: its size, its making, and what is seen of it when."""
    desk = open_desk(settings_from())
    statements, reports = made_up_case(desk.gazetteer, size)
    told = Told(reports, statements, [], timeline_of(desk.settings, statements))
    pages: list[str] = []
    made = duration(f"page of {size:,}: made", lambda: pages.append(_page_of(desk, told)), 1)
    looks: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(pages[0], encoding="utf-8")
        for _ in range(runs):
            for what, value in _look_at(browser, file.as_uri()).items():
                looks.setdefault(what, []).append(value)
    megabytes = len(pages[0].encode()) / 1e6
    return [
        made,
        Measure(f"page of {size:,}: size", "MB", (megabytes,)),
        *(_in_ms(f"page of {size:,}: {what}", values) for what, values in looks.items()),
    ]


def _page_of(desk: Desk, told: Told) -> str:
    return page_of(desk, told, title="Made up")


def _look_at(browser: Browser, address: str) -> dict[str, float]:
    """Open a page; give the milliseconds until each thing is there, and of each thing done."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(NOTE_MARKS)
    page.goto(address)
    page.locator("html[data-opened]").wait_for(state="attached", timeout=120_000)
    days = page.locator(".ticks i").evaluate_all("all => all.map((tick) => tick.dataset.day)")
    found = {
        "first paint": page.evaluate(FIRST_PAINT),
        "all marks drawn": page.evaluate("window.marksDrawn"),
        "date change": page.evaluate(CHANGE_DATE, days[len(days) // 2]),
        "zoom": page.evaluate(MOVE_MAP, [1, None]),
        "pan": page.evaluate(MOVE_MAP, [0, [200, 100]]),
    }
    context.close()
    return found


def _in_ms(what: str, values: list[float]) -> Measure:
    return Measure(what, "ms", tuple(values))


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
        _wait_for(page, OURS, "#map-frame .mark")

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
    own = defaultdict(list)
    for statement in statements:
        own[statement.report].append(statement)
    ledger = open_ledger(settings.ledger)
    for report in reports:
        ledger.take_in(report, own[report.id], coder_version(settings))


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
    page.frame_locator(frame).locator(inside).first.wait_for(state="attached", timeout=120_000)
