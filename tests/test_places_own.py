"""A user's own files: what they add, what is refused and why, and how the index takes them in."""

import json
import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely

from dashboard.cli import DONE, FAILED, PARTLY, main
from dashboard.errors import OwnGazetteerError
from dashboard.model import Place, PlaceKind
from dashboard.places import Gazetteer, build, find_places, open_gazetteer
from dashboard.places.own import (
    ABOUT_FILE,
    FileKind,
    own_boundary_files,
    own_gazetteers,
    own_stamp,
    remove_gazetteer,
)
from dashboard.places.own_adding import Added, add_gazetteer
from dashboard.places.own_boundaries import BoundaryOptions
from dashboard.places.own_linking import with_own
from dashboard.places.own_reading import kind_of
from dashboard.places.sources import Entry
from dashboard.settings import Settings
from tests.own_files import dump_line, workbook, written

DATA = Settings().data
P_HEADER = "admin2Name_en,admin2Name_ar,admin2Pcode,admin1Name_en,admin1Pcode,admin0Pcode"
HXL = "#adm2+name+en,#adm2+name+ar,#adm2+code,#adm1+name+en,#adm1+code,#adm0+code"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def shipped(
    identifier: str, name: str, within: str = "", lat: float | None = 36.3, **more: object
) -> Entry:
    """An entry as the tables that ship give it."""
    lon = None if lat is None else 43.1
    kind = PlaceKind(str(more.pop("kind", "city")))
    place = Place(identifier, name, kind, "IQ", lat, lon, within=tuple(within.split()), **more)  # type: ignore[arg-type]
    entry = Entry(place)
    entry.add(name)
    return entry


def few() -> list[Entry]:
    """A country, a province, a district and towns."""
    province = "admin1:IQ.15 country:IQ"
    nineveh = shipped("admin1:IQ.15", "Nineveh", "country:IQ", kind="admin1", p_code="IQG15")
    return [
        shipped("country:IQ", "Iraq", kind="country"),
        nineveh,
        shipped("admin2:IQ.15.Zubira", "Zubira", province, kind="admin2"),
        shipped("geonames:1", "Zubira", province, population=9000),
        shipped("geonames:2", "Harmat", province, lat=36.05, population=700),
        shipped("geonames:3", "Harmat", province, lat=36.9, population=90),
        shipped("geonames:4", "Farland", "admin1:IQ.01 country:IQ", lat=33.0),
    ]


def linked(own: Path) -> dict[str, Place]:
    return {entry.place.id: entry.place for entry in with_own(few(), own)}


def add(own: Path, file: Path, **more: object) -> Added:
    return add_gazetteer(own, DATA, file, **more)  # type: ignore[arg-type]


def named(added: Added) -> dict[str, Place]:
    return {found.place.name: found.place for found in added.reading.places}


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


GOOD = dump_line(901, "Qarat Zubir")


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

TABLE = [
    "Zubira,زبيرة,IQG15Q91,Ninewa,IQG15,IQ",
    "Harmat,,IQG15Q92,Ninewa,IQG15,IQ",
    "Nowhere,,IQG15Q93,Ninewa,IQG15,IQ",
]


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


def zones(**columns: object) -> geopandas.GeoDataFrame:
    """Two squares in the province of Nineveh, side by side."""
    squares = [shapely.box(43.0, 36.0, 43.2, 36.2), shapely.box(43.2, 36.0, 43.4, 36.2)]
    return geopandas.GeoDataFrame(columns, geometry=squares, crs="EPSG:4326")


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
    assert kind_of(written(tmp_path / "a.csv", GOOD)) is FileKind.GEONAMES
    assert kind_of(written(tmp_path / "b.txt", P_HEADER.replace(",", ";"))) is FileKind.P_CODES


# Kept, listed, taken out.


def test_what_was_added_tells_of_itself_until_it_is_removed(own: Path, tmp_path: Path) -> None:
    assert own_stamp(own) == ""
    file = written(tmp_path / "IQ.txt", GOOD)
    added = add(own, file)
    assert own_gazetteers(own) == [added.gazetteer]
    assert (added.gazetteer.name, added.gazetteer.rows) == ("iq", 1)
    stamp = own_stamp(own)
    assert stamp
    with pytest.raises(OwnGazetteerError, match="called iq already"):
        add(own, file)
    add(own, file, name="again")
    assert own_stamp(own) != stamp
    remove_gazetteer(own, "again")
    assert own_stamp(own) == stamp
    remove_gazetteer(own, "iq")
    assert own_gazetteers(own) == []
    assert not list(own.glob("*"))


