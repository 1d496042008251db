"""The text of a file in one of the formats that reports come in, told by its content."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboard.errors import ReportError

if TYPE_CHECKING:
    from docx.table import Table

MOST_PAGES = 500
MOST_EXPANDED = 50_000_000  # bytes: a document that unpacks to more is no report

_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*+<(?:!doctype\s+html|html)\b", re.I | re.S
)
# A line that goes on in the next: it ends within a sentence, and the next begins within one.
_WRAPPED = re.compile(r"(?<=[^\s.:!?•])[ \t]*\n(?=[a-z0-9(])")


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text, and what the file says of itself: header fields, names in lower case."""

    text: str
    fields: dict[str, str] = field(default_factory=dict)


def is_plain(raw: bytes) -> bool:
    """Tell whether a file is no PDF, no archive and no web page, and so text as it stands."""
    return not (raw.startswith(_PDF) or raw.startswith(_ZIP) or _is_web_page(raw))


def extract(raw: bytes) -> Extracted:
    """Take the text out of plain text, Markdown, a web page, a PDF or a Word document.

    Raises:
        ReportError: It is none of these, is damaged or locked, or holds no text.
    """
    if not raw.strip():
        raise ReportError("the file is empty. Put the report's text in it.")
    if raw.startswith(_PDF):
        return _from_pdf(raw)
    if raw.startswith(_ZIP):
        return _from_word(raw)
    text = _decoded(raw)
    return _from_web_page(text) if _is_web_page(raw) else Extracted(text)


def _is_web_page(raw: bytes) -> bool:
    return bool(_HTML.match(raw[:5000].decode("utf-8", "replace")))


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = "a binary file" if b"\0" in raw else f"not UTF-8 (byte {error.start})"
        raise ReportError(f"this is {what}. Save the report as UTF-8 text.") from error
    if _CONTROL.search(text):
        raise ReportError("this is a binary file. Save the report as UTF-8 text.")
    return text


# Each of these libraries takes up to half a second to import, and most reports need none.


def _from_web_page(page: str) -> Extracted:
    import trafilatura  # noqa: PLC0415

    found = trafilatura.extract(
        page, output_format="json", with_metadata=True, include_comments=False
    )
    article = json.loads(found) if found else {}
    if not (article.get("text") or "").strip():
        raise ReportError("this web page holds no article. Paste the article's text instead.")
    names = {
        "title": "title",
        "source-hostname": "publisher",
        "date": "published",
        "source": "address",
    }
    fields = {ours: article[theirs] for theirs, ours in names.items() if article.get(theirs)}
    if "published" in fields:
        fields["published-known"] = "as the web page states it"
    return Extracted(article["text"].replace("\n", "\n\n"), fields)


def _from_pdf(raw: bytes) -> Extracted:
    import pypdf  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReportError("this PDF is locked with a password. Save it without one.")
        if len(reader.pages) > MOST_PAGES:
            raise ReportError(f"this PDF has more than {MOST_PAGES} pages. Split it.")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        title = (reader.metadata.title if reader.metadata else None) or ""
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, ReportError):
            raise
        raise ReportError(
            f"this PDF is damaged ({error}). Save it anew, or paste its text."
        ) from error
    if not text.strip():
        raise ReportError("this PDF holds pictures and no text. Paste its text instead.")
    return Extracted(_WRAPPED.sub(" ", text), {"title": title} if title.strip() else {})


def _lines(table: Table) -> str:
    """Give a table's lines, with a bar between the cells."""
    rows = ([" ".join(cell.text.split()) for cell in row.cells] for row in table.rows)
    return "\n".join(" | ".join(cells) for cells in rows)


def _from_word(raw: bytes) -> Extracted:
    import docx  # noqa: PLC0415
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from docx.table import Table  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_EXPANDED:
                raise ReportError("this file unpacks to too much. Paste the report's text instead.")
            if "word/document.xml" not in archive.namelist():
                raise ReportError("this is no Word document. Save the report as UTF-8 text.")
        document = docx.Document(io.BytesIO(raw))
        blocks = [
            _lines(block) if isinstance(block, Table) else block.text
            for block in document.iter_inner_content()
        ]
    except (zipfile.BadZipFile, OpcError, IndexError, KeyError, ValueError) as error:
        if isinstance(error, ReportError):
            raise
        raise ReportError(f"this Word document is damaged ({error}). Save it anew.") from error
    title = document.core_properties.title or ""
    return Extracted("\n\n".join(filter(None, blocks)), {"title": title} if title.strip() else {})
