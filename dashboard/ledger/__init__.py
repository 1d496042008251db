"""The ledger: the append-only record of reports, statements and reviews."""

from dashboard.ledger.backup import Contents, restore, verify
from dashboard.ledger.changes import Changes, Stamp
from dashboard.ledger.lines import HEAD, Added
from dashboard.ledger.rows import Coding
from dashboard.ledger.store import Ledger, open_ledger
from dashboard.ledger.versions import published_with

__all__ = [
    "HEAD",
    "Added",
    "Changes",
    "Coding",
    "Contents",
    "Ledger",
    "Stamp",
    "open_ledger",
    "published_with",
    "restore",
    "verify",
]