@pytest.mark.parametrize("name", ["none", "../own", "", ".."])
def test_only_what_was_added_is_removed(name: str, own: Path, tmp_path: Path) -> None:
    add(own, written(tmp_path / "IQ.txt", GOOD))
    with pytest.raises(OwnGazetteerError, match="there are: iq"):
        remove_gazetteer(own, name)
    assert len(own_gazetteers(own)) == 1


@pytest.mark.parametrize("name", ["../x", "A b", ".", "x/y"])
def test_a_name_is_one_word(name: str, own: Path, tmp_path: Path) -> None:
    with pytest.raises(OwnGazetteerError, match="is no name for a gazetteer"):
        add(own, written(tmp_path / "IQ.txt", GOOD), name=name)


def test_a_damaged_record_is_told_and_can_be_removed(own: Path, tmp_path: Path) -> None:
    add(own, written(tmp_path / "IQ.txt", GOOD))
    (own / "iq" / ABOUT_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(OwnGazetteerError, match="gazetteer remove iq"):
        own_gazetteers(own)
    remove_gazetteer(own, "iq")
    assert own_gazetteers(own) == []


# Among the places that ship.


def test_a_unit_is_the_one_that_ships_by_its_code_or_its_only_name(
    own: Path, tmp_path: Path
) -> None:
    add(own, written(tmp_path / "codes.csv", P_HEADER, *TABLE))
    places = linked(own)
    assert places["admin1:IQ.15"].name == "Nineveh"
    assert "admin1:IQ.IQG15" not in places
    district = places["admin2:IQ.15.Zubira"]
    assert (district.p_code, district.lat, district.local_name) == ("IQG15Q91", 36.3, "زبيرة")


def test_a_unit_without_a_point_gets_that_of_its_largest_town_or_none(
    own: Path, tmp_path: Path
) -> None:
    add(own, written(tmp_path / "codes.csv", P_HEADER, *TABLE))
    places = linked(own)
    assert (places["admin2:IQ.IQG15Q92"].lat, places["admin2:IQ.IQG15Q92"].lon) == (36.05, 43.1)
    nowhere = places["admin2:IQ.IQG15Q93"]
    assert (nowhere.lat, nowhere.lon) == (None, None)
    assert nowhere.within == ("admin1:IQ.15", "country:IQ")


def test_files_complete_each_other_in_whatever_order_they_were_added(
    own: Path, tmp_path: Path
) -> None:
    codes = written(tmp_path / "codes.csv", P_HEADER, *TABLE)
    dump = written(tmp_path / "IQ.txt", dump_line(8, "Nowhere", 35.9, 43.4, "A.ADM2", "N1"))
    for files in ((codes, dump), (dump, codes)):
        folder = own / files[0].stem
        for file in files:
            add(folder, file)
        found = linked(folder)["admin2:IQ.15.N1"]
        assert (found.p_code, found.lat, found.lon) == ("IQG15Q93", 35.9, 43.4)


def test_a_dump_adds_villages_and_changes_no_name_that_ships(own: Path, tmp_path: Path) -> None:
    file = written(
        tmp_path / "IQ.txt",
        dump_line(2, "Harmat al Kabir", admin2="Z1", alternates="حرمات"),
        dump_line(9, "Harmat", 36.4, 42.8),
        dump_line(10, "Nīnawá", feature="A.ADM1"),
    )
    add(own, file)
    places = linked(own)
    assert places["geonames:2"].name == "Harmat"
    assert places["geonames:9"].name == "Harmat"
    assert places["admin1:IQ.15"].name == "Nineveh"


def test_places_inside_own_boundaries_lie_within_them(own: Path, tmp_path: Path) -> None:
    zones(name=["Zone Alif", "Zone Ba"]).to_file(tmp_path / "z.geojson")
    frame = zones(ADM2_EN=["Nowhere", "Other"], ADM2_PCODE=["IQG15Q93", "IQG15Q94"])
    frame.assign(ADM1_EN="Ninewa", ADM1_PCODE="IQG15").to_file(tmp_path / "adm2.geojson")
    add(own, tmp_path / "z.geojson")
    add(own, tmp_path / "adm2.geojson")
    places = linked(own)
    within = ("admin2:IQ.IQG15Q93", "admin1:IQ.15", "region:IQ.z-1", "country:IQ")
    assert places["geonames:2"].within == within
    assert places["geonames:3"].within == ("admin1:IQ.15", "country:IQ")


def test_own_boundaries_draw_a_unit_that_ships_anew(own: Path, tmp_path: Path) -> None:
    frame = zones(name=["Nineveh", "Newland"])
    frame.to_file(tmp_path / "z.geojson")
    add(own, tmp_path / "z.geojson", boundaries=BoundaryOptions(level=PlaceKind.ADMIN1))
    places = linked(own)
    assert places["admin1:IQ.15"].boundaries == ("IQ.z-1",)
    assert places["admin1:IQ.15"].lat == pytest.approx(36.1)
    assert places["admin1:IQ.z-2"].name == "Newland"


def opened(own: Path, index: Path) -> Gazetteer:
    return open_gazetteer(DATA, index, own=own)


def test_the_index_is_built_anew_when_something_is_added_or_removed(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "read_entries", lambda data: few())
    index = tmp_path / "index"
    assert opened(own, index).candidates("Qarat Zubir") == []
    alternates = "قرة زبير,QZ"
    add(own, written(tmp_path / "IQ.txt", dump_line(901, "Qarat Zubir", alternates=alternates)))
    gazetteer = opened(own, index)
    for name in ("Qarat Zubir", "قرة زبير"):
        assert [place.id for place in gazetteer.candidates(name)] == ["geonames:901"]
    remove_gazetteer(own, "iq")
    assert opened(own, index).candidates("Qarat Zubir") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They fled Qarat Zubir on Monday.", ["geonames:901"]),
        ("Rebels took Qalabash on Monday.", ["geonames:902"]),
        ("Some 300 families fled the village of Qalabash.", ["geonames:902"]),
        ("Families left Qalabash, Nineveh.", ["geonames:902", "admin1:IQ.15"]),
        ("Fighters stormed Zubir Airbase.", ["geonames:903"]),
    ],
)
def test_little_places_of_the_users_own_are_found_in_texts(
    text: str, wanted: list[str], own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "read_entries", lambda data: few())
    lines = [dump_line(901, "Qarat Zubir"), dump_line(902, "Qalabash")]
    lines += [dump_line(903, "Zubir Airbase", feature="S.AIRB")]
    add(own, written(tmp_path / "IQ.txt", *lines))
    found = find_places(opened(own, tmp_path / "index"), text)
    assert [mention.place.id for mention in found if mention.place] == wanted


