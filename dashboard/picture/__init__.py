"""The picture: what is reported as of a date, worked out from the statements alone."""

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
    "derive",
    "shared_timeline",
    "timeline",
]
