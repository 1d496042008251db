"""Files of places as users bring them: small, of a real province and of invented places."""

import zipfile
from pathlib import Path

import geopandas
import shapely

from dashboard.model import Place
from dashboard.places.own_adding import Added, add_gazetteer
from dashboard.settings import Settings

DATA = Settings().data
P_HEADER = "admin2Name_en,admin2Name_ar,admin2Pcode,admin1Name_en,admin1Pcode,admin0Pcode"
HXL = "#adm2+name+en,#adm2+name+ar,#adm2+code,#adm1+name+en,#adm1+code,#adm0+code"
TABLE = [
    "Zubira,زبيرة,IQG15Q91,Ninewa,IQG15,IQ",
    "Harmat,,IQG15Q92,Ninewa,IQG15,IQ",
    "Nowhere,,IQG15Q93,Ninewa,IQG15,IQ",
]
NINEVEH = "15"  # GeoNames' code of the province that the invented places lie in


def dump_line(
    number: int,
    name: str,
    lat: float | str = 36.0,
    lon: float | str = 43.2,
    feature: str = "P.PPL",
    admin2: str = "",
    alternates: str = "",
    population: str = "0",
) -> str:
    """A line of a GeoNames dump: 19 columns between tabs."""
    feature_class, _, code = feature.partition(".")
    columns = (number, name, name, alternates, lat, lon, feature_class, code, "IQ", "")
    units = (NINEVEH, admin2, "", "", population, "", "", "Asia/Baghdad", "2024-05-01")
    return "\t".join(map(str, (*columns, *units)))


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    """A workbook as spreadsheet programs save one, its words in a table of shared strings."""
    words = sorted({word for rows in sheets.values() for row in rows for word in row})
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    names = list(enumerate(sheets, 1))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{kinds}.worksheet+xml"/>'
            for n, _ in names
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in names)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{relation}/worksheet" '
            f'Target="worksheets/sheet{n}.xml"/>'
            for n, _ in names
        )
        + f'<Relationship Id="rId99" Type="{relation}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">'
        + "".join(f"<si><t>{word}</t></si>" for word in words)
        + "</sst>",
    }
    for n, name in names:
        rows = "".join(
            f'<row r="{r}">'
            + "".join(
                f'<c r="{chr(65 + c)}{r}" t="s"><v>{words.index(word)}</v></c>'
                for c, word in enumerate(row)
            )
            + "</row>"
            for r, row in enumerate(sheets[name], 1)
        )
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return path


GOOD = dump_line(901, "Qarat Zubir")


def zones(**columns: object) -> geopandas.GeoDataFrame:
    """Two squares in the province of Nineveh, side by side."""
    squares = [shapely.box(43.0, 36.0, 43.2, 36.2), shapely.box(43.2, 36.0, 43.4, 36.2)]
    return geopandas.GeoDataFrame(columns, geometry=squares, crs="EPSG:4326")


def add(own: Path, file: Path, **more: object) -> Added:
    return add_gazetteer(own, DATA, file, **more)  # type: ignore[arg-type]


def named(added: Added) -> dict[str, Place]:
    return {found.place.name: found.place for found in added.reading.places}
