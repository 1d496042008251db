"""Names of places: found in a text, and resolved to points on Earth, offline and explained."""

from dashboard.places.gazetteer import Gazetteer, open_gazetteer
from dashboard.places.geocoder import GazetteerGeocoder
from dashboard.places.mentions import find_places, resolve_places
from dashboard.places.own import own_boundaries, own_stamp

__all__ = [
    "Gazetteer",
    "GazetteerGeocoder",
    "find_places",
    "open_gazetteer",
    "own_boundaries",
    "own_stamp",
    "resolve_places",
]
