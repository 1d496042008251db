"""The panel of the review screen: one statement, what was done to it, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.case import Case
from dashboard.model import DisplacementFigure, Evidence, Report, Review, ReviewAct, Statement
from dashboard.picture import Movement
from dashboard.review import doubts, standing, thread
from dashboard.ui import desk
from dashboard.ui.access import may_review
from dashboard.ui.location import choose
from dashboard.ui.plain import plain
from dashboard.ui.review_acts import EDITING, act, show_name, stop_editing, told
from dashboard.ui.review_form import blank, form
from dashboard.wording import act_in_words, changes_in_words, date_in_words, in_words

MOST_NEAR = 200
"""Movements that are offered to merge with, the nearest in time: a list of thousands is none."""


def show_panel(known: Case, statement: Statement, queue: Sequence[str]) -> None:
    """Show one statement with its doubts, the acts to choose from, and its history.

    Args:
        known: What the ledger holds.
        statement: The chosen statement.
        queue: The ids of the statements that are listed, for the next and the one before.
    """
    history = thread(statement, known.reviews)
    seen = history[-1].id if history else None
    _show_statement(known, statement)
    if problem := told():
        st.error(plain(problem))
    name = show_name() if may_review() else ""
    following, before = _neighbours(statement.id, queue)
    if not name:
        st.caption("Give your name to review." if may_review() else "You may read.")
    elif st.session_state.get(EDITING) == "edit":
        _show_edit(known, statement, seen)
    elif st.session_state.get(EDITING) == "reject":
        _show_reject(statement, seen, following)
    else:
        _show_acts(known, statement, seen, following)
    with st.container(horizontal=True):
        _step("Previous", "K", before)
        _step("Next", "J", following)
    if name and isinstance(statement, DisplacementFigure):
        _show_movement(statement, seen)
    _show_history(known, statement, history, seen, name)


def show_addition(report: Report, evidence: Evidence, done: Callable[[], None]) -> None:
    """Show the form for a statement that a person adds, on words marked in a report."""
    st.subheader("Add a statement", anchor=False)
    st.markdown(f"“{plain(evidence.quote)}”")
    if problem := told():
        st.error(plain(problem))
    if not may_review():
        st.caption("You may read.")
    elif not show_name():
        st.caption("Give your name to add it.")
    else:
        _show_blank(report, evidence, done)
    st.button("Cancel", on_click=done, shortcut="Esc")


def _show_blank(report: Report, evidence: Evidence, done: Callable[[], None]) -> None:
    kind = st.segmented_control(
        "It states", ("a claim to a place", "a number of people"), required=True, default=None
    )
    if kind:
        drafted = blank(report, evidence, is_figure=kind == "a number of people")
        added = form(report, drafted)
        if added and st.button("Add", type="primary"):
            act(ReviewAct.ADD, added, None, after=added, then=added.id)
            done()
            st.rerun()


def _show_statement(known: Case, statement: Statement) -> None:
    st.markdown(f"**{plain(in_words(statement))}**")
    speaker = statement.said_by or "the report itself"
    said = f"Said by {speaker} · {date_in_words(statement)} · {statement.stance.value}"
    st.caption(plain(f"{said} · rule {statement.rule}"))
    entry = known.reviewed.acts.get(statement.id)
    st.markdown(plain(act_in_words(entry) if entry else "Machine-coded, not reviewed."))
    for doubt in doubts(statement):
        st.caption(f"⚠ {plain(doubt)}")


def _show_acts(known: Case, statement: Statement, seen: str | None, then: str | None) -> None:
    with st.container(horizontal=True):
        st.button(
            "Accept",
            type="primary",
            shortcut="A",
            on_click=act,
            args=[ReviewAct.ACCEPT, statement, seen],
            kwargs={"then": then},
        )
        st.button("Edit", shortcut="E", on_click=_begin, args=["edit"])
        rejected = statement.id in known.reviewed.rejected
        st.button("Reject", shortcut="X", on_click=_begin, args=["reject"], disabled=rejected)


def _begin(what: str) -> None:
    st.session_state[EDITING] = what


def _show_edit(known: Case, statement: Statement, seen: str | None) -> None:
    report = next(r for r in known.reports if r.id == statement.report)
    edited = form(report, statement)
    reason = st.text_input("Why", key=f"why {statement.id}")
    with st.container(horizontal=True):
        st.button(
            "Save",
            type="primary",
            disabled=edited in (None, statement),
            on_click=act,
            args=[ReviewAct.EDIT, statement, seen],
            kwargs={"reason": reason, "after": edited, "then": edited and edited.id},
        )
        st.button("Cancel", shortcut="Esc", on_click=_begin, args=[""])


def _show_reject(statement: Statement, seen: str | None, then: str | None) -> None:
    reason = st.text_input(
        "Why it is rejected", key=f"why {statement.id}", placeholder="the name of a ship, no town"
    )
    with st.container(horizontal=True):
        st.button(
            "Reject",
            type="primary",
            disabled=not reason.strip(),
            on_click=act,
            args=[ReviewAct.REJECT, statement, seen],
            kwargs={"reason": reason, "then": then},
        )
        st.button("Cancel", shortcut="Esc", on_click=_begin, args=[""])


def _step(label: str, key: str, to: str | None) -> None:
    st.button(label, shortcut=key, disabled=to is None, on_click=_show, args=[to], type="tertiary")


def _show(statement: str | None) -> None:
    choose(statement=statement)
    stop_editing()


def _neighbours(id_: str, queue: Sequence[str]) -> tuple[str | None, str | None]:
    """Give the ids that follow and precede in the queue; the first where this one is not in it."""
    if id_ not in queue:
        return (queue[0] if queue else None), None
    at = queue.index(id_)
    after = queue[at + 1] if at + 1 < len(queue) else None
    return after, queue[at - 1] if at else None


def _show_movement(figure: DisplacementFigure, seen: str | None) -> None:
    """Show the figures of a figure's movement: which is recommended, which belong together."""
    movements = _movements()
    own = next((m for m in movements if figure.id in m.figures), None)
    if own is None:
        return
    stand = desk.case().reviewed.statements
    with st.expander(f"Movement: {len(own.figures)} figures" if own.figures[1:] else "Movement"):
        for id_ in own.figures:
            mark = " (recommended)" if id_ == own.recommended else ""
            st.markdown(plain(f"{in_words(stand[id_])}{mark}"))
        recommended = figure.id == own.recommended
        _movement_button("Recommend this figure", ReviewAct.RECOMMEND, figure, seen, recommended)
        alone = len(own.figures) == 1
        _movement_button("Split it off", ReviewAct.SPLIT, figure, seen, alone)
        near = [m for m in movements if m is not own and m.category is own.category]
        near = sorted(near, key=lambda m: abs(m.start - own.start))[:MOST_NEAR]
        other = st.selectbox(
            "Merge with", near, index=None, format_func=lambda m: in_words(stand[m.recommended])
        )
        others = tuple(stand[i] for i in (*own.figures, *(other.figures if other else ())))
        _movement_button("Merge", ReviewAct.MERGE, figure, seen, other is None, others)


