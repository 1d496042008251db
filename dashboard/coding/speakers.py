"""Who says what: direct and indirect speech, before, after and around what is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dashboard.coding.sentences import Sentences
from dashboard.coding.speech import NOBODY, Speaker, SpeechWords
from dashboard.coding.spotting import lower

_WHEN = re.compile(
    r"(?:,?\s+(?:(?:late|early|earlier|later)\s+)?(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s+(?:night|morning|evening|afternoon))?|\s+(?:yesterday|today|earlier|later|again)"
    r"|\s+(?:last|this|earlier\s+this)\s+(?:week|month|year)"
    r"|\s+(?:in|during|through|via)\s+(?:an?|its|his|her|their)\s+(?:\w+\s+){0,3}?(?:statement|interview|report|speech"
    r"|address|update|tweet|post|bulletin|briefing|message|broadcast|conference|assessment|dispatch)"
    r"|\s+(?:in|from)\s+(?-i:[A-Z][\w’'-]+)(?=[,.;]|$)"
    r"|(?:\s+on)?\s+(?:[\w-]+\s+){0,2}?(?:radio|television|TV)\b"
    r"|\s+by\s+(?:tele)?phone|\s+on\s+(?:Twitter|Facebook|Telegram|X|state\s+(?:television|TV))"
    r"|\s+(?:on|of)\s+\d{1,2}\s+[A-Z]\w+(?:\s+\d{4})?|\s+on\s+[A-Z]\w+\s+\d{1,2}(?:,\s+\d{4})?)*"
)
_CLAUSE = re.compile(
    r"[;:“”\"()—]|\s[–-]\s|\b(?:that|but|while|when|after|because|where|before|although|though|as|which"
    r"|amid|since|until|if)\b\s"
)
_NO_CLAUSE = re.compile(
    r"\s*(?:(?:the\s+)?(?:reports?|claims?|allegations?|accusations?|charges?)\b(?!\s+that)|responsibility|credit|victory|the\s+lives?|lives|(?:(?:more|less|fewer)\s+than|at\s+least|over|nearly|some"
    r"|about)?\s*[\d,]+\s+lives|to\s+be\b|(?:in|at|on|from|by|near|across|since|during|as)\b)",
    re.IGNORECASE,
)
_PHRASE_AFTER = re.compile(
    r"\s+(?P<phrase>[^,.;:\"“”]+?(?:(?<=\b[A-Z])\.[^,.;:\"“”]*?)*)"
    r"(?=[,;:\"“”]|\.(?:\s|$)|$|\s+(?:on|in\s+an?|during|after|by|who|adding|as|late|early|last|told|at)\s)"
)
_BESIDE = re.compile(r",\s+(?P<beside>[^,.;\"“”]{3,80})(?=[,.;]|$)")
# What follows the words of speech and is the report's own: "…, he said after his troops left".
_NARRATED = re.compile(
    r"\s+(?:after|as|while|when|before|following|during|amid|hours|days)\s", re.IGNORECASE
)
# "They were told to leave": by somebody else.
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)(?:\s+\w+ly)?$")
# "The militia, which rules Herat, said".
_ADDED = re.compile(r",\s+(?:which|who|whose)\s[^;:]*,$")
# "A spokesman rejected it, saying".
_SUBJECT = re.compile(
    r"\s*(?P<who>[^;:]{2,90}?)\s+(?:(?:has|have|had|also|later|quickly)\s+)*(?:\w+ed|spoke|gave|made|put)\b"
)
_ALSO = re.compile(r"\b(?:and|but|then)$")
_SENTENCES_BACK = 4


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words of a sentence that say who speaks, and the part of the sentence that they cover.

    Offsets are the sentence's own.
    """

    start: int
    end: int
    covers_start: int
    covers_end: int
    speaker: Speaker

    def covers(self, start: int, end: int) -> bool:
        """Tell whether the words at `[start:end]` are what the speaker says."""
        return self.covers_start <= start and end <= self.covers_end


