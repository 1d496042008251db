"""What stands around a name in a text, and what it says of the name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.model import PlaceKind
from dashboard.places.gazetteer import Gazetteer, Named
from dashboard.places.names import fold
from dashboard.places.scanning import Scanner, Sighting
from dashboard.places.words import Role, WordTables
from dashboard.tries import trie_of

_TAIL = 40  # characters before a name that are looked at
_WORDS_BEFORE = 3  # words before a name that are looked at
_BEHIND = 30  # characters behind a name that are looked at
_REACH = 24  # characters before or behind a name that a direction or a word of kind may take
_BEFORE_KIND = frozenset(" \u00a0\n-")
_ENDS = frozenset('.!?:;"”)•')
_SMALL_WORDS = frozenset(("the", "of", "and"))
_COMPASS_INITIALS = "NSEWC"
_COMPASS = re.compile(r"[ -](North|South|East|West|Central)(?![\w-])(?! [A-Z])")


@dataclass(slots=True)
class Name:
    """A name with what is seen of it. `text[start:end]` takes in its words of kind and part.

    `named` are the places that the name may stand for, none where no gazetteer has it. `is_demonym`
    tells that the name is the people's, or what is theirs: Iraqi. `weights` are what its run says
    for it, `features` what is seen around it and in the text, each once. `kind` is what the words
    beside the name say that it is, None where they do not say; `listed_kind` that they say it of a
    list. `has_evidence` tells that they say outright that it is a place's. `score` is above zero
    where the name is taken for a place's.
    """

    start: int
    end: int
    key: str
    named: tuple[Named, ...]
    is_demonym: bool
    weights: Mapping[str, int]
    features: list[str]
    kind: PlaceKind | None = None
    listed_kind: bool = False
    has_evidence: bool = False
    score: int = 0

    @property
    def is_associative(self) -> bool:
        """Tell whether the name stands inside another: Iraqi troops, the Erbil-based agency."""
        return self.is_demonym or "based" in self.features

    def note_evidence(self, feature: str) -> None:
        """Note what says outright that the name is a place's."""
        self.features.append(feature)
        self.has_evidence = True


