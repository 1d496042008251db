"""Refresh the checksums of data/datapackage.json, the Frictionless Data Package of data/.

    python scripts/describe_data.py

Run it after any change of a file in data/. A file that the package does not describe yet, or whose
columns are not those described, is named, and nothing is written.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
PACKAGE = "datapackage.json"
NO_RESOURCE = {PACKAGE, "README.md"}

Resource = dict[str, Any]


def problems_of(folder: Path, resources: list[Resource]) -> list[str]:
    """Tell what in `folder` and in its `resources` does not fit together, each in a sentence."""
    described = {resource["path"]: resource for resource in resources}
    present = {path.name for path in folder.iterdir() if path.is_file()} - NO_RESOURCE
    missing = [
        f"{folder.name}/{name} has no description: add a resource to {PACKAGE}."
        for name in sorted(present - set(described))
    ]
    gone = [
        f"{folder.name}/{name} is described in {PACKAGE} and is not there: take it out."
        for name in sorted(set(described) - present)
    ]
    columns = [
        f"{folder.name}/{name} has the columns {found}, and {PACKAGE} describes {wanted}."
        for name in sorted(present & set(described))
        if name.endswith(".csv")
        and (found := header_of(folder / name)) != (wanted := fields_of(described[name]))
    ]
    return missing + gone + columns


def header_of(path: Path) -> list[str]:
    """Read the names of a CSV file's columns."""
    with path.open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines), [])


def fields_of(resource: Resource) -> list[str]:
    """Give the names of the fields that a resource describes."""
    return [field["name"] for field in resource["schema"]["fields"]]


def refreshed(resource: Resource, folder: Path) -> Resource:
    """Give the resource with the size in bytes and the SHA-256 of its file as it is now."""
    content = (folder / resource["path"]).read_bytes()
    checksum = hashlib.sha256(content).hexdigest()
    return resource | {"bytes": len(content), "hash": f"sha256:{checksum}"}


def main() -> None:
    """Refresh data/datapackage.json, or say what keeps it from being true."""
    package = json.loads((DATA / PACKAGE).read_text("utf-8"))
    if problems := problems_of(DATA, package["resources"]):
        sys.exit("\n".join(problems))
    package["resources"] = [refreshed(resource, DATA) for resource in package["resources"]]
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (DATA / PACKAGE).write_text(text, encoding="utf-8")
    print(f"{PACKAGE}: {len(package['resources'])} files described")


if __name__ == "__main__":
    main()
