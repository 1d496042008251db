"""The commands that tend the ledger: backups, and taking texts out of it for good."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from dashboard.characters import as_line
from dashboard.cli.command import DONE, Verbs, say, verb
from dashboard.errors import LedgerError
from dashboard.ledger import Contents, Ledger, open_ledger, restore, verify
from dashboard.model import Header, HeaderCorrection, Withdrawal
from dashboard.pipeline import correct_header, open_desk
from dashboard.reports import header_put_right
from dashboard.settings import Settings
from dashboard.taking_over import counted

_Span: TypeAlias = "tuple[int | None, int | None]"
_STILL_ELSEWHERE = (
    "Backups, pages and exports that were made before still have it: delete those. "
    "Restart a dashboard that is open."
)


def add_ledger_verbs(verbs: Verbs) -> None:
    """Add the verbs that tend the ledger."""
    _add_backup_verbs(verbs)
    _add_header_verb(verbs)
    _add_withdrawal_verbs(verbs)


def _add_backup_verbs(verbs: Verbs) -> None:
    what = "write all that the ledger holds into a new file, also while it is in use"
    backing_up = verb(verbs, "backup", what, "backup 2014-06-10.sqlite", _back_up)
    what = "check that a backup is whole, byte for byte as it was written"
    verifying = verb(verbs, "verify", what, "verify 2014-06-10.sqlite", _verify)
    what = "put a backup in the ledger's place; what the ledger holds is kept in a file beside it"
    restoring = verb(verbs, "restore", what, "restore 2014-06-10.sqlite", _restore)
    for parser in (backing_up, verifying, restoring):
        parser.add_argument("file", type=Path, metavar="FILE", help="the backup")


def _add_header_verb(verbs: Verbs) -> None:
    what = "put right what is known of a report beside its text, and code it again by that"
    example = 'correct-header goma --published 2025-01-28 --who "Amal" --why "it was left out"'
    parser = verb(verbs, "correct-header", what, example, _correct_header)
    _add_reasons(parser, "who puts it right", "for what reason")
    parser.add_argument("--published", metavar="DATE", help='when, or "" where it is not known')
    parser.add_argument("--publisher", metavar="NAME", help="who published it")
    parser.add_argument("--title", metavar="TEXT", help="its title")
    parser.add_argument("--address", metavar="URL", help="its address")
    undo = "put back what the last correction changed"
    parser.add_argument("--undo", action="store_true", help=undo)


def _add_withdrawal_verbs(verbs: Verbs) -> None:
    what = "take a report out of the ledger for good, with all that rests on it"
    example = 'withdraw goma --who "Amal" --why "the source is in danger"'
    reasons = ("who takes it out", "for what reason; this stays")
    _add_reasons(verb(verbs, "withdraw", what, example, _withdraw), *reasons)
    what = "fill a passage of a report over for good, and take out what rests on it"
    example = 'redact goma 120 154 --who "Amal" --why "names a witness"'
    redacting = verb(verbs, "redact", what, example, _redact)
    _add_reasons(redacting, *reasons)
    redacting.add_argument(
        "start", type=int, nargs="?", metavar="START", help="its first character, from 0"
    )
    redacting.add_argument(
        "end", type=int, nargs="?", metavar="END", help="the character after its last"
    )
    redacting.add_argument("--words", metavar="TEXT", help="or its words, wherever they stand")
    what = "print what was withdrawn or redacted, one JSON record a line"
    verb(verbs, "withdrawals", what, "withdrawals", _withdrawals)


def _add_reasons(parser: argparse.ArgumentParser, who: str, why: str) -> None:
    parser.add_argument(
        "report", metavar="REPORT", help="the report's id, as the reader's address has it"
    )
    parser.add_argument("--who", required=True, metavar="NAME", help=who)
    parser.add_argument("--why", required=True, metavar="TEXT", help=why)


def _back_up(options: argparse.Namespace, settings: Settings) -> int:
    _tell(options.file, open_ledger(settings.ledger).back_up(options.file))
    return DONE


def _verify(options: argparse.Namespace, _settings: Settings) -> int:
    _tell(options.file, verify(options.file))
    return DONE


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    aside = settings.made / f"ledger-before-{datetime.now(UTC):%Y%m%d-%H%M%S}.sqlite"
    _tell(options.file, restore(settings.ledger, options.file, aside))
    say(f"It is in the ledger's place. What that held before is in {aside}.")
    return DONE


def _tell(file: Path, contents: Contents) -> None:
    say(
        f"{file}: {contents.reports} reports, {contents.statements} statements, "
        f"{contents.reviews} reviews; whole"
    )


def _correct_header(options: argparse.Namespace, settings: Settings) -> int:
    ledger, name = open_ledger(settings.ledger), options.report
    earlier = ledger.header_corrections(name)
    report = ledger.versions(name)[-1]
    names = ("published", "publisher", "title", "address")
    given = {n: getattr(options, n) for n in names if getattr(options, n) is not None}
    after = header_put_right(report, given)
    if options.undo and earlier:
        after = earlier[-1].before
    reasons = (options.who, datetime.now(UTC), options.why)
    correction = HeaderCorrection(name, *reasons, Header.of(report), after)
    correct_header(ledger, open_desk(settings), report, correction)
    say(f"{name}: the header is corrected, and the report coded again.")
    return DONE


def _withdraw(options: argparse.Namespace, settings: Settings) -> int:
    return _take_out(options, open_ledger(settings.ledger), "withdrawn", [(None, None)])


def _redact(options: argparse.Namespace, settings: Settings) -> int:
    ledger = open_ledger(settings.ledger)
    spans: list[_Span] = [(options.start, options.end)]
    if options.words:
        texts = [report.text for report in ledger.versions(options.report)]
        spans = [m.span() for m in re.finditer(re.escape(options.words), "".join(texts[-1:]))]
    if not spans or None in spans[0]:
        raise LedgerError(
            f"nothing is redacted in {options.report!r}: name the passage by START and END, or by "
            "--words that stand in the report."
        )
    return _take_out(options, ledger, "redacted", spans)


def _take_out(
    options: argparse.Namespace, ledger: Ledger, done: str, spans: Iterable[_Span]
) -> int:
    removed = 0
    for span in spans:
        now = datetime.now(UTC)
        removed += ledger.withdraw(Withdrawal(options.report, options.who, now, options.why, *span))
    say(
        f"{options.report}: {done}, and {counted(removed, 'statement')} with it. {_STILL_ELSEWHERE}"
    )
    return DONE


def _withdrawals(options: argparse.Namespace, settings: Settings) -> int:
    for withdrawal in open_ledger(settings.ledger).withdrawals():
        record = {**asdict(withdrawal), "when": withdrawal.when.isoformat()}
        print(as_line(record))  # noqa: T201 - this is the output
    return DONE
