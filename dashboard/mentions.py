"""The mentions of places in a text, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import overload

from dashboard.model import PlaceMention


class Mentions(Sequence[PlaceMention]):
    """Mentions in a text's order: where each starts is known, the rest made when it is looked at.

    Most of a long report states nothing, and nobody asks which places are named there.
    """

    def __init__(self, starts: Sequence[int], make: Callable[[int], PlaceMention]) -> None:
        """Take where the mentions start, and what makes the one at a position."""
        self.starts = starts
        self._at = cache(make)

    def __iter__(self) -> Iterator[PlaceMention]:
        return map(self._at, range(len(self.starts)))

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> PlaceMention: ...
    @overload
    def __getitem__(self, index: slice) -> list[PlaceMention]: ...
    def __getitem__(self, index: int | slice) -> PlaceMention | list[PlaceMention]:
        at = range(len(self.starts))[index]
        return self._at(at) if isinstance(at, int) else [self._at(one) for one in at]


def starts_of(mentions: Sequence[PlaceMention]) -> Sequence[int]:
    """Give where mentions start, making none for it."""
    if isinstance(mentions, Mentions):
        return mentions.starts
    return [mention.start for mention in mentions]
