"""The ground of the map: what is drawn of the boundaries, how far, and how finely."""

import json

import geopandas
import pytest
import shapely

from dashboard.errors import ReferenceDataError
from dashboard.mapping.base import BUDGET, WORLD, base
from dashboard.model import Place, PlaceKind
from tests.mapping_case import BOUNDARIES, GOMA, KIVU, RWANDA, SAKE

PLACES = [GOMA, SAKE, KIVU, RWANDA]


@pytest.fixture(scope="module")
def ground():
    return base(BOUNDARIES, PLACES, {KIVU.id})


def coordinates(shape):
    if isinstance(shape[0], (int, float)):
        yield shape
    else:
        for part in shape:
            yield from coordinates(part)


def points(layer):
    for feature in layer["features"]:
        yield from coordinates(feature["geometry"]["coordinates"])


def test_the_first_look_shows_every_narrow_place(ground):
    for place in (GOMA, SAKE):
        assert ground.fit.west < place.lon < ground.fit.east
        assert ground.fit.south < place.lat < ground.fit.north


def test_the_layers_reach_beyond_the_first_look(ground):
    assert ground.clip.west < ground.fit.west < ground.fit.east < ground.clip.east
    assert ground.clip.south < ground.fit.south < ground.fit.north < ground.clip.north


@pytest.mark.parametrize("name", ["countries", "provinces", "areas"])
def test_a_layer_stays_inside_its_box(ground, name):
    found = list(points(getattr(ground, name)))
    assert found
    assert min(x for x, _ in found) >= round(ground.clip.west, 3) - 0.001
    assert max(y for _, y in found) <= round(ground.clip.north, 3) + 0.001


def test_coordinates_are_rounded(ground):
    assert all(round(x, 3) == x and round(y, 3) == y for x, y in points(ground.countries))


def test_only_drawn_places_get_an_area(ground):
    assert [f["properties"]["place"] for f in ground.areas["features"]] == [KIVU.id]


def test_an_area_without_a_point_gets_an_anchor_inside_it(ground):
    latitude, longitude = ground.anchors[KIVU.id]
    assert ground.fit.south < latitude < ground.fit.north
    assert ground.fit.west < longitude < ground.fit.east


def test_countries_of_the_case_are_in_focus(ground):
    assert {f["properties"]["focus"] for f in ground.countries["features"]} == {True, False}


def test_countries_have_names_by_code(ground):
    assert ground.names["RW"] == "Rwanda"


@pytest.mark.parametrize("places", [PLACES, [GOMA], []])
def test_the_ground_keeps_to_its_budget(places):
    found = base(BOUNDARIES, places, set())
    layers = (found.countries, found.provinces, found.disputed, found.areas)
    written = [json.dumps(layer, separators=(",", ":")) for layer in layers]
    assert sum(map(len, written)) <= BUDGET


def test_without_a_place_the_world_is_shown():
    assert base(BOUNDARIES, [], set()).fit == WORLD


def test_missing_boundaries_are_told(tmp_path):
    with pytest.raises(ReferenceDataError, match=r"none\.parquet"):
        base([tmp_path / "none.parquet"], PLACES, set())


def test_what_is_no_boundary_file_is_told(tmp_path):
    path = tmp_path / "bad.parquet"
    path.write_bytes(b"not a table")
    with pytest.raises(ReferenceDataError, match=r"bad\.parquet"):
        base([path], PLACES, set())


def test_boundaries_of_the_users_own_are_drawn_where_they_are_told_of(tmp_path):
    """Only those of the places, and beside the provinces that ship."""
    zones = geopandas.GeoDataFrame(
        {"id": ["CD.zones-1", "CD.zones-2"], "kind": "own", "name": ["A", "B"], "country": "CD"},
        geometry=[shapely.box(29.0, -1.8, 29.2, -1.6), shapely.box(28.0, -2.8, 28.2, -2.6)],
        crs="EPSG:4326",
    )
    zones.to_parquet(tmp_path / "boundaries.parquet")
    zone = Place("region:CD.zones-1", "A", PlaceKind.REGION, "CD", boundaries=("CD.zones-1",))
    found = base([*BOUNDARIES, tmp_path / "boundaries.parquet"], [*PLACES, zone], {zone.id})
    (area,) = found.areas["features"]
    assert area["properties"]["place"] == zone.id
    assert shapely.geometry.shape(area["geometry"]).bounds == (29.0, -1.8, 29.2, -1.6)
    assert found.anchors[zone.id] == pytest.approx((-1.7, 29.1), abs=0.05)
    assert found.provinces == base(BOUNDARIES, [*PLACES, zone], {zone.id}).provinces
