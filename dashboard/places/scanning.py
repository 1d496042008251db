"""Where names stand in a text: runs of capitalised words, and the gazetteer's names in them.

Most of a text is lower case and passed over by one regular expression. A run ("President of the
Republic of Iraq") is looked through once, however often it comes; what it holds is remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dashboard.places.gazetteer import Gazetteer, Named
from dashboard.places.layout import NameQuality
from dashboard.places.names import APOSTROPHES, abbreviation, fold
from dashboard.places.words import Role


def _ranges_of_capitals() -> str:
    """Give the capitals of the scripts that have them, as the inside of a character class."""
    points = [code for code in range(0x590) if chr(code).isupper() or chr(code).istitle()]
    points += [code for code in range(0x1E00, 0x2000) if chr(code).isupper()]
    starts = [p for p in points if p - 1 not in set(points)]
    ends = [p for p in points if p + 1 not in set(points)]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


CAPITALS = _ranges_of_capitals()
_WORD = rf"[{CAPITALS}][\w{APOSTROPHES}]*"
_ARTICLE = "a[lnrstdz]|ash|ath|adh|e[ldrstz]|esh"
_JOINING = (
    "of|the|and|de|da|do|dos|das|del|della|di|la|le|les|el|al|ar|as|ad|an|ul|ez|es|ech|en|e|i|y|du"
    "|des|sur|sous|am|der|den|on|upon|wa|bin|ibn|au|aux"
)
_GAP = r"(?:[ \u00a0]\n?|[-–][ \n]{0,2}|\n|(?<!\w\w\w)\. ?)"
_RUN = re.compile(
    rf"(?<![\w])(?:(?:{_ARTICLE})[- ])?{_WORD}"
    rf"(?:{_GAP}(?:(?:{_JOINING}){_GAP}|[dl]['’]){{0,2}}{_WORD})*\.?"
)
_TOKEN = re.compile(rf"\w[\w{APOSTROPHES}]*")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s?$")
_MOST_WORDS = 9  # no name of a place is longer
_LONGEST_SHORT_FORM = 6


class Sighting(NamedTuple):
    """A name of the gazetteer in a run. `start` and `end` are offsets in the run.

    `rest` are the words that follow in the run, five at most; `words` is the number of its own.
    """

    start: int
    end: int
    key: str
    named: tuple[Named, ...]
    rest: tuple[str, ...]
    words: int


class Run(NamedTuple):
    """A run of capitalised words: where it starts, and the names in it."""

    start: int
    text: str
    sightings: tuple[Sighting, ...]


class Scanner:
    """Finds names of one gazetteer in texts; keeps what it found in each run."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._never = gazetteer.words.roles[Role.NEVER]
        self.sightings = lru_cache(maxsize=65536)(self._sightings)

    def runs(self, text: str) -> list[Run]:
        """Give the runs of capitalised words of a text, in order."""
        sightings = self.sightings
        return [
            Run(match.start(), match.group(), sightings(match.group()))
            for match in _RUN.finditer(text)
        ]

    def _sightings(self, run: str) -> tuple[Sighting, ...]:
        words = [(m.start(), m.end()) for m in _TOKEN.finditer(run)]
        written = [run[start:end] for start, end in words]
        keys = [fold(word) or "\x00" for word in written]
        bare = [fold(_POSSESSIVE.sub("", word)) or "\x00" for word in written]
        found: list[Sighting] = []
        at = 0
        while at < len(words):
            sighting = self._at(run, words, keys, bare, at)
            if sighting is None:
                at += 1
            else:
                found.append(sighting)
                at += sighting.words
        return tuple(found)

    def _at(
        self,
        run: str,
        words: list[tuple[int, int]],
        keys: list[str],
        bare: list[str],
        at: int,
    ) -> Sighting | None:
        """Give the longest name that begins with a word of a run."""
        if run[words[at][0]].islower() and (at or len(words) == 1):
            return None
        short = self._short_form(run, words, at)
        if short:
            return short
        best: tuple[int, str, bool] = (0, "", False)
        for forms in (keys, bare) if bare != keys else (keys,):
            count, key = self._longest(forms[at : at + _MOST_WORDS])
            if count > best[0]:
                best = (count, key, forms is bare)
        count, key, is_bare = best
        if not count:
            return None
        return self._sighting(run, words, at, count, key, is_bare)

    def _longest(self, forms: list[str]) -> tuple[int, str]:
        """Give the longest name at the start of folded words: how many of them, and its key."""
        joined = " ".join(forms)
        for key in reversed(self._gazetteer.keys_at_start(joined)):
            if len(key) == len(joined) or joined[len(key)] == " ":
                return key.count(" ") + 1, key
        return self._with_article(forms)

    def _with_article(self, forms: list[str]) -> tuple[int, str]:
        for count in range(min(4, len(forms)), 1, -1):
            key = " ".join(forms[:count])
            if self._gazetteer.named(key):
                return count, key
        return 0, ""

    def _sighting(
        self,
        run: str,
        words: list[tuple[int, int]],
        at: int,
        count: int,
        key: str,
        is_bare: bool,
    ) -> Sighting | None:
        last = at + count - 1
        start, end = words[at][0], words[last][1]
        if is_bare:
            end = words[last][0] + len(_POSSESSIVE.sub("", run[words[last][0] : end]))
        written = run[start:end]
        if written in self._never:
            return None
        capitals = sum(map(str.isupper, written))
        named = tuple(
            found
            for found in self._gazetteer.named(key)
            if found.quality is not NameQuality.CODE or capitals > 1
        )
        if not named:
            return None
        return self._between(run, words, at, last, (start, end, key, named))

    def _between(
        self,
        run: str,
        words: list[tuple[int, int]],
        first: int,
        last: int,
        found: tuple[int, int, str, tuple[Named, ...]],
    ) -> Sighting:
        rest = tuple(run[start:end] for start, end in words[last + 1 : last + 6])
        return Sighting(*found, rest, last - first + 1)

    def _short_form(self, run: str, words: list[tuple[int, int]], at: int) -> Sighting | None:
        """Give the abbreviation with dots that begins with a word: "W. Va.", "Ky."."""
        start, end = words[at]
        if end - start > _LONGEST_SHORT_FORM or run[end : end + 1] != ".":
            return None
        for last in range(min(at + 3, len(words) - 1), at - 1, -1):
            stop = words[last][1]
            dotted = run[start : stop + 1]
            if "." in dotted and stop - start <= 2 * _LONGEST_SHORT_FORM:
                key = abbreviation(dotted)
                named = self._gazetteer.named(key)
                if named:
                    stop += run[stop : stop + 1] == "."
                    return self._between(run, words, at, last, (start, stop, key, named))
        return None
