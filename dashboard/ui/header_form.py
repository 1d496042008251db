"""Putting the header of a report right: its date of publication, publisher, title and address."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from dashboard.errors import TidemarkError
from dashboard.model import Header, HeaderCorrection, Report
from dashboard.pipeline import correct_header
from dashboard.reports import header_put_right
from dashboard.ui import desk
from dashboard.ui.access import may_review
from dashboard.ui.plain import plain
from dashboard.ui.review_acts import show_name

CORRECT = "Correct the header"


def show_header_form(report: Report) -> None:
    """Say who corrected a report's header last, and let those who may review correct it."""
    earlier = desk.ledger().header_corrections(report.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        if may_review():
            # Another key once it is corrected: it closes, and its fields start afresh.
            with st.popover(CORRECT, type="tertiary", key=f"{report.id} {len(earlier)}"):
                _show_form(report, earlier)
        if earlier:
            last = earlier[-1]
            st.caption(plain(f"Corrected by {last.who} on {last.when:%Y-%m-%d}: {last.why}"))


def _show_form(report: Report, earlier: list[HeaderCorrection]) -> None:
    with st.form(f"header of {report.id} {len(earlier)}", border=False):
        with st.container(horizontal=True):
            published = st.date_input(
                "Date of publication",
                report.published,
                min_value=date(1900, 1, 1),
                max_value=date(2100, 1, 1),
                format="YYYY-MM-DD",
            )
            publisher = st.text_input("Publisher", report.publisher or "").strip()
        given = {
            "publisher": publisher,
            "title": st.text_input("Title", report.title).strip(),
            "address": st.text_input("Address", report.address or "").strip(),
            "published": published.isoformat() if published else "",
        }
        who = show_name()
        why = st.text_input("Why", placeholder="What was wrong").strip()
        st.caption("The report is coded again by its new date. What people coded or edited stays.")
        with st.container(horizontal=True):
            is_corrected = st.form_submit_button("Correct", type="primary")
            is_undone = earlier and st.form_submit_button("Undo the last correction")
    if is_corrected:
        _correct(report, header_put_right(report, given), who, why)
    elif is_undone:
        _correct(report, earlier[-1].before, who, why or "undone")


def _correct(report: Report, after: Header, who: str, why: str) -> None:
    if not (who and why):
        st.error("Give your name and the reason: both are kept.")
        return
    now = datetime.now(UTC)
    correction = HeaderCorrection(report.id, who, now, why, Header.of(report), after)
    try:
        with st.spinner("Coding the report again …"):
            correct_header(desk.ledger(), desk.desk(), report, correction)
    except TidemarkError as error:
        st.error(plain(str(error)))
        return
    st.rerun()
