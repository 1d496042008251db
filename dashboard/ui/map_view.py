"""The map: the very page that is shared as a file, in a frame, with messages to and from it."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.errors import DateError
from dashboard.reports import parse_date
from dashboard.ui import desk
from dashboard.ui.desk import Limits
from dashboard.ui.downloads import show_downloads
from dashboard.ui.location import (
    AS_OF,
    KNOWN_BY,
    ON_MAP,
    ONLY,
    REPORTS,
    REVIEWED,
    STATEMENT,
    choose,
    chosen,
    go,
)
from dashboard.ui.plain import plain

_FRONTEND = Path(__file__).parent / "frontend"
_STATE = "map"

_frame = st.components.v2.component(
    "tidemark_map",
    html='<iframe title="Map" sandbox="allow-scripts allow-downloads"'
    ' allow="fullscreen; clipboard-write *"></iframe>',
    css=(_FRONTEND / "map.css").read_text(encoding="utf-8"),
    js=(_FRONTEND / "map.js").read_text(encoding="utf-8"),
)


def show_map(header: DeltaGenerator) -> None:
    """Show the map of what counts by the URL; its tools go into the header."""
    limits = Limits(_chosen_date(KNOWN_BY), chosen(REVIEWED) == ONLY)
    page = desk.page(limits)
    with header:
        _tools(limits)
    _frame(
        key=_STATE,
        data={"page": page, "version": _version(page), "opening": _opening(page)},
        height="content",
        on_chosen_change=_remember,
        on_read_change=_read,
    )


def _chosen_date(name: str) -> date | None:
    """Give the date that the URL says, None where it says none; one that is no date is told."""
    value = chosen(name)
    if not value:
        return None
    try:
        return parse_date(value)
    except DateError as error:
        st.warning(plain(str(error)))
        return None


def _tools(limits: Limits) -> None:
    known_by = f"Known by {limits.known_by}" if limits.known_by else "Known by"
    with st.popover(f"{known_by}, reviewed only" if limits.reviewed_only else known_by):
        st.date_input(
            "Leave out what was published after",
            value=limits.known_by,
            key=KNOWN_BY,
            on_change=_choose_limits,
            format="YYYY-MM-DD",
        )
        st.checkbox(
            "Only what a person has reviewed",
            value=limits.reviewed_only,
            key=REVIEWED,
            on_change=_choose_limits,
        )
    with st.popover("Download"):
        # Until the map says which day it shows, none is known.
        show_downloads(limits, _chosen_date(AS_OF), _chosen_view())


def _choose_limits() -> None:
    day, only = st.session_state[KNOWN_BY], st.session_state[REVIEWED]
    choose(known_by=day.isoformat() if day else None, reviewed=ONLY if only else None)


def _version(page: str) -> str:
    return hashlib.sha256(page.encode()).hexdigest()[:16]


def _opening(page: str) -> dict[str, str]:
    """What the page opens on: fixed while the page stays, or each click would send it anew."""
    key = (_version(page), st.session_state.get("opening", 0))
    if st.session_state.get("opened_for") != key:
        st.session_state["opened_for"] = key
        st.session_state["opened_on"] = _chosen_view()
    opening: dict[str, str] = st.session_state["opened_on"]
    return opening


def forget_opening() -> None:
    """Let the page, when it is shown again, open on what the URL says by then."""
    st.session_state.pop("opened_for", None)


def _chosen_view() -> dict[str, str]:
    """Give what the URL says of the page's view; a statement chooses the mark that it is behind."""
    names = (AS_OF, STATEMENT) if chosen(STATEMENT) else ON_MAP
    return {name: value for name in names if (value := chosen(name))}


def _remember() -> None:
    given = st.session_state[_STATE].get("chosen") or {}
    choose(statement=None, **{name: given.get(name) for name in ON_MAP})


def _read() -> None:
    statement = st.session_state[_STATE].get("read")
    found = next((s for s in desk.case().statements if s.id == statement), None)
    if found:
        go(REPORTS, report=found.report, **{STATEMENT: found.id})
