"""Reading files of many reports: each row a report, or one sentence that says why it is none."""

import gzip
import json
import tracemalloc
from datetime import date, datetime
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from dashboard.errors import ReportError
from dashboard.model import Report
from dashboard.reports import MOST_BYTES, read_many, survey
from dashboard.reports.text import MOST_CHARACTERS

SENTENCE = "Some 9,000 people fled from Goma to Rwanda on Monday, the mayor said."
PAGE = f"""<!doctype html><html><head><meta charset="windows-1252">
<title>Thousands leave Goma – again</title></head><body><article>
<h1>Thousands leave Goma – again</h1>
<p>{SENTENCE}</p><p>The road to the border was full of people on foot all day long, and the shops
were shut.</p></article></body></html>""".encode("cp1252")


def found(*paths: Path, **options) -> tuple[list[Report], list[str]]:
    reports, problems = [], []
    for unread in read_many(paths, **options):
        try:
            reports.append(unread.read())
        except ReportError as error:
            problems.append(str(error))
    return reports, problems


def lines_of(*rows: dict | str) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def record(kind: str, address: str, http: str, body: bytes) -> bytes:
    """A gzipped record of a web archive, as ISO 28500 has it."""
    block = f"HTTP/1.1 {http}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{address[-1]}>\r\nWARC-Date: 2025-01-29T00:00:00Z\r\n"
    head += f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


ARCHIVE = (
    record("response", "https://example.org/a", "200 OK\r\nContent-Type: text/html", PAGE),
    record("request", "https://example.org/b", "200 OK\r\nContent-Type: text/html", PAGE),
    record("response", "https://example.org/c", "200 OK\r\nContent-Type: text/css", b"p {}"),
    record("response", "https://example.org/d", "404 None\r\nContent-Type: text/html", PAGE),
    record("response", "https://example.org/e", "200 OK\r\nContent-Type: text/plain", b"\0"),
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"id": "a", "text": SENTENCE, "published": "2025-01-28"}, ("a", date(2025, 1, 28), None)),
        (
            {"ID": 7, "Body": SENTENCE, "date": "2025-01-28T23:00:00Z"},
            ("7", date(2025, 1, 28), None),
        ),
        ({"content": SENTENCE, "source": "The Courier"}, ("some-1", None, "The Courier")),
        ({"text": SENTENCE, "published": None, "url": "https://x.org"}, ("some-1", None, None)),
    ],
)
def test_columns_go_by_their_usual_names(tmp_path: Path, row: dict, expected: tuple) -> None:
    (tmp_path / "some.jsonl").write_text(lines_of(row), encoding="utf-8")
    ((report,), problems) = found(tmp_path / "some.jsonl")
    assert (report.id, report.published, report.publisher) == expected
    assert (report.text, report.address) == (SENTENCE, row.get("url"))
    assert problems == []


BAD_ROWS = {
    "{not json": "line 2: this is no JSON object",
    '["text"]': "line 2: this is no JSON object",
    '{"title": "x"}': "line 2: it has no text. Name the column",
    '{"text": "x", "date": "soon"}': "'soon' is no date",
    '{"text": "\\ud800 x"}': "line 2: this is no",
    f'{{"text": "{"x" * MOST_CHARACTERS}x"}}': "characters are more than",
    "x" * (2 * MOST_BYTES + 5): "line 2: this line is too long",
}


