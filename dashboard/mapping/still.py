"""A still picture of the map, for a slide or a printed brief: PNG or PDF."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from dashboard.mapping.base import base
from dashboard.mapping.content import actors_of, places_of
from dashboard.mapping.page import Towns
from dashboard.mapping.still_labels import Room, draw_labels
from dashboard.mapping.still_marks import (
    ACTORS,
    BORDER,
    FLOW,
    FOCUS,
    INK,
    MARKERS,
    MOST_TOWNS,
    QUIET,
    draw_areas,
    draw_ground,
    draw_movements,
    draw_places,
    draw_towns,
    stands_on_its_own,
)
from dashboard.model import DisplacementFigure, Report, Statement
from dashboard.picture import Movement, Picture, PlaceState, Timeline, Total
from dashboard.wording import CATEGORIES, quantity_in_words

SHAPES = {"a4": (11.69, 8.27), "16:9": (13.333, 7.5)}  # inches, landscape
SOURCES = "GeoNames CC BY 4.0 · Natural Earth · boundaries and names imply no endorsement"
LINE_OF_LEGEND = 30  # characters


def draw_still(  # noqa: PLR0913 - each is its own thing, and all but three go by name
    timeline: Timeline,
    statements: Sequence[Statement],
    reports: Sequence[Report],
    *,
    boundaries: Sequence[Path],
    towns: Towns,
    as_of: date,
    title: str,
    shape: str = "a4",
    left_out: str = "",
) -> Figure:
    """Draw what is reported as of a day, with title, legend, date and sources.

    Args:
        timeline: The timeline; its pictures are looked up by day.
        statements: The statements behind it, for the words of the figures.
        reports: Their reports, named below the map.
        boundaries: GeoParquet files as data/ has one, that one first, then the user's own.
        towns: Gives the largest towns in a box: west, south, east, north in degrees, and how many.
        as_of: The day.
        title: The picture's title.
        shape: One of `SHAPES`.
        left_out: What is left out of the picture by intent, in words.
    """
    picture = timeline.at(as_of)
    ground = base(boundaries, places_of(timeline), set(timeline.places))
    ranks = {key: each["colour"] for key, each in actors_of(timeline).items()}
    figure = Figure(figsize=SHAPES[shape], facecolor="white")
    axes = figure.add_axes((0.02, 0.07, 0.74, 0.82))
    draw_ground(axes, ground)
    draw_areas(axes, ground, picture, ranks)
    axes.set(xlabel="", ylabel="")  # geopandas names the axes when it draws
    room = Room(axes, [], [])
    words = {s.id: quantity_in_words(s) for s in statements if isinstance(s, DisplacementFigure)}
    marks = draw_places(room, ground, picture, ranks)
    draw_labels(room, [*marks, *draw_movements(room, ground, picture, words)])
    draw_towns(room, towns(*ground.fit, MOST_TOWNS))
    _draw_words(figure, picture, reports, title, left_out)
    _draw_legend(figure, picture, ranks)
    _draw_totals(figure, picture)
    return figure


def saved(figure: Figure, file_format: str) -> bytes:
    """Give a figure as a PNG or a PDF file: the same bytes for the same figure."""
    undated: dict[str, Any] = {"CreationDate": None} if file_format == "pdf" else {"Software": None}
    file = io.BytesIO()
    figure.savefig(file, format=file_format, dpi=160, metadata=undated)
    return file.getvalue()


def _draw_words(
    figure: Figure, picture: Picture, reports: Sequence[Report], title: str, left_out: str
) -> None:
    day = picture.as_of
    figure.text(0.02, 0.945, title, fontsize=17, fontweight="bold", color=INK, va="center")
    known = f", known by {_day(picture.known_by)}" if picture.known_by else ""
    height = 0.915 if left_out else 0.907
    figure.text(0.02, height, f"As reported on {_day(day)}{known}", fontsize=11, color=QUIET)
    figure.text(0.02, 0.897, left_out, fontsize=8, color=INK)
    named = sorted({report.publisher or report.title or report.id for report in reports})
    told = ", ".join(named[:6]) + (f" and {len(named) - 6} more" if len(named) > 6 else "")
    figure.text(0.02, 0.042, f"Sources: {told}", fontsize=8, color=INK)
    figure.text(0.02, 0.018, f"{SOURCES} · a claim is not the truth", fontsize=7.5, color=QUIET)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _draw_legend(figure: Figure, picture: Picture, ranks: Mapping[str, int]) -> None:
    states = [state for state in picture.places.values() if stands_on_its_own(state)]
    names = {p.actor.id: p.actor.name for state in states for p in state.holders}
    handles: list[Any] = [
        Line2D([], [], linestyle="", marker=MARKERS[ranks[key] % len(MARKERS)], markersize=9,
               color=ACTORS[ranks[key] % len(ACTORS)], label=f"Reported held by {name}")
        for key, name in sorted(names.items(), key=lambda item: ranks[item[0]])
    ]  # fmt: skip
    handles += _legend_of_marks(picture, picture.movements.values())
    handles.append(Patch(facecolor=FOCUS, edgecolor=BORDER, label="Grey: no report"))
    for handle in handles:
        handle.set_label(textwrap.fill(str(handle.get_label()), LINE_OF_LEGEND))
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.77, 0.9), frameon=False, fontsize=9,
        labelcolor=INK, handlelength=1.6, labelspacing=0.9,
    )  # fmt: skip


def _legend_of_marks(picture: Picture, movements: Iterable[Movement]) -> list[Any]:
    """Give what the legend says of hatches, rings and arrows, of those that occur."""
    states = list(picture.places.values())
    own = [state for state in states if stands_on_its_own(state)]
    rows = (
        (any(s.disputed for s in own), _area("Disputed: rival claims", hatch="////")),
        (any(s.divided for s in own), _area("Divided: parts are held", hatch="|||")),
        (any(s.contested_by for s in own), _area("Contested", linestyle=(0, (3, 2)), linewidth=2)),
        (any(s.threatened_by for s in own), _sign("Threatened: arrow by whom", "$\u2198$")),
        (
            len(own) < len(states),
            Patch(color=INK, alpha=0.2, label="Lighter: by claim on the area"),
        ),
        (any(not _is_told(s) for s in own), _sign("No reported holder", "o")),
        (any(not m.category.is_stock for m in movements), _line("People: width by number")),
    )
    return [handle for occurs, handle in rows if occurs]


def _is_told(state: PlaceState) -> bool:
    """Whether a place has a holder, or somebody who fights for it or threatens it."""
    return bool(state.holders or state.contested_by or state.threatened_by)


def _area(label: str, **style: Any) -> Patch:
    return Patch(facecolor="none", edgecolor=INK, label=label, **style)


def _sign(label: str, marker: str) -> Line2D:
    return Line2D(
        [], [], linestyle="", color=INK, marker=marker, markersize=11, markerfacecolor="none",
        label=label,
    )  # fmt: skip


def _line(label: str) -> Line2D:
    return Line2D([], [], color=FLOW, linewidth=3, label=label)


def _draw_totals(figure: Figure, picture: Picture) -> None:
    for line, total in enumerate(picture.totals.values()):
        number, below = _total_in_words(total)
        height = 0.2 - 0.07 * line
        figure.text(0.775, height, number, fontsize=15, fontweight="bold", color=INK)
        figure.text(0.775, height - 0.025, below, fontsize=9, color=QUIET)


def _total_in_words(total: Total) -> tuple[str, str]:
    """Give a total's number, and what it is of with its range."""
    what = CATEGORIES[total.category]
    households = f"{total.households:,} households" if total.households else ""
    if households and not total.people:
        return households, what
    spread = ""
    if total.people_low != total.people_high:
        spread = f", {total.people_low:,} to {total.people_high:,}"
    return f"{total.people:,}", f"{what}{f', and {households}' if households else ''}{spread}"
