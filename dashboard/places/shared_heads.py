"""Names of which a list says the last word once: "North and South Kivu"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dashboard.places.gazetteer import Gazetteer
from dashboard.places.surroundings import Seen

_REACH = 60  # characters before a name in which such a list may stand


class SharedHeads:
    """Finds directions that go with the last word of the name behind them.

    They do where the gazetteer has both names: "North Kivu" and "South Kivu", and no "North Delta".
    """

    def __init__(self, gazetteer: Gazetteer, directions: Iterable[str]) -> None:
        """Take the gazetteer and the words for directions, in lower case."""
        self._gazetteer = gazetteer
        one = "|".join(sorted((word.capitalize() for word in directions), key=len, reverse=True))
        self._direction = re.compile(one)
        no_east = r"(?<![\w-])(?<!Middle )(?<!Near )(?<!Far )"
        self._listed = re.compile(rf"{no_east}(?:{one})(?:,? (?:and|or|&) |, |/|(?:{one}))+$")
        self._first = frozenset(word.lower() for word in directions)

    def with_shared(self, text: str, seen: Iterable[Seen]) -> Iterator[Seen]:
        """Yield the names, in order, and before one that shares its last word the others."""
        for name in seen:
            first, _, head = name.key.partition(" ")
            if head and first in self._first:
                yield from self._sharing(text, name, head)
            yield name

    def _sharing(self, text: str, name: Seen, head: str) -> Iterator[Seen]:
        listed = self._listed.search(text, max(0, name.start - _REACH), name.start)
        for match in self._direction.finditer(listed.group()) if listed else ():
            key = f"{match.group().lower()} {head}"
            if listed and (named := self._gazetteer.named(key)):
                start = listed.start() + match.start()
                end = start + len(match.group())
                yield replace(
                    name, start=start, end=end, key=key, named=named, features=[*name.features]
                )
