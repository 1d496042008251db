"""What leaves the program: tables that a spreadsheet opens safely, and rows that add up."""

import csv
import io
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_strategies import any_reviewed

from dashboard.exchange import as_csv, displacement_over_time, places_over_time, who_says_what
from dashboard.exchange.table import without_apostrophe
from dashboard.model import (
    ActorReference,
    Category,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Place,
    PlaceKind,
    PlaceMention,
    Relation,
    TerritorialClaim,
)
from dashboard.picture import timeline

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.tuples(TEXTS, st.integers()), min_size=1))
def test_no_cell_of_text_begins_a_formula_and_nothing_else_changes(
    rows: list[tuple[str, int]],
) -> None:
    written = as_csv([{"words": words, "number": number} for words, number in rows])
    back = list(csv.DictReader(io.StringIO(written, newline="")))
    for (words, number), row in zip(rows, back, strict=True):
        assert without_apostrophe(row["words"]) == words
        assert row["words"][:1] not in set("=+-@\t\r")
        assert row["number"] == str(number)


def test_no_rows_are_no_text() -> None:
    assert as_csv([]) == ""


def mention(name: str) -> PlaceMention:
    place = Place(f"test:{name}", name, PlaceKind.CITY, "CD", 0.0, 0.0)
    return PlaceMention(0, len(name), name, place)


def figure(quantity: int, origin: str, day: int) -> DisplacementFigure:
    return DisplacementFigure(
        report=f"r{quantity}",
        evidence=Evidence(0, 4, "some"),
        rule="displacement.fled",
        quantity=quantity,
        origin=(mention(origin),),
        start=date(2025, 1, day),
        end=date(2025, 1, day),
        date_precision=DatePrecision.DAY,
        published=date(2025, 1, day),
    )


def claim(actor: str, place: str, day: int) -> TerritorialClaim:
    return TerritorialClaim(
        report="r",
        evidence=Evidence(0, 4, "took"),
        rule="territory.takes",
        actor=ActorReference(actor.lower(), actor, actor),
        relation=Relation.TAKES,
        place=mention(place),
        start=date(2025, 1, day),
        end=date(2025, 1, day),
        published=date(2025, 1, day),
        said_by="the mayor",
    )


def test_displacement_adds_up_by_origin_and_day() -> None:
    states = timeline([figure(9000, "Goma", 2), figure(500, "Sake", 12), figure(9500, "Goma", 3)])
    rows = {(r["day"], r["origin"]): r for r in displacement_over_time(states)}
    assert rows["2025-01-02", "Goma"]["people"] == 9000
    assert ("2025-01-02", "Sake") not in rows
    last = rows["2025-01-12", "Goma"]
    assert (last["people"], last["low"], last["high"]) == (9500, 9000, 9500)
    assert rows["2025-01-12", "Sake"]["people"] == 500


@given(any_reviewed())
def test_rows_of_the_days_of_change_give_what_is_on_every_day(reviewed) -> None:
    states = timeline(*reviewed)
    people, held = Counter(), Counter()
    for day in states.days:
        picture, on = states.at(day), day.isoformat()
        for movement in picture.movements.values():
            if movement.category is Category.NEW_DISPLACEMENT and movement.counted:
                places = movement.origin or movement.location
                origin = ", ".join(p.name for p in places) or "origin not stated"
                people[on, origin] += movement.people or 0
        for state in picture.places.values():
            for actor in {p.actor.name for p in state.holders if not state.inherited_from}:
                held[on, actor] += 1
    displaced, places = displacement_over_time(states), places_over_time(states)
    for expected, rows, name, value in (
        (people, displaced, "origin", "people"),
        (held, places, "actor", "places"),
    ):
        for (on, named), number in (+expected).items():
            own = [row for row in rows if row[name] == named]
            assert [row[value] for row in own if row["day"] <= on][-1] == number
            assert own[-1]["day"] >= min(on, rows[-1]["day"])
        assert rows == sorted(rows, key=lambda row: (row["day"], row[name]))


@pytest.mark.parametrize(
    ("day", "held"), [("2025-01-02", {"M23": 1}), ("2025-01-09", {"M23": 1, "FARDC": 1})]
)
def test_places_are_counted_for_their_reported_holders(day: str, held: dict[str, int]) -> None:
    claims = [claim("M23", "Goma", 2), claim("M23", "Sake", 3), claim("FARDC", "Sake", 9)]
    rows = places_over_time(timeline(claims))
    assert {r["actor"]: r["places"] for r in rows if r["day"] == day} == held


def test_who_says_what_names_the_speaker() -> None:
    (row,) = who_says_what([claim("M23", "Goma", 2)])
    assert row["speaker"] == "the mayor"
    assert row["states"] == "M23 reported to have taken Goma"
