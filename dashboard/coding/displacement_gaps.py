"""What may stand between the words of a rule and the number that they say something of."""

from __future__ import annotations

import re
from collections.abc import Callable

from dashboard.coding.counted import Counted, Counts

# Auxiliaries, adverbs and reporting participles between a number's noun and its verb.
_LINK = (
    r"(?:of (?:them|these|those|whom)"
    r"|of the (?:displaced|survivors|evacuees|refugees|IDPs|homeless)"
    r"|worldwide|globally|nationwide|elsewhere|were|was|are|is|be"
    r"|been|being|have|has|had|having|who"
    r"|which|that|to|also|already|all"
    r"|again|and"
    r"|forced|compelled|obliged|ordered|asked|told|urged|advised|instructed|made|left|rendered|remained|remains?|become|became|got"
    r"|still|now"
    r"|since|so|far|then|later|not|never|even|once|only|just|more|over|estimated|believed"
    r"|thought|said"
    r"|reported"
    r"|registered|recorded|verified|identified|confirmed|counted|found|known|expected|feared|likely"
    r"|began|begun|started|continue[sd]?|could|may|might|would|will|should|must|can|as"
    r"|internally|newly"
    r"|trying|tried|preferred|chose|decided|affected|did|do|yet|reportedly|there|there,|currently"
    r"|(?:the )?(?:total )?number of (?:people|persons|families)|either|or|stay(?:ed)?"
    r"|(?!(?:moderate|slight|light|partial|part)ly)\w+ly"
    r"|still(?=liv)|rescued(?=\s+and\s)|stranded|fleeing|preventively|stillliving)"
)
_LINKS = re.compile(rf"(?:[\s,–—-]*(?:\b{_LINK}\b|�))*[\s,–—-]*", re.IGNORECASE)
_LINKS_TO_END = re.compile(rf"(?:^|[\s,)–—-]+)(?:{_LINK}[\s,–—-]+)+$", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:were|was|are|is|have|has|had|did|do|does|said|says|told|will|would|could|may|might)\b",
    re.I,
)
# What says that the number counts something else, or that another clause begins.
BLOCK = re.compile(
    r"\b(?:killed|dead|died|deaths?|perished|drowned|lost (?:their|her|his) (?:lives|life)"
    r"|injured|wounded|hurt|arrested|detained|kidnapped|abducted"
    r"|missing"
    r"|rescued(?!\s+and\s+(?:taken|brought|moved|evacuated|sheltered|relocated))|trapped|vaccinated|infected|voted|while|but|although|though|because|when|after"
    r"|before"
    r"|where|whereas|if|until|whose|leaving|causing|prompting|forcing|so that|and (?:the|a|an"
    r"|some|many"
    r"|others|their|his|most)|need(?:s|ed|ing)?|received?|provid\w+|assist\w+|reach\w+)\b",
    re.IGNORECASE,
)
# "The 400 families left the site and have gone home": one subject, two verbs.
_SECOND_VERB = re.compile(
    rf"\w[^\w.;:]*\s(?:and|then)\s(?:(?:{_LINK}|then)[\s,–—-]+)*$", re.IGNORECASE
)
_SAYS = re.compile(r"\b(?:said|says|told|according|waiting|to be|entered)\b", re.IGNORECASE)
_QUALIFIES = re.compile(
    r"\s*(?:[,(]|and\s+(?:\w+\s+){0,2}\d|(?:who|that|in|from|of|at|on|near|across|around|within"
    r"|throughout|along|under|with"
    r"|between|by|off"
    r"|for|during|outside|inside|to|out|since|as|including|mostly|mainly|displaced|evacuated"
    r"|\w+ing|\w+ed (?:by|in|from|at|near|along|on))\b)",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"\b(?:in|of|from|the|by|an?|with|for|other|at|on|their|its)\s*$", re.IGNORECASE
)
PARENTHESES = re.compile(
    r"\([^()]*\)|\s+whose\s+(?:homes?|houses?|shelters?|villages?)\s+(?:were|was|had\s+been|have\s+been)\s+\w+"
    r"(?:\s+(?:in|by|on)\s[^,.;]{1,40}?)?(?=\s(?:are|were|have|had|is)\s)|\[[^\[\]]*\]|\s[–—-]\s[^–—]{0,60}?\s[–—-](?=\s)"
    r"|,\s(?:mainly|mostly|including|many of them|most of them|among them)\b"
    r"(?:[^,]|,(?=\d)){0,60},(?!\d)"
)
_OPEN_ASIDE = re.compile(r"\b(?:including|among them|such as)\b[^,]*$", re.IGNORECASE)
_LONGEST_PREDICATE = 170


