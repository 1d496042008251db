"""Which displaced people are counted for something else: what befell them, or the aid they got."""

from __future__ import annotations

import re

from dashboard.coding.counted import Counted, Counts
from dashboard.coding.displacement_rules import Match
from dashboard.coding.spotting import lower
from dashboard.model import Category

# All patterns here are for text in lower case.
_OTHER_FATE = re.compile(
    r"\s*(?:(?:were|was|are|have|has|had|been|reportedly|also|being|went|gone)\s+)*"
    r"(?:killed|dead|died|injured|wounded|arrested|detained|kidnapped|abducted|executed"
    r"|massacred|raped|perished|lost their lives"
    r"|vaccinated|missing|drowned|disembarked|intercepted|swept\s+away|tested|diagnosed|infected"
    r"|hospitali[sz]ed|released|sentenced|charged|employed|hired)\b"
)
_HARMED = re.compile(
    r"\b(?:kill(?:ed|ing|s)?|wound(?:ed|ing)|injur(?:ed|ing)|arrest(?:ed|ing)|detain(?:ed|ing)"
    r"|deaths? of"
    r"|execut(?:ed|ing)|abduct(?:ed|ing)|rescu(?:ed|ing)|intercept(?:ed|ing)|disembark(?:ed|ing)"
    r"|vaccinat\w+)\s+(?:of\s+)?$"
)
_AIDED = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:and\s+[\w-]+(?:\s+[\w-]+)?\s+)?"
    r"(?:(?:were|was|are|have|has|had|been|will|be|also|who|that|already)\s+)*"
    r"(?:receiv\w+|assisted|reached|supported|vaccinated|immuni[sz]ed|trained|targeted"
    r"|benefit\w*|served"
    r"|provided with|taken to (?:\w+ )?(?:hospitals?|clinics?|health)"
    r"|screened|treated|enrolled|informed|sensiti[sz]ed|consulted|interviewed)\b"
)
_AIDS = re.compile(
    r"(?:\b(?:assist|reach|support|benefit|target|vaccinat|immuni[sz]|train|serv|screen|treat"
    r"|inform|enroll?|enabl|interview|survey|counsel"
    r"|provid)(?:t?ed|t?ing|es|s|e)?|\bfe(?:d|eds|eding)|\b(?:distribut|deliver|hand|g[ia]v"
    r"|donat)\w*\b[^.;:]{0,90}\b(?:to|among))\s+"
    r"(?:(?:the|some|a total of|over|around)\s+)*$"
)
# "Assisted 300 farmers, 900 refugees from Sake and 40 returnees": each of them was.
_AIDS_ALL = re.compile(
    r"\b(?:assist|reach|support|vaccinat|immuni[sz]|train|screen|treat|interview|survey)(?:ed|ing|es|s)\s+"
    r"(?:(?:some|about|over|around)\s+)?(?:\d[\d,.]*\s[^.;:\d]{3,60}){1,4}(?:(?<=,\s)|(?<=nd\s))$"
)
_AID_TO = re.compile(
    r"\b(?:assist|provi|support|dispatch|offer|help|service|care|needs)\w*\b[^.;:]{0,60}\b(?:to"
    r"|for|of)\s+$"
)


# "All but 300 have returned".
_ALL_BUT = re.compile(
    r"\b(?:all\s+but|all\s+except|except\s+for|apart\s+from|(?:for|in|of)\s+every)\s+$"
)
# "Some 300 people left the park and marched to the square".
_IN_A_CROWD = re.compile(
    r"[^.;:,]{0,60}?\s(?:and|to)\s+(?:march(?:ed)?|rall(?:y|ied)|parade[d]?|protest(?:ed)?"
    r"|demonstrate[d]?|celebrate[d]?)\b"
)
# "Some 300 refugees a day": how fast they come, not how many have.
_RATE = re.compile(r"\s+(?:an?|per|each|every)\s+(?:day|hour|minute|night)\b")
# "Some 300 of these are full": of the shelters.
_OF_SITES = re.compile(
    r"\s*(?:(?:are|were|is|was|have|had|been|already|now|still|also)\s+)+"
    r"(?:full|closed|open|empty|overcrowded|functional|operational|schools|formal|informal|makeshift)\b"
)
# "Treated 300 people in two camps".
_IN = re.compile(r"(?:in|at|inside|under)\b")
# "A camp for 300 refugees": how many it has room for.
_ROOM_FOR = re.compile(
    r"\b(?:camps?|cent(?:re|er)s?|sites?|shelters?|hous(?:es|ing)|homes|tents|beds|rooms?|space|places|capacity"
    r"|built|designed|meant|intended|planned|enough)\s+for\s+(?:up\s+to\s+|some\s+|about\s+)?$"
)


_BEFORE = 40  # characters before a number that tell whom it counts


def counts_others(text: str, match: Match) -> bool:
    """Tell whether people who are displaced are counted here for what else befell them.

    Args:
        text: The sentence in lower case.
        match: A figure of it.
    """
    start = match.counted.start
    before = text[max(0, start - _BEFORE) : start]
    if _ALL_BUT.search(before) or _RATE.match(text, match.counted.end) or _told_behind(text, match):
        return True
    harmed = bool(_HARMED.search(text, max(0, start - _BEFORE), start))
    if match.rule.position == "inside":
        room = _ROOM_FOR.search(before)
        fate = harmed or _OTHER_FATE.match(text, match.counted.after)
        return bool(room or fate or _is_aid(text, match))
    if match.rule.position != "after":
        return False
    if _IN.match(text, match.start):
        return bool(_HARMED.search(before) or _AIDS.search(before))
    # "Violence killed 300 people and 4,000 soldiers arrived": others did.
    unsaid = match.counted.counts is Counts.UNSAID
    other = re.search(r"\d", text[match.counted.after : match.start])
    return harmed and bool(unsaid or other)


def _told_behind(text: str, match: Match) -> bool:
    """Tell of weak words from what follows them: "40 of them were killed", "left and marched"."""
    if match.rule.id == "part.of-them":
        if _OF_SITES.match(text, match.end):
            return True
        return bool(_OTHER_FATE.match(text, match.end) or _AIDED.match(text, match.end))
    return match.rule.id == "fled.left" and bool(_IN_A_CROWD.match(text, match.end))


def befell_others(text: str, item: Counted) -> bool:
    """Tell whether a number is followed by what befell them besides: killed, hurt, given aid."""
    lowered = lower(text)
    return bool(_OTHER_FATE.match(lowered, item.after) or _AIDED.match(lowered, item.after))


def _is_aid(text: str, match: Match) -> bool:
    """Tell whether a number counts who was given aid, not who is there."""
    before = text[max(0, match.counted.start - 110) : match.counted.start]
    if match.rule.category is Category.REFUGEES and _AID_TO.search(before):
        return True
    if _AIDS_ALL.search(text[: match.counted.start]):
        return True
    return bool(_AIDED.match(text, match.counted.after) or _AIDS.search(before))
