"""Which statements count, and from which day: the first step towards every picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Change:
    """What counts anew and what does so no more; `touched`: figures recommended, or no more."""

    added: tuple[Claim | Figure, ...]
    removed: tuple[Claim | Figure, ...]
    touched: frozenset[str]


class Sifter:
    """What counts, kept by report, so that more statements cost their own reports.

    Reviews bind reports together: what they speak of is sifted as one.
    """

    def __init__(self, known_by: date | None) -> None:
        self.known_by = known_by
        self.reviewed = as_reviewed((), ())
        self._statements: dict[str, list[Statement]] = defaultdict(list)
        self._counted: dict[str, list[Claim | Figure]] = defaultdict(list)
        self._undated: dict[str, list[str]] = defaultdict(list)
        self._reviews: tuple[Review, ...] = ()
        self._about: set[str] = set()
        self._report_of: dict[str, str] = {}

    @property
    def by_report(self) -> Mapping[str, list[Statement]]:
        """All statements, as they were given, by the report's id."""
        return self._statements

    @property
    def statements(self) -> list[Statement]:
        """All statements, as they were given."""
        return [statement for group in self._statements.values() for statement in group]

    @property
    def undated(self) -> tuple[str, ...]:
        """The ids of the statements that would count, had they a date."""
        return tuple(sorted(id_ for ids in self._undated.values() for id_ in ids))

    def change(
        self, statements: Iterable[Statement], reviews: Iterable[Review], anew: Iterable[str]
    ) -> Change:
        """Take statements in, after those of the reports `anew` are taken out.

        `reviews` are all that there are now.
        """
        part = set(anew)
        for report in part:
            self._statements.pop(report, None)
        for statement in statements:
            part.add(statement.report)
            self._statements[statement.report].append(statement)
        same, self._reviews = self._reviews, tuple(reviews)
        about = self._spoken_of(part)
        if self._reviews == same and part.isdisjoint(about):
            return self._sift(part, (), self.reviewed)
        part |= about | self._about
        self._about = about
        return self._sift(part, self._reviews, None)

    def _spoken_of(self, fresh: set[str]) -> set[str]:
        """Give the reports of which reviews speak."""
        if not self._reviews:
            self._report_of.clear()
            return set()
        for report in fresh if self._report_of else list(self._statements):
            self._report_of.update((s.id, report) for s in self._statements.get(report, ()))
        ids = {id_ for act in self._reviews for id_ in (act.statement, *act.others)}
        looks = (look for act in self._reviews for look in act.statements)
        known = {self._report_of[id_] for id_ in ids if id_ in self._report_of}
        return known | {look.report for look in looks}

    def _sift(self, part: set[str], reviews: Sequence[Review], reviewed: Reviewed | None) -> Change:
        """Sift some reports anew; `reviewed` is what stays of the reviews, None for new ones."""
        given = (s for report in part for s in self._statements.get(report, ()))
        sifted = sift(given, reviews, self.known_by)
        old = {dated.id: dated for report in part for dated in self._counted.pop(report, ())}
        counted: list[Claim | Figure] = [*sifted.claims, *sifted.figures]
        now = {dated.id: dated for dated in counted}
        for dated in now.values():
            self._counted[dated.said.report].append(dated)
        for report in part:
            self._undated.pop(report, None)
        for id_ in sifted.undated:
            self._undated[sifted.reviewed.statements[id_].report].append(id_)
        before, self.reviewed = self.reviewed, reviewed or sifted.reviewed
        regrouped = _differing(_groups(before), _groups(self.reviewed))
        return Change(
            tuple(d for d in now.values() if d != old.get(d.id) or d.id in regrouped),
            tuple(d for d in old.values() if d != now.get(d.id) or d.id in regrouped),
            _differing(before.recommended, self.reviewed.recommended),
        )


def _groups(reviewed: Reviewed) -> Mapping[str, object]:
    return {id_: (name, name in reviewed.closed) for id_, name in reviewed.movements.items()}


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> frozenset[str]:
    return frozenset(key for key in {**one, **other} if one.get(key) != other.get(key))


def _can_count(statement: Statement) -> bool:
    if statement.stance is Stance.DENIED:
        return isinstance(statement, TerritorialClaim)
    return statement.stance is Stance.ASSERTED
