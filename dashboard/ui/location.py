"""What is chosen, kept in the URL, so that a view can be sent as a link."""

from __future__ import annotations

import streamlit as st

MAP, REPORTS, REVIEW, CHARTS, ADD = "Map", "Reports", "Review", "Charts", "Add a report"
VIEWS = (MAP, REPORTS, REVIEW, CHARTS, ADD)

VIEW, AS_OF, KNOWN_BY, REVIEWED, MARK, REPORT, STATEMENT = (
    "view",
    "as_of",
    "known_by",
    "reviewed",
    "mark",
    "report",
    "statement",
)
ON_MAP = (AS_OF, MARK, "since", "layers", "at")  # what is chosen on the page itself
ONLY = "only"


def chosen(name: str) -> str | None:
    """Give what the URL says of `name`, None where it says nothing."""
    return st.query_params.get(name) or None


def choose(**values: str | None) -> None:
    """Put values into the URL; None takes one out."""
    for name, value in values.items():
        if value:
            if st.query_params.get(name) != value:
                st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def go(view: str, **values: str | None) -> None:
    """Change to a view, with values for the URL, and draw it at once."""
    choose(view=view, **values)
    st.session_state[VIEW] = view
    st.session_state["opening"] = st.session_state.get("opening", 0) + 1
