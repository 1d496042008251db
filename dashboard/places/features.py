"""What can be said of a name from the run of capitalised words alone in which it stands."""

from __future__ import annotations

from dashboard.model import PlaceKind
from dashboard.places.gazetteer import Named
from dashboard.places.layout import NameQuality
from dashboard.places.words import Role, WordTables

_CONTAINERS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION)
_OF_OTHER_NAMES = (Role.ORGANISATION, Role.BODY, Role.STREET)
_BIGGEST = 8


class Features:
    """Gives the features of names in runs, as place_weights.csv names them, each once."""

    def __init__(self, words: WordTables) -> None:
        self._words = words

    def known(self, key: str, best: Named, words: int, is_short_capitals: bool) -> list[str]:
        """Give the features of a name of the gazetteer: its likeliest place, and how it looks."""
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
        if is_short_capitals and best.quality is not NameQuality.CODE:
            features.append("acronym")
        return features

    def unknown(self, key: str) -> list[str]:
        """Give the features of a name that no gazetteer has."""
        parts = key.split()
        features = [f"words {min(4, len(parts))}"]
        if parts and parts[0].capitalize() in self._words.given_names:
            features.append("given name")
        if len(key) <= 4:
            features.append("short")
        if "al" in parts or "el" in parts:
            features.append("article")
        return features

    def of_rest(self, rest: tuple[str, ...]) -> list[str]:
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
