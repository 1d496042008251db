"""Mentions: the names of places in a text, found and resolved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dashboard.model import Place, PlaceMention
from dashboard.places.gazetteer import Gazetteer
from dashboard.places.names import fold
from dashboard.places.recognition import Name, Recogniser
from dashboard.places.resolution import Asked, resolve


@lru_cache(maxsize=4)
def _recogniser(gazetteer: Gazetteer) -> Recogniser:
    return Recogniser(gazetteer)


def find_places(gazetteer: Gazetteer, text: str) -> list[PlaceMention]:
    """Find the names of places in a text and resolve each, in the text's order."""
    names = _recogniser(gazetteer).names(text)
    asked = [_asked(name) for name in names]
    resolved = resolve(text, asked, gazetteer.words.weights["place"])
    return [
        PlaceMention(
            name.start,
            name.end,
            text[name.start : name.end],
            found.place,
            found.candidates,
            found.why,
            found.ambiguous,
            name.is_demonym,
        )
        for name, found in zip(names, resolved, strict=True)
    ]


def _asked(name: Name) -> Asked:
    return Asked(name.start, name.end, name.named, name.kind, name.is_demonym)


def resolve_places(
    gazetteer: Gazetteer, text: str, spans: Sequence[tuple[int, int]]
) -> list[Place | None]:
    """Resolve given spans `(start, end)` of a text, one answer each, None where there is none."""
    given = [_given(gazetteer, text, start, end) for start, end in spans]
    taken = sorted(spans)
    others = [
        _asked(name)
        for name in _recogniser(gazetteer).names(text)
        if not any(start < name.end and name.start < end for start, end in taken)
    ]
    asked = sorted({*given, *others}, key=lambda name: (name.start, name.end))
    resolved = dict(zip(asked, resolve(text, asked, gazetteer.words.weights["place"]), strict=True))
    return [resolved[name].place for name in given]


def _given(gazetteer: Gazetteer, text: str, start: int, end: int) -> Asked:
    named = gazetteer.named(fold(text[start:end]))
    return Asked(start, end, named, None, False)
