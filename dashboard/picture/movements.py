"""One movement or stock as it is shown: its figures, with one of them recommended."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dashboard.model import Category, DisplacementFigure, Place, PlaceMention, Term, Unit
from dashboard.picture.ends import Atlas, place_id
from dashboard.picture.sifting import Figure
from dashboard.picture.states import Interval, Movement, kept_once
from dashboard.review import Reviewed

WINDOW = timedelta(days=7)
"""How far apart the dates of two figures of one movement may lie."""

Changes = dict[str, tuple[Interval[Movement], ...]]
"""New intervals by the movement's id; none where a movement is no more."""

_HOUSING = (
    Term.DESTROYED_HOUSING,
    Term.PARTIALLY_DESTROYED_HOUSING,
    Term.UNINHABITABLE_HOUSING,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is compared with what: a category; housing and parts without a whole apart from it."""

    category: Category
    apart: str = ""


def kind_of(figure: DisplacementFigure) -> Kind:
    """Give a figure's kind. Houses by their term: the destroyed are not the damaged."""
    if figure.term in _HOUSING:
        return Kind(figure.category, figure.term)
    return Kind(figure.category, "part" if figure.part_of is not None else "")


def period_of(figure: Figure) -> tuple[date, date]:
    """Give the first and last day that a figure speaks of, the last being that it counts from."""
    return min(figure.said.start or figure.day, figure.day), figure.day


def movement_id(kind: Kind, *seed: str) -> str:
    """Make an id from what stays the same while figures are added."""
    text = "|".join((kind.category, kind.apart, *seed))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Context:
    """What the showing of any movement needs.

    `reviewed` tells what reviewers recommended, merged and split, `parts` the parts of a figure;
    `household_factors` are persons per household by ISO 3166-1 alpha-2.
    """

    atlas: Atlas
    reviewed: Reviewed
    parts: Mapping[str, Sequence[Figure]]
    household_factors: Mapping[str, float]


def movement_of(
    id_: str,
    figures: Sequence[Figure],
    on: date,
    context: Context,
    counted: bool = True,
    replaces: tuple[str, ...] = (),
) -> Movement:
    """Give the movement that these figures tell of, on a day, with its parts up to then.

    Recommended is the figure that a reviewer chose last, else the latest report's; in one day's
    reports the number before the vague word, then the later date, then what stands first.
    """
    best = _recommended(figures, context.reviewed.recommended)
    latest_first = sorted(figures, key=lambda figure: figure.order, reverse=True)
    same_unit = [figure for figure in figures if figure.said.unit is best.said.unit]
    factor = household_factor(best.said, context)
    people = _people(best, context)
    counts = [count for figure in figures if (count := _people(figure, context))]
    used = factor if best.said.unit is Unit.HOUSEHOLDS else _factor_used(figures, context)
    start, end = period_of(best)
    return Movement(
        id=id_,
        category=best.said.category,
        **_ends_shown(best, latest_first, context.atlas),
        unit=best.said.unit,
        quantity=best.said.quantity,
        low=min(figure.said.quantity for figure in same_unit),
        high=max(_upper(figure.said) for figure in same_unit),
        recommended=best.id,
        figures=tuple(figure.id for figure in latest_first),
        parts=_parts(latest_first, on, context),
        speakers=kept_once(tuple(dict.fromkeys(f.said.said_in for f in latest_first))),
        start=start,
        end=end,
        people=people[0] if people else None,
        people_low=min(low for low, _ in counts) if people else None,
        people_high=max(high for _, high in counts) if people else None,
        household_factor=used,
        vague=best.said.vague,
        counted=counted,
        replaces=replaces,
    )


def _recommended(figures: Sequence[Figure], chosen: Mapping[str, datetime]) -> Figure:
    picked = [figure for figure in figures if figure.id in chosen]
    if picked:
        return max(picked, key=lambda figure: (chosen[figure.id], figure.id))
    return max(figures, key=_recency)


def _recency(figure: Figure) -> tuple[date, bool, date, int, str]:
    said = figure.said
    published = said.published or date.min
    return published, not said.vague, figure.day, -said.evidence.start, figure.id


def _upper(figure: DisplacementFigure) -> int:
    return figure.quantity if figure.quantity_high is None else figure.quantity_high


def household_factor(figure: DisplacementFigure, context: Context) -> float | None:
    """Give the persons per household where a figure's people are; None where none is sourced.

    That is in the country of its location, else of its origin, else of its destination. Countries
    with different factors give none.
    """
    for mentions in (figure.location, figure.origin, figure.destination):
        countries = _countries(mentions)
        if countries:
            factors = {context.household_factors.get(country) for country in countries}
            return factors.pop() if len(factors) == 1 else None
    return None


def _countries(mentions: Sequence[PlaceMention]) -> set[str]:
    places = [mention.place for mention in mentions if mention.place]
    return {place.country for place in places if place.country}


def _people(figure: Figure, context: Context) -> tuple[int, int] | None:
    """Give a figure's lower and upper end in people."""
    low, high = figure.said.quantity, _upper(figure.said)
    if figure.said.unit is Unit.PEOPLE:
        return low, high
    factor = household_factor(figure.said, context)
    return None if factor is None else (round(low * factor), round(high * factor))


def _factor_used(figures: Sequence[Figure], context: Context) -> float | None:
    households = (f for f in figures if f.said.unit is Unit.HOUSEHOLDS)
    factors = (household_factor(figure.said, context) for figure in households)
    return next((factor for factor in factors if factor is not None), None)


def _ends_shown(
    best: Figure, figures: Sequence[Figure], atlas: Atlas
) -> dict[str, tuple[Place, ...]]:
    """Give the recommended figure's ends; where a direction lacks one, from the latest with it."""
    origin, destination = best.said.origin, best.said.destination
    if origin or destination:
        origin = next((f.said.origin for f in [best, *figures] if f.said.origin), ())
        destination = next((f.said.destination for f in [best, *figures] if f.said.destination), ())
    return {
        "origin": _places(origin, atlas),
        "destination": _places(destination, atlas),
        "location": _places(best.said.location, atlas),
    }


def _places(mentions: Sequence[PlaceMention], atlas: Atlas) -> tuple[Place, ...]:
    ids = dict.fromkeys(place_id(mention) for mention in mentions if not mention.associative)
    return atlas.places(tuple(ids))


def _parts(figures: Sequence[Figure], on: date, context: Context) -> tuple[str, ...]:
    parts = (part for figure in figures for part in context.parts.get(figure.id, ()))
    return tuple(dict.fromkeys(part.id for part in parts if part.day <= on))


def days_of(figures: Sequence[Figure], context: Context) -> list[date]:
    """Give the days on which one of these figures, or a part of one, is added."""
    first = min(figure.day for figure in figures)
    parts = (part for figure in figures for part in context.parts.get(figure.id, ()))
    return sorted({f.day for f in figures} | {max(first, part.day) for part in parts})
