"""The rules for territorial claims: read from a table in a small notation, compiled to patterns.

The notation, beside plain words and the alternatives `(a|b)` and optional `[a]`:

    {subject}       what follows is said of the subject; {subject!}: of one that bears arms
    {actor}         an actor ({actor2}: another one, that no claim is about)
    {place}         a place, or a list of places, with "parts of the city of" before it ({other}:
                    another one, that no claim is about; {same}: the same one, before)
    {be}            auxiliaries and adverbs, or none
    <take>          any form of a verb of that class of territory_words.csv; <take.base>: that form
    ~               up to five words of one clause;  ~~ up to fourteen;  .. up to two adjectives
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from dashboard.coding.actor_cues import ActorCues
from dashboard.coding.reading import Reading
from dashboard.coding.sentences import Sentence
from dashboard.coding.slots import ACTOR, PLACE, PRONOUN
from dashboard.coding.spotting import numbers_by_word
from dashboard.coding.territory_outlines import LOOK_AROUND, Outline, PlaceBeginnings
from dashboard.coding.vocabulary import compile_words, opening, read_table
from dashboard.errors import ReferenceDataError
from dashboard.model import Relation

RULES = "territory_rules.csv"
WORDS = "territory_words.csv"
FORMS = ("base", "third", "past", "participle", "gerund")

_WORD = r"[^\s,;:()\"“”\ue000-\uf7ff]+"
_GAP = rf"(?:{_WORD}\s+){{0,5}}?"
_LONG_GAP = r"(?:[^\s;:\uf000-\uf7ff]+\s+){0,14}?"
_ADJECTIVES = (
    r"(?:(?!(?:an?|the|is|are|was|were|has|had|have|will|for|to|of|in|on|from|by|and|that|said|with)\b)"
    rf"{_WORD}\s+){{0,2}}?"
)
_BE = (
    r"(?:(?:is|are|was|were|been|being|be|remains?|remained|came|has|have|had|also|now|already|again|quickly|briefly"
    r"|recently|finally|subsequently|later|since|then|partially|partly|largely|fully|completely"
    r"|effectively|still|reportedly|mostly|not|never|would|could|will|may|might|once|previously"
    r"|currently|earlier|mainly|firmly|almost|entirely|all|both)\s+){0,6}?"
)
# "of Yemen's recognised government" is of the government.
_BEFORE_ACTOR = (
    r"(?:(?:the|a|an|some|rival|local|mainly|largely|its|fellow|suspected)\s+){0,3}"
    rf"(?:{ACTOR}['’]s\s+(?:(?!(?:in|of|on|from|to|and|with)\b){_WORD}\s+){{0,3}}(?={ACTOR}))?"
)
# "captured the rebel-held town of X"; where a rule opens with a place, it opens with its name.
_BEFORE_PLACE = (
    rf"(?:(?:the\s+)?(?:[a-z]+\s+of\s+)?(?:the\s+(?:\w+\s+)?)?{ACTOR}(?:-\w+\s+(?:{_WORD}\s+){{0,2}}"
    rf"|(?:['’]s?)?\s+(?:{_WORD}\s+){{0,2}}(?:stronghold|bastion|heartland|redoubt|base|hub)(?:\s+of\s+|,\s+)"
    rf"|['’]s\s+(?:(?!(?:in|of|on|from|to|and)\b){_WORD}\s+){{0,3}}|\s+(?={PLACE})))??"
    rf"(?:(?:{_WORD}\s+){{1,5}}(?:{PLACE}['’]s\s+)?(?:{_WORD}\s+){{0,3}}?{_WORD},?\s+(?:including|notably|such\s+as)\s+)?"
    r"(?:(?:the\s+)?(?:only|just|besieged|embattled|beleaguered|encircled|blockaded|contested)\s+)?"
    rf"(?:(?:most|much|all|half|some|parts?|the\s+(?:rest|whole))\s+of\s+(?={PRONOUN}))?"
)
# What is told beside a name: "X, north of Y, fell to".
_PLACES = (
    rf"(?P<place>{PLACE})(?!['’]s\s)(?:\s*,\s(?:[^,;:]|(?<=\d),(?=\d)){{1,80}},|,"
    r"|\s+that\s[^,;:]{1,60},"
    r"|\s+in\s+the\s+(?:far\s+)?(?:north|south|east|west|cent)[a-z-]*"
    r"|\s+(?:is|was|remains|remained|became)\s+(?:the|one\s+of|among)\s[^,;:\uf000-\uf7ff]{1,60})??"
)
# Words too common to look for: a rule that has others is looked for by those.
_COMMON_WORDS = (
    "is are was were be been remain remains remained in on at of to by from for and with has have"
    " had having take takes took taken taking make makes made making hold holds held holding run"
    " runs ran running win wins won winning lead leads led leading leave leaves left leaving move"
    " moves moved moving back under into over the a which that keep keeps kept keeping begin"
    " begins began begun beginning start starts started starting set sets setting open opens"
    " opened opening come came brought turn turns turned turning between out outside around near"
    " against reach reaches reached reaching want wants wanted plan plans planned hope hopes hoped"
    " secure secures secured head heads headed free frees freed clear clears cleared or de"
    " through across off up down way re"
)
_COMMON = frozenset(_COMMON_WORDS.split())
# Words that nearly every sentence has.
_FUNCTION_WORDS = (
    "a an and as at but by for from has have had in is are was were be been no not of on or that"
    " the to under until when which while who will with would"
)
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
# "March" is a month where it begins with a capital.
_MONTH_TOO = b"march"
_WORD_OR_SLOT = re.compile(r"<[\w.]+>|\{\w+\}")


@dataclass(frozen=True)
class TerritoryRule:
    """A rule. `written` is its pattern, for sentences in lower case; it opens with whole words.

    `has_subject`: the actor is the sentence's subject, found apart; `armed_subject`: only one that
    is known to bear arms. `anchors` are lower-case words of which a sentence must have one, and
    so it must of each set of `needs`, which are commoner. `both_sides`: the claim is made of each
    actor; `parts`: each has only a part of the place; `own_stance`: words of denial and intent
    inside the match are the rule's own, and put nothing in doubt; `elliptic`: the verb has named
    another place before, with a date of its own; `names_actor`: only an actor of the table or of
    the words for actors will do.
    """

    id: str
    relation: Relation
    written: str
    outline: Outline
    has_subject: bool
    armed_subject: bool
    anchors: frozenset[bytes]
    needs: tuple[frozenset[bytes], ...]
    both_sides: bool
    parts: bool
    own_stance: bool
    elliptic: bool
    names_actor: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The rule's pattern, compiled when a sentence is first matched: a report needs few."""
        return re.compile(self.written)


