"""Measurements: they print figures, and no test rests on them."""
