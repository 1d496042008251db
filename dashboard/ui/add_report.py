"""Adding a report: paste it, and see it coded at once."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.errors import TidemarkError
from dashboard.pipeline import take_in
from dashboard.reports import report_from_text
from dashboard.ui import desk
from dashboard.ui.location import REPORTS
from dashboard.ui.plain import plain


def show_form() -> None:
    """Show the form for a report; a report taken in is opened in the reader."""
    with st.container(width=840):
        _form()


def _form() -> None:
    st.subheader("Add a report", anchor=False)
    st.caption(
        "Paste the text of a news article or situation report. It is coded on this machine, and "
        "what is found opens at once, highlighted in the text."
    )
    with st.form("report", border=False):
        text = st.text_area("Text", height=320, placeholder="Paste the report here")
        left, right = st.columns(2)
        title = left.text_input("Title")
        publisher = right.text_input("Publisher")
        published = left.date_input(
            "Date of publication", value=None, max_value=date.max, format="YYYY-MM-DD"
        )
        address = right.text_input("Address", placeholder="https://…")
        st.caption("Without a date of publication, “on Monday” cannot be dated.")
        if st.form_submit_button("Code this report", type="primary"):
            _take_in(
                text,
                {
                    "title": title.strip(),
                    "publisher": publisher.strip(),
                    "published": published.isoformat() if published else "",
                    "address": address.strip(),
                },
            )


def _take_in(text: str, given: dict[str, str]) -> None:
    try:
        (report,) = take_in(desk.ledger(), desk.desk(), [report_from_text(text, given)])
    except TidemarkError as error:
        st.error(plain(str(error)))
        return
    st.session_state["go_to"] = (REPORTS, report.id)
    st.rerun()
