"""The one place that knows the order of the steps: report, mentions, statements, picture, page."""

from __future__ import annotations

import csv
import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from dashboard import places
from dashboard.coding import Actor, Coder, language_of, slug
from dashboard.errors import LedgerError, ReferenceDataError, ReportError
from dashboard.exchange import export, rows
from dashboard.ledger import Coding, Ledger, published_with
from dashboard.model import (
    ActorReference,
    HeaderCorrection,
    Place,
    PlaceMention,
    Report,
    Review,
    Statement,
)
from dashboard.picture import Timeline, Workings, collector_at_rest, shared_timeline
from dashboard.places import Gazetteer, GazetteerGeocoder, Online, OnlineGeocoder
from dashboard.review import as_reviewed
from dashboard.settings import ROOT, Settings, settings_from
from dashboard.withholding import NOTHING, Withholding, withheld

_LOG = logging.getLogger(__name__)


class Desk:
    """What coding needs: the gazetteer, open, and the coder, read when it is first asked for."""

    def __init__(self, settings: Settings, gazetteer: Gazetteer) -> None:
        self.settings = settings
        self.gazetteer = gazetteer

    @cached_property
    def coder(self) -> Coder:
        """The coder, with the rules of data/."""
        return Coder.read(self.settings.data)

    @property
    def boundaries(self) -> list[Path]:
        """The files of boundaries: the one that ships, then those that the user added."""
        settings = self.settings
        return [settings.data / "boundaries.parquet", *places.own_boundary_files(settings.own)]

    def mentions(self, report: Report) -> list[PlaceMention]:
        """Find the names of places in a report and resolve each, in the text's order."""
        return self.mentions_in(report.text)

    def mentions_in(self, text: str) -> list[PlaceMention]:
        """Find and resolve names; what the gazetteer lacks is asked for on the net if turned on."""
        found = places.find_places(self.gazetteer, text)
        return places.complete(found, self.online, self.gazetteer) if self.online else found

    @cached_property
    def online(self) -> Online | None:
        """The geocoding service of the net that the user turned on; None, and nothing is sent."""
        settings = self.settings
        if not settings.geocoder:
            return None
        return places.open_online(settings.geocoder, settings.geocoder_options, settings.made)

    @property
    def geocoder(self) -> GazetteerGeocoder | OnlineGeocoder:
        """The gazetteer as a geopy geocoder, with the service behind it if one is turned on."""
        if self.online:
            return OnlineGeocoder(self.gazetteer, self.online)
        return GazetteerGeocoder(self.gazetteer)

    def code(self, report: Report) -> list[Statement]:
        """Code a report: its statements, in the text's order; none where it is not in English."""
        return self.coder.code(report, self.mentions_in)

    def actor_named(self, words: str) -> ActorReference:
        """Give the actor of the table that a name or alias stands for, else one of this name."""
        whole = [
            m for m in self.coder.territory.actors.find(words) if m.end - m.start == len(words)
        ]
        actor = whole[0].actor if whole else Actor(slug(words), words)
        return ActorReference(actor.id, actor.name, words, actor.side)

    def places_named(self, name: str) -> list[Place]:
        """Give the places that a name may stand for, the likeliest first; none for no name."""
        found = self.geocoder.geocode(name, exactly_one=False) if name.strip() else None
        places = (self.gazetteer.place(location.raw["id"]) for location in found or [])
        return [place for place in places if place]

    def language(self, report: Report) -> str:
        """Tell the language of a report: ISO 639-1."""
        return language_of(report.text)


@cache
def open_desk(settings: Settings, progress: bool = False) -> Desk:
    """Open the gazetteer, building its index first where it is missing.

    Raises:
        GazetteerError: The index cannot be built or opened.
        OwnGazetteerError: What was kept of a user's file cannot be read.
        ReferenceDataError: A file of data/ is missing or malformed.
        SettingsError: The geocoder of the net that is turned on cannot be used.
    """
    gazetteer = places.open_gazetteer(settings.data, settings.index, progress, settings.own)
    desk = Desk(settings, gazetteer)
    if desk.online:  # so that a wrong setting is told at the start
        _LOG.warning("Names that the gazetteer lacks are sent to %s", desk.online.service)
    return desk


