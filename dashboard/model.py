"""The nouns: places, mentions, reports, statements and reviews, as frozen values.

The words are the field's: a *statement* is what a report says, coded; a *displacement figure*
follows IDMC's glossary of internal displacement; a *territorial claim* says which actor a report
has taking, holding, losing, contesting or threatening which place.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum


class PlaceKind(StrEnum):
    """What an entry of the gazetteer is."""

    COUNTRY = "country"
    REGION = "region"  # continents, unions of provinces, seas, mountains: no administrative unit
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    CITY = "city"
    SITE = "site"


class Stance(StrEnum):
    """How a report puts a statement."""

    ASSERTED = "asserted"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class DatePrecision(StrEnum):
    """How exactly a text dates what it says."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class Quantifier(StrEnum):
    """What the words around a number say of it."""

    EXACT = "exact"
    APPROXIMATELY = "approximately"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    RANGE = "range"


class Unit(StrEnum):
    """What a displacement figure counts. Families, homes and houses are households."""

    PEOPLE = "people"
    HOUSEHOLDS = "households"


class Category(StrEnum):
    """New displacement and returns are flows; IDPs and refugees are stocks."""

    NEW_DISPLACEMENT = "new_displacement"
    IDPS = "idps"
    REFUGEES = "refugees"
    RETURNS = "returns"

    @property
    def is_stock(self) -> bool:
        """Tell whether the figure counts who is there, not who moved."""
        return self in (Category.IDPS, Category.REFUGEES)


class Term(StrEnum):
    """IDMC's reporting terms, and `returned`."""

    DISPLACED = "displaced"
    FORCED_TO_FLEE = "forced_to_flee"
    EVACUATED = "evacuated"
    SHELTERED = "sheltered"
    IN_RELIEF_CAMP = "in_relief_camp"
    RELOCATED = "relocated"
    HOMELESS = "homeless"
    DESTROYED_HOUSING = "destroyed_housing"
    PARTIALLY_DESTROYED_HOUSING = "partially_destroyed_housing"
    UNINHABITABLE_HOUSING = "uninhabitable_housing"
    RETURNED = "returned"


class Relation(StrEnum):
    """What an actor does with a place, by the report."""

    TAKES = "takes"
    HOLDS = "holds"
    LOSES = "loses"
    CONTESTS = "contests"
    THREATENS = "threatens"


class Extent(StrEnum):
    """How much of a place a territorial claim speaks of."""

    ALL = "all"
    PART = "part"
    SHARE = "share"


class Side(StrEnum):
    """Whose an actor is, where the text or the table of actors says it."""

    STATE = "state"
    NON_STATE = "non_state"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer.

    `lat` and `lon` are degrees, WGS 84, and None for a place that has no point (a state that is
    no more). `country` is ISO 3166-1 alpha-2. `within` lists the ids of what contains the place,
    narrowest first; `boundaries` the ids of its polygons in data/boundaries.parquet, several for
    a union of provinces.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    within: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()
    iso_3166_2: str | None = None
    p_code: str | None = None
    local_name: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for, with a score from 0 to 1."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place's name in a text: `text[start:end] == as_written`.

    `place` is None for a name that no gazetteer has. `candidates` come best first; `why` says in
    words what decided. `ambiguous` marks a near-tie. `associative` marks a name that stands
    inside another name ("Norwegian Refugee Council") and is not where anything happened.
    """

    start: int
    end: int
    as_written: str
    place: Place | None = None
    candidates: tuple[Candidate, ...] = ()
    why: str = ""
    ambiguous: bool = False
    associative: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A source document. `text` is exactly what evidence points into.

    `publisher` is None where the document names none. `published_known` says how the date of
    publication is known ("stated", or in words what it was inferred from). `agencies` are the
    news agencies and media that it cites; `note` says what a reader must know of the text.
    """

    id: str
    text: str
    published: date | None = None
    title: str = ""
    publisher: str | None = None
    published_known: str = "stated"
    address: str | None = None
    source_file: str | None = None
    source_sha256: str | None = None
    agencies: tuple[str, ...] = ()
    note: str = ""

    @property
    def content_hash(self) -> str:
        """SHA-256 of the text, by which a report is known: hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a report beside its text, and can be put right; fields as in `Report`."""

    published: date | None = None
    title: str = ""
    publisher: str | None = None
    published_known: str = "stated"
    address: str | None = None

    @classmethod
    def of(cls, report: Report) -> Header:
        """Give the header of a report."""
        return cls(*(getattr(report, field.name) for field in fields(cls)))

    def put_on(self, report: Report) -> Report:
        """Give a report with this header in place of its own."""
        return replace(report, **{field.name: getattr(self, field.name) for field in fields(self)})


