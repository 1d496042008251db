"""Connections to the ledger, SQLite or PostgreSQL, and the transactions on them.

One writer at a time, in both: a writer waits for the one before, `PATIENCE` seconds at most. A
reader waits for no writer, and sees one moment, however long it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import signature
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import DamagedLedgerError, LedgerError

PATIENCE = 5.0  # seconds
_POSTGRESQL = "postgresql"
_DRIVER = "postgresql+pg8000"
_WRITERS = 0x746964656D61726B  # the number of PostgreSQL's advisory lock: "tidemark"
_UNWRITABLE = "Take the characters out that cannot be written."
_ANSWERS = {
    "locked": "Another program is writing to it: try again when that is done.",
    "lock timeout": "Another program is writing to it: try again when that is done.",
    "readonly": "Give the file and its folder back the right to be written to.",
    "unable to open": "Check that its folder is there and can be read and written to.",
    "full": "Make room on the disk; the ledger is as it was before.",
    "disk i/o": "Make room on the disk, or check it; the ledger is as it was before.",
    "password": "Check the name and the password in TIDEMARK_LEDGER.",
    "create a connection": "Check that PostgreSQL runs, and the address in TIDEMARK_LEDGER.",
    "network error": "Check that PostgreSQL runs, and try again.",
    "no option": "Take it out of TIDEMARK_LEDGER.",
    "0x00": _UNWRITABLE,
    "surrogates": _UNWRITABLE,
    "could not parse": "Correct TIDEMARK_LEDGER: sqlite:///FILE or postgresql://NAME@HOST/DATABASE.",
}
_DAMAGED = ("malformed", "not a database", "file is encrypted")
_RESTORE = "The file is damaged or no ledger: put a backup in its place with the command restore."
_ANSWER = "Check that its folder exists and can be written to, or set TIDEMARK_LEDGER to another."


def open_engine(url: str | URL) -> Engine:
    """Give the engine for a SQLAlchemy URL; `postgresql://` means the driver that is installed.

    Raises:
        LedgerError: The URL is none, or its folder cannot be made.
    """
    try:
        target = make_url(url)
        if target.drivername == _POSTGRESQL:
            target = target.set(drivername=_DRIVER)
        if target.get_backend_name() == _POSTGRESQL:
            return _open_postgresql(target)
        return _open_sqlite(target)
    except (SQLAlchemyError, ImportError, ValueError, OSError) as error:
        raise ledger_error(
            re.sub(r":[^:@/]*@", ":***@", str(url).partition("?")[0]), error
        ) from error


def _open_postgresql(url: URL) -> Engine:
    # A connection that PostgreSQL dropped, when it was started anew, is made again.
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    known = signature(engine.dialect.loaded_dbapi.connect).parameters
    unknown = ", ".join(sorted(set(url.query) - set(known)))
    if unknown:
        raise ValueError(f"its driver knows no option {unknown}")
    # Many rows in one statement: the driver would send each by itself, three times slower.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _open_sqlite(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read the ledger as it is at one moment."""
    with _connected(engine, "read") as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Write to the ledger, alone: all of it is done, or nothing."""
    with _connected(engine, "write") as connection, connection.begin():
        yield connection


@contextmanager
def outside_transactions(engine: Engine) -> Iterator[Connection]:
    """Do what a database allows outside transactions alone."""
    # SQLite's driver is told never to begin a transaction: see _prepare_sqlite.
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    with _connected(engine, "none", **options) as connection:
        # The question whether the connection still stands has begun one: see pool_pre_ping.
        connection.connection.rollback()
        yield connection


@contextmanager
def _connected(engine: Engine, purpose: str, **options: str) -> Iterator[Connection]:
    name = engine.url.set(query={}).render_as_string(hide_password=True)
    try:
        with engine.connect() as connection:
            try:
                yield connection.execution_options(purpose=purpose, **options)
            except UnicodeEncodeError as error:  # half a surrogate pair
                connection.invalidate()  # the driver may have stopped in mid-sentence
                raise ledger_error(name, error) from error
    except SQLAlchemyError as error:
        raise ledger_error(name, error) from error
    except msgspec.MsgspecError as error:
        raise DamagedLedgerError(
            f"the ledger {name} cannot be read: {error}. {_RESTORE}"
        ) from error


def ledger_error(name: str, error: Exception) -> LedgerError:
    """Say in one sentence what is wrong with a ledger, and what to do."""
    reason = _reason(getattr(error, "orig", None) or error)
    if any(words in reason for words in _DAMAGED):
        return DamagedLedgerError(f"the ledger {name} cannot be used: {reason}. {_RESTORE}")
    answer = next((a for words, a in _ANSWERS.items() if words in reason.lower()), _ANSWER)
    return LedgerError(f"the ledger {name} cannot be used: {reason}. {answer}")


def _reason(error: BaseException) -> str:
    """PostgreSQL's answers come as fields, of which M is the message."""
    told = error.args[0] if error.args else ""
    return str(told.get("M", told) if isinstance(told, dict) else error).strip().rstrip(".")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver's guess
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {PATIENCE * 1000:.0f}",
        "journal_mode = WAL",
        "foreign_keys = ON",
        "secure_delete = ON",  # what is deleted is overwritten
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.cursor().execute(f"SET lock_timeout = {PATIENCE * 1000:.0f}")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    purpose = connection.get_execution_options().get("purpose")
    if purpose != "none":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if purpose == "write" else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    purpose = connection.get_execution_options().get("purpose")
    if purpose == "write":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    elif purpose == "read":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
