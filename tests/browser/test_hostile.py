"""Hostile words in every field, in a real browser: no script runs, no view falls over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from dashboard.ledger import Ledger, open_ledger
from dashboard.model import Review, ReviewAct, TerritorialClaim
from dashboard.pipeline import open_desk, take_in
from dashboard.reports import report_from_text
from dashboard.settings import Settings
from scripts.browser import running_dashboard
from tests.browser.test_dashboard import Screen

RUNS = "window.pwned = 1"
WORDS = (
    f"<script>{RUNS}</script><img src=x onerror='{RUNS}'>`${{{RUNS}}}`</script>=cmd() '); DROP "
    f"TABLE report; -- [a](javascript:{RUNS}) **b** :red[c] \u202e"
)
FIELDS = {
    "id": WORDS, "title": WORDS, "publisher": WORDS, "note": WORDS, "agencies": WORDS,
    "address": f"javascript:{RUNS}", "published": "2025-01-28",
    "published-known": WORDS, "source-file": WORDS,
}  # fmt: skip
TEXT = (
    f"Rebels captured Goma on Monday, {WORDS} said.\n\n{WORDS}\n\nSome 9,000 people fled from Goma "
    f"to Sake, Ana {WORDS} Rossi said."
)
ID = WORDS.replace("\u202e", "\ufffd")  # as a report's id is kept
WHEN = datetime(2025, 1, 29, tzinfo=UTC)
VIEWS = ["Map", "Reports", "Review", "Charts", "Add a report"]


def fill(ledger: Ledger) -> str:
    """Put a hostile report and hostile reviews into a ledger; give a claim's id."""
    (kept,) = take_in(ledger, open_desk(Settings()), [report_from_text(TEXT, FIELDS)])
    claim = next(
        s for s in ledger.statements() if s.report == kept.id and isinstance(s, TerritorialClaim)
    )
    actor = replace(claim.actor, name=WORDS, as_written=WORDS)
    edited = replace(claim, said_by=WORDS, said_by_role=WORDS, rule=WORDS, actor=actor)
    for act, after in ((ReviewAct.ACCEPT, None), (ReviewAct.EDIT, edited)):
        seen = ledger.reviews()[-1].id if ledger.reviews() else None
        review = Review(claim.id, act, WORDS, WHEN, WORDS, before=claim, after=after)
        ledger.add_review(review, seen)
    return claim.id


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a dashboard over a hostile ledger, and a hostile claim's id."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    claim = fill(open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}"))
    with running_dashboard(folder) as address:
        yield address, claim


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_runs_what_a_report_or_a_reviewer_wrote(
    browser: Browser, hostile: tuple[str, str], view: str
) -> None:
    address, claim = hostile
    screen = Screen(browser)
    chosen = {"view": view, "statement": claim, "report": ID, "mark": WORDS, "as_of": WORDS}
    screen.page.goto(f"{address}/?{urlencode(chosen)}")
    expect(screen.page.get_by_role("heading", name="Tidemark")).to_be_visible(timeout=60_000)
    expect(screen.page.get_by_text("Running...")).to_have_count(0, timeout=60_000)
    if view == "Reports":
        expect(screen.page.locator(".reader h2")).to_contain_text("<script>", timeout=60_000)
    if view == "Review":
        expect(screen.page.get_by_text("History")).to_be_visible(timeout=60_000)
    screen.page.wait_for_timeout(1500)  # what would run had its time
    assert not screen.any_script_of_a_report_ran()
    for frame in screen.page.frames:
        assert frame.locator("a[href^=javascript], img[src=x]").count() == 0
        texts = [frame.locator("body").inner_text(), *frame.locator(".reader").all_inner_texts()]
        assert "\u202e" not in "".join(texts)
    assert screen.page.get_by_test_id("stException").count() == 0
    assert (screen.left, screen.errors) == ([], [])
    screen.context.close()


def test_a_file_with_a_hostile_name_is_told_by_it(
    browser: Browser, hostile: tuple[str, str]
) -> None:
    screen = Screen(browser)
    screen.page.goto(f"{hostile[0]}/?view=Add+a+report")
    name = f"<img src=x onerror='{RUNS}'>[a](javascript:{RUNS})\u202e.txt"
    screen.page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": b"\x00"}, timeout=60_000
    )
    screen.page.get_by_role("button", name="Code", exact=True).click()
    expect(screen.page.get_by_role("alert")).to_contain_text("a binary file", timeout=60_000)
    expect(screen.page.get_by_role("alert")).to_contain_text("<img src=x")
    assert not screen.any_script_of_a_report_ran()
    assert screen.page.locator("a[href^=javascript], img[src=x]").count() == 0
    screen.context.close()
