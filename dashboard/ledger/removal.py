"""Taking a report, or a passage of it, out of the ledger for good: the exception to append-only.

Its rows are deleted in one transaction that keeps who did it, when and why; after that the database
is made to overwrite what the rows held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import Connection, Engine, Select, delete, insert, select, update

from dashboard.errors import LedgerError
from dashboard.ledger import tables
from dashboard.ledger.bodies import (
    decoded_review,
    decoded_statement,
    decoded_withdrawal,
    encoded,
)
from dashboard.ledger.connection import outside_transactions, reading, writing
from dashboard.ledger.passage import Passage
from dashboard.ledger.rows import find_withdrawal, known_versions
from dashboard.ledger.versions import holding
from dashboard.model import Report, Review, Statement, Withdrawal


def remove_report(connection: Connection, withdrawal: Withdrawal) -> int:
    """Take all versions of a report out, with their statements and reviews.

    Returns:
        How many different statements were taken out, of all codings.

    Raises:
        LedgerError: The ledger has no such report.
    """
    versions = known_versions(connection, withdrawal.report)
    ids = _statement_ids(connection, versions)
    for number, report in versions:
        _remove_version(connection, number)
        _record(connection, withdrawal, report.content_hash)
    _remove_reviews(connection, lambda r: r.statement in ids or _is_about(r, withdrawal.report))
    return len(ids)


def remove_passage(connection: Connection, withdrawal: Withdrawal) -> int:
    """Fill a passage of a report's newest version over; take out what rests on it.

    Older versions go as a whole, and what the header was before it was corrected: they may hold the
    passage in other words.

    Returns:
        How many different statements were taken out, of all codings.

    Raises:
        LedgerError: There is no such report or no such passage.
    """
    versions = known_versions(connection, withdrawal.report)
    *older, (number, report) = versions
    passage = _passage(report, withdrawal)
    before = _statement_ids(connection, versions)
    newest = _statement_ids(connection, versions[-1:])
    for old_number, old in older:
        _remove_version(connection, old_number)
        _record(connection, replace(withdrawal, start=None, end=None), old.content_hash)
    _remove_statements(connection, number, passage.touches)
    left = _statement_ids(connection, versions)
    lost = passage.with_words_of((old for _, old in older), report)

    def is_gone(review: Review) -> bool:
        held = holding(review, {report.id: report})
        return held is None or review.statement in newest - left or lost.touches_review(held)

    _remove_reviews(connection, is_gone)
    _remove_corrections(connection, number)
    _rewrite(connection, number, passage.filled(report))
    _record(connection, withdrawal, report.content_hash)
    return len(before - left)


def withdraw_again(connection: Connection, records: Iterable[bytes]) -> None:
    """Take out once more what came back with a backup, and keep the records of all.

    Args:
        connection: A transaction on the ledger, the backup's rows in it.
        records: The bodies of the withdrawals that the ledger had before.
    """
    for withdrawal in map(decoded_withdrawal, records):
        text = tables.report.c.content_hash == withdrawal.content_hash
        report_id = connection.execute(select(tables.report.c.id).where(text)).scalar()
        if report_id is None:
            if not find_withdrawal(connection, withdrawal.content_hash):
                _record(connection, withdrawal, withdrawal.content_hash)
            continue
        newest = known_versions(connection, report_id)[-1][1]
        again = replace(withdrawal, report=report_id)
        if withdrawal.start is not None and newest.content_hash == withdrawal.content_hash:
            remove_passage(connection, again)
        else:
            remove_report(connection, replace(again, start=None, end=None))


def erase(engine: Engine) -> None:
    """Have the database overwrite what was taken out, and note that it is done.

    SQLite overwrites deleted content as it goes (secure_delete); its file is made anew all the
    same, for what was deleted before, and its log emptied. PostgreSQL writes the tables anew.

    Raises:
        LedgerError: Another program is at the ledger; the next start does it.
    """
    pending = to_erase(engine)
    try:
        with outside_transactions(engine) as connection:
            _overwrite(connection)
    except LedgerError as error:
        raise LedgerError(
            "the text is out of the ledger, but its bytes are not overwritten yet: "
            f"{error} Close what else uses it; the next start does the rest."
        ) from error
    with writing(engine) as connection:
        numbered = tables.withdrawal.c.number.in_(pending)
        connection.execute(update(tables.withdrawal).where(numbered).values(erased=True))


def to_erase(engine: Engine) -> list[int]:
    """Give the numbers of the withdrawals whose text was not overwritten yet."""
    query = select(tables.withdrawal.c.number).where(tables.withdrawal.c.erased.is_(False))
    with reading(engine) as connection:
        return list(connection.execute(query).scalars())


def _overwrite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("VACUUM")
        if connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar():
            raise LedgerError("another program reads it.")
        return
    for table in (tables.report, tables.header, tables.statement, tables.review):
        connection.exec_driver_sql(f"VACUUM FULL {table.name}")


def _passage(report: Report, withdrawal: Withdrawal) -> Passage:
    start, end = withdrawal.start, withdrawal.end
    if start is None or end is None or not 0 <= start < end <= len(report.text):
        raise LedgerError(
            f"report {report.id!r} has no passage from {start} to {end}: its text has the "
            f"characters 0 to {len(report.text)}. Count as the evidence of its statements does."
        )
    return Passage.of(report, start, end)


def _codings(reports: Iterable[int]) -> Select[tuple[int]]:
    return select(tables.coding.c.number).where(tables.coding.c.report.in_(reports))


def _statement_ids(connection: Connection, versions: list[tuple[int, Report]]) -> set[str]:
    codings = _codings([number for number, _ in versions])
    query = select(tables.statement.c.id).where(tables.statement.c.coding.in_(codings))
    return set(connection.execute(query).scalars())


def _remove_version(connection: Connection, number: int) -> None:
    codings = _codings([number])
    connection.execute(delete(tables.statement).where(tables.statement.c.coding.in_(codings)))
    connection.execute(delete(tables.coding).where(tables.coding.c.report == number))
    _remove_corrections(connection, number)
    connection.execute(delete(tables.report).where(tables.report.c.number == number))


def _remove_corrections(connection: Connection, number: int) -> None:
    connection.execute(delete(tables.header).where(tables.header.c.report == number))


def _remove_statements(
    connection: Connection, number: int, is_gone: Callable[[Statement], bool]
) -> None:
    columns = tables.statement.c
    query = select(columns.number, columns.kind, columns.body)
    rows = connection.execute(query.where(columns.coding.in_(_codings([number])))).all()
    gone = [row for row, kind, body in rows if is_gone(decoded_statement(kind, body))]
    for row in gone:
        connection.execute(delete(tables.statement).where(columns.number == row))


def _remove_reviews(connection: Connection, is_gone: Callable[[Review], bool]) -> None:
    columns = tables.review.c
    rows = connection.execute(select(columns.number, columns.body)).all()
    for row in [row for row, body in rows if is_gone(decoded_review(body))]:
        connection.execute(delete(tables.review).where(columns.number == row))


def _is_about(review: Review, report_id: str) -> bool:
    return any(s.report == report_id for s in review.statements)


def _rewrite(connection: Connection, number: int, report: Report) -> None:
    values = {"content_hash": report.content_hash, "address": report.address}
    row = update(tables.report).where(tables.report.c.number == number)
    connection.execute(row.values(body=encoded(report), **values))


def _record(connection: Connection, withdrawal: Withdrawal, content_hash: str) -> None:
    kept = replace(withdrawal, content_hash=content_hash)
    values = {"report": kept.report, "content_hash": content_hash, "body": encoded(kept)}
    connection.execute(insert(tables.withdrawal).values(erased=False, **values))
