"""Who does what a verb says: the subject of a verb, in a sentence with slots."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.coding.actors import ActorKind
from dashboard.coding.slots import ACTOR, NAMED_PLACE, PLACE, Slot, SlottedSentence

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_TIME = (
    rf"(?:(?:early|late|earlier|later)\s+)?(?:on\s+)?{_DAY}(?:\s+(?:night|morning|evening|afternoon))?"
    rf"|(?:in|on|since|by|at)\s+(?:early\s+|late\s+|mid-)?(?:\d{{1,2}}\s+)?{_MONTH}(?:\s+\d{{1,4}})?(?:,?\s+\d{{4}})?"
    r"|in\s+\d{4}|(?:earlier\s+)?(?:last|this|next|that|the\s+(?:same|previous|past))\s+"
    r"(?:\w+\s+)?(?:days?|weeks?|months?|years?|night|weekend|spring|summer|autumn|winter|morning)"
    r"|overnight|yesterday|today|tonight|at\s+(?:dawn|dusk|night)|in\s+recent\s+\w+|in\s+the\s+past\s+\w+(?:\s+\w+)?"
    r"|(?:a|two|three|several)\s+(?:days|weeks|months|years|day|week|month|year)\s+(?:ago|earlier|later|before)"
)
_AUXILIARY = (
    r"is|are|was|were|been|being|be|has|have|had|having|did|does|do|will|would|could|can|may|might|should|must"
    r"|not|never|n['’]t|now|also|then|later|soon|still|already|again|once|since|first|even|further|just|both|all"
    r"|\w+ly|managed\s+to|able\s+to|unable\s+to|went\s+on\s+to|go\s+on\s+to|continues?\s+to|continued\s+to"
    r"|continuing\s+to|(?:forced|compelled|obliged)\s+to|failed\s+to|fails?\s+to|failing\s+to|began\s+to|started\s+to|seem(?:s|ed)?\s+to"
    r"|appear(?:s|ed)?\s+to|estimated\s+to|believed\s+to|reported\s+to|said\s+to|known\s+to|thought\s+to"
    rf"|understood\s+to|claim(?:s|ed)?\s+(?:(?:{_TIME})\s+)?to|(?:claim(?:s|ed)?|said|announced|reported)\s+(?:(?:{_TIME})\s+)?(?:that\s+)?(?:they|it)"
    r"|helped|help|struggl\w+\s+to|expected\s+to|likely\s+to|set\s+to|due\s+to|denied|denies|denying|admitted|admits"
    r"|acknowledged|acknowledges|together|jointly|himself|itself"
)
# What may stand between a subject and its verb, read from the verb backwards.
_BETWEEN = re.compile(rf"(?:(?:(?<=\s)|^)(?:{_TIME}|{_AUXILIARY})\s+)+$", re.IGNORECASE)
_JOINED = re.compile(
    r"(?:,|\b(?:and|then|but|or|before|after|while|when|by|having))$", re.IGNORECASE
)
_RELATIVE = re.compile(r",?\s*\b(?:who|which|that)$", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"\b(?:by|against|with|to|between|in|into|on|over|than|including|like|targeting|targeted|towards?|for"
    r"|(?:known|described|seen|regarded|such|posing|posed|acting|acted|dressed|disguised|well|serving)\s+as"
    r"|near|around|under|fighting|fought|attacked|attacking|clashing|alongside|killed|killing|struck|from)"
    r"\s+(?:(?:the|a|an|some|several|many|other)\s+)?(?:[a-z][\w-]*\s+)?$"
)
# "Hamas gunmen routed Fatah and took": who is routed does not take.
_OBJECT = re.compile(
    rf"{ACTOR}\s+(?:(?:had|have|has)\s+)?(?:[a-z]+ed|drove|fought|overran|beat)\s+"
    r"(?:(?:the|an?|some|several|many|dozens\s+of|hundreds\s+of|\d+|more\s+than|at\s+least)\s+)*$"
)
# "Viv Ansanm, a coalition of gangs, attacked": what tells who they are does nothing.
_APPOSITION = re.compile(r",\s+(?:an?|the)\s+(?:[\w-]+\s+){0,4}of\s+(?:[\w-]+\s+){0,2}$")
_IN_A_PLACE = re.compile(
    rf"({ACTOR})\s+(?:(?:based\s+|active\s+|operating\s+)?(?:in|from|near|around|at|of|inside|outside)|on"
    r"|defending|besieging|attacking|holding|controlling|encircling|guarding|shelling)\s+"
    rf"(?:[\w’'-]+\s+){{0,4}}{PLACE}(?:['’]s\s+\w+)?$"
)
_OF_A_GROUP = re.compile(
    rf"({ACTOR})\s+(?:(?:and|of|from)\s+(?:the\s+|their\s+|its\s+|other\s+)*[\w-]+(?:\s+[\w-]+)?"
    r"|(?:backed|led|supported|funded|armed|trained|accompanied)\s+by\s+"
    rf"(?:(?:[\w-]+\s+){{0,3}}{ACTOR}|(?:[\w.’'-]+\s*){{1,5}})"
    r"|(?:loyal|allied|linked)\s+to\s+(?:[\w’'-]+\s*){1,5}|\([^()]*\))$"
)
# "Moscow claims to have taken X": a capital stands for its country.
_CLAIMS = re.compile(r"\b(?:claim(?:s|ed)?|said|announced|reported)\b")
_CAPITAL = re.compile(
    rf"(?:^|[,;:]\s|\b(?:and|but|that|as|while|rejected|denied|dismissed)\s)({NAMED_PLACE})(?:['’]s)?$"
)
_NAME = re.compile(r"(?<![\w.])(?:[A-Z][\w’'-]*)(?:\s+(?:al-|of\s+)?[A-Z][\w’'-]*){0,4}$")
# Who leads an actor speaks and acts for it: "RSF chief N".
_LED = re.compile(
    rf"({ACTOR})(?:['’]s)?\s+(?:[a-z]+\s+)?(?:chief|leader|commander|head|boss|warlord)\s+$"
)
_NO_NAME = re.compile(
    r"^(?:Nobody|No|None|Everyone|Everybody|Anyone|Neither|Someone|Control|He|She|I|We|You|This|That|These|Those|There|The|Who|What|Officials?|Residents?|Witnesses|People|Many|Some|Most"
    r"|Which|It|They|As|In|On|At|After|Before|When|While|And|But|How|Storm|Cyclone|Hurricane|Typhoon|Flood|Covid|COVID"
    rf"|Ebola|Cholera|Fire|Rain|UN|UNHCR|UNICEF|WFP|OCHA|WHO|Photo|Video|Map|Police|Reuters|AFP|AP|BBC|{_DAY}|{_MONTH})\b"
)
_SAYS_WHO = (ActorKind.NAMED, ActorKind.STATE)
_ASIDE = re.compile(r",[^,;:]{1,120},$")
_CLAUSE_END = re.compile(r"[;:]|\.\s")


_WITH_ANOTHER = re.compile(
    rf"({ACTOR})\s*(?:,\s*)?(?:,|and|together\s+with|along\s+with|alongside)\s+(?:the\s+|its\s+|their\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does what a verb says: an actor's slot, a country's, or a name that no table has.

    `start` is an offset in the text with slots.
    """

    start: int
    slot: Slot | None = None
    name: str = ""


