"""Taking in what others coded: a table, ACLED's export, or a ledger."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.characters import shown
from dashboard.errors import TidemarkError
from dashboard.taking_over import Given, Outcome, take_over
from dashboard.ui import desk
from dashboard.ui.plain import plain
from dashboard.ui.review_acts import show_name

MOST_SHOWN = 200  # refused rows
_OUTCOME = "import_outcome"


def show_import() -> None:
    """Show the form for a table, and below it what became of the one just given."""
    st.caption(
        "Figures and claims that were coded elsewhere: a table (CSV or XLSX, with HXL tags or "
        "without, DTM's and IDMC's columns too), GeoJSON, ACLED's export, or what Tidemark wrote. "
        "Every row is checked before anything is taken in."
    )
    name = show_name()
    with st.form("table", border=False):
        file = st.file_uploader("File", type=["csv", "xlsx", "geojson", "json", "jsonl"])
        left, right = st.columns(2)
        publisher = left.text_input("Publisher", help="Where the rows do not say")
        published = right.date_input(
            "Date of publication", value=None, format="YYYY-MM-DD", help="Where the rows do not say"
        )
        keep_good = st.checkbox("Take the sound rows in though others are refused")
        if st.form_submit_button("Check and take in", type="primary"):
            st.session_state[_OUTCOME] = _take(file, publisher, published, name, keep_good)
    outcome = st.session_state.get(_OUTCOME)
    if isinstance(outcome, Outcome):
        _show(outcome)
    elif outcome:
        st.error(plain(outcome))


def _take(
    file: UploadedFile | None, publisher: str, published: date | None, name: str, keep_good: bool
) -> Outcome | str:
    """Take a file in; give what became of it, or what keeps it from being read."""
    if file is None:
        return "Choose a file first."
    if not name:
        return "Give your name first: what is added or edited is entered under it."
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(file.getbuffer())
        given = Given(
            path,
            file.name,
            name,
            datetime.now(UTC),
            published,
            publisher.strip() or None,
            keep_good,
        )
        try:
            with st.spinner("Checking every row …"):
                return take_over(desk.ledger(), desk.desk(), given)
        except TidemarkError as error:
            return str(error).replace(str(path), file.name)


def _show(outcome: Outcome) -> None:
    if outcome.is_taken:
        st.success(outcome.in_words)
    else:
        st.error(f"{outcome.in_words} Correct what is told below, or take the others in.")
    if outcome.unread:
        st.info(plain(f"Nothing is read of the columns {', '.join(outcome.unread)}."))
    if outcome.refused:
        rows = [
            {"Row": refusal.row, "Column": plain(refusal.column), "Why": plain(refusal.reason)}
            for refusal in outcome.refused[:MOST_SHOWN]
        ]
        st.table(shown(rows), hide_index=True)
        if len(outcome.refused) > MOST_SHOWN:
            st.caption(f"The first {MOST_SHOWN} of {len(outcome.refused)} refused rows.")
