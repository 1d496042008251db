"""Taking reports, statements and reviews in, and giving them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Engine,
    ScalarSelect,
    Select,
    Table,
    func,
    insert,
    select,
)

from dashboard.errors import LedgerError, ReviewConflict
from dashboard.ledger import tables
from dashboard.ledger.bodies import (
    decoded_report,
    decoded_review,
    decoded_statement,
    encoded,
    kind_of,
)
from dashboard.ledger.connection import open_engine, reading, writing
from dashboard.ledger.migration import migrate
from dashboard.ledger.versions import holding, is_same_document
from dashboard.model import Report, Review, Statement


class Coding(NamedTuple):
    """Which coder made the statements of a report that count, and whether that was people."""

    coder: str
    by_hand: bool


class Ledger:
    """An open ledger. Every method is one transaction: all of it is done, or nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def kept_as(self, report: Report, corrects: str | None = None) -> Report:
        """Give the report as the ledger keeps it, or would.

        A text that is there already is the report that was taken in first. Another text of a
        report that is there, by its address or by its id and title, is a new version of it and
        has its id; another report under an id that is taken gets a new id.

        Args:
            report: The report.
            corrects: The id of the report of which it is a new version, where that is known.

        Raises:
            LedgerError: No report has that id.
        """
        with reading(self._engine) as connection:
            row = _find_text(connection, report)
            if row:
                return row[1]
            older = _older_version(connection, report, corrects)
            if older:
                return replace(report, id=older.id)
            taken = _newest(connection, report.id) is not None
        return replace(report, id=f"{report.id}-{report.content_hash[:8]}") if taken else report

    def coded_by(self, report: Report) -> Coding | None:
        """Tell which coding of this text counts; None where it has none or is not there."""
        with reading(self._engine) as connection:
            row = _find_text(connection, report)
            return _newest_coding(connection, row[0]) if row else None

    def take_in(
        self,
        report: Report,
        statements: Sequence[Statement],
        coder: str,
        *,
        by_hand: bool = False,
        corrects: bool = False,
    ) -> None:
        """Add a report as `kept_as` gave it, and what a coder made of it.

        A text that is there already is not added again. A new coding is added unless the one that
        counts is by this coder; the older ones stay.

        Args:
            report: The report. Under the id of one that is there it is a new version of that.
            statements: Those of the report, in the text's order.
            coder: The name of the coder and its version, another one for each coding.
            by_hand: People made the statements: the program's coder does not replace them.
            corrects: Take another text under an id that is taken for a new version of it, even
                where neither address nor title say so.

        Raises:
            LedgerError: Another report was taken in under the id since `kept_as` was asked.
        """
        with writing(self._engine) as connection:
            row = _find_text(connection, report)
            number = row[0] if row else _add_report(connection, report, corrects)
            counts = _newest_coding(connection, number)
            if counts is None or counts.coder != coder:
                _add_coding(connection, number, Coding(coder, by_hand), statements)

    def reports(self) -> list[Report]:
        """Give the newest version of all reports, in the order in which they were taken in."""
        query = select(tables.report.c.body).where(~_superseded()).order_by(tables.report.c.number)
        with reading(self._engine) as connection:
            return [decoded_report(body) for (body,) in connection.execute(query)]

    def versions(self, report_id: str) -> list[Report]:
        """Give all versions of a report, oldest first; none where it is not there."""
        with reading(self._engine) as connection:
            return [report for _, report in versions_of(connection, report_id)]

    def statements(self) -> list[Statement]:
        """Give the statements that count, in the reports' and texts' order.

        They are those of the newest coding of the newest version of each report.
        """
        counting = (
            select(func.max(tables.coding.c.number))
            .join(tables.report)
            .where(~_superseded())
            .group_by(tables.coding.c.report)
            .scalar_subquery()
        )
        with reading(self._engine) as connection:
            return list(_statements(connection, counting))

    def statements_of(self, report: Report) -> list[Statement]:
        """Give the statements of one version of a report, be there a newer one or not."""
        counting = (
            select(func.max(tables.coding.c.number))
            .join(tables.report)
            .where(tables.report.c.content_hash == report.content_hash)
            .scalar_subquery()
        )
        with reading(self._engine) as connection:
            return list(_statements(connection, counting))

    def revision(self) -> tuple[int, ...]:
        """Give numbers that change whenever something is added or withdrawn."""
        counted = (tables.report, tables.coding, tables.review, tables.withdrawal)
        newest = [select(func.max(table.c.number)).scalar_subquery() for table in counted]
        with reading(self._engine) as connection:
            return tuple(number or 0 for number in connection.execute(select(*newest)).one())

    def add_review(self, review: Review, seen: str | None = None) -> Review:
        """Add a reviewer's act on a statement, and give it as it is kept.

        Acts are kept in the order in which they come in, also where a clock went back: one that
        says it was made before the last act is kept as made right after it.

        Args:
            review: The act.
            seen: The id of the latest act on the statement that the reviewer knew of, or None.

        Raises:
            ReviewConflict: There is a later one; the message says whose and when.
        """
        with writing(self._engine) as connection:
            latest = _latest_review(connection, review.statement)
            if latest and latest.id != seen:
                raise _conflict(latest)
            last = _latest_review(connection)
            if last and review.when <= last.when:
                review = replace(review, when=last.when + timedelta(microseconds=1))
            values = {"statement": review.statement, "body": encoded(review)}
            connection.execute(insert(tables.review).values(values))
        return review

    def reviews(self) -> list[Review]:
        """Give the reviews, oldest first.

        Where a report has a newer version, those whose words it still has, pointing into it.
        """
        query = select(tables.review.c.body).order_by(tables.review.c.number)
        corrected = select(tables.report.c.id, tables.report.c.body).where(
            ~_superseded(), tables.report.c.version > 1
        )
        with reading(self._engine) as connection:
            texts = {id_: decoded_report(body).text for id_, body in connection.execute(corrected)}
            reviews = [decoded_review(body) for (body,) in connection.execute(query)]
        return [held for review in reviews if (held := holding(review, texts))]


