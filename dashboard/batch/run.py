"""A run: reports in, records out, in the order of the reports however many workers there are."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future

import msgspec

from dashboard.batch.chunks import Chunk, Outcome
from dashboard.batch.engines import Engine
from dashboard.batch.journal import Done, Journal
from dashboard.batch.output import Output


class Run:
    """Codes chunks, writes their records, and keeps the journal, where there is one."""

    def __init__(self, engine: Engine, output: Output, journal: Journal | None = None) -> None:
        """Go on where the journal ends."""
        self._engine = engine
        self._output = output
        self._journal = journal
        self._problems: list[str] = []
        self.done = journal.done if journal else Done()

    def code(self, chunks: Iterable[Chunk]) -> Generator[tuple[Chunk, list[Outcome]]]:
        """Code chunks and write their records; give each chunk once its records are written.

        However it ends, the journal then tells what the output has.

        Raises:
            TidemarkError: The workers or the output fail.
        """
        try:
            for chunk, outcomes in self._in_order(chunks):
                self._take(chunk, outcomes)
                self._keep(everything=False)
                yield chunk, outcomes
        finally:
            self._keep(everything=True)

    def _in_order(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, list[Outcome]]]:
        """Code chunks at the same time, as few ahead as keep the workers busy."""
        ahead: deque[tuple[Chunk, Future[list[Outcome]]]] = deque()
        for chunk in chunks:
            ahead.append((chunk, self._engine.submit(chunk)))
            if len(ahead) == self._engine.most:
                first, future = ahead.popleft()
                yield first, self._engine.result(future)
        while ahead:
            first, future = ahead.popleft()
            yield first, self._engine.result(future)

    def _take(self, chunk: Chunk, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            self._output.append(outcome.lines)
            if outcome.problem:
                self._problems.append(outcome.problem)
        last, so_far = chunk.reports[-1], self.done
        fine = [o for o in outcomes if not o.problem]
        self.done = msgspec.structs.replace(
            so_far,
            source=last.source,
            row=last.row + 1,
            reports=so_far.reports + len(outcomes),
            statements=so_far.statements + sum(o.statements for o in fine),
            failed=so_far.failed + len(outcomes) - len(fine),
            silent=so_far.silent + sum(o.statements == 0 for o in fine),
            in_other_languages=so_far.in_other_languages + sum(o.language != "en" for o in fine),
        )

    def _keep(self, everything: bool) -> None:
        """Have the output written, then the journal."""
        extent = self._output.flush(everything)
        if extent is not None and self._journal and self.done != self._journal.done:
            self.done = msgspec.structs.replace(self.done, extent=extent)
            self._journal.add(self.done, self._problems)
            self._problems = []
