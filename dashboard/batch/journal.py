"""What is done of a long run, kept beside its output, so that it can go on where it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from dashboard.errors import OutputError


class Done(msgspec.Struct, frozen=True):
    """How far a run is: the next file and row to read, the output's extent, and the counts."""

    source: int = 0
    row: int = 0
    extent: int = 0
    reports: int = 0
    statements: int = 0
    failed: int = 0
    silent: int = 0
    in_other_languages: int = 0


class _Entry(msgspec.Struct, frozen=True):
    done: Done
    problems: Sequence[str]


class Journal:
    """A file whose first line names the run and each other line what was done since the one before.

    It is appended to after the output, so that it never tells more than the output has.
    """

    def __init__(self, path: Path, run: str) -> None:
        """Open the journal of a run, or begin one; `run` names all that the output depends on.

        Raises:
            OutputError: The journal is another run's, or it cannot be read or written.
        """
        self.path = path
        self.done = Done()
        try:
            begun, end = self._read()
            with path.open("ab") as file:
                file.truncate(end)  # takes away a line that was cut short
            if begun is None:
                self._append(run.encode())
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be written ({error.strerror}). Choose another folder with -o."
            ) from error
        if begun not in (None, run):
            raise OutputError(
                f"{path}: what was begun there had other reports, options or rules. "
                "Delete that file to begin anew, or name another with -o."
            )

    def add(self, done: Done, problems: Sequence[str]) -> None:
        """Write down what is done, and what of it failed."""
        self._append(msgspec.json.encode(_Entry(done, problems)))
        self.done = done

    def problems(self) -> Iterator[str]:
        """Give all that failed, in order."""
        with self.path.open("rb") as lines:
            next(lines)
            for line in lines:
                yield from msgspec.json.decode(line, type=_Entry).problems

    def remove(self) -> None:
        """Take the journal away, once the output is whole."""
        self.path.unlink()

    def _append(self, line: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(line + b"\n")

    def _read(self) -> tuple[str | None, int]:
        """Read what was done; give the run's name, and how many bytes are whole lines."""
        run, end = None, 0
        if not self.path.exists():
            return run, end
        with self.path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                if run is None:
                    run = line.decode().removesuffix("\n")
                else:
                    self.done = msgspec.json.decode(line, type=_Entry).done
                end += len(line)
        return run, end
