"""A still picture of the map, for a slide or a printed brief: PNG or PDF."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.patheffects import withStroke

from dashboard.mapping.base import Base, base
from dashboard.mapping.content import actors_of, places_of
from dashboard.mapping.page import Towns
from dashboard.model import Category, DisplacementFigure, Place, Report, Statement
from dashboard.picture import Movement, Part, Picture, PlaceState, Timeline
from dashboard.wording import quantity_in_words

SHAPES = {"a4": (11.69, 8.27), "16:9": (13.333, 7.5)}  # inches, landscape
SOURCES = "GeoNames CC BY 4.0 · Natural Earth · boundaries and names imply no endorsement"

# The page's light colours (page.css): eight that colour-blind readers can tell apart.
ACTORS = ("#c8500a", "#0a6bb0", "#0b8a66", "#b0568c", "#a67900", "#2f89b8", "#6d5fb0", "#7a6a4c")
MARKERS = "osD^vPX*"
SEA, LAND, FOCUS, BORDER, LINE = "#dbe6ec", "#f4f3f0", "#e6e7e6", "#a9a59b", "#c9cac8"
INK, QUIET, FLOW = "#17212b", "#59626b", "#26323d"
MOST_TOWNS = 14

Point = tuple[float, float]  # longitude, latitude, in degrees


def draw_still(
    timeline: Timeline,
    statements: Sequence[Statement],
    reports: Sequence[Report],
    *,
    boundaries: Sequence[Path],
    towns: Towns,
    as_of: date,
    title: str,
    shape: str = "a4",
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
    """
    picture = timeline.at(as_of)
    places = places_of(timeline)
    ground = base(boundaries, places, set(timeline.places))
    ranks = {key: each["colour"] for key, each in actors_of(timeline).items()}
    figure = Figure(figsize=SHAPES[shape], facecolor="white")
    axes = figure.add_axes((0.02, 0.07, 0.74, 0.82))
    _draw_ground(axes, ground)
    _draw_areas(axes, ground, picture, ranks)
    taken = _draw_places(axes, ground, picture, ranks)
    words = {s.id: quantity_in_words(s) for s in statements if isinstance(s, DisplacementFigure)}
    _draw_movements(axes, ground, picture, taken, words)
    axes.set(xlabel="", ylabel="")  # geopandas names the axes when it draws
    _draw_towns(axes, towns(*ground.fit, MOST_TOWNS), taken)
    _draw_words(figure, picture, reports, title)
    _draw_legend(figure, picture, ranks)
    _draw_totals(figure, picture)
    return figure


def saved(figure: Figure, file_format: str) -> bytes:
    """Give a figure as a PNG or a PDF file: the same bytes for the same figure."""
    undated: dict[str, Any] = {"CreationDate": None} if file_format == "pdf" else {"Software": None}
    file = io.BytesIO()
    figure.savefig(file, format=file_format, dpi=160, metadata=undated)
    return file.getvalue()


def _draw_ground(axes: Axes, ground: Base) -> None:
    box = ground.fit
    axes.set_facecolor(SEA)
    countries = _frame(ground.countries)
    if len(countries):
        colours = [FOCUS if focus else LAND for focus in countries["focus"]]
        countries.plot(ax=axes, aspect=None, color=colours, edgecolor=BORDER, linewidth=0.6)
    for features, style in ((ground.provinces, "-"), (ground.disputed, (0, (4, 4)))):
        lines = _frame(features)
        if len(lines):
            lines.plot(ax=axes, aspect=None, color=LINE, linewidth=0.6, linestyle=style)
    _fit(axes, box.west, box.east, box.south, box.north)


def _fit(axes: Axes, west: float, east: float, south: float, north: float) -> None:
    """Show a box as large as the axes allow, a degree of longitude shrunk by its latitude."""
    aspect = 1 / math.cos(math.radians((south + north) / 2))
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    wide, high = figure.get_size_inches() * (axes.get_position().width, axes.get_position().height)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    half_x = max((east - west) / 2, (north - south) / 2 * aspect * wide / high)
    half_y = half_x / aspect * high / wide
    axes.set_xlim(middle_x - half_x, middle_x + half_x)
    axes.set_ylim(middle_y - half_y, middle_y + half_y)
    axes.set_aspect(aspect)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_color(BORDER)


def _frame(features: Mapping[str, Any]) -> geopandas.GeoDataFrame:
    if not features["features"]:
        return geopandas.GeoDataFrame({"geometry": []}, geometry="geometry")
    return geopandas.GeoDataFrame.from_features(features)


