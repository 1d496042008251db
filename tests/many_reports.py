"""Many reports made by hand, and reports that do harm to whoever codes them."""

import os
import re
import signal
from pathlib import Path

from dashboard.model import Report
from dashboard.reports import Unread

TOWNS = ("Goma", "Mosul", "Kherson", "El Fasher", "Tal Afar", "Hodeidah", "Kidal", "Palma")
ROWS = [
    {
        "id": f"day-{number}",
        "text": f"Some {number + 2},500 people fled from {town} on Monday, the mayor said.",
        "published": f"2025-01-{number % 28 + 1:02}",
    }
    for number, town in enumerate(TOWNS * 3)
]


def unread(number: int, kind: type[Unread] = Unread) -> Unread:
    row = ROWS[number]
    return kind(row["id"], row, {}, source=0, row=number, passed=number + 1)


class Endless(Unread):
    """Never comes back from within a library, and lets no other thread run."""

    def read(self) -> Report:
        re.match(r"(a+)+$", "a" * 60 + "b")
        raise AssertionError


class Faulty(Unread):
    def read(self) -> Report:
        raise IndexError("out of range")


class Deadly(Unread):
    def read(self) -> Report:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


class DeadlyOnce(Unread):
    """Takes its worker with it the first time; `where` is a file that tells the second."""

    def read(self) -> Report:
        if not Path(self.where).exists():
            Path(self.where).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read()
