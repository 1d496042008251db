"""Both faces by axe-core, against WCAG 2.2 A and AA: wide and narrow, light and dark."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.mapping import render_page
from dashboard.picture import timeline
from scripts.browser import settle, watch
from tests.mapping_case import BOUNDARIES, REPORTS, statements, towns

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LOOKS = list(product([(1440, 900), (390, 844)], ["light", "dark"]))


def opened(browser: Browser, size: tuple[int, int], scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    watch(context)
    return context.new_page()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{v['id']}: {node['target']} {node['html'][:120]}" for v in found for node in v["nodes"]
    ]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("mark", ["", "t:goma"])
def test_the_page(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, size: tuple[int, int], scheme: str,
    mark: str,
) -> None:  # fmt: skip
    said = statements()
    file = tmp_path_factory.mktemp("page") / "map.html"
    html = render_page(timeline(said), said, REPORTS, boundaries=BOUNDARIES, towns=towns)
    file.write_text(html, encoding="utf-8")
    page = opened(browser, size, scheme)
    page.goto(f"{file.as_uri()}#mark={mark}")
    page.locator("html[data-opened]").wait_for(state="attached")
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("view", ["Map", "Reports", "Review", "Charts", "Add a report"])
def test_the_dashboard(
    browser: Browser, dashboard: str, size: tuple[int, int], scheme: str, view: str
) -> None:
    page = opened(browser, size, scheme)
    page.goto(f"{dashboard}/?view={view}")
    page.get_by_role("heading", name="Tidemark").wait_for()
    settle(page)
    assert violations(page) == []
    page.context.close()
