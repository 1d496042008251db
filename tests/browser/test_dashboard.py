"""The dashboard in a real browser, with every host but this machine refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from scripts.browser import settle, watch

HOSTILE = """Published: 2025-01-28

Rebels captured Goma on Monday, <script>window.pwned = 1</script> residents said.
Some 9,000 people fled from Goma to Rwanda, `${window.pwned = 1}` and </script> too.
<img src=x onerror="window.pwned = 1"> =cmd()|' /C calc'!A0 [a](javascript:alert(1))
"""


class Screen:
    """A page of the dashboard, what it asked of other hosts, and what went wrong in it."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(viewport={"width": 1440, "height": 900})
        self.left = watch(self.context)
        self.errors: list[str] = []
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator("iframe[title=Map]")

    def any_script_of_a_report_ran(self) -> bool:
        frames = self.page.frames
        return any(frame.evaluate("Boolean(window.pwned)") for frame in frames)


@pytest.fixture
def screen(browser: Browser) -> Iterator[Screen]:
    opened = Screen(browser)
    yield opened
    opened.context.close()
    assert opened.left == []
    assert opened.errors == []


def mark(within: Page | FrameLocator, place: str):  # type: ignore[no-untyped-def]
    return within.locator(f'#map-frame [data-mark="{place}"]').first


MOSUL = "geonames:99072"


def test_a_click_on_the_map_opens_the_sentence_and_goes_into_the_link(
    screen: Screen, dashboard: str
) -> None:
    screen.page.goto(f"{dashboard}/?as_of=2014-06-10")
    mark(screen.map, MOSUL).click()
    expect(screen.map.locator("#panel")).to_contain_text("ISIS controls the city of Mosul")
    expect(screen.map.locator("#panel")).to_contain_text("Nechirvan Barzani")
    screen.page.wait_for_url("**mark=geonames*")
    again = screen.context.new_page()
    again.goto(screen.page.url)
    panel = again.frame_locator("iframe[title=Map]").locator("#panel")
    expect(panel).to_contain_text("ISIS controls the city of Mosul")


def test_moving_the_date_changes_the_map_and_the_link(screen: Screen, dashboard: str) -> None:
    screen.page.goto(f"{dashboard}/?as_of=2014-06-10")
    expect(mark(screen.map, MOSUL)).to_be_visible()
    date = screen.map.locator("input[type=date]").first
    date.fill("2014-03-01")
    date.dispatch_event("change")
    expect(mark(screen.map, MOSUL)).to_have_count(0)
    expect(screen.map.locator("#as-of")).to_have_text("1 March 2014")
    screen.page.wait_for_url("**as_of=2014-03-01*")


def test_layers_and_place_on_the_map_go_into_the_link_and_the_file_and_stay_between_screens(
    screen: Screen, dashboard: str, tmp_path: Path
) -> None:
    screen.page.goto(f"{dashboard}/?as_of=2014-06-09")
    screen.map.get_by_text("Layers", exact=True).click()
    screen.map.get_by_role("checkbox", name="People").uncheck()
    screen.map.get_by_role("button", name="Zoom in").click()
    screen.page.wait_for_url("**at=*")
    screen.page.wait_for_url("**layers=territory*")
    screen.page.get_by_text("Reports", exact=True).click()
    expect(screen.page.locator(".reader mark").first).to_be_visible()
    screen.page.get_by_text("Map", exact=True).click()
    expect(screen.map.locator("#as-of")).to_have_text("9 June 2014")
    expect(screen.map.locator(".movement")).to_have_count(0)
    screen.page.get_by_role("button", name="Download").click()
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name="The page, as one HTML file").click()
    download.value.save_as(tmp_path / "tidemark.html")
    alone = screen.context.new_page()
    alone.goto((tmp_path / "tidemark.html").as_uri())
    expect(alone.locator("#as-of")).to_have_text("9 June 2014")
    expect(mark(alone, MOSUL)).to_be_visible()
    expect(alone.locator(".movement")).to_have_count(0)


