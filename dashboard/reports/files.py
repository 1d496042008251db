"""Reading reports from files, within limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dashboard.errors import ReportError
from dashboard.model import Report
from dashboard.reports.apart import extract_apart
from dashboard.reports.formats import extract, is_plain
from dashboard.reports.text import report_from_text

MOST_BYTES = 10_000_000
ENDINGS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")


def read_report(path: Path, given: Mapping[str, str] | None = None) -> Report:
    """Read one report from a file: text, Markdown, a web page, a PDF or a Word document.

    Args:
        path: The file, at most `MOST_BYTES` bytes. Its format is told by its content.
        given: Header fields that count where the file states none, by their names in lower case.

    Raises:
        ReportError: The file is missing, a folder, empty, too large, or in no such format.
        ReportHeaderError: Its header says something impossible.
    """
    try:
        return report_from_bytes(_bytes_of(path), {"id": path.stem, **(given or {})})
    except ReportError as error:
        raise type(error)(f"{path}: {error}") from error


def report_from_bytes(raw: bytes, given: Mapping[str, str] | None = None) -> Report:
    """Make a report of a file's content; what the file says of itself counts before `given`.

    Raises:
        ReportError: The content is empty, too large, or in no format that reports come in.
        ReportHeaderError: Its header says something impossible.
    """
    if len(raw) > MOST_BYTES:
        raise _too_large(len(raw))
    extracted = extract(raw) if is_plain(raw) else extract_apart(raw)
    return report_from_text(extracted.text, {**(given or {}), **extracted.fields})


def report_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files behind `paths`, a folder standing for the reports in it, sorted by name.

    A path that does not exist is given as it is, so that reading it says so.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS)
        else:
            yield path


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReportError("there is no such file. Check the path.") from error
    except IsADirectoryError as error:
        raise ReportError("this is a folder. Name the files in it.") from error
    except OSError as error:
        raise ReportError(f"it cannot be read ({error.strerror}). Check its rights.") from error


def _too_large(size: int) -> ReportError:
    return ReportError(
        f"{size / 1e6:.0f} MB is more than the {MOST_BYTES / 1e6:.0f} MB that one report may have. "
        "Split the file."
    )
