"""The dashboard's server: who it listens to, whom it answers, and what it keeps to itself."""

import socket
import tomllib
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.settings import ROOT
from scripts.browser import running_dashboard

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def status(dashboard: str, method: str, path: str, **headers: str) -> int:
    connection = HTTPConnection(dashboard.removeprefix("http://"), timeout=20)
    connection.request(method, path, headers={**headers})
    answer = connection.getresponse().status
    connection.close()
    return answer


def test_it_listens_on_this_machine_alone(dashboard: str) -> None:
    port = int(dashboard.rpartition(":")[2])
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    for other in ("127.0.0.2", "::1"):  # what listens everywhere answers on these too
        with pytest.raises(OSError, match=r"."):
            socket.create_connection((other, port), timeout=5)


@pytest.mark.parametrize(
    ("host", "origin", "answer"),
    [
        ("127.0.0.1", "http://127.0.0.1", 101),
        ("localhost", "http://localhost", 101),
        ("127.0.0.1", "http://news.example", 403),
        ("news.example", "http://news.example", 403),  # a name that a page made lead here
    ],
)
def test_a_page_of_another_site_cannot_talk_to_it(
    dashboard: str, host: str, origin: str, answer: int
) -> None:
    port = dashboard.rpartition(":")[2]
    headers = {**UPGRADE, "Host": f"{host}:{port}", "Origin": f"{origin}:{port}"}
    assert status(dashboard, "GET", "/_stcore/stream", **headers) == answer


@pytest.mark.parametrize("headers", [{}, {"X-Xsrftoken": "a", "Cookie": "_streamlit_xsrf=b"}])
def test_a_page_of_another_site_cannot_upload(dashboard: str, headers: dict[str, str]) -> None:
    assert status(dashboard, "PUT", "/_stcore/upload_file/session/file", **headers) == 403


def test_nothing_is_counted_for_others() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["logger"]["hideWelcomeMessage"] is True
    assert settings["client"]["showErrorDetails"] == "none"


def test_no_log_and_no_screen_holds_a_password(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDEMARK_LEDGER", "postgresql://ana:geheim@127.0.0.1:9/ledger")
    with running_dashboard(tmp_path) as address:
        page = browser.new_page()
        page.goto(address)
        expect(page.get_by_role("alert")).to_contain_text("cannot be used", timeout=60_000)
        assert "geheim" not in page.content()
        page.close()
    assert "geheim" not in (tmp_path / "log.txt").read_text(encoding="utf-8")
