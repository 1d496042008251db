"""How a text puts a statement."""

import csv
import tomllib
from pathlib import Path

import pytest

from dashboard.coding.stance import StanceWords
from dashboard.errors import ReferenceDataError
from dashboard.model import Stance

DATA = Path(__file__).parent.parent / "data"
WORDS = StanceWords.read(DATA)
with (DATA / "stance_words.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))


def stance(sentence: str, words: str) -> Stance:
    start = sentence.index(words)
    return WORDS.stance_of(sentence, start, start + len(words))


SENTENCES = [
    ("Fighters captured Bria on Monday.", "captured Bria", "asserted"),
    ("The army denied that fighters had captured Bria.", "captured Bria", "denied"),
    ("The army denied looting and fighters captured Bria.", "captured Bria", "asserted"),
    ("The army denied that it was away and fighters captured Bria.", "captured Bria", "denied"),
    ("The army denied a rout, saying it captured Bria.", "captured Bria", "asserted"),
    ("The army did not comment and fighters captured Bria.", "captured Bria", "asserted"),
    ("Fighters did not halt and then capture Bria.", "capture Bria", "denied"),
    ("Fighters failed to capture Bria.", "capture Bria", "denied"),
    ("Fighters have not captured Bria.", "captured Bria", "denied"),
    ("Fighters were unable to capture Bria.", "capture Bria", "denied"),
    ("If fighters capture Bria, thousands may flee.", "capture Bria", "hypothetical"),
    ("Fighters could capture Bria within days.", "capture Bria", "hypothetical"),
    ("Fighters plan to capture Bria.", "capture Bria", "hypothetical"),
    ("Unconfirmed reports say fighters captured Bria.", "captured Bria", "hypothetical"),
    ("It was unclear whether fighters had captured Bria.", "captured Bria", "hypothetical"),
    ("The talks failed, but fighters captured Bria.", "captured Bria", "asserted"),
    ("Fighters who vowed to fight on, and never rest, captured Bria.", "captured Bria", "asserted"),
    ("He did not sleep. Fighters captured Bria.", "captured Bria", "asserted"),
    ("Fighters took Bria without a fight after the army left it.", "left it", "asserted"),
    ("Fighters withdrew without taking Bria.", "taking Bria", "denied"),
    ("No part of Bria is held by fighters.", "is held by fighters", "denied"),
    ("Not a single street of Bria is held by fighters.", "is held by fighters", "denied"),
    (
        "Up to 5,000 people would be displaced by the dam.",
        "5,000 people would be displaced",
        "hypothetical",
    ),
]


@pytest.mark.parametrize(("sentence", "words", "expected"), SENTENCES)
def test_stance_of_words(sentence, words, expected):
    assert stance(sentence, words) == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_row_matches_what_it_must_and_not_what_it_must_not(row):
    (rule,) = (r for r in WORDS.rows if r.id == row["id"])
    only = StanceWords((rule,))
    for sentence, expected in ((row["must"], row["stance"]), (row["must_not"], "asserted")):
        words = next(w for w in ("took", "take", "taken", "held", "evacuate") if w in sentence)
        start = sentence.index(words)
        assert only.stance_of(sentence, start, start + len(words)) == expected, sentence


TOLD = [
    item["text"]
    for file in (Path(__file__).parent / "sentences").glob("*.toml")
    for item in tomllib.loads(file.read_text(encoding="utf-8"))["item"]
]


@pytest.mark.parametrize("row", WORDS.rows, ids=lambda row: row.id)
def test_what_has_the_words_of_a_row_has_one_of_its_stems(row):
    having = [text.lower() for text in TOLD if row.words.search(text)]
    assert [text for text in having if not any(stem in text for stem in row.stems)] == []


def test_a_row_with_an_unknown_scope_is_refused(tmp_path):
    table = "id,stems,words,stance,scope,must,must_not\nodd,may,maybe,denied,somewhere,a,b\n"
    (tmp_path / "stance_words.csv").write_text(table)
    with pytest.raises(ReferenceDataError, match="somewhere"):
        StanceWords.read(tmp_path)
