"""What leaves the program for other tools: tables, safe to open in a spreadsheet, and maps."""

from dashboard.exchange.finding import Finder
from dashboard.exchange.formats import FORMATS, export, format_of, written_whole
from dashboard.exchange.importing import Coded, OnKnown, Part, PassedOver, Source, Unread, parts_of
from dashboard.exchange.refusing import Refusal
from dashboard.exchange.rows import COLUMNS, rows
from dashboard.exchange.series import displacement_over_time, places_over_time, who_says_what
from dashboard.exchange.table import as_csv

__all__ = [
    "COLUMNS",
    "FORMATS",
    "Coded",
    "Finder",
    "OnKnown",
    "Part",
    "PassedOver",
    "Refusal",
    "Source",
    "Unread",
    "as_csv",
    "displacement_over_time",
    "export",
    "format_of",
    "parts_of",
    "places_over_time",
    "rows",
    "who_says_what",
    "written_whole",
]
