"""Imports: tables coded by hand, by DTM, IDMC and ACLED, and our own exports, row by row."""

import csv
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dashboard.errors import ImportFileError
from dashboard.exchange import COLUMNS
from dashboard.exchange.acled_events import NEEDED
from dashboard.exchange.reading import opened_table
from dashboard.ledger import Ledger, open_ledger
from dashboard.model import (
    ActorReference,
    Category,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Extent,
    PlaceMention,
    Quantifier,
    Relation,
    Report,
    Side,
    Stance,
    Statement,
    Term,
    TerritorialClaim,
    Unit,
    Withdrawal,
)
from dashboard.pipeline import Material, export_to, open_desk, take_in
from dashboard.record import as_record
from dashboard.settings import Settings
from dashboard.taking_over import Given, Outcome, take_over

FILES = [".csv", ".hxl.csv", ".geojson"]
WHEN = datetime(2025, 2, 1, 9, 30, tzinfo=UTC)
Import = Callable[..., Outcome]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")


@pytest.fixture
def take(ledger: Ledger, tmp_path: Path) -> Import:
    def taken(text: str, name: str = "table.csv", **more: object) -> Outcome:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return take_over(ledger, open_desk(Settings()), Given(path, name, "Amal", WHEN, **more))

    return taken


def told(ledger: Ledger) -> list[dict]:
    return [as_record(statement) for statement in ledger.statements()]


def test_a_table_coded_by_hand_rests_on_its_own_lines(ledger: Ledger, take: Import) -> None:
    outcome = take(
        "actor;relation;place;country;date;quantity;unit;category;from;to;source\n"
        "M23;takes;Goma;Congo;2025-01-27;;;;;;The Courier\n"
        ";;;;2025-01-28;9,000;people;new displacement;Goma;Rwanda;\n",
        publisher="Our desk",
        published=date(2025, 1, 29),
    )
    assert (outcome.is_taken, outcome.statements, outcome.refused) == (True, 2, [])
    (report,) = ledger.reports()
    claim, figure = ledger.statements()
    assert isinstance(claim, TerritorialClaim) and isinstance(figure, DisplacementFigure)
    assert (claim.actor.id, claim.place.place and claim.place.place.id) == (
        "m23",
        "geonames:216281",
    )
    assert (claim.publisher, figure.publisher) == ("The Courier", "Our desk")
    assert (figure.quantity, figure.category) == (9000, Category.NEW_DISPLACEMENT)
    for statement in (claim, figure):
        evidence = statement.evidence
        assert report.text[evidence.start : evidence.end] == evidence.quote
    for mention in (claim.place, *figure.origin, *figure.destination):
        assert report.text[mention.start : mention.end] == mention.as_written


