"""Reading reports: headers, bad input, and text that stays as it was."""

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import DateError, ReportError, ReportHeaderError
from dashboard.reports import (
    MOST_BYTES,
    parse_date,
    read_report,
    report_files,
    report_from_bytes,
    report_from_text,
)
from dashboard.reports.formats import MOST_EXPANDED

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


@pytest.mark.parametrize("day", ["2014-06-10", "10 June 2014", "10 Jun 2014", "June 10, 2014"])
def test_a_header_may_call_its_fields_as_papers_do(day: str) -> None:
    report = report_from_text(f"Headline: A\nSource: B\nDate: {day}\nURL: https://c.org\n\nText.")
    assert (report.title, report.publisher, report.address) == ("A", "B", "https://c.org")
    assert report.published == date(2014, 6, 10)


def test_given_fields_fill_what_the_header_leaves_out() -> None:
    report = report_from_text(HEADER + "Text.", {"publisher": "Other", "note": "A digest."})
    assert (report.publisher, report.note) == ("The Courier", "A digest.")


def test_not_stated_is_no_publisher_and_no_date() -> None:
    report = report_from_text("Publisher: not stated\nPublished: not stated\n\nText.")
    assert (report.publisher, report.published) == (None, None)


def test_a_report_without_an_id_is_named_by_its_text() -> None:
    first, again, other = map(report_from_text, ("One.", "One.", "Two."))
    assert first.id == again.id != other.id


@given(st.text(st.one_of(st.just("\n"), st.characters(exclude_categories=["Cc", "Cs"]))))
def test_any_text_stays_as_it_was(text: str) -> None:
    given_text = "Some words first. " + text
    assert report_from_text(given_text).text == given_text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "the file is empty"),
        (b" \n \n", "the file is empty"),
        (b"PK\x03\x04\x00\x00\x08", "damaged"),
        (b"%PDF-1.7 nothing else", "PDF is damaged"),
        (b"\x89PNG\r\n\x1a\n\x00", "a binary file"),
        (b"<html><body><script>x</script></body></html>", "no article"),
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


SENTENCE = "Some 9,000 people fled from Goma to Rwanda on Monday, the mayor said."
WEB_PAGE = f"""<!doctype html><html><head><title>Thousands leave Goma</title>
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2025-01-28T09:00:00Z">
<link rel="canonical" href="https://example.org/goma"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Thousands leave Goma</h1><p>{SENTENCE}</p>
<p>The road to the border was full of people on foot all day long, and the shops were shut.</p>
</article><footer>All rights reserved</footer></body></html>"""


def pdf_of(line: str) -> bytes:
    """A PDF of one page with one line, as the format's specification has it."""
    stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF".encode("ascii")


def word_of(line: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(line)
    document.core_properties.title = "Thousands leave Goma"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_the_tables_of_a_word_document_are_read_where_they_stand() -> None:
    document = docx.Document()
    document.add_paragraph("Before.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Town", "IDPs", "Sake", "9,000"), strict=True):
        cell.text = text
    document.add_paragraph("After.")
    file = io.BytesIO()
    document.save(file)
    report = report_from_bytes(file.getvalue(), {})
    assert report.text == "Before.\n\nTown | IDPs\nSake | 9,000\n\nAfter."


@pytest.mark.parametrize(
    "raw", [SENTENCE.encode(), WEB_PAGE.encode(), pdf_of(SENTENCE), word_of(SENTENCE)]
)
def test_the_format_is_told_by_the_content(raw: bytes) -> None:
    report = report_from_bytes(raw, {"id": "goma"})
    assert SENTENCE in report.text
    assert "Sport" not in report.text


def test_a_web_page_says_its_title_publisher_date_and_address() -> None:
    report = report_from_bytes(WEB_PAGE.encode(), {"id": "goma", "publisher": "someone"})
    assert (report.title, report.publisher) == ("Thousands leave Goma", "The Courier")
    assert (report.published, report.address) == (date(2025, 1, 28), "https://example.org/goma")
    assert report.published_known == "as the web page states it"


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (MOST_EXPANDED + 1))
    with pytest.raises(ReportError, match="unpacks to too much"):
        report_from_bytes(file.getvalue())


@pytest.mark.parametrize(
    "value", ["yesterday", "2014-02-30", "10/6/2014", "31 June 2014", "2014-6"]
)
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
