"""Adding reports: paste one or drop files, look at what was coded, take it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard.characters import shown
from dashboard.errors import TidemarkError
from dashboard.model import Report, Statement
from dashboard.pipeline import fetch_report, take_in
from dashboard.reports import ENDINGS, report_from_bytes, report_from_text
from dashboard.ui import desk
from dashboard.ui.header_form import CORRECT
from dashboard.ui.import_table import show_import
from dashboard.ui.location import REPORTS, choose, go
from dashboard.ui.plain import plain
from dashboard.wording import date_in_words, in_words

_DRAFTS = "drafts"
_PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that was coded and is not taken in yet."""

    report: Report
    statements: list[Statement]


def show_form() -> None:
    """Show the form for reports, and below it what was coded from those just given."""
    with st.container(width=880):
        report, coded = st.tabs(["A report", "Coded data"])
        with report:
            _show_form()
            for problem in st.session_state.get(_PROBLEMS, []):
                st.error(plain(problem))
            if st.session_state.get(_DRAFTS):
                _show_drafts(st.session_state[_DRAFTS])
        with coded:
            show_import()


def _show_form() -> None:
    st.caption(
        "Paste the text of a news article or situation report, or drop files. It is coded on this "
        "machine, and you see what was found before it is taken in."
    )
    with st.form("report", border=False):
        text = st.text_area("Text", height=240, placeholder="Paste the report here")
        files = st.file_uploader(
            "Or files: text, web pages, PDF, Word",
            type=[ending.lstrip(".") for ending in ENDINGS],
            accept_multiple_files=True,
        )
        left, right = st.columns(2)
        title = left.text_input("Title")
        publisher = right.text_input("Publisher")
        published = left.date_input("Date of publication", value=None, format="YYYY-MM-DD")
        address = right.text_input("Address", placeholder="https://…")
        st.caption(
            "Fill in what the report does not say of itself. Without a date of publication, "
            "“on Monday” cannot be dated."
            + (" An address alone is fetched from the web." if desk.desk().settings.web else "")
        )
        if st.form_submit_button("Code", type="primary"):
            given = {
                "title": title.strip(),
                "publisher": publisher.strip(),
                "published": published.isoformat() if published else "",
                "address": address.strip(),
            }
            _code(text, [(file.name, file.getvalue()) for file in files], given)


def _code(text: str, files: list[tuple[str, bytes]], given: Mapping[str, str]) -> None:
    st.session_state.pop(_PROBLEMS, None)
    drafts: list[Draft] = []
    settings, address = desk.desk().settings, given["address"]
    if address and settings.web and not (text.strip() or files):
        with st.spinner("Fetching the report …"):
            drafts += _drafted("the web", partial(fetch_report, settings, address, given))
    elif text.strip() or not files:
        drafts += _drafted("the pasted text", partial(report_from_text, text, given))
    if files:
        bar = st.progress(0.0, "Reading the files …")
        for count, (name, raw) in enumerate(files, 1):
            named = {"id": name.rsplit(".", 1)[0], **given}
            drafts += _drafted(name, partial(report_from_bytes, raw, named))
            bar.progress(count / len(files), f"{count} of {len(files)} files read")
    st.session_state[_DRAFTS] = drafts


def _drafted(name: str, read: Callable[[], Report]) -> list[Draft]:
    """Read and code one report; one that cannot be read is told, and the others go on."""
    try:
        report = desk.ledger().kept_as(read())
    except TidemarkError as error:
        st.session_state.setdefault(_PROBLEMS, []).append(f"{name}: {error}")
        return []
    return [Draft(report, desk.desk().code(report))]


def _show_drafts(drafts: list[Draft]) -> None:
    st.subheader("What was coded", anchor=False)
    for draft in drafts:
        _show_draft(draft)
    with st.container(horizontal=True):
        label = "Take this report in" if len(drafts) == 1 else f"Take {len(drafts)} reports in"
        st.button(label, type="primary", on_click=_take_in, args=[drafts])
        st.button("Discard", on_click=_discard)


def _show_draft(draft: Draft) -> None:
    report = draft.report
    published = report.published.isoformat() if report.published else "date not stated"
    st.markdown(f"**{plain(report.title)}**")
    st.caption(plain(f"{report.publisher or 'publisher not stated'}, {published}"))
    _tell_of_versions(report)
    language = desk.desk().language(report)
    if language != "en":
        st.info(f"This report is in another language ({language}). English alone is read.")
    elif not draft.statements:
        st.info("It names no figure of displaced people and no claim to a place.")
    else:
        rows = [
            {
                "What is stated": in_words(statement),
                "Words it rests on": statement.evidence.quote,
                "Said by": statement.said_by or "the report itself",
                "When": date_in_words(statement),
            }
            for statement in draft.statements
        ]
        st.dataframe(shown(rows), hide_index=True)
        _warn_of_undated(draft)


def _tell_of_versions(report: Report) -> None:
    versions = desk.ledger().versions(report.id)
    if report in versions:
        st.info(
            "This report is there already, with the header shown here. It is not taken in twice. "
            f"If title, publisher, date or address are wrong, choose “{CORRECT}” in Reports."
        )
    elif versions:
        st.info(
            f"“{plain(versions[-1].title)}” is there with another text. Taken in, this one is its "
            "newest version: its statements count, and those of the older text do not. If it is "
            "another report, give it a title and an address of its own above and code again."
        )
    else:
        titles = {known.id: plain(known.title) for known in desk.case().reports}
        st.selectbox(
            "If it corrects a report that is there, which one?",
            list(titles),
            index=None,
            format_func=titles.__getitem__,
            placeholder="It is a report of its own",
            key=_corrects(report),
        )


def _corrects(report: Report) -> str:
    return f"{report.content_hash} corrects"


def _warn_of_undated(draft: Draft) -> None:
    undated = sum(s.start is None for s in draft.statements)
    if undated and not draft.report.published:
        st.warning(
            f"{undated} of {len(draft.statements)} statements have no date and will not be on the "
            "map. Give the date of publication above and code again; of a report that is there, "
            "correct the header in Reports."
        )


def _take_in(drafts: list[Draft]) -> None:
    kept: list[Report] = []
    try:
        for report in (draft.report for draft in drafts):
            corrects = st.session_state.get(_corrects(report))
            kept += take_in(desk.ledger(), desk.desk(), [report], corrects=corrects)
    except TidemarkError as error:
        st.session_state[_PROBLEMS] = [str(error)]
        return
    _discard()
    days = [report.published for report in kept if report.published]
    if days:  # so that the map shows what was taken in
        choose(as_of=max(days).isoformat(), mark=None, since=None, at=None)
    go(REPORTS, report=kept[0].id, statement=None)


def _discard() -> None:
    st.session_state.pop(_DRAFTS, None)
    st.session_state.pop(_PROBLEMS, None)