class Surroundings:
    """Reads what stands around names, by the tables of words."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        words = gazetteer.words
        self._gazetteer = gazetteer
        self._words = words
        self._locative = words.roles[Role.LOCATIVE]
        self._named_after = words.roles[Role.NAMED_AFTER]
        self._happens = words.roles[Role.HAPPENS]
        self._kind_after = _kind_after(words)
        self._direction = _direction(words)
        self._last_of_direction = frozenset(
            part for word in words.roles[Role.DIRECTION] for part in (word, word.rpartition("-")[2])
        )

    def read(self, text: str, run_start: int, sighting: Sighting) -> Name:
        """Read what stands around a name of a run that starts at `run_start`."""
        start, end, key, named, is_demonym, weights, _, _ = sighting
        start += run_start
        name = Name(start, run_start + end, key, named, is_demonym, weights, [])
        tail = text[max(0, start - _TAIL) : start]
        before = tail.rsplit(maxsplit=_WORDS_BEFORE)
        last = before[-1] if before else ""
        word = last.lower()
        if not last or "\n" in tail[-2:] or (last[-1] in _ENDS and not self._is_short_title(last)):
            name.features.append("starts")
        elif last[-1] in ",(":
            name.features.append("listed")
        else:
            self._read_before(name, last, word, before)
        if not is_demonym:
            if word in self._last_of_direction:
                self._take_in_direction(name, text)
            if text[name.end : name.end + 1] in _BEFORE_KIND:
                if self._take_in_kind(name, text):
                    return name
                if text[name.end + 1 : name.end + 2] in _COMPASS_INITIALS:
                    self._take_in_compass(name, text)
        self._read_behind(name, text)
        return name

    def given(self, written: str, scanner: Scanner) -> tuple[tuple[Named, ...], PlaceKind | None]:
        """Read a name by itself: its candidates, and the kind that its last word gives.

        What is no name of the gazetteer is read by the most important name inside it.
        """
        named = self._gazetteer.named_as_written(written)
        inside = [found for found in scanner.sightings(written) if found.named]
        if named or not inside:
            return named, None
        best = max(inside, key=lambda found: (found.words, found.named[0].prior))
        return best.named, self._words.kinds.get(written.rsplit(maxsplit=1)[-1].lower())

    def _read_before(self, name: Name, last: str, word: str, before: list[str]) -> None:
        """Note what the words before a name say of it; the last is `last`, lower-cased `word`."""
        earlier = before[-2] if len(before) > 1 else ""
        if word == "the" and earlier:
            name.features.append("the")
            word, earlier = earlier.lower(), before[-3] if len(before) > 2 else ""
        if word == "of":
            self._read_of(name, earlier)
        elif word in self._words.kinds_of:
            self._take_kind_of(name, word)
        elif word in self._locative or f"{earlier.lower()} {word}" in self._locative:
            name.note_evidence("locative")
        elif last[0].isupper():
            self._read_capital_before(name, last.rstrip("."))
        elif last[-1] in "-–":
            name.features.append("joined before")
        elif word == "and":
            name.features.append("and before")

    def _read_of(self, name: Name, earlier: str) -> None:
        """Note what the word before "of" and a name says of it."""
        word = earlier.lower()
        if word in self._words.kinds_of:
            self._take_kind_of(name, word)
        elif f"{word} of" in self._locative:
            name.note_evidence("locative")
        else:
            is_part = word in self._words.roles[Role.ORGANISATION_OF] and earlier[0].isupper()
            name.features.append("part of a name" if is_part else "of")

    def _take_kind_of(self, name: Name, word: str) -> None:
        name.note_evidence("kind of")
        name.kind = self._words.kinds_of[word]
        name.listed_kind = word[-1] == "s"

    def _is_short_title(self, word: str) -> bool:
        """Tell "Mr." and "J." from the end of a sentence."""
        title = word[:-1].lower()
        return word[-1] == "." and (len(word) == 2 or title in self._words.roles[Role.TITLE])

    def _read_capital_before(self, name: Name, word: str) -> None:
        if word.lower() in self._words.roles[Role.TITLE]:
            name.features.append("title")
        elif word in self._words.given_names:
            name.features.append("given name before")
        elif len(word) == 1:
            name.features.append("initial before")
        elif word.lower() not in _SMALL_WORDS:
            name.features.append("capital before")

    def _take_in_direction(self, name: Name, text: str) -> None:
        """Take "northern" before a name into it."""
        match = self._direction.search(text, max(0, name.start - _REACH), name.start)
        if match:
            name.start = match.start(1)
            name.note_evidence("direction")

    def _take_in_kind(self, name: Name, text: str) -> bool:
        """Take "Province" behind a name into it; the whole may be a name of its own."""
        behind = text[name.end : name.end + _REACH]
        after = self._kind_after.match(behind.lower())
        if not after:
            return False
        end = name.end + after.end(1)
        if behind[slice(*after.span(1))].islower() and text.startswith(" of ", end):
            return False  # "the West Bank town of Jenin" names the West Bank
        word = after.group(1)
        name.named = self._gazetteer.named(f"{name.key} {fold(word)}") or name.named
        name.kind = self._words.kinds[word]
        name.listed_kind = word[-1] == "s"
        name.end = end
        name.note_evidence("kind")
        return True

    def _take_in_compass(self, name: Name, text: str) -> None:
        """Take "South" behind a name into it."""
        compass = _COMPASS.match(text, name.end)
        if compass:
            name.end = compass.end(1)

    def _read_behind(self, name: Name, text: str) -> None:
        """Note what stands behind a name."""
        mark, behind = text[name.end : name.end + 1], text[name.end + 1 : name.end + _BEHIND]
        if mark == " ":
            if behind[:1].islower():
                self._read_words_behind(name, behind)
        elif mark == ",":
            name.features.append("comma behind")
        elif mark in ("-", "–") and behind[:1].isalpha():
            name.features.append("based" if behind.startswith("based") else "joined behind")
        elif mark in ("’", "'") and behind[:1] == "s":
            name.features.append("possessive")

    def _read_words_behind(self, name: Name, behind: str) -> None:
        words = behind.split(maxsplit=2)
        if words[0].rstrip(",.;:") in self._named_after:
            name.features.append("organisation")
        elif behind.startswith(("said ", "says ")):
            name.features.append("says")
        elif " ".join(words[:2]) in self._happens:
            name.has_evidence = True


def _kind_after(words: WordTables) -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0\n-]\n?({trie_of(words.kinds)})(?!\w)")


def _direction(words: WordTables) -> re.Pattern[str]:
    directions = sorted(words.roles[Role.DIRECTION], key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\-", r"[- ]{1,2}") for word in directions)
    return re.compile(rf"(?<![\w-])({joined})[ \n]$", re.IGNORECASE)
