"""Take made-up reports into a ledger, for tests that kill or starve this program meanwhile.

    python -m tests.taking_in URL HOW_MANY

Prints the number of each report that it codes. The coder is a stub, so that the ledger is what
takes the time.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace

from dashboard.errors import LedgerError
from dashboard.ledger import Ledger, open_ledger
from dashboard.model import Report, Statement
from dashboard.pipeline import take_in
from dashboard.settings import Settings
from tests.ledger_case import TEXT, report, statements


def incoming(how_many: int) -> list[Report]:
    return [report(f"r{n}", f"Number {n}. {TEXT} {'More. ' * 100}") for n in range(how_many)]


class StubDesk(SimpleNamespace):
    settings = Settings()

    def code(self, of: Report) -> list[Statement]:
        print(of.id, flush=True)
        return statements(of)


def take_all_in(ledger: Ledger, how_many: int) -> None:
    take_in(ledger, StubDesk(), incoming(how_many))  # type: ignore[arg-type]


if __name__ == "__main__":
    try:
        take_all_in(open_ledger(sys.argv[1]), int(sys.argv[2]))
    except LedgerError as error:
        sys.exit(str(error))
