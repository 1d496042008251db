"""Rows of the ledger, found and added within a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, ScalarSelect, Select, Table, func, insert, select

from dashboard.errors import LedgerError
from dashboard.ledger import tables
from dashboard.ledger.bodies import (
    decoded_review,
    decoded_statement,
    decoded_withdrawal,
    encoded,
    kind_of,
)
from dashboard.ledger.headers import read_reports
from dashboard.ledger.sharing import Sharing
from dashboard.ledger.versions import is_same_document
from dashboard.model import Report, Review, Statement, Withdrawal


class Coding(NamedTuple):
    """Which coder made the statements of a report that count, and whether that was people."""

    coder: str
    by_hand: bool


def versions_of(connection: Connection, report_id: str) -> list[tuple[int, Report]]:
    """Give the number and the report of each version, oldest first."""
    query = (
        select(tables.report.c.number, tables.report.c.body)
        .where(tables.report.c.id == report_id)
        .order_by(tables.report.c.version)
    )
    return read_reports(connection, query)


def superseded() -> Any:
    """Tell, in a query, whether a report has a newer version."""
    newer = tables.report.alias("newer")
    return (
        select(newer.c.number)
        .where(newer.c.id == tables.report.c.id, newer.c.version > tables.report.c.version)
        .exists()
    )


def find_text(connection: Connection, report: Report) -> tuple[int, Report] | None:
    """Find the report that has this text, and its number."""
    query = select(tables.report.c.number, tables.report.c.body).where(
        tables.report.c.content_hash == report.content_hash
    )
    return next(iter(read_reports(connection, query)), None)


def known_versions(connection: Connection, report_id: str) -> list[tuple[int, Report]]:
    """Give the versions of a report that is there.

    Raises:
        LedgerError: It is not.
    """
    versions = versions_of(connection, report_id)
    if not versions:
        raise LedgerError(f"the ledger has no report {report_id!r}. The reader shows the ids.")
    return versions


def newest_version(connection: Connection, report_id: str) -> Report | None:
    """Give the newest version of a report, None where it is not there."""
    versions = versions_of(connection, report_id)
    return versions[-1][1] if versions else None


def older_version(connection: Connection, report: Report, corrects: str | None) -> Report | None:
    """Find the report of which this one, whose text is not there, is a new version."""
    if corrects is not None:
        return known_versions(connection, corrects)[-1][1]
    query: Select[tuple[str]] = select(tables.report.c.id).where(
        tables.report.c.address == report.address
    )
    with_address = connection.execute(query.distinct()).scalars() if report.address else ()
    for report_id in (*with_address, report.id):
        older = newest_version(connection, report_id)
        if older and is_same_document(older, report):
            return older
    return None


def add_report(connection: Connection, report: Report, corrects: bool) -> int:
    """Add a text, as a new version where its id is there, and give its number.

    Raises:
        LedgerError: The id is another report's.
    """
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
    return inserted(connection, tables.report, values)


def newest_coding(connection: Connection, report: int) -> Coding | None:
    """Give the coding of a version of a report that counts."""
    query = (
        select(tables.coding.c.coder, tables.coding.c.by_hand)
        .where(tables.coding.c.report == report)
        .order_by(tables.coding.c.number.desc())
    )
    row = connection.execute(query).first()
    return Coding(*row) if row else None


def find_withdrawal(connection: Connection, content_hash: str) -> Withdrawal | None:
    """Find out whether the text that has this hash was withdrawn or redacted."""
    query = select(tables.withdrawal.c.body).where(tables.withdrawal.c.content_hash == content_hash)
    row = connection.execute(query).first()
    return decoded_withdrawal(row.body) if row else None


def inserted(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    """Add a row and give its number."""
    key = connection.execute(insert(table).values(values)).inserted_primary_key
    assert key is not None  # every table of the ledger has a numbered primary key
    return int(key[0])


def add_coding(
    connection: Connection, report: int, by: Coding, statements: Iterable[Statement]
) -> None:
    """Add what a coder made of a version of a report."""
    coding = inserted(connection, tables.coding, {"report": report, **by._asdict()})
    rows = [
        {"coding": coding, "id": s.id, "kind": kind_of(s), "body": encoded(s)} for s in statements
    ]
    if rows:
        connection.execute(insert(tables.statement), rows)


def counting_codings() -> ScalarSelect[int]:
    """Give, for a query, the codings that count: of each report's newest version the newest."""
    return (
        select(func.max(tables.coding.c.number))
        .join(tables.report)
        .where(~superseded())
        .group_by(tables.coding.c.report)
        .scalar_subquery()
    )


def stored_statements(connection: Connection, codings: Any) -> Iterator[Statement]:
    """Give the statements of codings one by one, in the reports' and texts' order."""
    query = (
        select(tables.statement.c.kind, tables.statement.c.body)
        .join(tables.coding)
        .where(tables.coding.c.number.in_(codings))
        .order_by(tables.coding.c.report, tables.statement.c.number)
        .execution_options(yield_per=1000)
    )
    sharing = Sharing()
    for kind, body in connection.execute(query):
        statement: Statement = sharing.of(decoded_statement(kind, body))
        yield statement


def latest_review(connection: Connection, statement: str | None = None) -> Review | None:
    """Give the latest act, on a statement or on any."""
    query = select(tables.review.c.body).order_by(tables.review.c.number.desc()).limit(1)
    if statement is not None:
        query = query.where(tables.review.c.statement == statement)
    row = connection.execute(query).first()
    return decoded_review(row.body) if row else None
