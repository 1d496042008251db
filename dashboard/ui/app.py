"""The dashboard's one screen: a map, the reports behind it, and a form for another report."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.errors import TidemarkError
from dashboard.ui.access import may_read, may_review, show_sign_in, show_who
from dashboard.ui.add_report import show_form
from dashboard.ui.charts import show_charts
from dashboard.ui.desk import TITLE
from dashboard.ui.location import ADD, CHARTS, MAP, REPORTS, REVIEW, VIEW, VIEWS, choose, chosen
from dashboard.ui.map_view import forget_opening, show_map
from dashboard.ui.online import show_sent
from dashboard.ui.plain import plain
from dashboard.ui.reader import show_reader
from dashboard.ui.review import show_review

_STYLE = """<style>
.stMainBlockContainer { padding: 1.25rem 1.5rem 1rem; max-width: none; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 0.75rem 0.5rem; }
  [data-variant="segmented_control"] { padding-inline: 0.4rem !important; }
  [data-variant="segmented_control"] p { font-size: 0.82rem !important; }
}
/* Streamlit's own colours for these two fall short of the contrast that WCAG 2.2 AA asks for. */
button[kind^="primary"] { background: #0b6e74; border-color: #0b6e74; color: #fff; }
[data-testid="stCaptionContainer"] { opacity: 1; color: inherit; }
[data-testid="stCaptionContainer"] p { opacity: 0.8; }
h1 { font-size: 1.4rem !important; padding: 0 !important; letter-spacing: -0.01em; }
h3 { font-size: 1.2rem !important; }
[data-testid="stPopoverButton"] { min-height: 2rem; padding-block: 0; }
</style>"""


def show() -> None:
    """Draw the dashboard for what the URL says."""
    st.set_page_config(page_title=TITLE, page_icon="🗺️", layout="wide")
    st.html(_STYLE)
    header = st.container(horizontal=True, vertical_alignment="center")
    header.title(TITLE, anchor=False)
    try:
        if not may_read():
            show_sign_in()
            return
        with header:
            view = _view_switch()
            show_sent()
            show_who()
        _draw(view, header)
    except TidemarkError as error:
        st.error(plain(str(error)))


def _draw(view: str, header: DeltaGenerator) -> None:
    if view != MAP:
        forget_opening()
    if view == REPORTS:
        show_reader()
    elif view == REVIEW:
        show_review()
    elif view == CHARTS:
        show_charts()
    elif view == ADD and may_review():
        show_form()
    elif view == ADD:
        st.info("You may read. Ask who runs this dashboard to let you add reports.")
    else:
        show_map(header)


def _view_switch() -> str:
    if VIEW not in st.session_state:
        st.session_state[VIEW] = chosen(VIEW) if chosen(VIEW) in VIEWS else MAP
    view = st.segmented_control(
        "View", VIEWS, key=VIEW, required=True, label_visibility="collapsed"
    )
    choose(view=view if view != MAP else None)
    return view or MAP