@dataclass(frozen=True, slots=True)
class TerritoryRules:
    """All rules, in the table's order, and the words that tell that one may match."""

    rules: tuple[TerritoryRule, ...]
    _anchors: frozenset[bytes]
    _with_anchors: Callable[[frozenset[bytes]], list[int]]
    _places: PlaceBeginnings

    def tried_on(
        self, reading: Reading, cues: ActorCues
    ) -> Iterator[tuple[int, list[TerritoryRule]]]:
        """Yield the sentences, by number, that rules may match, with those in the table's order.

        Args:
            reading: The report.
            cues: Tells whether a sentence may name an actor, as most rules demand.
        """
        lowered = reading.lowered
        for index, (sentence, listed) in enumerate(
            zip(reading.sentences, reading.words, strict=True)
        ):
            anchors = self._anchors.intersection(listed)
            if _MONTH_TOO in anchors and _MONTH_TOO.decode() not in sentence.text:
                anchors -= {_MONTH_TOO}
            if not anchors:
                continue
            words = set(listed)
            rules = [
                rule
                for rule in map(self.rules.__getitem__, self._with_anchors(anchors))
                if not any(map(words.isdisjoint, rule.needs))
            ]
            acts = bool(rules) and cues.may_be_in(sentence.text, words)
            found = [
                rule
                for rule in rules
                if (acts or not rule.names_actor)
                and rule.outline.may_match(lowered, sentence, self._places)
                and (not rule.armed_subject or _may_have_subject(rule, reading, sentence, cues))
            ]
            if found:
                yield index, found

    @classmethod
    def read(cls, data: Path) -> TerritoryRules:
        """Read the rules and their words from the folder of reference data.

        Raises:
            ReferenceDataError: A table is missing or a row is malformed.
        """
        path = data / RULES
        words = _word_classes(data / WORDS)
        rows = read_table(path, ("id", "relation", "pattern", "actors", "extent", "stance"))
        rules = tuple(_rule(path, row, words) for row in rows)
        anchors = [rule.anchors for rule in rules]
        every = frozenset[bytes]().union(*anchors)
        return cls(rules, every, numbers_by_word(anchors), PlaceBeginnings.read(data))


