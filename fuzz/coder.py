"""Codes texts made of the rules' own words and of anything else: no traceback, no hang.

`python -m fuzz.coder -max_total_time=60`
"""

from __future__ import annotations

import csv
import sys
from datetime import date

import atheris

with atheris.instrument_imports(include=["dashboard"]):
    from dashboard import Report, as_record, code_report
    from dashboard.settings import Settings

_TABLES = ("territory_words", "territory_rules", "displacement_rules", "measures", "number_words",
           "quantifiers", "units", "stance_words", "place_words", "actors", "demonyms")  # fmt: skip
_OTHER = (
    "Goma", "Sake", "Mosul", "Rwanda", "M23", "the army", "Ana Rossi", "on Monday", "in June 2014",
    "9,000", "1.5 million", "80% of", "between 10 and 20", "people", "families", "of whom", "said",
    ". ", ", ", "\n", "\n\n", "- ", "“", "”", '"', "(", ")", ";", ":", "'s ", "-", "…", "\u202e",
)  # fmt: skip


def _words() -> list[str]:
    """Give the words of the rules' tables and examples, which random bytes would never hit on."""
    found = set(_OTHER)
    for table in _TABLES:
        with (Settings().data / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.update(part for value in row.values() for part in (value or "").split(" "))
                found.update(value for value in row.values() if value)
    return sorted(found)


WORDS = _words()


def text_from(data: bytes) -> str:
    """Make a text: pieces are words of the rules, or a few characters of any kind."""
    given = atheris.FuzzedDataProvider(data)
    pieces = []
    while given.remaining_bytes() > 2:
        if given.ConsumeIntInRange(0, 7):
            pieces.append(given.PickValueInList(WORDS))
        else:
            pieces.append(given.ConsumeUnicodeNoSurrogates(given.ConsumeIntInRange(1, 8)))
    joint = "" if given.ConsumeBool() else " "
    return joint.join(pieces)


def code(data: bytes) -> None:
    """Code a text and hold what holds of every coding."""
    text = text_from(data)
    statements = code_report(Report(id="fuzz", text=text, published=date(2025, 1, 28)))
    starts = [statement.evidence.start for statement in statements]
    assert starts == sorted(starts), text
    for statement in statements:
        assert text[statement.evidence.start : statement.evidence.end] == statement.evidence.quote
        as_record(statement)


if __name__ == "__main__":
    atheris.Setup(sys.argv, code)
    atheris.Fuzz()
