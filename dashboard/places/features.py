"""What the run of capitalised words in which a name stands says of it, weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dashboard.model import PlaceKind
from dashboard.places.gazetteer import Named
from dashboard.places.layout import NameQuality
from dashboard.places.words import Role, WordTables

_CONTAINERS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION)
_OF_OTHER_NAMES = (Role.ORGANISATION, Role.BODY, Role.STREET)
_BIGGEST = 8
CHOICES = ("name", "unknown", "demonym")  # what place_weights.csv tells names of places by
PARTS = 1000  # of a weight's unit


def whole_weights(words: WordTables) -> dict[str, Mapping[str, int]]:
    """Give the weights of each choice in whole parts, which add up the same in any order.

    What has no row weighs nothing.
    """
    return {
        choice: defaultdict(int, {f: round(w * PARTS) for f, w in words.weights[choice].items()})
        for choice in CHOICES
    }


class RunFeatures:
    """Weighs what runs say of names, by place_weights.csv."""

    def __init__(self, words: WordTables) -> None:
        self._words = words
        self._weights = whole_weights(words)

    def weigh(
        self, key: str, named: tuple[Named, ...], words: int, capitals: bool, rest: tuple[str, ...]
    ) -> dict[str, int]:
        """Give what speaks for a name with each choice's weights.

        Args:
            key: The folded name.
            named: The places that it may stand for, none where no gazetteer has it.
            words: How many words it has.
            capitals: Whether it is short, and all in capitals.
            rest: The words behind it in its run.
        """
        own = self._of_known(key, named[0], words, capitals) if named else self._of_unknown(key)
        features = ("bias", *own, *self._of_rest(rest))
        return {
            choice: sum(map(weights.__getitem__, features))
            for choice, weights in self._weights.items()
        }

    def _of_known(self, key: str, best: Named, words: int, capitals: bool) -> list[str]:
        size = max(0, min(_BIGGEST, int(best.prior)))
        features = [f"size {size}", f"quality {best.quality.name.lower()}"]
        if best.place.kind in _CONTAINERS:
            features.append(best.place.kind.value)
        if words > 1:
            features.append("several words")
        elif key in self._words.common:
            features.append("common word")
        if words == 1 and key.capitalize() in self._words.given_names:
            features.append("given name")
        if len(key) <= 3:
            features.append("short")
        if capitals and best.quality is not NameQuality.CODE:
            features.append("acronym")
        return features

    def _of_unknown(self, key: str) -> list[str]:
        parts = key.split()
        features = [f"words {min(4, len(parts))}"]
        if parts and parts[0].capitalize() in self._words.given_names:
            features.append("given name")
        if len(key) <= 4:
            features.append("short")
        if "al" in parts or "el" in parts:
            features.append("article")
        return features

    def _of_rest(self, rest: tuple[str, ...]) -> list[str]:
        """Say what the capitalised words behind a name make of it."""
        for at, word in enumerate(rest):
            if word[0].islower():
                break
            for role in _OF_OTHER_NAMES:
                if word.lower() in self._words.roles[role]:
                    return [f"{role.value} later" if at else role.value]
        if rest and rest[0][0].isupper() and rest[0].lower() not in self._words.kinds:
            return ["capital behind"]
        return []
