"""The rules that say which numbers are displacement: a table, and how its rows are matched.

A row of data/displacement_rules.csv gives the `words` of a rule (a regular expression), and the
`stems` without which they cannot match: letters that are looked for first. Where " & " joins
several lists, one of each has to be there; where a rule counts homes or families alone, the last
list has their nouns, and what `_HOMES` finds. `counts` says what the number may count: people
(families too), families, stated (people, and the noun is a known one), named (by a people's name),
housing, any, or unsaid (no noun at all). `position` says where the words stand, and `between` what
may stand between them and the number:

    inside              the words are in the number's noun phrase ("300 displaced families")
            displaced   the same, where the text around speaks of displacement
    before  object      the number is their object ("displaced some 300 families")
            hosted      the same, where the text around speaks of displacement
            label       they are its label ("IDPs: 300", "the number of IDPs has reached 300")
    after   predicate   they are its verb, qualifiers and auxiliaries between ("300 in Goma were …")
            close       the same without qualifiers
            displaced   as predicate, where the text around speaks of displacement
            forced      as close, where a verb of force comes first ("drove 300 from …")
            carried     the same, where a verb of carrying does ("took 300 off …")
            town        as close, where a village is the subject ("the village of 300 was …")

A rule whose id begins with "part." makes a part of the figure in the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.coding.counted import Counted, Counts
from dashboard.coding.displacement_gaps import BETWEEN, PARENTHESES
from dashboard.coding.spotting import lower, numbers_by_word
from dashboard.coding.vocabulary import Row, compile_words, read_table
from dashboard.errors import ReferenceDataError
from dashboard.model import Category, Term

TABLE = "displacement_rules.csv"
_COLUMNS = (
    "id", "stems", "position", "words", "between", "counts", "term", "category", "must", "must_not"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table. `order` is its place there: of two rules that fit as well, the first.

    `words` are for sentences in lower case; where they tell capitals, for sentences as they are in
    which `loosely` is found in lower case, which is sooner known.
    """

    id: str
    stems: tuple[frozenset[str], ...]
    position: str
    words: re.Pattern[str]
    loosely: re.Pattern[str] | None
    between: str
    counts: frozenset[Counts]
    term: Term
    category: Category
    order: int

    @property
    def is_weak(self) -> bool:
        """Tell whether the words mean displacement only where the text around speaks of it."""
        return self.between in ("displaced", "hosted")

    @property
    def is_part(self) -> bool:
        """Tell whether the rule makes a part of the figure of the sentence before."""
        return self.id.startswith("part.")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits a counted number. `[start:end]` of the sentence are the rule's words.

    `lead` is where the words of a number begin that has its place before it and leans on the rule
    of another ("in Sake 900 fled, in Goma 300").
    """

    rule: Rule
    counted: Counted
    start: int
    end: int
    cost: int
    is_part: bool = False
    is_carried: bool = False  # from the number before: the words stand there
    lead: int | None = None


_STATED = {Counts.PEOPLE, Counts.FAMILIES, Counts.NAMED, Counts.UNSAID}
_COUNTS = {
    "people": _STATED | {Counts.UNKNOWN},
    "stated": _STATED,
    "housing": {Counts.HOUSING, Counts.UNSAID},
    "any": _STATED | {Counts.UNKNOWN, Counts.HOUSING},
    "families": {Counts.FAMILIES},
    "named": {Counts.NAMED},
    "unsaid": {Counts.UNSAID},
}
_POSITIONS = {
    "after": ("predicate", "close", "forced", "carried", "displaced", "town"),
    "before": ("object", "hosted", "label"),
    "inside": ("", "displaced"),
}
# Words run together in texts taken from PDF files: "weredisplaced", "displacedin".
_GLUE_BEFORE = ("were", "been", "have", "people", "already", "newly", "forced", "still")
_SPACE = r"(?: |(?<=[a-z]{4})(?=[a-z]{4}))"
# A word of any kind is taken whole: a thousand letters without a space can be cut into words in
# more ways than there is time for.
_ANY_WORD = re.compile(r"(?:\\w|\[\^?\\[sw][^\]]*\])\+(?![a-z\[(\\])")
_GLUE_AFTER = r"(?:(?!\w)|(?=(?:in|by|from|since|more|about|at)\b))"
_GLUED_NAME = re.compile(r"[A-Z](?<=[a-z][A-Z])")  # "fledSake"
_CASED = "(?-i:"
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


def read_rules(data: Path) -> tuple[Rule, ...]:
    """Read the table of rules from the folder of reference data.

    Raises:
        ReferenceDataError: The table is missing or a row is malformed.
    """
    path = data / TABLE
    return tuple(_rule(path, row, at) for at, row in enumerate(read_table(path, _COLUMNS)))


def _rule(path: Path, row: Row, order: int) -> Rule:
    if row["between"] not in _POSITIONS.get(row["position"], ()) or row["counts"] not in _COUNTS:
        raise ReferenceDataError(
            f"{path}: row {row['id']!r} has position {row['position']!r}, between "
            f"{row['between']!r} and counts {row['counts']!r}; write them as other rows have them."
        )
    words = _ANY_WORD.sub(r"\g<0>+", row["words"]).replace(" ", _SPACE)
    pattern = rf"(?:{words}){_GLUE_AFTER}"
    # `re` looks for the first letters of a pattern only where case counts.
    lowered = compile_words(path, row["id"], _CAPITAL.sub(_in_lower_case, pattern), re.NOFLAG)
    cased = compile_words(path, row["id"], pattern) if _CASED in words else None
    try:
        term, category = Term(row["term"]), Category(row["category"])
    except ValueError as error:
        raise ReferenceDataError(f"{path}: row {row['id']!r}: {error}. Mend the row.") from error
    return Rule(
        id=row["id"],
        stems=tuple(frozenset(stems.split("|")) for stems in row["stems"].lower().split(" & ")),
        position=row["position"],
        words=cased or lowered,
        loosely=lowered if cased else None,
        between=row["between"],
        counts=frozenset(_COUNTS[row["counts"]]),
        term=term,
        category=category,
        order=order,
    )


def _in_lower_case(letter: re.Match[str]) -> str:
    return letter.group().lower()


def rules_by_stems(rules: Sequence[Rule]) -> Callable[[frozenset[str]], list[Rule]]:
    """Make what gives the rules, in order, that a sentence with a set of stems may match."""
    having = numbers_by_word([rule.stems[0] for rule in rules])

    @lru_cache(maxsize=16384)
    def with_stems(stems: frozenset[str]) -> list[Rule]:
        first = map(rules.__getitem__, having(stems))
        return [rule for rule in first if not any(map(stems.isdisjoint, rule.stems[1:]))]

    return with_stems


_INSIDE_COST = 1000
_ATTRIBUTE_COST = 200
_UNREAL_COST = 300  # "The 900 people displaced should be allowed to return": displaced they are
_HOST_COST = 1500  # "The town took in 300 displaced people": rather displaced than taken in
_PART_COST = 500  # "Among them are 40,000 people displaced": rather displaced than a part


Words = tuple[Rule, re.Match[str]]


def words_of(sentence: str, rules: Sequence[Rule], numbers: tuple[int, int]) -> list[Words]:
    """Find the words of rules in a sentence, rule by rule.

    Args:
        sentence: The text.
        rules: The rules to try.
        numbers: Where its first number starts, and its last one ends. Words that stand before
            their number are looked for before the last one, all others behind the first one.
    """
    lowered = lower(_GLUED_NAME.sub(" ", sentence))
    first, last = numbers
    found: list[Words] = []
    for rule in rules:
        start, end = (0, last) if rule.position == "before" else (first, len(sentence))
        for likely in (rule.loosely or rule.words).finditer(lowered, start, end):
            words = rule.words.match(sentence, likely.start()) if rule.loosely else likely
            if words and _starts_word(sentence, words.start()):
                found.append((rule, words))
    return found


def match_rules(
    sentence: str,
    counted: Sequence[Counted],
    found: Sequence[Words],
    is_displacement: Callable[[], bool],
) -> list[Match]:
    """Match rules whose words a sentence has against its counted numbers.

    Args:
        sentence: The text that the offsets of `counted` are into.
        counted: The numbers with their noun phrases, in order.
        found: The words of rules in the sentence.
        is_displacement: Tells whether the text around the sentence speaks of displacement, as
            rules for weak words ("arrived") demand; asked where such words are found.

    Returns:
        At most one match a number: the rule whose words stand nearest, verbs before nouns.
    """
    best: dict[int, Match] = {}
    kinds = {item.counts for item in counted}
    for rule, words in found:
        if kinds.isdisjoint(rule.counts) or (rule.is_weak and not is_displacement()):
            continue
        for match in _fits(sentence, counted, rule, words):
            known = best.get(match.counted.start)
            if known is None or (match.cost, rule.order) < (known.cost, known.rule.order):
                best[match.counted.start] = match
    return [best[key] for key in sorted(best)]


def _starts_word(sentence: str, at: int) -> bool:
    """Tell whether a word starts here: tested apart, for patterns that open with it are slow."""
    before = sentence[at - 1 : at]
    if before.isalnum() or before in ("-", "_"):
        return sentence[:at].lower().endswith(_GLUE_BEFORE)
    return True


def _fits(
    sentence: str, counted: Sequence[Counted], rule: Rule, words: re.Match[str]
) -> list[Match]:
    for item in _candidates(counted, rule, words):
        if item.counts not in rule.counts or _is_other_share(item, rule, words):
            continue
        if rule.category is Category.RETURNS and _WISHES.search(
            words.string[item.after : words.start()]
        ):
            continue
        if _needs_homes(item, rule) and not _HOMES.search(words.string):
            continue
        if rule.position == "inside":
            return [Match(rule, item, words.start(), words.end(), _INSIDE_COST)]
        if BETWEEN[rule.between](sentence, words, item):
            gap = (
                (item.after, words.start())
                if rule.position == "after"
                else (words.end(), item.start)
            )
            between = PARENTHESES.sub("", sentence[slice(*gap)])
            cost = (
                len(between) + _PART_COST * rule.is_part + _HOST_COST * (rule.between == "hosted")
            )
            cost += _ATTRIBUTE_COST * _is_attribute(item, rule, words)
            cost += _UNREAL_COST * bool(rule.position == "after" and _UNREAL.search(between))
            return [Match(rule, item, words.start(), words.end(), cost)]
    return []


# "Some 900 families are waiting to go home": nobody has.
_WISHES = re.compile(r"\b(?:trying|waiting|queu\w+|desperate|struggling) to\b", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:should|may|might|could|would|will|can|must|shall|not|hop\w+|plan\w*|want\w*|wish\w*) ",
    re.IGNORECASE,
)
_HOMES = re.compile(r"hous|home|dwelling|\bhut|\btent|shelter|apartment", re.IGNORECASE)


def _needs_homes(item: Counted, rule: Rule) -> bool:
    """Tell whether a number without a noun counts homes, so that the sentence has to name them."""
    return item.counts is Counts.UNSAID and Counts.PEOPLE not in rule.counts


def _is_attribute(item: Counted, rule: Rule, words: re.Match[str]) -> bool:
    """Tell a participle or relative clause, which the main verb beats where there is one.

    "The 900 families displaced from Sake have gone home" tells of returns.
    """
    if rule.position != "after":
        return False
    gap = words.string[item.after : words.start()]
    participle = not gap.strip() and _BARE.fullmatch(words.group())
    return bool(participle or _RELATIVE.fullmatch(gap))


_BARE = re.compile(
    r"(?:\w+ly\s+)*(?:displaced|uprooted|evacuated|relocated|evicted|resettled)", re.IGNORECASE
)
_PARTICIPLE = re.compile(
    r"[\w\s]*(?:displaced|uprooted|evacuated|relocated|affected)", re.IGNORECASE
)


_RELATIVE = re.compile(r"\s+(?:who|that)(?:\s+(?:have|had|has|were|are))*\s+$", re.IGNORECASE)


def _is_other_share(item: Counted, rule: Rule, words: re.Match[str]) -> bool:
    """Tell a share from its whole: of "half of the 900 people displaced" 900 are the displaced.

    Of "half of the 900 people fled" they are not: there the share is the subject.
    """
    if item.whole_of is None and item.quantity.whole is None:
        return False
    participle = _PARTICIPLE.fullmatch(words.group()) and 0 <= words.start() - item.after <= 1
    of_whole = bool(participle or _RELATIVE.match(words.string, item.after, words.start()))
    inside = rule.position == "inside"
    return of_whole != (item.whole_of is not None) if not inside else item.whole_of is None


def _candidates(counted: Sequence[Counted], rule: Rule, words: re.Match[str]) -> list[Counted]:
    """Give the numbers that a rule's words may belong to, the nearest first."""
    start, end = words.span()
    if rule.position == "inside":
        return [c for c in counted if c.quantity.end <= start and end <= c.end]
    if rule.position == "before":
        return _following(words, [c for c in counted if c.start >= end])
    before = [c for c in counted if c.quantity.end <= start]
    if before and before[-1].end > start:
        return []  # the words stand in the noun phrase of another number
    nearest: list[Counted] = []
    asides: list[Counted] = []
    for item in reversed(before):
        if is_aside(words.string, item) and not _has_own_verb(words, item):
            asides.append(item)
            continue
        nearest.append(item)
        skipped = item.counts in (Counts.NONE, Counts.UNSAID, Counts.HOUSING) or item.whole_of
        if not skipped:
            break
    return nearest + asides


