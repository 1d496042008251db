"""The whole ledger as JSON lines, and back: every version, coding, review and withdrawal.

The first line says what the file is. Then comes each text with its codings, oldest first, then the
reviews and the records of withdrawals, in the order in which they were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, insert, select

from dashboard.errors import ImportFileError
from dashboard.ledger import tables
from dashboard.ledger.bodies import (
    decoded_correction,
    decoded_report,
    decoded_review,
    decoded_statement,
    decoded_withdrawal,
    encoded,
    kind_of,
)
from dashboard.ledger.headers import add_correction, corrections_of
from dashboard.ledger.rows import (
    Coding,
    add_coding,
    add_report,
    find_text,
    find_withdrawal,
    versions_of,
)
from dashboard.model import HeaderCorrection, Report, Statement

HEAD = b'{"tidemark_ledger":1}'

_Kinded = tuple[str, msgspec.Raw]
_Coding = tuple[str, bool, list[tuple[str, bytes]]]  # coder, whether by hand, kinds and bodies


class _Coded(msgspec.Struct):
    coder: str
    by_hand: bool
    statements: list[_Kinded]


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    """One line: a text with its codings and headers, a review, or the record of a withdrawal."""

    report: msgspec.Raw = msgspec.Raw(b"")
    codings: list[_Coded] = []
    headers: list[msgspec.Raw] = []
    review: msgspec.Raw = msgspec.Raw(b"")
    withdrawal: msgspec.Raw = msgspec.Raw(b"")


@dataclass(slots=True)
class Added:
    """How much of a file was not there yet."""

    reports: int = 0
    statements: int = 0
    reviews: int = 0


def lines_of(connection: Connection) -> Iterator[bytes]:
    """Give the ledger line by line, without line ends."""
    yield HEAD
    numbers = select(tables.report.c.number).order_by(tables.report.c.number)
    for number in connection.execute(numbers).scalars().all():
        text = select(tables.report.c.body).where(tables.report.c.number == number)
        body = connection.execute(text).scalar_one()
        codings = [
            _Coded(coder, by_hand, [(kind, msgspec.Raw(raw)) for kind, raw in statements])
            for coder, by_hand, statements in _codings(connection, number)
        ]
        headers = corrections_of(connection, number)
        line = {"report": msgspec.Raw(body), "codings": codings, "headers": headers}
        yield msgspec.json.encode(line)
    reviews = select(tables.review.c.body).order_by(tables.review.c.number)
    for (body,) in connection.execute(reviews):
        yield msgspec.json.encode({"review": msgspec.Raw(body)})
    withdrawals = select(tables.withdrawal.c.body).order_by(tables.withdrawal.c.number)
    for (body,) in connection.execute(withdrawals):
        yield msgspec.json.encode({"withdrawal": msgspec.Raw(body)})


def add_lines(connection: Connection, lines: Iterable[bytes]) -> Added:
    """Add what is not there yet: added twice, it is there once.

    Raises:
        ImportFileError: A line is not what it should be, or does not fit what is there; its number
            and why.
    """
    added = Added()
    for number, line in enumerate(lines, 1):
        if number == 1:
            if line.strip() != HEAD:
                raise ImportFileError("line 1: this is no export of a ledger. Export it again.")
            continue
        try:
            _add(connection, msgspec.json.decode(line, type=_Line), added)
        except (msgspec.DecodeError, KeyError, ValueError) as error:
            reason = f"no kind is called {error}" if isinstance(error, KeyError) else error
            raise ImportFileError(f"line {number}: {reason}. Nothing was taken in.") from error
    return added


def _add(connection: Connection, line: _Line, added: Added) -> None:
    if bytes(line.report):
        _add_text(connection, line, added)
    elif bytes(line.review):
        review = decoded_review(bytes(line.review))
        body = encoded(review)
        if not _is_there(connection, review.statement, body):
            values = {"statement": review.statement, "body": body}
            connection.execute(insert(tables.review).values(values))
            added.reviews += 1
    elif bytes(line.withdrawal):
        _add_withdrawal(connection, bytes(line.withdrawal))
    else:
        raise ValueError("it has neither a report nor a review nor a withdrawal")


def _add_text(connection: Connection, line: _Line, added: Added) -> None:
    report = decoded_report(bytes(line.report))
    if find_withdrawal(connection, report.content_hash):
        raise ValueError(f"the text of {report.id!r} was withdrawn or redacted here")
    there = find_text(connection, report)
    if there and there[1].id != report.id:
        raise ValueError(f"the text of {report.id!r} is here as {there[1].id!r}")
    if there:
        number = there[0]
    else:
        is_newer = bool(versions_of(connection, report.id))
        number = add_report(connection, report, corrects=is_newer)
        added.reports += 1
    _merge(connection, number, report, line, added)


def _merge(connection: Connection, number: int, report: Report, line: _Line, added: Added) -> None:
    """Add a text's headers and codings that are not there; the header that counts brings its own.

    Its own is the coding that counted with it, here or there: another one has other dates.
    """
    ours, theirs = corrections_of(connection, number), [_fitting(h, report) for h in line.headers]
    for correction in theirs:
        if correction not in ours:
            add_correction(connection, number, correction)
    counts = corrections_of(connection, number)[-1:]
    known, coded = list(_codings(connection, number)), [_coded(c, report) for c in line.codings]
    new = [coding for coding in coded if coding not in known]
    added.statements += sum(len(statements) for _, _, statements in new)
    last = (known + new)[-1:]
    if counts and counts[0] not in ours:
        last = coded[-1:]
    elif counts and counts[0] not in theirs:
        last = known[-1:]
    if last != (known + new)[-1:]:
        new += last
    for coder, by_hand, bodies in new:
        statements = [decoded_statement(kind, body) for kind, body in bodies]
        add_coding(connection, number, Coding(coder, by_hand), statements)


def _fitting(raw: msgspec.Raw, report: Report) -> HeaderCorrection:
    """Give the correction of a report's header."""
    correction = decoded_correction(raw)
    if correction.report != report.id:
        raise ValueError(f"a header of {correction.report!r} stands with {report.id!r}")
    return correction


