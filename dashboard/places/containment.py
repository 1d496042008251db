"""What contains what."""

from __future__ import annotations

from dashboard.model import Place, PlaceKind


def contains(container: Place, place: Place) -> bool:
    """Tell whether `place` lies in `container`, by ids and, for unions of provinces, boundaries."""
    if container.id in place.within:
        return True
    if container.id == place.id or not container.boundaries:
        return False
    units = {identifier.partition(":")[2] for identifier in place.within}
    units.update(place.boundaries if place.kind is not PlaceKind.COUNTRY else ())
    return not units.isdisjoint(container.boundaries)
