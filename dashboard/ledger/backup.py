"""Backups: the rows of a ledger, SQLite or PostgreSQL, in one sealed SQLite file; and back.

Rows are copied in one reading transaction, so a backup is of one moment, made while others read and
write, and holds nothing that was deleted. The seal is a hash of all rows: a file in which one byte
of them changed is refused.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import URL, Connection, Engine, delete, insert, select

from dashboard.errors import DamagedLedgerError, LedgerError
from dashboard.ledger import tables
from dashboard.ledger.connection import open_engine, reading, writing
from dashboard.ledger.migration import MIGRATIONS, continue_numbers, migrate
from dashboard.ledger.removal import erase, to_erase, withdraw_again

_AT_ONCE = 1000  # rows
_COUNTED = (tables.report, tables.statement, tables.review)


class Contents(NamedTuple):
    """How much a backup holds, all versions and codings counted."""

    reports: int
    statements: int
    reviews: int


def back_up(engine: Engine, file: Path) -> Contents:
    """Write a ledger into a new file, whole or not at all.

    Raises:
        LedgerError: The file is there already or cannot be written, or the ledger not be read.
    """
    if file.exists():
        raise LedgerError(f"{file} is there already, and is not overwritten. Name another file.")
    with _beside(file) as partial:
        copy = _open_file(partial)
        with reading(engine) as source, writing(copy) as target:
            _copy_rows(source, target)
        copy.dispose()
        _seal(partial)
        contents = verify(partial)
        try:
            with partial.open("rb") as written:
                os.fsync(written.fileno())
            partial.rename(file)
        except OSError as error:
            raise LedgerError(f"{file} cannot be written: {error.strerror}.") from error
    return contents


def verify(file: Path) -> Contents:
    """Check a backup: the file's own structure, and every row by the seal.

    Raises:
        DamagedLedgerError: It is no backup, or not as it was written; the message names it.
        LedgerError: It is not there, or a newer version of the program made it.
    """
    if not file.is_file():
        raise LedgerError(f"{file}: there is no such file. Check the path.")
    try:
        uri = f"{file.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as backup:
            if backup.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise _damaged(file, "its structure is broken")
            ((sealed, version),) = backup.execute("SELECT digest, version FROM seal").fetchall()
            if sealed != _digest(backup):
                raise _damaged(file, "its rows are not those that were written")
            contents = Contents(*(_count(backup, t.name) for t in _COUNTED))
    except (sqlite3.Error, ValueError) as error:
        raise _damaged(file, str(error)) from error
    if version > len(MIGRATIONS):
        raise LedgerError(
            f"{file} was made by a newer version of the program. Install that to restore it."
        )
    return contents


def restore(url: str, file: Path, aside: Path) -> Contents:
    """Put a backup in place of what a ledger holds, in one transaction.

    What was withdrawn from the ledger since the backup was made is withdrawn again.

    Args:
        url: The ledger's SQLAlchemy URL.
        file: The backup.
        aside: Where to keep what the ledger holds now: a new file, a backup of it, or the
            ledger's own file where that is damaged.

    Raises:
        DamagedLedgerError: The backup is damaged; the ledger is as it was.
        LedgerError: One of the two cannot be read or written.
    """
    contents = verify(file)
    engine = _kept_aside(url, aside)
    with _beside(aside) as partial:
        shutil.copyfile(file, partial)
        copy = _open_file(partial)  # brings an older backup up to date
        with reading(copy) as source, writing(engine) as target:
            withdrawn = target.execute(select(tables.withdrawal.c.body)).scalars().all()
            for table in reversed(tables.metadata.sorted_tables):
                target.execute(delete(table))
            _copy_rows(source, target)
            continue_numbers(target)
            withdraw_again(target, withdrawn)
        copy.dispose()
    if to_erase(engine):
        erase(engine)
    return contents


def _kept_aside(url: str, aside: Path) -> Engine:
    """Open a ledger that is to be replaced, once what it holds is kept."""
    engine = open_engine(url)
    try:
        migrate(engine)
        back_up(engine, aside)
    except DamagedLedgerError:
        engine.dispose()
        damaged = Path(engine.url.database or "")
        for ending in ("", "-wal", "-shm"):
            part = damaged.with_name(damaged.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
        migrate(engine)
    return engine


def _open_file(file: Path) -> Engine:
    engine = open_engine(URL.create("sqlite", database=str(file)))
    migrate(engine)
    return engine


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Give a name beside a file for what is not whole yet, and clean up, before it as after it."""
    partial = file.with_name(f"{file.name}.partial")
    _clean_up(partial)  # a program that was killed may have left one
    try:
        yield partial
    finally:
        _clean_up(partial)


def _clean_up(partial: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        partial.with_name(partial.name + ending).unlink(missing_ok=True)


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in tables.metadata.sorted_tables:
        query = select(table).order_by(table.c.number).execution_options(yield_per=_AT_ONCE)
        for rows in source.execute(query).mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])


def _seal(file: Path) -> None:
    with closing(sqlite3.connect(file)) as backup, backup:
        backup.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        backup.execute("CREATE TABLE seal (digest TEXT NOT NULL, version INTEGER NOT NULL)")
        backup.execute("INSERT INTO seal VALUES (?, ?)", (_digest(backup), len(MIGRATIONS)))


def _digest(backup: sqlite3.Connection) -> str:
    """Hash all rows of all tables but the seal, whatever version of the program made them."""
    digest = hashlib.sha256()
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
    for name, sql in backup.execute(query).fetchall():
        if name == "seal":
            continue
        digest.update(sql.encode())
        for row in backup.execute(f'SELECT * FROM "{name}" ORDER BY number'):  # noqa: S608
            digest.update(msgspec.msgpack.encode(row))
    return digest.hexdigest()


def _count(backup: sqlite3.Connection, table: str) -> int:
    return int(backup.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - ours


def _damaged(file: Path, reason: str) -> DamagedLedgerError:
    return DamagedLedgerError(
        f"{file} is no backup of a ledger, or is damaged: {reason}. Take another backup."
    )
