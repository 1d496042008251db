"""Files made to harm: each is refused or read as what it is, and the next one is read."""

import subprocess
import sys

import pytest

from dashboard.errors import ReportError
from dashboard.reports import report_from_bytes, report_from_text
from dashboard.reports.apart import ReaderApart
from dashboard.reports.formats import MOST_PAGES, is_plain
from dashboard.reports.text import MOST_CHARACTERS
from tests import hostile_files
from tests.test_reports import SENTENCE, pdf_of, word_of


@pytest.mark.parametrize("name", ["DEEP", "ENTITIES", "NO_BODY"])
def test_a_file_that_ends_its_reader_is_refused_and_the_next_is_read(name: str) -> None:
    with pytest.raises(ReportError, match="damaged, or too large"):
        report_from_bytes(getattr(hostile_files, name))
    assert report_from_bytes(word_of(SENTENCE)).text == SENTENCE


def test_a_file_that_takes_for_ever_is_given_up() -> None:
    reader = ReaderApart(seconds=1)
    with pytest.raises(ReportError, match="longer than 1 seconds"):
        reader.extract(hostile_files.ENDLESS)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory")
def test_a_file_that_takes_all_memory_is_given_up() -> None:
    reader = ReaderApart(memory=400_000_000)
    with pytest.raises(ReportError, match="too large"):
        reader.extract(hostile_files.LARGE)


def test_no_file_of_this_machine_gets_into_a_report() -> None:
    assert report_from_bytes(hostile_files.OF_THIS_MACHINE).text == "9,000 people fled "


def test_the_process_apart_knows_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, str]] = []
    popen = subprocess.Popen

    def spy(*command, env, **more):  # type: ignore[no-untyped-def]
        started.append(env)
        return popen(*command, env=env, **more)

    monkeypatch.setattr(subprocess, "Popen", spy)
    monkeypatch.setenv("TIDEMARK_LEDGER", "postgresql://u:secret@h/l")
    assert ReaderApart().extract(pdf_of(SENTENCE)).text == SENTENCE
    assert [set(env) <= {"PATH", "LANG", "SYSTEMROOT"} for env in started] == [True]


def test_a_beginning_of_comments_is_looked_through_once() -> None:
    assert is_plain(b"<!---->" * 700)
    assert not is_plain(b"<!-- a --> <!-- b -->\n<html>")


def test_more_text_than_a_report_may_have_is_refused() -> None:
    with pytest.raises(ReportError, match="1,000,001 characters are more than"):
        report_from_text("a" * (MOST_CHARACTERS + 1))


def test_a_pdf_of_more_pages_than_a_report_has_is_refused() -> None:
    pages = f"/Kids [{'3 0 R ' * (MOST_PAGES + 1)}] /Count {MOST_PAGES + 1}"
    many = pdf_of(SENTENCE).replace(b"/Kids [3 0 R] /Count 1", pages.encode())
    with pytest.raises(ReportError, match="more than 500 pages"):
        report_from_bytes(many)
