"""The gazetteer: its index on disk, and looking places up by name, id and point."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places_shipped import shipped

from dashboard.errors import GazetteerError, ReferenceDataError
from dashboard.model import PlaceKind
from dashboard.places import gazetteer as module
from dashboard.places import layout, open_gazetteer, sources
from dashboard.places.names import abbreviation, fold, sound
from dashboard.places.words import read_words
from dashboard.settings import Settings


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Al-Fallūjah", "al fallujah"),
        ("N’Djamena", "ndjamena"),
        ("Saint Louis", "st louis"),
        ("St. Louis", "st louis"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("Łódź", "lodz"),
        ("Weißenfels", "weissenfels"),
        ("  Port   of\nSpain ", "port of spain"),
        ("…", ""),
    ],
)
def test_names_that_differ_in_nothing_that_matters_fold_alike(written: str, key: str) -> None:
    assert fold(written) == key


@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_abbreviations_keep_their_dots() -> None:
    assert abbreviation("W. Va.") == abbreviation("W.Va") == "w.va."


@pytest.mark.parametrize(
    ("one", "other"),
    [("bani waleed", "bani walid"), ("az zawiyah", "azzawya"), ("altuhayat", "at tuhayat")],
)
def test_names_spelled_by_ear_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Mosul", "geonames:99072"),
        ("mosul", "geonames:99072"),
        ("الموصل", "geonames:99072"),
        ("Falluja", "geonames:99454"),
        ("al-Fallūjah", "geonames:99454"),
        ("الفلوجة", "geonames:99454"),
        ("Salaheddin", "admin1:IQ.18"),
        ("Saint Petersburg", "geonames:498817"),
        ("UK", "country:GB"),
        ("U.K.", "country:GB"),
        ("Middle East", "region:middle-east"),
    ],
)
def test_names_in_many_spellings(name: str, identifier: str) -> None:
    assert identifier in [place.id for place in shipped().candidates(name)]


@pytest.mark.parametrize("name", ["Qwertyville", "", " ", "~", "\x00"])
def test_a_name_that_nothing_has_gives_nothing(name: str) -> None:
    assert shipped().candidates(name) == []


def test_a_place_by_its_id() -> None:
    nineveh = shipped().place("admin1:IQ.15")
    assert nineveh is not None
    assert (nineveh.name, nineveh.kind, nineveh.iso_3166_2, nineveh.p_code) == (
        "Nineveh",
        PlaceKind.ADMIN1,
        "IQ-NI",
        "IQG15",
    )
    assert shipped().place("geonames:0") is None


def test_the_largest_towns_of_a_box() -> None:
    towns = shipped().towns(42.0, 35.0, 45.0, 37.0, 3)
    assert towns[0].name == "Mosul"
    assert [t.population for t in towns] == sorted((t.population for t in towns), reverse=True)
    assert all(35.0 <= (t.lat or 0) <= 37.0 and 42.0 <= (t.lon or 0) <= 45.0 for t in towns)
    assert shipped().towns(0.0, -60.0, 1.0, -59.0, 3) == []


@pytest.mark.parametrize(
    ("lat", "lon", "country"),
    [(36.34, 43.13, "IQ"), (64.15, -21.94, "IS"), (-17.8, 180.0, "FJ"), (90.0, 0.0, "SJ")],
)
def test_the_nearest_town_to_a_point(lat: float, lon: float, country: str) -> None:
    (nearest,) = shipped().nearest(lat, lon)
    assert nearest.country == country


def small_data(folder: Path) -> Path:
    """Copy the shipped tables: what the index is built from, and the words."""
    data = folder / "data"
    data.mkdir()
    words = ("place_words.csv", "place_weights.csv", "common_words.csv", "given_names.csv")
    for name in (*layout.INPUTS, *words):
        shutil.copy(Settings().data / name, data / name)
    return data


def test_a_current_index_is_opened_and_another_is_not(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    index = Path(shutil.copytree(Settings().index, tmp_path / "index"))
    shipped()
    assert layout.is_current(index, data)
    with (data / "places.csv").open("a", encoding="utf-8") as table:
        table.write("site:a-new-camp,New camp,site,IQ,36,43,0,country:IQ,,,,,,by hand\n")
    assert not layout.is_current(index, data)


@pytest.mark.parametrize("name", [layout.NAMES_FILE, layout.PLACES_FILE, layout.STAMP_FILE])
def test_an_index_that_was_cut_short_is_not_current(tmp_path: Path, name: str) -> None:
    shipped()
    index = Path(shutil.copytree(Settings().index, tmp_path / "index"))
    content = (index / name).read_bytes()
    (index / name).write_bytes(content[: len(content) // 2])
    assert not layout.is_current(index, Settings().data)


def test_an_index_that_was_cut_short_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_cities", list)  # provinces and tables of our own are enough
    index = tmp_path / "index"
    open_gazetteer(Settings().data, index)
    whole = {path: path.read_bytes() for path in index.iterdir()}
    for path, content in whole.items():
        path.write_bytes(content[: len(content) // 2])
    found = open_gazetteer(Settings().data, index).candidates("Nineveh")
    assert [place.country for place in found] == ["IQ"]
    assert {path: path.read_bytes() for path in index.iterdir()} == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "index.lock"]


def test_of_two_that_start_at_once_one_builds_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds = []

    def cities() -> list:
        builds.append(1)
        return []

    monkeypatch.setattr(sources, "_cities", cities)
    index = tmp_path / "index"
    with ThreadPoolExecutor(2) as both:
        opened = list(both.map(lambda _: open_gazetteer(Settings().data, index), range(2)))
    assert len(builds) == 1
    assert [gazetteer.candidates("Nineveh")[0].country for gazetteer in opened] == ["IQ", "IQ"]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"place_words\.csv"):
        read_words(tmp_path)


def test_an_index_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(GazetteerError, match="TIDEMARK_FOLDER"):
        open_gazetteer(Settings().data, tmp_path / "file" / "index")


def test_an_index_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="Delete the folder"):
        module.Gazetteer(tmp_path, shipped().words)


def test_distance_in_kilometres() -> None:
    assert module.distance_km(36.34, 43.13, 33.34, 44.4) == pytest.approx(353, abs=2)
    assert module.distance_km(0.0, 179.5, 0.0, -179.5) == pytest.approx(111.2, abs=0.1)
