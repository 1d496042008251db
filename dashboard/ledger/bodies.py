"""Reports, statements and reviews as JSON, and back: what a row of the ledger holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from dashboard.model import (
    DisplacementFigure,
    HeaderCorrection,
    Report,
    Review,
    ReviewAct,
    Statement,
    TerritorialClaim,
    Withdrawal,
)

FIGURE, CLAIM = "displacement_figure", "territorial_claim"
_KINDS: dict[str, type[DisplacementFigure] | type[TerritorialClaim]] = {
    FIGURE: DisplacementFigure,
    CLAIM: TerritorialClaim,
}

# A union of two dataclasses has no tag that would tell them apart, so the kind stands beside.
_Kinded = tuple[str, msgspec.Raw]


class _ReviewBody(msgspec.Struct, omit_defaults=True):
    statement: str
    act: ReviewAct
    reviewer: str
    when: datetime
    reason: str = ""
    before: _Kinded | None = None
    after: _Kinded | None = None
    others: tuple[str, ...] = ()
    others_before: tuple[_Kinded, ...] = ()
    undoes: str | None = None


def kind_of(statement: Statement) -> str:
    """Name the kind of a statement, as its record does."""
    return FIGURE if isinstance(statement, DisplacementFigure) else CLAIM


def encoded(value: Report | HeaderCorrection | Statement | Review | Withdrawal) -> bytes:
    """Give the JSON of what a row of the ledger holds."""
    if isinstance(value, Review):
        body: dict[str, Any] = {
            name: getattr(value, name) for name in _ReviewBody.__struct_fields__
        }
        body["before"], body["after"] = _kinded(value.before), _kinded(value.after)
        body["others_before"] = [_kinded(other) for other in value.others_before]
        return msgspec.json.encode(body)
    return msgspec.json.encode(value)


def decoded_report(body: bytes) -> Report:
    """Read a report back."""
    return msgspec.json.decode(body, type=Report)


def decoded_correction(body: bytes | msgspec.Raw) -> HeaderCorrection:
    """Read the correction of a header back."""
    return msgspec.json.decode(body, type=HeaderCorrection)


def decoded_statement(kind: str, body: bytes | msgspec.Raw) -> Statement:
    """Read a statement of a kind back."""
    return msgspec.json.decode(body, type=_KINDS[kind])


def decoded_review(body: bytes) -> Review:
    """Read a review back."""
    read = msgspec.json.decode(body, type=_ReviewBody)
    before, after = (pair and decoded_statement(*pair) for pair in (read.before, read.after))
    others = tuple(decoded_statement(*pair) for pair in read.others_before)
    told = {"before": before, "after": after, "others_before": others}
    return Review(**{**msgspec.structs.asdict(read), **told})


def decoded_withdrawal(body: bytes) -> Withdrawal:
    """Read the record of a withdrawal back."""
    return msgspec.json.decode(body, type=Withdrawal)


def _kinded(statement: Statement | None) -> tuple[str, Statement] | None:
    return None if statement is None else (kind_of(statement), statement)
