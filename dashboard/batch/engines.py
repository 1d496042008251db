"""Where chunks are coded: on the cores of this machine, or on a Dask cluster.

Both are executors of concurrent.futures that run the same function, so all else is the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from dashboard.batch.chunks import Chunk, Outcome
from dashboard.batch.processes import Workers
from dashboard.errors import ClusterError, TidemarkError

_SECONDS_TO_REACH = 10
# Chunks under way for each worker: enough that none waits while an earlier one takes long, or
# while answers travel.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Engine:
    """An executor, the function that codes a chunk there, and what to do at the end.

    `most` is how many chunks to submit before the first is done.
    """

    executor: Executor
    code: Callable[[Chunk], list[Outcome]]
    most: int
    end: Callable[[], None]
    lost: type[Exception] = CancelledError

    def submit(self, chunk: Chunk) -> Future[list[Outcome]]:
        """Have a chunk coded."""
        return self.executor.submit(self.code, chunk)

    def result(self, future: Future[list[Outcome]]) -> list[Outcome]:
        """Wait for the outcomes of a chunk, one for each report, in order.

        Raises:
            TidemarkError: No worker can code it.
        """
        try:
            return future.result()
        except TidemarkError:
            raise
        except (self.lost, CancelledError, OSError) as error:
            raise ClusterError(f"The scheduler or its workers were lost: {error}") from error

    def __enter__(self) -> Self:
        """Give the engine."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """End what is under way."""
        self.end()


def this_machine(count: int | None = None) -> Engine:
    """Take worker processes on this machine, as many as it has cores, or so many."""
    count = count or os.cpu_count() or 1
    workers, threads = Workers(), ThreadPoolExecutor(count)

    def end() -> None:
        workers.close()
        threads.shutdown(cancel_futures=True)

    return Engine(threads, workers.code, _AHEAD * count, end)


def cluster(scheduler: str) -> Engine:
    """Take the workers of a Dask scheduler, each with the gazetteer's index of its own machine.

    Raises:
        ClusterError: dask.distributed is not there, no scheduler answers, or it has no worker.
    """
    try:
        # An extra, which takes a second to import: only where it is asked for.
        import distributed  # noqa: PLC0415
    except ImportError as error:
        raise ClusterError(
            "A scheduler needs dask.distributed: pip install -r requirements-dask.txt"
        ) from error
    try:
        client = distributed.Client(scheduler, timeout=_SECONDS_TO_REACH, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"{scheduler}: no scheduler answers. Start one with `dask scheduler`."
        ) from error
    threads = sum(client.nthreads().values())
    if not threads:
        client.close()
        raise ClusterError(f"{scheduler}: it has no worker. Start some with `dask worker`.")
    executor = client.get_executor(pure=False)

    def end() -> None:
        executor.shutdown(wait=False)
        client.close()

    return Engine(executor, code_chunk, _AHEAD * threads, end, distributed.KilledWorker)


_OF_DASK_WORKER = Workers()


def code_chunk(chunk: Chunk) -> list[Outcome]:
    """Code a chunk in a Dask worker, by a process of its own: time limits hold, crashes do not."""
    return _OF_DASK_WORKER.code(chunk)
