"""Which statements count, and from which day: the first step towards every picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from dashboard.model import (
    DisplacementFigure,
    Review,
    Stance,
    Statement,
    TerritorialClaim,
)
from dashboard.review import Reviewed, as_reviewed

Said = TypeVar("Said", bound=Statement)


class Dated(NamedTuple, Generic[Said]):
    """A statement with its id and the day from which it counts. Sorts by `order`."""

    day: date
    id: str
    said: Said

    @property
    def order(self) -> tuple[date, date, str]:
        """Earlier days first, then earlier reports; the id makes the order total."""
        return (self.day, self.said.published or date.min, self.id)


Claim = Dated[TerritorialClaim]
Figure = Dated[DisplacementFigure]


@dataclass(frozen=True, slots=True)
class Sifted:
    """What counts, and what reviewers made of it.

    `undated` are the ids of the statements that would count, had they a date.
    """

    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    reviewed: Reviewed
    undated: tuple[str, ...]


def day_of(statement: Statement) -> date | None:
    """Give the day from which a statement counts, None where neither text nor report is dated.

    That is the last day of what it speaks of (a month counts from its end), and the report's date
    where the text gives none. A period that is still running when its report comes out ("this
    month") counts from the report's date: the report cannot speak of the days after it.
    """
    last = statement.end or statement.start
    published = statement.published
    if last is None:
        return published
    if published is not None and (statement.start or last) <= published < last:
        return published
    return last


def sift(
    statements: Iterable[Statement], reviews: Iterable[Review], known_by: date | None
) -> Sifted:
    """Keep what counts, each statement once, in order.

    Hypothetical statements never count, denied figures neither; denied claims do, as denials.
    Statements count as reviewers left them, whenever the review was made. A statement without any
    date is dated on no day: it is in no picture, and its id is handed back so that a screen can
    ask for the date. With `known_by`, what was published later is left out, and so is, as
    undated, what has no date of publication: nothing shows that it was known by then.
    """
    reviewed = as_reviewed(statements, reviews)
    claims: list[Claim] = []
    figures: list[Figure] = []
    undated: list[str] = []
    for id_, statement in reviewed.statements.items():
        if not _can_count(statement):
            continue
        published = statement.published
        if known_by is not None and published is not None and published > known_by:
            continue
        day = day_of(statement)
        if day is None or (known_by is not None and published is None):
            undated.append(id_)
        elif isinstance(statement, TerritorialClaim):
            claims.append(Dated(day, id_, statement))
        else:
            figures.append(Dated(day, id_, statement))
    claims.sort(key=lambda dated: dated.order)
    figures.sort(key=lambda dated: dated.order)
    return Sifted(tuple(claims), tuple(figures), reviewed, tuple(sorted(undated)))


def _can_count(statement: Statement) -> bool:
    if statement.stance is Stance.DENIED:
        return isinstance(statement, TerritorialClaim)
    return statement.stance is Stance.ASSERTED
