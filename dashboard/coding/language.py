"""Which language a report is in: English is read, everything else is said to be something else."""

from __future__ import annotations

import re

# The beginning of a report tells its language; the rest would only cost time.
_SAMPLE = 2000
_SHORTEST = 40
# Function words that no other language has this many of: most reports need no model at all.
_FUNCTION_WORDS = "the and of that were with from their which have has been said by people was"
_ENGLISH = frozenset(_FUNCTION_WORDS.split())
_LETTERS = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Tell the language of a text: ISO 639-1.

    A text of fewer than 40 letters counts as English: it is too short to tell.
    """
    sample = text[:_SAMPLE].lower()
    written = sample.split()
    if sum(map(_ENGLISH.__contains__, written)) * 15 > len(written):
        return "en"
    words = _LETTERS.findall(sample)
    if sum(map(len, words)) < _SHORTEST:
        return "en"
    # Imported here: it loads its model for a third of a second, and few reports need it.
    import py3langid  # noqa: PLC0415

    return str(py3langid.classify(" ".join(words))[0])
