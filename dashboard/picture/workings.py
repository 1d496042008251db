"""What was worked out of all statements so far, kept so that more of them cost what they change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from dashboard.model import DisplacementFigure, PlaceMention, Review, Statement
from dashboard.picture.collector import collector_at_rest
from dashboard.picture.ends import Atlas, place_id
from dashboard.picture.figures import Figures
from dashboard.picture.inheritance import Area, Territory, area_of
from dashboard.picture.movements import Context
from dashboard.picture.sifting import Claim, Figure, Sifter
from dashboard.picture.states import Picture
from dashboard.picture.table import Movements
from dashboard.picture.territory import place_intervals
from dashboard.picture.timeline import Timeline
from dashboard.picture.totals import Sums

NO_FACTORS: Mapping[str, float] = MappingProxyType({})
MANY = 50_000
"""Statements that are many enough to be kept from Python's collector of cycles for good."""


def timeline(
    statements: Iterable[Statement],
    reviews: Iterable[Review] = (),
    known_by: date | None = None,
    household_factors: Mapping[str, float] = NO_FACTORS,
) -> Timeline:
    """Work out for each place and each movement what is reported of it, through time.

    Args:
        statements: all statements, in any order; the answer is the same.
        reviews: the reviewers' acts; statements count as they left them.
        known_by: leaves out what was published after this day, if given.
        household_factors: persons per household, by ISO 3166-1 alpha-2.
    """
    workings = Workings(known_by, household_factors)
    workings.update(statements, reviews)
    return workings.timeline()


def derive(
    statements: Iterable[Statement],
    reviews: Iterable[Review],
    as_of: date,
    known_by: date | None = None,
    household_factors: Mapping[str, float] = NO_FACTORS,
) -> Picture:
    """Work out what is reported as of one day: `timeline(...)`, looked up."""
    return timeline(statements, reviews, known_by, household_factors).at(as_of)


class Workings:
    """A timeline in the making. Whatever the steps, it is the timeline of all statements at once.

    A claim costs its place: what lies inside is worked out when it is asked for. A figure costs the
    weeks that it reaches into and the stocks inside its own.
    """

    def __init__(
        self, known_by: date | None = None, household_factors: Mapping[str, float] = NO_FACTORS
    ) -> None:
        self.known_by = known_by
        self.household_factors = household_factors
        self._begin()

    def _begin(self) -> None:
        self._sifter = Sifter(self.known_by)
        self._atlas = Atlas()
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        self._areas: dict[str, Area] = {}
        self._figures = Figures()
        self._movements = Movements()
        self._sums = Sums()

    def update(
        self,
        statements: Iterable[Statement],
        reviews: Iterable[Review] = (),
        anew: Iterable[str] = (),
    ) -> None:
        """Take statements in.

        Args:
            statements: those that are new, in any order.
            reviews: all acts of reviewers that there are now.
            anew: the ids of reports that were withdrawn or coded again; all statements of theirs
                that were taken in before are gone.
        """
        statements = list(statements)
        with collector_at_rest(for_good=len(statements) >= MANY):
            self._update(statements, tuple(reviews), anew)

    def renew(self, statements: Iterable[Statement], reviews: Iterable[Review] = ()) -> Timeline:
        """Take in all statements and reviews that there are now, and give their timeline.

        What is new since the last time, changed or gone is found report by report.
        """
        now: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            now[statement.report].append(statement)
        before = self._sifter.by_report
        anew = [report for report in {**before, **now} if before.get(report) != now.get(report)]
        self.update([s for report in anew for s in now.get(report, ())], reviews, anew)
        return self.timeline()

    def _update(
        self, statements: Iterable[Statement], reviews: tuple[Review, ...], anew: Iterable[str]
    ) -> None:
        change = self._sifter.change(statements, reviews, anew)
        added, removed = _Parted(change.added), _Parted(change.removed)
        renewed = self._atlas.add(added.mentions())
        if not renewed:
            self._change_claims(added.claims, removed.claims)
            self._change_figures(added.figures, removed.figures, change.touched)
            renewed = self._atlas.remove(removed.mentions())
        if renewed:  # a place is another one than it was: seldom, and too much rests on it
            statements = self._sifter.statements
            self._begin()
            self._update(statements, reviews, ())

    def timeline(self) -> Timeline:
        """Give the timeline of what was taken in so far; more statements do not change it."""
        return Timeline(
            known_by=self.known_by,
            places=Territory(self._atlas.named(), dict(self._areas)),
            movements=self._movements,
            totals=self._sums.intervals(),
            undated=self._sifter.undated,
        )

    def _change_claims(self, added: Iterable[Claim], removed: Iterable[Claim]) -> None:
        gone = {claim.id for claim in removed}
        stale = {place_id(claim.said.place) for claim in removed}
        for id_ in stale:
            self._claims[id_] = [claim for claim in self._claims[id_] if claim.id not in gone]
        for claim in added:
            id_ = place_id(claim.said.place)
            stale.add(id_)
            self._claims[id_].append(claim)
        for id_ in stale:
            claims = self._claims[id_]
            claims.sort(key=lambda claim: claim.order)
            if claims:
                place = self._atlas.place(id_)
                self._areas[id_] = area_of(place, place_intervals(place, claims), claims)
            else:
                del self._claims[id_], self._areas[id_]

    def _change_figures(
        self, added: list[Figure], removed: list[Figure], touched: Iterable[str]
    ) -> None:
        parts = self._figures.parts
        context = Context(self._atlas, self._sifter.reviewed, parts, self.household_factors)
        changes = self._figures.change(added, removed, touched, context)
        for id_, intervals in changes.items():
            self._sums.change(-1, self._movements.get(id_, ()))
            self._sums.change(1, intervals)
        self._movements = self._movements.changed(changes)


class _Parted:
    """Statements that count, claims apart from figures."""

    def __init__(self, dated: Iterable[Claim | Figure]) -> None:
        self.claims: list[Claim] = []
        self.figures: list[Figure] = []
        for one in dated:
            if isinstance(one.said, DisplacementFigure):
                self.figures.append(one)
            else:
                self.claims.append(one)

    def mentions(self) -> Iterator[tuple[PlaceMention, date]]:
        """Give each mention of a place with the day of its statement."""
        for claim in self.claims:
            yield claim.said.place, claim.day
        for figure in self.figures:
            said = figure.said
            for mention in (*said.origin, *said.destination, *said.location):
                if not mention.associative:
                    yield mention, figure.day
