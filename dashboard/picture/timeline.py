"""All pictures at once, and the picture of one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from dashboard.model import DisplacementFigure, Review, Statement
from dashboard.picture.displacement import flow_intervals
from dashboard.picture.ends import Atlas, place_id
from dashboard.picture.inheritance import Area, area_of, with_inherited
from dashboard.picture.movements import Context
from dashboard.picture.sifting import Claim, Figure, Sifted, sift
from dashboard.picture.states import Interval, Picture, PlaceState, Timeline
from dashboard.picture.stocks import stock_intervals
from dashboard.picture.territory import place_intervals
from dashboard.picture.totals import total_intervals

NO_FACTORS: Mapping[str, float] = MappingProxyType({})


def timeline(
    statements: Iterable[Statement],
    reviews: Iterable[Review] = (),
    known_by: date | None = None,
    household_factors: Mapping[str, float] = NO_FACTORS,
) -> Timeline:
    """Work out for each place and each movement what is reported of it, through time.

    Args:
        statements: all statements, in any order; the answer is the same.
        reviews: the reviewers' acts, of which the latest on a statement counts.
        known_by: leaves out what was published after this day, if given.
        household_factors: persons per household, by ISO 3166-1 alpha-2.
    """
    sifted = sift(statements, reviews, known_by)
    atlas = _atlas(sifted)
    figures, parts = _without_parts(sifted.figures)
    context = Context(atlas, sifted.reviewed, parts, household_factors)
    movements = {
        **flow_intervals((f for f in figures if not f.said.category.is_stock), context),
        **stock_intervals((f for f in figures if f.said.category.is_stock), context),
    }
    places = _places(sifted.claims, atlas)
    totals = total_intervals(movements.values())
    return Timeline(
        days=_days([*places.values(), *movements.values()]),
        known_by=known_by,
        places=places,
        movements=dict(sorted(movements.items())),
        totals=totals,
        undated=sifted.undated,
    )


def derive(
    statements: Iterable[Statement],
    reviews: Iterable[Review],
    as_of: date,
    known_by: date | None = None,
    household_factors: Mapping[str, float] = NO_FACTORS,
) -> Picture:
    """Work out what is reported as of one day: `timeline(...)`, looked up."""
    return timeline(statements, reviews, known_by, household_factors).at(as_of)


def _atlas(sifted: Sifted) -> Atlas:
    atlas = Atlas()
    for claim in sifted.claims:
        atlas.add(claim.said.place, claim.day)
    for figure in sifted.figures:
        said = figure.said
        for mention in (*said.origin, *said.destination, *said.location):
            if not mention.associative:
                atlas.add(mention, figure.day)
    return atlas


def _without_parts(figures: Sequence[Figure]) -> tuple[list[Figure], dict[str, list[Figure]]]:
    """Set the parts of figures apart, by the id of the whole; a part without its whole stays."""
    by_id = {figure.id: figure.said for figure in figures}
    wholes: list[Figure] = []
    parts: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        whole = _whole(figure, by_id)
        if whole is None:
            wholes.append(figure)
        else:
            parts[whole].append(figure)
    return wholes, parts


def _whole(figure: Figure, by_id: Mapping[str, DisplacementFigure]) -> str | None:
    """Follow the parts of parts up to the whole; None where it is not there."""
    seen = {figure.id}
    whole = None
    above = figure.said.part_of
    while above is not None and above in by_id and above not in seen:
        seen.add(above)
        whole, above = above, by_id[above].part_of
    return whole


def _places(claims: Sequence[Claim], atlas: Atlas) -> dict[str, tuple[Interval[PlaceState], ...]]:
    """Give the states of each place that is spoken of, in the order of the ids."""
    by_place: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_place[place_id(claim.said.place)].append(claim)
    areas: dict[str, Area] = {}
    for id_, group in by_place.items():
        place = atlas.place(id_)
        areas[id_] = area_of(place, place_intervals(place, group), group)
    places = {}
    for id_, place in sorted(atlas.places.items()):
        around = [areas[area] for area in dict.fromkeys(place.within) if area in areas]
        around = [area for area in around if area.place.id != id_]
        intervals = with_inherited(place, atlas.named_on(id_), areas.get(id_), around)
        if intervals:
            places[id_] = intervals
    return places


def _days(states: Iterable[tuple[Interval[Any], ...]]) -> tuple[date, ...]:
    days = set()
    for intervals in states:
        for interval in intervals:
            days.add(interval.first)
            if interval.last is not None:
                days.add(interval.last + timedelta(days=1))
    return tuple(sorted(days))
