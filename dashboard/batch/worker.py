"""A worker: a process that codes one report after the other, `python -m dashboard.batch.worker`.

It reads pickled chunks from standard input and answers on standard output: first the version of
its coder, then an Outcome for each report; a TidemarkError or LastWords where it has to end.
Whoever started it holds the other end, so that it ends by itself when that process does.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
from typing import Any, BinaryIO

from dashboard.batch.chunks import Chunk, LastWords, Outcome
from dashboard.characters import as_line
from dashboard.errors import ReportError, TidemarkError
from dashboard.model import Report
from dashboard.pipeline import Desk, coder_version, open_desk
from dashboard.record import as_record
from dashboard.reports import Unread
from dashboard.settings import settings_from

_ANY = Report("any", "Some 500 people fled from Goma, which rebels captured on Monday, he said.")


def main() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    # An error that nobody foresaw ends this process; the report that caused it is told to fail.
    sys.excepthook = lambda kind, error, _: _answer(answers, LastWords(f"{kind.__name__}: {error}"))
    try:
        desk = open_desk(settings_from())
        desk.code(_ANY)  # what is read and compiled at first use is no report's time
    except TidemarkError as error:
        _answer(answers, error)
        return
    _answer(answers, coder_version(desk.settings))
    _serve(desk, sys.stdin.buffer, answers)


def _serve(desk: Desk, requests: BinaryIO, answers: BinaryIO) -> None:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - os.devnull is no Path
        while True:
            try:
                chunk: Chunk = pickle.load(requests)  # noqa: S301 - from the process that started this
            except EOFError:
                return
            for report in chunk.reports:
                # Ends the process even from within a library that never comes back.
                faulthandler.dump_traceback_later(chunk.time_limit, exit=True, file=nowhere)
                outcome = outcome_of(desk, report)
                faulthandler.cancel_dump_traceback_later()
                _answer(answers, outcome)


def _answer(answers: BinaryIO, answer: Any) -> None:
    try:
        pickle.dump(answer, answers)
        answers.flush()
    except BrokenPipeError:  # nobody waits for it any more
        os._exit(0)


def outcome_of(desk: Desk, unread: Unread) -> Outcome:
    """Read and code a report."""
    try:
        report = unread.read()
    except ReportError as error:
        return Outcome(unread.where, problem=str(error))
    records = [as_line(as_record(s)) for s in desk.code(report)]
    lines = "".join(f"{record}\n" for record in records).encode()
    return Outcome(report.id, lines, len(records), desk.language(report))


if __name__ == "__main__":
    main()
