"""Exports: statements as reviewed, with their evidence, in files that other tools open."""

import csv
import json
import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas
import pytest

from dashboard.errors import OutputError
from dashboard.exchange import COLUMNS, FORMATS
from dashboard.exchange.acled import ACLED_COLUMNS
from dashboard.model import (
    PlaceKind,
    Report,
    Review,
    ReviewAct,
    Statement,
    TerritorialClaim,
)
from dashboard.pipeline import Material, export_to, open_desk
from dashboard.settings import Settings
from dashboard.withholding import NOTHING, Withholding

TEXT = """=cmd() M23 rebels captured Goma on Monday, said Jean Bahati, a teacher.
On Sunday the Congolese army recaptured Sake. M23 holds Rutshuru.
Some 9,000 people fled Goma for Rwanda.
"""
REPORT = Report("goma", TEXT, date(2025, 1, 28), "Goma falls", "The Courier")
WHEN = datetime(2025, 2, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def coded() -> list[Statement]:
    return open_desk(Settings()).code(REPORT)


def exported(path: Path, material: Material, what: Withholding = NOTHING) -> Path:
    export_to(path, open_desk(Settings()), material, what)
    return path


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("known_by", "count"), [(date(2025, 1, 27), 0), (date(2025, 1, 28), 4)])
def test_what_was_published_later_is_left_out_though_reviewed(
    tmp_path: Path, coded: list[Statement], known_by: date, count: int
) -> None:
    review = Review(coded[0].id, ReviewAct.ACCEPT, "Amal", WHEN, before=coded[0])
    material = Material([REPORT], coded, [review])
    desk = open_desk(Settings())
    assert export_to(tmp_path / "a.csv", desk, material, known_by=known_by) == count


def test_statements_leave_as_reviewed(tmp_path: Path, coded: list[Statement]) -> None:
    first, second, third, *others = coded
    reviews = [
        Review(first.id, ReviewAct.ACCEPT, "Amal", WHEN, before=first),
        Review(second.id, ReviewAct.REJECT, "Amal", WHEN, before=second),
        Review(
            third.id, ReviewAct.EDIT, "Ben", WHEN, before=third, after=replace(third, said_by="me")
        ),
    ]
    rows = written(exported(tmp_path / "a.csv", Material([REPORT], coded, reviews)))
    told = {row["id"]: (row["review"], row["reviewer"], row["said_by"]) for row in rows}
    assert told[first.id] == ("accepted", "Amal", first.said_by or "")
    assert second.id not in told
    assert told[third.id] == ("edited", "Ben", "me")
    assert {told[s.id][0] for s in others} == {"not_reviewed"}
    assert {r["reviewed"] for r in rows if r["reviewer"]} == {"2025-02-01T09:30:00+00:00"}


@pytest.mark.parametrize("ending", [e for e in FORMATS if e != ".acled.csv"])
def test_every_format_has_every_statement_with_its_evidence(
    tmp_path: Path, coded: list[Statement], ending: str
) -> None:
    path = exported(tmp_path / f"a{ending}", Material([REPORT], coded))
    assert {(s.id, s.evidence.quote) for s in coded} == set(ids_and_quotes(path))


def ids_and_quotes(path: Path) -> list[tuple[str, str]]:
    if path.suffix == ".csv":
        rows = [row for row in written(path) if not row["id"].startswith("#")]
        return [(row["id"], row["quote"]) for row in rows]
    if path.suffix == ".parquet":
        frames = [geopandas.read_parquet(path)]
    elif path.suffix == ".geojson":
        frames = [geopandas.read_file(path)]
    else:
        layers = ("territorial_claims", "displacement_figures")
        frames = [geopandas.read_file(path, layer=layer) for layer in layers]
    return [pair for f in frames for pair in zip(f["id"], f["quote"], strict=True)]


def test_geojson_has_points_longitude_first_and_all_columns(
    tmp_path: Path, coded: list[Statement]
) -> None:
    path = exported(tmp_path / "a.geojson", Material([REPORT], coded))
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    goma = next(f for f in features if f["properties"]["place"] == "Goma")
    assert [round(each, 1) for each in goma["geometry"]["coordinates"]] == [29.2, -1.7]
    assert list(goma["properties"]) == list(COLUMNS)
    assert (goma["properties"]["admin1"], goma["properties"]["country_code"]) == (
        "North Kivu",
        "CD",
    )


