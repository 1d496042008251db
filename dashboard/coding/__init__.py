"""Coding: from a report and its mentions to statements, by rules that can be read."""

from dashboard.coding.actors import Actor, slug
from dashboard.coding.coder import Coder
from dashboard.coding.language import language_of

__all__ = ["Actor", "Coder", "language_of", "slug"]