@dataclass
class Speakers:
    """Who speaks in the sentences of one report, worked out where it is asked for."""

    words: SpeechWords
    sentences: Sentences
    _attributions: dict[int, list[Attribution]] = field(default_factory=dict)
    _open: list[bool] = field(default_factory=list)

    def speaker_of(self, index: int, start: int, end: int) -> Speaker:
        """Tell who says the words `[start:end]` (offsets in the sentence) of a sentence."""
        here = self.attributions(index)
        quoted = self._in_quote(index, start)
        covering = [a for a in here if quoted or a.covers(start, end)]
        if not covering and quoted:
            covering = self._around(index)
        if not covering:
            return NOBODY
        return self._chosen(index, covering, start)

    def attributions(self, index: int) -> list[Attribution]:
        """Give the words of a sentence that say who speaks."""
        if index not in self._attributions:
            text = self.sentences[index].text
            may_say = bool(self.words.spotter.spans(lower(text)))
            self._attributions[index] = _attributions(self.words, text) if may_say else []
        return self._attributions[index]

    def _chosen(self, index: int, covering: list[Attribution], start: int) -> Speaker:
        """Take the speaker nearest to the words; an agency beside another one passes it on."""
        covering = sorted(covering, key=lambda a: min(abs(a.start - start), abs(a.end - start)))
        agencies = [a for a in covering if self.words.agency.match(a.speaker.said_by or "")]
        people = [a for a in covering if a not in agencies]
        first = (people or agencies)[0]
        speaker = first.speaker
        if self.words.is_pronoun(speaker):
            meant = self._last_named(index, first.start)
            speaker = replace(meant, passed_on_by=speaker.passed_on_by or meant.passed_on_by)
        if people and agencies and not speaker.passed_on_by:
            speaker = replace(speaker, passed_on_by=agencies[0].speaker.said_by)
        return speaker

    def _last_named(self, index: int, offset: int) -> Speaker:
        for at in range(index, max(-1, index - _SENTENCES_BACK - 1), -1):
            text = _without_quotes(self.sentences[at].text)[: offset if at == index else None]
            named: list[tuple[int, Speaker]] = [
                (a.start, a.speaker)
                for a in self.attributions(at)
                if a.end <= len(text) and not self.words.is_pronoun(a.speaker)
            ]
            for match in self.words.person.finditer(text):
                name = match["titled"] or match["named"]
                speaker = self.words.speaker(*_beside_name(match, name))
                if speaker:
                    named.append((match.start(), speaker))
            if named:
                return max(named, key=lambda pair: pair[0])[1]
        return NOBODY

    def _around(self, index: int) -> list[Attribution]:
        """Find who speaks a quotation that runs over several sentences."""
        for at in range(index - 1, -1, -1):
            if found := self.attributions(at):
                return found
            if not (self._opens_in_quote(at + 1) or _starts_quote(self.sentences[at + 1].text)):
                break
            if not self._has_quote(at):
                break
        for at in range(index + 1, len(self.sentences)):
            if not self._opens_in_quote(at) and not _starts_quote(self.sentences[at].text):
                break
            if found := self.attributions(at):
                return found
        return []

    def _in_quote(self, index: int, offset: int) -> bool:
        text = self.sentences[index].text
        state = self._opens_in_quote(index) and not _starts_quote(text)
        return state ^ bool(_marks(text[:offset]) % 2)

    def _has_quote(self, index: int) -> bool:
        return self._opens_in_quote(index) or bool(_marks(self.sentences[index].text))

    def _opens_in_quote(self, index: int) -> bool:
        if not self._open:
            self._open = _quote_states(self.sentences)
        return self._open[index]


def _quote_states(sentences: Sentences) -> list[bool]:
    """Tell of each sentence whether a quotation is open where it starts.

    A quotation of several paragraphs opens each of them anew and is closed once: so a paragraph
    that opens none ends it.
    """
    states, is_open, end = [], False, 0
    for sentence in sentences:
        if sentence.start - end > 1 and not _starts_quote(sentence.text):
            is_open = False
        states.append(is_open)
        marks = _marks(sentence.text)
        if marks:
            is_open = (is_open and not _starts_quote(sentence.text)) ^ bool(marks % 2)
        end = sentence.end
    return states


def _marks(text: str) -> int:
    """Count the quotation marks."""
    return text.count('"') + text.count("“") + text.count("”")


def _starts_quote(text: str) -> bool:
    return text[:1] in ('"', "“")


def _without_quotes(text: str) -> str:
    """Blank what stands between quotation marks, at the same length."""
    return re.sub('["“][^"“”]*(?:["”]|$)', lambda m: '"' * len(m.group()), text)


def _attributions(words: SpeechWords, text: str) -> list[Attribution]:
    plain = _without_quotes(text)
    found = []
    for verb in words.quick.finditer(plain):
        if verb.group().lower().startswith("according"):
            one = _phrase_after(words, plain, verb, verb.start())
        elif verb.group().lower().endswith("ing"):
            one = _going_on(words, plain, verb)
        else:
            one = _phrase_before(words, plain, verb) or _inverted(words, plain, verb)
        if one:
            found.append(one)
    return found


