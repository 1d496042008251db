"""Taking statements over from a file that others coded: all of it or nothing, or what is sound.

The file is read twice: first every row is checked, then what it says is added. A statement on words
of a report that is known becomes an act of review, an addition or an edit, so that nothing that is
there is lost and it can be undone. Reports that the file brings are coded by hand: the program's
own coder leaves them alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from dashboard.errors import ImportFileError, WithdrawnTextError
from dashboard.exchange import (
    Coded,
    Finder,
    OnKnown,
    Part,
    PassedOver,
    Refusal,
    Source,
    Unread,
    parts_of,
)
from dashboard.ledger import HEAD, Added, Ledger
from dashboard.model import (
    DisplacementFigure,
    Place,
    PlaceMention,
    Review,
    ReviewAct,
    Statement,
)
from dashboard.pipeline import Desk
from dashboard.review import as_reviewed


@dataclass(frozen=True, slots=True)
class Given:
    """A file, and what its user says of it.

    `named` is the file's name. `published` and `publisher` are the file's, for rows that do not
    say. `by` is who takes it over, `when` is aware, UTC. `keep_good` takes the sound rows in where
    others are refused.
    """

    path: Path
    named: str
    by: str
    when: datetime
    published: date | None = None
    publisher: str | None = None
    keep_good: bool = False


@dataclass(slots=True)
class Outcome:
    """What became of a file. `is_taken`: what is sound in it is in the ledger now."""

    is_taken: bool = False
    reports: int = 0
    statements: int = 0
    added: int = 0
    edited: int = 0
    reviewed: int = 0
    unchanged: int = 0
    passed_over: int = 0
    unread: tuple[str, ...] = ()
    refused: list[Refusal] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        """Say what became of the file, in a line."""
        if not self.is_taken:
            return f"Nothing was taken in: {counted(len(self.refused), 'row')} refused."
        reports = counted(self.reports, "report")
        parts = (
            (self.statements, f"{counted(self.statements, 'statement')} of {reports} taken in"),
            (self.added, f"{self.added} added to reports that were there"),
            (self.edited, f"{self.edited} edited"),
            (self.reviewed, f"{counted(self.reviewed, 'review')} taken in"),
            (self.unchanged, f"{self.unchanged} there already"),
            (
                self.passed_over,
                f"{counted(self.passed_over, 'event')} about no territory passed over",
            ),
            (len(self.refused), f"{counted(len(self.refused), 'row')} refused"),
        )
        return ", ".join(words for count, words in parts if count) + "."


def counted(count: int, what: str) -> str:
    """Say how many there are of something."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def take_over(ledger: Ledger, desk: Desk, given: Given) -> Outcome:
    """Take a file of coded statements over into the ledger.

    Raises:
        ImportFileError: It cannot be read as a table at all.
        LedgerError: The ledger cannot be read or written.
    """
    if is_whole_ledger(given.path):
        with given.path.open("rb") as file:
            return _added(ledger.add_lines(file))
    reports = {report.id: report for report in ledger.reports()}
    source = Source(
        given.path,
        given.named,
        desk.settings.data,
        finder_of(desk),
        reports.get,
        given.published,
        given.publisher,
    )
    refused = [part for part in _checked(parts_of(source), ledger) if isinstance(part, Refusal)]
    if refused and not given.keep_good:
        return Outcome(refused=refused)
    taking = _Taking(ledger, given)
    for part in _checked(parts_of(source), ledger):
        taking.take(part)
    return taking.outcome


def _checked(parts: Iterator[Part], ledger: Ledger) -> Iterator[Part]:
    """Refuse what brings a text again that was withdrawn or redacted here."""
    for part in parts:
        yield _unless_withdrawn(part, ledger) if isinstance(part, Coded) else part


def _unless_withdrawn(coded: Coded, ledger: Ledger) -> Coded | Refusal:
    try:
        ledger.kept_as(coded.report)
    except WithdrawnTextError as error:
        return Refusal(coded.row, "notes", str(error).removesuffix("."))
    return coded


