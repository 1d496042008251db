"""The user's own places among those that ship: which are the same, and what contains what.

Read only while the index is built. What ships keeps its name, kind and id; a user's file gives it
what it lacks (a P-code, people, further names), and boundaries give it their outline and point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import geopandas
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.errors import OwnGazetteerError
from dashboard.model import Place, PlaceKind
from dashboard.places.layout import NameQuality
from dashboard.places.own import FileKind, own_boundary_files, own_gazetteers, table_of
from dashboard.places.sources import Entry, as_written, parts_of, place_of, read_rows

_ORDER = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2)
_LOCAL = (PlaceKind.ADMIN2, PlaceKind.CITY, PlaceKind.SITE)  # of a name there are several
_TOLD = (NameQuality.MAIN, NameQuality.VARIANT)


def with_own(entries: list[Entry], own: Path) -> list[Entry]:
    """Give the entries with the user's own gazetteers of the folder `own` taken in.

    Raises:
        OwnGazetteerError: What was kept of a file cannot be read.
    """
    read = [(gazetteer, _read(own, gazetteer.name)) for gazetteer in own_gazetteers(own)]
    countries = {entry.place.country for _, rows in read for entry in rows}
    known = _Known(entries, countries)
    for gazetteer, rows in read:
        known.take_in(rows, gazetteer.kind)
    known.give_points()
    _put_into_polygons(known.entries, own)
    return list(known.entries.values())


def _read(own: Path, name: str) -> list[Entry]:
    """Read a table, units before what lies in them."""
    found = [_entry(row) for row in read_rows(table_of(own, name))]
    return sorted(found, key=lambda entry: (_rank(entry.place.kind), len(entry.place.within)))


def _rank(kind: PlaceKind) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _entry(row: dict[str, str]) -> Entry:
    entry = Entry(place_of(row, PlaceKind(row["kind"])))
    is_unit = entry.place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2)
    for written in (row["name"], *parts_of(row["variants"])):
        entry.add_unit(written) if is_unit else entry.add(written)
    for written in (row["local_name"], *as_written(parts_of(row["alternates"]))):
        entry.add_variant(written)
    return entry


class _Known:
    """All entries by id, and those of the countries that the user's files speak of by name."""

    def __init__(self, entries: Iterable[Entry], countries: set[str | None]) -> None:
        self.entries = {entry.place.id: entry for entry in entries}
        self._codes: dict[str, str] = {}
        self._named: dict[tuple[PlaceKind, str | None, str], tuple[str, ...]] = {}
        self._other_ids: dict[str, str] = {}
        self._touched: set[str] = set()
        for entry in self.entries.values():
            if entry.place.country in countries:
                self._note(entry)

    def take_in(self, given: Iterable[Entry], kind: FileKind) -> None:
        """Take in the entries of one file."""
        linked: set[str] = set()
        for entry in given:
            within = tuple(self._other_ids.get(above, above) for above in entry.place.within)
            entry.place = replace(entry.place, within=within)
            identifier = self._same(entry, linked) or entry.place.id
            linked.add(identifier)
            self._other_ids[entry.place.id] = identifier
            known = self.entries.setdefault(identifier, entry)
            if known is not entry:
                known.place = _merged(known.place, entry.place, kind is FileKind.BOUNDARIES)
                there = {key for key, _ in known.names}
                known.names += [named for named in entry.names if named[0] not in there]
            self._touched.add(identifier)
            self._note(known)

    def give_points(self) -> None:
        """Give units without a point that of their largest town of the same name."""
        for identifier in self._touched:
            entry = self.entries[identifier]
            within = tuple(above for above in entry.place.within if above in self.entries)
            entry.place = replace(entry.place, within=within)
            if entry.place.lat is None:
                towns = [self.entries[i].place for i in self._of_name(entry, PlaceKind.CITY)]
                if towns:
                    town = max(towns, key=lambda place: (place.population, place.id))
                    entry.place = replace(entry.place, lat=town.lat, lon=town.lon)

    def _note(self, entry: Entry) -> None:
        place = entry.place
        if place.p_code:
            self._codes[f"{place.country}|{place.p_code}"] = place.id
        for key, quality in entry.names:
            there = self._named.get((place.kind, place.country, key), ())
            if quality in _TOLD and place.id not in there:
                self._named[place.kind, place.country, key] = (*there, place.id)

    def _same(self, entry: Entry, taken: set[str]) -> str | None:
        """Find the entry that stands for the same place: by id, by P-code, by the only name."""
        place = entry.place
        if place.id in self.entries:
            return place.id
        coded = self._codes.get(f"{place.country}|{place.p_code}")
        if coded and coded not in taken:
            return coded
        if place.kind is PlaceKind.CITY and not place.boundaries:
            return None  # villages of one name in one province are several
        found = self._of_name(entry, place.kind) - taken - {*place.within}
        return found.pop() if len(found) == 1 else None

    def _of_name(self, entry: Entry, kind: PlaceKind) -> set[str]:
        """Give the ids of a kind with one of the names, of a local kind in the same province."""
        place = entry.place
        keys = [key for key, quality in entry.names if quality in _TOLD and key]
        found = {i for key in keys for i in self._named.get((kind, place.country, key), ())}
        province = place if place.kind is PlaceKind.ADMIN1 else None
        if kind in _LOCAL:
            wanted = {province.id} if province else _provinces(place)
            found = {i for i in found if wanted & _provinces(self.entries[i].place)}
        return found


