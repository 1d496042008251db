"""The command line: records out, one clear sentence for each thing that went wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import geopandas
import pandas
import pytest

from dashboard.cli import DONE, FAILED, PARTLY, main
from dashboard.settings import ROOT

SEEDS = str(ROOT / "seeds")
ONE_FACT = "Title: A\nPublished: 2025-01-28\n\nM23 rebels captured Goma on Monday.\n"


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_code_prints_one_record_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", SEEDS]) == DONE
    records = lines(capsys.readouterr().out)
    assert {r["kind"] for r in records} == {"displacement_figure", "territorial_claim"}
    assert {r["report"] for r in records} == {p.stem for p in Path(SEEDS).glob("*.txt")}


def test_metadata_for_a_text_without_a_header(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "goma.txt").write_text("M23 rebels captured Goma on Monday.", encoding="utf-8")
    options = ["--published", "2025-01-28", "--publisher", "The Courier"]
    assert main(["code", str(tmp_path / "goma.txt"), *options]) == DONE
    (record,) = lines(capsys.readouterr().out)
    assert (record["start"], record["publisher"]) == ("2025-01-27", "The Courier")


def test_places_prints_what_names_were_resolved_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("They left Mosul for Syria.", encoding="utf-8")
    assert main(["places", str(tmp_path / "a.txt")]) == DONE
    records = lines(capsys.readouterr().out)
    assert [(r["name"], r["country"]) for r in records] == [("Mosul", "IQ"), ("Syria", "SY")]


def test_geocode_answers_each_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "Mosul", "Qwertyville"]) == PARTLY
    out, err = capsys.readouterr()
    (mosul,) = lines(out)
    assert (mosul["country"], round(mosul["lat"]), round(mosul["lon"])) == ("IQ", 36, 43)
    assert "'Qwertyville' is in no gazetteer" in err
    assert main(["geocode", "Qwertyville"]) == FAILED


def test_map_writes_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "nineveh.html"
    arguments = ["map", SEEDS, "--as-of", "2014-06-10", "-o", str(output)]
    assert main(arguments) == DONE
    first = output.read_bytes()
    assert len(first) <= 600_000
    assert main(arguments) == DONE
    assert output.read_bytes() == first
    assert "nineveh.html" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "start"), [("a.png", b"\x89PNG"), ("a.pdf", b"%PDF")])
def test_still_draws_the_same_picture_again(tmp_path: Path, name: str, start: bytes) -> None:
    output = tmp_path / name
    arguments = ["still", SEEDS, "--as-of", "2014-06-10", "--shape", "16:9", "-o", str(output)]
    assert main(arguments) == DONE
    first = output.read_bytes()
    assert first.startswith(start)
    assert main(arguments) == DONE
    assert output.read_bytes() == first


@pytest.mark.parametrize("name", ["a.csv", "a.geojson", "a.gpkg", "a.parquet"])
def test_export_writes_every_statement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    output = tmp_path / name
    assert main(["export", SEEDS, "-o", str(output)]) == DONE
    assert main(["code", SEEDS]) == DONE
    quotes = sorted(record["evidence"]["quote"] for record in lines(capsys.readouterr().out))
    assert sorted(written_quotes(output)) == quotes


def written_quotes(path: Path) -> list[str]:
    if path.suffix == ".csv":
        return list(pandas.read_csv(path)["quote"])
    if path.suffix == ".parquet":
        return list(geopandas.read_parquet(path)["quote"])
    if path.suffix == ".geojson":
        return list(geopandas.read_file(path)["quote"])
    layers = ("territorial_claims", "displacement_figures")
    return [quote for layer in layers for quote in geopandas.read_file(path, layer=layer)["quote"]]


def test_bad_files_are_told_and_the_others_are_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = {
        "binary.txt": b"\x00\x01\x02",
        "empty.txt": b"",
        "latin.txt": "Réfugiés".encode("latin-1"),
        "date.txt": b"Title: A\nPublished: 2014-13-45\n\nText.",
    }
    for name, raw in bad.items():
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.txt").write_text(ONE_FACT, encoding="utf-8")
    (tmp_path / "nothing.txt").write_text("All was well that day.", encoding="utf-8")
    assert main(["code", str(tmp_path), str(tmp_path / "none.txt")]) == PARTLY
    out, err = capsys.readouterr()
    assert [r["report"] for r in lines(out)] == ["good"]
    complaints = err.splitlines()
    for name in [*bad, "none.txt"]:
        assert sum(name in line for line in complaints) == 1, name
    assert "nothing: nothing was found in it" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["map", SEEDS, "--as-of", "yesterday", "-o", "x.html"], "'yesterday' is no date"),
        (["map", SEEDS, "-o", "/no/such/folder/x.html"], "/no/such/folder/x.html"),
        (["export", SEEDS, "-o", "x.doc"], "Use one of .hxl.csv"),
        (["still", SEEDS, "--as-of", "2014-06-10", "-o", "x.gif"], "a .png or a .pdf"),
        (["code", "/no/such/file.txt"], "there is no such file"),
        (["code", SEEDS, "--published", "soon"], "'soon' is no date"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == FAILED
    out, err = capsys.readouterr()
    assert words in err
    assert (out, err.count("\n")) == ("", 1)


def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", str(tmp_path)]) == FAILED
    assert "no report" in capsys.readouterr().err


@pytest.mark.parametrize(
    "verb", ["run", "code", "places", "geocode", "map", "still", "export", "import"]
)
def test_every_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([verb, "--help"])
    assert stopped.value.code == 0
    assert f"python -m dashboard {verb} " in capsys.readouterr().out


def test_a_report_in_another_language_is_told_and_not_coded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "Les rebelles ont pris la ville de Goma et des milliers de personnes ont fui leurs maisons."
    )
    (tmp_path / "goma.txt").write_text(text, encoding="utf-8")
    assert main(["code", str(tmp_path / "goma.txt")]) == DONE
    out, err = capsys.readouterr()
    assert out == ""
    assert "another language (fr)" in err


def test_it_runs_as_a_module_from_anywhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "geocode", "Mosul"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["name"] == "Mosul"
