"""How many went where: which figures are one movement, and what adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from picture_statements import figure, mention, on

from dashboard.model import (
    Category,
    DisplacementFigure,
    Review,
    ReviewAct,
    Stance,
    Term,
    Unit,
)
from dashboard.picture import Movement, Picture, derive, timeline

NEW = Category.NEW_DISPLACEMENT


def picture_of(*figures: DisplacementFigure, day: int = 400, **more) -> Picture:
    return derive(figures, more.pop("reviews", ()), on(day), **more)


def movements_of(*figures: DisplacementFigure, day: int = 400, **more) -> list[Movement]:
    return list(picture_of(*figures, day=day, **more).movements.values())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # ends that agree: equal
        ("town > haven", "town > haven", True),
        ("town", "town", True),
        ("town >", "town >", True),
        # one inside the other
        ("town > haven", "province > haven", True),
        ("province >", "town > haven", True),
        ("town > haven", "town > country", True),
        ("town", "province", True),
        ("town village > haven", "town > haven", True),
        ("town village >", "province >", True),
        # or silent
        ("town > haven", "town >", True),
        ("town > haven", "> haven", True),
        ("town >", "> haven", True),
        # a location is one end of the way
        ("town > haven", "town", True),
        ("town > haven", "haven", True),
        ("town > haven", "province", True),
        # ends that do not
        ("town > haven", "village > haven", False),
        ("town > haven", "town > village", False),
        ("town village > haven", "town port > haven", False),
        ("town", "village", False),
        ("town > haven", "village", False),
        ("town >", "> port", False),  # nothing shared, and not of one country
        ("town > haven", "", False),  # no place at all, in another report
        ("Nowhere >", "NOWHERE >", True),
        ("Nowhere >", "town >", False),
    ],
)
def test_figures_are_one_movement_where_their_ends_agree(one: str, other: str, same: bool) -> None:
    figures = figure(500, 0, one, 1), figure(700, 1, other, 2)
    assert len(movements_of(*figures)) == (1 if same else 2)
    assert len(movements_of(*reversed(figures))) == (1 if same else 2)


@pytest.mark.parametrize(("days", "movements"), [(0, 1), (7, 1), (8, 2), (100, 2)])
def test_their_dates_lie_within_seven_days(days: int, movements: int) -> None:
    assert len(movements_of(figure(500, 0), figure(700, days, number=1))) == movements


def test_all_dates_of_a_movement_lie_within_seven_days() -> None:
    figures = [figure(500, day, number=day) for day in (0, 5, 10)]
    assert sorted(len(m.figures) for m in movements_of(*figures)) == [1, 2]


@pytest.mark.parametrize(
    "changes",
    [
        {"category": Category.RETURNS},
        {"category": Category.IDPS},
        {"term": Term.DESTROYED_HOUSING, "unit": Unit.HOUSEHOLDS},
    ],
)
def test_figures_of_another_kind_are_another_movement(changes) -> None:
    assert len(movements_of(figure(500, 0), figure(500, 0, number=1, **changes))) == 2


def test_a_figure_without_a_place_joins_the_one_movement_of_its_report() -> None:
    placed, silent = figure(500, 0), figure(600, 0, "", 1, report="report 0")
    (movement,) = movements_of(placed, silent)
    assert len(movement.figures) == 2


def test_a_figure_without_a_place_that_may_repeat_several_is_not_counted() -> None:
    figures = [figure(500, 0, "town >"), figure(300, 0, "port >", 1, report="report 0")]
    silent = figure(800, 0, "", 2, report="report 0")
    picture = picture_of(*figures, silent)
    assert len(picture.movements) == 3
    assert picture.totals[NEW].people == 800
    assert picture_of(silent).totals[NEW].people == 800


def test_one_end_that_could_be_of_two_movements_is_of_none() -> None:
    figures = [figure(500, 0, "town >"), figure(300, 0, "village >", 1)]
    assert len(movements_of(*figures, figure(400, 1, "> haven", 2))) == 3


def test_a_figure_joins_the_movement_that_it_agrees_with_best() -> None:
    figures = [figure(500, 0, "town > haven"), figure(300, 0, "village > haven", 1)]
    wide = figure(400, 1, "village > country", 2)
    sizes = {m.origin[0].id: len(m.figures) for m in movements_of(*figures, wide)}
    assert sizes == {"town": 1, "village": 2}


# Recommended, range


def test_the_latest_reports_figure_is_recommended_and_the_range_is_of_all() -> None:
    (movement,) = movements_of(
        figure(900, 0, quantity_high=1200),
        figure(700, 1, number=1, published=on(3)),
        figure(800, 2, number=2, published=on(2)),
    )
    assert (movement.quantity, movement.low, movement.high) == (700, 700, 1200)
    assert (movement.people, movement.people_low, movement.people_high) == (700, 700, 1200)
    assert len(movement.figures) == 3
    assert movement.recommended in movement.figures
    assert set(movement.speakers) == {"paper 0", "paper 1", "paper 2"}


def test_in_one_days_reports_the_number_goes_before_the_vague_word() -> None:
    (movement,) = movements_of(figure(2000, 0, vague=True), figure(5000, 0, number=1))
    assert (movement.quantity, movement.vague) == (5000, False)
    (movement,) = movements_of(figure(5000, 0), figure(2000, 1, number=1, vague=True))
    assert (movement.quantity, movement.vague) == (2000, True)


def test_or_the_one_that_a_reviewer_chose_last() -> None:
    figures = [
        figure(quantity, 0, number=quantity, published=on(quantity)) for quantity in (1, 2, 3)
    ]

    def chose(quantity: int, hour: int) -> Review:
        when = datetime(2024, 5, 1, hour, tzinfo=UTC)
        return Review(figures[quantity - 1].id, ReviewAct.RECOMMEND, "Rana", when)

    assert [m.quantity for m in movements_of(*figures)] == [3]
    assert [m.quantity for m in movements_of(*figures, reviews=[chose(1, 9)])] == [1]
    reviews = [chose(2, 10), chose(1, 9)]
    assert [m.quantity for m in movements_of(*figures, reviews=reviews)] == [2]


def test_a_movement_grows_with_the_days() -> None:
    figures = [figure(500, 0), figure(700, 3, number=1)]
    assert [m.quantity for m in movements_of(*figures, day=-1)] == []
    assert [m.quantity for m in movements_of(*figures, day=2)] == [500]
    assert [m.quantity for m in movements_of(*figures, day=3)] == [700]
    ((first, second),) = timeline(figures).movements.values()
    assert (first.first, first.last, second.first, second.last) == (on(0), on(2), on(3), None)


def test_the_id_stays_while_figures_are_added() -> None:
    first = figure(500, 3)
    (before,) = movements_of(first)
    for later in (figure(700, 5, number=1), figure(700, 1, number=2, published=on(9))):
        (after,) = movements_of(first, later)
        assert after.id == before.id


@pytest.mark.parametrize(
    ("best", "other", "origin", "destination", "location"),
    [
        ("town > haven", "town >", "town", "haven", ""),
        ("town >", "town > haven", "town", "haven", ""),
        ("province > haven", "town > haven", "province", "haven", ""),
        ("province", "town > haven", "", "", "province"),
    ],
)
def test_the_ends_are_the_recommended_figures(best, other, origin, destination, location) -> None:
    (movement,) = movements_of(figure(700, 1, best, 1), figure(500, 0, other, 0))
    shown = (movement.origin, movement.destination, movement.location)
    assert [" ".join(p.id for p in end) for end in shown] == [origin, destination, location]


# Cumulative figures


def test_a_cumulative_figure_replaces_those_inside_its_period() -> None:
    weekly = [figure(100, day, number=day) for day in (5, 15, 25)]
    since = figure(350, 30, since=0, number=99)
    assert picture_of(*weekly, since, day=29).totals[NEW].people == 300
    picture = picture_of(*weekly, since, day=30)
    (movement,) = picture.movements.values()
    assert (movement.quantity, movement.start, movement.end) == (350, on(0), on(30))
    assert picture.totals[NEW].people == 350
    assert set(movement.replaces) == set(picture_of(*weekly, since, day=29).movements)


@pytest.mark.parametrize(
    ("way", "day", "since_way", "total"),
    [
        ("town > haven", 5, "province >", 350),  # inside its ends
        ("town > haven", 5, "province", 350),
        ("town > haven", -1, "town > haven", 450),  # before its period
        ("town > haven", 31, "town > haven", 450),  # after
        ("province > haven", 5, "town > haven", 450),  # wider than it
        ("village > haven", 5, "town > haven", 450),  # elsewhere
        ("port >", 5, "", 450),  # a figure without a place replaces nothing
    ],
)
def test_only_what_is_inside_its_period_and_its_ends(way, day, since_way, total) -> None:
    one, since = figure(100, day, way, 1), figure(350, 30, since_way, 2, since=0)
    assert picture_of(one, since).totals[NEW].people == total


def test_a_movement_that_a_wider_cumulative_figure_adds_up_stays_and_is_not_counted() -> None:
    towns = figure(100, 5, "town > haven", 1)
    since = figure(350, 30, "province", 2, since=0)
    shown = {m.quantity: m.counted for m in movements_of(towns, since)}
    assert shown == {100: False, 350: True}
    assert [m.counted for m in movements_of(towns, since, day=29)] == [True]


def test_on_the_day_of_the_wider_figure_it_is_shown_all_the_same() -> None:
    towns, since = figure(100, 30, "town > haven", 1), figure(350, 30, "province", 2, since=0)
    picture = picture_of(towns, since, day=30)
    assert sorted(m.quantity for m in picture.movements.values()) == [100, 350]
    assert picture.totals[NEW].people == 350


def test_a_later_cumulative_figure_replaces_the_earlier() -> None:
    figures = [figure(q, day, since=0, number=q) for q, day in ((100, 10), (200, 20), (300, 30))]
    assert [m.quantity for m in movements_of(*figures, day=25)] == [200]
    assert [m.quantity for m in movements_of(*figures)] == [300]


def test_two_cumulative_figures_of_one_period_are_one_movement() -> None:
    (movement,) = movements_of(figure(300, 30, since=0), figure(400, 32, since=1, number=1))
    assert (movement.low, movement.high) == (300, 400)


def test_a_week_is_not_cumulative() -> None:
    assert len(movements_of(figure(100, 1), figure(300, 6, since=0, number=1))) == 1
    assert picture_of(figure(100, 1), figure(300, 6, since=0, number=1)).totals[NEW].people == 300


# Totals


def test_totals_add_the_recommended_figures_of_new_displacement_alone() -> None:
    totals = picture_of(
        figure(500, 0),
        figure(600, 1, number=1),
        figure(1000, 0, "village >", 2),
        figure(70, 0, "> town", 3, category=Category.RETURNS),
        figure(9000, 0, "haven", 4, category=Category.IDPS),
    ).totals
    new = totals[NEW]
    assert (new.people, new.people_low, new.people_high) == (1600, 1500, 1600)
    assert new.speakers == 3
    assert totals[Category.RETURNS].people == 70
    assert totals[Category.IDPS].people == 9000
    assert Category.REFUGEES not in totals


def test_the_same_speaker_of_two_movements_is_one() -> None:
    figures = [figure(5, 0, way, n, said_by="Ali") for n, way in enumerate(("town >", "port >"))]
    assert picture_of(*figures).totals[NEW].speakers == 1


def test_parts_never_add() -> None:
    whole = figure(500, 0)
    part = figure(200, 0, number=1, part_of=whole.id)
    part_of_part = figure(50, 1, number=2, part_of=part.id)
    picture = picture_of(whole, part, part_of_part)
    (movement,) = picture.movements.values()
    assert (movement.figures, movement.low) == ((whole.id,), 500)
    assert movement.parts == (part.id, part_of_part.id)
    assert picture.totals[NEW].people == 500
    (before,) = movements_of(whole, part, part_of_part, day=0)
    assert before.parts == (part.id,)


def test_a_part_whose_whole_is_not_there_is_shown_and_does_not_add() -> None:
    picture = picture_of(figure(200, 0, part_of="rejected"))
    (movement,) = picture.movements.values()
    assert (movement.quantity, movement.counted) == (200, False)
    assert picture.totals == {}


@pytest.mark.parametrize(
    "term",
    [Term.DESTROYED_HOUSING, Term.PARTIALLY_DESTROYED_HOUSING, Term.UNINHABITABLE_HOUSING],
)
def test_housing_never_adds(term: Term) -> None:
    houses = figure(40, 0, "town", 1, term=term, unit=Unit.HOUSEHOLDS)
    picture = picture_of(figure(500, 0), houses, household_factors={"IQ": 6.0})
    assert picture.totals[NEW].people == 500
    assert picture.totals[NEW].households == 0
    assert sorted(m.counted for m in picture.movements.values()) == [False, True]


@pytest.mark.parametrize("stance", [Stance.DENIED, Stance.HYPOTHETICAL])
def test_denied_and_hypothetical_figures_do_not_count(stance: Stance) -> None:
    assert movements_of(figure(500, 0, stance=stance)) == []


def test_rejected_figures_do_not_count() -> None:
    one, other = figure(500, 0), figure(600, 0, number=1)
    reject = Review(other.id, ReviewAct.REJECT, "Rana", datetime(2024, 5, 1, tzinfo=UTC))
    (movement,) = movements_of(one, other, reviews=[reject])
    assert (movement.figures, movement.high) == ((one.id,), 500)


def test_figures_without_any_date_are_listed_as_undated() -> None:
    one = figure(500, 0, published=None)
    nowhen = replace(one, start=None, end=None)
    assert timeline([one]).undated == ()
    assert timeline([nowhen]).undated == (nowhen.id,)
    assert timeline([nowhen]).movements == {}


# Stocks


def stock(quantity: int, day: int, place: str, number: int, **changes) -> DisplacementFigure:
    return figure(quantity, day, place, number, **{"category": Category.IDPS, **changes})


def test_stocks_are_the_latest_a_place_never_added_to_earlier_ones() -> None:
    figures = [stock(900, 0, "town", 0), stock(700, 30, "town", 1), stock(50, 3, "village", 2)]
    picture = picture_of(*figures)
    assert sorted(m.quantity for m in picture.movements.values()) == [50, 700]
    assert picture.totals[Category.IDPS].people == 750
    assert picture_of(*figures, day=29).totals[Category.IDPS].people == 950


def test_a_stocks_figures_of_one_week_are_triangulation() -> None:
    (movement,) = movements_of(stock(900, 0, "town", 0), stock(700, 6, "town", 1))
    assert (movement.quantity, movement.low, movement.high) == (700, 700, 900)


def test_stocks_are_never_added_to_flows_nor_to_another_category() -> None:
    picture = picture_of(
        figure(500, 0),
        stock(900, 0, "haven", 1),
        stock(30, 0, "haven", 2, category=Category.REFUGEES),
    )
    assert {c: t.people for c, t in picture.totals.items()} == {
        NEW: 500,
        Category.IDPS: 900,
        Category.REFUGEES: 30,
    }


def test_the_stock_of_a_place_inside_another_is_not_added_to_it() -> None:
    figures = [
        stock(200, 0, "town", 0),
        stock(900, 10, "country", 1),
        stock(300, 20, "province", 2),
    ]
    totals = [picture_of(*figures, day=day).totals[Category.IDPS].people for day in (5, 15, 25)]
    assert totals == [200, 900, 900]
    counted = {m.location[0].id: m.counted for m in movements_of(*figures)}
    assert counted == {"town": False, "country": True, "province": False}


def test_stocks_from_two_origins_stand_side_by_side() -> None:
    def refugees(quantity: int, origin: str, number: int) -> DisplacementFigure:
        ends = {"location": (mention("haven"),), "origin": tuple(map(mention, origin.split()))}
        return stock(quantity, number, "haven", number, **{**ends, "category": Category.REFUGEES})

    two = [refugees(900, "port", 0), refugees(60, "town", 1)]
    assert picture_of(*two).totals[Category.REFUGEES].people == 960
    assert picture_of(*two, refugees(1000, "", 2)).totals[Category.REFUGEES].people == 1000


def test_a_stock_without_a_place_is_shown_and_does_not_add() -> None:
    picture = picture_of(stock(900, 0, "", 0))
    assert [m.quantity for m in picture.movements.values()] == [900]
    assert picture.totals == {}


# Households


def households(quantity: int, way: str = "town > haven", number: int = 0, **changes):
    return figure(quantity, 0, way, number, unit=Unit.HOUSEHOLDS, **changes)


def test_households_without_a_sourced_factor_stay_households() -> None:
    picture = picture_of(households(100), household_factors={"CD": 5.0})
    (movement,) = picture.movements.values()
    assert (movement.quantity, movement.unit, movement.people) == (100, Unit.HOUSEHOLDS, None)
    assert movement.household_factor is None
    assert (picture.totals[NEW].people, picture.totals[NEW].households) == (0, 100)


def test_households_become_people_by_their_countrys_factor() -> None:
    picture = picture_of(
        households(100, quantity_high=120), household_factors={"IQ": 6.0, "CD": 5.0}
    )
    (movement,) = picture.movements.values()
    assert (movement.quantity, movement.low, movement.high) == (100, 100, 120)
    assert (movement.people, movement.people_low, movement.people_high) == (600, 600, 720)
    assert movement.household_factor == 6.0
    assert (picture.totals[NEW].people, picture.totals[NEW].households) == (600, 0)


@pytest.mark.parametrize(
    ("way", "people"),
    [
        ("port", 500),
        ("town > port", 600),  # the origin's country
        ("> port", 500),
        ("Nowhere > port", 500),
        ("town port >", None),  # two countries, two factors
        ("Nowhere >", None),
        ("", None),
    ],
)
def test_the_factor_is_of_the_country_where_they_are_or_come_from(way, people) -> None:
    (movement,) = movements_of(households(100, way), household_factors={"IQ": 6.0, "CD": 5.0})
    assert movement.people == people


def test_people_and_households_of_one_movement_are_counted_once() -> None:
    figures = [households(100), figure(550, 1, number=1)]
    (movement,) = movements_of(*figures, household_factors={"IQ": 6.0})
    assert (movement.quantity, movement.low, movement.high) == (550, 550, 550)
    assert (movement.people, movement.people_low, movement.people_high) == (550, 550, 600)
    assert movement.household_factor == 6.0
    (movement,) = movements_of(*figures)
    assert (movement.people, movement.people_low, movement.people_high) == (550, 550, 550)
