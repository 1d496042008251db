"""Reading users' files: what they add, what is refused, and which are not what they say."""

import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely

from dashboard.errors import OwnGazetteerError
from dashboard.model import PlaceKind
from dashboard.places.own import (
    FileKind,
    own_boundary_files,
    own_gazetteers,
)
from dashboard.places.own_boundaries import BoundaryOptions
from dashboard.places.own_reading import kind_of
from tests.own_files import (
    GOOD,
    HXL,
    P_HEADER,
    TABLE,
    add,
    dump_line,
    named,
    workbook,
    written,
    zones,
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


# GeoNames' dumps.


def test_a_dump_gives_towns_units_and_sites(own: Path, tmp_path: Path) -> None:
    file = written(
        tmp_path / "IQ.txt",
        dump_line(901, "Qarat Zubir", alternates="قرة زبير,Kara Zubir", population="120"),
        dump_line(902, "Zubir District", feature="A.ADM2", admin2="Z1"),
        dump_line(903, "Tall Zubir Well", feature="H.WLL"),
        dump_line(904, "Zubir Airbase", feature="S.AIRB", admin2="Z1"),
        dump_line(905, "Nineveh", feature="A.ADM1"),
    )
    added = add(own, file)
    assert {name: place.kind for name, place in named(added).items()} == {
        "Qarat Zubir": "city",
        "Zubir District": "admin2",
        "Zubir Airbase": "site",
        "Nineveh": "admin1",
    }
    town = named(added)["Qarat Zubir"]
    assert (town.id, town.lat, town.lon, town.population) == ("geonames:901", 36.0, 43.2, 120)
    assert added.reading.left_out == 1
    assert added.gazetteer.kind is FileKind.GEONAMES
    base = named(added)["Zubir Airbase"]
    assert base.within == ("admin2:IQ.15.Z1", "admin1:IQ.15", "country:IQ")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (dump_line(902, "Zubir", lat=95), "the latitude 95 does not lie between -90 and 90"),
        (dump_line(902, "Zubir", lon="-181.5"), "the longitude -181.5 does not lie"),
        (dump_line(902, "Zubir", lat="nan"), "the latitude nan does not lie"),
        (dump_line(902, "Zubir", lat="north"), "'north', '43.2' is no point in degrees"),
        (dump_line(901, "Zubir"), "geonames:901 is in row 1 already"),
        (dump_line(902, " "), "it has no name"),
        (dump_line(902, "12-3"), "'12-3' is no name"),
        (dump_line(902, "Z" * 300), "is no name"),
        (dump_line(902, "Zubir", population="many"), "'many' is no number of people"),
        (dump_line(902, "Zubir").replace("\tIQ\t", "\tIraq\t"), "'Iraq' is no country code"),
        (dump_line(902, "Zubir").replace("902", "x"), "'x' is no GeoNames id"),
        (dump_line(902, "Zubir") + "\tmore", "it has 20 columns, not 19"),
        ("some words", "it has 1 columns, not 19"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(
    line: str, reason: str, own: Path, tmp_path: Path
) -> None:
    added = add(own, written(tmp_path / "IQ.txt", GOOD, line))
    assert list(named(added)) == ["Qarat Zubir"]
    (refusal,) = added.reading.refused
    assert refusal.row == 2
    assert reason in refusal.reason


# P-codes.


@pytest.mark.parametrize(
    "header",
    [
        P_HEADER,
        "ADM2_EN,ADM2_AR,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_PCODE",
        "adm2_name,adm2_name1,adm2_pcode,adm1_name,adm1_pcode,adm0_pcode",
    ],
)
def test_p_codes_in_each_layout_of_columns(header: str, own: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "codes.csv", header, HXL, *TABLE, encoding="utf-8-sig")
    added = add(own, file)
    assert added.gazetteer.kind is FileKind.P_CODES
    assert not added.reading.refused
    units = {place.p_code: (place.name, place.kind) for place in named(added).values()}
    assert units == {
        "IQG15": ("Ninewa", "admin1"),
        "IQG15Q91": ("Zubira", "admin2"),
        "IQG15Q92": ("Harmat", "admin2"),
        "IQG15Q93": ("Nowhere", "admin2"),
    }
    assert named(added)["Zubira"].local_name == "زبيرة"
    assert named(added)["Zubira"].within == ("admin1:IQ.IQG15", "country:IQ")


def test_a_workbook_gives_its_sheet_of_the_narrowest_units(own: Path, tmp_path: Path) -> None:
    sheets = {
        "ReadMe": [["About"], ["A table"]],
        "ADM1": [["ADM1_EN", "ADM1_PCODE", "ADM0_PCODE"], ["Ninewa", "IQG15", "IQ"]],
        "ADM2": [P_HEADER.split(","), *(row.split(",") for row in TABLE)],
    }
    added = add(own, workbook(tmp_path / "codes.xlsx", sheets))
    assert set(named(added)) == {"Ninewa", "Zubira", "Harmat", "Nowhere"}
    assert named(added)["Zubira"].local_name == "زبيرة"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Zubira,,IQG15Q91,Ninewa,IQG15,IQ", "IQG15Q91 is in row 2 already"),
        ("Other,,IQG15Q91,Ninewa,IQG15,IQ", "IQG15Q91 is Other here and Zubira in row 2"),
        ("Other,,IQG15Q94,Anbar,IQG15,IQ", "IQG15 is Anbar here and Ninewa in row 2"),
        ("Other,,,Ninewa,IQG15,IQ", "'' in admin2Pcode is no P-code"),
        (",,IQG15Q94,Ninewa,IQG15,IQ", "IQG15Q94 has no name"),
        ("Other,,XQG15Q94,Xen,XQG15,XQ", "no country is known by 'XQ'"),
        (",,,,,IQ", "it has no code of a unit below the country"),
    ],
)
def test_a_bad_unit_is_refused(row: str, reason: str, own: Path, tmp_path: Path) -> None:
    added = add(own, written(tmp_path / "codes.csv", P_HEADER, *TABLE, row))
    (refusal,) = added.reading.refused
    assert refusal.row == 5
    assert reason in refusal.reason
    assert len(added.reading.places) == 4


