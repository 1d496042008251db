"""The picture: what is reported as of a date, worked out from the statements alone."""

from dashboard.picture.sharing import shared_timeline
from dashboard.picture.states import (
    Interval,
    Movement,
    Part,
    Picture,
    PlaceState,
    Status,
    Timeline,
    Total,
)
from dashboard.picture.timeline import derive, timeline

__all__ = [
    "Interval",
    "Movement",
    "Part",
    "Picture",
    "PlaceState",
    "Status",
    "Timeline",
    "Total",
    "derive",
    "shared_timeline",
    "timeline",
]
