"""What was sent to a geocoding service, shown wherever one is turned on."""

from __future__ import annotations

import streamlit as st

from dashboard.characters import shown
from dashboard.places import sent_queries
from dashboard.ui import desk


def show_sent() -> None:
    """List the names that were sent; nothing is shown where no service is turned on."""
    opened = desk.desk()
    if opened.online is None:
        return
    with st.popover(f"Sent to {opened.online.service}"):
        st.caption("Names that the gazetteer lacks are sent, without their sentence. Latest first.")
        sent = sent_queries(opened.settings.made)
        rows = [{"When": each.when, "To": each.service, "Name": each.query} for each in sent]
        if rows:
            st.dataframe(shown(rows), hide_index=True)
        else:
            st.write("Nothing was sent yet.")
