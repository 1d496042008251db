"""Taking reports, statements and reviews in, and giving them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import LedgerError, ReviewConflict
from dashboard.ledger import tables
from dashboard.ledger.bodies import (
    decoded_report,
    decoded_review,
    decoded_statement,
    encoded,
    kind_of,
)
from dashboard.model import Report, Review, Statement


class Ledger:
    """An open ledger. Every method is one transaction: all of it is done, or nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def kept_as(self, report: Report) -> Report:
        """Give the report as the ledger keeps it, or would.

        A text that is there already is the report that was taken in first; a report whose id
        another text has gets a new id.
        """
        with self._transaction() as connection:
            row = _find_report(connection, report)
            if row:
                return row[1]
            query = select(tables.report.c.number).where(tables.report.c.id == report.id)
            taken = connection.execute(query).first() is not None
        return replace(report, id=f"{report.id}-{report.content_hash[:8]}") if taken else report

    def is_coded(self, report: Report, coder: str) -> bool:
        """Tell whether this version of the coder has coded a report with this text."""
        with self._transaction() as connection:
            row = _find_report(connection, report)
            return row is not None and _is_coded(connection, row[0], coder)

    def take_in(self, report: Report, statements: Sequence[Statement], coder: str) -> None:
        """Add a report as `kept_as` gave it, and what a version of the coder made of it.

        A report whose text is there already is not added again; a new version of the coder adds a
        new coding, and the old one stays.
        """
        with self._transaction() as connection:
            row = _find_report(connection, report)
            number = row[0] if row else _add_report(connection, report)
            if not _is_coded(connection, number, coder):
                _add_coding(connection, number, coder, statements)

    def reports(self) -> list[Report]:
        """Give all reports, in the order in which they were taken in."""
        query = select(tables.report.c.body).order_by(tables.report.c.number)
        with self._transaction() as connection:
            return [decoded_report(b) for (b,) in connection.execute(query)]

    def statements(self) -> list[Statement]:
        """Give the statements of each report's newest coding, in the reports' and texts' order."""
        newest = (
            select(func.max(tables.coding.c.number))
            .group_by(tables.coding.c.report)
            .scalar_subquery()
        )
        query = (
            select(tables.statement.c.kind, tables.statement.c.body)
            .join(tables.coding)
            .where(tables.coding.c.number.in_(newest))
            .order_by(tables.coding.c.report, tables.statement.c.number)
        )
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        return [decoded_statement(kind, body) for kind, body in rows]

    def revision(self) -> tuple[int, int, int]:
        """Give numbers that change whenever something is added: of reports, codings, reviews."""
        columns = (tables.report.c.number, tables.coding.c.number, tables.review.c.number)
        with self._transaction() as connection:
            reports, codings, reviews = (
                connection.execute(select(func.max(column))).scalar() or 0 for column in columns
            )
        return reports, codings, reviews

    def add_review(self, review: Review, seen: str | None = None) -> None:
        """Add a reviewer's act on a statement.

        Args:
            review: The act.
            seen: The id of the latest act on the statement that the reviewer had seen.

        Raises:
            ReviewConflict: Somebody else has reviewed the statement since.
        """
        with self._transaction() as connection:
            latest = _latest_review(connection, review.statement)
            if latest and latest.id != seen:
                raise ReviewConflict(
                    f"{latest.reviewer} reviewed this statement in the meantime "
                    f"({latest.act.value}, {latest.when:%Y-%m-%d %H:%M} UTC). Look at it again."
                )
            values = {"statement": review.statement, "body": encoded(review)}
            connection.execute(insert(tables.review).values(values))

    def reviews(self) -> list[Review]:
        """Give all reviews, oldest first."""
        query = select(tables.review.c.body).order_by(tables.review.c.number)
        with self._transaction() as connection:
            return [decoded_review(b) for (b,) in connection.execute(query)]

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _ledger_error(str(self._engine.url), error) from error


def open_ledger(url: str) -> Ledger:
    """Open the ledger at a SQLAlchemy URL, and make its tables where they are missing.

    Raises:
        LedgerError: It cannot be opened; the message names the ledger.
    """
    try:
        target = make_url(url)
        if target.get_backend_name() == "sqlite" and target.database:
            Path(target.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(target)
        if target.get_backend_name() == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        tables.metadata.create_all(engine)
    except (SQLAlchemyError, OSError) as error:
        raise _ledger_error(url, error) from error
    return Ledger(engine)


def _ledger_error(url: str, error: Exception) -> LedgerError:
    reason = str(getattr(error, "orig", None) or error).strip()
    return LedgerError(
        f"the ledger {url} cannot be used: {reason}. Check that the folder exists and can be "
        "written to, or set TIDEMARK_FOLDER to another."
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "busy_timeout = 5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _find_report(connection: Connection, report: Report) -> tuple[int, Report] | None:
    query = select(tables.report.c.number, tables.report.c.body).where(
        tables.report.c.content_hash == report.content_hash
    )
    row = connection.execute(query).first()
    return (row.number, decoded_report(row.body)) if row else None


def _latest_review(connection: Connection, statement: str) -> Review | None:
    query = (
        select(tables.review.c.body)
        .where(tables.review.c.statement == statement)
        .order_by(tables.review.c.number.desc())
        .limit(1)
    )
    body = connection.execute(query).scalar()
    return decoded_review(body) if body else None


def _add_report(connection: Connection, report: Report) -> int:
    values = {
        "content_hash": report.content_hash,
        "id": report.id,
        "body": encoded(report),
    }
    return _inserted(connection, tables.report, values)


def _is_coded(connection: Connection, report: int, coder: str) -> bool:
    query = select(tables.coding.c.number).where(
        tables.coding.c.report == report, tables.coding.c.coder == coder
    )
    return connection.execute(query).first() is not None


def _inserted(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    key = connection.execute(insert(table).values(values)).inserted_primary_key
    assert key is not None  # every table of the ledger has a numbered primary key
    return int(key[0])


def _add_coding(
    connection: Connection, report: int, coder: str, statements: Iterable[Statement]
) -> None:
    coding = _inserted(connection, tables.coding, {"report": report, "coder": coder})
    rows = [
        {"coding": coding, "id": s.id, "kind": kind_of(s), "body": encoded(s)} for s in statements
    ]
    if rows:
        connection.execute(insert(tables.statement), rows)