def subject_of(sentence: SlottedSentence, verb: int) -> Subject | None:
    """Find the subject of the verb that starts at an offset of the text with slots.

    Returns:
        None where the subject is nobody who could act in arms, or is not in the sentence.
    """
    whole = sentence.text[:verb].rstrip() + " "
    left = _BETWEEN.sub("", whole).rstrip()
    if relative := _RELATIVE.search(left):
        return _at_the_end(sentence, left[: relative.start()].rstrip(" ,"))
    direct = _at_the_end(sentence, left) or _capital(sentence, left, whole)
    if not direct and (aside := _ASIDE.search(left)):
        direct = _at_the_end(sentence, left[: aside.start()])
    if direct:
        return direct
    gerund = re.match(r"\w+ing\b", sentence.text[verb:])
    if _JOINED.search(left) or (gerund and left.endswith((",", "after", "before", "by"))):
        return _further_back(sentence, left) or (_next_one(sentence, verb) if gerund else None)
    if not left and gerund:
        return _next_one(sentence, verb)
    return None


def _capital(sentence: SlottedSentence, left: str, whole: str) -> Subject | None:
    """Take a capital that claims: `whole` has the words of the claim behind `left`."""
    capital = _CAPITAL.search(left) if _CLAIMS.search(whole, len(left)) else None
    return Subject(capital.start(1), sentence.slot(capital[1])) if capital else None


