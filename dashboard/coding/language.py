"""Which language a report is in: English is read, everything else is said to be something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

# The beginning of a report tells its language; the rest would only cost time.
_SAMPLE = 2000
_SHORTEST = 40
# Plain English shows in a few lines; where it does not, more is read.
_OPENING = 600
_MOST_PER_WORD, _FEW_PER_WORD = 10, 15  # words of any kind for one function word
# Function words that no other language has this many of: most reports need no model at all.
_FUNCTION_WORDS = "the and of that were with from their which have has been said by people was"
_ENGLISH = frozenset(_FUNCTION_WORDS.split())
# A headline has few: two of these, and one of another language's at most, are enough.
_SMALL_WORDS = "a an on in to for as at after from"
_SMALL = frozenset(_SMALL_WORDS.split())
# A line of a table has no function words at all: short of these it is no other language's.
_TABLE = 150
_OTHER = (
    "de la le les des du et el los las y en que der die das und il di da do em na e o os van het"
    " w z i po za un une una por para con pour dans sur est son ont a ke ya wa"
)
_OTHER_WORDS = frozenset(_OTHER.split())
_ROWS = re.compile(r"^[^\n|\t]*[|\t][^\n\d]*\d.*$", re.MULTILINE)  # names and numbers alone
_LABEL = re.compile(r"[:|–—-]\s*\d")
_LETTERS = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Tell the language of a text: ISO 639-1.

    A text of fewer than 40 letters counts as English: it is too short to tell; so does a line of a
    table of fewer than 150, in plain letters and without the small words of another language, and
    a headline with small words of English alone.
    """
    if _is_english(text[:_OPENING].lower().split(), _MOST_PER_WORD):
        return "en"
    sample = text[: 4 * _SAMPLE]
    if "|" in sample or "\t" in sample:
        sample = _ROWS.sub("", sample)
    sample = sample[:_SAMPLE].lower()
    written = sample.split()
    if _is_english(written, _FEW_PER_WORD):
        return "en"
    words = _LETTERS.findall(sample)
    if sum(map(len, words)) < _SHORTEST:
        return "en"
    other = sum(word.lower() in _OTHER_WORDS for word in words)
    is_short = sum(map(len, words)) < _TABLE
    is_line = is_short and _LABEL.search(sample)
    if is_short and other - words.count("a") < 2 and len(_SMALL.intersection(written)) > 1:
        return "en"
    if is_line and "".join(words).isascii() and other < 2:
        return "en"
    # Imported here: it loads its model for a third of a second, and few reports need it.
    import py3langid  # noqa: PLC0415

    return str(py3langid.classify(" ".join(words))[0])


def _is_english(words: Sequence[str], per_word: int) -> bool:
    return len(list(filter(_ENGLISH.__contains__, words))) * per_word > len(words)
