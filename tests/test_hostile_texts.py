"""Texts written to make the coder run for ever: it reads each in a moment."""

import json
import subprocess
import sys

from dashboard.settings import ROOT

# Found by doubling lengths, and by the fuzzer: without what holds them down each takes from four
# minutes to hours.
ENDLESS = [
    ("the ", 100_000),
    ("said ", 100_000),
    ("a-", 100_000),
    ("Rebels captured Goma, ", 50_000),
    ("500 people fled from Goma to Sake, ", 50_000),
    (f"Some 1,900 people stayed in {'Aa' * 480} shelters. ", 20_000),
    (f"The number of evacuees{'a' * 900} was 900. ", 20_000),
    (".", 1_000_000),
    (" ", 1_000_000),
    ("\t", 1_000_000),
]
CODE = """
import json, sys
from dashboard import Report, code_report
for words, length in json.loads(sys.argv[1]):
    text = "Rebels captured Goma. " + (words * length)[:length]
    for found in (s.evidence for s in code_report(Report(id="r", text=text))):
        assert text[found.start : found.end] == found.quote
    print(repr(words), flush=True)
"""
HANGS = 120  # seconds: no measure of speed, but the end of a process that would go on for ever


def test_texts_made_to_take_for_ever_do_not() -> None:
    command = [sys.executable, "-c", CODE, json.dumps(ENDLESS)]
    done = subprocess.run(
        command, cwd=ROOT, check=True, timeout=HANGS, capture_output=True, text=True
    )
    assert len(done.stdout.splitlines()) == len(ENDLESS)