def joined_subjects(sentence: SlottedSentence, subject: Subject) -> list[Subject]:
    """Give a subject with the one that "and" joins to it, those alone that name somebody."""
    if subject.slot is None:
        return [subject]
    both, start = [subject], subject.start
    while other := _WITH_ANOTHER.search(sentence.text[:start]):
        start = other.start(1)
        both.insert(0, Subject(start, sentence.slot(other.group(1))))
    named = [s for s in both if s.slot and s.slot.actor and s.slot.actor.kind in _SAYS_WHO]
    return named or [subject]


def _at_the_end(sentence: SlottedSentence, left: str) -> Subject | None:
    """Take the noun phrase that ends right before the verb."""
    for pattern in (_IN_A_PLACE, _OF_A_GROUP):
        if match := pattern.search(left):
            return _actor(sentence, match.start(1), left)
    if re.search(
        rf"{ACTOR}(?:['’]s|['’]s\s+\w+(?:\s+(?:ministry|minister|president|staff|command|council))?)?$",
        left,
    ):
        at = max(i for i, c in enumerate(left) if re.match(ACTOR, c))
        return _actor(sentence, at, left)
    if re.search(rf"{PLACE}$", left):
        return None
    name = _NAME.search(left)
    if name and not _NO_NAME.match(name.group()) and not _NO_SUBJECT.search(left[: name.start()]):
        led = _LED.search(left[: name.start()])
        return _actor(sentence, led.start(1), left) if led else Subject(name.start(), name=name[0])
    return None


def _actor(sentence: SlottedSentence, at: int, left: str) -> Subject | None:
    if _NO_SUBJECT.search(left[:at]):
        return None
    return Subject(at, sentence.slot(left[at]))


def _further_back(sentence: SlottedSentence, left: str) -> Subject | None:
    """Take the nearest actor of the clauses before that is no object in them."""
    for at in range(len(left) - 1, -1, -1):
        if not re.match(ACTOR, left[at]) or _is_no_actor(sentence.slot(left[at]), at):
            continue
        if _CLAUSE_END.search(left, at):
            return None
        if _OBJECT.search(left, 0, at) or _APPOSITION.search(left, 0, at):
            continue
        if found := _actor(sentence, at, left):
            return found
    return None


def _next_one(sentence: SlottedSentence, verb: int) -> Subject | None:
    """Take the subject of the main clause: "After seizing X, the rebels advanced"."""
    match = re.compile(rf",\s+(?:the\s+)?({ACTOR})").search(sentence.text, verb)
    return Subject(match.start(1), sentence.slot(match.group(1))) if match else None


def _is_no_actor(slot: Slot, at: int) -> bool:
    """Tell of a pronoun that is an object as often, and of a country, which is a place as often.

    A country that opens the sentence acts: "Ukraine sent troops into Kursk and seized Sudzha".
    """
    if slot.either and slot.places and not at:
        return False
    return slot.actor is None or slot.actor.text.lower() in ("it", "them", "their", "its")