def open_ledger(url: str) -> Ledger:
    """Open the ledger at a SQLAlchemy URL, SQLite or PostgreSQL; bring its tables up to date.

    Raises:
        LedgerError: It cannot be opened; the message names the ledger, without a password.
    """
    engine = open_engine(url)
    migrate(engine)
    return Ledger(engine)


def versions_of(connection: Connection, report_id: str) -> list[tuple[int, Report]]:
    """Give the number and the report of each version, oldest first."""
    query = (
        select(tables.report.c.number, tables.report.c.body)
        .where(tables.report.c.id == report_id)
        .order_by(tables.report.c.version)
    )
    return [(number, decoded_report(body)) for number, body in connection.execute(query)]


def _superseded() -> Any:
    """Tell, in a query, whether a report has a newer version."""
    newer = tables.report.alias("newer")
    return (
        select(newer.c.number)
        .where(newer.c.id == tables.report.c.id, newer.c.version > tables.report.c.version)
        .exists()
    )


def _find_text(connection: Connection, report: Report) -> tuple[int, Report] | None:
    query = select(tables.report.c.number, tables.report.c.body).where(
        tables.report.c.content_hash == report.content_hash
    )
    row = connection.execute(query).first()
    return (row.number, decoded_report(row.body)) if row else None


def known_versions(connection: Connection, report_id: str) -> list[tuple[int, Report]]:
    """Give the versions of a report that is there.

    Raises:
        LedgerError: It is not.
    """
    versions = versions_of(connection, report_id)
    if not versions:
        raise LedgerError(f"the ledger has no report {report_id!r}. The reader shows the ids.")
    return versions


def _newest(connection: Connection, report_id: str) -> Report | None:
    versions = versions_of(connection, report_id)
    return versions[-1][1] if versions else None


def _older_version(connection: Connection, report: Report, corrects: str | None) -> Report | None:
    """Find the report of which this one, whose text is not there, is a new version."""
    if corrects is not None:
        return known_versions(connection, corrects)[-1][1]
    query: Select[tuple[str]] = select(tables.report.c.id).where(
        tables.report.c.address == report.address
    )
    with_address = connection.execute(query.distinct()).scalars() if report.address else ()
    for report_id in (*with_address, report.id):
        older = _newest(connection, report_id)
        if older and is_same_document(older, report):
            return older
    return None


def _add_report(connection: Connection, report: Report, corrects: bool) -> int:
    versions = versions_of(connection, report.id)
    if versions and not (corrects or is_same_document(versions[-1][1], report)):
        raise LedgerError(
            f"another report was taken in as {report.id!r} in the meantime. Take this one in again."
        )
    values = {
        "content_hash": report.content_hash,
        "id": report.id,
        "version": len(versions) + 1,
        "address": report.address,
        "body": encoded(report),
    }
    return _inserted(connection, tables.report, values)


def _newest_coding(connection: Connection, report: int) -> Coding | None:
    query = (
        select(tables.coding.c.coder, tables.coding.c.by_hand)
        .where(tables.coding.c.report == report)
        .order_by(tables.coding.c.number.desc())
    )
    row = connection.execute(query).first()
    return Coding(*row) if row else None


def _inserted(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    key = connection.execute(insert(table).values(values)).inserted_primary_key
    assert key is not None  # every table of the ledger has a numbered primary key
    return int(key[0])


def _add_coding(
    connection: Connection, report: int, by: Coding, statements: Iterable[Statement]
) -> None:
    coding = _inserted(connection, tables.coding, {"report": report, **by._asdict()})
    rows = [
        {"coding": coding, "id": s.id, "kind": kind_of(s), "body": encoded(s)} for s in statements
    ]
    if rows:
        connection.execute(insert(tables.statement), rows)


def _statements(connection: Connection, codings: ScalarSelect[Any]) -> Iterator[Statement]:
    query = (
        select(tables.statement.c.kind, tables.statement.c.body)
        .join(tables.coding)
        .where(tables.coding.c.number.in_(codings))
        .order_by(tables.coding.c.report, tables.statement.c.number)
        .execution_options(yield_per=1000)
    )
    for kind, body in connection.execute(query):
        yield decoded_statement(kind, body)


def _latest_review(connection: Connection, statement: str | None = None) -> Review | None:
    query = select(tables.review.c.body).order_by(tables.review.c.number.desc()).limit(1)
    if statement is not None:
        query = query.where(tables.review.c.statement == statement)
    row = connection.execute(query).first()
    return decoded_review(row.body) if row else None


def _conflict(latest: Review) -> ReviewConflict:
    return ReviewConflict(
        f"{latest.reviewer} reviewed this statement ({latest.act}) at "
        f"{latest.when:%Y-%m-%d %H:%M:%S} UTC, after you opened it. Look at it again, then decide."
    )
