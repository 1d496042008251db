"""Reports of any number for measurements, put together of paragraphs of tests/reports."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta

from dashboard.model import Report
from dashboard.settings import ROOT

SMALLEST, LARGEST = 1_000, 20_000  # characters of a report


def made_up_reports(characters: int, seed: int = 7) -> list[Report]:
    """Make reports of 1,000 to 20,000 characters, `characters` in all; short ones are many.

    The same seed gives the same. Each paragraph is one of those that the tests code, so that a rate
    measured on them is one on text as it is read, with names, numbers and dates at their density.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    files = sorted((ROOT / "tests" / "reports").glob("*.toml"))
    texts = [tomllib.loads(file.read_text(encoding="utf-8"))["text"] for file in files]
    paragraphs = [part.strip() for text in texts for part in text.split("\n\n")]
    reports: list[Report] = []
    while characters > 0:
        size = min(characters, int(SMALLEST * (LARGEST / SMALLEST) ** chance.random()))
        text = ""
        while len(text) < size:
            text += f"{chance.choice(paragraphs)}\n\n"
        number = len(reports)
        day = date(2024, 1, 1) + timedelta(days=number % 365)
        reports.append(Report(f"made-up-{number}", text, day, publisher="Example Courier"))
        characters -= size
    return reports
