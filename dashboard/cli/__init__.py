"""The command line, a face of the program."""

from dashboard.cli.command import DONE, FAILED, PARTLY
from dashboard.cli.entry import main

__all__ = ["DONE", "FAILED", "PARTLY", "main"]