def test_a_page_without_quotes_and_exact_places_says_so_and_opens_on_none(
    screen: Screen, dashboard: str, tmp_path: Path
) -> None:
    screen.page.goto(f"{dashboard}/?as_of=2014-06-10&mark={MOSUL}")
    expect(screen.map.locator("#panel")).to_contain_text("Mosul")
    screen.page.get_by_role("button", name="Download").click()
    screen.page.get_by_role("combobox", name="Places").click()
    screen.page.get_by_role("option", name="by governorate or province").click()
    settle(screen.page)  # the button is made anew for what was chosen
    screen.page.mouse.move(0, 0)  # a tooltip under the mouse would lie over it
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name="The page, as one HTML file").click()
    download.value.save_as(tmp_path / "bare.html")
    alone = screen.context.new_page()
    alone.goto((tmp_path / "bare.html").as_uri())
    expect(alone.locator(".left-out")).to_contain_text("Places are given by their governorate")
    expect(alone.locator("#panel")).not_to_contain_text("Mosul")
    alone.locator("#tables").get_by_role("button", name="Nineveh").first.click()
    expect(alone.locator("#panel")).to_contain_text("part of Nineveh")
    expect(alone.locator("#panel blockquote")).to_have_count(0)


def test_from_a_statement_to_its_report_and_back_to_the_map(screen: Screen, dashboard: str) -> None:
    screen.page.goto(f"{dashboard}/?as_of=2014-06-10&mark={MOSUL}")
    screen.map.locator("#panel").get_by_role("button", name="Read in report").first.click()
    chosen = screen.page.locator(".reader mark.chosen").first
    expect(chosen).to_be_visible()
    screen.page.get_by_role("button", name="Show on map").click()
    expect(screen.map.locator("#panel .set-off")).to_be_visible()


def paste(screen: Screen, dashboard: str, text: str, title: str) -> None:
    screen.page.goto(f"{dashboard}/?view=Add+a+report")
    screen.page.get_by_label("Text", exact=True).fill(text)
    screen.page.get_by_label("Title").fill(title)
    screen.page.get_by_role("button", name="Code", exact=True).click()
    screen.page.get_by_role("button", name="Take this report in").click()


def test_a_hostile_report_is_shown_as_text_everywhere(
    screen: Screen, dashboard: str, browser: Browser, tmp_path: Path
) -> None:
    title = "</script><script>window.pwned = 1</script> ${window.pwned = 1} `x`"
    paste(screen, dashboard, HOSTILE, title)
    reader = screen.page.locator(".reader")
    expect(reader.locator("h2")).to_have_text(title)
    expect(reader.locator(".text")).to_contain_text("<script>window.pwned = 1</script>")
    expect(reader.locator(".text mark.figure").first).to_contain_text("9,000 people")
    assert not screen.any_script_of_a_report_ran()

    screen.page.get_by_text("Map", exact=True).click()
    mark(screen.map, "geonames:216281").click()
    expect(screen.map.locator("#panel")).to_contain_text("Rebels captured Goma")
    assert not screen.any_script_of_a_report_ran()

    screen.page.wait_for_url("**mark=geonames*")
    screen.page.get_by_role("button", name="Download").click()
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name="The page, as one HTML file").click()
    saved = tmp_path / "tidemark.html"
    download.value.save_as(saved)
    _opens_alone(browser, saved)


def _opens_alone(browser: Browser, saved: Path) -> None:
    alone = Screen(browser)
    alone.context.set_offline(True)
    alone.page.goto(f"{saved.as_uri()}#as_of=2014-06-10&mark={MOSUL}")
    expect(alone.page.locator("#panel")).to_contain_text("ISIS controls the city of Mosul")
    expect(alone.page.locator("#tables")).to_contain_text("Goma")
    assert not alone.any_script_of_a_report_ran()
    assert (alone.left, alone.errors) == ([], [])
    alone.context.close()