def code_report(report: Report) -> list[Statement]:
    """Code a report: its displacement figures and territorial claims, in the text's order."""
    return _default_desk().code(report)


def find_places(text: str) -> list[PlaceMention]:
    """Find the names of places in a text and resolve each, in the text's order."""
    return _default_desk().mentions_in(text)


def resolve_places(text: str, spans: Sequence[tuple[int, int]]) -> list[Place | None]:
    """Resolve given spans `(start, end)` of a text, one answer each, None where there is none."""
    return places.resolve_places(_default_desk().gazetteer, text, spans)


def fetch_report(settings: Settings, address: str, given: Mapping[str, str]) -> Report:
    """Fetch a report from the web, where its user has turned that on.

    Raises:
        ReportError: It is not turned on, or the address gives no report.
    """
    if not settings.web:
        raise ReportError(
            f"{address}: reading from the web is off. Set TIDEMARK_WEB=on to turn it on, or save "
            "the page to a file."
        )
    # httpcore takes a tenth of a second to import, and few reports come from the web.
    from dashboard.reports.web import Web  # noqa: PLC0415

    return Web().report(address, given)


def take_in(
    ledger: Ledger,
    desk: Desk,
    reports: Iterable[Report],
    *,
    corrects: str | None = None,
    over_hand: bool = False,
) -> list[Report]:
    """Code reports and add them to the ledger, each in one transaction.

    What this version of the coder has coded already is not coded again.

    Args:
        ledger: The ledger.
        desk: What coding needs.
        reports: The reports.
        corrects: The id of the report of which each is a new version, where that is known.
        over_hand: Code also reports whose statements were made by hand.

    Returns:
        The reports as the ledger keeps them.

    Raises:
        LedgerError: One could not be written; those before it are kept.
    """
    version = coder_version(desk.settings)
    kept = []
    for given in reports:
        report = ledger.kept_as(given, corrects)
        coding = ledger.coded_by(report)
        if coding is None or (coding.coder != version and (over_hand or not coding.by_hand)):
            ledger.take_in(report, desk.code(report), version, corrects=corrects is not None)
        kept.append(report)
    return kept


def correct_header(ledger: Ledger, desk: Desk, shown: Report, correction: HeaderCorrection) -> None:
    """Put a report's header right and code it again by it, since relative dates depend on it.

    Statements that people made stay; their publisher and date of publication follow.

    Raises:
        LedgerError: Nothing is changed, or the report is not what was shown any more.
    """
    if correction.before == correction.after:
        raise LedgerError(f"nothing is changed in the header of {correction.report!r}.")
    now = correction.after.put_on(shown)
    by = ledger.coded_by(shown)
    if by and by.by_hand:
        statements = [published_with(s, now) for s in ledger.statements_of(shown)]
    else:
        by, statements = Coding(coder_version(desk.settings), by_hand=False), desk.code(now)
    ledger.correct_header(shown, correction, statements, by)


@cache
def coder_version(settings: Settings) -> str:
    """Name the version of the coder: a hash of its rules and of all that names places."""
    files = [
        *(ROOT / "dashboard" / "coding").glob("*.py"),
        *(ROOT / "dashboard" / "places").glob("*.py"),
        ROOT / "dashboard" / "model.py",
        *settings.data.glob("*.csv"),
    ]
    digest = hashlib.sha256(
        f"{places.own_stamp(settings.own)} {settings.geocoder} {settings.geocoder_options}".encode()
    )
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def household_factors(settings: Settings) -> dict[str, float]:
    """Read the persons per household by country, ISO 3166-1 alpha-2, of household_factors.csv.

    Raises:
        ReferenceDataError: The table is missing or malformed.
    """
    path = settings.data / "household_factors.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return {row["country"]: float(row["persons"]) for row in csv.DictReader(lines)}
    except (OSError, KeyError, ValueError) as error:
        raise ReferenceDataError(f"{path}: {error}. Restore the file that ships.") from error


def timeline_of(
    settings: Settings,
    statements: Sequence[Statement],
    reviews: Sequence[Review] = (),
    known_by: date | None = None,
) -> Timeline:
    """Work out the timeline of statements, households by the factors that ship."""
    return workings_of(settings, known_by).renew(statements, reviews)


