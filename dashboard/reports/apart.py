"""Reading PDFs, Word documents and web pages in a process apart, within limits.

The libraries that read them are large, and whoever wrote a file may have written it to harm. The
process apart has a limit of time for each file and one of memory, and knows none of this program's
settings. A file that ends it is refused, and the next file gets a new one. It is started with the
first such file, as `python -m dashboard.reports.apart`, and ends by itself with whoever started it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import subprocess
import sys
import threading
import time
from typing import BinaryIO

from dashboard.errors import ReportError
from dashboard.reports.formats import Extracted, extract
from dashboard.settings import ROOT

MOST_SECONDS = 60
MOST_MEMORY = 2_000_000_000  # bytes
_SIZE = 8  # bytes that tell the length of a file
_ENVIRONMENT = ("PATH", "LANG", "SYSTEMROOT")  # no setting, and so no password, goes along


class ReaderApart:
    """The process apart, and the talk with it; threads take turns."""

    def __init__(self, seconds: float = MOST_SECONDS, memory: int = MOST_MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def extract(self, raw: bytes) -> Extracted:
        """Take the text out of a file, as `formats.extract` does.

        Raises:
            ReportError: It cannot be read, or not within the limits.
        """
        with self._turn:
            # Whatever interrupts this, the next file does not meet half a talk.
            process, self._process = self._running(), None
            since = time.monotonic()
            line = _ask(process, raw)
            if not line.endswith(b"\n"):
                process.kill()
                process.wait()
                raise self._ended(time.monotonic() - since)
            self._process = process
        answer = json.loads(line)
        if "problem" in answer:
            raise ReportError(answer["problem"])
        return Extracted(answer["text"], answer["fields"])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is None:
            return self._process
        limits = [str(self._seconds), str(self._memory)]
        known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        return subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "dashboard.reports.apart", *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries print there what stands in the file
            cwd=ROOT,
            env=known,
        )

    def _ended(self, after: float) -> ReportError:
        if after >= self._seconds:
            return ReportError(
                f"reading it takes longer than {self._seconds:g} seconds. Paste its text instead."
            )
        return ReportError(
            "it is damaged, or too large for its reader, which it has ended. "
            "Save it anew, or paste its text."
        )


def _ask(process: subprocess.Popen[bytes], raw: bytes) -> bytes:
    """Send a file and give the answer, one line; less where the process ended."""
    assert process.stdin and process.stdout  # both are pipes
    with contextlib.suppress(BrokenPipeError):  # then there is no answer either
        process.stdin.write(len(raw).to_bytes(_SIZE) + raw)
        process.stdin.flush()
    return process.stdout.readline()


extract_apart = ReaderApart().extract


def main(seconds: float, memory: int) -> None:
    """Answer each file on standard input with a line of JSON, until there is none."""
    _limit_memory(memory)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - os.devnull is no Path
        while size := sys.stdin.buffer.read(_SIZE):
            raw = sys.stdin.buffer.read(int.from_bytes(size))
            # Ends the process even from within a library that never comes back.
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            _answer(raw, answers)
            faulthandler.cancel_dump_traceback_later()


def _answer(raw: bytes, answers: BinaryIO) -> None:
    try:
        extracted = extract(raw)
        answer: dict[str, object] = {"text": extracted.text, "fields": extracted.fields}
    except ReportError as error:
        answer = {"problem": str(error)}
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _limit_memory(memory: int) -> None:
    """Limit the memory of this process, where its system knows how to."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        with contextlib.suppress(ValueError, OSError):  # macOS refuses
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
