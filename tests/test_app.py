"""The dashboard's own parts, by Streamlit's AppTest: views, the form, links, and its messages."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import DisplacementFigure, TerritorialClaim
from dashboard.ledger import HEAD, connection, open_ledger
from dashboard.ledger.connection import open_engine, writing
from dashboard.model import Withdrawal
from dashboard.settings import ROOT, Settings
from dashboard.ui import charts, desk, reader
from dashboard.ui.desk import EVERYTHING
from dashboard.withholding import Withholding
from tests.postgresql import Cluster

REPORT = "M23 rebels captured Goma on Monday. Some 9,000 people fled from Goma to Rwanda."


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder of its own for the ledger; the gazetteer's index is the one built already."""
    (tmp_path / "gazetteer").symlink_to(Settings().index)
    monkeypatch.setenv("TIDEMARK_FOLDER", str(tmp_path))
    desk.desk.clear()
    desk.ledger.clear()
    return Settings(made=tmp_path)


def app(**chosen: str) -> AppTest:
    test = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    for name, value in chosen.items():
        test.query_params[name] = value
    return test.run()


@pytest.mark.parametrize("view", ["Map", "Reports", "Charts", "Add a report"])
def test_every_view_draws_without_an_error(settings: Settings, view: str) -> None:
    test = app(view=view)
    assert not test.exception
    assert not test.error
    assert test.session_state["view"] == view


def test_the_first_start_takes_the_shipped_reports_in_once(settings: Settings) -> None:
    app()
    first = open_ledger(settings.ledger).revision()
    desk.ledger.clear()
    app()
    ledger = open_ledger(settings.ledger)
    assert ledger.revision() == first
    assert len(ledger.reports()) == len(list((ROOT / "seeds").glob("*.txt")))


def test_a_withdrawn_report_that_ships_stays_out(settings: Settings) -> None:
    app()
    ledger = open_ledger(settings.ledger)
    first, *others = ledger.reports()
    ledger.withdraw(Withdrawal(first.id, "Amal", datetime.now(UTC), "a source is in danger"))
    desk.ledger.clear()
    assert not app().error
    assert ledger.reports() == others


