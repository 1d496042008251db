"""Headers put right: a report is given under the latest correction of its header."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from dashboard.ledger import tables
from dashboard.ledger.bodies import decoded_correction, decoded_report, encoded
from dashboard.model import HeaderCorrection, Report


def read_reports(connection: Connection, query: Select[int, bytes]) -> list[tuple[int, Report]]:
    """Give the reports that a query for numbers and bodies finds, under the header that counts."""
    rows = connection.execute(query).all()
    numbers = query.with_only_columns(tables.report.c.number).order_by(None)
    latest = dict(_corrections(connection, numbers))
    reports = ((number, decoded_report(body)) for number, body in rows)
    return [(n, latest[n].after.put_on(report) if n in latest else report) for n, report in reports]


def corrections_of(connection: Connection, number: int) -> list[HeaderCorrection]:
    """Give the corrections of the header of one text, oldest first."""
    return [correction for _, correction in _corrections(connection, [number])]


def add_correction(connection: Connection, number: int, correction: HeaderCorrection) -> None:
    """Add a correction of the header of one text, and let it be found by the address it has now."""
    values = {"report": number, "body": encoded(correction)}
    connection.execute(insert(tables.header).values(values))
    latest = corrections_of(connection, number)[-1]
    text = update(tables.report).where(tables.report.c.number == number)
    connection.execute(text.values(address=latest.after.address))


def following(
    correction: HeaderCorrection, earlier: Iterable[HeaderCorrection]
) -> HeaderCorrection:
    """Let a correction come after those before it, also where a clock went back."""
    last = max((each.when for each in earlier), default=correction.when - timedelta(1))
    when = max(correction.when, last + timedelta(microseconds=1))
    return replace(correction, when=when)


def _corrections(connection: Connection, reports: Any) -> list[tuple[int, HeaderCorrection]]:
    """Give corrections with the numbers of their texts, oldest first, whichever came in first."""
    columns = tables.header.c
    query = select(columns.report, columns.body).where(columns.report.in_(reports))
    rows = connection.execute(query.order_by(columns.number))
    return sorted(((n, decoded_correction(b)) for n, b in rows), key=lambda row: row[1].when)
