"""The form of one statement: every field that a person can put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import streamlit as st

from dashboard.model import (
    ActorReference,
    DatePrecision,
    DisplacementFigure,
    Evidence,
    Extent,
    Place,
    PlaceMention,
    Relation,
    Report,
    Stance,
    Statement,
    TerritorialClaim,
)
from dashboard.ui import desk

BY_HAND = "by hand"
_WHY = "chosen in review"
Word = TypeVar("Word", bound=StrEnum)


def blank(report: Report, evidence: Evidence, *, is_figure: bool) -> Statement:
    """Make an empty statement on marked words, to be filled in."""
    said: dict[str, Any] = {
        "report": report.id,
        "evidence": evidence,
        "rule": BY_HAND,
        "published": report.published,
        "publisher": report.publisher,
    }
    if is_figure:
        return DisplacementFigure(quantity=0, **said)
    nobody = ActorReference("", "", "")
    marked = range(evidence.start, evidence.end)
    named = [m for m in desk.desk().mentions(report) if m.start in marked and m.place]
    place = named[0] if named else PlaceMention(evidence.start, evidence.start, "")
    return TerritorialClaim(actor=nobody, relation=Relation.HOLDS, place=place, **said)


def form(report: Report, statement: Statement) -> Statement | None:
    """Show every field of a statement; give it as filled in, None while something is missing."""
    fields = _Fields(report, statement)
    if isinstance(statement, DisplacementFigure):
        return fields.figure(statement)
    return fields.claim(statement)


class _Fields:
    """The widgets of one statement. Their keys hold its id, so that another starts afresh."""

    def __init__(self, report: Report, statement: Statement) -> None:
        self.report = report
        self.statement = statement

    def key(self, label: str) -> str:
        return f"{self.statement.id} {label}"

    def claim(self, claim: TerritorialClaim) -> TerritorialClaim | None:
        actor = self.actor(claim.actor)
        relation = self.one_of("Relation", claim.relation)
        places = self.places("Place", [claim.place], one=True)
        extent = self.one_of("Extent", claim.extent)
        share = self.share(claim.share) if extent is Extent.SHARE else None
        said = self.said()
        if not (actor and places):
            st.caption("An actor and a place are needed.")
            return None
        changed = {"relation": relation, "extent": extent, "share": share, **said}
        return replace(claim, actor=actor, place=places[0], **changed)

    def figure(self, figure: DisplacementFigure) -> DisplacementFigure | None:
        left, right = st.columns(2)
        with left:
            low = self.number("Number, or lower end", figure.quantity)
        with right:
            high = self.number("Upper end", figure.quantity_high)
        changed: dict[str, Any] = {
            "quantifier": self.one_of("Quantifier", figure.quantifier),
            "vague": st.checkbox("A vague word", figure.vague, key=self.key("vague")),
            "unit": self.one_of("Unit", figure.unit),
            "category": self.one_of("Category", figure.category),
            "term": self.one_of("Term", figure.term),
            "origin": self.places("Origin", figure.origin),
            "destination": self.places("Destination", figure.destination),
            "location": self.places("Location, where no direction is given", figure.location),
            "cause": self.text("Cause", figure.cause),
            **self.said(),
        }
        if not low or (high is not None and high <= low):
            st.caption("A number is needed, and an upper end above it if there is one.")
            return None
        return replace(figure, quantity=low, quantity_high=high, **changed)

    def said(self) -> dict[str, Any]:
        """Show what every statement has: stance, speaker and dates."""
        said = self.statement
        stance: Stance = self.one_of("Stance", said.stance)
        speaker = self.text("Said by, as the report has it", said.said_by)
        role = self.text("Their role", said.said_by_role)
        left, right = st.columns(2)
        with left:
            start = self.day("From", said.start)
        with right:
            end = self.day("To", said.end)
        known = start or end
        precision = said.date_precision if known else DatePrecision.UNKNOWN
        if known:
            precision = self.one_of("As exact as a", precision)
        return {
            "stance": stance,
            "said_by": speaker,
            "said_by_role": role,
            "start": start or end,
            "end": end or start,
            "date_precision": precision,
        }

    def actor(self, actor: ActorReference) -> ActorReference | None:
        """Choose the actor, from the table or as written."""
        names = desk.desk().coder.territory.actors.names.known()
        if actor.name and actor.name not in names:
            names = [actor.name, *names]
        name = st.selectbox(
            "Actor",
            names,
            index=names.index(actor.name) if actor.name else None,
            accept_new_options=True,
            key=self.key("actor"),
            help="Choose from the table, or type a new name",
        )
        if not name or name == actor.name:
            return actor if name else None
        chosen = desk.desk().actor_named(name)
        return replace(chosen, as_written=actor.as_written or name)

    def places(
        self, label: str, mentions: Sequence[PlaceMention], *, one: bool = False
    ) -> tuple[PlaceMention, ...]:
        """Choose places by search: each name, and which place of that name is meant."""
        written = "; ".join(m.place.name if m.place else m.as_written for m in mentions)
        typed = st.text_input(
            label, written, key=self.key(label), help=None if one else "Several: part them by ;"
        )
        names = [typed] if one else typed.split(";")
        return tuple(self.place(name.strip(), mentions) for name in names if name.strip())

    def place(self, name: str, mentions: Sequence[PlaceMention]) -> PlaceMention:
        """Choose one of the places of a name; a name that no gazetteer has stays a name."""
        old = next((m for m in mentions if name in (m.as_written, m.place and m.place.name)), None)
        before = [old.place] if old and old.place else []
        found = [*before, *(p for p in desk.desk().places_named(name) if p not in before)]
        if not found:
            st.caption(f"“{name}” is in no gazetteer; it will have no point.")
            return old or _mention(self.report, self.statement.evidence, name, None)
        place = found[0]
        if found[1:]:
            label = f"Which {name}"
            place = st.selectbox(label, found, format_func=_described, key=self.key(label))
        if old and place == old.place:
            return old
        if old:
            return replace(old, place=place, why=_WHY, ambiguous=False)
        return _mention(self.report, self.statement.evidence, name, place)

    def one_of(self, label: str, word: Word) -> Word:
        words = list(type(word))
        return st.selectbox(
            label,
            words,
            index=words.index(word),
            format_func=lambda each: str(each).replace("_", " "),
            key=self.key(label),
        )

    def text(self, label: str, value: str | None) -> str | None:
        return st.text_input(label, value or "", key=self.key(label)).strip() or None

    def number(self, label: str, value: int | None) -> int | None:
        return st.number_input(label, min_value=0, value=value or None, key=self.key(label))

    def share(self, value: float | None) -> float | None:
        percent = st.number_input(
            "Share, per cent", 0.0, 100.0, 100 * (value or 0.5), key=self.key("share")
        )
        return percent / 100

    def day(self, label: str, value: date | None) -> date | None:
        return st.date_input(label, value=value, format="YYYY-MM-DD", key=self.key(label))


def _described(place: Place) -> str:
    """Say a place so that others of its name are told from it."""
    above = (desk.desk().gazetteer.place(identifier) for identifier in place.within)
    return ", ".join((place.name, place.kind.value, *(a.name for a in above if a)))


def _mention(report: Report, evidence: Evidence, name: str, place: Place | None) -> PlaceMention:
    """Mention a place where the report has its name, else by the words that the statement is on."""
    at = report.text.find(name)
    if at < 0:
        return PlaceMention(evidence.start, evidence.end, evidence.quote, place, why=_WHY)
    return PlaceMention(at, at + len(name), name, place, why=_WHY)
