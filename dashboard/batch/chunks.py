"""What is sent to a worker and what comes back: chunks of reports, and the outcome of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboard.reports import Unread

# A chunk takes a worker some tenths of a second: long beside what sending it costs, short beside
# the wait for the last worker at the end.
MOST_REPORTS = 64
MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Reports to code one after the other.

    `coder` is the version of the coder that has to code them, and `time_limit` the seconds that
    one report may take.
    """

    reports: tuple[Unread, ...]
    coder: str
    time_limit: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: its records as JSON lines, or why it could not be coded.

    `report` is its id, or where it is if it could not be read.
    """

    report: str
    lines: bytes = b""
    statements: int = 0
    language: str = "en"
    problem: str = ""


class LastWords(str):
    """What a worker says instead of an outcome when it ends: the error, in one line."""


def chunks(reports: Iterable[Unread], coder: str, time_limit: float) -> Iterator[Chunk]:
    """Cut reports into chunks, in order, the same ones however many workers there are."""
    held: list[Unread] = []
    size = 0
    for report in reports:
        held.append(report)
        size += report.size
        if len(held) == MOST_REPORTS or size >= MOST_BYTES:
            yield Chunk(tuple(held), coder, time_limit)
            held, size = [], 0
    if held:
        yield Chunk(tuple(held), coder, time_limit)
