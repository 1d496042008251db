"""Make the pictures that README shows: `make screenshots`.

The dashboard is run on the shipped case, and a page is drawn of a made-up case with 200 statements,
in headless Chromium, at the sizes of a desk and a phone.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.pipeline import Told, open_desk, page_of, timeline_of
from dashboard.settings import ROOT, settings_from
from scripts.browser import launch, running_dashboard, watch
from scripts.made_up_case import made_up_case

FOLDER = ROOT / "docs" / "screenshots"
WIDE, NARROW = (1440, 900), (390, 844)
MOSUL = "?as_of=2014-06-10&mark=geonames%3A99072"

# of the dashboard: name, what the link says, size, colour scheme
SCREENS = (
    ("map-wide-light", MOSUL, WIDE, "light"),
    ("map-wide-dark", MOSUL, WIDE, "dark"),
    ("map-narrow-light", "?as_of=2014-06-10", NARROW, "light"),
    ("reader-wide-light", "?view=Reports", WIDE, "light"),
    ("charts-wide-light", "?view=Charts", WIDE, "light"),
)


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        made_up = _made_up_page(Path(folder))
        _take(_opened(browser, made_up, WIDE, "light"), "made-up-200-statements")
        _print(_opened(browser, made_up, WIDE, "light"), "made-up-printed")
        with running_dashboard(Path(folder)) as address:
            for name, chosen, size, scheme in SCREENS:
                page = _opened(browser, f"{address}/{chosen}", size, scheme)
                _wait_for_view(page)
                _take(page, name)
        browser.close()


def _made_up_page(folder: Path) -> str:
    """Draw a page of 200 made-up statements, opened on a disputed place; give its address."""
    settings = settings_from()
    desk = open_desk(settings)
    statements, reports = made_up_case(desk.gazetteer, 200)
    states = timeline_of(settings, statements)
    day = states.days[len(states.days) // 3]
    disputed = next(key for key, state in states.at(day).places.items() if state.disputed)
    file = folder / "made-up.html"
    told = Told(reports, statements, (), states)
    html = page_of(desk, told, title="A made-up case")
    file.write_text(html, encoding="utf-8")
    return f"{file.as_uri()}#as_of={day}&mark={disputed}"


def _opened(browser: Browser, address: str, size: tuple[int, int], scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    watch(context)
    page = context.new_page()
    page.goto(address)
    return page


def _wait_for_view(page: Page) -> None:
    if "view=Reports" in page.url:
        page.locator(".reader mark").first.wait_for()
    elif "view=Charts" in page.url:
        page.locator("canvas, svg.marks").first.wait_for()
    else:
        page.frame_locator("iframe[title=Map]").locator("#as-of").wait_for()


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(1500)  # fonts and the map's own movement come to rest
    page.screenshot(path=str(FOLDER / f"{name}.png"))
    print(FOLDER / f"{name}.png")
    page.context.close()


def _print(page: Page, name: str) -> None:
    page.wait_for_timeout(1000)
    page.pdf(path=str(FOLDER / f"{name}.pdf"), prefer_css_page_size=True, print_background=True)
    print(FOLDER / f"{name}.pdf")
    page.context.close()


if __name__ == "__main__":
    main()