def _provinces(place: Place) -> set[str]:
    return {above for above in place.within if above.startswith("admin1:")}


def _merged(known: Place, given: Place, draws: bool) -> Place:
    """Fill in what `known` lacks; boundaries draw it anew."""
    said = {
        name: getattr(given, name)
        for name in Place.__slots__
        if getattr(known, name) in (None, (), 0)
    }
    if draws and given.boundaries:
        said |= {"lat": given.lat, "lon": given.lon, "boundaries": given.boundaries}
    kinds = {above.partition(":")[0] for above in known.within}
    narrower = [above for above in given.within if above.partition(":")[0] not in kinds]
    return replace(known, **said | {"within": (*narrower, *known.within)})


def _put_into_polygons(entries: dict[str, Entry], own: Path) -> None:
    """Add the user's areas to what the places in them lie within, the widest area first."""
    drawn = {b: place for place in _places(entries) for b in place.boundaries}
    areas = [area for area in _polygons(own) if area[0] in drawn]
    areas.sort(key=lambda area: -area[1].area)
    if not areas:
        return
    inside = [place for place in _places(entries) if place.kind in _LOCAL and place.lat is not None]
    tree = shapely.STRtree([shapely.Point(place.lon or 0, place.lat or 0) for place in inside])
    for boundary, polygon in areas:
        area = drawn[boundary]
        for at in sorted(tree.query(polygon, predicate="contains")):
            entry = entries[inside[at].id]
            if _may_lie_in(entry.place, area):
                entry.place = replace(entry.place, within=_inserted(entry.place.within, area))


def _places(entries: dict[str, Entry]) -> Iterator[Place]:
    return (entry.place for entry in entries.values())


def _polygons(own: Path) -> Iterator[tuple[str, BaseGeometry]]:
    for path in own_boundary_files(own):
        try:
            frame = geopandas.read_parquet(path)
        except (OSError, ValueError) as error:
            raise OwnGazetteerError(
                f"{path} cannot be read ({error}). Take it out "
                f"(gazetteer remove {path.parent.name}) and add the file again."
            ) from error
        yield from zip(frame["id"], frame.geometry, strict=True)


def _may_lie_in(place: Place, area: Place) -> bool:
    """Tell whether an area that a place's point lies in contains it: no district a district."""
    if place.id == area.id or area.id in place.within:
        return False
    return place.kind is not PlaceKind.ADMIN2 or area.kind not in _LOCAL


def _inserted(within: tuple[str, ...], area: Place) -> tuple[str, ...]:
    """Put an area where it belongs, the narrowest first: a wide one before the country."""
    if area.kind in _LOCAL:
        return (area.id, *within)
    wide = [n for n, above in enumerate(within) if above.startswith(("country:", "region:"))]
    at = wide[0] if wide else len(within)
    return (*within[:at], area.id, *within[at:])
