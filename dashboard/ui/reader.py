"""The reader: each report with its statements highlighted in place, and the way to the map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.model import DisplacementFigure, Report, Statement
from dashboard.places import find_places
from dashboard.ui import desk
from dashboard.ui.location import MAP, REPORT, STATEMENT, choose, chosen, go

_FRONTEND = Path(__file__).parent / "frontend"
_STATE = "reader"

_reader = st.components.v2.component(
    "tidemark_reader",
    html='<div class="reader"></div>',
    css=(_FRONTEND / "reader.css").read_text(encoding="utf-8"),
    js=(_FRONTEND / "reader.js").read_text(encoding="utf-8"),
)


def show_reader() -> None:
    """Show the list of reports and the chosen one, its statements highlighted."""
    known = desk.case(None)
    counts = {report.id: 0 for report in known.reports}
    for statement in known.statements:
        counts[statement.report] += 1
    report = _chosen_report(known.reports)
    _reader(
        key=_STATE,
        data={
            "reports": [_entry(r, counts[r.id]) for r in known.reports],
            "report": _document(report, [s for s in known.statements if s.report == report.id]),
            "statement": chosen(STATEMENT),
        },
        height="content",
        on_report_change=_choose_report,
        on_statement_change=_choose_statement,
        on_show_change=_show_on_map,
    )


def _chosen_report(reports: list[Report]) -> Report:
    wanted = chosen(REPORT)
    return next((r for r in reports if r.id == wanted), reports[0])


def _entry(report: Report, count: int) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher or "publisher not stated",
        "published": report.published.isoformat() if report.published else "date not stated",
        "count": count,
    }


def _document(report: Report, statements: list[Statement]) -> dict[str, Any]:
    opened = desk.desk()
    language = opened.language(report)
    return {
        **_entry(report, len(statements)),
        "published_known": report.published_known if report.published else "",
        "address": report.address or "",
        "note": report.note,
        "language": language if language != "en" else "",
        "text": report.text,
        "statements": [_span(statement) for statement in statements],
        "places": [
            {
                "start": m.start,
                "end": m.end,
                "name": m.place.name if m.place else "",
                "why": m.why,
            }
            for m in find_places(opened.gazetteer, report.text)
            if not m.associative
        ],
    }


def _span(statement: Statement) -> dict[str, Any]:
    is_figure = isinstance(statement, DisplacementFigure)
    return {
        "id": statement.id,
        "start": statement.evidence.start,
        "end": statement.evidence.end,
        "kind": "figure" if is_figure else "claim",
        "says": _figure_in_words(statement) if is_figure else _claim_in_words(statement),
        "stance": statement.stance.value,
        "speaker": statement.said_by or "the report itself",
        "role": statement.said_by_role or "",
        "passed_on_by": statement.passed_on_by or "",
        "date": _date_in_words(statement),
        "rule": statement.rule,
    }


def _figure_in_words(figure: Statement) -> str:
    assert isinstance(figure, DisplacementFigure)
    number = f"{figure.quantity:,}"
    if figure.quantity_high:
        number += f" to {figure.quantity_high:,}"
    words = [figure.category.value.replace("_", " "), figure.quantifier.value.replace("_", " ")]
    ends = [
        ("from", figure.origin),
        ("to", figure.destination),
        ("at", figure.location),
    ]
    where = " ".join(
        f"{word} {', '.join(m.place.name if m.place else m.as_written for m in mentions)}"
        for word, mentions in ends
        if mentions
    )
    return f"{words[0]}: {words[1]} {number} {figure.unit.value} {where}".strip()


def _claim_in_words(claim: Statement) -> str:
    assert not isinstance(claim, DisplacementFigure)
    place = claim.place.place.name if claim.place.place else claim.place.as_written
    actor = claim.actor.name
    if claim.actor.inferred:
        actor += f" (“{claim.actor.as_written}”)"
    extent = f"{claim.share:.0%} of " if claim.share else "part of "
    return f"{actor} {claim.relation.value} {extent if claim.extent != 'all' else ''}{place}"


def _date_in_words(statement: Statement) -> str:
    if not statement.start:
        return "no date in the text"
    days = f"{statement.start:%-d %B %Y}"
    if statement.end and statement.end != statement.start:
        days += f" to {statement.end:%-d %B %Y}"
    return f"{days} (to the {statement.date_precision.value})"


def _choose_report() -> None:
    choose(report=st.session_state[_STATE].get(REPORT), statement=None)


def _choose_statement() -> None:
    choose(statement=st.session_state[_STATE].get(STATEMENT))


def _show_on_map() -> None:
    wanted = st.session_state[_STATE].get("show")
    found = next((s for s in desk.case(None).statements if s.id == wanted), None)
    if found:
        day = found.end or found.published
        go(MAP, mark=f"statement:{found.id}", as_of=day.isoformat() if day else None)
