"""Names of which a list says the last word once: "North and South Kivu"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from dashboard.places.gazetteer import Gazetteer
from dashboard.places.surroundings import Name

_JOINS = (" and ", " or ", ", ", "/", "& ")
_LONGEST = max(map(len, _JOINS))
_KEY = attrgetter("key")
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
        self._leads = tuple(f"{word.lower()} " for word in directions)
        self._has_lead = lru_cache(maxsize=65536)(self._opens)

    def with_shared(self, text: str, names: list[Name]) -> list[Name]:
        """Give the names, in order, and before one that shares its last word the others."""
        if not any(map(self._has_lead, map(_KEY, names))):
            return names  # as most texts
        found: list[Name] = []
        for name in names:
            if self._has_lead(name.key):
                found += self._sharing(text, name)
            found.append(name)
        return found

    def _opens(self, key: str) -> bool:
        return key.startswith(self._leads)

    def _sharing(self, text: str, name: Name) -> Iterator[Name]:
        if not text.endswith(_JOINS, max(0, name.start - _LONGEST), name.start):
            return
        head = name.key.partition(" ")[2]
        listed = self._listed.search(text, max(0, name.start - _REACH), name.start)
        for match in self._direction.finditer(listed.group()) if listed else ():
            key = f"{match.group().lower()} {head}"
            if listed and (named := self._gazetteer.named(key)):
                start = listed.start() + match.start()
                end = start + len(match.group())
                yield replace(
                    name, start=start, end=end, key=key, named=named, features=[*name.features]
                )
