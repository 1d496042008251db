"""Reads files of every format, changed at random: a report or a ReportError, and no hang.

What goes wrong inside a library for PDF, Word or web pages ends a process apart and is no finding
here, unless it never comes back or takes all memory.

`python -m fuzz.readers -max_total_time=60`
"""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile
from pathlib import Path

import atheris
import docx

with atheris.instrument_imports(include=["dashboard", "pypdf", "docx", "trafilatura", "zipfile"]):
    import pypdf  # noqa: F401 - so that it is instrumented
    import trafilatura  # noqa: F401

    from dashboard.errors import ReportError
    from dashboard.reports import report_from_bytes, report_from_text
    from dashboard.reports.formats import extract, is_plain

_PDF = b"""%PDF-1.4
1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj
2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj
3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R
/Resources << /Font << /F 5 0 R >> >> >>\nendobj
5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj
4 0 obj\n<< /Length 60 >>\nstream\nBT /F 12 Tf (Some 9,000 people fled.) Tj ET\nendstream\nendobj
trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF"""
_PAGE = (
    b"<!doctype html><html><head><title>A</title></head><body><article><p>Some 9,000 people fled."
)
_WORD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>Some 9,000 people fled.</w:t></w:r></w:p></w:body></w:document>"
)
_HEADER = b"Title: A\nPublished: 2025-01-28\n\nSome 9,000 people fled."


def _word_of(document: bytes) -> bytes:
    """Put a Word document's text into a whole one: random bytes would never make a good archive."""
    file, changed = io.BytesIO(), io.BytesIO()
    docx.Document().save(file)
    with zipfile.ZipFile(file) as plain, zipfile.ZipFile(changed, "w") as own:
        for name in plain.namelist():
            own.writestr(name, document if name == "word/document.xml" else plain.read(name))
    return changed.getvalue()


def read(data: bytes) -> None:
    """Read a file: its first byte says whether the rest goes into a Word document."""
    raw = _word_of(data[1:]) if data[:1] == b"W" else data[1:]
    with contextlib.suppress(ReportError):
        if is_plain(raw):
            report_from_bytes(raw)
            return
        try:
            extracted = extract(raw)
        except ReportError:
            return
        except Exception:  # noqa: BLE001 - it ends the process apart
            return
        report_from_text(extracted.text, extracted.fields)


def _begin(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate((b"." + _PDF, b"." + _PAGE, b"W" + _WORD, b"." + _HEADER)):
        (folder / f"seed-{number}").write_bytes(seed)


if __name__ == "__main__":
    _begin(Path(sys.argv[1]))
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
