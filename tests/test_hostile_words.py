"""Hostile words in every field that a person or a file can fill: inert in terminals and exports."""

import json
import re
import sqlite3
from pathlib import Path
from unicodedata import bidirectional, category

import geopandas
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.characters import as_line, in_place, shown, without_controls
from dashboard.cli import main
from dashboard.exchange import as_csv
from dashboard.ledger import open_ledger
from dashboard.pipeline import open_desk, take_in
from dashboard.reports import read_report, report_from_text
from dashboard.settings import settings_from
from dashboard.ui.plain import plain

OBEYED = "\x07\x1b[31m\x1b]0;owned\x07\x9b2J\x7f\u202e\u2066\ud800"
SQL = "'); DROP TABLE report; --"
MARKUP = "<script>alert(1)</script> `${alert(1)}` <img src=x onerror=alert(1)>"
FORMULA = "=cmd()|' /C calc'!A0"
FIELDS = {
    "Title": f"{FORMULA} {MARKUP}",
    "Publisher": f"@SUM(A1) \u202e {SQL}",
    "Address": "javascript:alert(1)",
    "Note": MARKUP,
    "Published": "2025-01-28",
}
BODY = (
    f"Rebels captured Goma on Monday, {MARKUP} residents said. Some 9,000 people fled \x1b[31m "
    f"from Goma to Sake \u202e, Ana {SQL} Rossi said.\n"
)
HOSTILE = "".join(f"{name}: {value}\n" for name, value in FIELDS.items()) + f"\n{BODY}"
NUMBER = re.compile(r"-?\d+(\.\d+)?")
EVERY_CHARACTER = st.text(st.characters())


def obeyed(text: str) -> set[str]:
    """The characters of a text that a terminal obeys, but for line feeds."""
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return {
        c
        for c in text
        if (category(c) in ("Cc", "Cs") and c != "\n") or bidirectional(c) in turning
    }


@pytest.fixture
def hostile_file(tmp_path: Path) -> Path:
    path = tmp_path / "=a\x1b[31m\u202e.txt"
    path.write_text(HOSTILE.replace("\x1b", ""), encoding="utf-8")  # a file with it is refused
    return path


def test_the_terminal_is_shown_nothing_that_it_obeys(
    hostile_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = hostile_file.parent / "\x1b]0;owned\x07\n\u202e.txt"
    for verb in ("code", "places"):
        main([verb, str(hostile_file), str(missing)])
    main(["geocode", "\x1b[31m\x9b2J\u202e"])
    out, err = capsys.readouterr()
    assert obeyed(out) == obeyed(err) == set()
    assert "⟨U+202E⟩" in err
    assert len(err.splitlines()) == 3
    quotes = [json.loads(line)["evidence"]["quote"] for line in out.splitlines() if "rule" in line]
    assert quotes


@given(EVERY_CHARACTER)
def test_a_line_of_json_says_the_same_with_nothing_that_a_terminal_obeys(text: str) -> None:
    line = as_line({"quote": text})
    assert obeyed(line) == set()
    assert line.splitlines() == [line]
    assert json.loads(line) == {"quote": text}


@given(EVERY_CHARACTER)
def test_what_is_shown_holds_nothing_that_is_obeyed(text: str) -> None:
    for made in (shown([{"a": text}])[0]["a"], in_place({"a": [text]})["a"][0]):
        assert obeyed(made) - {"\t", "\x85", "\r"} == set()
        made.encode()
    assert len(in_place(text)) == len(without_controls(text)) == len(text)


@pytest.mark.parametrize(
    "text", [OBEYED, MARKUP, "**bold** [a](javascript:alert(1)) :material/home:"]
)
def test_markdown_is_shown_as_it_is_written(text: str) -> None:
    made = plain(text)
    assert obeyed(made) == set()
    assert all(made[m - 1] == "\\" for m, c in enumerate(made) if c in "<*[]`$:(")


def test_control_characters_stay_out_of_a_report() -> None:
    report = report_from_text(HOSTILE, {"id": OBEYED, "agencies": OBEYED})
    whole = "".join([report.text, report.title, report.publisher or "", *report.agencies])
    assert obeyed(whole) == {"\u202e", "\u2066"}
    assert obeyed(report.id) == set()
    assert len(report.text) == len(BODY)


@pytest.fixture
def exported(hostile_file: Path, tmp_path: Path) -> Path:
    for ending in ("csv", "geojson", "gpkg"):
        assert main(["export", str(hostile_file), "-o", str(tmp_path / f"out.{ending}")]) == 0
    return tmp_path


def test_no_cell_of_an_export_runs_in_a_spreadsheet(exported: Path) -> None:
    cells = pandas.read_csv(exported / "out.csv", dtype=str).fillna("").to_numpy().ravel()
    assert any("=a" in cell for cell in cells)
    assert [c for c in cells if c[:1] in tuple("=+-@\t\r") and not NUMBER.fullmatch(c)] == []


def test_geographic_exports_say_the_words_and_nothing_else(exported: Path) -> None:
    features = json.loads((exported / "out.geojson").read_text(encoding="utf-8"))["features"]
    assert {f["properties"]["publisher"] for f in features} == {FIELDS["Publisher"]}
    rows = geopandas.read_file(exported / "out.gpkg", layer="territorial_claims")
    assert set(rows["publisher"]) == {FIELDS["Publisher"]}
    with sqlite3.connect(exported / "out.gpkg") as opened:
        assert opened.execute("select count(*) from territorial_claims").fetchone()[0] == len(rows)


@pytest.mark.parametrize("first", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_gets_an_apostrophe(first: str) -> None:
    assert f"'{first}" in as_csv([{first: "", "b": first}]).split("\n", 1)[1]


def test_sql_in_every_field_is_kept_as_words(tmp_path: Path, hostile_file: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    desk = open_desk(settings_from())
    (kept,) = take_in(ledger, desk, [read_report(hostile_file, {"id": SQL})])
    assert [r.publisher for r in ledger.reports()] == [FIELDS["Publisher"]]
    assert kept.id == SQL
    assert ledger.statements()
