"""The commands `gazetteer add`, `gazetteer list` and `gazetteer remove`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from dashboard.characters import as_line
from dashboard.cli.command import DONE, PARTLY, Verbs, say, verb
from dashboard.model import PlaceKind
from dashboard.places.own import FileKind, own_gazetteers, remove_gazetteer
from dashboard.settings import Settings

_MOST_TOLD = 100  # refused rows that are told one by one


def add_gazetteer_verbs(above: Verbs) -> None:
    """Add `gazetteer` with its own verbs."""
    what = "add places of your own to the gazetteer, list them, take them out"
    gazetteer = verb(above, "gazetteer", what, "gazetteer add IQ.txt")
    verbs = gazetteer.add_subparsers(required=True, metavar="COMMAND")
    what = "add a GeoNames dump, a table of P-codes, or boundaries"
    adding = verb(verbs, "add", what, "gazetteer add IQ.txt", _add)
    adding.add_argument("file", type=Path, metavar="FILE", help="the file")
    adding.add_argument(
        "--kind", choices=[k.value for k in FileKind], help="what it is, if its content misleads"
    )
    adding.add_argument("--name", help="what to call it (made from the file's name)")
    group = adding.add_argument_group("for boundaries")
    group.add_argument("--name-column", metavar="COLUMN", help="the column of names")
    group.add_argument(
        "--level", choices=[k.value for k in PlaceKind], help="what each polygon is (region)"
    )
    group.add_argument("--country", metavar="CODE", help="their country, ISO 3166-1 alpha-2")
    group.add_argument("--layer", help="the layer, of a file that has several")
    what = "print what was added, one JSON record a line"
    verb(verbs, "list", what, "gazetteer list", _list)
    what = "take out what was added"
    removing = verb(verbs, "remove", what, "gazetteer remove iq", _remove)
    removing.add_argument("name", metavar="NAME", help="its name, as `gazetteer list` has it")


def _add(options: argparse.Namespace, settings: Settings) -> int:
    # Reading users' files takes geopandas, a second to import, and this command alone needs it.
    from dashboard.places.own_adding import add_gazetteer  # noqa: PLC0415
    from dashboard.places.own_boundaries import BoundaryOptions  # noqa: PLC0415

    added = add_gazetteer(
        settings.own,
        settings.data,
        options.file,
        kind=FileKind(options.kind) if options.kind else None,
        name=options.name,
        boundaries=BoundaryOptions(
            name_column=options.name_column,
            level=PlaceKind(options.level) if options.level else None,
            country=options.country.upper() if options.country else None,
            layer=options.layer,
        ),
    )
    refused = added.reading.refused
    for row, reason in refused[:_MOST_TOLD]:
        say(f"{options.file}: row {row} was refused: {reason}")
    if len(refused) > _MOST_TOLD:
        say(f"{options.file}: and {len(refused) - _MOST_TOLD} rows more were refused")
    for note in added.reading.notes:
        say(f"{options.file}: {note}")
    say(
        f"{added.gazetteer.name}: {added.gazetteer.rows} places were added, {len(refused)} rows "
        f"refused, {added.reading.left_out} of other kinds left out. The index is built anew at "
        "the next start; restart a dashboard that is open."
    )
    print(as_line(asdict(added.gazetteer)))  # noqa: T201 - the output
    return PARTLY if refused else DONE


def _list(options: argparse.Namespace, settings: Settings) -> int:
    gazetteers = own_gazetteers(settings.own)
    for gazetteer in gazetteers:
        print(as_line(asdict(gazetteer)))  # noqa: T201 - this is the output
    if not gazetteers:
        say("No gazetteer of your own was added: python -m dashboard gazetteer add FILE")
    return DONE


def _remove(options: argparse.Namespace, settings: Settings) -> int:
    remove_gazetteer(settings.own, options.name)
    say(f"{options.name} was taken out. The index is built anew at the next start.")
    return DONE
