"""Addresses among the paths of a command: each is fetched, kept as a file, and read as one."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard.cli.command import say
from dashboard.errors import OutputError, ReportError
from dashboard.pipeline import fetch_report
from dashboard.reports import with_header
from dashboard.settings import Settings


def path_or_address(argument: str) -> Path | str:
    """Give an argument as a path, or as it is where it is an address: a Path would spoil it."""
    return argument if argument.startswith(("http://", "https://")) else Path(argument)


def fetch_addresses(options: argparse.Namespace, settings: Settings) -> int:
    """Put the files of the fetched reports in the place of addresses; give how many failed.

    They are kept in the folder of what the program makes, under `fetched`.

    Raises:
        OutputError: They cannot be kept.
    """
    paths: list[Path] = []
    failed = 0
    for given in getattr(options, "paths", ()):
        try:
            paths.append(given if isinstance(given, Path) else _fetched(given, settings))
        except ReportError as error:
            failed += 1
            say(f"tidemark: {error}")
    options.paths = paths
    return failed


def _fetched(address: str, settings: Settings) -> Path:
    report = fetch_report(settings, address, {})
    path = settings.made / "fetched" / f"{report.id}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(with_header(report), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}).") from error
    say(f"{path}: fetched from {report.address}")
    return path
