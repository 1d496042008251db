"""Reading reports from files, within limits."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from dashboard.errors import ReportError
from dashboard.model import Report
from dashboard.reports.apart import extract_apart
from dashboard.reports.formats import extract, is_plain
from dashboard.reports.text import report_from_text

MOST_BYTES = 10_000_000
_GLOB = re.compile(r"[*?[]")
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
        return report_from_bytes(report_bytes(path), {"id": path.stem, **(given or {})})
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


def report_files(paths: Iterable[Path], endings: Collection[str] = ENDINGS) -> Iterator[Path]:
    """Give the files behind `paths`, sorted by name, one folder's names in memory at a time.

    A folder stands for the files of `endings` in it, and a glob for what it matches. A path
    that does not exist is given as it is, so that reading it says so.
    """
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path, endings)
        elif _GLOB.search(str(path)) and not path.exists():
            pattern = str(path.relative_to(path.anchor))
            yield from report_files(sorted(Path(path.anchor).glob(pattern)), endings)
        else:
            yield path


def _in_folder(folder: Path, endings: Collection[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _in_folder(path, endings)
        elif ending_of(path) in endings:
            yield path


def ending_of(path: Path) -> str:
    """Give a file's ending in lower case, with the one before it where that is `.gz`."""
    suffixes = Path(path.name.lower()).suffixes
    return "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])


def report_bytes(path: Path) -> bytes:
    """Read a file whole.

    Raises:
        ReportError: It is missing, a folder, or larger than `MOST_BYTES`.
    """
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
