"""Taking reports, statements and reviews in, and giving them back."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, func, insert, or_, select

from dashboard.errors import LedgerError, ReviewConflict, WithdrawnTextError
from dashboard.ledger import tables
from dashboard.ledger.backup import Contents, back_up
from dashboard.ledger.bodies import decoded_review, decoded_withdrawal, encoded
from dashboard.ledger.changes import Changes, Stamp, changes_since
from dashboard.ledger.connection import open_engine, reading, writing
from dashboard.ledger.headers import add_correction, corrections_of, following, read_reports
from dashboard.ledger.lines import Added, add_lines, lines_of
from dashboard.ledger.migration import migrate
from dashboard.ledger.removal import erase, remove_passage, remove_report, to_erase
from dashboard.ledger.rows import (
    Coding,
    add_coding,
    add_report,
    counting_codings,
    find_text,
    find_withdrawal,
    known_versions,
    latest_review,
    newest_coding,
    newest_version,
    older_version,
    stored_statements,
    superseded,
    versions_of,
)
from dashboard.ledger.versions import holding
from dashboard.model import HeaderCorrection, Report, Review, Statement, Withdrawal

_LOG = logging.getLogger(__name__)


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
            WithdrawnTextError: The text was withdrawn or redacted.
        """
        with reading(self._engine) as connection:
            withdrawal = find_withdrawal(connection, report.content_hash)
            if withdrawal:
                raise _withdrawn(withdrawal)
            row = find_text(connection, report)
            if row:
                return row[1]
            older = older_version(connection, report, corrects)
            if older:
                return replace(report, id=older.id)
            taken = newest_version(connection, report.id) is not None
        return replace(report, id=f"{report.id}-{report.content_hash[:8]}") if taken else report

    def coded_by(self, report: Report) -> Coding | None:
        """Tell which coding of this text counts; None where it has none or is not there."""
        with reading(self._engine) as connection:
            row = find_text(connection, report)
            return newest_coding(connection, row[0]) if row else None

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
            LedgerError: Since `kept_as` was asked, another report was taken in under the id, or
                this text under another.
            WithdrawnTextError: The text was withdrawn or redacted.
        """
        with writing(self._engine) as connection:
            withdrawal = find_withdrawal(connection, report.content_hash)
            if withdrawal:
                raise _withdrawn(withdrawal)
            row = find_text(connection, report)
            number = row[0] if row else add_report(connection, report, corrects)
            counts = newest_coding(connection, number)
            if counts is None or counts.coder != coder:
                if row and row[1].id != report.id:
                    raise LedgerError(
                        f"the text of {report.id!r} was taken in as {row[1].id!r} in the meantime. "
                        "Take it in again."
                    )
                add_coding(connection, number, Coding(coder, by_hand), statements)

    def reports(self) -> list[Report]:
        """Give the newest version of all reports, in the order in which they were taken in."""
        query = select(tables.report.c.number, tables.report.c.body).where(~superseded())
        with reading(self._engine) as connection:
            found = read_reports(connection, query.order_by(tables.report.c.number))
        return [report for _, report in found]

    def not_coded_by(self, coder: str) -> list[Report]:
        """Give the reports whose statements that count another coder made, but not people."""
        newest = select(func.max(tables.coding.c.number)).group_by(tables.coding.c.report)
        query = (
            select(tables.report.c.number, tables.report.c.body)
            .join(tables.coding)
            .where(~superseded(), tables.coding.c.number.in_(newest))
            .where(tables.coding.c.coder != coder, tables.coding.c.by_hand.is_(False))
            .order_by(tables.report.c.number)
        )
        with reading(self._engine) as connection:
            return [report for _, report in read_reports(connection, query)]

    def correct_header(
        self,
        shown: Report,
        correction: HeaderCorrection,
        statements: Sequence[Statement],
        by: Coding,
    ) -> None:
        """Put the header of a report's newest version right; what it was before stays readable.

        Args:
            shown: The report as it was when somebody put its header right.
            correction: What was put right.
            statements: Those of the report under its new header.
            by: Who coded them.

        Raises:
            LedgerError: The report is not there, or is another by now.
        """
        with writing(self._engine) as connection:
            number, report = known_versions(connection, shown.id)[-1]
            if report != shown:
                raise LedgerError(
                    f"{report.id!r} was corrected in the meantime. Look at it again, then decide."
                )
            earlier = corrections_of(connection, number)
            add_correction(connection, number, following(correction, earlier))
            add_coding(connection, number, by, statements)

    def header_corrections(self, report_id: str) -> list[HeaderCorrection]:
        """Give the corrections of the header of a report's newest version, oldest first.

        Raises:
            LedgerError: The report is not there.
        """
        with reading(self._engine) as connection:
            return corrections_of(connection, known_versions(connection, report_id)[-1][0])

    def versions(self, report_id: str) -> list[Report]:
        """Give all versions of a report, oldest first; none where it is not there."""
        with reading(self._engine) as connection:
            return [report for _, report in versions_of(connection, report_id)]

    def statements(self) -> list[Statement]:
        """Give the statements that count, in the reports' and texts' order.

        They are those of the newest coding of the newest version of each report.
        """
        with reading(self._engine) as connection:
            return list(stored_statements(connection, counting_codings()))

    def changes(self, known: Mapping[str, Stamp]) -> Changes:
        """Give the reports that are new or others since they were read, with their statements.

        Args:
            known: The stamps of what was read before, as they were given with it; none at first.
        """
        with reading(self._engine) as connection:
            return changes_since(connection, known)

    def statements_of(self, report: Report) -> list[Statement]:
        """Give the statements of one version of a report, be there a newer one or not."""
        counting = (
            select(func.max(tables.coding.c.number))
            .join(tables.report)
            .where(tables.report.c.content_hash == report.content_hash)
            .scalar_subquery()
        )
        with reading(self._engine) as connection:
            return list(stored_statements(connection, counting))

    def revision(self) -> tuple[int, ...]:
        """Give numbers that change whenever something is added or withdrawn."""
        counted = (
            tables.report,
            tables.coding,
            tables.review,
            tables.withdrawal,
            tables.header,
        )
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
            latest = latest_review(connection, review.statement)
            if latest and latest.id != seen:
                raise _conflict(latest)
            last = latest_review(connection)
            if last and review.when <= last.when:
                review = replace(review, when=last.when + timedelta(microseconds=1))
            values = {"statement": review.statement, "body": encoded(review)}
            connection.execute(insert(tables.review).values(values))
        return review

    def reviews(self) -> list[Review]:
        """Give the reviews, oldest first.

        Where a report has a newer version, those whose words it still has, pointing into it; their
        statements are published as the report is by its header.
        """
        query = select(tables.review.c.body).order_by(tables.review.c.number)
        columns = tables.report.c
        has_correction = columns.number.in_(select(tables.header.c.report))
        corrected = select(columns.number, columns.body).where(
            ~superseded(), or_(columns.version > 1, has_correction)
        )
        with reading(self._engine) as connection:
            newest = {report.id: report for _, report in read_reports(connection, corrected)}
            reviews = [decoded_review(body) for (body,) in connection.execute(query)]
        return [held for review in reviews if (held := holding(review, newest))]

    def withdraw(self, withdrawal: Withdrawal) -> int:
        """Take a report out for good: its text, all versions, statements and reviews.

        With `start` and `end` it is that passage of the newest version that goes: filled over with
        blocks, so that other evidence stays in place, and with it the older versions and all
        statements and reviews that rest on it or repeat words which it alone had.

        The record of who did it, when and why stays, and the hash of the text.

        Returns:
            How many statements were taken out, of all codings.

        Raises:
            LedgerError: There is no such report or passage; or the text is out, but not
                overwritten yet, since another program is at the ledger.
        """
        remove = remove_report if withdrawal.start is None else remove_passage
        with writing(self._engine) as connection:
            removed = remove(connection, withdrawal)
        erase(self._engine)
        return removed

    def withdrawals(self) -> list[Withdrawal]:
        """Give the records of what was withdrawn or redacted, one for each text, oldest first."""
        query = select(tables.withdrawal.c.body).order_by(tables.withdrawal.c.number)
        with reading(self._engine) as connection:
            return [decoded_withdrawal(body) for (body,) in connection.execute(query)]

    def lines(self) -> Iterator[bytes]:
        """Give the whole ledger as JSON lines, of one moment, without line ends."""
        with reading(self._engine) as connection:
            yield from lines_of(connection)

    def add_lines(self, lines: Iterable[bytes]) -> Added:
        """Add what `lines` gave of another ledger, in one transaction; what is there stays.

        Raises:
            ImportFileError: A line is not what it should be, or does not fit what is there.
        """
        with writing(self._engine) as connection:
            return add_lines(connection, lines)

    def back_up(self, file: Path) -> Contents:
        """Write all that the ledger holds into a new file, while others read and write.

        Raises:
            LedgerError: The file is there already, or cannot be written.
        """
        return back_up(self._engine, file)

    def close(self) -> None:
        """Let go of the database; the ledger opens it again when it is asked something."""
        self._engine.dispose()


def open_ledger(url: str) -> Ledger:
    """Open the ledger at a SQLAlchemy URL, SQLite or PostgreSQL; bring its tables up to date.

    Raises:
        LedgerError: It cannot be opened; the message names the ledger, without a password.
    """
    engine = open_engine(url)
    migrate(engine)
    if to_erase(engine):  # somebody withdrew a text, and was stopped half-way
        try:
            erase(engine)
        except LedgerError as error:
            _LOG.warning("%s", error)
    return Ledger(engine)


def _conflict(latest: Review) -> ReviewConflict:
    return ReviewConflict(
        f"{latest.reviewer} reviewed this statement ({latest.act}) at "
        f"{latest.when:%Y-%m-%d %H:%M:%S} UTC, after you opened it. Look at it again, then decide."
    )


def _withdrawn(withdrawal: Withdrawal) -> WithdrawnTextError:
    what = "withdrawn" if withdrawal.start is None else "redacted"
    return WithdrawnTextError(
        f"{withdrawal.report}: this text was {what} on {withdrawal.when:%Y-%m-%d} by "
        f"{withdrawal.who}: {withdrawal.why}. It is not taken in again."
    )
