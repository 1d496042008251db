"""Who is reported to hold what: a table of claims and what they make of a town."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from picture_statements import claim, claims, figure, mention, on, words

from dashboard.model import DatePrecision, Evidence, Extent, Relation, Review, ReviewAct, Stance
from dashboard.picture import Status, derive, timeline


def seen(lines: list[str], day: int, place: str = "town") -> str:
    return words(derive(claims(*lines), (), on(day)).places.get(place))


@pytest.mark.parametrize(
    ("lines", "day", "expected"),
    [
        # takes and holds make the actor the reported holder
        (["0 red takes"], 0, "held; held by red"),
        (["0 red holds"], 0, "held; held by red"),
        (["1 red takes"], 0, "nothing"),
        (["0 red takes"], 4000, "held; held by red"),
        # loses ends that, of that actor
        (["0 red takes", "5 red loses"], 4, "held; held by red"),
        (["0 red takes", "5 red loses"], 5, "no reported holder; lost by red"),
        (["0 red takes", "5 blue loses"], 5, "held; held by red; lost by blue"),
        (["0 red takes", "5 red loses", "9 red takes"], 9, "held; held by red"),
        # so does a later takes by another
        (["0 red holds", "5 blue takes"], 5, "held; held by blue"),
        (["0 red takes", "0 blue loses", "9 blue takes"], 9, "held; held by blue"),
        # a later holds by another makes the place disputed
        (["0 red holds", "5 blue holds"], 4, "held; held by red"),
        (["0 red holds", "5 blue holds"], 5, "disputed; held by blue red"),
        (["0 red takes", "5 blue holds"], 5, "disputed; held by blue red"),
        (["0 red holds", "5 blue holds", "6 red holds"], 6, "disputed; held by blue red"),
        (["0 red holds", "5 blue holds", "6 blue takes"], 6, "held; held by blue"),
        (["0 red holds", "5 blue holds", "6 blue loses"], 6, "held; held by red; lost by blue"),
        # but a hold that nobody has repeated for 30 days simply ends with it
        (["0 red holds", "30 blue holds"], 30, "disputed; held by blue red"),
        (["0 red holds", "31 blue holds"], 31, "held; held by blue"),
        (["0 red holds", "20 red holds", "31 blue holds"], 31, "disputed; held by blue red"),
        (["0 red holds", "5 blue holds", "36 blue holds"], 36, "held; held by blue"),
        (["0 red holds", "5 blue holds"], 400, "disputed; held by blue red"),
        # a denial by another speaker makes the place disputed
        (["0 red holds by Ali", "5 red denies holds by Eve"], 4, "held; held by red"),
        (
            ["0 red holds by Ali", "5 red denies holds by Eve"],
            5,
            "disputed; held by red; denied of red",
        ),
        (
            ["0 red takes by Ali", "0 red denies takes by Eve"],
            400,
            "disputed; held by red; denied of red",
        ),
        (
            ["0 red holds by Ali", "1 red holds by Bob", "5 red denies holds by Ali"],
            5,
            "disputed; held by red; denied of red",
        ),
        # who takes his own words back ends what only he said
        (
            ["0 red holds by Ali", "5 red denies holds by Ali"],
            5,
            "no reported holder; denied of red",
        ),
        # a denial ends a hold that nobody has repeated for 30 days
        (
            ["0 red holds by Ali", "31 red denies holds by Eve"],
            31,
            "no reported holder; denied of red",
        ),
        # a denial that disputes nothing is shown, for 30 days
        (["0 red denies holds by Eve"], 30, "no reported holder; denied of red"),
        (["0 red denies holds by Eve"], 31, "nothing"),
        (["0 red denies threatens by Eve"], 1, "no reported holder; denied of red"),
        # a later takes is a change that the denial did not know of; a later holds is not
        (["0 red denies takes by Eve", "1 red takes by Ali"], 1, "held; held by red"),
        (
            ["0 red denies holds by Eve", "1 red holds by Ali"],
            1,
            "disputed; held by red; denied of red",
        ),
        (["0 red denies holds by Eve", "31 red holds by Ali"], 31, "held; held by red"),
        # a loss that is denied
        (
            ["0 blue takes by Ali", "1 red denies loses by Eve"],
            1,
            "disputed; held by blue; denied of red",
        ),
        (
            ["0 red loses by Ali", "1 red denies loses by Eve"],
            1,
            "disputed; lost by red; denied of red",
        ),
        # contests, with whoever held it
        (["0 blue contests"], 0, "contested; contested by blue"),
        (["0 red holds", "5 blue contests"], 5, "contested; held by red; contested by blue"),
        (["0 blue contests", "0 red holds"], 0, "contested; held by red; contested by blue"),
        # threatens is shown beside the holder
        (["0 blue threatens"], 0, "threatened; threatened by blue"),
        (["0 red holds", "5 blue threatens"], 5, "held; held by red; threatened by blue"),
        # both end with the next takes, holds or loses
        # a holder's own advance, told after the fact, threatens nothing that it holds
        (["0 red takes", "0 red threatens"], 0, "held; held by red"),
        (
            ["0 red takes part", "0 red threatens"],
            0,
            "divided; held by red; threatened by red",
        ),
        (["0 blue contests", "0 red threatens", "5 blue takes"], 5, "held; held by blue"),
        (["0 blue contests", "0 red threatens", "5 red holds"], 5, "held; held by red"),
        (
            ["0 blue contests", "0 red threatens", "5 blue loses"],
            5,
            "no reported holder; lost by blue",
        ),
        (
            ["0 blue contests", "5 red threatens"],
            5,
            "contested; contested by blue; threatened by red",
        ),
        # or after 30 days
        (["0 blue contests"], 30, "contested; contested by blue"),
        (["0 blue contests"], 31, "nothing"),
        (["0 red holds", "5 blue threatens"], 36, "held; held by red"),
        (["0 blue threatens", "20 blue threatens"], 50, "threatened; threatened by blue"),
        (["0 blue threatens", "20 blue threatens"], 51, "nothing"),
        # holders of parts make it divided, which is no dispute
        (["0 red holds part", "5 blue holds part"], 5, "divided; held by blue red"),
        (["0 red holds", "5 blue takes part"], 5, "divided; held by blue red"),
        (["0 red holds share", "5 blue holds"], 5, "divided; held by blue red"),
        (["0 red holds part"], 0, "divided; held by red"),
        (["0 red holds part", "40 blue holds part"], 40, "divided; held by blue red"),
        (["0 red holds part", "5 blue takes"], 5, "held; held by blue"),
        (["0 red holds part", "5 red takes"], 5, "held; held by red"),
        (["0 red holds", "5 red takes part"], 5, "held; held by red"),
        (["0 red holds", "5 red holds part"], 5, "divided; held by red"),
        (["0 red holds", "5 red loses part"], 5, "divided; held by red; lost by red"),
        # two rival takes on one day: neither is later
        (["0 red takes", "0 blue takes"], 0, "disputed; held by blue red"),
        (["0 red holds", "5 blue takes", "5 green takes"], 5, "disputed; held by blue green"),
        (["0 red holds", "5 red holds", "5 blue takes"], 5, "disputed; held by blue red"),
        (["0 red takes", "0 blue takes", "1 blue takes"], 1, "held; held by blue"),
        # holding and losing on one day: a dispute of two speakers, a loss from one
        (["0 red holds by Ali", "0 red loses by Eve"], 0, "disputed; held by red; lost by red"),
        (["0 red takes by Ali", "0 red loses by Ali"], 0, "no reported holder; lost by red"),
    ],
)
def test_claims_make_the_state(lines: list[str], day: int, expected: str) -> None:
    assert seen(lines, day) == expected
    assert seen(lines[::-1], day) == expected


@pytest.mark.parametrize(
    ("lines", "day", "place", "expected"),
    [
        # a claim on an area covers the places inside that have no claim of their own as recent
        (["0 red holds", "5 blue takes at province"], 4, "town", "held; held by red"),
        (["0 red holds", "5 blue takes at province"], 5, "town", "held; held by blue; as province"),
        (["5 red holds", "5 blue takes at province"], 5, "town", "held; held by red"),
        (["0 blue takes at province", "5 red holds"], 5, "town", "held; held by red"),
        (
            ["0 blue takes at province", "5 red holds", "9 blue holds at province"],
            9,
            "town",
            "held; held by blue; as province",
        ),
        (["5 red holds", "5 blue takes at province"], 5, "province", "held; held by blue"),
        # of several areas the latest speaks, of one day's the narrowest
        (
            ["0 red contests", "50 blue takes at country"],
            50,
            "town",
            "held; held by blue; as country",
        ),
        (
            ["0 red contests", "50 blue takes at country", "51 red takes at province"],
            51,
            "town",
            "held; held by red; as province",
        ),
        (
            ["0 red contests", "50 blue takes at country", "50 red takes at province"],
            50,
            "town",
            "held; held by red; as province",
        ),
        # what has ended leaves the place to the area
        (
            ["0 blue holds at province", "5 red contests"],
            35,
            "town",
            "contested; contested by red",
        ),
        (
            ["0 blue holds at province", "5 red contests"],
            36,
            "town",
            "held; held by blue; as province",
        ),
        # an area's claim that says the same covers nothing
        (["0 red holds", "5 red takes at province"], 5, "town", "held; held by red"),
        # fighting for the area does not unseat who holds the town; its loss does
        (["0 red holds", "5 blue contests at province"], 5, "town", "held; held by red"),
        (["0 red holds", "5 blue loses at province"], 5, "town", "held; held by red"),
        (
            ["0 red holds", "5 red loses at province"],
            5,
            "town",
            "no reported holder; lost by red; as province",
        ),
        (
            ["0 red loses", "5 blue contests at province"],
            5,
            "town",
            "contested; contested by blue; as province",
        ),
        # a part of an area may lie anywhere
        (["0 red holds", "5 blue takes part at province"], 5, "town", "held; held by red"),
        (
            ["0 red loses", "5 blue takes at province", "6 red takes part at province"],
            6,
            "town",
            "no reported holder; lost by red",
        ),
        # a denial of the area is no claim on what is inside
        (["0 red contests at province", "40 red denies holds at province"], 41, "town", "nothing"),
        # rivals for an area are rivals for what is inside
        (
            ["0 red loses", "5 blue holds at province", "6 red holds at province"],
            6,
            "town",
            "disputed; held by blue red; as province",
        ),
        # nothing goes up, or aside
        (["0 red takes"], 5, "province", "nothing"),
        (["0 red takes at province", "0 blue takes at port"], 5, "port", "held; held by blue"),
    ],
)
def test_areas_cover_what_is_inside(lines: list[str], day: int, place: str, expected: str) -> None:
    named = figure(500, 0, f"{place} >", 99)
    picture = derive([*claims(*lines), named], (), on(day))
    assert words(picture.places.get(place)) == expected


def test_an_inherited_state_says_by_which_claim() -> None:
    own, first, repeated = claims(
        "0 red holds", "5 blue takes at province by Ali", "7 blue holds at province by Eve"
    )
    picture = derive([own, first, repeated], (), on(9))
    (part,) = picture.places["town"].holders
    assert part.statements == (first.id,)
    assert part.speakers == ("Ali",)
    assert picture.places["province"].holders[0].speakers == ("Eve", "Ali")


def test_a_town_does_not_change_when_the_areas_claim_is_repeated() -> None:
    lines = ["0 red contests", *[f"{day} blue holds at province" for day in range(1, 60)]]
    states = timeline(claims(*lines)).places
    assert len(states["province"]) == 59
    assert [interval.first for interval in states["town"]] == [on(0), on(1)]


def test_places_that_only_figures_name_are_covered_too() -> None:
    statements = [figure(500, 0, "village >"), *claims("1 red takes at province")]
    assert words(derive(statements, (), on(0)).places.get("village")) == "nothing"
    assert (
        words(derive(statements, (), on(1)).places["village"]) == "held; held by red; as province"
    )
    assert "haven" not in derive(statements, (), on(1)).places


# Which claims count, and from when


@pytest.mark.parametrize("stance", [Stance.HYPOTHETICAL])
@pytest.mark.parametrize("relation", list(Relation))
def test_hypothetical_claims_never_count(stance: Stance, relation: Relation) -> None:
    statement = claim(f"0 red {relation}", stance=stance)
    assert timeline([statement]).places == {}


def _review(statement, act: ReviewAct, hour: int) -> Review:
    return Review(statement.id, act, "Rana", datetime(2024, 5, 1, hour, tzinfo=UTC))


def test_what_was_rejected_does_not_count_and_the_latest_act_does() -> None:
    held, taken = claims("0 red holds", "5 blue takes")
    reject, accept = _review(taken, ReviewAct.REJECT, 1), _review(taken, ReviewAct.ACCEPT, 2)
    assert words(derive([held, taken], [reject], on(9)).places["town"]) == "held; held by red"
    for reviews in ([reject, accept], [accept, reject]):
        assert words(derive([held, taken], reviews, on(9)).places["town"]) == "held; held by blue"
    both = [_review(taken, ReviewAct.REJECT, 1), _review(taken, ReviewAct.ACCEPT, 0)]
    assert words(derive([held, taken], both, on(9)).places["town"]) == "held; held by red"


@pytest.mark.parametrize(
    ("start", "end", "published", "counts_from"),
    [
        (date(2024, 3, 5), date(2024, 3, 5), date(2024, 3, 9), date(2024, 3, 5)),
        (None, None, date(2024, 3, 9), date(2024, 3, 9)),  # the report's date
        (date(2024, 1, 1), date(2024, 1, 31), date(2024, 3, 9), date(2024, 1, 31)),  # a month
        (date(2024, 1, 1), date(2024, 1, 31), None, date(2024, 1, 31)),
        (date(2024, 3, 1), date(2024, 3, 31), date(2024, 3, 9), date(2024, 3, 9)),  # this month
        (date(2024, 3, 20), date(2024, 3, 20), date(2024, 3, 9), date(2024, 3, 20)),
        (date(2024, 3, 5), None, date(2024, 3, 9), date(2024, 3, 5)),
        (None, None, None, None),  # no date at all
    ],
)
def test_the_day_from_which_a_claim_counts(start, end, published, counts_from) -> None:
    precision = DatePrecision.DAY if start == end else DatePrecision.MONTH
    statement = claim(
        "0 red takes", start=start, end=end, published=published, date_precision=precision
    )
    result = timeline([statement])
    if counts_from is None:
        assert result.places == {}
        assert result.undated == (statement.id,)
    else:
        assert result.places["town"][0].first == counts_from
        assert result.days == (counts_from,)
        assert result.undated == ()


def test_two_dates() -> None:
    early = claim("0 red holds", 0)
    told_later = claim("2 blue takes", 1, published=on(20))
    now = derive([early, told_later], (), on(5))
    then = derive([early, told_later], (), on(5), known_by=on(5))
    assert words(now.places["town"]) == "held; held by blue"
    assert words(then.places["town"]) == "held; held by red"
    assert (then.as_of, then.known_by) == (on(5), on(5))


def test_known_by_leaves_out_what_was_published_nobody_knows_when() -> None:
    statement = claim("0 red holds", published=None)
    assert "town" in derive([statement], (), on(5)).places
    then = derive([statement], (), on(5), known_by=on(5))
    assert then.places == {}
    assert then.undated == (statement.id,)


# Support, and what a part tells


def test_support_is_the_number_of_speakers_and_publishers() -> None:
    lines = ["0 red takes by Ali", "1 red holds by Ali", "2 red holds", "3 red holds by Eve"]
    statements = claims(*lines)
    (part,) = derive(statements, (), on(3)).places["town"].holders
    assert part.speakers == ("Eve", "paper 2", "Ali")
    assert part.statements == tuple(statement.id for statement in reversed(statements))
    assert part.since == on(0)


def test_without_speaker_and_publisher_the_report_speaks() -> None:
    statement = claim("0 red takes", publisher=None)
    (part,) = derive([statement], (), on(0)).places["town"].holders
    assert part.speakers == ("report report 0",)


def test_support_is_of_the_last_thirty_days_and_the_beginning() -> None:
    statements = claims("0 red takes by Ali", "5 red holds by Bob", "40 red holds by Eve")
    (part,) = derive(statements, (), on(50)).places["town"].holders
    assert part.speakers == ("Eve", "Ali")
    assert part.since == on(0)


def test_the_actor_decides_not_the_words() -> None:
    named, described = claims("0 red takes", "1 red holds")
    actor = replace(described.actor, as_written="militants", inferred=True)
    described = replace(described, actor=actor)
    (part,) = derive([named, described], (), on(1)).places["town"].holders
    assert part.actor == named.actor
    assert len(part.statements) == 2


def test_actors_in_one_piece_of_evidence_are_no_rivals() -> None:
    together = [claim("0 red holds"), claim("0 blue holds")]
    assert words(derive(together, (), on(0)).places["town"]) == "held; held by blue red"
    apart = [together[0], replace(together[1], evidence=Evidence(20, 29, "other words"))]
    assert derive(apart, (), on(0)).places["town"].status is Status.DISPUTED


def test_a_share_is_kept() -> None:
    (statement,) = claims("0 red holds share")
    (part,) = derive([replace(statement, share=0.8)], (), on(0)).places["town"].holders
    assert (part.extent, part.share) == (Extent.SHARE, 0.8)


def test_a_place_that_no_gazetteer_has_is_known_by_its_name() -> None:
    one, other = claim("0 red takes", 0), claim("1 blue takes", 1)
    one = replace(one, place=mention("Nowhere Ford"))
    other = replace(other, place=mention("nowhere  ford"))
    picture = derive([one, other], (), on(1))
    assert list(picture.places) == ["name:nowhere ford"]
    state = picture.places["name:nowhere ford"]
    assert words(state) == "held; held by blue"
    assert (state.place.lat, state.place.lon, state.place.country) == (None, None, None)


def test_an_empty_picture() -> None:
    picture = derive([], (), on(0))
    assert (picture.places, picture.movements, picture.totals) == ({}, {}, {})
    assert timeline([]).days == ()
