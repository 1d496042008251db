"""The grammar of phrases around the names of places, as text of regular expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.coding.slots import ACTOR, NAMED_PLACE
from dashboard.tries import trie_of

_LINK = (
    rf"(?:,?\s+(?:including|such\s+as|among\s+{ACTOR})\s+(?:the\s+)?|\s*,\s*(?:and\s+|or\s+|as\s+well\s+as\s+)?"
    r"|\s+(?:and|or|as\s+well\s+as|plus)\s+)"
)
DIRECTION = r"(?:north|south|east|west|centre|center)(?:[- ]?(?:east|west))?"
_LEADS_IN = (
    r"(?:In|On|At|Of|From|To|Near|And|But|After|Since|For|By|With|As|If|When|While|Although|Though"
    r"|Because|Before|Until|Unless|Once|That|Where|Which|No|Not|None|Neither|Meanwhile|Later|Earlier|Last|Both|How|Why"
    r"|Whether|Around|Inside|Outside|Fighting|Clashes|Battles|January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_NORTHERN = rf"(?:^|\s)(?:north|south|east|west|central)\w*(?:-\w+)?\s+{NAMED_PLACE}"
_ROUGHLY = (
    r"(?:(?:up\s+to|about|around|nearly|over|some|at\s+least|more\s+than|an\s+estimated|roughly"
    r"|almost)\s*)+"
)
# A headline leaves the article out: "rebels enter city".
_HEADLINE_VERBS = ("enter", "storm", "seize", "flee", "retake", "capture", "leave", "take", "quit")
_HEADLINE_VERB = (
    "(?:" + "|".join(rf"(?<=\b{verb}\s)|(?<=\b{verb}s\s)" for verb in _HEADLINE_VERBS) + ")"
)
_ON_ITS_EDGE = r"on\s+the\s+(?:[a-z]+ern\s+)?(?:edge|outskirts|fringes?)\s+of"
# "the Upper Nile capital", "the Red Sea port city" are towns in them.
_ITS_TOWN = (
    r"\s+(?:(?:[\w-]+\s+)?capital"
    r"|(?:port|hill|market|border|oil|mining|garrison)\s+(?:city|town))\b"
)
# "near Sumy, and Moscow plans": who acts is not in the list.
_NO_VERB = (
    r"(?!\s+(?:says|said|plans|planned|has|will|would|vow(?:s|ed)|deni(?:es|ed)|claim(?:s|ed)|is|was)"
    r"\b)"
)
_OF = r"[^,;]*\s(?:of|in|around|near)\s"


class PlacePatterns:
    """Patterns for lists, parts and descriptions of places, made of the table's words by role.

    `plain` are the words before a name that are no name; `name` those that may be one.
    """

    def __init__(self, words: Mapping[str, str], verbs: Iterable[str]) -> None:
        """Take the words by role; a capitalised verb of a headline is no name."""
        self.words = words
        no_verb = trie_of(verb.capitalize() for verb in verbs)
        capitalised = rf"(?-i:(?!(?:{_LEADS_IN}|{no_verb})\b)[A-Z]\w+(?:['’]s)?)"
        # "the Swat Valley town of Mingora" is Mingora; so is "the city, Mingora".
        self.of_town = rf"\s+(?:[\w-]+\s+)?{words['city']}\s+of\s"
        self.town_of = self._town_of()
        northern = r"(?:north|south|east|west)[a-z-]*ern"  # not "govern"
        self.plain = rf"{words['prefix']}|{northern}|\d(?:[\d,.]*\d)?(?:%|st|nd|rd|th)?"
        town = rf"{NAMED_PLACE}(?={self.of_town})"
        self.name = rf"{NAMED_PLACE}['’]s?|{town}|{capitalised}|[a-z]+-[a-z-]+"
        # "a village north of Goma" is not Goma, but "the north of Goma" is in it.
        self.bound = rf"(?!{DIRECTION}\s+of\b)"

    def group(self) -> str:
        """Match one place or a list of places, with the words that belong to them."""
        one = self._one()
        return rf"(?<![\w'’-]){one}(?:{_LINK}{one}{_NO_VERB}){{0,9}}"

    def leading(self) -> str:
        """Match a word that may stand before a place in its phrase."""
        words = self.words
        leading = rf"{self.plain}|{self.name}|{words['joining']}|{DIRECTION}|{words['site_word']}"
        return rf"{leading}|{words['city']},|on|up|to|about|over|at|estimated|roughly"

    def part(self) -> str:
        """Match what makes a phrase one for part of a place."""
        words = self.words
        spot = rf"(?:(?!port\s+of\b){words['site']}|{words['subarea']})(?:{_OF}|$)"
        return rf"{words['part']}{_OF}|{words['city']}\s+in\s|{spot}|{_NORTHERN}"

    def describing(self) -> str:
        """Match a word that may stand in a description of a place."""
        determiner = r"the|this|that|(?-i:[A-Z]\w+['’]s)"
        return rf"{determiner}|{self.plain}|{self.name}|[a-z]+-|{self.words['site_word']}"

    def description(self) -> str:
        """Match words that stand for a place: a town or an area, parts of one, a site in one."""
        words = self.words
        described = rf"(?:(?:{self.bound}(?:{self.plain}|{self.name}))\s+){{0,4}}?"
        no_part = r"(?!\s+(?:of|in|at|near|around|outside)\b|['’]s?\b|-)"
        return (
            rf"\b(?:(?:the|this|that)|(?-i:[A-Z]\w+['’]s))\s+(?!the\b){described}(?:(?P<city>{words['city']})|(?P<area>{words['area']}))"
            rf"(?:['’]s\s+(?P<site>{words['site']}))?(?!\s+(?:of|council|hall|centre|center)\b|['’]s?\b|-)"
            rf"|\b(?P<the>the\s+)?{described}(?P<part>{words['subarea']})\b(?![\"”]?\s+(?:of|in|around)\b)"
            rf"|\bthe\s+{described}(?P<spot>(?!market|garrison){words['site']})\b{no_part}"
            rf"|{_HEADLINE_VERB}(?P<bare_town>city|town|village)\b(?=\W*$|\s+(?:from|after|as|without)\b)"
        )

    def _one(self) -> str:
        """Match one place: the words that lead to it, its name, and a site or part named by it."""
        words, head = self.words, self._head()
        site = words["site"]
        site_in = rf"{site}\s+(?:in|of|at|{_ON_ITS_EDGE})\s+"
        before = rf"(?:{self.town_of})?{head}(?:{site_in}{head})?(?:{words['city']},\s+)?"
        its_site = rf"(?:['’]s?)?\s+(?:[\w-]+\s+)?{site}(?!\s+(?:in|at|of)\s+{NAMED_PLACE})"
        its_part = rf"['’]s?\s+(?:[\w-]+\s+)?{words['subarea']}"
        not_after = rf"(?!['’]s?\s|-\w|{self.of_town}|{_ITS_TOWN}|\s+{words['not_after']})"
        after = rf"(?:{its_site}|{its_part})?{not_after}(?:\s*\([^()]{{0,40}}\))?"
        return rf"(?:{before}{NAMED_PLACE}{after})"

    def _head(self) -> str:
        """Match the words before the name: adjectives, shares, directions."""
        bound, joining = self.bound, self.words["joining"]
        north = rf"the\s+{DIRECTION}\s+of\s+"
        plain = rf"{bound}(?:{self.plain})\s+(?:{joining}\s+)?"
        word = rf"(?:{plain}|{bound}(?:{self.name})\s+|{north})"
        return rf"(?:{_ROUGHLY}(?=\d|an?\s|one\s|two\b|three\b|four\b|half\b))?{word}{{0,9}}?"

    def _town_of(self) -> str:
        """Match "the salt-mining town of", "the presidential palace in", with any nouns in them."""
        city, site = self.words["city"], self.words["site"]
        noun = r"(?!(?:the|an?|of|in|from|to|and|that|which|who|by|on)\b)[a-z][\w-]*\s+"
        first = rf"(?:{site}\s+and\s+(?:the\s+)?)?"
        kind = rf"{first}(?:{city}|{site})\s+(?:of|in|at)\s+"
        return rf"(?:the|an?|its|their)\s+(?:{noun}){{0,3}}?{kind}"
