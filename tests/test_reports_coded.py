"""Whole reports of our own, every statement labelled: what is coded is what the labels say.

A report is a file of tests/reports: its text, the places it names, and a [[figure]] or [[claim]]
for each statement, in the text's order. Defaults: stance "asserted", no places, not vague, no part.
An optional label neither has to be found nor counts as spare; `also` gives other right relations.
"""

import re
import tomllib
from pathlib import Path

import pytest

from dashboard.coding import Coder
from dashboard.model import (
    DisplacementFigure,
    Place,
    PlaceKind,
    PlaceMention,
    Report,
    Statement,
    TerritorialClaim,
)

HERE = Path(__file__).parent
CODER = Coder.read(HERE.parent / "data")
REPORTS = {
    file.stem: tomllib.loads(file.read_text("utf-8"))
    for file in sorted(HERE.glob("reports/*.toml"))
}


def mentions(labelled: dict) -> list[PlaceMention]:
    places = {
        row["name"]: Place(
            id=row["name"],
            name=row["name"],
            kind=PlaceKind(row["kind"]),
            within=tuple(row["within"]),
        )
        for row in labelled["place"]
    }
    names = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    return [
        PlaceMention(m.start(), m.end(), m.group(), place=places[m.group()])
        for m in re.finditer(rf"\b(?:{names})\b", labelled["text"])
    ]


def coded(labelled: dict) -> list[Statement]:
    report = Report(id=labelled["id"], text=labelled["text"], published=labelled["published"])
    return CODER.code(report, lambda _: mentions(labelled))


def as_label(figure: DisplacementFigure) -> dict:
    label = {
        "quantity": figure.quantity,
        "high": figure.quantity_high,
        "unit": figure.unit.value,
        "category": figure.category.value,
        "term": figure.term.value,
        "stance": figure.stance.value,
        "from": [m.as_written for m in figure.origin],
        "to": [m.as_written for m in figure.destination],
        "at": [m.as_written for m in figure.location],
        "vague": figure.vague,
        "part": figure.part_of is not None,
        "said_by": figure.said_by,
        "equivalent": figure.equivalent,
        "working": figure.working,
        "quote": figure.evidence.quote,
    }
    return {
        key: value for key, value in label.items() if value not in (None, [], False, "asserted")
    }


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_is_coded_as_labelled_and_no_other(name):
    figures = [s for s in coded(REPORTS[name]) if isinstance(s, DisplacementFigure)]
    assert [as_label(figure) for figure in figures] == REPORTS[name].get("figure", [])


def answers(label: dict, claim: TerritorialClaim) -> bool:
    relations = [label["relation"], *label.get("also", [])]
    return (
        claim.place.as_written == label["place"]
        and claim.relation.value in relations
        and claim.stance.value == label["stance"]
        and label["actor"].lower() in f"{claim.actor.as_written} {claim.actor.name}".lower()
        and claim.said_by == label.get("said_by", claim.said_by)
    )


@pytest.mark.parametrize("name", REPORTS)
def test_every_claim_is_coded_as_labelled_and_no_other(name):
    left = [s for s in coded(REPORTS[name]) if isinstance(s, TerritorialClaim)]
    missed = []
    for label in REPORTS[name].get("claim", []):
        hit = next((claim for claim in left if answers(label, claim)), None)
        if hit:
            left.remove(hit)
        elif not label.get("optional"):
            missed.append(label["quote"])
    assert missed == []
    assert [claim.evidence.quote for claim in left] == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_labels_quote_the_text(name):
    text = REPORTS[name]["text"]
    labels = [*REPORTS[name].get("figure", []), *REPORTS[name].get("claim", [])]
    assert [label["quote"] for label in labels if label["quote"] not in text] == []


@pytest.mark.parametrize("name", REPORTS)
def test_every_statement_quotes_the_text(name):
    text = REPORTS[name]["text"]
    for statement in coded(REPORTS[name]):
        evidence = statement.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
