"""Reviewing in a real browser: by the keyboard, and by marking words in the report."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from scripts.browser import running_dashboard, watch

MARK = """(text, words) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (!walker.nextNode().data.includes(words)) continue;
    const start = walker.currentNode.data.indexOf(words);
    document.getSelection().setBaseAndExtent(
        walker.currentNode, start, walker.currentNode, start + words.length);
}"""


@pytest.fixture
def address(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A dashboard for each test: what is reviewed in one is in no other's picture."""
    with running_dashboard(tmp_path) as running:
        yield running


@pytest.fixture
def page(browser: Browser, address: str):  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    left = watch(context)
    opened = context.new_page()
    opened.goto(f"{address}/?view=Review")
    opened.get_by_label("Your name").fill("Rana")
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("button", name="Accept")).to_be_visible()
    opened.locator("h1").click()  # out of the field, so that keys are no text
    yield opened
    context.close()
    assert left == []


def entries(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Statements").get_by_role("button")


def test_a_statement_is_accepted_and_that_is_undone_by_the_keyboard(page: Page) -> None:
    first = entries(page).first.inner_text()
    page.keyboard.press("a")
    expect(entries(page).first).not_to_have_text(first)
    page.get_by_text("Reviewed", exact=True).click()
    expect(entries(page)).to_have_count(1)
    entries(page).first.click()
    expect(page.get_by_text("History: 1")).to_be_visible()
    expect(page.get_by_role("button", name="Undo the last act")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("Machine-coded, not reviewed.")).to_be_visible()


def test_a_statement_is_added_on_words_marked_in_the_report(page: Page) -> None:
    page.locator(".text").evaluate(MARK, "government's fighters were outmatched")
    page.get_by_role("button", name="Add a statement from the marked words").click()
    expect(page.get_by_text("“government's fighters were outmatched”")).to_be_visible()
    page.get_by_text("a claim to a place").click()
    page.get_by_role("combobox", name="Actor").fill("Islamic State")
    page.keyboard.press("Enter")
    page.get_by_label("Place", exact=True).fill("Tikrit")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Added by hand by Rana").first).to_be_visible()
    expect(page.locator("mark.chosen")).to_have_text("government's fighters were outmatched")
