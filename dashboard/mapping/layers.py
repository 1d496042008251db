"""The ground as a folium map of GeoJson layers, without tiles and without a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import folium

from dashboard.mapping.base import Base

# name of the layer, class of its lines and shapes in map.css, whether it answers to a click
LAYERS = (
    ("countries", "country", False),
    ("areas", "area", True),
    ("provinces", "province", False),
    ("disputed", "disputed-line", False),
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A folium map as its parts: the element, and the script that fills it."""

    html: str
    script: str


def folium_map(base: Base) -> folium.Map:
    """Make the map: the countries, the areas of marks, the provinces' lines, the disputed lines.

    All ids are fixed, so that two makings are equal; the page's script finds the map as
    `map_tidemark` and a layer as `geo_json_` with its name.
    """
    middle = ((base.fit.south + base.fit.north) / 2, (base.fit.west + base.fit.east) / 2)
    found = folium.Map(
        location=middle,
        tiles=None,
        zoom_start=6,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=140,
        max_zoom=12,
        max_bounds_viscosity=1.0,
    )
    _name(found, "tidemark")
    for name, style, clickable in LAYERS:
        _layer(getattr(base, name), name, style, clickable).add_to(found)
    return found


def drawing(found: folium.Map) -> Drawing:
    """Render a map into its element and its script, without folium's own page around them."""
    found.default_js, found.default_css = [], []
    root: Any = found.get_root()
    root.render()
    return Drawing(html=root.html.render().strip(), script=root.script.render().strip())


def _layer(features: Any, name: str, style: str, clickable: bool) -> folium.GeoJson:
    layer = folium.GeoJson(
        features,
        name=name,
        smooth_factor=0.5,
        interactive=clickable,
        bubbling_mouse_events=False,
        style={"className": style},
    )
    _name(layer, name)
    return layer


def _name(element: Any, name: str) -> None:
    element._id = name
