"""The reports that ship: what is coded from them, as a table, and the picture that follows."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dashboard import DisplacementFigure, Report, Statement, TerritorialClaim
from dashboard.model import Category
from dashboard.picture import Picture, Status
from dashboard.pipeline import open_desk, timeline_of
from dashboard.reports import read_report, report_files
from dashboard.settings import Settings, settings_from

JUNE_9 = ("2014-06-09", "2014-06-09", "day")
JUNE_9_TO_10 = ("2014-06-09", "2014-06-10", "day")  # since the fall, told the day after
JANUARY = ("2014-01-01", "2014-01-31", "month")
UNDATED = (None, None, "unknown")

# report, actor, named or inferred, relation, place, stance, said by, passed on by, date
IS = "Islamic State"
CLAIMS = [
    ("000", IS, "named", "takes", "Mosul", "asserted", None, None, UNDATED),
    ("000", IS, "named", "holds", "Mosul", "asserted", "Nechirvan Barzani", None, UNDATED),
    ("000", IS, "named", "takes", "Nineveh", "asserted", "Osama al-Nujaifi", "BBC", UNDATED),
    ("000", IS, "inferred", "threatens", "Salaheddin", "asserted", "Osama al-Nujaifi", "BBC",
     UNDATED),
    ("002", IS, "inferred", "takes", "Mosul", "asserted", None, None, UNDATED),
    ("002", IS, "inferred", "holds", "Mosul", "asserted", "Interior Ministry official", "AFP",
     JUNE_9),
    ("002", IS, "inferred", "takes", "Fallujah", "asserted", None, None, JANUARY),
]  # fmt: skip

# What a careful reader may also code: the same fact told again, or a lesser one.
MORE = {
    ("000", IS, "takes", "Mosul"),  # "took control of the country's second city"
    ("000", "Iraqi Security Forces", "loses", "Mosul"),  # "failed to protect"
    ("000", "Iraqi Army", "loses", "Mosul"),  # "failed to defend the city"
    ("002", "Iraqi government", "loses", "Mosul"),  # "no longer under the control of the state"
    ("002", IS, "takes", "Mosul"),  # "the second city to fall"
    ("002", IS, "contests", "Mosul"),  # "stormed the headquarters"
    ("002", IS, "threatens", "Mosul"),  # "were converging on Mosul"
}

# report, quantity, quantifier, unit, category, stance, origin, destination, said by, date
FIGURES = [
    ("000", 150_000, "approximately", "people", "new_displacement", "asserted",
     ["Mosul"], ["Kurdistan Region"], None, JUNE_9_TO_10),
    ("002", 70_000, "more_than", "people", "new_displacement", "asserted",
     ["Fallujah"], [], None, JANUARY),
]  # fmt: skip


@cache
def coded() -> list[tuple[Report, list[Statement]]]:
    desk = open_desk(settings_from())
    reports = map(read_report, report_files([Settings().seeds]))
    return [(report, desk.code(report)) for report in reports]


def when(statement: Statement) -> tuple[str | None, str | None, str]:
    days = [day.isoformat() if day else None for day in (statement.start, statement.end)]
    return days[0], days[1], statement.date_precision.value


def claim_row(claim: TerritorialClaim) -> tuple[object, ...]:
    return (
        claim.report[:3],
        claim.actor.name,
        "inferred" if claim.actor.inferred else "named",
        claim.relation.value,
        claim.place.place.name if claim.place.place else None,
        claim.stance.value,
        claim.said_by,
        claim.passed_on_by,
        when(claim),
    )


def figure_row(figure: DisplacementFigure) -> tuple[object, ...]:
    return (
        figure.report[:3],
        figure.quantity,
        figure.quantifier.value,
        figure.unit.value,
        figure.category.value,
        figure.stance.value,
        [m.place.name for m in figure.origin if m.place],
        [m.place.name for m in figure.destination if m.place],
        figure.said_by,
        when(figure),
    )


def claims() -> list[TerritorialClaim]:
    return [s for _, each in coded() for s in each if isinstance(s, TerritorialClaim)]


@pytest.mark.parametrize("row", CLAIMS, ids=lambda row: f"{row[0]} {row[3]} {row[4]}")
def test_each_claim_is_coded(row: tuple[object, ...]) -> None:
    assert row in [claim_row(claim) for claim in claims()]


def test_no_claim_is_coded_that_nobody_makes() -> None:
    rows = {claim_row(c): (c.report[:3], c.actor.name, c.relation.value) for c in claims()}
    spare = [r for r, short in rows.items() if r not in CLAIMS and (*short, r[4]) not in MORE]
    assert spare == []


def test_exactly_the_figures_are_coded() -> None:
    figures = [s for _, each in coded() for s in each if isinstance(s, DisplacementFigure)]
    assert [figure_row(figure) for figure in figures] == FIGURES


def test_evidence_is_the_report_s_own_text() -> None:
    for report, each in coded():
        for statement in each:
            evidence = statement.evidence
            assert report.text[evidence.start : evidence.end] == evidence.quote


def picture(day: date) -> Picture:
    statements = [s for _, each in coded() for s in each]
    return timeline_of(settings_from(), statements).at(day)


def test_the_picture_of_10_june_2014() -> None:
    now = {state.place.name: state for state in picture(date(2014, 6, 10)).places.values()}
    mosul = now["Mosul"]
    (holder,) = mosul.holders
    assert (mosul.disputed, holder.actor.name, len(holder.speakers)) == (False, "Islamic State", 4)
    nineveh = now["Nineveh"].holders[0]
    assert (nineveh.actor.name, nineveh.speakers) == ("Islamic State", ("Osama al-Nujaifi",))
    threats = now["Salaheddin"].threatened_by
    assert [part.actor.name for part in threats] == ["Islamic State"]
    fallujah = now["Fallujah"].holders[0]
    assert (fallujah.actor.name, fallujah.since.month) == ("Islamic State", 1)


def test_the_movements_of_10_june_2014() -> None:
    now = picture(date(2014, 6, 10))
    moved = {
        (m.origin[0].name, m.destination[0].name if m.destination else None): m.quantity
        for m in now.movements.values()
    }
    assert moved == {("Mosul", "Kurdistan Region"): 150_000, ("Fallujah", None): 70_000}
    assert now.totals[Category.NEW_DISPLACEMENT].people == 220_000


def test_on_1_march_2014_only_fallujah_shows() -> None:
    then = picture(date(2014, 3, 1))
    shown = {s.place.name for s in then.places.values() if s.status is not Status.NO_HOLDER}
    assert shown == {"Fallujah"}
    assert [m.quantity for m in then.movements.values()] == [70_000]


def test_the_digests_name_their_sources() -> None:
    for path in report_files([Path(Settings().seeds)]):
        report = read_report(path)
        assert report.source_file == path.name
        assert len(report.source_sha256 or "") == 64
        assert report.published == date(2014, 6, 10)
        assert report.published_known.startswith("inferred")
        assert report.agencies
