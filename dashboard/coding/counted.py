"""What a number counts: the noun phrase that it heads, by the nouns of data/units.csv."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from dashboard.coding.quantity import Quantity
from dashboard.coding.vocabulary import read_table
from dashboard.errors import ReferenceDataError

TABLE = "units.csv"


class Counts(StrEnum):
    """What the noun after a number counts."""

    PEOPLE = "people"
    FAMILIES = "families"
    HOUSING = "housing"
    CAMPED = "camped"  # "inmates": people of a relief camp, else prisoners
    SAME = "same"  # "others": what the figure before it counts
    NONE = "none"  # nothing that is displaced
    UNSAID = "unsaid"  # no noun: "34,000 evacuated"
    UNKNOWN = "unknown"  # a noun that no table has: "300 nurses"
    NAMED = "named"  # a name that no table has: "35,000 Brus fled"


class Counted(NamedTuple):
    """A number with its noun phrase: `[start:end]` of the sentence takes in both.

    `equivalent` is the conversion that stands beside it, and `after` where the text goes on behind
    that. `whole_of` is the share that was worked out of this number.
    """

    start: int
    end: int
    quantity: Quantity
    counts: Counts
    equivalent: str | None = None
    after: int = 0
    whole_of: Quantity | None = None


_TOKEN = re.compile(r"\s*(?P<comma>,\s+)?(?P<and>and\s+|or\s+)?(?P<word>[^\W\d_][\w'’/-]*)")
_OF = re.compile(
    r"\s+of\s+(?:(?:the|its|their|his|her|our|these|those|such|other)\s+)?", re.IGNORECASE
)
# "900 families of displaced people".
_OF_DISPLACED = re.compile(
    r"\s+of\s+(?:internally\s+)?(?:displaced(?:\s+(?:people|persons))?|IDPs|refugees|returnees|evacuees)\b",
    re.IGNORECASE,
)
# "120,000 of Karabakh's Armenians".
_OF_WHOSE = re.compile(
    r"\s+of\s+(?:(?:the\s+)?[A-Z][\w-]+[’']s(?=\s)|(?:the|these|those)(?=\s+(?:famil|household)))"
)
# Words at which a noun phrase ends at the latest: prepositions, auxiliaries, conjunctions.
_STOP_WORDS = (
    "a about above across after against ago all along also although amid among an and are around "
    "arrived as at be because been before being between both but by came can could crossed did do "
    "does due during each either escaped every fled flee flees following for from had has have "
    "having he her here his how however i if in inside into is it its just last least left like "
    "lost made may might most moved must near neither no nor not now off on once return returning "
    "go going come coming leave leaving find reach cross seek build rebuild repair only onto or "
    "other's our out outside over per reached remain remained remaining remains returned said she "
    "should since so some sought still stood such than that the their them then there these they "
    "this those though through throughout to took toward towards under until up upon via was we "
    "went were what when where whether which while who whom whose why will with within without "
    "would yet you "
)
_STOP = frozenset(_STOP_WORDS.split())
# "35,000 Brus", "20,000 displaced Haitians".
_NAME = re.compile(
    r"\s+(?:(?:[A-Z][\w’'-]+\s+){1,3}and\s+(?:[A-Z][\w’'-]+\s+){1,3}(?:nationals|citizens|civilians|migrants)"
    r"|(?:[A-Z][\w’'-]+\s+){0,2}[A-Z][\w’'-]+"
    r"|(?!fled|flee|left|took|moved)[a-z-]+\s+[A-Z][\w’'-]+(?:ans|ese|is|ians|ers)\b)"
)
# "Half of the 90,000 displaced": a participle for a noun.
_THE_DISPLACED = re.compile(r"\s+(?:\w+ly\s+)?(?:displaced|uprooted|evacuated|homeless)\b")
_THE_NUMBER = re.compile(
    r"(?:\b[Tt]he|\b[A-Z][\w-]+[’']s|\b[Tt]heir|\b[Ii]ts|\b(?:received|hosts?|hosted|shelters?|registered))\s+[\d.,]+(?:\s+(?:million|thousand))?$"
)
_PLURAL = re.compile(r" (?:[a-z-]+ )?[a-z-]{2,}[^\W\d_s]s\b")
_WHO = re.compile(r"\s+who\b", re.IGNORECASE)
_GLUED = re.compile(r"(?:were|have|had|has|are|was|who|in|to|at|from|since|re)$")
_MOST_WORDS = 6
_EQUIVALENT = re.compile(
    r"\s*(?:(?:\s(?:were\s+|are\s+|have\s+been\s+)?(?:\w+ly\s+)?(?:displaced|evacuated|affected|homeless|sheltered"
    r"|relocated)\s)?\(\s*(?:(?:or|approximately|about|around|roughly|estimated(?:\s+at)?),?\s+)*|,?\s+or\s+|\s*/\s*"
    r"|,?\s+(?:from|in|of|composed\s+of|comprising|belonging\s+to)\s+)$",
    re.IGNORECASE,
)


# "20 families, about 120 people, fled": so many to a family.
_BESIDE = re.compile(r"\s*,\s*|\s+[–—-]\s+")
_LARGEST_FAMILY = 12

_KINDS = ("people", "families", "housing", "camped", "same", "none")
_RELIEF_CAMP = re.compile(
    r"\b(?:relief|refugee|displace\w+|IDP|transit)\s+(?:camp|cent|site)", re.IGNORECASE
)


class Units:
    """The table of nouns that numbers count; `of` tells of a word and remembers its answers."""

    def __init__(self, nouns: dict[str, Counts]) -> None:
        self._nouns = nouns
        self.of = lru_cache(maxsize=65536)(self._of)

    @classmethod
    def read(cls, data: Path) -> Units:
        """Read the table from the folder of reference data.

        Raises:
            ReferenceDataError: The table is missing or a row says an unknown thing.
        """
        path = data / TABLE
        nouns = {}
        for row in read_table(path, ("noun", "counts")):
            if row["counts"] not in _KINDS:
                raise ReferenceDataError(
                    f"{path}: {row['noun']!r} counts {row['counts']!r}; "
                    f"write one of {', '.join(_KINDS)}."
                )
            nouns[row["noun"].lower()] = Counts(row["counts"])
        return cls(nouns)

    def _of(self, word: str) -> Counts | None:
        """Tell what a noun counts, in the singular or the plural; None for any other word."""
        word = word.lower().replace("’", "'")
        for form in (word, word.removesuffix("s"), _GLUED.sub("", word), word.rsplit("-", 1)[-1]):
            if form in self._nouns:
                return self._nouns[form]
        if word.endswith(("displacements", "displacement")):
            return Counts.PEOPLE
        return None

    def counted(self, sentence: str, quantity: Quantity) -> Counted:
        """Find the noun phrase that a number of a sentence heads."""
        at = quantity.end
        of = _OF.match(sentence, at)
        whose = _OF_WHOSE.match(sentence, at)
        if whose:
            at = whose.end()
        elif of and (quantity.vague or quantity.working):
            at = of.end()
        end, counts = self._head(sentence, at)
        if counts is Counts.CAMPED:
            counts = Counts.PEOPLE if _RELIEF_CAMP.search(sentence) else Counts.NONE
        if counts is Counts.FAMILIES:
            of_displaced = _OF_DISPLACED.match(sentence, end)
            end = of_displaced.end() if of_displaced else end
        if counts is None:
            end, counts = _noun_of_no_table(sentence, at if whose else quantity.end)
        return Counted(quantity.start, end, quantity, counts, after=end)

    def _head(self, sentence: str, at: int) -> tuple[int, Counts | None]:
        """Walk over adjectives to the noun, and on over nouns joined to it."""
        end, counts = at, None
        for number in range(_MOST_WORDS + 3):
            token = _TOKEN.match(sentence, at)
            if not token:
                break
            word = token["word"]
            kind = self.of(word)
            joined = token["comma"] or token["and"]
            if counts is None and joined and not (kind or word.endswith("ed")):
                break
            if counts is None and token["comma"] and kind is Counts.NONE:
                break  # "displaced 35,000, killed 120"
            if counts is None and (number >= _MOST_WORDS or word.lower() in _STOP):
                break
            if counts is not None and kind is None:
                break
            if kind is not None and counts is not None and kind in (Counts.NONE, Counts.SAME):
                return (end, counts) if joined else (token.end(), Counts.NONE)
            if kind is not None:
                end, counts = token.end(), _joined(counts, kind, bool(joined))
            at = token.end()
        return end, counts


def _noun_of_no_table(sentence: str, at: int) -> tuple[int, Counts]:
    """Tell where a noun that the table lacks ends: a name, a plural, or none at all."""
    of_all = _THE_DISPLACED.match(sentence, at)
    if of_all and _THE_NUMBER.search(sentence, max(0, at - 24), at):
        return of_all.end(), Counts.PEOPLE
    name = _NAME.match(sentence, at)
    if name:
        return name.end(), Counts.NAMED
    plural = _PLURAL.match(sentence, at)
    if plural and _STOP.isdisjoint(plural.group().split()):
        return plural.end(), Counts.UNKNOWN
    return at, Counts.PEOPLE if _WHO.match(sentence, at) else Counts.UNSAID


def _joined(before: Counts | None, kind: Counts, conjunction: bool) -> Counts:
    """Say what "refugee families" count: the last noun's; "women and children" the first's."""
    return before if before is not None and conjunction else kind


_OUT_OF = re.compile(
    r"\s+(?:out\s+)?of\s+(?:(?:the(?:\s+[\w-]+[’\']s)?|[A-Z][\w-]+[’\']s|its|their|these|those|some|about|around|an\s+estimated)\s+)*",
    re.IGNORECASE,
)


def with_wholes(sentence: str, counted: list[Counted]) -> list[Counted]:
    """Read "1,200 of its 4,000 inhabitants": the noun is that of both, the second is the whole."""
    kept = list(counted)
    for at, (part, whole) in enumerate(pairwise(counted)):
        joined = _OUT_OF.fullmatch(sentence[part.quantity.end : whole.quantity.start])
        if joined and part.counts in (Counts.UNSAID, Counts.NONE) and not part.quantity.whole:
            kept[at] = part._replace(end=whole.end, after=whole.after, counts=whole.counts)
            kept[at + 1] = whole._replace(whole_of=part.quantity)
    return kept


def with_equivalents(sentence: str, counted: list[Counted]) -> list[Counted]:
    """Fold "125 families (more than 800 people)" into one: the first number leads."""
    kept: list[Counted] = []
    for item in counted:
        last = kept[-1] if kept else None
        if last and _is_equivalent(sentence, last, item):
            after = item.end + (1 if sentence[item.end : item.end + 1] in ")," else 0)
            kept[-1] = Counted(
                last.start, last.end, last.quantity, last.counts,
                sentence[item.start : item.end], after,
            )  # fmt: skip
        else:
            kept.append(item)
    return kept


def _is_equivalent(sentence: str, first: Counted, second: Counted) -> bool:
    units = {first.counts, second.counts}
    if units != {Counts.PEOPLE, Counts.FAMILIES} or first.equivalent:
        return False
    between = sentence[first.end : second.start]
    sizes = sorted((first.quantity.low, second.quantity.low))
    of_a_size = 2 * sizes[0] <= sizes[1] <= _LARGEST_FAMILY * sizes[0]
    return bool(_EQUIVALENT.fullmatch(between) or (of_a_size and _BESIDE.fullmatch(between)))
