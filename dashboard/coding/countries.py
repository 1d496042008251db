"""Names of countries and the adjectives of them: "Iraq", "Iraqi"."""

from __future__ import annotations

from pathlib import Path

from dashboard.coding.vocabulary import read_table


def country_names(data: Path) -> dict[str, str]:
    """Read the names of countries, each with its ISO 3166-1 alpha-2 code."""
    found: dict[str, str] = {}
    for row in read_table(data / "places.csv", ("name", "kind", "country", "variants")):
        if row["kind"] != "country":
            continue
        for name in (row["name"], *row["variants"].split("|")):
            found.setdefault(name.lstrip("="), row["country"])
    found.pop("", None)
    return found


def demonyms(data: Path) -> dict[str, str]:
    """Read the words for what is of a country, each with its ISO 3166-1 alpha-2 code."""
    rows = read_table(data / "demonyms.csv", ("word", "place", "kind"))
    return {
        row["word"]: row["place"].removeprefix("country:")
        for row in reversed(rows)
        if row["place"].startswith("country:") and row["kind"] != "noun"
    }