def test_postgresql_stopped_and_started_again_under_the_dashboard(
    settings: Settings, postgresql: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDEMARK_LEDGER", postgresql.new_database())
    desk.desk.clear()
    test = app(view="Reports")
    assert not test.error
    postgresql.stop()
    try:
        test.run()
        assert ["Check that PostgreSQL runs" in error.value for error in test.error] == [True]
        assert postgresql.password not in test.error[0].value
        assert not test.exception
    finally:
        postgresql.start()
    test.run()
    assert not test.error
    desk.desk.clear()


def test_of_many_reports_the_last_are_listed_and_others_found_by_words(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MOST_LISTED", 1)
    test = app(view="Reports")
    assert "The 1 taken in last of 2 reports" in [caption.value for caption in test.caption]
    test.text_input[0].input("MILITANTS drive").run()
    assert not test.exception
    assert not any("taken in last" in caption.value for caption in test.caption)


def test_charts_that_leave_something_out_say_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "MOST_ORIGINS", 1)
    monkeypatch.setattr(charts, "MOST_ROWS", 2)
    test = app(view="Charts")
    captions = " ".join(caption.value for caption in test.caption)
    assert "The 1 origins of most people; the CSV has all 2." in captions
    assert "The last 2 of " in captions
    assert len(test.dataframe[0].value) == 2


@pytest.mark.parametrize("view", ["Map", "Reports", "Review", "Charts", "Add a report"])
def test_every_view_draws_where_all_was_withdrawn(settings: Settings, view: str) -> None:
    app()
    ledger = open_ledger(settings.ledger)
    for report in ledger.reports():
        ledger.withdraw(Withdrawal(report.id, "Amal", datetime.now(UTC), "a source is in danger"))
    test = app(view=view)
    assert not test.exception
    assert not test.error


def pasted(text: str, **fields: str) -> AppTest:
    test = app(view="Add a report")
    test.text_area[0].input(text)
    for field in test.text_input:
        field.input(fields.get(field.label, ""))
    return test.button[0].click().run()


def press(test: AppTest, label: str) -> AppTest:
    return next(b for b in test.button if b.label == label).click().run()


def test_a_pasted_report_is_shown_coded_and_once_taken_in_opens_in_the_reader(
    settings: Settings,
) -> None:
    test = pasted(REPORT, Title="Goma", Publisher="The Courier")
    assert list(test.dataframe[0].value["Said by"]) == ["the report itself"] * 2
    test = press(test, "Take this report in")
    assert not test.exception
    assert test.session_state["view"] == "Reports"
    ledger = open_ledger(settings.ledger)
    kept = ledger.reports()[-1]
    assert (kept.title, kept.publisher, kept.text) == ("Goma", "The Courier", REPORT)
    assert test.query_params["report"] == kept.id
    statements = [s for s in ledger.statements() if s.report == kept.id]
    assert {type(s) for s in statements} == {TerritorialClaim, DisplacementFigure}


def test_the_map_goes_to_the_day_of_a_report_that_is_taken_in(settings: Settings) -> None:
    test = app(view="Add a report", as_of="2014-06-10", at="36,43,7", layers="people")
    test.text_area[0].input(f"Date: 28 January 2025\n\n{REPORT}")
    press(test.button[0].click().run(), "Take this report in")
    shown = {name: test.query_params.get(name) for name in ("as_of", "at", "layers")}
    assert shown == {"as_of": "2025-01-28", "at": None, "layers": "people"}


def test_a_corrected_report_is_told_and_its_older_version_stays_readable(
    settings: Settings,
) -> None:
    address = "https://example.org/goma"
    press(pasted(REPORT, Title="Goma", Address=address), "Take this report in")
    corrected = REPORT.replace("9,000", "12,000")
    test = pasted(corrected, Title="Goma, corrected", Address=address)
    assert any("is there with another text" in info.value for info in test.info)
    test = press(test, "Take this report in")
    assert not test.exception
    assert test.selectbox[0].value == 2
    figures = [s for s in open_ledger(settings.ledger).statements() if "9,000" in repr(s)]
    assert figures == []
    test = test.selectbox[0].set_value(1).run()
    assert any("corrected by a newer version" in info.value for info in test.info)
    again = pasted(REPORT, Title="Goma", Address=address)
    assert any("is there already" in info.value for info in again.info)


def test_a_report_can_be_said_to_correct_another(settings: Settings) -> None:
    press(pasted(REPORT, Title="Goma"), "Take this report in")
    first = open_ledger(settings.ledger).reports()[-1]
    corrected = REPORT.replace("9,000", "12,000")
    test = pasted(corrected, Title="Correction")
    test.selectbox[0].set_value(first.id)
    press(test, "Take this report in")
    versions = open_ledger(settings.ledger).versions(first.id)
    assert [version.text for version in versions] == [REPORT, corrected]


def test_a_date_that_was_left_out_is_put_right_and_puts_the_report_on_the_map(
    settings: Settings,
) -> None:
    press(pasted(REPORT, Title="Goma"), "Take this report in")
    ledger = open_ledger(settings.ledger)
    undated = ledger.reports()[-1]
    again = pasted(REPORT, Title="Goma")
    assert any("choose “Correct the header” in Reports" in info.value for info in again.info)
    test = app(view="Reports", report=undated.id)
    test.date_input[0].set_value(date(2025, 1, 28))
    test = press(test, "Correct")
    assert ["name and the reason" in error.value for error in test.error] == [True]
    for label, words in {
        "Publisher": "The Courier",
        "Your name": "Amal",
        "Why": "left out",
    }.items():
        next(t for t in test.text_input if t.label.startswith(label)).input(words)
    test = press(test, "Correct")
    assert not test.exception
    assert not test.error
    assert any("Corrected by Amal" in caption.value for caption in test.caption)
    now = replace(undated, published=date(2025, 1, 28), publisher="The Courier")
    assert ledger.reports()[-1] == now
    starts = [s.start for s in ledger.statements() if s.report == now.id]
    assert date(2025, 1, 27) in starts  # "on Monday"
    press(test, "Undo the last correction")
    assert ledger.reports()[-1] == undated


def test_a_report_that_cannot_be_taken_in_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.1)
    test = pasted(REPORT)
    with writing(open_engine(settings.ledger)):
        test = press(test, "Take this report in")
    assert not test.exception
    assert ["Another program is writing" in error.value for error in test.error] == [True]
    test = press(test, "Take this report in")
    assert open_ledger(settings.ledger).reports()[-1].text == REPORT


