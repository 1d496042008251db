"""Files that hold many reports: JSON lines, CSV, Parquet and web archives."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, BinaryIO, TypeAlias

import msgspec
from fastwarc import warc

from dashboard.errors import ReportError
from dashboard.reports.files import MOST_BYTES

Row: TypeAlias = Mapping[str, Any]
Fields: TypeAlias = Mapping[str, str]
# What a file holds at one line, row or record: a report's row, a document, why there is none, or
# nothing that could be a report; and what is known of it besides.
Found: TypeAlias = tuple[Row | bytes | ReportError | None, Fields]

# The names that columns go by; the first that a row has a value for counts.
COLUMNS = {
    "id": ("id", "doc_id", "document_id", "article_id", "uuid", "guid"),
    "text": ("text", "body", "content", "full_text", "article", "maintext", "body_text"),
    "published": ("published", "date", "published_at", "publication_date", "publish_date",
                  "date_publish", "pub_date"),
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "source_name", "outlet", "newspaper", "site_name"),
    "address": ("address", "url", "link", "source_url"),
}  # fmt: skip
_KNOWN = {name for names in COLUMNS.values() for name in names}
_NO_TEXT = f"it has no text. Name the column of the text one of {', '.join(COLUMNS['text'])}."
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d")
# What a web archive holds besides (pictures, scripts, redirections) is no report.
_DOCUMENTS = re.compile(
    r"text/(?:html|plain)|application/(?:xhtml\+xml|pdf|vnd\.openxml\S+wordprocessingml\S+)", re.I
)
_GIVEN_BY_SERVERS = ("response", "resource", "conversion")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)


def fields_of(row: Row) -> dict[str, str]:
    """Give a row's values by the names of a report's fields; of a moment of publication, its day.

    Raises:
        ReportError: It has no text, or one that is no Unicode.
    """
    by_name = {str(name).strip().lower(): value for name, value in row.items()}
    fields = {}
    for ours, theirs in COLUMNS.items():
        value = next((v for name in theirs if (v := by_name.get(name)) not in (None, "")), None)
        if value is not None:
            fields[ours] = str(value)
    if not fields.get("text", "").strip():
        raise ReportError(_NO_TEXT)
    try:
        "".join(fields.values()).encode()
    except UnicodeEncodeError as error:
        raise ReportError("this is not UTF-8. Save the file as UTF-8 text.") from error
    if moment := _MOMENT.match(fields.get("published", "")):
        fields["published"] = moment[1]
    return fields


def _lines(file: BinaryIO) -> Generator[Found]:
    """Read JSON lines. A line too long to be a report is passed over in pieces."""
    goes_on = False
    while line := file.readline(2 * MOST_BYTES):
        whole = line.endswith(b"\n") or len(line) < 2 * MOST_BYTES
        if not goes_on:
            yield (_row_of(line) if whole else ReportError("this line is too long.")), {}
        goes_on = not whole


def _row_of(line: bytes) -> Row | ReportError | None:
    if not line.strip():
        return None
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return ReportError(f"this is no JSON object ({error}).")


def _rows(file: BinaryIO) -> Generator[Found]:
    """Read CSV, whichever of comma, semicolon and tab its header has most of."""
    csv.field_size_limit(MOST_BYTES)
    text = io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
    header = text.readline()
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(itertools.chain([header], text), delimiter=delimiter)
    _check_columns(rows.fieldnames or ())
    while True:
        try:
            row = next(rows)
            row.pop(None, None)  # values beyond the header
            yield row, {}
        except csv.Error as error:
            yield ReportError(f"this is no row of CSV ({error})."), {}
        except StopIteration:
            return


def _check_columns(names: Sequence[str]) -> None:
    if not {name.strip().lower() for name in names}.intersection(COLUMNS["text"]):
        raise ReportError(_NO_TEXT)


def _parquet_rows(file: BinaryIO) -> Generator[Found]:
    # Imported here: it takes a tenth of a second, and few commands need it.
    from pyarrow import parquet  # noqa: PLC0415

    table = parquet.ParquetFile(file)
    names = table.schema_arrow.names
    _check_columns(names)
    wanted = [name for name in names if name.strip().lower() in _KNOWN]
    for batch in table.iter_batches(batch_size=64, columns=wanted):
        yield from ((row, {}) for row in batch.to_pylist())


def _web_pages(file: BinaryIO) -> Generator[Found]:
    """Read a web archive: the pages and documents that a server gave, with their addresses."""
    for record in warc.ArchiveIterator(file, record_types=warc.any_type, auto_decode="all"):
        yield _web_page(record)


def _web_page(record: warc.WarcRecord) -> Found:
    if str(record.record_type) not in _GIVEN_BY_SERVERS:
        return None, {}
    http = record.http_headers if record.is_http else None
    kind = (record.http_content_type if http else record.headers.get("Content-Type")) or ""
    if (http and http.status_code != 200) or not _DOCUMENTS.match(kind):
        return None, {}
    raw = record.reader.read(MOST_BYTES + 1)
    known = {
        "id": (record.record_id or "").strip("<>").removeprefix("urn:uuid:"),
        "address": record.headers.get("WARC-Target-URI") or "",
    }
    encoded = http and ("Content-Encoding" in http or "Transfer-Encoding" in http)
    if not encoded and len(raw) < min(record.content_length, MOST_BYTES):
        return ReportError("the archive ends within it. Fetch the archive again."), known
    return _as_utf8(raw, record.http_charset if http else None), known


def _as_utf8(raw: bytes, charset: str | None) -> bytes:
    """Give a text in UTF-8, from the charset that its server or its own beginning states."""
    stated = charset or (found[1].decode() if (found := _CHARSET.search(raw[:1024])) else "")
    if not stated or raw.startswith((b"%PDF-", b"PK")):
        return raw
    try:
        return raw.decode(stated).encode()
    except (LookupError, UnicodeError):
        return raw  # reading it says what is wrong


Reader: TypeAlias = tuple[str, Callable[[BinaryIO], Generator[Found]]]
READERS: dict[str, Reader] = {
    ".jsonl": ("line", _lines),
    ".ndjson": ("line", _lines),
    ".csv": ("row", _rows),
    ".tsv": ("row", _rows),
    ".parquet": ("row", _parquet_rows),
    ".warc": ("record", _web_pages),
}
