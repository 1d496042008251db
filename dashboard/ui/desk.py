"""What the dashboard opens once and works out once for each state of the ledger."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.case import NOTHING_READ, Case
from dashboard.ledger import Ledger, open_ledger
from dashboard.model import Statement
from dashboard.picture import Timeline, Workings
from dashboard.pipeline import (
    Desk,
    Material,
    Told,
    coder_version,
    export_to,
    open_desk,
    page_of,
    still_of,
    take_in,
    workings_of,
)
from dashboard.reports import read_report, report_files
from dashboard.settings import settings_from
from dashboard.withholding import NOTHING, Withholding

TITLE = "Tidemark"
_RENEWING = threading.Lock()  # each session of the dashboard is a thread
WHOLE_LEDGER = ".jsonl"


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts: what was published by a day, or only what a person has reviewed."""

    known_by: date | None = None
    reviewed_only: bool = False


EVERYTHING = Limits()


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
    take_in(opened, desk(), shipped_still)
    take_in(opened, desk(), opened.not_coded_by(coder_version(settings)))
    return opened


def case() -> Case:
    """Give all that the ledger holds now."""
    return _case(ledger().revision())


@st.cache_resource(max_entries=1, show_spinner="Reading the ledger …")
def _case(revision: tuple[int, ...]) -> Case:
    latest = _latest()
    with _RENEWING:
        latest.case = latest.case.renewed(ledger())
        return latest.case


@dataclass(slots=True)
class _Latest:
    """The case as it was read last, whichever session asked for it."""

    case: Case = NOTHING_READ


@st.cache_resource
def _latest() -> _Latest:
    return _Latest()


def _within(now: Case, limits: Limits) -> list[Statement]:
    """Give the statements to draw: all as coded, or those that a person has vouched for."""
    if not limits.reviewed_only:
        return now.coded
    acts = now.reviewed.acts
    return [s for id_, s in now.reviewed.statements.items() if id_ in acts]


def states(limits: Limits = EVERYTHING) -> Timeline:
    """Give the timeline of what counts."""
    return _states(ledger().revision(), limits)


@st.cache_resource(
    max_entries=8, show_spinner="Working out the picture …", hash_funcs={Limits: hash}
)
def _states(revision: tuple[int, ...], limits: Limits) -> Timeline:
    now = case()
    with _RENEWING:
        return _workings(limits).renew(_within(now, limits), now.reviews)


@st.cache_resource(max_entries=3, show_spinner=False, hash_funcs={Limits: hash})
def _workings(limits: Limits) -> Workings:
    """Keep what a timeline was worked out of, so that a new report costs what it changes."""
    return workings_of(desk().settings, limits.known_by)


def page(
    limits: Limits = EVERYTHING,
    title: str = TITLE,
    view: Mapping[str, str] | None = None,
    what: Withholding = NOTHING,
) -> str:
    """Give the page of what counts, `what` left out: the same on screen and as a file."""
    return _page(ledger().revision(), limits, title, view, what)


@st.cache_data(
    max_entries=8,
    show_spinner="Drawing the map …",
    hash_funcs={Limits: hash, Withholding: hash},
)
def _page(
    revision: tuple[int, ...],
    limits: Limits,
    title: str,
    view: Mapping[str, str] | None,
    what: Withholding,
) -> str:
    return page_of(desk(), told(limits), title=title, view=view, what=what)


def still(
    limits: Limits,
    as_of: date,
    title: str,
    shape: str,
    file_format: str,
    what: Withholding = NOTHING,
) -> bytes:
    """Give a still picture of one day."""
    return still_of(
        desk(),
        told(limits),
        as_of=as_of,
        title=title,
        shape=shape,
        file_format=file_format,
        what=what,
    )


def told(limits: Limits) -> Told:
    """Give all that counts, with its timeline."""
    now = case()
    return Told(now.reports, _within(now, limits), now.reviews, states(limits))


def exported(limits: Limits, ending: str, what: Withholding = NOTHING) -> bytes:
    """Give the statements that count as a file of an ending, `what` left out; or the ledger."""
    if ending == WHOLE_LEDGER:
        return b"".join(line + b"\n" for line in ledger().lines())
    now = case()
    material = Material(now.reports, _within(now, limits), now.reviews)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"statements{ending}"
        export_to(path, desk(), material, what, limits.known_by)
        return path.read_bytes()
