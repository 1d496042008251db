"""Names and numbers on a still picture: none covers another, and the least has to give way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

Point = tuple[float, float]  # longitude, latitude, in degrees
HALO = withStroke(linewidth=2.5, foreground="white")


class Box(NamedTuple):
    """A box on the figure, in pixels from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words and where they may stand: beside one of `points`, or on it where they are `centred`.

    `gap` is the room to leave around the point, `size` the size of the type, both in typographic
    points. One that is `strong` covers an arrow rather than being left out.
    """

    text: str
    points: Sequence[Point]
    colour: str
    size: float = 9
    gap: float = 8
    bold: bool = True
    centred: bool = False
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Room:
    """What labels must not cover, `taken`, and what they had better not, `soft`."""

    axes: Axes
    taken: list[Box]
    soft: list[Box]

    def around(self, point: Point, radius: float) -> Box:
        """The box around a point, `radius` in typographic points."""
        x, y = self.axes.transData.transform(point)
        r = radius * figure_of(self.axes).dpi / 72
        return Box(x - r, y - r, x + r, y + r)

    def covers(self, box: Box) -> bool:
        """Whether a box touches what must stay free."""
        return any(_overlap(box, other) for other in self.taken)


def figure_of(axes: Axes) -> Figure:
    """The figure that axes stand in."""
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    return figure


def draw_labels(room: Room, labels: Iterable[Label]) -> None:
    """Draw labels, the weightiest first; one that finds no room is left out."""
    for label in labels:
        text = _text(room.axes, label)
        extent = text.get_window_extent()
        width, height = extent.width + 4, extent.height + 2
        boxes = [b for point in label.points for b in _boxes(room, label, point, width, height)]
        box = _free(room, label, boxes)
        if box is None:
            text.remove()
            continue
        room.taken.append(box)
        middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        x, y = figure_of(room.axes).transFigure.inverted().transform(middle)
        text.set_position((x, y))


def _text(axes: Axes, label: Label) -> Text:
    return axes.text(
        0, 0, label.text, transform=figure_of(axes).transFigure, ha="center", va="center",
        fontsize=label.size, fontweight="bold" if label.bold else "normal", color=label.colour,
        path_effects=[HALO], zorder=8,
    )  # fmt: skip


def _free(room: Room, label: Label, boxes: Sequence[Box]) -> Box | None:
    frame = room.axes.get_window_extent()
    seen = [b for b in boxes if _within(b, Box(frame.x0, frame.y0, frame.x1, frame.y1))]
    free = [b for b in seen if not room.covers(b)]
    clear = [b for b in free if not any(_overlap(b, other) for other in room.soft)]
    return next(iter(clear or (free if label.strong else [])), None)


def _boxes(room: Room, label: Label, point: Point, w: float, h: float) -> Iterator[Box]:
    """The boxes of a label at a point, the best first."""
    x, y = room.axes.transData.transform(point)
    if label.centred:
        middles = [(x, y + step * h) for step in (0, -1, 1, -2, 2)]
    else:
        gap = label.gap * figure_of(room.axes).dpi / 72
        side, up, near = gap + w / 2, gap + h / 2, gap * 0.75
        middles = [(x + side, y), (x - side, y), (x, y + up), (x, y - up)]
        middles += [
            (x + right * (near + w / 2), y + top * (near + h / 2))
            for right, top in ((1, 1), (1, -1), (-1, 1), (-1, -1))
        ]
    for left, middle in middles:
        yield Box(left - w / 2, middle - h / 2, left + w / 2, middle + h / 2)


def _overlap(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.bottom < b.top and b.bottom < a.top


def _within(a: Box, b: Box) -> bool:
    return a.left >= b.left and a.right <= b.right and a.bottom >= b.bottom and a.top <= b.top