def _draw_areas(axes: Axes, ground: Base, picture: Picture, ranks: Mapping[str, int]) -> None:
    for feature in ground.areas["features"]:
        state = picture.places.get(feature["properties"]["place"])
        if state is None:
            continue
        shape = geopandas.GeoDataFrame.from_features([feature])
        colours = _colours(state.holders, ranks)
        if colours:
            alpha = 0.2 if state.inherited_from else 0.42
            shape.plot(ax=axes, aspect=None, color=colours[0], alpha=alpha, linewidth=0)
        hatch = "////" if state.disputed else "|||" if state.divided else None
        edge = colours[-1] if colours else INK
        dashed = bool(state.threatened_by or state.contested_by)
        shape.plot(
            ax=axes,
            aspect=None,
            facecolor="none",
            edgecolor=edge,
            hatch=hatch,
            linewidth=1.0,
            linestyle=(0, (2, 2)) if dashed else "-",
        )


def _colours(parts: Iterable[Part], ranks: Mapping[str, int]) -> list[str]:
    return [ACTORS[ranks.get(part.actor.id, 0) % len(ACTORS)] for part in parts]


def _draw_places(
    axes: Axes, ground: Base, picture: Picture, ranks: Mapping[str, int]
) -> list[Point]:
    """Draw the symbols and names of places with a state; give where they are."""
    drawn = {feature["properties"]["place"] for feature in ground.areas["features"]}
    taken = []
    for key, state in picture.places.items():
        if state.inherited_from:
            continue
        point = _point(ground, state.place)
        if point is None:
            continue
        taken.append(point)
        if key not in drawn:
            _draw_town(axes, point, state, ranks)
        _name(axes, point, state.place.name, bold=True, centred=key in drawn)
    return taken


def _draw_town(axes: Axes, point: Point, state: PlaceState, ranks: Mapping[str, int]) -> None:
    colours = _colours(state.holders, ranks) or ["white"]
    rank = ranks.get(state.holders[0].actor.id, 0) if state.holders else 0
    marker = MARKERS[rank % len(MARKERS)] if state.holders else "o"
    edge = colours[-1] if len(colours) > 1 else "white" if state.holders else INK
    axes.plot(
        *point, marker, markersize=9, color=colours[0], markeredgecolor=edge, markeredgewidth=1.6,
        zorder=5,
    )  # fmt: skip
    if state.disputed or state.contested_by:
        dashes = (0, (1, 1.5)) if state.contested_by else "-"
        axes.scatter(
            *point, s=260, facecolors="none", edgecolors=INK, linestyles=[dashes], zorder=5
        )


def _point(ground: Base, place: Place) -> Point | None:
    if place.id in ground.anchors:
        latitude, longitude = ground.anchors[place.id]
        return longitude, latitude
    if place.lat is None or place.lon is None:
        return None
    return place.lon, place.lat


def _name(axes: Axes, point: Point, name: str, *, bold: bool, centred: bool = False) -> None:
    axes.annotate(
        name,
        point,
        xytext=(0, 0) if centred else (8, 0),
        textcoords="offset points",
        ha="center" if centred else "left",
        va="center",
        fontsize=9 if bold else 7.5,
        fontweight="bold" if bold else "normal",
        color=INK if bold else QUIET,
        path_effects=[withStroke(linewidth=2.5, foreground="white")],
        zorder=7,
        annotation_clip=True,
    )


def _draw_movements(
    axes: Axes, ground: Base, picture: Picture, taken: list[Point], words: Mapping[str, str]
) -> None:
    largest = max((m.people or m.quantity for m in picture.movements.values()), default=1)
    for movement in picture.movements.values():
        width = 1 + 6 * math.sqrt((movement.people or movement.quantity) / max(1, largest))
        origins = [p for p in (_point(ground, each) for each in movement.origin) if p]
        others = movement.destination or movement.location
        ends = [p for p in (_point(ground, each) for each in others) if p]
        if origins and ends and not movement.category.is_stock:
            _draw_arrows(axes, origins, ends, _quantity(movement, words), width)
        else:
            for point in origins or ends:
                words_below = f"{_quantity(movement, words)} {_what(movement)}"
                _number(axes, point, words_below, below=True)
        for place, point in zip((*movement.origin, *others), (*origins, *ends), strict=False):
            if point not in taken:
                taken.append(point)
                _name(axes, point, place.name, bold=True)


def _draw_arrows(
    axes: Axes, origins: list[Point], ends: list[Point], words: str, width: float
) -> None:
    for start in origins:
        for end in ends:
            head = 2.2 + width
            style = f"simple,tail_width={width},head_width={2 * head},head_length={1.6 * head}"
            arrow = FancyArrowPatch(
                start, end, connectionstyle="arc3,rad=-0.25", arrowstyle=style, facecolor=FLOW,
                edgecolor="white", linewidth=0.8, shrinkA=9, shrinkB=6, zorder=6,
            )  # fmt: skip
            axes.add_patch(arrow)
            middle = _middle_of(start, end)
            _number(axes, middle, words)


def _middle_of(start: Point, end: Point) -> Point:
    """Where matplotlib's arc3 of radius -0.25 is half way."""
    run, rise = end[0] - start[0], end[1] - start[1]
    return (start[0] + end[0]) / 2 - 0.125 * rise, (start[1] + end[1]) / 2 + 0.125 * run


