"""A measure, taken several times."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured, in which unit, and what came of each run."""

    what: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return statistics.median(self.values)

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The measure as a row of a table: what, median, spread, runs."""
        spread = f"{_short(min(self.values))} to {_short(max(self.values))}"
        return self.what, f"{_short(self.median)} {self.unit}", spread, str(len(self.values))


def seconds(work: Callable[[], object]) -> float:
    """Time one call in seconds of this process's own CPU time: a busy machine counts less."""
    start = time.process_time()
    work()
    return time.process_time() - start


def rate(what: str, size: float, work: Callable[[], object], runs: int) -> Measure:
    """Measure how many megabytes a second of CPU some work on `size` bytes gets through."""
    work()  # the first run fills caches
    return Measure(what, "MB/s", tuple(size / 1e6 / seconds(work) for _ in range(runs)))


def duration(what: str, work: Callable[[], object], runs: int) -> Measure:
    """Measure how many milliseconds of CPU some work takes."""
    return Measure(what, "ms", tuple(1000 * seconds(work) for _ in range(runs)))


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
