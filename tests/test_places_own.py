"""A user's own files: kept, listed, taken out, and joined with the places that ship."""

import json
from pathlib import Path

import pytest

from dashboard.cli import DONE, FAILED, PARTLY, main
from dashboard.errors import OwnGazetteerError
from dashboard.model import Place, PlaceKind
from dashboard.places import Gazetteer, build, find_places, open_gazetteer
from dashboard.places.own import (
    ABOUT_FILE,
    own_gazetteers,
    own_stamp,
    remove_gazetteer,
)
from dashboard.places.own_boundaries import BoundaryOptions
from dashboard.places.own_linking import with_own
from dashboard.places.sources import Entry
from dashboard.settings import Settings
from tests.own_files import (
    GOOD,
    P_HEADER,
    TABLE,
    add,
    dump_line,
    written,
    zones,
)

DATA = Settings().data


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
