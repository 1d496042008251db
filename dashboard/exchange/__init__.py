"""What leaves the program for other tools: tables, safe to open in a spreadsheet."""

from dashboard.exchange.series import displacement_over_time, places_over_time, who_says_what
from dashboard.exchange.table import as_csv

__all__ = ["as_csv", "displacement_over_time", "places_over_time", "who_says_what"]
