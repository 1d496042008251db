"""What counts in a ledger and is new or another than when it was last read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from dashboard.ledger import tables
from dashboard.ledger.headers import read_reports
from dashboard.ledger.rows import counting_codings, stored_statements, superseded
from dashboard.model import Report, Statement

MANY = 500
"""So many changed reports, and all are read: fewer numbers fit into one query of any database."""


class Stamp(NamedTuple):
    """What of a report counts: if one of these is another, so may be what it states.

    They are the number of its newest version, the hash of the text, the coding that counts by its
    number and coder, and the number of the latest correction of its header. Numbers alone would
    not do: a database may give those of a withdrawn report again, and a ledger that was put back
    from a backup goes on with others.
    """

    number: int
    content_hash: str
    coding: tuple[int, str] | None
    header: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """The stamps of all reports now, by id, in the reports' order, and what is read anew.

    `reports` are those whose stamp was not known, or all where these are many; `statements` are
    all that count of them, in the reports' and texts' order.
    """

    stamps: Mapping[str, Stamp]
    reports: list[Report]
    statements: list[Statement]


def changes_since(connection: Connection, known: Mapping[str, Stamp]) -> Changes:
    """Read the reports that have another stamp than is known, or none, and their statements."""
    stamps = _stamps(connection)
    changed = [stamp for id_, stamp in stamps.items() if known.get(id_) != stamp]
    number = tables.report.c.number
    query = select(number, tables.report.c.body).where(~superseded()).order_by(number)
    codings: Any = counting_codings()
    if len(changed) < MANY:
        query = query.where(number.in_([stamp.number for stamp in changed]))
        codings = [stamp.coding[0] for stamp in changed if stamp.coding]
    reports = [report for _, report in read_reports(connection, query)]
    return Changes(stamps, reports, list(stored_statements(connection, codings)))


def _stamps(connection: Connection) -> dict[str, Stamp]:
    text, coding, header = tables.report.c, tables.coding.c, tables.header.c
    corrected = select(header.report, func.max(header.number)).group_by(header.report)
    headers = dict(connection.execute(corrected).all())
    coded = select(coding.report, coding.number, coding.coder).order_by(coding.number)
    codings = {report: (newest, coder) for report, newest, coder in connection.execute(coded)}
    query = select(text.id, text.number, text.content_hash).where(~superseded())
    return {
        id_: Stamp(number, content_hash, codings.get(number), headers.get(number))
        for id_, number, content_hash in connection.execute(query.order_by(text.number))
    }
