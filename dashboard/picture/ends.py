"""The ends of a displacement figure, and when the ends of two figures agree."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dashboard.model import DisplacementFigure, Place, PlaceKind, PlaceMention

End = frozenset[str]
"""The ids of the places of one end: where people came from, went to, or are. Empty: silent."""

SILENT: End = frozenset()


class Atlas:
    """The places that the statements speak of, by id, with what contains each."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._within: dict[str, frozenset[str]] = {}
        self._together: dict[tuple[str, ...], tuple[Place, ...]] = {}
        self._days: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self._named_on: dict[str, date] = {}
        self._varied: set[str] = set()

    def place(self, id_: str) -> Place:
        """Give the place with this id; raises KeyError for one that was not added."""
        return self._places[id_]

    def places(self, ids: tuple[str, ...]) -> tuple[Place, ...]:
        """Give the places with these ids, as one tuple to all who ask for the same."""
        if ids not in self._together:
            self._together[ids] = tuple(self._places[id_] for id_ in ids)
        return self._together[ids]

    def within(self, id_: str) -> frozenset[str]:
        """Give the ids of what contains a place."""
        return self._within[id_]

    def named(self) -> dict[str, tuple[Place, date]]:
        """Give each place with the first day on which a statement names it, by id."""
        return {id_: (self._places[id_], day) for id_, day in self._named_on.items()}

    def add(self, mentions: Iterable[tuple[PlaceMention, date]]) -> bool:
        """Take in the places that statements mention, each with the statement's day.

        A name that no gazetteer has makes a place of its own: it has no point and no country and
        lies in nothing. Of two places with one id one stays, in whatever order they come.

        Returns:
            Whether a place that was there before is another one now.
        """
        fresh: set[str] = set()
        renewed = False
        for mention, day in mentions:
            place = _place(mention)
            known = self._places.get(place.id)
            if known is None:
                fresh.add(place.id)
            elif known is not place and known != place:
                self._varied.add(place.id)
                place = min(known, place, key=repr)
                renewed = renewed or (place is not known and place.id not in fresh)
            if place is not known:
                self._together.clear()
                self._places[place.id] = place
                self._within[place.id] = frozenset(place.within) - {place.id}
            self._days[place.id].append(day.toordinal())
            self._named_on[place.id] = min(day, self._named_on.get(place.id, day))
        return renewed

    def remove(self, mentions: Iterable[tuple[PlaceMention, date]]) -> bool:
        """Take out what `add` took in; tell whether a place may be another one now."""
        renewed = False
        for mention, day in mentions:
            id_ = place_id(mention)
            days = self._days[id_]
            days.remove(day.toordinal())
            renewed = renewed or id_ in self._varied
            if days:
                self._named_on[id_] = date.fromordinal(min(days))
            else:
                del self._days[id_], self._named_on[id_], self._places[id_], self._within[id_]
        return renewed

    def covers(self, wide: End, narrow: End) -> bool:
        """Tell whether each place of `narrow` is in `wide`, or inside a place that is."""
        return all(id_ in wide or not wide.isdisjoint(self._within[id_]) for id_ in narrow)


def place_id(mention: PlaceMention) -> str:
    """Give the id of a mention's place.

    For a name that no gazetteer has it is made of the name as written, whatever the capitals and
    spaces.
    """
    if mention.place is not None:
        return mention.place.id
    return f"name:{' '.join(mention.as_written.split()).casefold()}"


def _place(mention: PlaceMention) -> Place:
    name = " ".join(mention.as_written.split())
    return mention.place or Place(id=place_id(mention), name=name, kind=PlaceKind.SITE)


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of a figure. `location` is silent where the text gives a direction.

    `report` is set where no end is named: then the report is all that tells where it was.
    """

    origin: End
    destination: End
    location: End
    report: str | None = None

    @property
    def ids(self) -> End:
        """The ids of all places named."""
        return self.origin | self.destination | self.location


def ends_of(figure: DisplacementFigure) -> Ends:
    """Give a figure's ends."""
    origin, destination = end_of(figure.origin), end_of(figure.destination)
    if origin or destination:
        return Ends(origin, destination, SILENT)
    location = end_of(figure.location)
    return Ends(SILENT, SILENT, location, None if location else figure.report)


def end_of(mentions: Iterable[PlaceMention]) -> End:
    """Give the ids of the places at one end."""
    return _end(tuple(place_id(mention) for mention in mentions if not mention.associative))


@lru_cache(maxsize=100_000)
def _end(ids: tuple[str, ...]) -> End:
    """Give one set for all figures with the same end: a million figures are of few places."""
    return frozenset(ids)


def agreement(one: Ends, other: Ends, atlas: Atlas) -> int | None:
    """Tell how well two figures' ends agree: None where they do not.

    Each pair of ends that are equal gives 2, each of which one lies inside the other 1, each of
    which one is silent 0. A location agrees with whichever end of a direction it agrees with best.
    """
    if one.location and not other.location:
        one, other = other, one
    if other.location and not one.location:
        scores = [_pair(end, other.location, atlas) for end in (one.origin, one.destination) if end]
        return max((score for score in scores if score is not None), default=None if scores else 0)
    pairs = (
        (one.origin, other.origin),
        (one.destination, other.destination),
        (one.location, other.location),
    )
    total = 0
    for mine, theirs in pairs:
        score = _pair(mine, theirs, atlas)
        if score is None:
            return None
        total += score
    return total


def _pair(one: End, other: End, atlas: Atlas) -> int | None:
    if not one or not other:
        return 0
    if one == other:
        return 2
    return 1 if atlas.covers(one, other) or atlas.covers(other, one) else None


def takes_in(wide: Ends, narrow: Ends, atlas: Atlas) -> bool:
    """Tell whether `narrow` speaks of nothing beyond `wide`: its ends are equal, inside or silent.

    Where one is silent the other decides; at least one end has to be equal or inside.
    """
    if wide.location or narrow.location:
        pairs = [(a, b) for a in _named(wide) for b in _named(narrow)]
        return any(atlas.covers(a, b) for a, b in pairs)
    pairs = [(wide.origin, narrow.origin), (wide.destination, narrow.destination)]
    spoken = [(a, b) for a, b in pairs if a and b]
    return bool(spoken) and all(atlas.covers(a, b) for a, b in spoken)


def _named(ends: Ends) -> list[End]:
    return [end for end in (ends.origin, ends.destination, ends.location) if end]
