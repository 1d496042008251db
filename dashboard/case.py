"""All that a ledger holds, in memory: read once, and after that only where it has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from dashboard.ledger import Ledger, Stamp
from dashboard.model import Report, Review, Statement
from dashboard.review import Reviewed, each_once, replayed


@dataclass(frozen=True, slots=True)
class Case:
    """The reports of a ledger, their statements, reviews, and what those made of the statements.

    `by_report` are the statements as coded, by report and by id, in the reports' and texts' order;
    `stamps` are those of the reports, by which the ledger knows what has changed since.
    """

    reports_by_id: Mapping[str, Report]
    by_report: Mapping[str, Mapping[str, Statement]]
    reviews: tuple[Review, ...]
    reviewed: Reviewed
    stamps: Mapping[str, Stamp]

    @property
    def reports(self) -> list[Report]:
        """The newest version of each report, in the order in which they were taken in."""
        return list(self.reports_by_id.values())

    @property
    def coded(self) -> list[Statement]:
        """The statements as they were coded."""
        return [statement for said in self.by_report.values() for statement in said.values()]

    @property
    def statements(self) -> list[Statement]:
        """The statements that stand."""
        return list(self.reviewed.statements.values())

    def renewed(self, ledger: Ledger) -> Case:
        """Give the case as the ledger has it now."""
        changes = ledger.changes(self.stamps)
        reviews = tuple(ledger.reviews())
        fresh: dict[str, list[Statement]] = defaultdict(list)
        for statement in changes.statements:
            fresh[statement.report].append(statement)
        reports = {**self.reports_by_id, **{report.id: report for report in changes.reports}}
        said = {**self.by_report, **{r.id: each_once(fresh[r.id]) for r in changes.reports}}
        by_report = {id_: said[id_] for id_ in changes.stamps}
        coded = dict(chain.from_iterable(one.items() for one in by_report.values()))
        return Case(
            reports_by_id={id_: reports[id_] for id_ in changes.stamps},
            by_report=by_report,
            reviews=reviews,
            reviewed=replayed(coded, reviews),
            stamps=changes.stamps,
        )


NOTHING_READ = Case({}, {}, (), replayed({}, ()), {})
"""The case before anything was read."""
