"""Signing in for real: a provider on this machine, a browser, and nothing shown before."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from scripts.browser import free_port, running_dashboard, watch
from tests.openid_provider import SECRET, providing

REVIEWER = {"sub": "1", "email": "ana@example.org", "email_verified": True}


def test_nothing_is_shown_before_signing_in_and_the_reviewer_adds(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    secrets = tmp_path / "secrets.toml"
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
    monkeypatch.setenv("TIDEMARK_SIGN_IN", "required")
    monkeypatch.setenv("TIDEMARK_REVIEWERS", "ana@example.org")
    context = browser.new_context()
    left = watch(context)
    with providing() as provider:
        provider.user = REVIEWER
        secrets.write_text(provider.secrets(f"http://127.0.0.1:{port}"), encoding="utf-8")
        with running_dashboard(tmp_path, port=port) as address:
            page = context.new_page()
            page.goto(f"{address}/?view=Add+a+report")
            page.get_by_role("button", name="Sign in").click(timeout=60_000)
            expect(page.get_by_text("ana@example.org")).to_be_visible(timeout=60_000)
            page.goto(f"{address}/?view=Add+a+report")
            expect(page.get_by_label("Text", exact=True)).to_be_visible(timeout=60_000)
            other = browser.new_context().new_page()
            other.goto(address)
            expect(other.get_by_role("button", name="Sign in")).to_be_visible(timeout=60_000)
            expect(other.locator("iframe[title=Map]")).to_have_count(0)
            other.context.close()
    context.close()
    assert left == []
    assert SECRET not in (tmp_path / "log.txt").read_text(encoding="utf-8")
