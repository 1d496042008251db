"""Many reports at once: folders, globs, and files that hold a report a line, row or record."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dashboard.errors import ReportError
from dashboard.model import Report
from dashboard.reports.files import (
    ENDINGS,
    ending_of,
    report_bytes,
    report_files,
    report_from_bytes,
)
from dashboard.reports.rows import READERS, Fields, Row, fields_of
from dashboard.reports.text import report_from_fields


@dataclass(frozen=True, slots=True)
class Unread:
    """A report as it was found, not yet read.

    `where` says where: a file, or a file and the line, row or record. `source` and `row` say the
    same in numbers, from 0; `passed` is how many bytes of all files were gone through to reach it.
    """

    where: str
    content: Row | bytes | ReportError
    given: Fields
    source: int
    row: int
    passed: int

    @property
    def size(self) -> int:
        """How large it is: bytes, or characters of a row."""
        if isinstance(self.content, Mapping):
            return sum(len(value) for value in self.content.values() if isinstance(value, str))
        return len(self.content) if isinstance(self.content, bytes) else 0

    def read(self) -> Report:
        """Make a report of it.

        Raises:
            ReportError: It cannot be read, or holds no text.
            ReportHeaderError: It says something impossible of itself.
        """
        try:
            if isinstance(self.content, bytes):
                return report_from_bytes(self.content, self.given)
            if isinstance(self.content, ReportError):
                raise self.content
            return report_from_fields({**self.given, **fields_of(self.content)})
        except ReportError as error:
            raise type(error)(f"{self.where}: {error}") from error


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is to read: how many files and bytes, and a digest of their names and sizes."""

    files: int
    size: int
    digest: str


def survey(paths: Sequence[Path], leave_out: Path | None = None) -> Survey:
    """Look at the files behind `paths`, without opening them."""
    files = total = 0
    digest = hashlib.sha256()
    for path in _sources(paths, leave_out):
        files += 1
        size = _size(path)
        total += size
        digest.update(f"{path}\0{size}\0".encode("utf-8", "surrogateescape"))
    return Survey(files, total, digest.hexdigest())


def read_many(
    paths: Sequence[Path],
    given: Fields | None = None,
    start: tuple[int, int] = (0, 0),
    leave_out: Path | None = None,
) -> Iterator[Unread]:
    """Give the reports behind `paths` in order, one at a time, whatever cannot be read among them.

    Args:
        paths: Files, globs, and folders, which stand for the files of known endings in them.
        given: Header fields that count where a report states none, by their names in lower case.
        start: The file and the row to start from.
        leave_out: A file that is none of them, wherever it lies.
    """
    passed = 0
    for source, path in enumerate(_sources(paths, leave_out)):
        if source >= start[0]:
            first = start[1] if source == start[0] else 0
            yield from _reports_of(path, source, first, passed, given or {})
        passed += _size(path)


def _sources(paths: Sequence[Path], leave_out: Path | None) -> Iterator[Path]:
    endings = {*ENDINGS, *READERS, *(f"{ending}.gz" for ending in READERS)}
    return (path for path in report_files(paths, endings) if path != leave_out)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it says so
        return 0


def _reports_of(
    path: Path, source: int, first: int, passed: int, given: Fields
) -> Iterator[Unread]:
    reader = READERS.get(ending_of(path).removesuffix(".gz"))
    if reader is None:
        if first == 0:
            yield _document(path, source, passed + _size(path), given)
        return
    row, (unit, read) = -1, reader
    try:
        with path.open("rb") as file, closing(read(_unpacked(file, path))) as found:
            for row, (content, known) in enumerate(found):
                if row >= first and content is not None:
                    name = {"id": f"{path.name.partition('.')[0]}-{row + 1}"}
                    where, at = f"{path}, {unit} {row + 1}", passed + file.tell()
                    yield Unread(where, content, {**name, **given, **known}, source, row, at)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        if row + 1 >= first:
            behind = f"behind {unit} {row + 1} it cannot be read: " if row >= 0 else ""
            why = ReportError(f"{behind}{_reason(error)}")
            yield Unread(str(path), why, given, source, row + 1, passed)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _document(path: Path, source: int, passed: int, given: Fields) -> Unread:
    content: bytes | ReportError
    try:
        content = report_bytes(path)
    except ReportError as error:
        content = error
    return Unread(str(path), content, {"id": path.stem, **given}, source, 0, passed)


def _unpacked(file: BinaryIO, path: Path) -> BinaryIO:
    if path.suffix.lower() != ".gz" or ending_of(path) == ".warc.gz":  # whose reader unpacks it
        return file
    return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]
