"""Where names stand in a text: runs of capitalised words, and the gazetteer's names in them.

Most of a text is lower case and passed over by one regular expression. A run ("President of the
Republic of Iraq") is looked through once, however often it comes; what it holds is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dashboard.places.features import RunFeatures
from dashboard.places.gazetteer import Gazetteer, Named
from dashboard.places.layout import NameQuality
from dashboard.places.names import APOSTROPHES, abbreviation, fold
from dashboard.places.words import Role
from dashboard.tries import trie_of


def _ranges_of_capitals() -> str:
    """Give the capitals of the scripts that have them, as the inside of a character class."""
    points = [code for code in range(0x590) if chr(code).isupper() or chr(code).istitle()]
    points += [code for code in range(0x1E00, 0x2000) if chr(code).isupper()]
    starts = [p for p in points if p - 1 not in set(points)]
    ends = [p for p in points if p + 1 not in set(points)]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


CAPITALS = _ranges_of_capitals()
_WORD = rf"[{CAPITALS}][\w{APOSTROPHES}]*"
_ARTICLE = "al an ar as at ad az ash ath adh el ed er es et ez esh"
_ENGLISH = ("an", "as", "at")  # articles that are English words too: a camp at Ain Issa
_BEFORE_NAMES = frozenset(
    f"{article}{mark}"
    for article in _ARTICLE.split()
    for mark in "- "
    if mark == "-" or article not in _ENGLISH
)
_LAST_OF_ARTICLES = frozenset(article[-2:] for article in _ARTICLE.split())
_JOINING = (
    "of the and de da do dos das del della di la le les el al ar as ad an ul ez es ech en e i y du"
    " des sur sous am der den on upon wa bin ibn au aux"
)
_GAP = r"(?:[ \u00a0]\n?|[-–][ \n]{0,2}|\n|\.(?<!\w\w\w\.) ?)"
# It begins with a capital, so that only capitals are looked at; an article goes before it. Python
# up to 3.11.4 gets lost where a possessive repeat stands in a group: there is none.
_RUN = re.compile(
    rf"([{CAPITALS}](?<!\w.)[\w{APOSTROPHES}]*"
    rf"(?:{_GAP}(?:{trie_of(_JOINING.split())}{_GAP}|[dl]['’]){{0,2}}{_WORD})*\.?)"
)
_TOKEN = re.compile(rf"\w[\w{APOSTROPHES}]*")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s?$")
_MOST_WORDS = 9  # no name of a place is longer
_LONGEST_SHORT_FORM = 6
_WEAK = 5.5  # a place less important than this does not break up a longer name
_WEAK_OF_WORDS = 4.5  # nor a place whose name has several words, below this
_INSIDE = frozenset(
    (
        "al",
        "el",
        "ad",
        "ar",
        "as",
        "ash",
        "an",
        "ul",
        "e",
        "i",
        "ben",
        "bin",
        "ibn",
        "de",
        "du",
        "wa",
    )
)


# Words that begin names of places, and are words or titles by themselves: Fort McMurray, Umm Dawm.
_PREFIX = "fort port umm um am wad wadi ain ras tel tell beit bir kafr jebel"
_PREFIXES = frozenset(_PREFIX.split())
_MC = re.compile(r"Mc[A-Z]")


class Sighting(NamedTuple):
    """A name in a run. `start` and `end` are offsets in the run.

    `named` is empty for capitalised words that are in no gazetteer. `is_demonym` tells that the
    name is the people's, or what is theirs: Iraqi. `weights` are what its run says for it.
    `rest` are the words that follow in the run, five at most; `words` is the number of its own.
    """

    start: int
    end: int
    key: str
    named: tuple[Named, ...]
    is_demonym: bool
    weights: dict[str, int]
    rest: tuple[str, ...]
    words: int


class Scanner:
    """Finds names of one gazetteer in texts; keeps what it found in each run."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        words = gazetteer.words
        self._features = RunFeatures(words)
        self._never = words.roles[Role.NEVER]
        self._directions = frozenset(fold(word) for word in words.roles[Role.DIRECTION])
        roles = set(Role) - {Role.LOCATIVE, Role.NEVER, Role.ORGANISATION_OF}
        self._no_part = words.common.union(*(words.roles[role] for role in roles))
        self.sightings = lru_cache(maxsize=65536)(self._sightings)

    def runs(self, text: str) -> Iterator[tuple[int, tuple[Sighting, ...]]]:
        """Yield where each run of capitalised words with names in it starts, and its names."""
        sightings = self.sightings
        pieces = iter(_RUN.split(text))
        end = 0
        for gap, run in zip(pieces, pieces):  # noqa: B905
            start = end + len(gap)
            end = start + len(run)
            article = _article_at_end(gap) if gap[-3:-1] in _LAST_OF_ARTICLES else 0
            found = sightings(gap[-article:] + run if article else run)
            if found:
                yield start - article, found

    def _sightings(self, run: str) -> tuple[Sighting, ...]:
        words = [(m.start(), m.end()) for m in _TOKEN.finditer(run)]
        written = [run[start:end] for start, end in words]
        keys = [fold(word) or "\x00" for word in written]
        bare = [fold(_POSSESSIVE.sub("", word)) or "\x00" for word in written]
        forms = (keys, bare) if bare != keys else (keys,)
        found: dict[int, Sighting] = {}
        at = 0
        while at < len(words):
            sighting = self._at(run, words, forms, at)
            if sighting:
                found[at] = sighting
            at += sighting.words if sighting else 1
        for first, last in self._unknown(run, words, found):
            for inside in range(first, last + 1):
                found.pop(inside, None)
            found[first] = self._unknown_name(run, words, first, last)
        return tuple(found[at] for at in sorted(found))

    def _unknown(
        self, run: str, words: list[tuple[int, int]], found: dict[int, Sighting]
    ) -> list[tuple[int, int]]:
        """Give the stretches of words that may be a name that no gazetteer has, first and last.

        Little places whose name is a part of such a stretch do not break it.
        """
        taken = {
            at + inside
            for at, sighting in found.items()
            if _breaks(run, sighting)
            for inside in range(sighting.words)
        }
        inside = {at + word for at, sighting in found.items() for word in range(sighting.words)}
        stretches: list[list[int]] = []
        for at, (start, end) in enumerate(words):
            if at in taken:
                continue
            word = run[start:end]
            goes_on = stretches and stretches[-1][-1] == at - 1 and _is_joined(run, words, at)
            may_be_part = word.lower() in _INSIDE or self._may_be_part(word)
            if goes_on and (may_be_part or _MC.match(word)):
                stretches[-1].append(at)
            elif word.lower() in _PREFIXES and word[0].isupper():
                stretches.append([at])
                inside.add(at)  # no name by itself
            elif word[0].isupper() and may_be_part:
                stretches.append([at])
        return [
            (stretch[0], stretch[-1])
            for stretch in (_trimmed(run, words, stretch) for stretch in stretches)
            if len(stretch) > 1 or (stretch and stretch[0] not in inside)
        ]

    def _may_be_part(self, word: str) -> bool:
        inner = word[1:]
        return (
            word[0].isupper()
            and (inner.islower() or not inner.isalpha())
            and word.lower() not in self._no_part
            and word not in self._never
        )

    def _unknown_name(
        self, run: str, words: list[tuple[int, int]], first: int, last: int
    ) -> Sighting:
        start, end = words[first][0], words[last][1]
        if first == 1 and run[words[0][0]].islower():
            start = words[0][0]  # the article: al-Qoladh
        written = _POSSESSIVE.sub("", run[start:end])
        found = (start, start + len(written), fold(written), ())
        return self._between(run, words, first, last, found)

    def _at(
        self,
        run: str,
        words: list[tuple[int, int]],
        forms: tuple[list[str], ...],
        at: int,
    ) -> Sighting | None:
        """Give the longest name that begins with a word of a run.

        `forms` are the run's words folded, the last of them without what possesses.
        """
        if run[words[at][0]].islower() and (at or len(words) == 1):
            return None
        short = self._short_form(run, words, at)
        if short:
            return short
        best: tuple[int, str, bool] = (0, "", False)
        for folded in forms:
            count, key = self._longest(folded[at : at + _MOST_WORDS])
            # "Peru's" is Peru's, though there is a Perus; "St. John's" is no St. John.
            if count > best[0] or count == best[0] == 1:
                best = (count, key, folded is not forms[0])
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
        if written in self._never or key in self._directions:
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
        start, end, key, named = found
        count = last - first + 1
        rest = tuple(run[slice(*word)] for word in words[last + 1 : last + 6])
        capitals = end - start <= _LONGEST_SHORT_FORM and run[start:end].isupper()
        is_demonym = bool(named) and named[0].quality is NameQuality.DEMONYM
        weights = self._features.weigh(key, named, count, capitals, rest)
        return Sighting(*found, is_demonym, weights, rest, count)

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


