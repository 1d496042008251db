"""Names of places: found in a text, and resolved to points on Earth, offline and explained."""

from dashboard.places.completion import OnlineGeocoder, complete
from dashboard.places.gazetteer import Gazetteer, open_gazetteer
from dashboard.places.geocoder import GazetteerGeocoder
from dashboard.places.mentions import find_places, resolve_places
from dashboard.places.online import Online, Sent, open_online, sent_queries
from dashboard.places.own import own_boundary_files, own_stamp

__all__ = [
    "Gazetteer",
    "GazetteerGeocoder",
    "Online",
    "OnlineGeocoder",
    "Sent",
    "complete",
    "find_places",
    "open_gazetteer",
    "open_online",
    "own_boundary_files",
    "own_stamp",
    "resolve_places",
    "sent_queries",
]