def _may_have_subject(
    rule: TerritoryRule, reading: Reading, sentence: Sentence, cues: ActorCues
) -> bool:
    """Tell whether anybody who acts may stand before the rule's verb."""
    end = rule.outline.subject_before(reading.lowered, sentence)
    if end is None:
        return True
    words = set(reading.letters[sentence.start : end].split())
    return cues.may_be_in(sentence.text, words)


WordClasses = Mapping[str, Mapping[str, list[str]]]


def _word_classes(path: Path) -> WordClasses:
    classes: dict[str, dict[str, list[str]]] = {}
    for row in read_table(path, ("class", *FORMS)):
        forms = classes.setdefault(row["class"], {form: [] for form in FORMS})
        for form in FORMS:
            if row[form]:
                forms[form].append(row[form])
    return classes


def _rule(path: Path, row: Mapping[str, str], words: WordClasses) -> TerritoryRule:
    if row["relation"] not in tuple(Relation):
        raise ReferenceDataError(
            f"{path}: rule {row['id']!r} has relation {row['relation']!r}; write one of "
            f"{', '.join(Relation)}."
        )
    text = row["pattern"]
    if any("[" in test.group() for test in LOOK_AROUND.finditer(text)):
        raise ReferenceDataError(
            f"{path}: rule {row['id']!r} has brackets in a test around its words, {text!r}: what "
            "they hold would be optional, and the test always true. Write (a|b) instead."
        )
    bare = re.sub(r"^\{subject!?\}\s+", "", text)
    # A test in front would keep `re` from looking for the first letters of a verb.
    test = "" if bare[0] in "<(" or bare.startswith("{place}") else r"(?<!\w)"
    written = rf"{test}{_with_slots(_expand(path, row, bare, words))}(?!\w)"
    # What is wrong in a row is told when the table is read, though its pattern is compiled later.
    compile_words(path, row["id"], _expand(path, row, _WORD_OR_SLOT.sub("x", bare), words))
    needed = [frozenset(word.encode() for word in one_of) for one_of in _needs(bare, words)]
    if not needed or any(word.decode() in _FUNCTION for word in needed[0]):
        raise ReferenceDataError(
            f"{path}: rule {row['id']!r} has no word that its pattern {text!r} cannot do without. "
            "Add one, so that sentences can be told apart by it."
        )
    return TerritoryRule(
        row["id"],
        Relation(row["relation"]),
        written,
        Outline.of(bare, lambda notation: _expand(path, row, notation, words)),
        has_subject=bare != text,
        armed_subject=text.startswith("{subject!}"),
        anchors=needed[0],
        needs=tuple(needed[1:]),
        both_sides=row["actors"] == "both",
        parts=row["extent"] == "part",
        own_stance=row["stance"] == "own",
        elliptic="{other} ~~" in text,
        names_actor="{subject}" not in text and ("{actor" in text or "{subject!}" in text),
    )


