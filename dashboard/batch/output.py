"""Where records go: standard output, or a file that grows as they come and is whole at the end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from dashboard.errors import OutputError


class Output(Protocol):
    """Takes records as JSON lines, in order."""

    def append(self, lines: bytes) -> None:
        """Take lines."""

    def flush(self, everything: bool) -> int | None:
        """Write what was taken, and give its extent, from which the output can go on.

        None says that some of it is held back for now, which never is where `everything` is asked.
        """

    def finish(self) -> None:
        """Put the whole file in its place."""


class StandardOutput:
    """Prints records. It cannot go on."""

    def append(self, lines: bytes) -> None:
        """Print lines."""
        sys.stdout.write(lines.decode())

    def flush(self, everything: bool) -> int | None:
        """Have them reach whoever reads."""
        sys.stdout.flush()
        return 0

    def finish(self) -> None:
        """Nothing is left to do."""


class LinesFile:
    """A file of JSON lines, beside its place until it is whole. Its extent is in bytes."""

    def __init__(self, path: Path, extent: int = 0) -> None:
        """Go on behind the first `extent` bytes."""
        self._path = path
        self._partial = path.with_name(f"{path.name}.partial")
        self._file = self._partial.open("r+b" if extent else "wb")
        self._file.truncate(extent)
        self._file.seek(extent)

    def append(self, lines: bytes) -> None:
        """Take lines."""
        self._file.write(lines)

    def flush(self, everything: bool) -> int | None:
        """Write them."""
        self._file.flush()
        return self._file.tell()

    def finish(self) -> None:
        """Put the file in its place."""
        self._file.close()
        self._partial.replace(self._path)


def output_for(path: Path | None, extent: int) -> Output:
    """Open the output that a file's ending asks for, to go on behind `extent`.

    Raises:
        OutputError: Nothing is written in files of that ending, or the file cannot be written.
    """
    if path is None:
        return StandardOutput()
    ending = path.suffix.lower()
    try:
        if ending in (".jsonl", ".ndjson"):
            return LinesFile(path, extent)
        if ending == ".parquet":
            # pyarrow takes a fifth of a second to import, and nothing else here needs it.
            from dashboard.batch.parquet import ParquetParts  # noqa: PLC0415

            return ParquetParts(path, extent)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}).") from error
    raise OutputError(f"{path}: statements are written as .jsonl or .parquet. Name the file so.")
