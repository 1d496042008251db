"""What contains what."""

from __future__ import annotations

from functools import lru_cache

from dashboard.model import Place, PlaceKind


def contains(container: Place, place: Place) -> bool:
    """Tell whether `place` lies in `container`, by ids and, for unions of provinces, boundaries."""
    if container.id in place.within:
        return True
    if container.id == place.id or not container.boundaries:
        return False
    boundaries = () if place.kind is PlaceKind.COUNTRY else place.boundaries
    return not _units(place.within, boundaries).isdisjoint(container.boundaries)


@lru_cache(maxsize=8192)
def _units(within: tuple[str, ...], boundaries: tuple[str, ...]) -> frozenset[str]:
    """Give the ids of the polygons that lie around a place, and of its own."""
    return frozenset((*(identifier.partition(":")[2] for identifier in within), *boundaries))
