"""What can be taken away from the map: the page, stills and data, less what is to be left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

import streamlit as st

from dashboard.model import PlaceKind
from dashboard.ui import desk
from dashboard.ui.desk import WHOLE_LEDGER, Limits
from dashboard.withholding import Withholding

_PLACES = {
    "as they are": None,
    "by district": PlaceKind.ADMIN2,
    "by governorate or province": PlaceKind.ADMIN1,
}
_FORMATS = {
    "CSV, for a spreadsheet": ".csv",
    "CSV with HXL tags": ".hxl.csv",
    "CSV in ACLED's columns": ".acled.csv",
    "GeoJSON": ".geojson",
    "GeoPackage, with styles for QGIS": ".gpkg",
    "GeoParquet": ".parquet",
    "The whole ledger, JSON lines": WHOLE_LEDGER,
}


def show_downloads(limits: Limits, as_of: date | None, view: Mapping[str, str]) -> None:
    """Offer the page, stills of a day and the statements, all with the same left out.

    Args:
        limits: What counts.
        as_of: The day of the stills; None: there is none.
        view: What the page opens on.
    """
    title = st.text_input("Title", value=desk.TITLE).strip() or desk.TITLE
    what = _withholding()
    st.download_button(
        "The page, as one HTML file",
        partial(desk.page, limits, title, view, what),
        file_name="tidemark.html",
        mime="text/html",
        on_click="ignore",
        help="It opens without a network, on the date, the layers and the mark that are chosen now",
        width="stretch",
    )
    if as_of is not None:
        _show_stills(limits, as_of, title, what)
    _show_data(limits, what)


def _withholding() -> Withholding:
    """Ask what is to be left out, for who shares it beyond those who may see it all."""
    st.markdown("Leave out, to share it with others")
    quotes = st.checkbox("Quotes")
    speakers = st.checkbox("Speakers' names")
    places = st.selectbox(
        "Places",
        list(_PLACES),
        help="Places by their area leave out quotes and titles too, which name them",
    )
    return Withholding(quotes, speakers, _PLACES[places])


def _show_stills(limits: Limits, as_of: date, title: str, what: Withholding) -> None:
    for label, shape, file_format in (
        ("A picture for a slide, PNG", "16:9", "png"),
        ("A page to print, PDF", "a4", "pdf"),
    ):
        st.download_button(
            label,
            partial(desk.still, limits, as_of, title, shape, file_format, what),
            file_name=f"tidemark-{as_of}.{file_format}",
            on_click="ignore",
            help=f"What is reported as of {as_of}",
            width="stretch",
        )


def _show_data(limits: Limits, what: Withholding) -> None:
    named = st.selectbox("Statements as data", list(_FORMATS))
    ending = _FORMATS[named]
    is_whole = ending == WHOLE_LEDGER
    if is_whole and what:
        st.caption("Nothing can be left out of the whole ledger. Choose another format.")
        return
    st.download_button(
        "The whole ledger" if is_whole else "The statements, as reviewed",
        partial(desk.exported, limits, ending, what),
        file_name=f"{'ledger' if is_whole else 'statements'}{ending}",
        on_click="ignore",
        help="docs/exports.md describes every column",
        width="stretch",
    )
