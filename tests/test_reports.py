"""Reading reports: headers, bad input, and text that stays as it was."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import DateError, ReportError, ReportHeaderError
from dashboard.reports import MOST_BYTES, parse_date, read_report, report_files, report_from_text

HEADER = """Id: aleppo-3
Title: Families leave the east
  of the city
Publisher: The Courier
Published: 2016-12-14
Published-known: inferred: the Wednesday named in the text
Agencies: Reuters, AFP
Address: https://example.org/a

"""


def test_a_header_is_read_and_the_text_begins_after_it() -> None:
    report = report_from_text(HEADER + "Some 500 people left.\n")
    assert (report.id, report.title) == ("aleppo-3", "Families leave the east of the city")
    assert (report.publisher, report.published) == ("The Courier", date(2016, 12, 14))
    assert report.published_known == "inferred: the Wednesday named in the text"
    assert report.agencies == ("Reuters", "AFP")
    assert report.address == "https://example.org/a"
    assert report.text == "Some 500 people left.\n"


@pytest.mark.parametrize(
    "text",
    [
        "KABUL: Fighting went on.\n\nMore follows.",  # a dateline with a colon is no header
        "Some 500 people left.",
        "Update: three families came back.\n\nThe road is open.",
    ],
)
def test_text_without_a_known_field_has_no_header(text: str) -> None:
    assert report_from_text(text).text == text


def test_given_fields_fill_what_the_header_leaves_out() -> None:
    report = report_from_text(HEADER + "Text.", {"publisher": "Other", "note": "A digest."})
    assert (report.publisher, report.note) == ("The Courier", "A digest.")


def test_not_stated_is_no_publisher_and_no_date() -> None:
    report = report_from_text("Publisher: not stated\nPublished: not stated\n\nText.")
    assert (report.publisher, report.published) == (None, None)


def test_a_report_without_an_id_is_named_by_its_text() -> None:
    first, again, other = map(report_from_text, ("One.", "One.", "Two."))
    assert first.id == again.id != other.id


@given(st.text(st.characters(exclude_characters="\r\ufeff", exclude_categories=["Cs"])))
def test_any_text_stays_as_it_was(text: str) -> None:
    given_text = "Some words first. " + text
    assert report_from_text(given_text).text == given_text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "the file is empty"),
        (b" \n \n", "the file is empty"),
        (b"PK\x03\x04\x00\x00\x08", "a binary file"),
        (b"\xff\xfe\x00\x01", "a binary file"),
        ("Réfugiés à Kidal".encode("latin-1"), "not UTF-8"),
        (b"Title: Nothing\n\n  \n", "has no text"),
    ],
)
def test_a_bad_file_is_one_sentence_that_names_it(tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(raw)
    with pytest.raises(ReportError) as caught:
        read_report(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_a_folder_and_a_huge_file_are_told(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for path, words in [
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "a folder"),
        (huge, "more than"),
    ]:
        with pytest.raises(ReportError, match=words):
            read_report(path)


@pytest.mark.parametrize("value", ["yesterday", "2014-02-30", "10 June 2014", "2014-6"])
def test_a_wrong_date_names_the_value(value: str) -> None:
    with pytest.raises(DateError, match="is no date"):
        parse_date(value)
    with pytest.raises(ReportHeaderError) as caught:
        report_from_text(f"Title: A\nPublished: {value}\n\nText.")
    assert value in str(caught.value)


def test_a_folder_stands_for_the_reports_in_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.png"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    missing = tmp_path / "none.txt"
    found = list(report_files([tmp_path, missing]))
    assert found == [tmp_path / "a.md", tmp_path / "b.txt", missing]