def _following(words: re.Match[str], after: Sequence[Counted]) -> list[Counted]:
    """Give the first number behind a rule's words; of "rose from 300 to 900" the second."""
    text = words.string
    before = max(words.end(), after[0].start - _FROM_REACH) if after else 0
    changes = len(after) > 1 and _FROM.search(text, before, after[0].start)
    to = changes and _TO.fullmatch(text, after[0].end, after[1].start)
    # "evacuated 40 wounded and 900 villagers"
    joined = len(after) > 1 and text[after[0].end : after[1].start].strip() == "and"
    others = joined and after[0].counts is Counts.NONE
    return list(after[1:2] if to or others else after[:1])


_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_FROM_REACH = 8  # characters
_TO = re.compile(r"(?:\s+(?:in|on|at|as\s+of)\s[^.;:]{1,30}?)?\s+to\s+(?:\w+\s+)?", re.IGNORECASE)

_ASIDE = re.compile(
    r"(?:\b(?:including|of wh(?:om|ich)|among (?:them|whom))|\()(?:[\s\w]{0,20}"
    r"|[^.;]{0,50}\band\s)$",
    re.IGNORECASE,
)


_OF_WHOM = re.compile(r"\b(?:of|among) wh(?:om|ich)\s+[\s\w]{0,20}$", re.IGNORECASE)


def _has_own_verb(words: re.Match[str], item: Counted) -> bool:
    """Tell whether a verb belongs to an aside: "45,000 people, of whom 8,000 were displaced"."""
    opens = _OF_WHOM.search(words.string[max(0, item.start - 40) : item.start])
    return bool(opens) and len(words.string[item.after : words.start()]) < _OWN_VERB_LENGTH


_OWN_VERB_LENGTH = 40


def is_aside(sentence: str, item: Counted) -> bool:
    """Tell whether a number stands in an aside, so that a verb after it has another subject."""
    return bool(_ASIDE.search(sentence[max(0, item.start - 70) : item.start]))
