"""What the pages for people tell them to run is there to be run."""

import re
import shlex
from pathlib import Path

import pytest

from dashboard.cli.entry import _parser
from dashboard.exchange import COLUMNS, FORMATS
from dashboard.exchange.acled import ACLED_COLUMNS, acled_rows
from dashboard.settings import ROOT

PAGES = sorted(str(p.relative_to(ROOT)) for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def blocks(language: str) -> list[str]:
    text = "\n".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands(start: str) -> list[list[str]]:
    lines = [line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [shlex.split(line) for line in lines if line.startswith(start)]


@pytest.mark.parametrize("command", commands("python -m dashboard"), ids=" ".join)
def test_commands_are_understood(command: list[str]) -> None:
    options = _parser().parse_args(command[3:])
    assert callable(options.command)


@pytest.mark.parametrize("command", commands("make"), ids=" ".join)
def test_make_has_the_targets(command: list[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{command[1]}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("command", commands("python -m scripts"), ids=" ".join)
def test_scripts_exist(command: list[str]) -> None:
    assert (ROOT / Path(*command[2].split("."))).with_suffix(".py").is_file()


def test_streamlit_runs_without_an_argument() -> None:
    assert ["streamlit", "run"] in commands("streamlit")
    assert (ROOT / "streamlit_app.py").is_file()


def test_the_example_in_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {})
    assert "'name': 'Goma'" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_exist(page: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    local = [t for t in targets if "://" not in t]
    assert [t for t in local if not ((ROOT / page).parent / t).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:data|dashboard|tests|scripts|docs)/[\w./-]*)`", text)
    assert [n for n in named if not (ROOT / n).exists()] == []


def test_every_column_and_format_of_an_export_is_described() -> None:
    told = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    ours, acled = told.split("## In ACLED's columns")
    assert re.findall(r"^\| `(\w+)` \|", ours, re.MULTILINE) == list(COLUMNS)
    assert set(re.findall(r"^\| `(\.[.\w]+)` \|", ours, re.MULTILINE)) == set(FORMATS)
    rows = [line.split("|")[1] for line in acled.splitlines() if line.startswith("| `")]
    described = set(re.findall(r"`(\w+)`", "".join(rows)))
    assert filled() <= described <= set(ACLED_COLUMNS)


def filled() -> set[str]:
    """Give the columns of ACLED that some row fills."""
    row = dict.fromkeys(COLUMNS, "x") | {"stance": "asserted", "relation": "takes"}
    row |= {"actor_side": "state", "place_kind": "city", "date_precision": "day"}
    (event,) = acled_rows([row])
    return {name for name, value in event.items() if value is not None}
