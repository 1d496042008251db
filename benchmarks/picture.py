"""How the cost of a picture grows with the statements: python -m benchmarks.picture [SIZE...].

Each size is measured in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

from benchmarks.measure import Measure, duration
from dashboard.model import Statement
from dashboard.picture import Workings
from dashboard.pipeline import open_desk
from dashboard.settings import ROOT, settings_from
from scripts.made_up_case import made_up_case

SIZES = (1_000, 10_000, 100_000, 1_000_000)
NEWS = 100


def measure_pictures(sizes: tuple[int, ...] = SIZES) -> list[Measure]:
    """Measure each size in a process of its own."""
    found: list[Measure] = []
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.picture", "--json", str(size)]
        output = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603 - our own command
        found += [
            Measure(what, unit, tuple(values)) for what, unit, values in json.loads(output.stdout)
        ]
    return found


def measure_picture(size: int) -> list[Measure]:
    """Measure one size in this process: all at once, then a day, then news."""
    statements = made_up_case(open_desk(settings_from()).gazetteer, size)[0]
    statements.sort(key=lambda statement: statement.published or date.min)
    recent = statements[-3 * NEWS :]
    scattered = statements[: -3 * NEWS : (size - 3 * NEWS) // (3 * NEWS)][: 3 * NEWS]
    known = _without(statements, [*recent, *scattered])
    workings = Workings()
    day = statements[-1].published or date.max
    all_at_once = duration(f"picture of {size:,}: all at once", lambda: workings.update(known), 1)
    states = workings.timeline()
    found = [
        all_at_once,
        duration(f"picture of {size:,}: as of a day", lambda: states.at(day), 5),
        _news(workings, f"picture of {size:,}: {NEWS} statements of any day added", scattered),
        _news(workings, f"picture of {size:,}: {NEWS} new statements added", recent),
    ]
    memory = f"picture of {size:,}: memory with all statements"
    return [*found, Measure(memory, "MB", (_most_memory() / 1e6,))]


def _most_memory() -> float:
    """Give the bytes that this process has held at most."""
    status = Path("/proc/self/status")  # there the parent's memory is not counted in
    if status.exists():
        (line,) = re.findall(
            r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"), re.MULTILINE
        )
        return int(line) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _without(statements: list[Statement], others: list[Statement]) -> list[Statement]:
    out = set(map(id, others))
    return [statement for statement in statements if id(statement) not in out]


def _news(workings: Workings, what: str, news: list[Statement]) -> Measure:
    parts = iter(news[at : at + NEWS] for at in range(0, len(news), NEWS))

    def add() -> None:
        workings.update(next(parts))
        workings.timeline()

    return duration(what, add, len(news) // NEWS)


def main() -> None:
    """Measure the sizes given, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE", default=list(SIZES))
    parser.add_argument("--json", action="store_true", help="of one size, as JSON")
    options = parser.parse_args()
    if options.json:
        measures = measure_picture(options.sizes[0])
        print(json.dumps([[m.what, m.unit, m.values] for m in measures]))
        return
    for measure in measure_pictures(tuple(options.sizes)):
        print(*measure.row, sep=" | ")


if __name__ == "__main__":
    main()
