"""The worker processes of this machine: one for each thread that asks, started anew if it ends."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import IO, Any, cast

from dashboard.batch.chunks import Chunk, LastWords, Outcome
from dashboard.errors import ClusterError, TidemarkError
from dashboard.settings import ROOT

_KILLED = "its worker was killed while coding it, twice. Has the machine enough memory?"


class Workers:
    """Worker processes, one for each thread that has chunks coded; `code` is safe in any thread."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def code(self, chunk: Chunk) -> list[Outcome]:
        """Code a chunk, in order, one outcome for each report.

        A report that ends its worker, or takes longer than the chunk's time limit, is told to have
        failed; where the worker was killed from outside, the report is tried once more.

        Raises:
            TidemarkError: No worker can start on this machine, or it has another coder.
        """
        outcomes: list[Outcome] = []
        tries = 0
        while len(outcomes) < len(chunk.reports):
            rest = replace(chunk, reports=chunk.reports[len(outcomes) :])
            done, why = self._worker(chunk.coder).code(rest)
            outcomes += done
            if why is not None:
                self._drop()
                tries = 1 if done else tries + 1
                if why or tries == 2:
                    where = chunk.reports[len(outcomes)].where
                    outcomes.append(Outcome(where, problem=f"{where}: {why or _KILLED}"))
                    tries = 0
        return outcomes

    def close(self) -> None:
        """End all workers at once; what they were coding is not."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.end()

    def _worker(self, coder: str) -> _Worker:
        if not hasattr(self._own, "worker"):
            with self._lock:
                if self._closed:
                    raise CancelledError
                worker = _Worker()
                self._all.add(worker)
            worker.greet(coder)
            self._own.worker = worker
        return cast("_Worker", self._own.worker)

    def _drop(self) -> None:
        worker = self._own.worker
        del self._own.worker
        with self._lock:
            self._all.discard(worker)
        worker.end()


class _Worker:
    """A worker process, and the talk with it."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._requests = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)

    def greet(self, coder: str) -> None:
        """Wait until it is ready, and see that it has the right version of the coder."""
        try:
            greeting = self._answer()
        except EOFError:
            greeting = LastWords("it was killed")
        if isinstance(greeting, TidemarkError):
            raise greeting
        if isinstance(greeting, LastWords):
            raise ClusterError(f"A worker cannot start: {greeting}")
        if greeting != coder:
            raise ClusterError(
                "A worker's program, rules or gazetteer differ from this machine's. "
                "Give both the same version and the same places of your own."
            )

    def code(self, chunk: Chunk) -> tuple[list[Outcome], str | None]:
        """Give the outcomes, and why the worker ended before the last; empty if it was killed."""
        done: list[Outcome] = []
        asked = time.monotonic()
        try:
            pickle.dump(chunk, self._requests)
            self._requests.flush()
            while len(done) < len(chunk.reports):
                asked = time.monotonic()
                answer = self._answer()
                if isinstance(answer, LastWords):
                    return done, f"the coder failed on it ({answer})."
                done.append(answer)
        except (EOFError, OSError):
            if time.monotonic() - asked < chunk.time_limit:
                return done, ""
            return done, f"coding it took longer than {chunk.time_limit:g} seconds."
        return done, None

    def _answer(self) -> Any:
        try:
            return pickle.load(self._answers)  # noqa: S301 - from a process that we started
        except pickle.UnpicklingError as error:
            raise EOFError("cut short") from error

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.wait()