# The command line.


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIDEMARK_FOLDER", str(tmp_path / "made"))
    return tmp_path / "made"


def test_add_list_and_remove(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "IQ.txt", GOOD, dump_line(902, "Zubir", lat=95))
    assert main(["gazetteer", "add", str(file)]) == PARTLY
    out, err = capsys.readouterr()
    assert json.loads(out)["name"] == "iq"
    assert "IQ.txt: row 2 was refused: the latitude 95" in err
    assert "iq: 1 places were added, 1 rows refused" in err
    assert main(["gazetteer", "list"]) == DONE
    record = json.loads(capsys.readouterr().out)
    assert (record["kind"], record["rows"]) == ("geonames", 1)
    assert len(record["sha256"]) == 64
    assert main(["gazetteer", "remove", "iq"]) == DONE
    assert main(["gazetteer", "list"]) == DONE
    out, err = capsys.readouterr()
    assert (out, "No gazetteer of your own" in err) == ("", True)


@pytest.mark.parametrize("command", [["add", "/no/such/file.txt"], ["remove", "none"]])
def test_what_cannot_be_done_is_one_sentence(
    command: list[str], made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gazetteer", *command]) == FAILED
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("tidemark: ")


@pytest.mark.parametrize("verb", ["add", "list", "remove"])
def test_help_has_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["gazetteer", verb, "--help"])
    assert f"python -m dashboard gazetteer {verb}" in capsys.readouterr().out