def _article_at_end(gap: str) -> int:
    """Give the length of the article before a name, with its hyphen or space: al-Qaim."""
    for length in (3, 4):
        if gap[-length:] in _BEFORE_NAMES and not gap[-length - 1 : -length].isalnum():
            return length
    return 0


def _breaks(run: str, sighting: Sighting) -> bool:
    """Tell whether a name cannot be a part of a longer one that no gazetteer has."""
    best = sighting.named[0]
    if best.quality is NameQuality.AFTER_COMMA and run[sighting.end - 1] != ".":
        return not sighting.rest  # "AL" may be Alabama; "Al" before a word is an article
    return (
        best.prior >= (_WEAK_OF_WORDS if sighting.words > 1 else _WEAK)
        or best.quality is NameQuality.DEMONYM
        or run[sighting.end - 1] == "."
    )


def _is_joined(run: str, words: list[tuple[int, int]], at: int) -> bool:
    """Tell whether nothing but a space or a hyphen stands before a word."""
    return not run[words[at - 1][1] : words[at][0]].strip(" -–")


def _trimmed(run: str, words: list[tuple[int, int]], stretch: list[int]) -> list[int]:
    """Take the joining words off the end; give nothing for what is too short or too long."""
    while stretch and run[slice(*words[stretch[-1]])].lower() in _INSIDE:
        stretch.pop()
    if not stretch:
        return []
    long_enough = words[stretch[-1]][1] - words[stretch[0]][0] > 2
    return stretch if long_enough and len(stretch) < 6 else []
