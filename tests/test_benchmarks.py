"""What the benchmarks measure with, and how their tables are kept."""

import json

import pytest

from benchmarks import table
from benchmarks.measure import Measure
from scripts.made_up_reports import LARGEST, SMALLEST, made_up_reports


def test_made_up_reports_are_the_same_for_a_seed_and_as_long_as_reports_are():
    reports = made_up_reports(100_000)
    assert reports == made_up_reports(100_000)
    assert reports != made_up_reports(100_000, seed=8)
    lengths = [len(report.text) for report in reports[:-1]]
    assert min(lengths) >= SMALLEST
    assert max(lengths) < 2 * LARGEST
    assert sum(len(report.text) for report in reports) >= 100_000


def test_a_measure_tells_its_median_and_spread():
    measure = Measure("code_report", "MB/s", (2.0, 1.0, 4.5))
    assert measure.row == ("code_report", "2 MB/s", "1 to 4.5", "3")


def test_a_table_that_was_kept_stands_beside_the_next(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table, "KEPT", tmp_path)
    assert table.last_kept() == {}
    old, new = Measure("pan", "ms", (20.0,)), Measure("pan", "ms", (10.0, 30.0))
    table.write(tmp_path / "2026-01-01.json", table.describe_machine(), [old])
    table.write(tmp_path / "2026-02-01.json", table.describe_machine(), [new])
    assert table.last_kept() == {"pan": new}
    written = json.loads((tmp_path / "2026-02-01.json").read_text(encoding="utf-8"))
    assert written["machine"].keys() >= {"when", "processor", "cores", "system", "python"}
