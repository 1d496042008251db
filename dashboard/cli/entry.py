"""The command line: records go to standard output, all else to standard error.

Exit codes: 0 all is done; 1 something could not be done, and the rest was; 2 the command was
wrong or nothing could be done.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from dashboard.cli.batch import add_code
from dashboard.cli.coding import add_coding_verbs
from dashboard.cli.command import DONE, FAILED, PARTLY, Verbs, say, verb
from dashboard.cli.drawing import add_drawing_verbs
from dashboard.cli.exchange import add_exchange_verbs
from dashboard.cli.fetching import fetch_addresses
from dashboard.cli.gazetteer import add_gazetteer_verbs
from dashboard.cli.ledger import add_ledger_verbs
from dashboard.errors import TidemarkError
from dashboard.pipeline import open_desk
from dashboard.settings import ROOT, Settings, settings_from


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = settings_from()
        failed = fetch_addresses(options, settings)
        if failed and not options.paths:
            return FAILED
        code: int = options.command(options, settings)
    except TidemarkError as error:
        say(f"tidemark: {error}")
        return FAILED
    except BrokenPipeError:  # `… | head` closed the pipe: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        say("tidemark: stopped")
        return FAILED
    return PARTLY if failed and code == DONE else code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="Read news and situation reports and draw a sourced map of what they say.",
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(verbs)
    add_code(verbs)
    add_coding_verbs(verbs)
    add_drawing_verbs(verbs)
    add_exchange_verbs(verbs)
    add_gazetteer_verbs(verbs)
    add_ledger_verbs(verbs)
    return parser


def _add_run(verbs: Verbs) -> None:
    what = "open the dashboard in a browser, on this machine alone"
    parser = verb(verbs, "run", what, "run --port 8501", _run)
    parser.add_argument("--port", type=int, default=8501, help="the port to listen on (8501)")


def _run(options: argparse.Namespace, settings: Settings) -> int:
    open_desk(settings, progress=True)  # so that the first start shows the index being built
    app = str(ROOT / "streamlit_app.py")
    command = [sys.executable, "-m", "streamlit", "run", app, "--server.port", str(options.port)]
    # Streamlit looks for .streamlit/config.toml where it is started.
    return subprocess.call(command, cwd=ROOT)  # noqa: S603 - our own file, no shell
