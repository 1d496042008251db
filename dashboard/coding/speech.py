"""The words of speech, and the noun phrases of those who speak."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dashboard.coding.spotting import Spotter
from dashboard.coding.vocabulary import any_of, compile_words, read_table

TABLE = "speech_words.csv"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something, in the text's words; all None where the report itself speaks.

    `said_by` is the name without its title where a name is given, `role` the title or
    description beside it, `passed_on_by` the agency or paper that the speaker told it to.
    """

    said_by: str | None = None
    role: str | None = None
    passed_on_by: str | None = None


NOBODY = Speaker()

_NAME_WORD = r"(?:[A-Z][\w'’-]*\.?|(?:al|el|as|an|ad|ar|ash)-[A-Z][\w'’-]*)"
_PARTICLE = r"(?:bin|ibn|ben|bint|abu|de|da|del|di|du|van|von|der|la|le|al|el|of|the|for)"
NAME = rf"{_NAME_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_NAME_WORD})*"
_NAME_TAIL = re.compile(rf"(?:^|(?<=\s)){NAME}$")
_LEAD_IN = re.compile(
    r"^(?:(?:and|but|so|yet|or|then|as|while|when|after|because|though|although|whereas|since|where"
    r"|Meanwhile|However|Earlier|Later|Separately|Also|Still|Yet|And|But|As|While|When|After|Although"
    r"|[Ii]n\s+(?:[a-z]+\s+){1,3}(?=the\s)"
    r"|(?:In\s+an?\s+(?:\w+\s+)?\w+\s+)?(?:[Oo]n\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s+(?:night|morning|evening|afternoon))?)\b,?\s*)+"
)
_DETERMINER = re.compile(r"^(?:the|an?|one|another|its|their|his|her|this)\s+", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?:,?\s+(?:has|have|had|is|are|was|were|also|later|earlier|first|then|repeatedly|today|yesterday"
    r"|(?:late\s+|early\s+)?(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|in\s+an?\s+(?:\w+\s+)?(?:statement|interview|report|speech)))+$"
)
_OPEN_ENDED = re.compile(r"\b(?:of|in|for|from|at|near|the|an?|and|with|to|on)$", re.IGNORECASE)
_NO_SPEAKER = re.compile(
    r"^(?:who|which|that|there|what|nothing|this|these|those|everyone|some|many|more|all|not|to"
    r"|(?:[\w-]+\s+)*(?:reports?|map|figures?|statements?|accounts?|news|something))$"
    r"|^(?:[\w-]+\s+)*reports?\s+(?:from|in|on|by)\s|^according\b"
    r"|\b(?:was|were|is|are|be|been|to|has|have|had|reportedly|not|the|an?)(?:\s+\w+ly)?$|^\W*$|\d$|^\d"
    r"|^(?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:he|she|it|they|we)$", re.IGNORECASE)
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The table of speech words, compiled.

    `quick` finds any word that can attribute speech, and `spotter` what each of them begins with;
    `opens_clause` those verbs that need no "that"; `hearer` who is told, with the group `agency`
    where that one passes it on.
    """

    verb: re.Pattern[str]
    quick: re.Pattern[str]
    spotter: Spotter
    opens_clause: re.Pattern[str]
    title: re.Pattern[str]
    role: re.Pattern[str]
    hearer: re.Pattern[str]
    agency: re.Pattern[str]
    person: re.Pattern[str]

    @classmethod
    def read(cls, data: Path) -> SpeechWords:
        """Read the table from the folder of reference data.

        Raises:
            ReferenceDataError: The table is missing or malformed.
        """
        path = data / TABLE
        kinds: dict[str, list[str]] = {}
        for row in read_table(path, ("kind", "words")):
            kinds.setdefault(row["kind"], []).extend(row["words"].split("|"))
        words = {kind: any_of(phrases) for kind, phrases in kinds.items()}
        patterns = {
            "verb": words["verb"],
            "quick": rf"{words['verb']}|\baccording\s+to\b",
            "opens_clause": words["open"] + r"$",
            "title": rf"{words['title']}(?!\s+(?:Staff|Command|Assembly|Council|Committee|Office))",
            "role": rf"{words['role']}|{words['organisation']}",
            "hearer": rf"\s+(?:(?:the\s+)?(?P<agency>{words['agency']})|{words['hearer']}"
            rf"|(?-i:{NAME}))",
            "agency": rf"^(?:(?:the|state-run|news\s+agency)\s+)*{words['agency']}$",
            "person": rf"{words['title']},?\s+(?P<titled>(?-i:{NAME}))"
            rf"|(?P<named>(?-i:{NAME})),\s+[^,.;]{{0,60}}?(?:{words['role']}|{words['title']})",
        }
        begin = {words.split()[0].lower() for words in (*kinds["verb"], "according")}
        compiled = {name: compile_words(path, name, text) for name, text in patterns.items()}
        return cls(**compiled, spotter=Spotter(begin))

    def speaker(self, phrase: str, apposition: str | None = None) -> Speaker | None:
        """Read a noun phrase, with what stands beside it in commas, as a speaker.

        Returns:
            None where the phrase names nobody who can speak.
        """
        has_article = bool(_DETERMINER.match(_LEAD_IN.sub("", phrase.strip())))
        phrase = _bare(phrase)
        if apposition and self._is_description(phrase) and _NAME_TAIL.fullmatch(_bare(apposition)):
            phrase, apposition = _bare(apposition), phrase
        if _NO_SPEAKER.search(phrase) or len(phrase.split()) > _LONGEST:
            return None
        named = bool(_PRONOUN.match(phrase) or re.search("[A-Z]", phrase))
        if not (named or has_article or self.role.search(phrase)):
            return None
        role, name = self._split(phrase)
        if apposition and not role and self._is_description(apposition):
            role = _DETERMINER.sub("", apposition.strip())
        return Speaker(name, role or None)

    def is_pronoun(self, speaker: Speaker) -> bool:
        """Tell whether a speaker is only pointed at ("he")."""
        return bool(_PRONOUN.match(speaker.said_by or ""))

    def _is_description(self, phrase: str) -> bool:
        return bool(self.role.search(phrase) or self.title.search(phrase))

    def _split(self, phrase: str) -> tuple[str, str]:
        """Split "parliament speaker Ahmed Musa" into role and name; the role may be empty."""
        tail = _NAME_TAIL.search(phrase)
        if not tail:
            return "", phrase
        head, name = phrase[: tail.start()].strip(), tail.group()
        titles = list(self.title.finditer(name))
        if titles and name[titles[-1].end() :].strip(" ."):
            cut = titles[-1].end()
            return f"{head} {name[:cut]}".strip(), name[cut:].strip(" .")
        if head and self.role.search(head) and not _OPEN_ENDED.search(head):
            return head, name
        return "", phrase


def _bare(phrase: str) -> str:
    """Strip what leads in to a noun phrase, its article, and what trails behind it."""
    phrase = " ".join(phrase.split()).strip(" ,'‘’")
    phrase = _TRAILING.sub("", _LEAD_IN.sub("", phrase))
    return _DETERMINER.sub("", phrase).strip(" ,")
