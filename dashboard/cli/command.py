"""What the commands of the command line share: exit codes, verbs, and telling."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TypeAlias

from tqdm import tqdm

from dashboard.characters import shown

DONE, PARTLY, FAILED = 0, 1, 2

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def verb(
    verbs: Verbs, name: str, what: str, example: str, command: Callable[..., int] | None = None
) -> argparse.ArgumentParser:
    """Add a verb with its help; `command` takes the options and the settings."""
    parser: argparse.ArgumentParser = verbs.add_parser(
        name,
        help=what,
        description=what[0].upper() + what[1:] + ".",
        epilog=f"example:  python -m dashboard {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=command)
    return parser


def say(message: str) -> None:
    """Write a line to standard error, beside progress bars, with nothing that a terminal obeys."""
    tqdm.write(shown(" ".join(message.splitlines())), file=sys.stderr)
