"""The picture of June 2014, from its facts set down by hand."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.model import (
    ActorReference,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Place,
    PlaceKind,
    PlaceMention,
    Quantifier,
    Relation,
    Side,
    TerritorialClaim,
)
from dashboard.picture import Picture, Status, derive, timeline

IRAQ = Place("iraq", "Iraq", PlaceKind.COUNTRY, "IQ")
NINEVEH = Place("nineveh", "Nineveh", PlaceKind.ADMIN1, "IQ", within=("iraq",))
MOSUL = Place("mosul", "Mosul", PlaceKind.CITY, "IQ", 36.3, 43.1, within=("nineveh", "iraq"))
SALAHEDDIN = Place("salaheddin", "Salaheddin", PlaceKind.ADMIN1, "IQ", within=("iraq",))
KURDISTAN = Place("kurdistan", "Kurdistan Region", PlaceKind.REGION, "IQ", within=("iraq",))
ANBAR = Place("anbar", "Anbar", PlaceKind.ADMIN1, "IQ", within=("iraq",))
FALLUJAH = Place("fallujah", "Fallujah", PlaceKind.CITY, "IQ", within=("anbar", "iraq"))

PUBLISHED = date(2014, 6, 10)
MONDAY = {"start": date(2014, 6, 9), "end": date(2014, 6, 9), "date_precision": DatePrecision.DAY}
JANUARY = {
    "start": date(2014, 1, 1),
    "end": date(2014, 1, 31),
    "date_precision": DatePrecision.MONTH,
}


def _mention(place: Place) -> PlaceMention:
    return PlaceMention(0, len(place.name), place.name, place)


def _claim(report: str, at: int, relation: Relation, place: Place, words: str, **more):
    inferred = words in ("militants", "Islamists")
    return TerritorialClaim(
        report=report,
        evidence=Evidence(at, at + 9, "the words"),
        rule="by hand",
        published=PUBLISHED,
        actor=ActorReference(
            "islamic-state", "Islamic State", words, Side.NON_STATE, inferred=inferred
        ),
        relation=relation,
        place=_mention(place),
        **more,
    )


def _figure(report: str, at: int, quantity: int, origin: Place, *destination: Place, **more):
    return DisplacementFigure(
        report=report,
        evidence=Evidence(at, at + 9, "the words"),
        rule="by hand",
        published=PUBLISHED,
        quantity=quantity,
        origin=(_mention(origin),),
        destination=tuple(map(_mention, destination)),
        **more,
    )


STATEMENTS = (
    _claim("one", 0, Relation.TAKES, MOSUL, "Islamic State", **MONDAY),
    _claim("one", 10, Relation.HOLDS, MOSUL, "ISIS", said_by="Nechirvan Barzani"),
    _claim("one", 20, Relation.TAKES, NINEVEH, "ISIS", said_by="Osama al-Nujaifi"),
    _claim("one", 30, Relation.THREATENS, SALAHEDDIN, "Islamists", said_by="Osama al-Nujaifi"),
    _claim("two", 0, Relation.TAKES, MOSUL, "militants", **MONDAY),
    _claim("two", 10, Relation.HOLDS, MOSUL, "militants", said_by="an official", **MONDAY),
    _claim("two", 20, Relation.TAKES, FALLUJAH, "militants", **JANUARY),
    _figure("one", 40, 150_000, MOSUL, KURDISTAN, quantifier=Quantifier.APPROXIMATELY),
    _figure("two", 30, 70_000, FALLUJAH, quantifier=Quantifier.MORE_THAN, **JANUARY),
)


@pytest.fixture
def tenth_of_june() -> Picture:
    return derive(STATEMENTS, (), date(2014, 6, 10))


def test_mosul_is_held_by_two_reports_and_four_speakers(tenth_of_june: Picture) -> None:
    mosul = tenth_of_june.places["mosul"]
    (holder,) = mosul.holders
    assert mosul.status is Status.HELD
    assert mosul.inherited_from is None
    assert (holder.actor.id, holder.since) == ("islamic-state", date(2014, 6, 9))
    assert set(holder.speakers) == {"Nechirvan Barzani", "an official", "report one", "report two"}
    by_id = {statement.id: statement for statement in STATEMENTS}
    assert {by_id[id_].report for id_ in holder.statements} == {"one", "two"}
    assert {by_id[id_].actor.as_written for id_ in holder.statements} >= {"ISIS", "militants"}
    assert not holder.actor.inferred


def test_nineveh_is_held_by_one_speaker(tenth_of_june: Picture) -> None:
    (holder,) = tenth_of_june.places["nineveh"].holders
    assert holder.speakers == ("Osama al-Nujaifi",)


def test_salaheddin_is_threatened(tenth_of_june: Picture) -> None:
    salaheddin = tenth_of_june.places["salaheddin"]
    assert salaheddin.status is Status.THREATENED
    assert [part.actor.id for part in salaheddin.threatened_by] == ["islamic-state"]


def test_fallujah_has_been_held_since_january(tenth_of_june: Picture) -> None:
    (holder,) = tenth_of_june.places["fallujah"].holders
    assert (holder.since.year, holder.since.month) == (2014, 1)


def test_the_displaced(tenth_of_june: Picture) -> None:
    mosul, fallujah = sorted(tenth_of_june.movements.values(), key=lambda m: -m.quantity)
    assert (mosul.quantity, mosul.origin, mosul.destination) == (150_000, (MOSUL,), (KURDISTAN,))
    assert (fallujah.quantity, fallujah.origin, fallujah.destination) == (70_000, (FALLUJAH,), ())
    (total,) = tenth_of_june.totals.values()
    assert (total.people, total.speakers) == (220_000, 2)


def test_nothing_else_is_drawn(tenth_of_june: Picture) -> None:
    assert sorted(tenth_of_june.places) == ["fallujah", "mosul", "nineveh", "salaheddin"]


def test_on_the_first_of_march_only_fallujah_shows() -> None:
    picture = derive(STATEMENTS, (), date(2014, 3, 1))
    assert list(picture.places) == ["fallujah"]
    assert picture.places["fallujah"].status is Status.HELD
    assert [m.origin for m in picture.movements.values()] == [(FALLUJAH,)]


def test_what_was_known_then_of_march_is_nothing() -> None:
    picture = derive(STATEMENTS, (), date(2014, 3, 1), known_by=date(2014, 3, 1))
    assert (picture.places, picture.movements) == ({}, {})


def test_the_days_on_which_something_changed() -> None:
    days = [day for day in timeline(STATEMENTS).days if day <= PUBLISHED]
    assert days == [date(2014, 1, 31), date(2014, 6, 9), date(2014, 6, 10)]
