"""What stands around a name in a text, and what it says of the name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dashboard.model import PlaceKind
from dashboard.places.gazetteer import Gazetteer, Named
from dashboard.places.layout import NameQuality
from dashboard.places.names import fold
from dashboard.places.scanning import Scanner, Sighting
from dashboard.places.words import Role, WordTables

_TAIL = 40  # characters before a name that are looked at
_ENDS = frozenset('.!?:;"”)•')
_SMALL_WORDS = frozenset(("the", "of", "and"))
_COMPASS = re.compile(r"[ -](North|South|East|West|Central)(?![\w-])(?! [A-Z])")


@dataclass(slots=True)
class Seen:
    """A name with what is seen around it. `text[start:end]` takes in its words of kind and part.

    `named` are the places that the name may stand for, none where no gazetteer has it. `is_demonym`
    tells that the name is the people's, or what is theirs: Iraqi. `kind` is
    what the words beside the name say that it is; `listed_kind` that they say it of a list.
    """

    start: int
    end: int
    key: str
    named: tuple[Named, ...]
    is_demonym: bool
    features: list[str] = field(default_factory=list)
    kind: PlaceKind | None = None
    listed_kind: bool = False

    @property
    def has_evidence(self) -> bool:
        """Tell whether the words around the name say outright that it is a place's."""
        return "evidence" in self.features


class Surroundings:
    """Reads what stands around names, by the tables of words."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        words = gazetteer.words
        self._gazetteer = gazetteer
        self._words = words
        self._kind_after = _kind_after(words)
        self._direction = _direction(words)
        self._last_of_direction = frozenset(
            part for word in words.roles[Role.DIRECTION] for part in (word, word.rpartition("-")[2])
        )

    def read(self, text: str, run_start: int, sighting: Sighting) -> Seen:
        """Read what stands around a name of a run that starts at `run_start`."""
        start = run_start + sighting.start
        named = sighting.named
        is_demonym = bool(named) and named[0].quality is NameQuality.DEMONYM
        seen = Seen(start, run_start + sighting.end, sighting.key, named, is_demonym)
        tail = text[max(0, start - _TAIL) : start]
        before = tail.split()
        last = before[-1] if before else ""
        if not last or "\n" in tail[-2:] or (last[-1] in _ENDS and not self._is_short_title(last)):
            seen.features.append("starts")
        elif last[-1] in ",(":
            seen.features.append("listed")
        else:
            self._read_before(seen, last, before)
        if seen.is_demonym:
            self._read_behind(seen, text)
        else:
            self._take_in_direction(seen, tail, before)
            if not self._take_in_kind(seen, text):
                self._take_in_compass(seen, text)
                self._read_behind(seen, text)
        return seen

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

    def _read_before(self, seen: Seen, last: str, before: list[str]) -> None:
        """Note what the words before a name say of it."""
        word = last.lower()
        earlier = before[-2] if len(before) > 1 else ""
        if word == "the" and earlier:
            seen.features.append("the")
            word, earlier = earlier.lower(), before[-3] if len(before) > 2 else ""
        kind_word = earlier.lower() if word == "of" else word
        if kind_word in self._words.kinds_of:
            seen.features += ("kind of", "evidence")
            seen.kind = self._words.kinds_of[kind_word]
            seen.listed_kind = kind_word[-1] == "s"
        elif f"{earlier.lower()} {word}" in self._words.roles[Role.LOCATIVE]:
            seen.features += ("locative", "evidence")
        elif word == "of":
            is_part = earlier.lower() in self._words.roles[Role.ORGANISATION_OF]
            seen.features.append("part of a name" if is_part and earlier[0].isupper() else "of")
        elif word in self._words.roles[Role.LOCATIVE]:
            seen.features += ("locative", "evidence")
        elif last[0].isupper():
            self._read_capital_before(seen, last.rstrip("."))
        elif last[-1] in "-–":
            seen.features.append("joined before")
        elif word == "and":
            seen.features.append("and before")

    def _is_short_title(self, word: str) -> bool:
        """Tell "Mr." and "J." from the end of a sentence."""
        title = word[:-1].lower()
        return word[-1] == "." and (len(word) == 2 or title in self._words.roles[Role.TITLE])

    def _read_capital_before(self, seen: Seen, word: str) -> None:
        if word.lower() in self._words.roles[Role.TITLE]:
            seen.features.append("title")
        elif word in self._words.given_names:
            seen.features.append("given name before")
        elif len(word) == 1:
            seen.features.append("initial before")
        elif word.lower() not in _SMALL_WORDS:
            seen.features.append("capital before")

    def _take_in_direction(self, seen: Seen, tail: str, before: list[str]) -> None:
        """Take "northern" before a name into it."""
        if before and before[-1].lower() in self._last_of_direction:
            match = self._direction.search(tail)
            if match:
                seen.start -= len(tail) - match.start(1)
                seen.features += ("direction", "evidence")

    def _take_in_kind(self, seen: Seen, text: str) -> bool:
        """Take "Province" behind a name into it; the whole may be a name of its own."""
        after = self._kind_after.match(text, seen.end)
        if not after or (after.group(1).islower() and text.startswith(" of ", after.end(1))):
            return False  # "the West Bank town of Jenin" names the West Bank
        word = after.group(1).lower()
        seen.named = self._gazetteer.named(f"{seen.key} {fold(word)}") or seen.named
        seen.kind = self._words.kinds[word]
        seen.listed_kind = word[-1] == "s"
        seen.end = after.end(1)
        seen.features += ("kind", "evidence")
        return True

    def _take_in_compass(self, seen: Seen, text: str) -> None:
        """Take "South" behind a name into it."""
        compass = _COMPASS.match(text, seen.end)
        if compass:
            seen.end = compass.end(1)

    def _read_behind(self, seen: Seen, text: str) -> None:
        """Note what stands behind a name."""
        behind = text[seen.end : seen.end + 7]
        if behind[:1] in ("-", "–") and behind[1:2].isalpha():
            seen.features.append("based" if behind[1:6] == "based" else "joined behind")
        elif behind[:1] == ",":
            seen.features.append("comma behind")
        elif behind[:2] in ("’s", "'s"):
            seen.features.append("possessive")
        elif behind[:6] in (" said ", " says "):
            seen.features.append("says")
        elif behind[:1] == " " and behind[1:2].islower():
            words = text[seen.end + 1 : seen.end + 30].split(maxsplit=2)
            if words[0].rstrip(",.;:") in self._words.roles[Role.NAMED_AFTER]:
                seen.features.append("organisation")
            elif " ".join(words[:2]) in self._words.roles[Role.HAPPENS]:
                seen.features.append("evidence")


def _kind_after(words: WordTables) -> re.Pattern[str]:
    kinds = "|".join(re.escape(word) for word in sorted(words.kinds, key=len, reverse=True))
    return re.compile(rf"[ \u00a0\n-]\n?({kinds})(?!\w)", re.IGNORECASE)


def _direction(words: WordTables) -> re.Pattern[str]:
    directions = sorted(words.roles[Role.DIRECTION], key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\-", r"[- ]{1,2}") for word in directions)
    return re.compile(rf"(?<![\w-])({joined})[ \n]$", re.IGNORECASE)
