"""Figures that are a part of one of the sentence before: "They include 6,000 children"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.coding.reading import Reading
from dashboard.model import Category, DisplacementFigure, PlaceMention

_PART_RULE = "displacement.part."
_MOST = "displacement.part.most"  # "with Sake camp having the largest number, 900"
_OF_THESE = re.compile(
    r"(?:(?:of|among)\s+(?:these|those|them|the\s+\w+),?|(?:this|that|they)\s+(?:also\s+)?includes?)\s",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\s+of\s+(?:them|these|those)\b", re.IGNORECASE)


def as_parts(
    reading: Reading,
    index: int,
    figures: Sequence[DisplacementFigure],
    wholes: Sequence[DisplacementFigure],
) -> Iterator[DisplacementFigure]:
    """Make "They include 6,000 children" a part of the last larger figure of the sentence before.

    Args:
        reading: The report.
        index: The number of a sentence.
        figures: Its figures.
        wholes: Those of the sentence before it.
    """
    text, start = reading.report.text, reading.sentences[index].start
    of_these = _OF_THESE.match(reading.sentences[index].text)
    for figure in figures:
        is_most = figure.rule == _MOST
        here = [f for f in figures if is_most and f.evidence.start < figure.evidence.start]
        larger = [whole for whole in wholes or here if whole.quantity > figure.quantity]
        whole = larger[-1] if larger else None
        if not figure.rule.startswith(_PART_RULE):
            is_part = of_these or _OF_THEM.match(text, figure.evidence.end)
            if is_part and whole and not figure.part_of:
                category = _of_stock(figure, whole)
                yield replace(figure, part_of=whole.id, category=category)
            else:
                yield _further(figure, figures, wholes, start)
        elif whole is not None:
            ends = _ends_of_part(figure, whole, start)
            yield replace(
                figure,
                part_of=whole.id,
                term=whole.term,
                category=whole.category,
                unit=whole.unit if _OF_THEM.match(text, figure.evidence.end) else figure.unit,
                origin=ends["origin"],
                destination=ends["destination"],
                location=ends["location"],
            )


def _of_stock(part: DisplacementFigure, whole: DisplacementFigure) -> Category:
    """Give the category of a part: what is some of a stock is no flow of its own."""
    is_some = part.category is Category.NEW_DISPLACEMENT and whole.category.is_stock
    return whole.category if is_some else part.category


_ANOTHER = re.compile(r"(?:another|a\s+further)\b", re.IGNORECASE)


def _further(
    figure: DisplacementFigure,
    here: Sequence[DisplacementFigure],
    before: Sequence[DisplacementFigure],
    start: int,
) -> DisplacementFigure:
    """Let "Another 900 went to Goma" leave from where those of the sentence before left."""
    goes_on = before and figure.destination and _ANOTHER.match(here[0].evidence.quote)
    if goes_on and not any(mention.start >= start for mention in figure.origin):
        return replace(figure, origin=before[-1].origin)
    return figure


def _ends_of_part(
    part: DisplacementFigure, whole: DisplacementFigure, start: int
) -> dict[str, tuple[PlaceMention, ...]]:
    """Give a part the ends that its own sentence names, from `start` on, else its whole's."""
    named = {name: tuple(m for m in getattr(part, name) if m.start >= start) for name in _ENDS}
    stays = named["destination"] or named["location"]
    return {
        name: named[name] or (() if stays and name != "origin" else getattr(whole, name))
        for name in _ENDS
    }


_ENDS = ("origin", "destination", "location")