@dataclass(frozen=True, slots=True)
class HeaderCorrection:
    """Who put a report's header right, when (aware, UTC), why and how. The latest counts."""

    report: str
    who: str
    when: datetime
    why: str
    before: Header
    after: Header


@dataclass(frozen=True, slots=True)
class Evidence:
    """The span of a report's text that a statement rests on: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class ActorReference:
    """An actor as a report names it, and the entry of the table of actors that it stands for.

    `id` and `name` are those of the table, or made from the words where no entry has them.
    `inferred` is true where the words describe an actor and do not name it.
    """

    id: str
    name: str
    as_written: str
    side: Side = Side.UNKNOWN
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What every statement carries, whatever it states.

    `start` and `end` are the first and last day that it speaks of, both None where the text gives
    no date. `published` and `publisher` are the report's, so that a statement stands alone.
    """

    report: str
    evidence: Evidence
    rule: str
    stance: Stance = Stance.ASSERTED
    said_by: str | None = None
    said_by_role: str | None = None
    passed_on_by: str | None = None
    start: date | None = None
    end: date | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    published: date | None = None
    publisher: str | None = None

    @property
    def said_in(self) -> str:
        """Who speaks: the speaker named, else the publisher, else the report."""
        return self.said_by or self.publisher or f"report {self.report}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplacementFigure(_Said):
    """How many people or households fled, stay or returned.

    `quantity` is the number, or the lower end where the text gives a range and `quantity_high`
    the upper. `vague` marks words such as "thousands", read as at least 2,000. `origin`,
    `destination`, and `location` where the text gives no direction. `part_of` is the id of the
    figure that this one is a part of ("of whom 76,000"). `equivalent` is a conversion that the
    text gives beside the number, and `working` how a number was worked out, in words.
    """

    quantity: int
    quantity_high: int | None = None
    quantifier: Quantifier = Quantifier.EXACT
    vague: bool = False
    unit: Unit = Unit.PEOPLE
    category: Category = Category.NEW_DISPLACEMENT
    term: Term = Term.DISPLACED
    origin: tuple[PlaceMention, ...] = ()
    destination: tuple[PlaceMention, ...] = ()
    location: tuple[PlaceMention, ...] = ()
    cause: str | None = None
    part_of: str | None = None
    equivalent: str | None = None
    working: str | None = None

    @property
    def id(self) -> str:
        """Made of the report, the evidence and what is stated: the same when coded again."""
        return _id(self.report, self.evidence, f"{self.unit}|{self.quantity}|{self.category}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritorialClaim(_Said):
    """An actor takes, holds, loses, contests or threatens a place.

    `share` is the share of the place, 0 to 1, where the text gives one ("up to 80% of").
    """

    actor: ActorReference
    relation: Relation
    place: PlaceMention
    extent: Extent = Extent.ALL
    share: float | None = None

    @property
    def id(self) -> str:
        """Made of the report, the evidence and what is stated: the same when coded again."""
        what = f"{self.actor.id}|{self.relation}|{self.place.start}|{self.place.as_written}"
        return _id(self.report, self.evidence, what)


Statement = DisplacementFigure | TerritorialClaim


def _id(report: str, evidence: Evidence, what: str) -> str:
    seed = f"{report}|{evidence.start}|{evidence.end}|{what}"
    return hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class ReviewAct(StrEnum):
    """What a reviewer did."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    ADD = "add"  # a statement that the coder missed
    RECOMMEND = "recommend"  # make this figure its movement's recommended one
    MERGE = "merge"  # this figure and others tell of one movement
    SPLIT = "split"  # this figure tells of another movement than the others
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Review:
    """One act of a reviewer on one statement. `when` is aware, UTC. The latest act counts.

    `before` is the statement as the reviewer saw it, by whose evidence and content the act holds on
    when the report is coded again; `after` what an edit or an addition made of it. `others` are the
    ids of a merge's other figures, `others_before` those figures; `undoes` the act taken back.
    """

    statement: str
    act: ReviewAct
    reviewer: str
    when: datetime
    reason: str = ""
    before: Statement | None = None
    after: Statement | None = None
    others: tuple[str, ...] = ()
    others_before: tuple[Statement, ...] = ()
    undoes: str | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that it holds, as they were and as they became."""
        return tuple(s for s in (self.before, self.after, *self.others_before) if s)

    @property
    def id(self) -> str:
        """Made of who did what when: two acts of one person at one moment are one act."""
        what = "|".join((self.statement, self.act, self.reviewer, self.when.isoformat()))
        return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who took the text of a report out of the ledger, when and why. `when` is aware, UTC.

    `start` and `end` are the characters of the redacted passage, both None where all went;
    `content_hash` is that of the text as it was, by which it is refused if it comes in again.
    """

    report: str
    who: str
    when: datetime
    why: str
    start: int | None = None
    end: int | None = None
    content_hash: str = ""
