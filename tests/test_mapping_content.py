"""What the page is told: records of a timeline, fit to be shown."""

from datetime import UTC, date, datetime

import pytest
from picture_statements import claims

from dashboard.mapping.content import content, places_of, shown
from dashboard.model import Review, ReviewAct
from dashboard.picture import timeline
from tests.mapping_case import NOWHERE, REBELS, REPORTS, SAKE, claim, statements


@pytest.fixture(scope="module")
def told():
    said = statements()
    return content(timeline(said), said, REPORTS)


def test_a_place_has_its_states_in_order(told):
    states = told["marks"]["t:sake"]
    assert [state["first"] for state in states] == sorted(state["first"] for state in states)
    assert states[0]["state"]["holders"][0]["actor"] == "rebels"
    assert states[-1]["state"]["status"] == "disputed"


def test_a_state_names_the_statements_behind_it(told):
    for states in told["marks"].values():
        for state in states:
            for part in state["state"].get("holders", []):
                assert set(part["statements"]) <= set(told["statements"])


def test_days_count_the_statements_that_are_new_on_them(told):
    counted = {day["day"]: day["statements"] for day in told["days"]}
    assert counted["2023-05-01"] == 5
    assert counted["2023-05-18"] == 2


def test_a_place_that_comes_under_an_older_claim_on_its_area_shows_nothing_new():
    said = claims("0 red holds at province", "1 blue contests")
    told = content(timeline(said), said, [])
    assert told["marks"]["town"][-1]["state"]["inherited_from"] == "province"
    assert [day["statements"] for day in told["days"]] == [1, 1, 0]


def test_a_speaker_and_a_report_come_with_a_statement(told):
    said = {s["evidence"]["quote"]: s for s in told["statements"].values()}
    taken = said["rebels overran Sake at dawn"]
    assert taken["said_by"] == "a trader"
    assert told["reports"][taken["report"]]["publisher"] == "Lake Courier"


def test_an_actor_keeps_the_rank_of_its_first_hold(told):
    assert told["actors"]["rebels"]["colour"] == 0
    assert told["actors"]["army"]["colour"] == 1


def test_the_latest_review_counts():
    said = statements()[:1]
    reviews = [
        Review(said[0].id, ReviewAct.ACCEPT, "Ada", datetime(2023, 5, 5, tzinfo=UTC)),
        Review(said[0].id, ReviewAct.REJECT, "Bo", datetime(2023, 5, 4, tzinfo=UTC)),
    ]
    told = content(timeline(said, reviews), said, REPORTS, reviews)
    assert told["statements"][said[0].id]["review"]["act"] == "accept"


def test_a_place_of_no_gazetteer_is_told_without_a_point():
    said = [claim(f"they hold {NOWHERE}", REBELS, "holds", NOWHERE, date(2023, 5, 1))]
    states = timeline(said)
    told = content(states, said, REPORTS)
    (place,) = places_of(states)
    assert told["places"][place.id]["name"] == NOWHERE
    assert "point" not in told["places"][place.id]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("الموصل", "الموصل"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u2066b", "a⟨U+2066⟩b"),
        ("a\ud800b", "a⟨U+D800⟩b"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
    ],
)
def test_what_would_hide_or_reorder_text_is_spelt_out(text, expected):
    assert shown({"name": [text]}) == {"name": [expected]}


def test_inferred_actors_and_doubtful_places_are_told(told):
    sake = next(s for s in told["statements"].values() if s.get("place", {}).get("id") == SAKE.id)
    assert sake["readings"][0]["why"] == "the only place of the name"
