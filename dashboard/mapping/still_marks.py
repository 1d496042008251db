"""What a still picture shows of the day: the ground, areas, places and movements."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import geopandas
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from dashboard.mapping.base import Base
from dashboard.mapping.still_labels import Label, Point, Room, draw_labels, figure_of
from dashboard.model import Place
from dashboard.picture import Movement, Part, Picture, PlaceState
from dashboard.wording import CATEGORIES

# The page's light colours (page.css): eight that colour-blind readers can tell apart.
ACTORS = ("#c8500a", "#0a6bb0", "#0b8a66", "#b0568c", "#a67900", "#2f89b8", "#6d5fb0", "#7a6a4c")
MARKERS = "osD^vPX*"
SEA, LAND, FOCUS, BORDER, LINE = "#dbe6ec", "#f4f3f0", "#e6e7e6", "#a9a59b", "#c9cac8"
INK, QUIET, FLOW = "#17212b", "#59626b", "#26323d"
MOST_TOWNS = 14
BEND = 0.25  # of an arrow's length, to the left of its way


def stands_on_its_own(state: PlaceState) -> bool:
    """Whether a place has a claim of its own, and not only that on an area around it."""
    return state.inherited_from is None


def draw_ground(axes: Axes, ground: Base) -> None:
    """Draw countries, provinces and disputed lines, and fit the axes to the first look."""
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
    size = axes.get_position().width, axes.get_position().height
    wide, high = figure_of(axes).get_size_inches() * size
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


def draw_areas(axes: Axes, ground: Base, picture: Picture, ranks: Mapping[str, int]) -> None:
    """Fill the areas by reported holder, hatched where disputed, striped where divided."""
    for feature in ground.areas["features"]:
        state = picture.places.get(feature["properties"]["place"])
        if state is None:
            continue
        shape = geopandas.GeoDataFrame.from_features([feature])
        colours = _colours(state.holders, ranks)
        if colours:
            alpha = 0.2 if state.inherited_from else 0.42
            shape.plot(ax=axes, aspect=None, color=colours[0], alpha=alpha, linewidth=0)
        contested = _colours(state.contested_by, ranks)
        threatened = _colours(state.threatened_by, ranks)
        edges = [*contested, *reversed(colours), *threatened, INK]
        shape.plot(
            ax=axes,
            aspect=None,
            facecolor="none",
            edgecolor=edges[0],
            hatch="////" if state.disputed else "|||" if state.divided else None,
            linewidth=2.2 if contested else 1.0,
            linestyle=(0, (3, 2)) if contested else (0, (1, 2)) if threatened else "-",
        )


def _colours(parts: Iterable[Part], ranks: Mapping[str, int]) -> list[str]:
    return [ACTORS[ranks.get(part.actor.id, 0) % len(ACTORS)] for part in parts]


def draw_places(
    room: Room, ground: Base, picture: Picture, ranks: Mapping[str, int]
) -> list[Label]:
    """Draw the symbols of places with a claim of their own; give their names as labels."""
    drawn = {feature["properties"]["place"] for feature in ground.areas["features"]}
    labels = []
    for key, state in picture.places.items():
        point = _point(ground, state.place)
        if point is None or not stands_on_its_own(state):
            continue
        if key not in drawn:
            _draw_town(room.axes, point, state, ranks)
            room.taken.append(room.around(point, 6))
        for colour in _colours(state.threatened_by, ranks)[:1]:
            _draw_threat(room, point, colour)
        labels.append(Label(state.place.name, [point], INK, centred=key in drawn))
    return labels


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


def _draw_threat(room: Room, point: Point, colour: str) -> None:
    """An arrow from above left, which tells no direction of advance."""
    room.axes.annotate(
        "", point, xytext=(-20, 20), textcoords="offset points", zorder=6,
        arrowprops={"arrowstyle": "simple,tail_width=0.35,head_width=0.9", "facecolor": colour,
                    "edgecolor": "white", "linewidth": 0.6, "shrinkB": 6},
    )  # fmt: skip
    wide, narrow = room.around(point, 20), room.around(point, 6)
    room.soft.append(narrow._replace(left=wide.left, top=wide.top))


def _point(ground: Base, place: Place) -> Point | None:
    if place.id in ground.anchors:
        latitude, longitude = ground.anchors[place.id]
        return longitude, latitude
    if place.lat is None or place.lon is None:
        return None
    return place.lon, place.lat


def draw_movements(
    room: Room, ground: Base, picture: Picture, words: Mapping[str, str]
) -> Iterator[Label]:
    """Draw arrows between the ends of movements; give names of ends, then numbers, as labels."""
    moved = sorted(picture.movements.values(), key=_people, reverse=True)
    largest = max(map(_people, moved), default=1)
    numbers, ends = [], {}
    for movement in moved:
        width = 1 + 6 * math.sqrt(_people(movement) / max(1, largest))
        others = movement.destination or movement.location
        for place in (*movement.origin, *others):
            if place.id not in picture.places:
                ends[place.id] = place
        numbers.append(_draw_movement(room, ground, movement, width, _quantity(movement, words)))
    for place in ends.values():
        point, centred = _point(ground, place), place.id in ground.anchors
        if point and not centred:
            room.axes.plot(*point, "o", markersize=5, color=FLOW, markeredgecolor="white", zorder=5)
            room.taken.append(room.around(point, 3))
        if point:
            yield Label(place.name, [point], INK, centred=centred)
    yield from (label for label in numbers if label)


def _people(movement: Movement) -> int:
    return movement.people or movement.quantity


def _draw_movement(
    room: Room, ground: Base, movement: Movement, width: float, number: str
) -> Label | None:
    """Draw the arrows of a movement, where both ends are told; give its number."""
    origins = [p for p in (_point(ground, each) for each in movement.origin) if p]
    others = movement.destination or movement.location
    ends = [p for p in (_point(ground, each) for each in others) if p]
    if not (origins and ends) or movement.category.is_stock:
        points = origins or ends
        text = f"{number} {CATEGORIES[movement.category]}"
        return Label(text, points, FLOW, size=8.5, gap=11, strong=False) if points else None
    curve: list[Point] = []
    for start in origins:
        for end in ends:
            _draw_arrow(room.axes, start, end, width)
            curve += _curve(room, start, end)
    room.soft.extend(room.around(point, width / 2 + 1) for point in curve)
    spots = [curve[round(t * (len(curve) - 1))] for t in (0.5, 0.6, 0.4, 0.7, 0.3)]
    return Label(number, spots, FLOW, size=8.5, gap=width / 2 + 4, strong=False)


def _draw_arrow(axes: Axes, start: Point, end: Point, width: float) -> None:
    (x, y), (to_x, to_y) = axes.transData.transform([start, end])
    length = math.hypot(to_x - x, to_y - y) * 72 / figure_of(axes).dpi  # typographic points
    width = min(width, length / 9)
    head = 2.2 + width
    style = f"simple,tail_width={width},head_width={2 * head},head_length={1.6 * head}"
    axes.add_patch(
        FancyArrowPatch(
            start, end, connectionstyle=f"arc3,rad={-BEND}", arrowstyle=style, facecolor=FLOW,
            edgecolor="white", linewidth=0.8, shrinkA=9, shrinkB=6, zorder=6,
        )
    )  # fmt: skip


def _curve(room: Room, start: Point, end: Point) -> list[Point]:
    """Points along an arrow, as matplotlib's arc3 bends it: on the screen, not on the ground."""
    first, last = room.axes.transData.transform([start, end])
    run, rise = last - first
    control = (first + last) / 2 + BEND * np.array([-rise, run])
    t = np.linspace(0.05, 0.95, 25)[:, None]
    curve = (1 - t) ** 2 * first + 2 * t * (1 - t) * control + t**2 * last
    back = room.axes.transData.inverted().transform(curve)
    return [(float(x), float(y)) for x, y in back]


def _quantity(movement: Movement, words: Mapping[str, str]) -> str:
    said = words.get(movement.recommended, f"{movement.quantity:,} {movement.unit.value}")
    if movement.low == movement.high:
        return said
    return f"{said}\n{movement.low:,} to {movement.high:,} reported"


def draw_towns(room: Room, found: Iterable[Place]) -> None:
    """Draw the main towns that have room for their name, clear of marks and of larger towns."""
    for town in found:
        if town.lat is None or town.lon is None:
            continue
        point = town.lon, town.lat
        if room.covers(room.around(point, 9)):
            continue
        before = len(room.taken)
        name = Label(town.name, [point], QUIET, size=7.5, gap=4, bold=False, strong=False)
        draw_labels(room, [name])
        if len(room.taken) > before:
            room.axes.plot(*point, "o", markersize=2.5, color=QUIET, zorder=4)
            room.taken.append(room.around(point, 9))
