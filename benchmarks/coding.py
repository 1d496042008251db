"""Tell what a change does to the coding: statements gained, lost and changed since a revision.

    python -m benchmarks.coding --against main

Codes the project's own test reports and sentences twice, with the working tree and with the git
revision, each in a process of its own, and prints the difference by report.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Record = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ("tests/reports/*.toml", "tests/sentences/*.toml")
# Not shown: they head the list, or stand behind as the quote.
_LEFT_OUT = ("kind", "report", "evidence", "published", "publisher")


@dataclass
class Difference:
    """The statements that only one coding has; `changed` pairs an old one with its new one."""

    gained: list[Record] = field(default_factory=list)
    lost: list[Record] = field(default_factory=list)
    changed: list[tuple[Record, Record]] = field(default_factory=list)


def items(tree: Path) -> Iterator[tuple[str, str, str | None]]:
    """Give the id, text and date of publication of each test report and sentence of a tree."""
    for path in sorted(p for pattern in TEXTS for p in tree.glob(pattern)):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for item in content.get("item", [content]):
            published = item.get("published")
            yield f"{path.stem}/{item['id']}", item["text"], published and published.isoformat()


def print_records(texts: list[list[str | None]]) -> None:
    """Code texts with the `dashboard` that this process imports; print one record a line."""
    from datetime import date  # noqa: PLC0415 - of the coding process alone

    from dashboard import Report, as_record, code_report  # noqa: PLC0415 - the tree decides which

    for name, text, published in texts:
        day = date.fromisoformat(published) if published else None
        for statement in code_report(Report(id=str(name), text=str(text), published=day)):
            print(json.dumps(as_record(statement)))


def code(tree: Path, texts: list[tuple[str, str, str | None]], made: Path) -> list[Record]:
    """Code texts with the code and the tables of a tree, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "TIDEMARK_FOLDER": str(made)}
    command = [sys.executable, __file__, "--worker"]
    # Both are given on the command line by whoever runs this.
    done = subprocess.run(  # noqa: S603
        command,
        input=json.dumps(texts),
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=tree,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(old: list[Record], new: list[Record]) -> Difference:
    """Find what was gained and lost, and pair what overlaps in one report as changed."""
    found = Difference(
        gained=[r for r in new if content(r) not in map(content, old)],
        lost=[r for r in old if content(r) not in map(content, new)],
    )
    for one in list(found.lost):
        other = next((r for r in found.gained if _same_words(one, r)), None)
        if other:
            found.lost.remove(one)
            found.gained.remove(other)
            found.changed.append((one, other))
    return found


def content(record: Record) -> Record:
    """Give what a record states and where, without ids and without how places were found."""
    stated = {k: _names(v) for k, v in record.items() if k not in ("id", "rule")}
    return {**stated, "rule": record["rule"]}


def _names(value: Any) -> Any:
    """Put places and actors by what they are, and as they are written."""
    if isinstance(value, list):
        return [_names(v) for v in value]
    if isinstance(value, dict) and "as_written" in value:
        return f"{value['as_written']} ({value['id']})"
    return value


def _same_words(one: Record, other: Record) -> bool:
    """Tell whether two records of one report rest on overlapping words, of a claim on one place."""
    if one["report"] != other["report"] or one["kind"] != other["kind"]:
        return False
    if "place" in one and one["place"]["start"] != other["place"]["start"]:
        return False
    a, b = one["evidence"], other["evidence"]
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def brief(record: Record) -> str:
    """Put a record on one line: what it states, then its words."""
    stated = content(record)
    shown = [f"{k}={v}" for k, v in stated.items() if v not in (None, [], False) and _is_shown(k)]
    return f"{' '.join(shown)}  “{record['evidence']['quote']}”"


def _is_shown(name: str) -> bool:
    return name not in _LEFT_OUT


def lines(difference: Difference) -> Iterator[str]:
    """Print the difference report by report, then the totals."""
    marked = [(r["report"], f"  + {brief(r)}") for r in difference.gained]
    marked += [(r["report"], f"  - {brief(r)}") for r in difference.lost]
    for old, new in difference.changed:
        before, after = content(old), content(new)
        names = [n for n in after if before.get(n) != after[n]]
        fields = "; ".join(f"{n}: {before.get(n)} -> {after[n]}" for n in names)
        marked.append((new["report"], f"  ~ {fields}  “{new['evidence']['quote']}”"))
    last = None
    for report, line in sorted(marked, key=lambda pair: pair[0]):
        if report != last:
            yield report
        last = report
        yield line
    yield (
        f"{len(difference.gained)} gained, {len(difference.lost)} lost, "
        f"{len(difference.changed)} changed"
    )


def against(revision: str) -> Difference:
    """Code the working tree's texts with a git revision and with the working tree."""
    texts = list(items(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        tree, made = Path(folder, "tree"), Path(folder, "made")
        own = Path(os.environ.get("TIDEMARK_FOLDER", ROOT / "var"))
        # The index of the gazetteer is built again only where its tables differ.
        if (own / "gazetteer").is_dir():
            shutil.copytree(own / "gazetteer", made / "gazetteer")
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), revision], check=True)  # noqa: S603
        try:
            return compare(code(tree, texts, made), code(ROOT, texts, own))
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)  # noqa: S603


def main() -> None:
    """Print what differs from a revision."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--against", default="HEAD", metavar="REV", help="a git revision")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        print_records(json.load(sys.stdin))
    else:
        print("\n".join(lines(against(options.against))))


if __name__ == "__main__":
    main()