# A place's name before its number: "Djibo (26,900)", "in Upper Nile 4,000".
PLACE_BEFORE = (
    r"(?-i:[A-Z])[\w'’-]*(?:[\s-]+(?:(?:of|de|du|el|al)\s+)?(?-i:[A-Z])[\w'’-]*){0,3}"
    r"(?:\s+(?:district|province|state|region|county|governorate|camp|department)s?)?"
)
# "40 in Sake and 90 in Upper Nile fled".
_AT_HOME = re.compile(rf"\s+(?:in|from)\s+(?:the\s+)?{PLACE_BEFORE}(?=\s)", re.IGNORECASE)
_AND = re.compile(r"\band\b", re.IGNORECASE)


# "Displaced" before such a noun is its attribute, and no verb.
_ATTRIBUTE = re.compile(
    r"(?<=ed)\s+(?:people|persons?|famil\w+|households?|individuals|populations?|communit\w+"
    r"|children|women"
    r"|civilians|residents|villagers|pastoralists|\w+ans)\b",
    re.IGNORECASE,
)


_STOP = re.compile(r"[.;!?](?:\s|$)")


def _predicate(sentence: str, match: re.Match[str], counted: Counted) -> bool:
    """Allow what may stand between a subject and its verb: qualifiers, then auxiliaries."""
    gap = sentence[counted.after : match.start()]
    if _ATTRIBUTE.match(sentence, match.end()):
        return False
    if len(gap) > _LONGEST_PREDICATE or _STOP.search(gap):
        return False
    gap = PARENTHESES.sub(" ", gap)
    if _LINKS.fullmatch(gap):
        return True
    named = counted.counts in (Counts.UNSAID, Counts.NAMED)
    home = _AT_HOME.match(gap) if named else None
    if home and not _AND.search(gap):
        return bool(_LINKS.fullmatch(gap, home.end()))
    if named or _is_other_clause(gap):
        return False
    return _is_qualified(gap) or bool(_SECOND_VERB.search(gap) and not _SAYS.search(gap))


def _is_other_clause(gap: str) -> bool:
    return bool(BLOCK.search(gap) or _OPEN_END.search(gap))


def _is_qualified(gap: str) -> bool:
    """Tell whether all that stands before a verb and its auxiliaries qualifies the subject."""
    tail = _LINKS_TO_END.search(gap)
    head = gap[: tail.start()] if tail else gap
    if not tail and _OPEN_ASIDE.search(head):
        return False
    return bool(_QUALIFIES.match(head)) and not _AUXILIARY.search(head)


def _close(sentence: str, match: re.Match[str], counted: Counted) -> bool:
    gap = PARENTHESES.sub(" ", sentence[counted.after : match.start()])
    return len(gap) < 60 and bool(_LINKS.fullmatch(gap))


_TOWN = re.compile(
    r"\b(?:villages?|towns?|city|cities|settlements?|hamlets?|communit(?:y|ies)"
    r"|camps?)\b[^.;]{0,90}$",
    re.I,
)


def _town(sentence: str, match: re.Match[str], counted: Counted) -> bool:
    """Allow "the village of 400 people was burned down"."""
    return bool(_TOWN.search(sentence[: counted.start])) and _close(sentence, match, counted)


_FORCE = re.compile(
    r"forc|driv|drov|push|chas|expel|evict|flush|uproot|displac|\bsen(?:t|ds|ding)\b", re.IGNORECASE
)
_MOVED = re.compile(r"\b(?:evacuat|relocat|resettle)\w*\s+of\b", re.IGNORECASE)
_FORCES = re.compile(
    rf"(?:[\s,–—�-]*\b(?:{_LINK}|driven|chased|expelled|evicted|pushed|flushed|displaced"
    rf"|uprooted)\b)*\s*",
    re.I,
)


def _forced(sentence: str, match: re.Match[str], counted: Counted) -> bool:
    """Allow "forced 2,500 people out of their homes" and "2,500 people were driven from …"."""
    gap = sentence[counted.after : match.start()]
    before = sentence[max(0, counted.start - 50) : match.start()]
    forced = _FORCE.search(before) and not _MOVED.search(before)
    return len(gap) < 90 and bool(forced and _FORCES.fullmatch(_OF_NAME.sub("", gap)))


_CARRIES = re.compile(
    r"\b(?:took|take[ns]?|taking|brought|bring(?:s|ing)?|airlift\w*|ferr(?:y|ied|ying)|lift(?:ed|ing)"
    r"|bus(?:s?ed|s?ing)|flew|flown|carr(?:y|ied|ying)|shipp(?:ed|ing)|mov(?:ed|ing)|pull(?:ed|ing)"
    r"|led|guid(?:ed|ing)|order(?:ed|s|ing))\b[^.;:,]{0,40}$",
    re.IGNORECASE,
)


