"""Names as keys: two spellings of one name that differ in nothing that matters give one key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

APOSTROPHES = "'’‘ʼʻʾʿ`´′ˈ"
_SPELLED = {
    "ß": "ss",
    "æ": "ae",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ı": "i",
    "œ": "oe",
}
# Words that are written out or not, as the writer likes.
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "mountain": "mtn", "fort": "ft"}
# The Arabic article, before sun letters assimilated, as it is written in Latin letters.
_ARTICLE = re.compile(
    r"^(?:al|el|il|ul|ad|ed|adh|an|en|ar|er|as|es|ash|esh|at|et|ath|az|ez) (?=\w)"
)


class _Folding(dict[int, str]):
    """A table for str.translate that works out a character the first time that it is met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in APOSTROPHES or character == "." or unicodedata.combining(character):
            folded = ""
        elif character == "&":
            folded = " and "
        elif not character.isalnum():
            folded = " "
        else:
            folded = _base(character)
        self[code] = folded
        return folded


def _base(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character).lower()
    letters = "".join(_SPELLED.get(c, c) for c in parts if not unicodedata.combining(c))
    return letters if letters.isalnum() else " "


_FOLDING = _Folding()


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Give the key of a name: lower case, without accents, apostrophes and dots, words apart.

    "Al-Fallūjah" gives "al fallujah", "St. Louis" and "Saint Louis" both "st louis".
    """
    words = name.translate(_FOLDING).split()
    if len(words) > 1:
        return " ".join(_SHORT.get(word, word) for word in words)
    return words[0] if words else ""


def abbreviation(name: str) -> str:
    """Give the key of an abbreviation, which keeps its dots: "W. Va." gives "w.va."."""
    return name.lower().replace(" ", "").rstrip(".") + "."


def without_article(key: str) -> str:
    """Take the Arabic article off a key ("al fallujah" gives "fallujah")."""
    return _ARTICLE.sub("", key)


_JOINED_ARTICLE = re.compile(r"^(?:al(?=\w{4})|a(?=([rstzdn])\1))")
# Languages that are written in other scripts, so that everyone spells their names by ear.
OTHER_SCRIPTS = frozenset(
    (
        "ar",
        "fa",
        "ps",
        "ku",
        "tg",
        "ur",
        "so",
        "am",
        "ti",
        "bn",
        "my",
        "uk",
        "ru",
        "be",
        "hi",
        "ne",
        "si",
    )
)
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"[dt]j|dg"), "j"),
    (re.compile(r"([dtgk])h"), r"\1"),
    (re.compile(r"c?[kq]"), "k"),
    (re.compile(r"v"), "w"),
    (re.compile(r"[eiy]+"), "i"),
    (re.compile(r"o[ou]?|u|w"), "u"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[^aiu])i?h$|(?<=a)h$"), ""),
)


def sound(key: str) -> str:
    """Give how a key sounds, roughly, for names written by ear from another script.

    "bani walid" and "bani waleed" sound the same, and "az zawiyah" and "azzawya".
    """
    bare = _JOINED_ARTICLE.sub("", without_article(key)) if len(key) > 6 else key
    heard = bare.replace(" ", "")
    for letters, one in _SOUNDS:
        heard = letters.sub(one, heard)
    return heard


def spellings(key: str, languages: frozenset[str]) -> Iterator[str]:
    """Yield the other ways in which a key is spelled in Latin letters.

    Where Arabic is written the article comes and goes, and "-ah" is "-a"; where Persian or Kurdish
    is, the "-e" or "-i" that joins words comes and goes.

    Args:
        key: A folded name.
        languages: The languages of the place's country, ISO 639-1.
    """
    if "ar" in languages:
        bare = without_article(key)
        ending = bare[:-1] if bare.endswith("ah") else f"{bare}h" if bare.endswith("a") else ""
        for name in (bare, ending):
            if len(name) > 3:
                yield from (name, f"al {name}")
    if not languages.isdisjoint(("fa", "ku", "ps", "tg")):
        joined = " ".join(word for word in key.split() if word not in ("e", "i"))
        if joined != key:
            yield joined
