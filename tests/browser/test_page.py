"""The page in a real browser, opened as a file, with every host refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.mapping import render_page
from dashboard.model import Report
from dashboard.picture import timeline
from scripts.browser import watch
from tests.mapping_case import (
    BOUNDARIES,
    GOMA,
    NOWHERE,
    REBELS,
    REPORTS,
    SAKE,
    claim,
    figure,
    statements,
    towns,
)

WIDE = (1440, 900)
SIZES = [WIDE, (1024, 700), (390, 844), (360, 640)]
PWNED = "window.__pwned = 1"
HOSTILE = (
    f"<script>{PWNED}</script><img src=x onerror='{PWNED}'>`${{{PWNED}}}`</script>=cmd()\u202e"
)
HOSTILE_SHOWN = HOSTILE.replace("\u202e", "⟨U+202E⟩")


def write(path: Path, said, reports=REPORTS, **more) -> str:  # type: ignore[no-untyped-def]
    html = render_page(timeline(said), said, reports, boundaries=BOUNDARIES, towns=towns, **more)
    path.write_text(html, encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("page") / "map.html", statements())


class Opened:
    """A page of the browser, what it asked for, and what went wrong in it."""

    def __init__(self, browser: Browser, **options) -> None:  # type: ignore[no-untyped-def]
        size = options.pop("size", WIDE)
        viewport = {"width": size[0], "height": size[1]}
        self.context = browser.new_context(viewport=viewport, accept_downloads=True, **options)
        self.left = watch(self.context)
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))

    def open(self, address: str) -> None:
        """Open a page and wait until all that it has packed is open."""
        self.page.goto(address)
        self.page.locator("html[data-opened]").wait_for(state="attached")

    def _hear(self, message) -> None:  # type: ignore[no-untyped-def]
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def close(self) -> None:
        self.context.close()
        assert self.errors == []
        assert self.left == []
        assert all(url.startswith(("file://", "blob:", "about:")) for url in self.asked)


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    screen = Opened(browser)
    screen.open(address)
    yield screen
    screen.close()


@pytest.fixture
def page(opened: Opened) -> Page:
    return opened.page


def mark(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.locator(f".mark[aria-label^='{name}']").first


def panel(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("complementary", name="Evidence")


def test_it_asks_for_nothing_but_itself(opened: Opened, address: str) -> None:
    expect(mark(opened.page, "Sake")).to_be_visible()
    assert opened.asked == [address]


def test_a_click_on_a_place_shows_its_sentences(page: Page) -> None:
    mark(page, "Sake").click()
    expect(panel(page)).to_contain_text("rebels overran Sake at dawn")
    expect(panel(page)).to_contain_text("a trader")
    expect(panel(page)).to_contain_text("Lake Courier")


def test_rival_claims_stand_side_by_side(page: Page) -> None:
    mark(page, "Sake").click()
    sides = panel(page).locator(".facing > .side").all()
    boxes = [side.bounding_box() for side in sides]
    assert len(boxes) == 2
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] < boxes[1]["x"]


def test_an_area_answers_to_a_click_on_its_shape(page: Page) -> None:
    shape = page.locator("path.area[data-mark='t:kivu']").bounding_box()
    page.mouse.click(shape["x"] + shape["width"] * 0.45, shape["y"] + shape["height"] * 0.3)
    expect(panel(page).get_by_role("heading", level=2)).to_contain_text("North Kivu")


def test_a_movement_shows_its_range_and_its_figures(page: Page) -> None:
    movement = page.locator(".movement[aria-label*='from Sake']")
    movement.dispatch_event("click")
    expect(panel(page)).to_contain_text("9,000–12,000 people")
    expect(panel(page)).to_contain_text("some 12,000 people left Sake for Goma")
    expect(panel(page)).to_contain_text("Triangulation")
    expect(panel(page)).to_contain_text("about 9,000, of the latest report")
    expect(panel(page)).to_contain_text("with 1 figure more: their ends agree")


def test_moving_the_slider_changes_map_headline_and_tables(page: Page) -> None:
    slider = page.get_by_role("slider", name="Date")
    before = page.locator("#headline").inner_text()
    assert "disputed" in mark(page, "Sake").get_attribute("aria-label")
    slider.fill("0")
    expect(page.locator("#as-of")).to_have_text("1 May 2023")
    assert "disputed" not in mark(page, "Sake").get_attribute("aria-label")
    assert page.locator("#headline").inner_text() != before
    expect(page.locator("#sheet-people tbody tr")).to_have_count(1)


def test_arrow_keys_step_through_the_days(page: Page) -> None:
    page.get_by_role("slider", name="Date").focus()
    page.keyboard.press("Home")
    expect(page.locator("#as-of")).to_have_text("1 May 2023")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#as-of")).to_have_text("2 May 2023")


def test_enter_opens_a_mark_and_escape_returns_to_it(page: Page) -> None:
    mark(page, "Masisi").focus()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_focused()
    expect(panel(page)).to_contain_text("they vowed to march on Masisi")
    page.keyboard.press("Escape")
    expect(mark(page, "Masisi")).to_be_focused()


def test_play_walks_through_the_days_and_stops(page: Page) -> None:
    page.clock.install()
    page.get_by_role("slider", name="Date").fill("0")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(60_000)
    last = page.locator(".ticks i").last.get_attribute("data-day")
    expect(page.locator("#as-of")).to_have_attribute("datetime", last)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_place_is_found_by_its_name(page: Page) -> None:
    page.get_by_role("combobox", name="Find a place").fill("Rutshuru")
    expect(panel(page)).to_contain_text("shells fell on Rutshuru all day")


def test_layers_can_be_left_out(page: Page) -> None:
    page.get_by_text("Layers", exact=True).click()
    page.get_by_label("Who holds what").uncheck()
    expect(mark(page, "Sake")).to_have_count(0)
    expect(page.locator(".movement")).not_to_have_count(0)
    expect(page.locator(".local-name")).to_contain_text("غوما")
    page.get_by_label("Local names").uncheck()
    expect(page.locator(".local-name")).to_have_count(0)


def test_print_fits_the_map_to_the_paper(page: Page) -> None:
    page.locator("#legend summary").click()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    box = page.locator("#map-frame").bounding_box()
    assert 1.7 < box["width"] / box["height"] < 1.9
    expect(page.locator("#slider")).to_be_hidden()
    expect(page.get_by_text("Grey: no report")).to_be_visible()
    expect(mark(page, "Sake")).to_be_visible()


def test_every_mark_of_the_map_is_in_the_tables(page: Page) -> None:
    marks = page.locator(".marks .mark").evaluate_all("all => all.map(m => m.dataset.mark)")
    rows = page.locator("#sheet-places tbody tr, #sheet-people tbody tr").count()
    assert len(marks) == rows
    expect(page.locator("#sheet-statements tbody tr")).to_have_count(len(statements()))


def test_a_place_of_no_gazetteer_is_told_in_table_and_panel(
    browser: Browser, tmp_path: Path
) -> None:
    said = [claim("they hold the mill", REBELS, "holds", NOWHERE, date(2023, 5, 1))]
    screen = Opened(browser)
    screen.open(write(tmp_path / "nowhere.html", said))
    expect(screen.page.locator(".mark")).to_have_count(0)
    screen.page.locator("#sheet-places").get_by_role("button", name=NOWHERE).click()
    expect(panel(screen.page)).to_contain_text("No gazetteer has this place")
    expect(panel(screen.page)).to_contain_text("they hold the mill")
    screen.close()


@pytest.mark.parametrize("chosen", ["", "t:kivu"])
@pytest.mark.parametrize("size", SIZES)
def test_names_on_the_map_do_not_collide(browser: Browser, address: str, size, chosen) -> None:  # type: ignore[no-untyped-def]
    screen = Opened(browser, size=size)
    screen.open(f"{address}#mark={chosen}")
    boxes = screen.page.locator(".marks .label").evaluate_all(
        "all => all.map((l) => l.getBoundingClientRect()).map((b) => [b.x, b.y, b.right, b.bottom])"
    )
    assert len(boxes) > 3
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = right <= other[0] + 3 or other[2] <= left + 3
            assert apart or bottom <= other[1] + 5 or other[3] <= top + 5
    screen.close()


def test_whatever_can_be_used_has_a_name(page: Page) -> None:
    mark(page, "Sake").click()
    nameless = page.evaluate(
        """[...document.querySelectorAll('button, input, select, summary, [role=button]')]
          .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim()
            || node.closest('label') || document.querySelector(`label[for="${node.id}"]`)))
          .map((node) => node.outerHTML)"""
    )
    assert nameless == []


def test_a_table_is_filtered_sorted_and_saved(page: Page, tmp_path: Path) -> None:
    sheet = page.locator("#sheet-statements")
    sheet.get_by_role("searchbox").fill("Hill Radio")
    expect(sheet.locator("tbody tr")).to_have_count(3)
    sheet.get_by_role("button", name="Quote").click()
    quotes = sheet.locator("tbody q").all_inner_texts()
    assert quotes == sorted(quotes, key=str.lower)
    with page.expect_download() as download:
        sheet.get_by_role("button", name="Save as CSV").click()
    download.value.save_as(tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("States,Quote,Speaker")


def test_the_address_keeps_the_day_and_the_mark(browser: Browser, address: str) -> None:
    screen = Opened(browser)
    screen.open(f"{address}#as_of=2023-05-02&mark=t%3Asake")
    expect(screen.page.locator("#as-of")).to_have_text("2 May 2023")
    expect(panel(screen.page)).to_contain_text("rebels overran Sake at dawn")
    mark(screen.page, "Masisi").click()
    assert screen.page.url.endswith("#as_of=2023-05-02&mark=t%3Amasisi")
    screen.close()


def test_the_address_keeps_layers_place_on_the_map_and_the_day_compared_with(
    browser: Browser, address: str
) -> None:
    screen = Opened(browser)
    screen.open(address)
    since = panel(screen.page).get_by_label("Since", exact=True)
    since.focus()  # then its days are listed
    since.select_option("2023-05-01")
    screen.page.get_by_text("Layers", exact=True).click()
    screen.page.get_by_role("checkbox", name="People").uncheck()
    screen.page.get_by_role("button", name="Zoom in").click()
    screen.page.wait_for_url("**at=*")
    place = mark(screen.page, "Sake").bounding_box()
    again = Opened(browser)
    again.open(screen.page.url)
    expect(again.page.get_by_label("Since", exact=True)).to_have_value("2023-05-01")
    expect(again.page.locator(".movement")).to_have_count(0)
    assert mark(again.page, "Sake").bounding_box() == pytest.approx(place, abs=2)
    again.page.get_by_role("button", name="Reset view").click()
    again.page.wait_for_function("!location.hash.includes('at=')")
    assert mark(again.page, "Sake").bounding_box() != pytest.approx(place, abs=2)
    screen.close()
    again.close()


def test_a_page_opens_on_the_view_it_was_made_with(browser: Browser, tmp_path: Path) -> None:
    view = {"as_of": "2023-05-02", "layers": "movements,local", "at": "-1.6,29.2,9", "mark": "x"}
    screen = Opened(browser)
    screen.open(write(tmp_path / "chosen.html", statements(), view=view))
    expect(screen.page.locator("#as-of")).to_have_text("2 May 2023")
    expect(screen.page.locator(".mark.movement")).not_to_have_count(0)
    expect(mark(screen.page, "Sake")).to_have_count(0)
    expect(screen.page.locator(".local-name")).to_contain_text("غوما")
    expect(screen.page.locator(".leaflet-control-scale-line")).to_have_text("30 km")
    screen.close()


@pytest.mark.parametrize(
    "hash_", ["layers=none", "at=x,y", "at=1e9,1e9,99", "since=1990-01-01&mark=constructor"]
)
def test_an_address_that_names_what_is_not_there_still_opens(
    browser: Browser, address: str, hash_: str
) -> None:
    screen = Opened(browser)
    screen.open(f"{address}#{hash_}")
    expect(screen.page.locator("#as-of")).to_have_text("18 May 2023")
    screen.close()


def test_what_changed_is_listed_and_set_off(page: Page) -> None:
    changes = panel(page).locator(".changes")
    expect(changes).to_contain_text("now reported held by National Army")
    expect(changes).to_contain_text("newly disputed")
    panel(page).get_by_label("Set off on the map").check()
    expect(page.locator(".mark.changed")).not_to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_scrolls_sideways(browser: Browser, address: str, size, scheme) -> None:  # type: ignore[no-untyped-def]
    screen = Opened(browser, size=size, color_scheme=scheme)
    screen.open(f"{address}#as_of=2023-05-18&mark=t%3Asake")
    expect(panel(screen.page)).to_contain_text("Sake")
    width = screen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]
    assert screen.page.locator("html").get_attribute("data-theme") == scheme
    screen.close()


def test_on_a_phone_the_chosen_mark_stays_above_the_sheet(browser: Browser, address: str) -> None:
    screen = Opened(browser, size=(390, 844))
    screen.open(f"{address}#mark=t%3Asake")
    chosen = mark(screen.page, "Sake").bounding_box()
    assert chosen["y"] + chosen["height"] <= panel(screen.page).bounding_box()["y"]
    screen.close()


def test_without_a_statement_it_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    screen = Opened(browser)
    screen.open(write(tmp_path / "empty.html", []))
    expect(screen.page.locator("#map-empty")).to_contain_text("Add a report")
    screen.close()


def test_where_nothing_was_known_yet_it_says_so(browser: Browser, tmp_path: Path) -> None:
    known_by = date(2023, 4, 1)
    html = render_page(
        timeline(statements(), known_by=known_by), [], [], boundaries=BOUNDARIES, towns=towns
    )
    (tmp_path / "early.html").write_text(html, encoding="utf-8")
    screen = Opened(browser)
    screen.page.goto((tmp_path / "early.html").as_uri())
    expect(screen.page.locator("#map-empty")).to_contain_text("choose a later day to know by")
    screen.close()


def test_a_citation_names_speaker_publisher_report_and_day(browser: Browser, address: str) -> None:
    screen = Opened(browser, permissions=["clipboard-read", "clipboard-write"])
    screen.page.goto(f"{address}#mark=t%3Asake")
    panel(screen.page).get_by_role("button", name="Copy citation").last.click()
    expect(screen.page.locator("#announce")).to_have_text("Citation copied")
    copied = screen.page.evaluate("navigator.clipboard.readText()")
    assert copied == (
        "“rebels overran Sake at dawn” — a trader, in Lake Courier, “Rebels advance”, 3 May 2023,"
        " https://a.test/1"
    )
    screen.close()


def test_a_hostile_report_is_text_everywhere(browser: Browser, tmp_path: Path) -> None:
    day = date(2023, 5, 1)
    said = [
        claim(HOSTILE, REBELS, "takes", SAKE, day, said_by=HOSTILE, rule=HOSTILE),
        claim(HOSTILE + " ", REBELS, "holds", HOSTILE, day),
        figure(HOSTILE, 900, day, origin=(SAKE,), destination=(GOMA,), said_by="=cmd()"),
    ]
    reports = [Report("one", HOSTILE, day, HOSTILE, HOSTILE, address=f"javascript:{PWNED}")]
    screen = Opened(browser)
    screen.open(write(tmp_path / "hostile.html", said, reports, title=HOSTILE))
    mark(screen.page, "Sake").click()
    expect(panel(screen.page).locator("blockquote").first).to_contain_text(HOSTILE_SHOWN)
    expect(screen.page.locator("h1")).to_have_text(HOSTILE_SHOWN)
    expect(screen.page.locator("#sheet-statements")).to_contain_text(HOSTILE_SHOWN)
    with screen.page.expect_download() as download:
        screen.page.locator("#sheet-statements").get_by_role("button", name="Save as CSV").click()
    download.value.save_as(tmp_path / "hostile.csv")
    assert ",'=cmd()," in (tmp_path / "hostile.csv").read_text(encoding="utf-8-sig")
    assert panel(screen.page).get_by_role("link").count() == 0
    assert screen.page.evaluate("window.__pwned") is None
    screen.close()


FRAME = """
<iframe title="Map" sandbox="allow-scripts allow-downloads" width="1200" height="800"></iframe>
<script>
  window.heard = [];
  addEventListener('message', (event) => window.heard.push(event.data.tidemark));