def _number(axes: Axes, point: Point, words: str, *, below: bool = False) -> None:
    axes.annotate(
        words,
        point,
        xytext=(0, -15) if below else (0, 7),
        textcoords="offset points",
        ha="center",
        fontsize=8.5,
        fontweight="bold",
        color=FLOW,
        path_effects=[withStroke(linewidth=2.5, foreground="white")],
        zorder=8,
    )


def _quantity(movement: Movement, words: Mapping[str, str]) -> str:
    said = words.get(movement.recommended, f"{movement.quantity:,} {movement.unit.value}")
    if movement.low == movement.high:
        return said
    return f"{said} ({movement.low:,} to {movement.high:,} reported)"


def _what(movement: Movement) -> str:
    words = {
        Category.NEW_DISPLACEMENT: "newly displaced",
        Category.IDPS: "internally displaced",
        Category.REFUGEES: "refugees",
        Category.RETURNS: "returned",
    }
    return words[movement.category]


def _draw_towns(axes: Axes, found: Iterable[Place], taken: list[Point]) -> None:
    near = (axes.get_xlim()[1] - axes.get_xlim()[0]) / 18
    for town in found:
        if town.lat is None or town.lon is None:
            continue
        if all(math.hypot(town.lon - x, town.lat - y) > near for x, y in taken):
            axes.plot(town.lon, town.lat, "o", markersize=2.5, color=QUIET, zorder=4)
            _name(axes, (town.lon, town.lat), town.name, bold=False)
            taken.append((town.lon, town.lat))


def _draw_words(figure: Figure, picture: Picture, reports: Sequence[Report], title: str) -> None:
    day = picture.as_of
    figure.text(0.02, 0.945, title, fontsize=17, fontweight="bold", color=INK, va="center")
    known = f", known by {_day(picture.known_by)}" if picture.known_by else ""
    figure.text(0.02, 0.907, f"As reported on {_day(day)}{known}", fontsize=11, color=QUIET)
    named = sorted({report.publisher or report.title for report in reports})
    told = ", ".join(named[:6]) + (f" and {len(named) - 6} more" if len(named) > 6 else "")
    figure.text(0.02, 0.042, f"Sources: {told}", fontsize=8, color=INK)
    figure.text(0.02, 0.018, f"{SOURCES} · a claim is not the truth", fontsize=7.5, color=QUIET)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _draw_legend(figure: Figure, picture: Picture, ranks: Mapping[str, int]) -> None:
    states = [state for state in picture.places.values() if not state.inherited_from]
    names = {p.actor.id: p.actor.name for state in states for p in state.holders}
    handles: list[Any] = [
        Line2D([], [], linestyle="", marker=MARKERS[ranks[key] % len(MARKERS)], markersize=9,
               color=ACTORS[ranks[key] % len(ACTORS)], label=f"Reported held by {name}")
        for key, name in sorted(names.items(), key=lambda item: ranks[item[0]])
    ]  # fmt: skip
    handles += _legend_of_marks(states, picture.movements.values())
    handles.append(Patch(facecolor=FOCUS, edgecolor=BORDER, label="No report"))
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.77, 0.9), frameon=False, fontsize=9,
        labelcolor=INK, handlelength=1.6, labelspacing=0.9,
    )  # fmt: skip


def _legend_of_marks(states: Sequence[PlaceState], movements: Iterable[Movement]) -> list[Any]:
    """Give what the legend says of hatches, dashes and arrows, of those that occur."""
    occurring = {
        ("Disputed: rival claims", "////"): any(s.disputed for s in states),
        ("Divided between holders", "|||"): any(s.divided for s in states),
    }
    handles: list[Any] = [
        Patch(facecolor="none", edgecolor=INK, hatch=hatch, label=label)
        for (label, hatch), occurs in occurring.items()
        if occurs
    ]
    if any(s.contested_by or s.threatened_by for s in states):
        label = "Contested or threatened"
        handles.append(Patch(facecolor="none", edgecolor=INK, linestyle=(0, (2, 2)), label=label))
    if any(not movement.category.is_stock for movement in movements):
        handles.append(Line2D([], [], color=FLOW, linewidth=3, label="People: width by number"))
    return handles


def _draw_totals(figure: Figure, picture: Picture) -> None:
    for line, total in enumerate(picture.totals.values()):
        low, high = f"{total.people_low:,}", f"{total.people_high:,}"
        spread = f" ({low} to {high})" if low != high else ""
        height = 0.2 - 0.07 * line
        number = f"{total.people:,}"
        figure.text(0.775, height, number, fontsize=15, fontweight="bold", color=INK)
        words = f"{_category(total.category)}{spread}"
        figure.text(0.775, height - 0.025, words, fontsize=9, color=QUIET)


def _category(category: Category) -> str:
    return category.value.replace("_", " ")
