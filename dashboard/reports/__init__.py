"""Reports: a file, or pasted text, becomes a Report, or an error that says what to do."""

from dashboard.reports.files import (
    ENDINGS,
    MOST_BYTES,
    read_report,
    report_files,
    report_from_bytes,
)
from dashboard.reports.many import Survey, Unread, read_many, survey
from dashboard.reports.text import header_put_right, parse_date, report_from_text, with_header

__all__ = [
    "ENDINGS",
    "MOST_BYTES",
    "Survey",
    "Unread",
    "header_put_right",
    "parse_date",
    "read_many",
    "read_report",
    "report_files",
    "report_from_bytes",
    "report_from_text",
    "survey",
    "with_header",
]
