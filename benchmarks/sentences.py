"""Score the coder on labelled sentences: what it finds, and how well it says it.

    python -m benchmarks.sentences tests/sentences/claims.toml tests/sentences/figures.toml

With --given-places the coder is given each item's own places, and the gazetteer has no part.
Each file's own heading says how its labels are written. A claim is found where place, relation and
stance agree, a figure where quantity and unit do; the other properties are scored among the found.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard import Place, PlaceMention, Report, Statement, as_record, code_report
from dashboard.model import PlaceKind
from dashboard.pipeline import open_desk
from dashboard.settings import settings_from

Label = dict[str, Any]
Record = dict[str, Any]
Check = Callable[[Label, Record], bool]
Pairs = list[tuple[Label, Record]]

ENDS = ("origin", "destination", "location")
SHOWN = (
    *("actor", "relation", "place", "quantity", "quantity_high", "quantifier", "unit"),
    *("category", "term", *ENDS, "extent", "stance", "said_by", "start", "end"),
    *("date_precision", "part_of", "optional", "rule"),
)


@dataclass(frozen=True)
class Task:
    """How one kind of statement is scored: what finds it, and what else is compared."""

    labels: str
    kind: str
    found: Check
    properties: dict[str, Check]


@dataclass
class Score:
    """Counts over the items of one file. `right` and `compared` are by property."""

    wanted: int = 0
    found: int = 0
    coded: int = 0
    paired: int = 0
    right: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """Give precision, recall and F1, then each property's share, a line each."""
        precision, recall = self.paired / max(self.coded, 1), self.found / max(self.wanted, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        yield f"precision {precision:.3f} ({self.paired}/{self.coded})"
        yield f"recall    {recall:.3f} ({self.found}/{self.wanted})"
        yield f"F1        {f1:.3f}"
        for name, compared in self.compared.items():
            yield f"  {name:<14} {self.right[name] / compared:.3f} ({self.right[name]}/{compared})"


def same_name(wanted: str, got: str | None) -> bool:
    """Tell whether `got` has a word that begins with an alternative of `wanted` ("a|b").

    A shorter `got` will do where its whole words stand in an alternative.
    """
    if not got:
        return "" in wanted.split("|")
    got = got.casefold()
    alternatives = [a.casefold() for a in wanted.split("|") if a]
    part = re.compile(rf"\b{re.escape(got)}\b")
    return any(re.search(rf"\b{re.escape(a)}", got) or part.search(a) for a in alternatives)


def same_place(wanted: str, place: Record) -> bool:
    """Tell whether a place is the one wanted, as written or by the gazetteer's name."""
    return same_name(wanted, place["as_written"]) or same_name(wanted, place["name"])


def either(name: str, default: str) -> Check:
    """Make a check that a record's `name` is one of the label's alternatives."""
    return lambda label, record: record[name] in label.get(name, default).split("|")


def same_actor(label: Label, record: Record) -> bool:
    """Tell whether the actor is the one wanted, as written or by the table's name."""
    actor = record["actor"]
    unknown = "unknown" in label["actor"].split("|")
    return unknown or any(same_name(label["actor"], actor[k]) for k in ("as_written", "name"))


def same_speaker(label: Label, record: Record) -> bool:
    """Tell whether the speaker is the one wanted, by name or by role."""
    speaker = " ".join(filter(None, (record["said_by_role"], record["said_by"])))
    return same_name(label.get("said_by", ""), speaker)


def same_dates(label: Label, record: Record) -> bool:
    """Tell whether both days and their precision agree."""
    days = all(record[end] == label[end].isoformat() for end in ("start", "end"))
    return days and record["date_precision"] in label["date_precision"].split("|")


def same_ends(label: Label, record: Record) -> bool:
    """Tell whether the places agree; without a direction in the label, whichever way they are."""
    if not label.get("origin") and not label.get("destination"):
        return _same_places(label.get("location", []), [p for end in ENDS for p in record[end]])
    stay = label.get("destination", []) + label.get("location", [])
    return _same_places(label.get("origin", []), record["origin"]) and _same_places(
        stay, record["destination"] + record["location"]
    )


def _same_places(wanted: list[str], got: list[Record]) -> bool:
    """Tell whether every needed name is there, and no name that is not wanted ("?" may be)."""
    needed = [name for name in wanted if not name.startswith("?")]
    allowed = [name.removeprefix("?") for name in wanted]
    return all(any(same_place(n, g) for g in got) for n in needed) and all(
        any(same_place(a, g) for a in allowed) for g in got
    )


def found_claim(label: Label, record: Record) -> bool:
    """Tell whether place, relation and stance agree."""
    return (
        same_place(label["place"], record["place"])
        and record["relation"] in label["relation"].split("|")
        and either("stance", "asserted")(label, record)
    )


def found_figure(label: Label, record: Record) -> bool:
    """Tell whether quantity and unit agree."""
    return bool(record["quantity"] == label["quantity"] and record["unit"] == label["unit"])


CLAIMS = Task(
    "claims",
    "territorial_claim",
    found_claim,
    {
        "actor": same_actor,
        "said_by": same_speaker,
        "extent": either("extent", "all"),
        "dates": same_dates,
    },
)
FIGURES = Task(
    "figures",
    "displacement_figure",
    found_figure,
    {
        "upper end": lambda label, record: record["quantity_high"] == label.get("quantity_high"),
        "category": either("category", ""),
        "term": either("term", ""),
        "quantifier": either("quantifier", ""),
        "ends": same_ends,
        "dates": same_dates,
        "stance": either("stance", "asserted"),
        "said_by": same_speaker,
        "part of": lambda _, record: record["part_of"] is not None,
    },
)


def compared(name: str, label: Label) -> bool:
    """Tell whether a label says enough for a property to be compared."""
    return {"dates": "start" in label, "part of": bool(label.get("part_of"))}.get(name, True)


def failed(task: Task, label: Label, record: Record) -> list[str]:
    """List the properties in which a found statement differs from its label."""
    checks = task.properties.items()
    return [n for n, check in checks if compared(n, label) and not check(label, record)]


def pair(task: Task, labels: list[Label], records: list[Record]) -> Pairs:
    """Pair labels with records one to one: needed labels first, then the most alike."""
    choices = [(a, b) for a in labels for b in records if task.found(a, b)]
    choices.sort(key=lambda ab: (bool(ab[0].get("optional")), len(failed(task, *ab))))
    pairs: Pairs = []
    for label, record in choices:
        if not any(label is a or record is b for a, b in pairs):
            pairs.append((label, record))
    return pairs


def given_mentions(item: dict[str, Any]) -> list[PlaceMention]:
    """Make the mentions of an item's own places, the longest name first where two overlap."""
    places = {
        p["name"]: Place(p["name"], p["name"], PlaceKind(p["kind"]), p.get("country"))
        for p in item.get("places", [])
    }
    names = "|".join(re.escape(n) for n in sorted(places, key=len, reverse=True))
    found = re.finditer(rf"\b(?:{names})\b", item["text"]) if names else ()
    return [PlaceMention(m.start(), m.end(), m[0], places[m[0]]) for m in found]


def code_item(item: dict[str, Any], given_places: bool) -> list[Statement]:
    """Code an item's text, with its own places or with those that the gazetteer finds."""
    report = Report(id=item["id"], text=item["text"], published=item.get("published"))
    if given_places:
        return open_desk(settings_from()).coder.code(report, lambda _: given_mentions(item))
    return code_report(report)


def add(score: Score, task: Task, item: dict[str, Any], records: list[Record]) -> list[str]:
    """Add one item to the score, and give what is wrong with it, a line each."""
    labels: list[Label] = item[task.labels]
    pairs = pair(task, labels, records)
    needed = [a for a in labels if not a.get("optional")]
    missed = [a for a in needed if not any(a is b for b, _ in pairs)]
    score.wanted += len(needed)
    score.found += len(needed) - len(missed)
    score.coded += len(records)
    score.paired += len(pairs)
    faults = [f"missed {brief(a)}" for a in missed]
    faults += [f"spare  {brief(r)}" for r in records if not any(r is b for _, b in pairs)]
    for label, record in pairs:
        wrong = failed(task, label, record)
        names = [name for name in task.properties if compared(name, label)]
        score.compared.update(names)
        score.right.update(name for name in names if name not in wrong)
        if wrong:
            faults.append(f"{', '.join(wrong)}: wanted {brief(label)}\n      got {brief(record)}")
    return faults


def brief(statement: Label | Record) -> str:
    """Put a label or a record on one line, places and actors by their written names."""
    values = ((name, _written(statement.get(name))) for name in SHOWN)
    return " ".join(f"{name}={value}" for name, value in values if value)


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["as_written"])
    if isinstance(value, list):
        return ",".join(_written(v) for v in value)
    return "" if value is None else str(value)


def main() -> None:
    """Score each file given, and print what went wrong with the first N items that did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--given-places", action="store_true")
    parser.add_argument("--misses", type=int, default=0, metavar="N")
    options = parser.parse_args()
    for path in options.files:
        items = tomllib.loads(path.read_text(encoding="utf-8"))["item"]
        task = next(t for t in (CLAIMS, FIGURES) if t.labels in items[0])
        score, left = Score(), options.misses
        for item in items:
            records = map(as_record, code_item(item, options.given_places))
            faults = add(score, task, item, [r for r in records if r["kind"] == task.kind])
            if faults and left > 0:
                left -= 1
                print("\n   ".join([f"{item['id']}: {item['text']}", *faults]))
        print("\n".join([f"{path}: {len(items)} items", *score.lines()]))


if __name__ == "__main__":
    main()