def workings_of(settings: Settings, known_by: date | None = None) -> Workings:
    """Begin a timeline that is to be brought up to date as statements come in."""
    return Workings(known_by, household_factors(settings))


class Told(NamedTuple):
    """Reports, their statements as coded, the reviews of those, and their timeline."""

    reports: Sequence[Report]
    statements: Sequence[Statement]
    reviews: Sequence[Review]
    states: Timeline


class Material(NamedTuple):
    """Reports, their statements as coded, and the reviews of those."""

    reports: Sequence[Report]
    statements: Sequence[Statement]
    reviews: Sequence[Review] = ()

    @classmethod
    def of_ledger(cls, ledger: Ledger) -> Material:
        """Give all that counts in a ledger."""
        return cls(ledger.reports(), ledger.statements(), ledger.reviews())


def export_to(
    path: Path,
    desk: Desk,
    material: Material,
    what: Withholding = NOTHING,
    known_by: date | None = None,
) -> int:
    """Write statements as reviewed to a file in the format of its ending, `what` left out.

    With `known_by` those that were published later, or nobody knows when, are left out too.

    Returns:
        How many there are.

    Raises:
        OutputError: Nothing is written by that ending, or the file cannot be written.
    """
    held = withheld(*material, what, desk.gazetteer.place) if what else material
    reviewed = as_reviewed(held.statements, held.reviews)
    if known_by:  # only now: what a person vouched for stands without its report's statements
        known = {
            id_: statement
            for id_, statement in reviewed.statements.items()
            if statement.published and statement.published <= known_by
        }
        reviewed = replace(reviewed, statements=known)
    told = rows(held.reports, reviewed, desk.gazetteer.place, what.in_words)
    return export(told, path, desk.settings.data)


def shared(desk: Desk, case: Told, what: Withholding) -> Told:
    """Give a case without what is not to be shared."""
    if not what:
        return case
    told = (case.reports, case.statements, case.reviews)
    held = withheld(*told, what, desk.gazetteer.place)
    states = timeline_of(desk.settings, held.statements, held.reviews, case.states.known_by)
    if what.places_by:
        standing = as_reviewed(case.statements, case.reviews).statements
        states = shared_timeline(case.states, states, standing, held)
    return Told(held.reports, held.statements, held.reviews, states)


def page_of(
    desk: Desk,
    case: Told,
    *,
    title: str,
    view: Mapping[str, str] | None = None,
    what: Withholding = NOTHING,
) -> str:
    """Draw a case as one HTML page that opens without a network, `what` left out of it."""
    # folium and geopandas take most of a second to import, and the other commands need neither.
    from dashboard.mapping import render_page  # noqa: PLC0415

    towns: Callable[[float, float, float, float, int], list[Place]] = desk.gazetteer.towns
    told = shared(desk, case, what)
    with collector_at_rest():
        return render_page(
            told.states,
            told.statements,
            told.reports,
            boundaries=desk.boundaries,
            towns=towns,
            title=title,
            reviews=told.reviews,
            view=_view(view, what),
            left_out=what.in_words,
        )


def _view(view: Mapping[str, str] | None, what: Withholding) -> Mapping[str, str] | None:
    """Give what a page opens on, without a mark and a point that would tell a place."""
    if view is None or not what.places_by:
        return view
    return {name: value for name, value in view.items() if name not in ("mark", "at")}


def still_of(
    desk: Desk,
    case: Told,
    *,
    as_of: date,
    title: str,
    shape: str,
    file_format: str,
    what: Withholding = NOTHING,
) -> bytes:
    """Draw one day of a case as a still picture: a file of a format, in a shape."""
    from dashboard.mapping.still import draw_still, saved  # noqa: PLC0415 - as above

    told = shared(desk, case, what)
    figure = draw_still(
        told.states,
        told.statements,
        told.reports,
        boundaries=desk.boundaries,
        towns=desk.gazetteer.towns,
        as_of=as_of,
        title=title,
        shape=shape,
        left_out=what.in_words,
    )
    return saved(figure, file_format)


@cache
def _default_settings() -> Settings:
    return settings_from()


def _default_desk() -> Desk:
    return open_desk(_default_settings())
