"""Where records go: standard output, or a file that grows as they come and is whole at the end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from dashboard.errors import OutputError

_ENDINGS = (".jsonl", ".ndjson", ".parquet")


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
        if extent > (self._partial.stat().st_size if self._partial.exists() else 0):
            raise gone(self._partial)
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


def gone(path: Path) -> OutputError:
    """Say that what a run wrote is not there any more."""
    return OutputError(
        f"{path}: what was written before is gone. Delete the .journal beside it to begin anew."
    )


def check_output(path: Path) -> None:
    """See that there is a format for a file's ending, and a folder for the file.

    Raises:
        OutputError: There is none.
    """
    if not path.parent.is_dir():
        raise OutputError(f"{path}: there is no folder {path.parent}. Make it, or name another.")
    if path.suffix.lower() not in _ENDINGS:
        raise OutputError(f"{path}: statements are written as .jsonl or .parquet. Name it so.")


def output_for(path: Path | None, extent: int) -> Output:
    """Open the output that a file's ending asks for, to go on behind `extent`.

    Raises:
        OutputError: The file cannot be written, or what was written before is gone.
    """
    if path is None:
        return StandardOutput()
    if path.suffix.lower() != ".parquet":
        return LinesFile(path, extent)
    # pyarrow takes a fifth of a second to import, and nothing else here needs it.
    from dashboard.batch.parquet import ParquetParts  # noqa: PLC0415

    return ParquetParts(path, extent)
