"""A file of statements that others coded, read row by row: what each row is, or why it is refused.

A row rests on words. Where it quotes a report that is known, those are the report's; else the file
itself is the report, rendered as text, a line a row. An event of ACLED's is a report of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dashboard.exchange import acled_events
from dashboard.exchange.coded import Grounds, placed, statement_of, whole
from dashboard.exchange.finding import Fields, Finder
from dashboard.exchange.reading import Row, Table, opened_table
from dashboard.exchange.refusing import Refusal, RowError
from dashboard.model import DisplacementFigure, Evidence, Report, Statement


@dataclass(frozen=True, slots=True)
class Coded:
    """A report that the file brings, with its statements; an event's with its row."""

    report: Report
    statements: tuple[Statement, ...]
    coder: str
    row: int = 1


@dataclass(frozen=True, slots=True)
class OnKnown:
    """A statement that rests on the words of a report that is known."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row that is sound and states nothing that is coded here."""

    row: int


@dataclass(frozen=True, slots=True)
class Unread:
    """The names of columns of which nothing is read."""

    columns: tuple[str, ...]


Part = Coded | OnKnown | PassedOver | Unread | Refusal


@dataclass(frozen=True, slots=True)
class Source:
    """The file, and what is known of it.

    `named` is its name, `data` the folder of the reference data. `published` and `publisher` are
    the file's, for rows that do not say. `known` gives the report with an id, None where there is
    none.
    """

    path: Path
    named: str
    data: Path
    finder: Finder
    known: Callable[[str], Report | None]
    published: date | None = None
    publisher: str | None = None


def parts_of(source: Source) -> Iterator[Part]:
    """Read a file row by row.

    Raises:
        ImportFileError: It cannot be read as a table at all.
    """
    with opened_table(source.path, source.data) as table:
        if set(acled_events.NEEDED) <= set(table.names):
            for row in table.rows:
                yield _event(row, source.finder)
        else:
            if table.unread:
                yield Unread(tuple(table.unread))
            yield from _coded_by_hand(table, source)


def _event(row: Row, finder: Finder) -> Part:
    try:
        event = acled_events.event_of(row.cells, finder)
    except RowError as error:
        return Refusal(row.number, error.field, error.reason)
    if event is None:
        return PassedOver(row.number)
    report, claim = event
    return Coded(report, (claim,), acled_events.RULE, row.number)


def _coded_by_hand(table: Table, source: Source) -> Iterator[Part]:
    file = _FileAsReport(source)
    for row in table.rows:
        start, end = file.add(row)
        try:
            grounds = _quoted(row.fields, source) or file.grounds(start, end)
            statement = statement_of(row.fields, grounds, source.finder)
        except RowError as error:
            yield Refusal(row.number, table.column(error.field), error.reason)
            continue
        if grounds.report == file.id:
            file.statements.append((row.fields.get("id", ""), statement))
        else:
            report = source.known(grounds.report)
            if report and "place_start" not in row.fields:
                statement = placed(statement, report.text)
            yield OnKnown(statement)
    if file.statements:
        yield file.coded()


def _quoted(fields: Fields, source: Source) -> Grounds | None:
    """Give the words of a known report that a row quotes; None where the row quotes none.

    Raises:
        RowError: It is not in the report.
    """
    report = source.known(fields["report"]) if "report" in fields else None
    quote = fields.get("quote")
    if report is None or quote is None:
        return None
    start = whole(fields, "quote_start")
    if start is None or not report.text.startswith(quote, start):
        start = report.text.find(quote)
    if start < 0:
        raise RowError("quote", f"these words are not in the report {report.id!r}")
    evidence = Evidence(start, start + len(quote), quote)
    return Grounds(report.id, evidence, report.published, report.publisher)


class _FileAsReport:
    """The file as the report of the rows that quote no other: a line a row."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.id = Path(source.named).stem
        self.lines: list[str] = []
        self.length = 0
        self.statements: list[tuple[str, Statement]] = []

    def add(self, row: Row) -> tuple[int, int]:
        """Add a row, and give where its line begins and ends."""
        cells = (f"{name}: {' '.join(cell.split())}" for name, cell in row.cells.items() if cell)
        line = " | ".join(cells)
        start = self.length
        self.lines.append(line)
        self.length += len(line) + 1
        return start, start + len(line)

    def grounds(self, start: int, end: int) -> Grounds:
        """Give the ground of the row that was added last."""
        evidence = Evidence(start, end, self.lines[-1])
        return Grounds(self.id, evidence, self.source.published, self.source.publisher)

    def coded(self) -> Coded:
        """Give the report, and its statements pointing into it."""
        report = Report(
            id=self.id,
            text="\n".join(self.lines),
            published=self.source.published,
            title=self.source.named,
            publisher=self.source.publisher,
            note="A table of statements that were coded elsewhere, a line a row.",
        )
        ids = {former: statement.id for former, statement in self.statements if former}
        statements = tuple(_of_whole(placed(s, report.text), ids) for _, s in self.statements)
        return Coded(report, statements, "import:table")


def _of_whole(statement: Statement, ids: Mapping[str, str]) -> Statement:
    """Let a part point to its whole, which has another id now that it rests on other words."""
    if isinstance(statement, DisplacementFigure) and statement.part_of:
        return replace(statement, part_of=ids.get(statement.part_of, statement.part_of))
    return statement
