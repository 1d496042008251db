"""A page with more on it than a map or a table can show at once."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.mapping.sizing import newest
from dashboard.model import Place, PlaceKind
from tests.browser.test_page import Opened, panel, write
from tests.mapping_case import ARMY, KIVU, REBELS, claim, figure, statements

FIRST = date(2023, 5, 1)
TOWNS = [
    Place(
        f"t:{row}-{column}",
        f"Hamlet {row}-{column}",
        PlaceKind.CITY,
        "CD",
        lat=-1.0 - row / 10,
        lon=28.5 + column / 10,
        within=("t:kivu",) if row < 8 else ("t:south",),
    )
    for row in range(16)
    for column in range(16)
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """256 hamlets in two provinces, and a flight from each to the next."""
    said = [claim("all of it is theirs", REBELS, "holds", KIVU, FIRST)]
    for number, town in enumerate(TOWNS):
        actor, to = (ARMY, REBELS)[number % 3 == 0], TOWNS[number - 1]
        said += [
            claim(f"they hold it, {number}", actor, "holds", town, FIRST),
            figure(f"{number} fled", 100 + number, FIRST, origin=(town,), destination=(to,)),
        ]
    return write(tmp_path_factory.mktemp("crowd") / "map.html", said)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    screen = Opened(browser)
    screen.open(address)
    yield screen.page
    screen.close()


def places_drawn(page: Page) -> int:
    """Count the towns drawn one by one, and those that a ring stands for."""
    rings = page.locator(".gathered > text").all_text_contents()
    return page.locator(".towns .mark:not(.gathered)").count() + sum(map(int, rings))


def test_towns_without_room_stand_together_by_their_area(page: Page) -> None:
    assert places_drawn(page) == len(TOWNS)
    assert page.locator(".gathered").count() == 2
    north = page.locator(".gathered[aria-label^='North Kivu: 128 places']")
    assert "reported held by National Army" in north.get_attribute("aria-label")
    expect(page.locator("#undrawn")).to_contain_text("60 movements in view are drawn, 196 are not")


def test_a_closer_look_draws_them_one_by_one(page: Page) -> None:
    page.locator(".gathered").first.focus()
    page.keyboard.press("Enter")
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(400)
    expect(page.locator(".gathered")).to_have_count(0)
    expect(page.locator(".towns .mark")).not_to_have_count(0)
    expect(page.locator("#undrawn")).to_be_hidden()


def test_the_chosen_place_is_never_lost_in_a_ring(page: Page) -> None:
    page.get_by_role("combobox", name="Find a place").fill("Hamlet 3-7")
    expect(panel(page)).to_contain_text("Hamlet 3-7")
    expect(page.locator(".mark[aria-label^='Hamlet 3-7:']")).to_have_count(1)


def test_a_long_table_opens_by_pieces_and_is_filtered_and_saved_whole(
    page: Page, tmp_path: Path
) -> None:
    sheet = page.locator("#sheet-statements")
    rows = sheet.locator("tbody tr")
    expect(rows).to_have_count(100)
    sheet.get_by_role("button", name="Show 413 more of 413").click()
    expect(rows).to_have_count(513)
    expect(sheet.get_by_role("button", name="Show")).to_be_hidden()
    with page.expect_download() as download:
        sheet.get_by_role("button", name="Save as CSV").click()
    download.value.save_as(tmp_path / "all.csv")
    assert len((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()) == 514
    sheet.get_by_role("searchbox").fill("they hold it, 25")
    expect(rows).to_have_count(7)


def test_a_page_without_room_for_all_says_what_is_left_out(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.mapping.page.newest", partial(newest, most=3))
    screen = Opened(browser)
    screen.open(write(tmp_path / "newest.html", statements()))
    expect(panel(screen.page)).to_contain_text("room for the newest 2 statements. 6 earlier ones")
    expect(panel(screen.page)).to_contain_text("This page begins on 3 May 2023")
    expect(screen.page.locator("#sheet-statements tbody tr")).to_have_count(2)
    screen.page.locator(".mark[aria-label^='Sake:']").click()
    expect(panel(screen.page)).to_contain_text("the army says Sake is its own")
    expect(panel(screen.page)).to_contain_text("1 earlier statement behind this")
    screen.close()
