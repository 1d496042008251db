"""Files written to harm whoever opens them."""

import io
import zipfile

import docx

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))


def word_of(body: str, before: str = "") -> bytes:
    """A Word document with a body of one's own making."""
    file, changed = io.BytesIO(), io.BytesIO()
    docx.Document().save(file)
    with zipfile.ZipFile(file) as plain, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as own:
        for name in plain.namelist():
            whole = f"{before}<w:document {WORD}>{body}</w:document>".encode()
            own.writestr(name, whole if name == "word/document.xml" else plain.read(name))
    return changed.getvalue()


def paragraph(text: str) -> str:
    return f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"


DEEP = word_of("<w:p>" * 100_000 + "</w:p>" * 100_000)
ENTITIES = word_of(paragraph("&j;"), f'<!DOCTYPE x [<!ENTITY a "lol">{LAUGHS}]>')
NO_BODY = word_of("")
ENDLESS = word_of("<w:body><w:p>" + "<w:r><w:t>a</w:t></w:r>" * 500_000 + "</w:p></w:body>")
LARGE = word_of("<w:body>" + "<w:p/>" * 4_000_000 + "</w:body>")
OF_THIS_MACHINE = word_of(
    paragraph("9,000 people fled &x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)
