"""A PostgreSQL of the tests' own: a cluster in a temporary folder, on a loopback port."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

import pg8000.dbapi
import pytest

NAME = "tidemark"
# Nothing of a test has to outlive a power cut.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"


def find_programs() -> Path | None:
    """Find the folder of initdb and pg_ctl: Debian's newest, or the one on PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    on_path = shutil.which("initdb")
    found = debian[-1] if debian else Path(on_path).resolve() if on_path else None
    return found.parent if found else None


def skip_or_fail() -> None:
    """Say that PostgreSQL is missing: a failure where CI is, a skip elsewhere."""
    missing = "PostgreSQL is not installed, half of the ledger's tests cannot run (Debian: "
    missing += "apt-get install postgresql)"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


class Cluster:
    """A running PostgreSQL. `user` is who runs it, since it refuses to be run by root."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.password = secrets.token_hex(8)
        self.user = _user()
        self.folder = Path(tempfile.mkdtemp(prefix="tidemark-postgresql-"))
        self.port = _free_port()
        self._numbers = count()
        if self.user:
            shutil.chown(self.folder, self.user)
        password = self.folder / "password"
        password.write_text(self.password, encoding="utf-8")
        password.chmod(0o644)
        options = ["-U", NAME, "--auth=scram-sha-256", "--pwfile", str(password), "--no-sync"]
        self._run("initdb", *options, "-E", "UTF8", "--locale=C")
        self.start()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        where = f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories=''"
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-s", "-l", log, "-o", f"{where} {FAST}")

    def stop(self, how: str = "fast") -> None:
        self._run("pg_ctl", "stop", "-w", "-s", "-m", how)

    def remove(self) -> None:
        self.stop("immediate")  # nothing in it is needed any more
        shutil.rmtree(self.folder)

    def execute(self, sql: str) -> list[Any]:
        connection = pg8000.dbapi.connect(NAME, "127.0.0.1", "postgres", self.port, self.password)
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(sql)
        rows = list(cursor.fetchall()) if cursor.description else []
        connection.close()
        return rows

    def bytes_of(self, url: str) -> bytes:
        """Give every byte of a database's files; the log of writes, which is rolled over, apart."""
        self.execute("CHECKPOINT")
        name = url.rsplit("/", 1)[1]
        ((folder,),) = self.execute(f"SELECT oid FROM pg_database WHERE datname = '{name}'")
        files = (self.data / "base" / str(folder)).iterdir()
        return b"".join(file.read_bytes() for file in files)

    def new_database(self) -> str:
        """Make an empty database and give its URL, as a user would write it."""
        name = f"ledger_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return f"postgresql://{NAME}:{self.password}@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.programs / program), "-D", str(self.data), *arguments],
            user=self.user,
            group=self.user and pwd.getpwnam(self.user).pw_gid,
            extra_groups=[] if self.user else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            # The server keeps these open: a pipe would be waited for.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 0, f"{program} {arguments} ended with {done.returncode}"


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
