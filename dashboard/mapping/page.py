"""The page: one HTML document with the map, its evidence and its tables, that asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from xstatic.pkg import leaflet

from dashboard.characters import shown
from dashboard.errors import ReferenceDataError
from dashboard.mapping.base import Base, Box, base, is_wide
from dashboard.mapping.content import as_named, content, places_of
from dashboard.mapping.layers import drawing, folium_map
from dashboard.mapping.sizing import MOST_BYTES, fitting, newest
from dashboard.model import Place, PlaceKind, Report, Review, Statement
from dashboard.picture.timeline import Timeline

Towns = Callable[[float, float, float, float, int], list[Place]]

HERE = Path(__file__).parent / "static"
STYLES = ("page.css", "map.css", "evidence.css", "narrow.css")
SCRIPTS = (
    "data.js",
    "dom.js",
    "words.js",
    "fills.js",
    "symbols.js",
    "labels.js",
    "names.js",
    "flows.js",
    "crowd.js",
    "map.js",
    "legend.js",
    "statement.js",
    "panel.js",
    "changes.js",
    "time.js",
    "tables.js",
    "tools.js",
    "address.js",
    "page.js",
)
# Before folium's script: shapes beyond the edge are drawn too, so that a drag shows no blank.
PRELUDE = "L.Renderer.mergeOptions({padding: 0.8});"
MOST_TOWNS = 40
FRAME = 20_000  # bytes of page.html and of its policy, at most


def render_page(  # noqa: PLR0913 - each is its own thing, and all but three go by name
    timeline: Timeline,
    statements: Sequence[Statement],
    reports: Sequence[Report],
    *,
    boundaries: Sequence[Path],
    towns: Towns,
    title: str = "Who is reported to hold what, and who fled where",
    reviews: Sequence[Review] = (),
    view: Mapping[str, str] | None = None,
    left_out: str = "",
) -> str:
    """Draw a timeline as one HTML document.

    The document holds all that it needs and forbids every request, by a Content-Security-Policy;
    the same arguments give the same bytes. `view` is what it opens on, as the address of a page
    has it: as_of, mark, since, layers, at; without as_of, the last day with a new statement.
    `boundaries` are GeoParquet files as data/ has one, that one first and then the
    user's own; `towns(west, south, east, north, most)` gives the largest towns in a box, in
    degrees. `reviews` say which statements a person has looked at, and `left_out` what is left out
    of the page by intent.

    Raises:
        ReferenceDataError: the boundaries cannot be read, or Leaflet's files are missing.
    """
    timeline, recent = newest(timeline, statements)
    places = places_of(timeline)
    drawn = {place.id for place in places if _is_drawn(place, timeline)}
    ground = base(boundaries, places, drawn)
    told = content(timeline, recent, reports, reviews)
    told["earlier"] = len(statements) - len(recent)
    told["view"] = shown({"as_of": _last_news(told["days"]), **(view or {})})
    told["title"] = shown(title)
    told["map"] = _ground(ground, towns, places)
    return _document(shown(title), left_out, told, ground)


def _is_drawn(place: Place, timeline: Timeline) -> bool:
    """Whether a place's polygon is an area of the map: not where people only go to a country."""
    return place.id in timeline.places or not is_wide(place)


def _has_point(place: Place) -> bool:
    return place.lat is not None and place.lon is not None


def _last_news(days: Sequence[dict[str, Any]]) -> str | None:
    """The last day with a new statement: an interval's end alone, long after, tells nothing."""
    fresh = [day["day"] for day in days if day["statements"]] or [day["day"] for day in days]
    return fresh[-1] if fresh else None


def _ground(ground: Base, towns: Towns, places: Sequence[Place]) -> dict[str, Any]:
    """What the script needs to know of the ground: boxes, names and points, latitude first."""
    return {
        "fit": _corners(ground.fit),
        "clip": _corners(ground.clip),
        "anchors": dict(ground.anchors),
        "areas": [feature["properties"]["place"] for feature in ground.areas["features"]],
        "countries": list(ground.labels),
        "names": dict(ground.names),
        "towns": [
            {**as_named(town), "point": [town.lat, town.lon]}
            for town in _apart(_main_towns(ground, towns), places, ground.fit)
        ],
    }


def _main_towns(ground: Base, towns: Towns) -> list[Place]:
    """The largest towns of the first look and of all that the layers reach, the largest first."""
    boxes = (ground.fit, ground.clip)
    near = {place.id: place for box in boxes for place in towns(*box, MOST_TOWNS)}
    return sorted(filter(_has_point, near.values()), key=lambda p: (-p.population, p.id))


def _apart(towns: Sequence[Place], places: Sequence[Place], fit: Box) -> list[Place]:
    """Leave out the towns that a mark or a larger town all but covers: its suburbs."""
    told = [p for p in places if p.kind in (PlaceKind.CITY, PlaceKind.SITE) and _has_point(p)]
    near = (fit.east - fit.west) / 50
    kept: list[Place] = []
    for town in towns:
        if all(_distance(town, other) > near for other in (*told, *kept)):
            kept.append(town)
    return kept


def _distance(one: Place, other: Place) -> float:
    """The larger of the differences in latitude and in longitude, in degrees."""
    steps = (one.lat or 0.0) - (other.lat or 0.0), (one.lon or 0.0) - (other.lon or 0.0)
    return max(map(abs, steps))


def _corners(box: Box) -> list[list[float]]:
    return [[round(box.south, 3), round(box.west, 3)], [round(box.north, 3), round(box.east, 3)]]


def _document(title: str, left_out: str, told: dict[str, Any], ground: Base) -> str:
    drawn = drawing(folium_map(ground))
    styles = [_leaflet_styles(), *(_static(name) for name in STYLES)]
    scripts = [_leaflet_script(), PRELUDE, drawn.script, _own_script()]
    beside = sum(len(part.encode()) for part in (*styles, *scripts, drawn.html)) + FRAME
    view, pieces = fitting(told, MOST_BYTES - beside)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(_static("page.html")).render(
        title=title,
        left_out=left_out,
        policy=_policy(styles, scripts),
        styles=styles,
        scripts=scripts,
        map=drawn.html,
        told=view,
        pieces=pieces,
    )


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """The Content-Security-Policy: these very scripts and styles, images inside, nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_digest, scripts))}",
            f"style-src {' '.join(map(_digest, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _own_script() -> str:
    parts = "\n".join(_static(f"script/{name}") for name in SCRIPTS)
    return f"'use strict';\n(async () => {{\n{parts}\n}})();"


def _static(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _leaflet_script() -> str:
    text = _leaflet("leaflet.js")
    return re.sub(r"//# sourceMappingURL=\S+\s*$", "", text)


def _leaflet_styles() -> str:
    """Leaflet's styles without its pictures, which the page does not use and may not ask for."""
    return re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css"))


def _leaflet(name: str) -> str:
    path = Path(leaflet.BASE_DIR) / name
    try:
        return path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except OSError as error:
        message = f"Leaflet's {name} is missing ({error}): install requirements.txt again."
        raise ReferenceDataError(message) from error
