"""What the dashboard opens once and works out once for each state of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.ledger import Ledger, open_ledger
from dashboard.model import Report, Review, Statement
from dashboard.picture import Timeline
from dashboard.pipeline import Desk, open_desk, page_of, still_of, take_in, timeline_of
from dashboard.reports import read_report, report_files
from dashboard.settings import settings_from

TITLE = "Tidemark"


@dataclass(frozen=True, slots=True)
class Case:
    """What the ledger holds: reports, their statements, and the reviews of those."""

    reports: list[Report]
    statements: list[Statement]
    reviews: list[Review]


@st.cache_resource(show_spinner="Opening the gazetteer; the first time it is built, in a minute …")
def desk() -> Desk:
    """Open the gazetteer and the coder."""
    return open_desk(settings_from(), progress=True)


@st.cache_resource(show_spinner="Reading the reports …")
def ledger() -> Ledger:
    """Open the ledger, with the reports that ship in it."""
    settings = desk().settings
    opened = open_ledger(settings.ledger)
    withdrawn = {withdrawal.content_hash for withdrawal in opened.withdrawals()}
    shipped = map(read_report, report_files([settings.seeds]))
    shipped_still = [report for report in shipped if report.content_hash not in withdrawn]
    take_in(opened, desk(), [*shipped_still, *opened.reports()])
    return opened


def case() -> Case:
    """Give all that the ledger holds now."""
    return _case(ledger().revision())


@st.cache_resource(max_entries=2, show_spinner=False)
def _case(revision: tuple[int, ...]) -> Case:
    opened = ledger()
    return Case(opened.reports(), opened.statements(), opened.reviews())


def states(known_by: date | None) -> Timeline:
    """Give the timeline of what was known by a date."""
    return _states(ledger().revision(), known_by)


@st.cache_resource(max_entries=8, show_spinner="Working out the picture …")
def _states(revision: tuple[int, ...], known_by: date | None) -> Timeline:
    now = case()
    return timeline_of(desk().settings, now.statements, now.reviews, known_by)


def page(known_by: date | None, title: str = TITLE, view: Mapping[str, str] | None = None) -> str:
    """Give the page of what was known by a date: the same on screen and as a file."""
    return _page(ledger().revision(), known_by, title, view)


@st.cache_data(max_entries=8, show_spinner="Drawing the map …")
def _page(
    revision: tuple[int, ...],
    known_by: date | None,
    title: str,
    view: Mapping[str, str] | None,
) -> str:
    now = case()
    drawn = (now.reports, now.statements, states(known_by))
    return page_of(desk(), *drawn, reviews=now.reviews, title=title, view=view)


def still(known_by: date | None, as_of: date, title: str, shape: str, file_format: str) -> bytes:
    """Give a still picture of one day."""
    now = case()
    return still_of(
        desk(),
        now.reports,
        now.statements,
        states(known_by),
        as_of=as_of,
        title=title,
        shape=shape,
        file_format=file_format,
    )