DTM = """admin0Name,admin1Name,admin1Pcode,numPresentIdpInd,reportingDate,idpOriginAdmin1Name
Iraq,Erbil,IQG11,12345,2014-08-31T00:00:00,Nineveh
"""
DTM_TAGGED = """land,gov,code,n,day
#country+name,#adm1+name,#adm1+code,#affected+ind+idps,#date+reported
Iraq,Erbil,IQG11,12345,2014-08-31
"""
FAMILIES = "Governorate,Families,Date\nErbil,120,2014-08-31\n"
IDMC = """country,latitude,longitude,displacement_type,qualifier,figure,displacement_end_date,\
locations_name
Iraq,36.335,43.119,Conflict,more than,500000,2014-06-10,Mosul
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DTM, (12345, "people", "idps", ["admin1:IQ.15"], ["admin1:IQ.11"], "exact")),
        (DTM_TAGGED, (12345, "people", "idps", [], ["admin1:IQ.11"], "exact")),
        (
            IDMC,
            (500000, "people", "new_displacement", [], ["geonames:99072"], "more_than"),
        ),
    ],
)
def test_columns_of_others_are_known(
    ledger: Ledger, take: Import, text: str, expected: tuple[object, ...]
) -> None:
    assert take(text).refused == []
    (record,) = told(ledger)
    ends = ([p["id"] for p in record["origin"]], [p["id"] for p in record["location"]])
    head = (record["quantity"], record["unit"], record["category"])
    assert (*head, *ends, record["quantifier"]) == expected


def test_families_are_households_and_their_category_has_to_be_said(
    ledger: Ledger, take: Import
) -> None:
    (refusal,) = take(FAMILIES).refused
    assert (refusal.column, "new_displacement, idps" in refusal.reason) == ("category", True)
    take(FAMILIES.replace("Families", "IDP Families"))
    (figure,) = ledger.statements()
    assert isinstance(figure, DisplacementFigure)
    assert (figure.unit, figure.category) == (Unit.HOUSEHOLDS, Category.IDPS)


ROW = {
    "quantity": "5",
    "category": "idps",
    "location": "Goma",
    "date": "2025-01-27",
}
CLAIM = {"actor": "M23", "relation": "takes", "place": "Goma", "date": "2025-01-27"}


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (ROW | {"quantity": "many"}, "quantity", "'many' is no whole number"),
        (ROW | {"quantity": "-5"}, "quantity", "'-5' is no whole number"),
        (ROW | {"quantity": "1.5"}, "quantity", "'1.5' is no whole number"),
        (ROW | {"quantity": "٥"}, "quantity", "is no whole number"),
        (ROW | {"quantity_high": "4"}, "quantity_high", "4 is less than 5"),
        (ROW | {"category": "homeless"}, "category", "'homeless' is none of"),
        (ROW | {"category": ""}, "category", "is missing"),
        (ROW | {"date": "27.1.2025"}, "date", "'27.1.2025' is no date"),
        (ROW | {"date": "2025-02-30"}, "date", "'2025-02-30' is no date"),
        (ROW | {"start": "2025-02-01"}, "date", "is before"),
        (ROW | {"lat": "91", "lon": "0"}, "lat", "'91' is no number of degrees"),
        (ROW | {"lat": "nan", "lon": "0"}, "lat", "'nan' is no number of degrees"),
        (ROW | {"lat": "1", "lon": ""}, "lat", "go together"),
        (ROW | {"location_ids": "geonames:0"}, "location", "no place has the id"),
        (ROW | {"quantity": "", "category": ""}, "quantity", "states neither"),
        (CLAIM | {"relation": "likes"}, "relation", "'likes' is none of takes, holds"),
        (CLAIM | {"actor": ""}, "actor", "needs an actor"),
        (CLAIM | {"place": ""}, "place", "needs a place"),
        (CLAIM | {"share": "80"}, "share", "'80' is no share from 0 to 1"),
        (CLAIM | {"kind": "rumour"}, "kind", "'rumour' is neither"),
    ],
)
def test_a_refused_row_is_told_with_row_column_and_reason(
    ledger: Ledger, take: Import, row: dict[str, str], column: str, reason: str
) -> None:
    sound = {name: (ROW | CLAIM).get(name, "") for name in row}
    lines = [",".join(row), ",".join(sound.values()), ",".join(row.values())]
    outcome = take("\n".join(lines))
    refusal = outcome.refused[-1]
    assert (refusal.row, refusal.column) == (3, column)
    assert reason in refusal.reason
    assert (outcome.is_taken, ledger.reports()) == (False, [])


def test_all_or_nothing_unless_asked_otherwise(ledger: Ledger, take: Import) -> None:
    text = "quantity,category,location\n5,idps,Goma\nx,idps,Goma\n7,idps,Sake\n"
    assert not take(text).is_taken
    assert ledger.revision()[0] == 0
    outcome = take(text, keep_good=True)
    assert (outcome.is_taken, outcome.statements, len(outcome.refused)) == (True, 2, 1)
    assert [record["quantity"] for record in told(ledger)] == [5, 7]
    assert take(text, keep_good=True).unchanged == 2
    assert len(told(ledger)) == 2


def test_places_are_found_by_id_code_coordinates_or_name(ledger: Ledger, take: Import) -> None:
    take(
        "quantity,category,location,location_ids,lat,lon,country,p_code\n"
        "1,idps,Mosul,geonames:99072,,,,\n"
        "2,idps,Ninewa,,,,,IQG15\n"
        "3,idps,Camp Kilo,,36.5,43.5,Iraq,\n"
        "4,idps,Tripoli,,,,Lebanon,\n"
        "5,idps,Qwertyville,,,,,\n"
        "6,idps,Tripoli,,32.89,13.19,,\n"
    )
    places = [record["location"][0] for record in told(ledger)]
    assert [p["id"] for p in places][:2] == ["geonames:99072", "admin1:IQ.15"]
    assert (places[2]["id"], places[2]["country"]) == ("point:36.50000,43.50000", "IQ")
    assert [p["country"] for p in places[3:]] == ["LB", None, "LY"]
    assert (places[4]["id"], places[4]["name"]) == (None, "Qwertyville")


HEAD = (
    "event_id_cnty,event_date,time_precision,sub_event_type,actor1,inter1,actor2,inter2,"
    "country,admin1,location,latitude,longitude,geo_precision,source,notes,timestamp"
)
WHERE = "Democratic Republic of Congo,Nord-Kivu,Goma,-1.67,29.22"
ARMY = "Military Forces of the Democratic Republic of Congo (2019-)"


def event(
    kind: str, sides: str, precision: str = "1", notes: str = "What happened.", name: str = "DRC1"
) -> str:
    end = f"{precision},Actualite,{notes},1738000000"
    return f"{name},2025-01-27,1,{kind},{sides},{WHERE},{end}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            event(
                "Non-state actor overtakes territory",
                f"M23: March 23 Movement,Rebel group,{ARMY},State forces",
            ),
            ("m23", "takes", "all", "Goma"),
        ),
        (
            event("Government regains territory", f"M23,2,{ARMY},1"),
            ("congolese-army", "takes", "all", "Goma"),
        ),
        (
            event("Non-violent transfer of territory", "M23,Rebel group,,", "2"),
            ("m23", "takes", "part", "Goma"),
        ),
        (
            event("Headquarters or base established", "M23,Rebel group,,", "3"),
            ("m23", "holds", "part", "North Kivu"),
        ),
    ],
)
def test_territory_events_of_acled_become_claims(
    ledger: Ledger, take: Import, line: str, expected: tuple[str, ...]
) -> None:
    assert take(f"{HEAD}\n{line}\n").refused == []
    (report,) = ledger.reports()
    (record,) = told(ledger)
    assert (report.id, report.publisher, report.agencies) == ("DRC1", "Actualite", ("ACLED",))
    assert report.published == date(2025, 1, 27)
    evidence = record["evidence"]
    assert report.text[evidence["start"] : evidence["end"]] == "What happened."
    assert record["passed_on_by"] == "ACLED"
    told_of = (record["relation"], record["extent"], record["place"]["name"])
    assert told_of == expected[1:]
    assert record["actor"]["id"] == expected[0] or record["actor"]["side"] == "state"


def test_events_of_acled_that_do_not_say_who_took_a_place_are_refused_or_passed_over(
    ledger: Ledger, take: Import
) -> None:
    lines = [
        event("Armed clash", f"M23,Rebel group,{ARMY},State forces"),
        event("Non-violent transfer of territory", f"M23,Rebel group,{ARMY},State forces"),
        event("Non-state actor overtakes territory", "M23,Rebel group,Twirwaneho,Rebel group"),
    ]
    outcome = take("\n".join([HEAD, *lines]), keep_good=True)
    assert (outcome.passed_over, outcome.statements) == (1, 0)
    assert [(r.row, r.column) for r in outcome.refused] == [(3, "actor1"), (4, "actor1")]


def test_two_events_with_the_same_notes_are_two_reports(ledger: Ledger, take: Import) -> None:
    kind = "Non-violent transfer of territory"
    lines = [event(kind, "M23,Rebel group,,", name=name) for name in ("DRC1", "DRC2")]
    take("\n".join([HEAD, *lines]))
    assert [report.id for report in ledger.reports()] == ["DRC1", "DRC2"]


def test_what_was_withdrawn_is_a_refused_row(ledger: Ledger, take: Import) -> None:
    kind = "Non-violent transfer of territory"
    lines = [event(kind, "M23,Rebel group,,", name=name) for name in ("DRC1", "DRC2")]
    take("\n".join([HEAD, lines[1]]))
    ledger.withdraw(Withdrawal("DRC2", "Amal", WHEN, "a danger"))
    outcome = take("\n".join([HEAD, *lines]))
    assert [(r.row, "was withdrawn" in r.reason) for r in outcome.refused] == [(3, True)]
    assert ledger.reports() == []
    assert take("\n".join([HEAD, *lines]), keep_good=True).reports == 1


def test_what_was_imported_is_not_coded_again(ledger: Ledger, take: Import) -> None:
    take("quantity,category,location\n5,idps,Goma\n")
    before = ledger.statements()
    take_in(ledger, open_desk(Settings()), ledger.reports())
    assert ledger.statements() == before


REPORT = Report(
    "goma",
    "M23 rebels captured Goma on Monday, the mayor said. Some 9,000 people fled Goma for Rwanda, "
    "of whom 2,000 were children. 500 families are sheltering in Sake.",
    date(2025, 1, 28),
    "Goma falls",
    "The Courier",
)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    take_in(ledger, open_desk(Settings()), [REPORT])
    assert len(ledger.statements()) >= 3
    return ledger


@pytest.mark.parametrize("ending", FILES)
def test_our_own_exports_come_in_again_and_change_nothing(
    filled: Ledger, tmp_path: Path, ending: str
) -> None:
    desk = open_desk(Settings())
    path = tmp_path / f"out{ending}"
    export_to(path, desk, Material.of_ledger(filled))
    before = filled.revision()
    outcome = take_over(filled, desk, Given(path, path.name, "Amal", WHEN))
    assert (outcome.refused, outcome.unchanged) == ([], len(filled.statements()))
    assert filled.revision() == before


def test_what_a_spreadsheet_changed_becomes_a_review(filled: Ledger, tmp_path: Path) -> None:
    desk = open_desk(Settings())
    path = tmp_path / "out.csv"
    export_to(path, desk, Material.of_ledger(filled))
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    rows[0]["said_by"] = "the mayor of Goma"
    new = {**rows[0], "id": "", "actor": "FARDC", "actor_id": "", "relation": "contests"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows, new])
    outcome = take_over(filled, desk, Given(path, path.name, "Amal", WHEN))
    assert (outcome.edited, outcome.added, outcome.unchanged) == (1, 1, len(rows) - 1)
    edit, added = filled.reviews()
    assert (edit.reviewer, edit.after and edit.after.said_by) == ("Amal", "the mayor of Goma")
    assert edit.after == replace(edit.before, said_by="the mayor of Goma")
    assert isinstance(added.after, TerritorialClaim)
    assert added.after.relation == "contests"


def test_exports_rest_on_their_own_lines_where_the_report_is_not_there(
    filled: Ledger, tmp_path: Path
) -> None:
    desk = open_desk(Settings())
    path = tmp_path / "out.csv"
    export_to(path, desk, Material.of_ledger(filled))
    other = open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert take_over(other, desk, Given(path, path.name, "Amal", WHEN)).refused == []
    for mine, theirs in zip(filled.statements(), other.statements(), strict=True):
        assert stated(mine) == stated(theirs)
    (report,) = other.reports()
    for statement in other.statements():
        evidence = statement.evidence
        assert report.text[evidence.start : evidence.end] == evidence.quote


def stated(statement: Statement) -> dict:
    """What a statement states, without where its words stand and how its names were read."""
    record = as_record(statement)
    for name in ("id", "report", "evidence", "part_of"):
        record.pop(name, None)
    for name in ("origin", "destination", "location"):
        if name in record:
            record[name] = [place["id"] for place in record[name]]
    if "place" in record:
        record["place"] = record["place"]["id"]
    return record


def test_a_quote_has_to_be_in_its_report(filled: Ledger, take: Import) -> None:
    lines = "report,quote,quantity,category\ngoma,{},5,idps\n"
    (refusal,) = take(lines.format("no such words")).refused
    assert (refusal.column, "not in the report 'goma'" in refusal.reason) == ("quote", True)
    assert take(lines.format("500 families")).added == 1
    (review,) = filled.reviews()
    assert review.after is not None
    assert review.after.evidence.quote == "500 families"


def test_spreadsheets_are_read_with_their_dates_and_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Quantity", "Category", "Location", "Date", "Published", "Other"])
    sheet.append([9000.0, "idps", "Goma", date(2025, 1, 27), datetime(2025, 1, 28, 7), None])
    sheet.append([None] * 6)
    book.save(tmp_path / "table.bin")
    with opened_table(tmp_path / "table.bin", Settings().data) as table:
        (row,) = table.rows
    assert table.unread == ["Other"]
    assert (row.number, row.fields) == (
        2,
        {
            "quantity": "9000",
            "category": "idps",
            "location": "Goma",
            "end": "2025-01-27",
            "published": "2025-01-28",
        },
    )


@pytest.mark.parametrize(
    "raw",
    [b"", b"a,b\n\xff\xfe,1\n", b"PK\x03\x04broken", b"{broken", b'{"a": 1}', b'a,b\n"open,1\n'],
)
def test_what_is_no_table_is_told_in_a_sentence(ledger: Ledger, tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(raw)
    with pytest.raises(ImportFileError, match=r"table\.csv"):
        take_over(ledger, open_desk(Settings()), Given(path, path.name, "Amal", WHEN))
    assert ledger.reports() == []


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
WORD = WORDS.map(str.strip).filter(bool)
DAY = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """A statement on the words of REPORT with anything in its fields that a table can hold."""
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(REPORT.text))] * 2)))
    quote = REPORT.text[start:end].strip()
    assume(quote)
    start = REPORT.text.index(quote, start)
    day = draw(DAY)
    said = {
        "report": REPORT.id,
        "evidence": Evidence(start, start + len(quote), quote),
        "rule": draw(WORD),
        "stance": draw(st.sampled_from(Stance)),
        "said_by": draw(st.none() | WORD),
        "said_by_role": draw(st.none() | WORD),
        "passed_on_by": draw(st.none() | WORD),
        "start": day,
        "end": day,
        "date_precision": draw(st.sampled_from(DatePrecision)),
        "published": draw(DAY),
        "publisher": draw(WORD),
    }
    places = open_desk(Settings()).places_named(draw(st.sampled_from(["Goma", "Mosul", "Rwanda"])))
    mention = PlaceMention(start, start + 4, draw(WORD), places[0], (), "why", draw(st.booleans()))
    if draw(st.booleans()):
        actor = ActorReference(
            draw(WORD), draw(WORD), draw(WORD), draw(st.sampled_from(Side)), draw(st.booleans())
        )
        return TerritorialClaim(
            **said,
            actor=actor,
            relation=draw(st.sampled_from(Relation)),
            place=mention,
            extent=draw(st.sampled_from(Extent)),
            share=draw(st.none() | st.floats(0, 1)),
        )
    low, high = sorted(draw(st.tuples(*[st.integers(0, 10**9)] * 2)))
    return DisplacementFigure(
        **said,
        quantity=low,
        quantity_high=draw(st.none() | st.just(high)),
        quantifier=draw(st.sampled_from(Quantifier)),
        vague=draw(st.booleans()),
        unit=draw(st.sampled_from(Unit)),
        category=draw(st.sampled_from(Category)),
        term=draw(st.sampled_from(Term)),
        origin=(mention,) * draw(st.integers(0, 2)),
        destination=(mention,) * draw(st.integers(0, 1)),
        cause=draw(st.none() | WORD.map(str.casefold).map(str.strip).filter(bool)),
        part_of=draw(st.none() | WORD),
        equivalent=draw(st.none() | WORD),
        working=draw(st.none() | WORD),
    )


@hypothesis_settings(max_examples=40)
@given(st.lists(statements(), max_size=3, unique_by=lambda s: s.id), st.sampled_from(FILES))
def test_whatever_a_statement_says_comes_in_again_as_it_went_out(
    said: list[Statement], ending: str
) -> None:
    desk = open_desk(Settings())
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(f"sqlite:///{Path(folder) / 'ledger.sqlite'}")
        ledger.take_in(REPORT, said, "people", by_hand=True)
        path = Path(folder) / f"out{ending}"
        export_to(path, desk, Material.of_ledger(ledger))
        outcome = take_over(ledger, desk, Given(path, path.name, "Amal", WHEN))
        told = (outcome.refused, outcome.unchanged, ledger.reviews())
        ledger.close()
    assert told == ([], len(said), [])


CELLS = st.sampled_from(
    [
        "",
        "5",
        "-1",
        "9,000",
        "1e400",
        "nan",
        "Goma",
        "M23",
        "takes",
        "idps",
        "2025-01-27",
        "=1",
        "#x",
    ]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
TITLES = st.sampled_from([*COLUMNS, *NEEDED, "notes", "event_date", "actor1", "households", ""])


@hypothesis_settings(max_examples=60)
@given(
    st.binary(max_size=200)
    | st.lists(st.lists(TITLES | CELLS, min_size=1, max_size=6), max_size=4).map(
        lambda rows: "\n".join(",".join(row) for row in rows).encode()
    )
)
def test_whatever_a_file_holds_it_is_taken_in_or_refused_in_words(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(f"sqlite:///{Path(folder) / 'ledger.sqlite'}")
        path = Path(folder) / "table.csv"
        path.write_bytes(raw)
        told = Given(path, path.name, "Amal", WHEN, keep_good=True)
        try:
            outcome = take_over(ledger, open_desk(Settings()), told)
        except ImportFileError as error:
            assert "table.csv" in str(error)
            assert ledger.reports() == []
        else:
            assert outcome.statements == len(ledger.statements())
        ledger.close()
