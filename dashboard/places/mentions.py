"""Mentions: the names of places in a text, found and resolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from dashboard.model import Place, PlaceMention
from dashboard.places.gazetteer import Gazetteer
from dashboard.places.recognition import Recogniser
from dashboard.places.resolution import Resolver
from dashboard.places.surroundings import Name


class Reader:
    """Finds and resolves the names in texts with one gazetteer, and remembers what it can."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.named = gazetteer.named
        self.sounding_like = gazetteer.sounding_like
        self.recogniser = Recogniser(gazetteer)
        self.resolver = Resolver(gazetteer.words.weights["place"])

    def look_up_unknown(self, names: Iterable[Name]) -> None:
        """Give the names that no gazetteer has the places that sound like them.

        A little place of several words was found as an unknown name, and is known all the same.
        """
        for name in names:
            if not name.named:
                name.named = self.named(name.key) or self.sounding_like(name.key)


def reader_of(gazetteer: Gazetteer) -> Reader:
    """Give the reader of a gazetteer, the same for as long as that remembers the same names."""
    gazetteer.make_room()
    return _reader(gazetteer, gazetteer.generation)


@lru_cache(maxsize=4)
def _reader(gazetteer: Gazetteer, generation: int) -> Reader:
    return Reader(gazetteer)


def find_places(gazetteer: Gazetteer, text: str) -> list[PlaceMention]:
    """Find the names of places in a text and resolve each, in the text's order.

    Demonyms ("Iraqi") are mentions of their country, marked associative.
    """
    reader = reader_of(gazetteer)
    names = reader.recogniser.names(text)
    reader.look_up_unknown(names)
    resolved = reader.resolver.resolve(text, names)
    return [
        PlaceMention(
            name.start,
            name.end,
            text[name.start : name.end],
            found.place,
            found.candidates,
            found.why,
            found.ambiguous,
            name.is_associative,
        )
        for name, found in zip(names, resolved, strict=True)
    ]


def resolve_places(
    gazetteer: Gazetteer, text: str, spans: Sequence[tuple[int, int]]
) -> list[Place | None]:
    """Resolve given spans `(start, end)` of a text, one answer each, None where there is none.

    The names that the text has besides help to place them. A span that no gazetteer has is placed
    by the name of a place inside it: "Copenhagen Airport".
    """
    reader = reader_of(gazetteer)
    names = _names_of(reader, text, spans)
    resolved = reader.resolver.resolve(text, names)
    places = {
        (name.start, name.end): found.place for name, found in zip(names, resolved, strict=True)
    }
    return [places[span] for span in spans]


def _names_of(reader: Reader, text: str, spans: Sequence[tuple[int, int]]) -> list[Name]:
    """Give the names of given spans, and those that the text has besides, in the text's order."""
    weighed = reader.recogniser.weighed(text)
    at = {}
    for name in weighed:
        for offset in range(name.start, name.end):
            at[offset] = name
    given = [reader.recogniser.given(text, *span, at) for span in dict.fromkeys(spans)]
    taken = bytearray(len(text) + 1)
    for start, end in spans:
        taken[start:end] = b"\1" * (end - start)
    others = [n for n in weighed if n.score > 0 and not any(taken[n.start : n.end])]
    reader.look_up_unknown(others)
    return sorted([*others, *given], key=lambda name: (name.start, name.end))