def _movement_button(
    label: str,
    what: ReviewAct,
    figure: DisplacementFigure,
    seen: str | None,
    disabled: bool,
    others: tuple[Statement, ...] = (),
) -> None:
    others = tuple(other for other in others if other.id != figure.id)
    more = {"others": others, "then": figure.id}
    st.button(
        label,
        disabled=disabled,
        on_click=act,
        args=[what, figure, seen],
        kwargs=more,
        width="stretch",
    )


def _movements() -> list[Movement]:
    """Give each movement as it is last reported."""
    return [intervals[-1].state for intervals in desk.states().movements.values()]


def _show_history(
    known: Case, statement: Statement, history: Sequence[Review], seen: str | None, name: str
) -> None:
    if not history:
        return
    stands = {review.id for review in standing(known.reviews)}
    with st.expander(f"History: {len(history)}", expanded=True):
        for review in reversed(history):
            undone = review.act is not ReviewAct.UNDO and review.id not in stands
            st.markdown(plain(act_in_words(review) + (", undone" if undone else "")))
            if review.before and review.after:
                for change in changes_in_words(review.before, review.after):
                    st.caption(plain(change))
        latest = next((r for r in reversed(history) if r.id in stands), None)
        if latest and name:
            st.button(
                "Undo the last act",
                shortcut="U",
                on_click=act,
                args=[ReviewAct.UNDO, statement, seen],
                kwargs={"undoes": latest.id, "then": latest.statement},
            )