# Boundaries.


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "zip", "parquet", "fgb"])
def test_boundaries_in_many_formats(suffix: str, own: Path, tmp_path: Path) -> None:
    frame = zones(name=["Zone Alif", "Zone Ba"])
    file = tmp_path / f"zones.{suffix}"
    if suffix == "zip":
        frame.to_file(tmp_path / "zones.shp")
        with zipfile.ZipFile(file, "w") as archive:
            for part in tmp_path.glob("zones.*"):
                if part != file:
                    archive.write(part, part.name)
    elif suffix == "parquet":
        frame.to_parquet(file)
    else:
        frame.to_file(file)
    added = add(own, file)
    assert added.gazetteer.kind is FileKind.BOUNDARIES
    place = named(added)["Zone Ba"]
    assert (place.lat, place.lon) == pytest.approx((36.1, 43.3))
    assert (place.kind, place.country) == ("region", "IQ")
    (kept,) = own_boundary_files(own)
    table = geopandas.read_parquet(kept)
    assert list(table.columns) == ["id", "kind", "name", "country", "geometry"]
    assert place.boundaries == (*table.loc[table["name"] == "Zone Ba", "id"],)
    assert table.crs == "EPSG:4326"


def test_boundaries_are_put_into_degrees(own: Path, tmp_path: Path) -> None:
    zones(name=["Zone Alif", "Zone Ba"]).to_crs("EPSG:32638").to_file(tmp_path / "utm.gpkg")
    place = named(add(own, tmp_path / "utm.gpkg"))["Zone Alif"]
    assert (place.lat, place.lon) == pytest.approx((36.1, 43.1), abs=0.001)


