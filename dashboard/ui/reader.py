"""The reader: each report with its statements highlighted in place, and the way to the map."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.characters import in_place
from dashboard.model import DisplacementFigure, Report, Statement
from dashboard.places import find_places
from dashboard.ui import desk
from dashboard.ui.header_form import show_header_form
from dashboard.ui.location import MAP, REPORT, STATEMENT, choose, chosen, go
from dashboard.wording import date_in_words, in_words

_FRONTEND = Path(__file__).parent / "frontend"
_STATE = "reader"
MOST_LISTED = 500

_reader = st.components.v2.component(
    "tidemark_reader",
    html='<div class="reader"></div>',
    css=(_FRONTEND / "reader.css").read_text(encoding="utf-8"),
    js=(_FRONTEND / "reader.js").read_text(encoding="utf-8"),
)


def reader(*, data: dict[str, Any], **more: Any) -> None:
    """Show the reader's script its data, with nothing in it that a screen obeys."""
    _reader(data=in_place(data), **more)


def show_reader() -> None:
    """Show the list of reports and the chosen one, its statements highlighted."""
    known = desk.case()
    if not known.reports:
        st.info("No report yet. Choose “Add a report” above to paste one or to drop files.")
        return
    counts = Counter(statement.report for statement in known.statements)
    report = _chosen_report(known.reports)
    listed = _listed(known.reports, report)
    statements = [s for s in known.statements if s.report == report.id]
    shown = _chosen_version(report)
    if shown != report:
        statements = desk.ledger().statements_of(shown)
    else:
        show_header_form(report)
    reader(
        key=_STATE,
        data={
            "entries": [_entry(r, counts[r.id]) for r in listed],
            "entry": report.id,
            "entries_are": "Reports",
            "report": document(shown, statements),
            "statement": chosen(STATEMENT),
            "card": True,
        },
        height="content",
        on_entry_change=_choose_report,
        on_statement_change=_choose_statement,
        on_show_change=_show_on_map,
    )


def _chosen_report(reports: list[Report]) -> Report:
    wanted = chosen(REPORT)
    return next((r for r in reports if r.id == wanted), reports[0])


def _listed(reports: list[Report], shown: Report) -> list[Report]:
    """Give the reports to list: of many those that the reader looks for, the last taken in."""
    if len(reports) <= MOST_LISTED:
        return reports
    words = st.text_input(
        "Find reports",
        placeholder="Words of a title, a publisher or an id",
        label_visibility="collapsed",
    )
    asked = words.casefold().split()
    found = [r for r in reports if all(word in _told_by(r) for word in asked)] if asked else reports
    if len(found) > MOST_LISTED:
        st.caption(f"The {MOST_LISTED} taken in last of {len(found):,} reports")
    listed = found[-MOST_LISTED:]
    return listed if shown in listed else [shown, *listed]


def _told_by(report: Report) -> str:
    return f"{report.title} {report.publisher} {report.id}".casefold()


def _chosen_version(report: Report) -> Report:
    """Let the reader choose an older version of a report that was corrected."""
    versions = desk.ledger().versions(report.id)
    if len(versions) < 2:
        return report
    numbers = range(len(versions), 0, -1)
    number: int = st.selectbox(
        "Version of this report",
        numbers,
        format_func=lambda n: f"{n}, the newest" if n == len(versions) else str(n),
        key=f"version of {report.id}",
        width=240,
    )
    if number != len(versions):
        st.info("This text was corrected by a newer version. Its statements are not on the map.")
    return versions[number - 1]


def _entry(report: Report, count: int) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": report.title,
        "about": about(report),
        "note": f"{count} statement{'' if count == 1 else 's'}",
    }


def about(report: Report) -> str:
    """Say who published a report, and when."""
    published = report.published.isoformat() if report.published else "date not stated"
    return f"{report.publisher or 'publisher not stated'}, {published}"


def document(report: Report, statements: list[Statement]) -> dict[str, Any]:
    """Give a report with its statements and places as the reader's script takes it."""
    opened = desk.desk()
    language = opened.language(report)
    return {
        "id": report.id,
        "title": report.title,
        "about": about(report),
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
    return {
        "id": statement.id,
        "start": statement.evidence.start,
        "end": statement.evidence.end,
        "kind": "figure" if isinstance(statement, DisplacementFigure) else "claim",
        "says": in_words(statement),
        "stance": statement.stance.value,
        "speaker": statement.said_by or "the report itself",
        "role": statement.said_by_role or "",
        "passed_on_by": statement.passed_on_by or "",
        "date": date_in_words(statement),
        "rule": statement.rule,
    }


def _choose_report() -> None:
    choose(report=st.session_state[_STATE].get("entry"), statement=None)


def _choose_statement() -> None:
    choose(statement=st.session_state[_STATE].get(STATEMENT))


def _show_on_map() -> None:
    go(MAP, statement=st.session_state[_STATE].get("show"), mark=None, as_of=None)
