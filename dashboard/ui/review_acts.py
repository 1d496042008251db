"""A reviewer's acts: made here, with name and time, and put into the ledger."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard.errors import LedgerError
from dashboard.model import Review, ReviewAct, Statement
from dashboard.ui import desk
from dashboard.ui.access import may_review, who
from dashboard.ui.location import choose

EDITING = "review_editing"
_NAME = "reviewer"
_TOLD = "review_told"


def show_name() -> str:
    """Give the name under which acts are entered: who signed in, else the name that is asked for.

    It is asked for once, and empty until then.
    """
    if signed_in := who():
        return signed_in
    name: str = st.text_input(
        "Your name, for the record",
        key=_NAME,
        persist_state="session",
        placeholder="Every act is entered under it",
    )
    return name.strip()


def act(
    what: ReviewAct,
    statement: Statement,
    seen: str | None,
    *,
    reason: str = "",
    after: Statement | None = None,
    others: tuple[Statement, ...] = (),
    undoes: str | None = None,
    then: str | None = None,
) -> None:
    """Enter an act on a statement; if it could not be entered, the next drawing tells why.

    Args:
        what: What was done.
        statement: The statement as it was shown.
        seen: The id of the latest act on it that was shown with it.
        reason: Why.
        after: What an edit or an addition made of it.
        others: The figures that a merge or a split is about besides.
        undoes: The id of the act to take back.
        then: The id of the statement to show next.
    """
    review = Review(
        statement.id,
        what,
        who() or st.session_state[_NAME].strip(),
        datetime.now(UTC),
        reason.strip(),
        before=None if what is ReviewAct.ADD else statement,
        after=after,
        others=tuple(other.id for other in others),
        others_before=others,
        undoes=undoes,
    )
    if not may_review():
        st.session_state[_TOLD] = "You may read. Ask who runs this dashboard to let you review."
        return
    try:
        desk.ledger().add_review(review, seen)
    except LedgerError as error:
        st.session_state[_TOLD] = str(error)
        return
    stop_editing()
    choose(statement=then)


def told() -> str:
    """Give, once, why the last act could not be entered; empty where it was."""
    return str(st.session_state.pop(_TOLD, ""))


def stop_editing() -> None:
    """Close the form of the statement that was being edited or rejected."""
    st.session_state.pop(EDITING, None)
