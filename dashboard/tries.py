"""Many words as one regular expression, written as a tree of their letters."""

from __future__ import annotations

import re
from collections.abc import Iterable


def trie_of(words: Iterable[str]) -> str:
    """Make one pattern of many plain words that tells early that none of them is there.

    Python's regular expressions try alternatives one by one; words that share their beginning
    are therefore tried as one.
    """
    branches: dict[str, list[str]] = {}
    ends = False
    for word in sorted(set(words)):
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    if not branches:
        return ""
    tails = [re.escape(first) + trie_of(rest) for first, rest in branches.items()]
    joined = tails[0] if len(tails) == 1 and not ends else f"(?:{'|'.join(tails)})"
    return f"{joined}?" if ends else joined