# "All 900 villagers of Ambae".
_OF_NAME = re.compile(r"^\s+(?:of|from|in|on)\s+(?:the\s+)?[A-Z][\w-]*(?:\s+[A-Z][\w-]*)?")


def _carried(sentence: str, match: re.Match[str], counted: Counted) -> bool:
    """Allow "boats took 900 villagers off the island"."""
    gap = sentence[counted.after : match.start()]
    return len(gap) < 60 and bool(
        _LINKS.fullmatch(_OF_NAME.sub("", gap)) and _CARRIES.search(sentence[: counted.start])
    )


_OBJECT = re.compile(
    r"[\s]*(?:\b(?:of|the|an?|all|up|those|some|its|their|about|further|additional|new|more"
    r"|another|total|record"
    r"|estimated|number|entire|mass|also|at(?=\s+least)|as|many|least|around|\w+ly"
    r"|\w+ing)\b[\s,]*)*"
    r"[\s\"“‘'(]*",
    re.IGNORECASE,
)


# "Evacuated 40 wounded and 900 villagers".
_WITH_OTHERS = re.compile(
    r"^\s+(?:\w+\s+)?[\d,]+\s+(?:wounded|injured|sick|patients|detainees|prisoners|soldiers|fighters|tourists)"
    r"\s+and\s+",
    re.IGNORECASE,
)


def _object(sentence: str, match: re.Match[str], counted: Counted) -> bool:
    """Allow what may stand between a verb, or "the displacement of", and the number."""
    gap = _WITH_OTHERS.sub("", sentence[match.end() : counted.start])
    return len(gap) < 50 and bool(_OBJECT.fullmatch(gap))


_LABEL = re.compile(
    r"(?:\s*\([^)]*\))?(?:\s+(?:inside|outside|in|at|from|to|since"
    r"|by)\s[^:.;]{1,60}(?=:))?(?:[\s,;]*(?:\b(?:total|totals|totalling|totalled|totaled|people"
    r"|persons"
    r"|families"
    r"|households|individuals|population|nb|no|number|of|est|estimated|to|is|are|was|were|now|at"
    r"|be|stands?"
    r"|stood|reached|reaches|has|have|had|been|risen|rose|grown|grew|increased|climbed|exceeds"
    r"|exceeded"
    r"|currently|put|by|about|so far|hit|swollen|swelled|soared|jumped|doubled|passed|topped"
    r"|surpassed|crossed)\b"
    r"|[:|=–—-]))+[\s.;]*",
    re.IGNORECASE,
)
_LABEL_LONG = re.compile(
    r"(?:[^.;:]|\.(?=\d)){0,90}?(?:\b(?:is|was|are|were|now|reached|passed|passes|topped|tops|exceeded|exceeds?|hits?"
    r"|stands at|stood at"
    r"|rose to|risen to|grew"
    r" to|grown to|increased to|climbed to|estimated (?:at|to be)|put at|to)|:)\s*(?:now|about"
    r"|currently)?\s*",
    re.IGNORECASE,
)


_LABEL_OPENS = 2
_NUMBER_OF = re.compile(
    r"number|total|figure|count|tally|exodus|influx|caseload|population", re.IGNORECASE
)
# "The agency puts the number of IDPs in Bunia at 4,000."
_PUTS = re.compile(
    r"\b(?:put|puts|putting|places?|placed|estimate[sd]?)\s+(?:the|their|its)\s+$", re.IGNORECASE
)
_LABEL_PUT = re.compile(r"[^.;:]{0,90}?\bat\s*", re.IGNORECASE)


def _label(sentence: str, match: re.Match[str], counted: Counted) -> bool:
    """Allow ":", "total", "is estimated to be" between a label and its number."""
    gap = sentence[match.end() : counted.start]
    if len(gap) > 100:
        return False
    if not gap.strip(" –—-"):
        return len(sentence[: match.start()].split()) <= _LABEL_OPENS
    if _LABEL.fullmatch(gap):
        return True
    if _LABEL_PUT.fullmatch(gap) and _PUTS.search(sentence[: match.start()]):
        return True
    is_number = _NUMBER_OF.search(match.group()) and not _FATE.search(gap)
    return bool(is_number and _LABEL_LONG.fullmatch(gap))


# "The number of displaced people who died has reached 75": not of the displaced.
_FATE = re.compile(
    r"\b(?:killed|dead|died|injured|wounded|arrested|infected|missing|assisted|reached\s+(?:with|by)|receiv\w+)\b",
    re.IGNORECASE,
)


# By the name that the table of rules has for it.
BETWEEN: dict[str, Callable[[str, re.Match[str], Counted], bool]] = {
    "predicate": _predicate,
    "displaced": _predicate,
    "close": _close,
    "town": _town,
    "forced": _forced,
    "carried": _carried,
    "object": _object,
    "hosted": _object,
    "label": _label,
}