def _phrase_before(words: SpeechWords, plain: str, verb: re.Match[str]) -> Attribution | None:
    """Read "X said that …", "…, X said" and "…, X, the mayor, told Reuters"."""
    found = _speaker_before(words, plain[: verb.start()].rstrip())
    if not found:
        return None
    start, speaker = found
    told = words.hearer.match(plain, verb.end()) if verb.group().lower().startswith("t") else None
    if told and told["agency"]:
        speaker = replace(speaker, passed_on_by=told["agency"])
    after = _WHEN.match(plain, told.end() if told else verb.end())
    end = after.end() if after else verb.end()
    plain_after = _NARRATED.match(plain, end)
    closes = plain[:start].rstrip()[-1:] in (",", '"', "”", "—", "–", "-")
    if closes and (plain[end : end + 1] in ',.;"”:' or not plain[end:].strip()):
        return Attribution(start, end, 0, len(plain), speaker)
    if closes and told and not plain[end:].startswith(" that "):
        return Attribution(start, end, 0, len(plain), speaker)
    if closes and plain_after:
        return Attribution(start, end, 0, start, speaker)
    if not _opens_clause(words, plain, verb, end):
        return None
    return Attribution(start, end, end, len(plain), speaker)


def _going_on(words: SpeechWords, plain: str, verb: re.Match[str]) -> Attribution | None:
    """Read "X rejected the claim, saying troops held on": who does one does the other."""
    before = plain[: verb.start()].rstrip()
    clause = before[:-1].rpartition(",")[2] if before.endswith(",") else ""
    does = _SUBJECT.match(clause)
    speaker = words.speaker(does["who"]) if does else None
    if speaker is None or _NO_CLAUSE.match(plain, verb.end()):
        return _phrase_before(words, plain, verb)
    return Attribution(verb.start(), verb.end(), verb.end(), len(plain), speaker)


def _speaker_before(words: SpeechWords, left: str) -> tuple[int, Speaker] | None:
    """Read who speaks from the words before a verb of speech, and where those begin."""
    beside = None
    if _PASSIVE.search(left):
        return None
    if added := _ADDED.search(left):
        left = left[: added.start()]
    elif left.endswith(","):
        left, _, beside = left[:-1].rpartition(",")
    cut = max([m.end() for m in _CLAUSE.finditer(left)], default=0)
    cut = max(cut, left.rfind(",") + 1)
    phrase = _of_first_verb(words, _after_and(left[cut:]))
    if left[:cut].endswith("that ") and _ALSO.search(phrase):
        phrase = _of_first_verb(words, left[left.rfind(",", 0, cut) + 1 :])
    speaker = words.speaker(phrase, beside) if phrase.strip() else None
    return (len(left) - len(phrase.lstrip()), speaker) if speaker else None


def _opens_clause(words: SpeechWords, plain: str, verb: re.Match[str], end: int) -> bool:
    rest = plain[end:].lstrip(" ,")
    if rest.startswith(("that ", ":", '"', "“")):
        return True
    return bool(words.opens_clause.match(verb.group())) and not _NO_CLAUSE.match(rest)


def _inverted(words: SpeechWords, plain: str, verb: re.Match[str]) -> Attribution | None:
    """Read "…," said X."""
    if plain[: verb.start()].rstrip()[-1:] not in (",", '"', "”"):
        return None
    return _phrase_after(words, plain, verb, verb.start())


def _phrase_after(
    words: SpeechWords, plain: str, verb: re.Match[str], start: int
) -> Attribution | None:
    """Read the speaker behind "according to" or an inverted verb; covers all the rest."""
    match = _PHRASE_AFTER.match(plain, verb.end())
    if not match:
        return None
    beside = _BESIDE.match(plain, match.end())
    speaker = words.speaker(match["phrase"], beside["beside"] if beside else None)
    return Attribution(start, match.end(), 0, len(plain), speaker) if speaker else None


def _of_first_verb(words: SpeechWords, phrase: str) -> str:
    """Give who speaks in "the army said it was near and denied", and nobody in "denied reports"."""
    verbs = (verb for verb in words.quick.finditer(phrase) if verb.group().endswith("d"))
    earlier = next(verbs, None)
    if not earlier or not phrase[: earlier.start()].strip():
        return phrase
    return phrase[: earlier.start()] if _ALSO.search(phrase) else ""


def _after_and(phrase: str) -> str:
    """Keep "police and witnesses" and a name whole, but not the sentence before an "and"."""
    head, conjunction, tail = phrase.rpartition(" and ")
    words = head.split()
    is_name = all(word[0].isupper() or word in ("the", "of", "for") for word in words)
    return tail if conjunction and len(words) > 3 and not is_name else phrase


def _beside_name(match: re.Match[str], name: str) -> tuple[str, str | None]:
    around = match.group()
    other = around.replace(name, "", 1).strip(" ,")
    return name, other or None