def _coded(coding: _Coded, report: Report) -> _Coding:
    """Give a coding as the ledger keeps it."""
    statements = [_checked(kind, raw, report) for kind, raw in coding.statements]
    return coding.coder, coding.by_hand, [(kind_of(s), encoded(s)) for s in statements]


def _checked(kind: str, raw: msgspec.Raw, report: Report) -> Statement:
    """Give a statement of a report, whose words are in its text."""
    statement = decoded_statement(kind, raw)
    evidence = statement.evidence
    if statement.report != report.id:
        raise ValueError(f"a statement of {statement.report!r} stands with {report.id!r}")
    if report.text[evidence.start : evidence.end] != evidence.quote:
        raise ValueError(f"{report.id!r} does not say {evidence.quote!r} at {evidence.start}")
    return statement


def _add_withdrawal(connection: Connection, body: bytes) -> None:
    withdrawal = decoded_withdrawal(body)
    if find_withdrawal(connection, withdrawal.content_hash):
        return
    text = tables.report.c.content_hash == withdrawal.content_hash
    if connection.execute(select(tables.report.c.id).where(text)).first():
        raise ValueError(
            f"{withdrawal.report!r} was withdrawn there and is here: withdraw it first"
        )
    values = {"report": withdrawal.report, "content_hash": withdrawal.content_hash}
    row = {**values, "erased": True, "body": encoded(withdrawal)}  # nothing of it is here
    connection.execute(insert(tables.withdrawal).values(row))


def _codings(connection: Connection, report: int) -> Iterator[_Coding]:
    """Give the codings of a text, oldest first."""
    query = (
        select(tables.coding.c.number, tables.coding.c.coder, tables.coding.c.by_hand)
        .where(tables.coding.c.report == report)
        .order_by(tables.coding.c.number)
    )
    for number, coder, by_hand in connection.execute(query).all():
        rows = (
            select(tables.statement.c.kind, tables.statement.c.body)
            .where(tables.statement.c.coding == number)
            .order_by(tables.statement.c.number)
        )
        yield coder, by_hand, [(kind, body) for kind, body in connection.execute(rows)]


def _is_there(connection: Connection, statement: str, body: bytes) -> bool:
    """Tell whether an act is there; acts are found fast by their statement alone."""
    query = select(tables.review.c.body).where(tables.review.c.statement == statement)
    return body in connection.execute(query).scalars()