def is_whole_ledger(path: Path) -> bool:
    """Tell whether a file is the export of a whole ledger.

    Raises:
        ImportFileError: It cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(HEAD)) == HEAD
    except OSError as error:
        raise ImportFileError(f"{path}: {error.strerror}. Check the file's name.") from error


def _added(added: Added) -> Outcome:
    """Tell what of another ledger was not there yet."""
    return Outcome(
        is_taken=True,
        reports=added.reports,
        statements=added.statements,
        reviewed=added.reviews,
        unchanged=int(added == Added()),
    )


def finder_of(desk: Desk) -> Finder:
    """Give what finds places and actors for tables; names that come again are looked up once."""
    once = lru_cache(maxsize=10_000)
    gazetteer = desk.gazetteer
    return Finder(
        once(desk.actor_named),
        once(desk.places_named),
        once(gazetteer.place),
        once(gazetteer.with_p_code),
    )


class _Taking:
    """The second reading of a file: what is sound goes into the ledger."""

    def __init__(self, ledger: Ledger, given: Given) -> None:
        self.ledger = ledger
        self.given = given
        self.outcome = Outcome(is_taken=True)
        reviews = ledger.reviews()
        self.there = as_reviewed(ledger.statements(), reviews).statements
        self.seen = {review.statement: review.id for review in reviews}

    def take(self, part: Part) -> None:
        """Take in what a row or a file comes to."""
        if isinstance(part, Coded):
            self.take_report(part)
        elif isinstance(part, OnKnown):
            self.review(part.statement)
        elif isinstance(part, PassedOver):
            self.outcome.passed_over += 1
        elif isinstance(part, Unread):
            self.outcome.unread = part.columns
        else:
            self.outcome.refused.append(part)

    def take_report(self, coded: Coded) -> None:
        """Take in a report that the file brings, coded by hand."""
        kept = self.ledger.kept_as(coded.report)
        statements = [replace(s, report=kept.id) for s in coded.statements]
        version = hashlib.sha256(repr(statements).encode()).hexdigest()[:12]
        coder = f"{coded.coder}:{version}"
        counts = self.ledger.coded_by(kept)
        if counts and counts.coder == coder:
            self.outcome.unchanged += len(statements)
            return
        self.ledger.take_in(kept, statements, coder, by_hand=True)
        self.outcome.reports += 1
        self.outcome.statements += len(statements)

    def review(self, statement: Statement) -> None:
        """Add a statement to a report that is known, or edit the one that is there."""
        before = self.there.get(statement.id)
        after = statement if before is None else like(statement, before)
        if after == before:
            self.outcome.unchanged += 1
            return
        act = ReviewAct.ADD if before is None else ReviewAct.EDIT
        reason = f"from {self.given.named}"
        review = Review(statement.id, act, self.given.by, self.given.when, reason, before, after)
        self.ledger.add_review(review, self.seen.get(statement.id))
        self.outcome.added += before is None
        self.outcome.edited += before is not None


def like(statement: Statement, before: Statement) -> Statement:
    """Give a statement with how its names were read, of which a table says nothing, as before."""
    if isinstance(statement, DisplacementFigure) and isinstance(before, DisplacementFigure):
        ends = {
            end: getattr(before, end)
            for end in ("origin", "destination", "location")
            if _named(getattr(statement, end)) == _named(getattr(before, end))
        }
        return replace(statement, **ends)
    if isinstance(statement, DisplacementFigure) or isinstance(before, DisplacementFigure):
        return statement
    same = _named((statement.place,)) == _named((before.place,))
    return replace(statement, place=before.place) if same else statement


def _named(mentions: tuple[PlaceMention, ...]) -> list[str]:
    def name(place: Place | None, written: str) -> str:
        return place.id if place else written

    return [name(mention.place, mention.as_written) for mention in mentions]
