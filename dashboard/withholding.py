"""Leaving out what may harm somebody: quotes, speakers' names, exact places. Pure.

For data that is shared beyond those who may see it all, as the IASC Operational Guidance on Data
Responsibility in Humanitarian Action (2023) asks. Publishers and the names of actors stay.

What is left out leaves every field: where places are given by their district or governorate, all
words of a report go with them, since they name the places (quotes, titles, addresses, file names
and so ids of reports), and ids of statements are made anew, since one could be guessed back from.
A claim to a place becomes a claim to a part of the area that it lies in. Where a quote stood is
kept, so that who has the report can check it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard.model import (
    ActorReference,
    DisplacementFigure,
    Extent,
    Place,
    PlaceKind,
    PlaceMention,
    Report,
    Review,
    Side,
    Statement,
    TerritorialClaim,
)

PlaceOf = Callable[[str], Place | None]

MASK = "▮"
_NOWHERE = "name:"  # the id of a place that no gazetteer has, as the picture makes it
_AREAS = {
    PlaceKind.ADMIN1: (PlaceKind.ADMIN1, PlaceKind.COUNTRY),
    PlaceKind.ADMIN2: (PlaceKind.ADMIN2, PlaceKind.ADMIN1, PlaceKind.COUNTRY),
}
_BY = {
    PlaceKind.ADMIN1: "their governorate or province",
    PlaceKind.ADMIN2: "their district, or by their governorate where no district is known",
}


@dataclass(frozen=True, slots=True)
class Withholding:
    """What to leave out: quotes, speakers' names, places narrower than `places_by`.

    `places_by` is `PlaceKind.ADMIN1` or `PlaceKind.ADMIN2`, None for places as they are.
    """

    quotes: bool = False
    speakers: bool = False
    places_by: PlaceKind | None = None

    def __bool__(self) -> bool:
        return self.quotes or self.speakers or self.places_by is not None

    @property
    def in_words(self) -> str:
        """Say what is left out, for who reads what is left; empty where that is nothing."""
        by = f"Places are given by {_BY[self.places_by]}." if self.places_by else ""
        said = (
            "Quotes are left out." if self.quotes or self.places_by else "",
            "Speakers' names are left out." if self.speakers else "",
            by,
        )
        return " ".join(filter(None, said))


NOTHING = Withholding()


@dataclass(frozen=True, slots=True)
class Withheld:
    """What may be shared, and what is made of any other statement or place in the same way."""

    reports: list[Report]
    statements: list[Statement]
    reviews: list[Review]
    of_statement: Callable[[Statement], Statement]
    of_place: Callable[[Place], Place]


def withheld(
    reports: Sequence[Report],
    statements: Sequence[Statement],
    reviews: Sequence[Review],
    what: Withholding,
    place_of: PlaceOf,
) -> Withheld:
    """Leave out of reports, statements and reviews what is not to be shared.

    Args:
        reports: The reports; their texts are left out whatever is.
        statements: Their statements.
        reviews: The reviews of those; what their reasons say is left out.
        what: What to leave out.
        place_of: Gives the place with an id, None where there is none.
    """
    seen = [*statements, *(s for r in reviews for s in r.statements)]
    screen = _Screen(what, place_of)
    screen.learn(seen, reviews)
    ids = {s.id: screen.statement(s).id for s in reversed(seen)}  # as coded, where edited too
    return Withheld(
        [screen.report(report) for report in reports],
        [screen.statement(statement) for statement in statements],
        _reviews(reviews, screen, ids),
        screen.statement,
        screen.area,
    )


def _reviews(reviews: Iterable[Review], screen: _Screen, ids: Mapping[str, str]) -> list[Review]:
    """Let reviews speak of what statements became; their own ids change with that."""
    made = {
        review.id: replace(
            review,
            statement=ids.get(review.statement, review.statement),
            reviewer=screen.speakers.get(review.reviewer, review.reviewer),
            reason="",
            before=review.before and screen.statement(review.before),
            after=review.after and screen.statement(review.after),
            others=tuple(ids.get(other, other) for other in review.others),
            others_before=tuple(map(screen.statement, review.others_before)),
        )
        for review in reviews
    }
    undone = {id_: review.id for id_, review in made.items()}
    return [replace(r, undoes=undone.get(r.undoes or "", r.undoes)) for r in made.values()]


@dataclass(slots=True)
class _Screen:
    """What stands for what is left out, the same throughout."""

    what: Withholding
    place_of: PlaceOf
    speakers: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)
    names: re.Pattern[str] | None = None

    def learn(self, statements: Sequence[Statement], reviews: Sequence[Review]) -> None:
        """Learn which names are to be left out."""
        names: set[str] = set()
        if self.what.speakers:
            said_by = dict.fromkeys(s.said_by for s in statements if s.said_by)
            self.speakers = {name: f"speaker {n}" for n, name in enumerate(said_by, 1)}
            people = dict.fromkeys(review.reviewer for review in reviews)
            self.speakers |= {name: f"reviewer {n}" for n, name in enumerate(people, 1)}
            names |= {part for name in self.speakers for part in _parts(name)}
            names -= {s.actor.name for s in statements if isinstance(s, TerritorialClaim)}
        if self.what.places_by:
            mentions = (mention for s in statements for mention in _mentions(s))
            names |= {name for mention in mentions for name in self.narrow_names(mention)}
        self.names = _pattern(names)

    def narrow_names(self, mention: PlaceMention) -> set[str]:
        """Give the names of a mention's place where an area is to stand for it."""
        place = mention.place
        if place and self.area(place) == place:
            return set()
        known = (place.name, place.local_name) if place else ()
        return {name for name in (mention.as_written, *known) if name}

    def area(self, place: Place) -> Place:
        """Give the narrowest area that a place may be given by: itself where it is wide enough."""
        if self.what.places_by is None or place.kind in _AREAS[self.what.places_by]:
            return place
        for kind in _AREAS[self.what.places_by]:
            around = (found for id_ in place.within if (found := self.place_of(id_)))
            area = next((found for found in around if found.kind is kind), None)
            if area and not (place.kind is PlaceKind.REGION and kind is PlaceKind.COUNTRY):
                return area
        if place.kind is PlaceKind.REGION:
            return place
        name = self.nowhere(place.name)
        return Place(f"{_NOWHERE}{name}", name, PlaceKind.SITE)

    def nowhere(self, name: str) -> str:
        """Give what stands for the name of a place of which no area is known."""
        key = " ".join(name.split()).casefold()
        return self.unknown.setdefault(key, f"place {len(self.unknown) + 1}, not given")

    def words(self, text: str | None) -> str | None:
        """Give a text without the names that are left out."""
        return self.names.sub(MASK, text) if self.names and text else text

    def report(self, report: Report) -> Report:
        """Give a report without its text and without what is left out."""
        if self.what.places_by:
            report = replace(report, title="", address=None, note="")
        return replace(
            report,
            id=self.report_id(report.id),
            text="",
            title=self.words(report.title) or "",
            publisher=self.publisher(report.publisher),
            address=None if self.tells(report.address) else report.address,
            source_file=None,
            note=self.words(report.note) or "",
        )

    def report_id(self, id_: str) -> str:
        """Give a report's id, a number where it could tell a name that is left out."""
        hides = self.what.places_by is not None or self.tells(id_)
        return self.reports.setdefault(id_, f"report-{len(self.reports) + 1}" if hides else id_)

    def publisher(self, name: str | None) -> str | None:
        """Give a publisher, without the name of a place where those are left out."""
        return self.words(name) if self.what.places_by else name

    def tells(self, name: str | None) -> bool:
        """Tell whether an id or an address tells a name that is left out."""
        spelt = re.sub(r"[\W_]+", " ", name or "")
        return any(
            self.names is not None and self.names.search(form)
            for form in (spelt, spelt.title(), spelt.upper())
        )

    def statement(self, statement: Statement) -> Statement:
        """Give a statement without what is left out."""
        quote = "" if self.what.quotes or self.what.places_by else statement.evidence.quote
        told = replace(
            statement,
            report=self.report_id(statement.report),
            evidence=replace(statement.evidence, quote=self.words(quote) or ""),
            publisher=self.publisher(statement.publisher),
        )
        told = self.said(told)
        if isinstance(told, DisplacementFigure):
            return self.figure(told)
        place = self.mention(told.place)
        partly = place.place != told.place.place
        return replace(
            told,
            actor=self.actor(told.actor),
            place=place,
            extent=Extent.PART if partly else told.extent,
            share=None if partly else told.share,
        )

    def said(self, statement: Statement) -> Statement:
        """Give a speaker by a number where names are left out, and without role or agency."""
        if self.what.speakers:
            name = self.speakers.get(statement.said_by or "")
            return replace(statement, said_by=name, said_by_role=None, passed_on_by=None)
        return replace(
            statement,
            said_by=self.words(statement.said_by),
            said_by_role=None if self.what.places_by else statement.said_by_role,
            passed_on_by=self.words(statement.passed_on_by),
        )

    def figure(self, figure: DisplacementFigure) -> DisplacementFigure:
        """Give a figure's places by their areas; what the text adds is a quote too."""
        bare = self.what.quotes or self.what.places_by
        return replace(
            figure,
            origin=tuple(map(self.mention, figure.origin)),
            destination=tuple(map(self.mention, figure.destination)),
            location=tuple(map(self.mention, figure.location)),
            cause=self.words(figure.cause),
            equivalent=None if bare else self.words(figure.equivalent),
            working=None if bare else self.words(figure.working),
        )

    def actor(self, actor: ActorReference) -> ActorReference:
        """Give an actor; one that is in no table is named by the report's words."""
        if self.what.places_by is None:
            return replace(actor, as_written=self.words(actor.as_written) or "")
        name = self.words(actor.name) if actor.side is Side.UNKNOWN else actor.name
        id_ = actor.id if name == actor.name else f"actor:{self.nowhere(actor.name)}"
        return replace(actor, id=id_, name=name or MASK, as_written=name or MASK)

    def mention(self, mention: PlaceMention) -> PlaceMention:
        """Give a mention by the area that its place lies in, without how its name was read."""
        if self.what.places_by is None:
            return mention
        area = self.area(mention.place) if mention.place else None
        known = None if area is None or area.id.startswith(_NOWHERE) else area
        name = area.name if area else self.nowhere(mention.as_written)
        return PlaceMention(
            mention.start, mention.start, name, known, associative=mention.associative
        )


def _mentions(statement: Statement) -> tuple[PlaceMention, ...]:
    if isinstance(statement, DisplacementFigure):
        return (*statement.origin, *statement.destination, *statement.location)
    return (statement.place,)


def _parts(name: str) -> set[str]:
    """Give a name and the words of it by which a text may call its bearer."""
    words = re.findall(r"\w+", name)
    return {name, *(w for w in words if len(w) > 2 and not w[0].islower() and w != "The")}


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    spelt = {form for name in names if name.strip() for form in (name, name.upper())}
    longest_first = sorted(spelt, key=lambda name: (-len(name), name))
    words = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None