_opening = cache(opening)  # many rules have the same verbs


def _expand(path: Path, row: Mapping[str, str], text: str, words: WordClasses) -> str:
    """Turn the notation into a regular expression."""

    def of_class(match: re.Match[str]) -> str:
        try:
            return _opening(tuple(_forms(words, match.group(1))))
        except KeyError:
            raise ReferenceDataError(
                f"{path}: rule {row['id']!r} names {match.group()!r}, which {WORDS} does not have. "
                "Add the class, or mend the name."
            ) from None

    replaced = re.sub(r"\s+\[([^\]]*)\]\s+", r" (?:(?:\1) )?", text)
    replaced = re.sub(r"\[([^\]]*)\]", r"(?:\1)?", replaced)
    for token, expanded in (("~~ ", _LONG_GAP), (".. ", _ADJECTIVES), ("~ ", _GAP), ("{be} ", _BE)):
        replaced = replaced.replace(token, expanded.replace(" ", "\x00"))
    replaced = re.sub(r" +", r"\\s+", replaced).replace("\x00", " ")
    replaced = re.sub(r"<([\w.]+)>", of_class, replaced)
    return replaced.replace("'s)?", "['’]s?)?")


def _with_slots(expanded: str) -> str:
    """Put patterns for actors and places where a rule names them."""
    replaced = expanded
    for name in ("actor", "actor2"):
        replaced = replaced.replace(f"{{{name}}}", rf"{_BEFORE_ACTOR}(?P<{name}>{ACTOR})")
    replaced = replaced.replace("{same}", f"(?P<same>{PLACE})").replace("{other}", PLACE)
    if replaced.startswith("{place}"):
        return replaced.replace("{place}", _PLACES)
    return replaced.replace("{place}", _BEFORE_PLACE + _PLACES)


def _forms(words: WordClasses, name: str) -> list[str]:
    cls, _, form = name.partition(".")
    return [w for f in FORMS if form in ("", f) for w in words[cls][f]]


def _needs(text: str, words: WordClasses) -> list[frozenset[str]]:
    """Give the words that a pattern cannot do without: one of each set, the rarest set first."""
    candidates = [_telling_words(part, words) for part in _parts(text)]
    return sorted(filter(None, candidates), key=_frequency)


def _frequency(words: frozenset[str]) -> int:
    """Guess how often a text has one of the words."""
    return len(words) + 5 * len(words & _COMMON) + 1000 * len(words & _FUNCTION)


def _parts(text: str) -> Iterable[str]:
    """Split a pattern into what stands in a row, leaving out what is optional."""
    text = LOOK_AROUND.sub(" ", text)
    text = re.sub(r"\([^()]*\{\w+\}[^()]*\)", " ", text)  # an actor may stand in their stead
    required = re.sub(r"\[[^\]]*\]|\)\?|\{\w+\}|~", lambda m: ")" if m[0] == ")?" else " ", text)
    return re.findall(r"\((?:[^()]|\([^()]*\))*\)|[<\w][\w.>-]*", required)


def _telling_words(part: str, words: WordClasses) -> frozenset[str]:
    """Give one word of each alternative, the longest: a phrase has to have all of its words."""
    found: set[str] = set()
    plain = re.sub(r"(?<=[\w>)] )\([^()]*\)", "", part)
    inner = re.sub(r"<([\w.]+)>", lambda m: "|".join(_forms(words, m[1])), plain.strip("()"))
    for alternative in re.split(r"[|()]", inner):
        listed = re.findall(r"[a-z]+", alternative.lower())
        if listed:
            found.add(max(listed, key=lambda word: (word not in _COMMON, len(word))))
    return frozenset(found)
