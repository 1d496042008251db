"""What is left out leaves every byte of what is shared, and the rest stays as it was."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboard.mapping import render_page
from dashboard.model import (
    Extent,
    PlaceKind,
    Report,
    Review,
    ReviewAct,
    TerritorialClaim,
)
from dashboard.pipeline import Told, open_desk, shared, timeline_of
from dashboard.record import as_record
from dashboard.settings import Settings
from dashboard.withholding import Withholding, withheld
from tests.mapping_case import packed_in

ADMIN1 = Withholding(places_by=PlaceKind.ADMIN1)
TEXT = """Gunmen seized Baharka on Monday, said Karim Zebari, the mayor of Baharka.
Some 500 families fled Baharka for Domiz camp. Another 900 people fled Khabat for Erbil.
"""
REPORT = Report(
    "baharka-falls",
    TEXT,
    date(2014, 8, 8),
    title="Karim Zebari: Baharka has fallen",
    publisher="The Courier",
    address="https://courier.test/karim-zebari-baharka-falls",
    source_file="/home/me/baharka.txt",
    note="Baharka is written Bahirka further down.",
)


@pytest.fixture(scope="module")
def told() -> Told:
    desk = open_desk(Settings())
    coded = desk.code(REPORT)
    claim = next(s for s in coded if isinstance(s, TerritorialClaim))
    act = Review(claim.id, ReviewAct.EDIT, "Amal Haddad", datetime(2014, 8, 9, tzinfo=UTC))
    act = replace(act, reason="Baharka it is", before=claim, after=replace(claim, share=0.5))
    undone = replace(act, act=ReviewAct.REJECT, when=datetime(2014, 8, 10, tzinfo=UTC), after=None)
    undo = replace(undone, act=ReviewAct.UNDO, when=datetime(2014, 8, 11, tzinfo=UTC))
    reviews = [act, undone, replace(undo, undoes=undone.id)]
    assert {s.said_by for s in coded} == {"Karim Zebari", None}
    assert sum(isinstance(s, TerritorialClaim) for s in coded) == 1
    return Told([REPORT], coded, reviews, timeline_of(Settings(), coded, reviews))


QUOTES = ["seized Baharka", "500 families", "fled Khabat"]
SPEAKERS = ["Zebari", "Karim", "zebari", "the mayor", "Haddad"]
PLACES = [
    "Baharka",
    "baharka",
    "Baḥarkah",
    "Domiz",
    "Khabat",
    "36.315",
    "44.035",
    "98156",
    "the mayor",
]


@pytest.mark.parametrize(
    ("what", "secrets", "words"),
    [
        (Withholding(quotes=True), QUOTES, "Quotes are left out."),
        (Withholding(speakers=True), SPEAKERS, "Speakers&#39; names are left out."),
        (ADMIN1, [*QUOTES, *PLACES], "Places are given by their governorate or province."),
        (Withholding(places_by=PlaceKind.ADMIN2), [*QUOTES, *PLACES], "by their district"),
        (Withholding(True, True, PlaceKind.ADMIN1), [*QUOTES, *SPEAKERS, *PLACES], "Quotes"),
    ],
)
def test_nothing_that_is_left_out_is_in_the_page(
    told: Told, what: Withholding, secrets: list[str], words: str
) -> None:
    whole = page(told, Withholding())
    bare = page(told, what)
    assert [s for s in secrets if s in bare] == []
    assert words in bare
    assert "left out" not in whole.split("</header>")[0]
    assert all(s in whole for s in ("Zebari", "seized Baharka", "Haddad", "98156"))


def page(told: Told, what: Withholding) -> str:
    """Draw the page on ground without towns, which would name every town of a box."""
    desk = open_desk(Settings())
    bare = shared(desk, told, what)
    data = (bare.states, bare.statements, bare.reports)
    ground = {"boundaries": desk.boundaries, "towns": lambda *_: []}
    html = render_page(*data, **ground, reviews=bare.reviews, left_out=what.in_words)
    return f"{html}{json.dumps(packed_in(html), ensure_ascii=False)}"


def test_a_claim_to_a_place_becomes_one_to_a_part_of_its_area(told: Told) -> None:
    bare = shared(open_desk(Settings()), told, ADMIN1)
    (claim,) = (s for s in bare.statements if isinstance(s, TerritorialClaim))
    assert claim.place.place is not None
    assert (claim.place.place.id, claim.extent, claim.share) == ("admin1:IQ.11", Extent.PART, None)
    assert claim.id != told.statements[0].id


def test_movements_and_totals_stay_what_they_were_though_their_ends_are_areas(told: Told) -> None:
    bare = shared(open_desk(Settings()), told, ADMIN1)
    day = told.states.days[-1]
    before, after = told.states.at(day), bare.states.at(day)
    assert after.totals == before.totals
    assert len(after.movements) == len(before.movements) == 2
    ids = {statement.id for statement in bare.statements}
    for movement in after.movements.values():
        assert movement.recommended in ids
        ends = (*movement.origin, *movement.destination, *movement.location)
        assert {place.kind for place in ends} == {PlaceKind.ADMIN1}
    moved = {movement.quantity: movement for movement in after.movements.values()}
    assert [p.name for p in moved[900].location] == ["Erbil"]  # from Khabat to Erbil, both in it


def test_reviews_hold_on_to_what_their_statements_became(told: Told) -> None:
    for what in (Withholding(speakers=True), ADMIN1):
        bare = shared(open_desk(Settings()), told, what)
        edit, reject, undo = bare.reviews
        assert edit.statement == reject.statement == told_claim(bare).id
        assert undo.undoes == reject.id
        assert {review.reason for review in bare.reviews} == {""}
        assert bare.states.places.keys() & {"geonames:98156", "admin1:IQ.11"}


def told_claim(told: Told) -> TerritorialClaim:
    return next(s for s in told.statements if isinstance(s, TerritorialClaim))


def test_speakers_stay_as_many_as_they_were(told: Told) -> None:
    claim = told_claim(told)
    others = [replace(claim, report=f"r{n}", said_by=name) for n, name in enumerate("ABA")]
    bare = withheld([], others, [], Withholding(speakers=True), {}.get)
    assert [s.said_by for s in bare.statements] == ["speaker 1", "speaker 2", "speaker 1"]


def test_an_actor_who_speaks_keeps_its_name(told: Told) -> None:
    claim = replace(told_claim(told), said_by=told_claim(told).actor.name)
    (bare,) = withheld([], [claim], [], Withholding(speakers=True), {}.get).statements
    assert as_record(bare)["actor"] == as_record(claim)["actor"]


def test_a_place_of_which_no_area_is_known_is_a_number(told: Told) -> None:
    claim = told_claim(told)
    assert claim.place.place is not None
    lost = replace(claim, place=replace(claim.place, place=replace(claim.place.place, within=())))
    unknown = replace(claim, place=replace(claim.place, place=None, as_written="Qwertyville"))
    bare = withheld([], [lost, unknown, lost], [], ADMIN1, {}.get).statements
    names = [as_record(statement)["place"]["name"] for statement in bare]
    assert names == ["place 1, not given", "place 2, not given", "place 1, not given"]


def test_nothing_left_out_is_nothing_changed(told: Told) -> None:
    assert shared(open_desk(Settings()), told, Withholding()) is told
