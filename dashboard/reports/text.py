"""A report as text: a small header, an empty line, and what is reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from email.parser import HeaderParser
from email.policy import compat32

from dashboard.characters import in_place, without_controls
from dashboard.errors import DateError, ReportError, ReportHeaderError
from dashboard.model import Header, Report

MOST_CHARACTERS = 1_000_000  # four hundred pages

_HEADER = re.compile(r"\A(?:[A-Z][A-Za-z0-9-]*:[ \t].*\n(?:[ \t]+\S.*\n)*)+(?:\n|\Z)")
_KNOWN = {
    "id", "title", "publisher", "published", "published-known", "address", "agencies",
    "source-file", "source-sha256", "note",
}  # fmt: skip
_ALSO_CALLED = {
    "date": "published", "source": "publisher", "headline": "title", "url": "address",
    "link": "address",
}  # fmt: skip
# In words alone: "10/6/2014" is October to some.
_DATES_IN_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")


def report_from_text(text: str, given: Mapping[str, str] | None = None) -> Report:
    """Make a report of a text: lines `Name: value` and an empty line, then what is reported.

    The header is optional and counts as one only where it names a known field; `given` holds
    fields for a text that does not state them. Line ends become line feeds, control characters
    U+FFFD, and nothing else is changed, so that evidence points into the text as it was given.

    Raises:
        ReportError: There is no text, or too much of it.
        ReportHeaderError: A date in the header is none.
    """
    _check_length(text)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header, body = _split(without_controls(text))
    if not body.strip():
        raise ReportError("the report has no text. Put the text below the header.")
    return report_from_fields({**(given or {}), **header, "text": body})


def report_from_fields(given: Mapping[str, str]) -> Report:
    """Make a report of its fields, `text` and those of a header, by their names in lower case.

    Raises:
        ReportError: There is too much text.
        ReportHeaderError: A date is none.
    """
    _check_length(given["text"])
    fields = {name: without_controls(value) for name, value in given.items()}
    text = fields["text"]
    report = Report(
        id=in_place(fields.get("id") or "report"),
        text=text,
        published=_published(fields.get("published")),
        title=fields.get("title") or _first_line(text),
        publisher=_unless_not_stated(fields.get("publisher")),
        published_known=fields.get("published-known") or "stated",
        address=fields.get("address") or None,
        source_file=fields.get("source-file") or None,
        source_sha256=fields.get("source-sha256") or None,
        agencies=tuple(a.strip() for a in fields.get("agencies", "").split(",") if a.strip()),
        note=fields.get("note", ""),
    )
    return report if fields.get("id") else replace(report, id=f"report-{report.content_hash[:12]}")


def with_header(report: Report) -> str:
    """Write a report as a text with a header, which `report_from_text` reads."""
    fields = {
        "Id": report.id,
        "Title": report.title,
        "Publisher": report.publisher,
        "Published": report.published,
        "Published-known": report.published_known,
        "Address": report.address,
    }
    lines = [f"{name}: {' '.join(str(value).split())}\n" for name, value in fields.items() if value]
    return f"{''.join(lines)}\n{report.text}"


def header_put_right(report: Report, given: Mapping[str, str]) -> Header:
    """Give a report's header with fields put right, by the names that a header has in a text.

    An empty field says that nothing is stated; without a title, the first line is the title.

    Raises:
        ReportHeaderError: A date is none.
    """
    published = report.published.isoformat() if report.published else ""
    now = {
        "text": report.text,
        "title": report.title,
        "publisher": report.publisher or "",
        "published": published,
        "address": report.address or "",
    }
    if given.get("published", published) == published:
        now["published-known"] = report.published_known
    return Header.of(report_from_fields({**now, **given}))


def _check_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise ReportError(
            f"{len(text):,} characters are more than the {MOST_CHARACTERS:,} that one report may "
            "have. Split it."
        )


def parse_date(value: str) -> date:
    """Read an ISO 8601 date, `2014-06-10`, or one in words, `10 June 2014` or `June 10, 2014`.

    Raises:
        DateError: It is no such date.
    """
    for form in ("%Y-%m-%d", *_DATES_IN_WORDS):
        try:
            return datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
    raise DateError(
        f"{value!r} is no date. Write year, month and day, for instance 2014-06-10 or 10 June 2014."
    )


def _split(text: str) -> tuple[dict[str, str], str]:
    match = _HEADER.match(text)
    if not match:
        return {}, text
    parsed = HeaderParser(policy=compat32).parsestr(match.group())
    fields = {k.lower(): " ".join(str(v).split()) for k, v in parsed.items()}
    header = {_ALSO_CALLED.get(name, name): value for name, value in fields.items()}
    if not _KNOWN.intersection(header):
        return {}, text
    return header, text[match.end() :].lstrip("\n")


def _published(value: str | None) -> date | None:
    if not value or value.strip().lower() == "not stated":
        return None
    try:
        return parse_date(value)
    except DateError as error:
        raise ReportHeaderError(f"the date of publication: {error}") from error


def _unless_not_stated(value: str | None) -> str | None:
    return None if not value or value.strip().lower() == "not stated" else value.strip()


def _first_line(text: str) -> str:
    line = text.strip().splitlines()[0].strip()
    return line if len(line) <= 90 else line[:89].rsplit(" ", 1)[0] + "…"