def test_boundaries_with_p_codes_are_those_units(own: Path, tmp_path: Path) -> None:
    frame = zones(
        ADM2_EN=["Zubira", "Nowhere"],
        ADM2_PCODE=["IQG15Q91", "IQG15Q93"],
        ADM1_EN="Ninewa",
        ADM1_PCODE="IQG15",
    )
    frame.to_file(tmp_path / "adm2.geojson")
    place = named(add(own, tmp_path / "adm2.geojson"))["Nowhere"]
    assert (place.kind, place.p_code, place.id) == ("admin2", "IQG15Q93", "admin2:IQ.IQG15Q93")


@pytest.mark.parametrize(
    ("columns", "options", "kind"),
    [
        ({"shapeName": ["A", "B"], "shapeType": "ADM2"}, {}, "admin2"),
        ({"NAME_1": "N", "NAME_2": ["A", "B"], "GID_0": "IRQ"}, {}, "admin2"),
        ({"Camp": ["A", "B"]}, {"name_column": "camp", "level": PlaceKind.SITE}, "site"),
        ({"name": ["A", "B"]}, {"level": PlaceKind.ADMIN1, "country": "SY"}, "admin1"),
        ({"name": ["A", "B"]}, {}, "region"),
    ],
)
def test_names_and_levels_are_recognised_or_chosen(
    columns: dict, options: dict, kind: str, own: Path, tmp_path: Path
) -> None:
    zones(**columns).to_file(tmp_path / "z.geojson")
    added = add(own, tmp_path / "z.geojson", boundaries=BoundaryOptions(**options))
    assert {name: place.kind for name, place in named(added).items()} == {"A": kind, "B": kind}
    assert {p.country for p in named(added).values()} == {options.get("country", "IQ")}
    assert bool(added.reading.notes) == (kind == "region")


BOW = shapely.Polygon([(44.0, 36.0), (44.2, 36.2), (44.2, 36.0), (44.0, 36.2)])


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (shapely.LineString([(44, 36), (45, 36)]), "it is a LineString, not a polygon"),
        (shapely.Point(44, 36), "it is a Point, not a polygon"),
        (None, "it has no geometry"),
        (shapely.Polygon(), "it has no geometry"),
        (shapely.box(179, 36, 182, 37), "its coordinates lie beyond the globe"),
        (shapely.Polygon([(44, 36), (45, 36), (44, 36)]), "its outline encloses nothing"),
    ],
)
def test_a_bad_shape_is_refused(
    shape: shapely.Geometry | None, reason: str, own: Path, tmp_path: Path
) -> None:
    frame = zones(name=["Zone Alif", "Zone Ba"])
    frame.loc[1, "geometry"] = shape
    frame.to_parquet(tmp_path / "zones.parquet")
    added = add(own, tmp_path / "zones.parquet")
    assert list(named(added)) == ["Zone Alif"]
    assert [(refusal.row, refusal.reason) for refusal in added.reading.refused] == [(2, reason)]


def test_a_polygon_that_crosses_itself_is_mended(own: Path, tmp_path: Path) -> None:
    frame = zones(name=["Zone Alif", "Zone Ba"])
    frame.loc[1, "geometry"] = BOW
    frame.to_parquet(tmp_path / "zones.parquet")
    added = add(own, tmp_path / "zones.parquet")
    assert "1 polygons crossed themselves" in added.reading.notes[0]
    kept = geopandas.read_parquet(own_boundary_files(own)[0]).geometry[1]
    assert kept.is_valid
    assert kept.area == pytest.approx(0.02)
    place = named(added)["Zone Ba"]
    assert kept.contains(shapely.Point(place.lon, place.lat))


# Files that are not what they say.


