"""What many statements share, kept once: a million of them are of few places, days and speakers."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from dashboard.model import Candidate, DisplacementFigure, Evidence, PlaceMention, TerritorialClaim

_OWN = (DisplacementFigure, TerritorialClaim, PlaceMention, Evidence, Candidate)
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in _OWN}
_NEVER_SHARED = ("quote",)


class Sharing:
    """Gives values that are equal as one and the same."""

    def __init__(self) -> None:
        self._kept: dict[type, dict[Any, Any]] = {}

    def of(self, value: Any) -> Any:
        """Let a value that was just read share its parts with those before it; give it."""
        kind = type(value)
        names = _FIELDS.get(kind)
        if names is not None:
            for name in names:
                part = getattr(value, name)
                if name not in _NEVER_SHARED and not isinstance(part, (int, float)):
                    # The value is frozen for those to whom it will be given; so far it is ours.
                    object.__setattr__(value, name, self.of(part))
            return value
        if kind is tuple:
            return tuple(map(self.of, value))
        return self._kept.setdefault(kind, {}).setdefault(value, value)
