"""Charts: displacement and reported holders over time, and who says what, each with its data."""

from __future__ import annotations

from typing import Any

import altair as alt
import streamlit as st

from dashboard.characters import shown
from dashboard.exchange import as_csv, displacement_over_time, places_over_time, who_says_what
from dashboard.ui import desk

Rows = list[dict[str, Any]]

# Okabe and Ito's palette, which colour-blind readers can tell apart; the map uses it too.
_COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999"]


def show_charts() -> None:
    """Show every chart, and under each its rows as CSV."""
    states = desk.states()
    displaced = displacement_over_time(states)
    held = places_over_time(states)
    _chart("Newly displaced people by origin", displaced, _displacement(displaced))
    _chart("Places reported held, by actor", held, _holders(held))
    _table("Who says what", who_says_what(desk.case().statements))


def _displacement(rows: Rows) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=alt.X("day:T", title=None))
    colour = alt.Color("origin:N", title="From", scale=alt.Scale(range=_COLOURS))
    lines = base.mark_line(interpolate="step-after", point=True).encode(
        y=alt.Y("people:Q", title="People, recommended figures added up"),
        color=colour,
        tooltip=["day:T", "origin:N", "people:Q", "low:Q", "high:Q"],
    )
    ranges = base.mark_area(interpolate="step-after", opacity=0.18).encode(
        y="low:Q", y2="high:Q", color=colour
    )
    return alt.layer(ranges, lines)


def _holders(rows: Rows) -> alt.Chart:
    lines = alt.Chart(alt.InlineData(values=rows)).mark_line(interpolate="step-after", point=True)
    held: alt.Chart = lines.encode(
        x=alt.X("day:T", title=None),
        y=alt.Y("places:Q", title="Places", axis=alt.Axis(tickMinStep=1, format="d")),
        color=alt.Color("actor:N", title="Reported holder", scale=alt.Scale(range=_COLOURS)),
        tooltip=["day:T", "actor:N", "places:Q"],
    )
    return held


def _chart(title: str, rows: Rows, chart: alt.Chart | alt.LayerChart | alt.FacetChart) -> None:
    st.subheader(title, anchor=False)
    if not rows:
        st.info("No report speaks of this yet. Add one to see it here.")
        return
    st.altair_chart(chart.properties(height=300).configure_legend(symbolOpacity=1))
    _save(title, rows)


def _table(title: str, rows: Rows) -> None:
    st.subheader(title, anchor=False)
    st.dataframe(shown(rows), hide_index=True)
    _save(title, rows)


def _save(title: str, rows: Rows) -> None:
    name = title.lower().replace(",", "").replace(" ", "-")
    st.download_button(
        "Save as CSV",
        as_csv(rows),
        file_name=f"tidemark-{name}.csv",
        mime="text/csv",
        key=f"save-{name}",
        on_click="ignore",
    )
