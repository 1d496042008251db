"""Every rule for territorial claims finds the sentence that it must, and not the other one."""

import csv
from pathlib import Path

import pytest

from dashboard.coding import Coder
from dashboard.coding.territory_rules import TerritoryRules
from dashboard.errors import ReferenceDataError
from dashboard.model import Report
from tests.places_by_hand import mentions_in

DATA = Path(__file__).parent.parent / "data"
CODER = Coder.read(DATA)
with (DATA / "territory_rules.csv").open(encoding="utf-8", newline="") as lines:
    RULES = list(csv.DictReader(lines))


def claims(text):
    report = Report(id="r", text=text)
    return [s for s in CODER.code(report, mentions_in) if s.rule in {r["id"] for r in RULES}]


@pytest.mark.parametrize("row", RULES, ids=lambda row: row["id"])
def test_a_rule_matches_what_it_must(row):
    assert row["id"] in {claim.rule for claim in claims(row["must"])}, row["must"]


@pytest.mark.parametrize("row", RULES, ids=lambda row: row["id"])
def test_a_rule_does_not_match_what_it_must_not(row):
    assert row["id"] not in {claim.rule for claim in claims(row["must_not"])}, row["must_not"]


def test_every_rule_gives_its_reason():
    assert all(row["reason"] for row in RULES)


TABLES = {
    "relation": "odd,eats,{actor} <take> {place},,,,why,a,b",
    "<grab_all>": "odd,takes,{subject} <grab_all> {place},,,,why,a,b",
    "cannot be compiled": "odd,takes,{actor} ( {place},,,,why,a,b",
    "cannot do without": "odd,takes,{actor} [took] {place},,,,why,a,b",
}


@pytest.mark.parametrize(("message", "row"), TABLES.items())
def test_a_malformed_rule_is_refused(tmp_path, message, row):
    header = "id,relation,pattern,actors,extent,stance,reason,must,must_not\n"
    (tmp_path / "territory_rules.csv").write_text(header + row + "\n")
    words = (DATA / "territory_words.csv").read_text(encoding="utf-8")
    (tmp_path / "territory_words.csv").write_text(words)
    with pytest.raises(ReferenceDataError, match=message):
        TerritoryRules.read(tmp_path)


def test_a_new_verb_is_one_row_of_a_table(tmp_path):
    for file in DATA.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = "M23 pocketed Sake."
    assert not claims(text)
    with (tmp_path / "territory_words.csv").open("a", encoding="utf-8") as table:
        table.write("take,pocket,pockets,pocketed,pocketed,pocketing,test\n")
    found = Coder.read(tmp_path).code(Report(id="r", text=text), mentions_in)
    assert [(c.actor.id, c.relation, c.place.as_written) for c in found] == [
        ("m23", "takes", "Sake")
    ]