</script>
"""


@pytest.fixture
def framed(browser: Browser, address: str) -> Iterator[Opened]:
    """The page in a sandboxed frame, as a dashboard shows it."""
    screen = Opened(browser)
    screen.page.goto("about:blank")
    screen.page.set_content(FRAME)
    html = Path(address.removeprefix("file://")).read_text(encoding="utf-8")
    screen.page.eval_on_selector("iframe", "(frame, html) => { frame.srcdoc = html; }", html)
    expect(screen.page.frame_locator("iframe").locator(".mark").first).to_be_visible()
    yield screen
    screen.close()


def tell(page: Page, message: dict[str, object]) -> None:
    page.eval_on_selector(
        "iframe", "(f, m) => f.contentWindow.postMessage({tidemark: m}, '*')", message
    )


def test_in_a_frame_it_tells_the_day_and_the_mark(framed: Opened) -> None:
    frame = framed.page.frame_locator("iframe")
    frame.locator(".mark[aria-label^='Sake']").first.click()
    frame.get_by_role("button", name="Read in report").first.click()
    framed.page.wait_for_function("heard.some((m) => m.open)")
    heard = framed.page.evaluate("heard")
    assert {"view": {"as_of": "2023-05-18", "mark": "t:sake"}} in heard
    assert heard[-1]["open"] in {statement.id for statement in statements()}


def test_in_a_frame_it_tells_the_day_that_it_opened_on_and_no_other_opening(framed: Opened) -> None:
    tell(framed.page, {"view": {"layers": "towns"}})
    framed.page.wait_for_function("heard.some((m) => m.view)")
    tell(framed.page, {"view": {"as_of": "2023-05-02"}})
    tell(framed.page, {"theme": "dark"})
    expect(framed.page.frame_locator("iframe").locator("html")).to_have_attribute(
        "data-theme", "dark"
    )
    told = {"view": {"as_of": "2023-05-18", "layers": "towns"}}
    assert framed.page.evaluate("heard.filter((m) => m.view)") == [told]


def test_in_a_frame_it_does_as_it_is_told(framed: Opened) -> None:
    frame = framed.page.frame_locator("iframe")
    view = {"as_of": "2023-05-02", "mark": "t:masisi"}
    tell(framed.page, {"theme": "dark", "view": view})
    expect(frame.locator("#as-of")).to_have_text("2 May 2023")
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    expect(frame.get_by_role("complementary")).to_contain_text("they vowed to march on Masisi")
    tell(framed.page, {"view": {"statement": statements()[4].id}})
    expect(frame.locator(".set-off")).to_contain_text("the army says Sake is its own")
