"""Coding: from a report and its mentions to statements, by rules that can be read."""