def test_a_geopackage_has_a_default_style_for_each_layer_that_fits_its_columns(
    tmp_path: Path, coded: list[Statement]
) -> None:
    path = exported(tmp_path / "a.gpkg", Material([REPORT], coded))
    with closing(sqlite3.connect(path)) as connection:
        styles = connection.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
        known = dict(connection.execute("SELECT table_name, data_type FROM gpkg_contents"))
    assert known["layer_styles"] == "attributes"
    assert {layer for layer, *_ in styles} == {"territorial_claims", "displacement_figures"}
    for layer, geometry, default, style in styles:
        assert (geometry, default) == ("geom", 1)
        renderer = ET.fromstring(style.split("\n", 1)[1]).find("renderer-v2")
        assert renderer is not None
        values = set(geopandas.read_file(path, layer=layer)[renderer.attrib["attr"]])
        assert values <= {each.attrib["value"] for each in renderer.iter("category")}


def test_hxl_tags_stand_in_the_second_line(tmp_path: Path, coded: list[Statement]) -> None:
    path = exported(tmp_path / "a.hxl.csv", Material([REPORT], coded))
    tags = written(path)[0]
    assert (tags["quantity"], tags["latitude"], tags["actor"]) == (
        "#affected",
        "#geo+lat",
        "#group+name",
    )
    assert len(written(path)) == len(coded) + 1


def test_acled_columns_have_those_claims_that_are_events(
    tmp_path: Path, coded: list[Statement]
) -> None:
    rows = written(exported(tmp_path / "a.acled.csv", Material([REPORT], coded)))
    assert tuple(rows[0]) == ACLED_COLUMNS
    assert [(r["location"], r["sub_event_type"], r["inter1"], r["fatalities"]) for r in rows] == [
        ("Goma", "Non-state actor overtakes territory", "", ""),
        ("Sake", "Government regains territory", "State forces", ""),
    ]
    goma = rows[0]
    assert (goma["event_date"], goma["time_precision"], goma["geo_precision"]) == (
        "2025-01-27",
        "1",
        "1",
    )
    assert (goma["country"], goma["admin1"]) == ("Democratic Republic of the Congo", "North Kivu")


SECRETS = ["captured Goma", "people fled", "Bahati", "Goma", "216281", "-1.67", "29.2", "teacher"]


@pytest.mark.parametrize("ending", list(FORMATS))
def test_nothing_that_is_left_out_is_in_a_file(
    tmp_path: Path, coded: list[Statement], ending: str
) -> None:
    what = Withholding(quotes=True, speakers=True, places_by=PlaceKind.ADMIN1)
    whole = exported(tmp_path / f"whole{ending}", Material([REPORT], coded)).read_bytes()
    bare = exported(tmp_path / f"bare{ending}", Material([REPORT], coded), what).read_bytes()
    assert b"captured Goma" in whole
    assert [s for s in SECRETS if s.encode() in bare] == []
    assert b"Speakers' names are left out." in bare


def test_what_is_left_of_a_formula_is_text(tmp_path: Path, coded: list[Statement]) -> None:
    claim = next(s for s in coded if isinstance(s, TerritorialClaim))
    evil = replace(claim, said_by="=HYPERLINK(1)", publisher="@x", rule="+1")
    (row,) = written(exported(tmp_path / "a.csv", Material([REPORT], [evil])))
    assert (row["said_by"], row["publisher"], row["rule"]) == ("'=HYPERLINK(1)", "'@x", "'+1")


def test_a_file_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, coded: list[Statement]
) -> None:
    with pytest.raises(OutputError, match="Use one of"):
        exported(tmp_path / "a.doc", Material([REPORT], coded))
    with pytest.raises(OutputError, match="Choose another folder"):
        exported(tmp_path / "none" / "a.csv", Material([REPORT], coded))
    assert list(tmp_path.iterdir()) == []
