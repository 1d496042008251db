"""The ledger: the append-only record of reports, statements and reviews."""

from dashboard.ledger.rows import Coding
from dashboard.ledger.store import Ledger, open_ledger

__all__ = ["Coding", "Ledger", "open_ledger"]
