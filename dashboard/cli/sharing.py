"""What a command is to leave out of the file that it writes."""

from __future__ import annotations

import argparse

from dashboard.model import PlaceKind
from dashboard.withholding import Withholding


def add_withholding_arguments(parser: argparse.ArgumentParser) -> None:
    """Let a command leave out quotes, speakers' names and exact places."""
    group = parser.add_argument_group("to share it with others; the file says what is left out")
    group.add_argument("--without-quotes", action="store_true", help="leave out quotes")
    group.add_argument("--without-speakers", action="store_true", help="leave out speakers' names")
    group.add_argument(
        "--places-by",
        choices=(PlaceKind.ADMIN1.value, PlaceKind.ADMIN2.value),
        help="give places by their governorate or province (admin1) or district (admin2), and "
        "leave out the words that name them",
    )


def withholding_of(options: argparse.Namespace) -> Withholding:
    """Give what the options say is to be left out."""
    return Withholding(
        options.without_quotes,
        options.without_speakers,
        PlaceKind(options.places_by) if options.places_by else None,
    )
