"""Make the pictures that README shows: `make screenshots`.

The dashboard is run on the shipped case, in headless Chromium, at the sizes of a desk and a phone.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from dashboard.settings import ROOT
from scripts.browser import launch, running_dashboard, watch

FOLDER = ROOT / "docs" / "screenshots"
WIDE, NARROW = (1440, 900), (390, 844)
MOSUL = "?as_of=2014-06-10&mark=geonames%3A99072"

PICTURES = (
    ("map-wide-light", MOSUL, WIDE, "light"),
    ("map-wide-dark", MOSUL, WIDE, "dark"),
    ("map-narrow-light", "?as_of=2014-06-10", NARROW, "light"),
    ("reader-wide-light", "?view=Reports", WIDE, "light"),
)


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_dashboard(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for name, chosen, size, scheme in PICTURES:
            _take(browser, f"{address}/{chosen}", size, scheme, FOLDER / f"{name}.png")
        browser.close()


def _take(browser: Browser, address: str, size: tuple[int, int], scheme: str, to: Path) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    watch(context)
    page = context.new_page()
    page.goto(address)
    if "view=" in address:
        page.locator(".reader mark").first.wait_for()
    else:
        page.frame_locator("iframe[title=Map]").locator("#as-of").wait_for()
    page.wait_for_timeout(1500)  # fonts and the map's own movement come to rest
    page.screenshot(path=str(to))
    print(to)
    context.close()


if __name__ == "__main__":
    main()
