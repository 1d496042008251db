"""Charts: displacement and reported holders over time, and who says what, each with its data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import altair as alt
import streamlit as st

from dashboard.characters import shown
from dashboard.exchange import as_csv, displacement_over_time, places_over_time, who_says_what
from dashboard.ui import desk

Rows = list[dict[str, Any]]

# Okabe and Ito's palette, which colour-blind readers can tell apart.
_COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999"]
# The map's (page.css): an actor has the colour here that it has there.
_ACTORS = [
    "#c8500a", "#0a6bb0", "#0b8a66", "#b0568c", "#a67900", "#2f89b8", "#6d5fb0", "#7a6a4c",
]  # fmt: skip
ADDED_UP = "Recommended figures added up; the band reaches from the lowest reported to the highest."
_STANCES = ["asserted", "denied", "hypothetical"]
MOST_SAID = 40  # lines of the chart; the table below it has them all
MOST_ORIGINS = len(_COLOURS)
MOST_ROWS = 10_000  # of the table; the CSV has them all


def show_charts() -> None:
    """Show every chart, and under each its rows as CSV."""
    displaced, held = _over_time(desk.ledger().revision())
    by_origin = "Newly displaced people by origin"
    _chart(by_origin, displaced, _displacement(_largest(displaced)), note=_note(displaced))
    _chart("Places reported held, by actor", held, _holders(held))
    statements = desk.case().statements
    said = shown(who_says_what(statements[-MOST_ROWS:]))
    height = 110 + 26 * len(_most_said(said))
    _chart("Who says what", said, _sayings(said), height=height, save=_all_said)
    if said:
        st.dataframe(said, hide_index=True)
    if len(statements) > len(said):
        st.caption(f"The last {MOST_ROWS:,} of {len(statements):,} statements. The CSV has all.")


@st.cache_data(max_entries=1, show_spinner="Adding up …")
def _over_time(revision: tuple[int, ...]) -> tuple[Rows, Rows]:
    states = desk.states()
    return displacement_over_time(states), places_over_time(states)


def _all_said() -> str:
    return as_csv(who_says_what(desk.case().statements))


def _largest(rows: Rows) -> Rows:
    """Give the rows of the origins of the most people, few enough to be told apart."""
    people: Counter[str] = Counter()
    for row in rows:
        people[row["origin"]] = max(people[row["origin"]], row["people"])
    largest = {origin for origin, _ in people.most_common(MOST_ORIGINS)}
    return [row for row in rows if row["origin"] in largest]


def _note(rows: Rows) -> str:
    origins = len({row["origin"] for row in rows})
    if origins <= MOST_ORIGINS:
        return ADDED_UP
    return f"{ADDED_UP} The {MOST_ORIGINS} origins of most people; the CSV has all {origins:,}."


def _displacement(rows: Rows) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=alt.X("day:T", title=None))
    colour = alt.Color("origin:N", title="From", scale=alt.Scale(range=_COLOURS))
    lines = base.mark_line(interpolate="step-after", point=True).encode(
        y=alt.Y("people:Q", title="People"),
        color=colour,
        tooltip=["day:T", "origin:N", "people:Q", "low:Q", "high:Q"],
    )
    ranges = base.mark_area(interpolate="step-after", opacity=0.18).encode(
        y="low:Q", y2="high:Q", color=colour
    )
    return alt.layer(ranges, lines)


def _holders(rows: Rows) -> alt.Chart:
    lines = alt.Chart(alt.InlineData(values=rows)).mark_line(interpolate="step-after", point=True)
    colours = alt.Scale(domain=list(dict.fromkeys(row["actor"] for row in rows)), range=_ACTORS)
    held: alt.Chart = lines.encode(
        x=alt.X("day:T", title=None),
        y=alt.Y("places:Q", title="Places", axis=alt.Axis(tickMinStep=1, format="d")),
        color=alt.Color("actor:N", title="Reported holder", scale=colours),
        tooltip=["day:T", "actor:N", "places:Q"],
    )
    return held


def _sayings(rows: Rows) -> alt.Chart:
    """Draw a line for each of what is said most often, and a column for each speaker."""
    most = _most_said(rows)
    kept = [row for row in rows if row["states"] in most]
    points = alt.Chart(alt.InlineData(values=kept)).mark_point(filled=True, size=110)
    room = alt.ExprRef("containerSize()[0] < 700 ? 170 : 400")  # pixels for what is said
    across = alt.Axis(orient="top", labelAngle=-30, labelLimit=200)
    stances = alt.Scale(domain=_STANCES, range=["#0072b2", "#d55e00", "#999999"])
    shapes = alt.Scale(domain=_STANCES, range=["circle", "cross", "triangle-up"])
    said: alt.Chart = points.encode(
        x=alt.X("speaker:N", title=None, axis=across),
        y=alt.Y("states:N", title=None, sort=None, axis=alt.Axis(labelLimit=room, grid=True)),
        color=alt.Color("stance:N", title="Stance", scale=stances),
        shape=alt.Shape("stance:N", title="Stance", scale=shapes),
        tooltip=["speaker:N", "states:N", "stance:N", "when:N", "quote:N"],
    )
    return said


def _most_said(rows: Rows) -> set[str]:
    return {states for states, _ in Counter(row["states"] for row in rows).most_common(MOST_SAID)}


def _chart(
    title: str,
    rows: Rows,
    chart: alt.Chart | alt.LayerChart | alt.FacetChart,
    height: int = 300,
    note: str = "",
    save: Callable[[], str] | None = None,
) -> None:
    st.subheader(title, anchor=False)
    if not rows:
        st.info("No report speaks of this yet. Add one to see it here.")
        return
    if note:
        st.caption(note)
    st.altair_chart(
        chart.properties(height=height).configure_legend(symbolOpacity=1, orient="bottom")
    )
    _save(title, save or partial(as_csv, rows))


def _save(title: str, csv: Callable[[], str]) -> None:
    name = title.lower().replace(",", "").replace(" ", "-")
    st.download_button(
        "Save as CSV",
        csv,
        file_name=f"tidemark-{name}.csv",
        mime="text/csv",
        key=f"save-{name}",
        on_click="ignore",
    )