def test_a_discarded_report_is_not_kept(settings: Settings) -> None:
    before = open_ledger(settings.ledger).reports() if app() else []
    press(pasted(REPORT), "Discard")
    assert open_ledger(settings.ledger).reports() == before


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "has no text"), ("Title: A\nPublished: soon\n\nText.", "soon")],
)
def test_what_cannot_be_taken_in_is_told_and_nothing_is_kept(
    settings: Settings, text: str, words: str
) -> None:
    test = pasted(text)
    assert [words in error.value for error in test.error] == [True]
    assert len(open_ledger(settings.ledger).reports()) == len(list((ROOT / "seeds").glob("*.txt")))


def test_a_link_with_a_wrong_date_is_told(settings: Settings) -> None:
    test = app(known_by="yesterday")
    assert ["is no date" in warning.value for warning in test.warning] == [True]


def test_a_geocoding_service_that_is_turned_on_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not app().caption
    monkeypatch.setenv("TIDEMARK_GEOCODER", "nominatim")
    monkeypatch.setenv("TIDEMARK_GEOCODER_OPTIONS", '{"domain": "127.0.0.1:9", "user_agent": "t"}')
    desk.desk.clear()
    test = app(view="Add a report")
    assert any("are sent, without their sentence" in caption.value for caption in test.caption)
    desk.desk.clear()


@pytest.mark.parametrize(
    ("view", "words"), [("Reports", "Add a report"), ("Charts", "No report speaks of this yet")]
)
def test_without_a_report_each_view_says_what_to_do(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, view: str, words: str
) -> None:
    monkeypatch.setattr(desk, "report_files", lambda _: [])
    test = app(view=view)
    assert not test.exception
    assert any(words in info.value for info in test.info)


@pytest.mark.parametrize(("web", "words"), [("", "has no text"), ("on", "no public address")])
def test_an_address_alone_is_fetched_where_the_web_is_turned_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, web: str, words: str
) -> None:
    monkeypatch.setenv("TIDEMARK_WEB", web)
    test = pasted("", Address="http://127.0.0.1:9/a")
    assert [words in error.value for error in test.error] == [True]
    assert any("fetched from the web" in each.value for each in test.caption) == bool(web)


def test_coded_data_is_checked_and_taken_in(settings: Settings) -> None:
    test = app(view="Add a report")
    test.text_input(key="reviewer").set_value("Amal").run()
    wrong, sound = b"quantity,category,location\nx,idps,Goma\n", b"quantity,category\n5,idps\n"
    test.get("file_uploader")[-1].set_value(("table.csv", wrong, "text/csv"))
    submit(test)
    assert "1 row refused" in test.error[0].value
    assert "is no whole number" in str(test.table[0].value)
    test.get("file_uploader")[-1].set_value(("table.csv", sound, "text/csv"))
    submit(test)
    assert test.success[0].value == "1 statement of 1 report taken in."
    assert [r.id for r in open_ledger(settings.ledger).reports()][-1] == "table"


def submit(test: AppTest) -> None:
    next(button for button in test.button if button.label == "Check and take in").click().run()


@pytest.mark.parametrize(("ending", "start"), [(".csv", b"id,kind"), (".jsonl", HEAD)])
def test_statements_are_downloaded_as_data(settings: Settings, ending: str, start: bytes) -> None:
    app()
    assert desk.exported(EVERYTHING, ending).startswith(start)


def test_what_is_left_out_is_left_out_of_data(settings: Settings) -> None:
    app()
    what = Withholding(quotes=True, speakers=True)
    bare = desk.exported(EVERYTHING, ".csv", what).decode()
    assert "Speakers' names are left out." in bare
    assert "Barzani" in desk.exported(EVERYTHING, ".csv").decode()
    assert "Barzani" not in bare
