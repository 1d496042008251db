"""Python's collector of cycles, which looks through all that there is again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest(for_good: bool = False) -> Iterator[None]:
    """Keep Python from looking for cycles: there are none, and looking doubles the time.

    `for_good` also spares what is there now from every later look, which for a million statements
    takes seconds, whenever it comes. What is no longer used is freed all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        if for_good:
            gc.freeze()
    finally:
        if was_on:
            gc.enable()
