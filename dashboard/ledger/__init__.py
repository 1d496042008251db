"""The ledger: the append-only record of reports, statements and reviews."""

from dashboard.ledger.store import Ledger, open_ledger

__all__ = ["Ledger", "open_ledger"]
