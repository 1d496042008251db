"""The review screen: a queue of statements, the chosen one in its report, and the acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import streamlit as st

from dashboard.case import Case
from dashboard.model import Evidence, Report, Statement
from dashboard.review import doubts
from dashboard.ui import desk
from dashboard.ui.location import REPORT, STATEMENT, choose, chosen
from dashboard.ui.plain import plain
from dashboard.ui.reader import about, document, reader
from dashboard.ui.review_acts import stop_editing
from dashboard.ui.review_panel import show_addition, show_panel
from dashboard.wording import act_in_words, in_words

TO_REVIEW, REVIEWED, REJECTED, ALL = "To review", "Reviewed", "Rejected", "All"
NEWEST, UNSURE = "Newest first", "Least sure first"
_NOTHING = {
    TO_REVIEW: "Every statement has been reviewed. Add a report for more.",
    REVIEWED: "Nothing is reviewed yet.",
    REJECTED: "Nothing was rejected.",
    ALL: "No report states anything yet. Add a report.",
}
_MOST = 200  # entries of the queue that are listed at once
_STATE = "review"
_MARKED = "marked"


def show_review() -> None:
    """Show the queue, the chosen statement in its report, and the panel for it."""
    known = desk.case()
    left, right = st.columns([3.2, 1.3], gap="medium")
    with left:
        with st.container(horizontal=True, vertical_alignment="center"):
            queue = _queue(known)
        if not known.reports:
            st.info("There is no report yet. Add one, and its statements come here.")
            return
        statement = _chosen_statement(known, queue)
        report = _chosen_report(known, statement)
        _show_text(known, queue, statement, report)
    with right:
        span = st.session_state.get(_MARKED)
        if span and span[0] == report.id:
            show_addition(report, span[1], _forget_marked)
        elif statement:
            show_panel(known, statement, list(queue))
        else:
            st.info(_NOTHING[st.session_state["review_which"]])


def _queue(known: Case) -> dict[str, Statement]:
    """Let the reviewer choose which statements to see, in which order; give them by id."""
    reviewed = known.reviewed
    which = st.segmented_control(
        "Which statements",
        (TO_REVIEW, REVIEWED, REJECTED, ALL),
        default=TO_REVIEW,
        required=True,
        key="review_which",
        label_visibility="collapsed",
    )
    order = st.selectbox(
        "Order", (NEWEST, UNSURE), key="review_order", label_visibility="collapsed", width=190
    )
    every = {**reviewed.statements}
    if which == REJECTED:
        every = {**reviewed.rejected}
    elif which == ALL:
        every |= reviewed.rejected
    else:
        every = {i: s for i, s in every.items() if (i in reviewed.acts) == (which == REVIEWED)}
    turn = {report.id: -number for number, report in enumerate(known.reports)}
    queue = sorted(every.items(), key=lambda e: (turn.get(e[1].report, 0), e[1].evidence.start))
    if order == UNSURE:
        queue.sort(key=lambda entry: -len(doubts(entry[1])))
    st.caption(f"{len(queue)} statements")
    return dict(queue)


def _chosen_statement(known: Case, queue: Mapping[str, Statement]) -> Statement | None:
    wanted = chosen(STATEMENT) or ""
    reviewed = known.reviewed
    found = reviewed.statements.get(wanted) or reviewed.rejected.get(wanted)
    return found or next(iter(queue.values()), None)


def _chosen_report(known: Case, statement: Statement | None) -> Report:
    wanted = statement.report if statement else chosen(REPORT)
    return next((r for r in known.reports if r.id == wanted), known.reports[0])


def _show_text(
    known: Case, queue: Mapping[str, Statement], statement: Statement | None, report: Report
) -> None:
    reports = {each.id: each for each in known.reports}
    shown = [s for s in known.statements if s.report == report.id]
    if statement and statement.id in known.reviewed.rejected:
        shown.append(statement)
    reader(
        key=_STATE,
        data={
            "entries": [_entry(s, reports, known) for s in islice(queue.values(), _MOST)],
            "entry": statement.id if statement else None,
            "entries_are": "Statements",
            "report": document(report, shown),
            "statement": statement.id if statement else None,
            "card": False,
        },
        height="content",
        on_entry_change=_choose_entry,
        on_statement_change=_choose_statement,
        on_marked_change=_mark,
    )
    if len(queue) > _MOST:
        st.caption(f"{len(queue) - _MOST} more follow when these are done.")


def _entry(statement: Statement, reports: dict[str, Report], known: Case) -> dict[str, Any]:
    act = known.reviewed.acts.get(statement.id)
    unsure = len(doubts(statement))
    machine = f"{unsure} doubt{'' if unsure == 1 else 's'}" if unsure else "no doubts"
    report = reports.get(statement.report)
    return {
        "id": statement.id,
        "title": in_words(statement),
        "about": about(report) if report else "",
        "note": act_in_words(act) if act else machine,
    }


def _choose_entry() -> None:
    _choose(st.session_state[_STATE].get("entry"))


def _choose_statement() -> None:
    _choose(st.session_state[_STATE].get("statement"))


def _choose(statement: str | None) -> None:
    choose(statement=statement)
    stop_editing()
    _forget_marked()


def _mark() -> None:
    """Keep the words that were marked in the report, for a statement to be added."""
    span = st.session_state[_STATE].get(_MARKED)
    report = next(r for r in desk.case().reports if r.id == span["report"])
    start, end = int(span["start"]), int(span["end"])
    quote = report.text[start:end]
    if quote.strip():
        st.session_state[_MARKED] = (report.id, Evidence(start, end, quote))
    else:
        st.toast(plain("Mark some words of the report first."))


def _forget_marked() -> None:
    st.session_state.pop(_MARKED, None)
