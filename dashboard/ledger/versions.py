"""Versions of a report: which texts are one document, and which reviews hold for the newest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from dashboard.model import Evidence, PlaceMention, Report, Review, Statement


def is_same_document(older: Report, newer: Report) -> bool:
    """Tell whether a report is a new version of another: by the address, or by id and title.

    The address of a whole site, without a path, is that of no document.
    """
    if older.address and newer.address:
        return older.address == newer.address and _is_of_document(newer.address)
    return older.id == newer.id and older.title == newer.title


def _is_of_document(address: str) -> bool:
    return bool(re.sub(r"^(\w+://)?[^/?#]*", "", address).strip("/#"))


def holding(review: Review, reports: Mapping[str, Report]) -> Review | None:
    """Let a review's statements point into the newest text of their report, published as it is.

    Args:
        review: The review.
        reports: The newest version of each report that was corrected, by its id.

    Returns:
        The review, or None where the newest text does not have the words any more.
    """
    held: dict[str, Statement] = {}
    for name in ("before", "after"):
        statement: Statement | None = getattr(review, name)
        if statement is None:
            continue
        there = _held(statement, reports)
        if there is None:
            return None
        held[name] = there
    # One of the others that is not in its text any more stays as it was, and is not found there.
    others = tuple(_held(other, reports) or other for other in review.others_before)
    return replace(review, others_before=others, **held)  # type: ignore[arg-type]


def _held(statement: Statement, reports: Mapping[str, Report]) -> Statement | None:
    if statement.report not in reports:
        return statement
    newest = reports[statement.report]
    there = _moved(statement, newest.text)
    return there and published_with(there, newest)


def published_with(statement: Statement, report: Report) -> Statement:
    """Let a statement carry the publisher of its report, and the date of publication."""
    return replace(statement, published=report.published, publisher=report.publisher)


def _moved(statement: Statement, text: str) -> Statement | None:
    """Move a statement to where its quote stands in a text, the nearest place of several."""
    evidence = statement.evidence
    starts = [m.start() for m in re.finditer(re.escape(evidence.quote), text)]
    if not starts or not evidence.quote:
        return None
    shift = min((start - evidence.start for start in starts), key=abs)
    if not shift:
        return statement
    spans = {field.name: getattr(statement, field.name) for field in fields(statement)}
    return replace(statement, **{name: _shifted(value, shift) for name, value in spans.items()})


def _shifted(value: Any, by: int) -> Any:
    if isinstance(value, Evidence | PlaceMention):
        return replace(value, start=value.start + by, end=value.end + by)
    return tuple(_shifted(part, by) for part in value) if isinstance(value, tuple) else value
