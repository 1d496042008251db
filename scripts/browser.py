"""A browser that can reach this machine alone, and a dashboard for it to look at."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

from dashboard.settings import ROOT, Settings

DEBIAN_CHROMIUM = Path("/usr/bin/chromium")
HERE = ("http://127.0.0.1", "ws://127.0.0.1", "file://", "data:", "blob:", "about:")


def launch(playwright: Playwright) -> Browser:
    """Start Debian's Chromium where it is, else the one that Playwright brought."""
    path = str(DEBIAN_CHROMIUM) if DEBIAN_CHROMIUM.exists() else None
    arguments = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=path, args=arguments)


def watch(context: BrowserContext) -> list[str]:
    """Refuse every request that leaves this machine, and list them."""
    left: list[str] = []

    def decide(route: Route) -> None:
        if route.request.url.startswith(HERE):
            route.continue_()
        else:
            left.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    return left


_DRAWN = """() => [...document.querySelectorAll('[data-testid=stElementContainer]')]
    .every((each) => getComputedStyle(each).opacity === '1')"""


def settle(page: Page) -> None:
    """Wait until the dashboard has drawn all that it was asked for, and nothing is half faded."""
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.locator("[data-stale=true]").first.wait_for(state="detached")
    page.wait_for_timeout(500)  # what fades in begins after that
    page.wait_for_function(_DRAWN)


@contextmanager
def running_dashboard(
    folder: Path, app: Path = ROOT / "streamlit_app.py", port: int | None = None
) -> Iterator[str]:
    """Run the dashboard on a free port, with a ledger of its own in `folder`; give its address.

    `app` is another Streamlit app to run in its place, for comparison.
    """
    (folder / "gazetteer").symlink_to(Settings().index)
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.headless", "true"]
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*command, "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, "TIDEMARK_FOLDER": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port() -> int:
    """Give a port of this machine that nothing listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], seconds: int = 60) -> None:
    for _ in range(seconds * 5):
        if server.poll() is not None:
            raise RuntimeError(f"the dashboard ended with code {server.returncode}")
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)