@pytest.mark.parametrize("bad", BAD_ROWS, ids=[words[:30] for words in BAD_ROWS.values()])
def test_a_bad_row_is_told_with_its_line_and_the_others_are_read(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(lines_of({"text": "One."}, bad, "", {"text": "Two."}), encoding="utf-8")
    reports, (problem,) = found(path)
    assert [report.text for report in reports] == ["One.", "Two."]
    assert str(path) in problem
    assert BAD_ROWS[bad] in problem


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_any_usual_delimiter(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["Headline", "Text", "Date"],
        ["A", '"One.\nMore, of it."', "2025-01-28"],
        ["B", "Two.", ""],
    ]
    path = tmp_path / "some.csv"
    path.write_text("\n".join(map(delimiter.join, rows)), encoding="utf-8-sig")
    reports, problems = found(path, given={"published": "2020-02-02"})
    assert [(r.title, r.text, str(r.published)) for r in reports] == [
        ("A", "One.\nMore, of it.", "2025-01-28"),
        ("B", "Two.", "2020-02-02"),
    ]
    assert problems == []


def test_csv_that_is_not_utf8_fails_by_the_row(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_bytes(b"id,text\n1,Caf\xe9\n2,Two.\n")
    reports, (problem,) = found(tmp_path / "some.csv")
    assert [report.id for report in reports] == ["2"]
    assert "row 1: this is not UTF-8" in problem


def test_parquet_with_days_and_moments(tmp_path: Path) -> None:
    path = tmp_path / "some.parquet"
    moments = [datetime(2025, 1, 28, 9), None]
    parquet.write_table(pyarrow.table({"body": ["One.", None], "date": moments, "n": [1, 2]}), path)
    (report,), (problem,) = found(path)
    assert (report.id, report.published) == ("some-1", date(2025, 1, 28))
    assert "row 2: it has no text" in problem


def test_a_web_archive_gives_its_pages_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(b"".join(ARCHIVE))
    (report,), (problem,) = found(tmp_path / "crawl.warc.gz")
    assert (report.id, report.address) == ("a", "https://example.org/a")
    assert report.title == "Thousands leave Goma – again"
    assert SENTENCE in report.text
    assert "record 5: this is a binary file" in problem


CUT_SHORT = {
    "some.jsonl.gz": gzip.compress(lines_of({"text": "One."}, {"text": "Two."}).encode())[:-9],
    "some.parquet": b"PAR1 and no more",
    "some.warc.gz": ARCHIVE[0][:-150],
    "some.csv": b"a,b\n1,2\n",
    "some.txt": b"",
}


@pytest.mark.parametrize("name", CUT_SHORT)
def test_a_damaged_file_is_told_and_the_next_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(CUT_SHORT[name])
    (tmp_path / "then.txt").write_text("Then.", encoding="utf-8")
    reports, problems = found(tmp_path, tmp_path / "none.jsonl")
    assert reports[-1].text == "Then."
    assert [name in problems[0], "No such file" in problems[1]] == [True, True]


def test_folders_and_globs_are_read_in_order_and_the_output_is_not(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    names = ("a.txt", "b/a.txt", "b/c/a.jsonl", "b/d.jsonl", "c.png", "out.jsonl")
    for name in names:
        content = lines_of({"text": name}) if name.endswith("jsonl") else name
        (tmp_path / name).write_text(content, encoding="utf-8")
    reports, problems = found(
        tmp_path, tmp_path / "b" / "*.jsonl", leave_out=tmp_path / "out.jsonl"
    )
    assert [r.text for r in reports] == [
        "a.txt",
        "b/a.txt",
        "b/c/a.jsonl",
        "b/d.jsonl",
        "b/d.jsonl",
    ]
    assert problems == []


def test_reading_can_start_at_any_row(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(lines_of({"text": "2"}, "{", {"text": "3"}), encoding="utf-8")
    (tmp_path / "c.csv").write_text("title\n", encoding="utf-8")
    whole = list(read_many([tmp_path]))
    assert len(whole) == 5
    for number, unread in enumerate(whole):
        rest = list(read_many([tmp_path], start=(unread.source, unread.row + 1)))
        assert [u.where for u in rest] == [u.where for u in whole[number + 1 :]]


def test_how_far_reading_is_never_goes_back_and_ends_at_the_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(lines_of(*[{"text": "x" * 500}] * 200), encoding="utf-8")
    passed = [unread.passed for unread in read_many([tmp_path])]
    assert passed == sorted(passed)
    assert passed[-1] == survey([tmp_path]).size


@pytest.mark.parametrize("rows", [2_000, 20_000])
def test_memory_does_not_grow_with_the_number_of_reports(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "some.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines_of({"text": f"{number} " * 100}) for number in range(rows))
    tracemalloc.start()
    assert sum(1 for _ in read_many([path])) == rows
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
