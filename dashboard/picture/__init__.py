"""The picture: what is reported as of a date, worked out from the statements alone."""

from dashboard.picture.collector import collector_at_rest
from dashboard.picture.sharing import shared_timeline
from dashboard.picture.states import (
    Interval,
    Movement,
    Part,
    Picture,
    PlaceState,
    Status,
    Total,
)
from dashboard.picture.timeline import Timeline
from dashboard.picture.workings import Workings, derive, timeline

__all__ = [
    "Interval",
    "Movement",
    "Part",
    "Picture",
    "PlaceState",
    "Status",
    "Timeline",
    "Total",
    "Workings",
    "collector_at_rest",
    "derive",
    "shared_timeline",
    "timeline",
]