def _html(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><body>Not found</body></html>", encoding="utf-8")


BAD_FILES = {
    "empty": (lambda path: path.write_bytes(b" \n"), "is empty"),
    "binary": (lambda path: path.write_bytes(bytes(range(256)) * 9), "is not UTF-8"),
    "nulls": (lambda path: path.write_bytes(b"a\0b\0c"), "is no text and no boundaries"),
    "web page": (_html, "is a web page"),
    "latin": (
        lambda path: path.write_bytes(dump_line(901, "Zubír").encode("latin-1")),
        "is not UTF-8",
    ),
    "utf-16": (lambda path: path.write_bytes(GOOD.encode("utf-16")), "is not UTF-8"),
    "columns": (lambda path: written(path, "901\tZubir\t36\t43"), "has 4 columns between tabs"),
    "words": (lambda path: written(path, "Only some words."), "is no file of places"),
    "broken archive": (lambda path: path.write_bytes(b"PK\x03\x04rest"), "is a broken archive"),
    "mostly bad": (
        lambda path: written(path, GOOD, *(dump_line(n, "Zubir", lat=95) for n in range(3))),
        "3 of its rows were refused",
    ),
    "wells": (
        lambda path: written(path, dump_line(901, "A Well", feature="H.WLL")),
        "there is no place in it",
    ),
    "json": (lambda path: written(path, '{"a": 1}'), "holds no boundaries"),
    "other columns": (lambda path: written(path, "admin1Pcode,x", "IQG15,y"), "needs columns"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_not_what_it_says_adds_nothing(name: str, own: Path, tmp_path: Path) -> None:
    write, words = BAD_FILES[name]
    file = tmp_path / "file.txt"
    write(file)
    with pytest.raises(OwnGazetteerError) as told:
        add(own, file)
    assert words in str(told.value)
    assert str(file) in str(told.value)
    assert "\n" not in str(told.value)
    assert own_gazetteers(own) == []
    assert not list(own.glob("*"))


@pytest.mark.parametrize("kind", list(FileKind))
def test_the_wrong_kind_adds_nothing(kind: FileKind, own: Path, tmp_path: Path) -> None:
    files = {
        FileKind.GEONAMES: written(tmp_path / "codes.csv", P_HEADER, *TABLE),
        FileKind.P_CODES: written(tmp_path / "IQ.txt", GOOD),
        FileKind.BOUNDARIES: written(tmp_path / "IQ.txt", GOOD),
    }
    with pytest.raises(OwnGazetteerError):
        add(own, files[kind], kind=kind)
    assert not list(own.glob("*"))


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_boundaries_without_a_reference_system_in_metres(own: Path, tmp_path: Path) -> None:
    frame = zones(name=["A", "B"]).to_crs("EPSG:32638").set_crs(None, allow_override=True)
    frame.to_file(tmp_path / "z.shp")
    with pytest.raises(OwnGazetteerError, match=r"does not say its coordinate reference system"):
        add(own, tmp_path / "z.shp")


def test_several_layers_ask_for_one(own: Path, tmp_path: Path) -> None:
    for layer, names in (("one", ["A", "B"]), ("two", ["C", "D"])):
        zones(name=names).to_file(tmp_path / "z.gpkg", layer=layer)
    with pytest.raises(OwnGazetteerError, match="--layer: one, two"):
        add(own, tmp_path / "z.gpkg")
    added = add(own, tmp_path / "z.gpkg", boundaries=BoundaryOptions(layer="two"))
    assert set(named(added)) == {"C", "D"}


def test_a_column_of_names_has_to_be_there(own: Path, tmp_path: Path) -> None:
    zones(camp=["A", "B"]).to_file(tmp_path / "z.geojson")
    with pytest.raises(OwnGazetteerError, match="--name-column: camp"):
        add(own, tmp_path / "z.geojson")
    with pytest.raises(OwnGazetteerError, match="no column 'town'"):
        add(own, tmp_path / "z.geojson", boundaries=BoundaryOptions(name_column="town"))


def test_a_kind_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    zones(name=["A", "B"]).to_file(tmp_path / "z.geojson")
    (tmp_path / "z.geojson").rename(tmp_path / "z.txt")
    assert kind_of(tmp_path / "z.txt") is FileKind.BOUNDARIES
    with_mark = "\ufeff" + (tmp_path / "z.txt").read_text(encoding="utf-8")
    assert kind_of(written(tmp_path / "marked.txt", with_mark)) is FileKind.BOUNDARIES
    assert kind_of(written(tmp_path / "a.csv", GOOD)) is FileKind.GEONAMES
    assert kind_of(written(tmp_path / "b.txt", P_HEADER.replace(",", ";"))) is FileKind.P_CODES
