"""What tests share: the gazetteer's index, built once, hypothesis's settings, and databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard.pipeline import open_desk
from dashboard.settings import Settings
from tests.postgresql import Cluster, find_programs, skip_or_fail

# A property may take its time: a test asserts none.
settings.register_profile("tidemark", deadline=None)
settings.load_profile("tidemark")


@pytest.fixture(scope="session", autouse=True)
def gazetteer_index() -> None:
    """Build the index where it is missing or stale, before any test looks for it."""
    open_desk(Settings(), progress=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A real PostgreSQL, started when a test first asks for it."""
    programs = find_programs()
    if programs is None:
        skip_or_fail()
    cluster = Cluster(programs)
    yield cluster
    cluster.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: a test that asks for it runs against SQLite and PostgreSQL."""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgresql")
        return cluster.new_database()
    return f"sqlite:///{tmp_path / 'made' / 'ledger.sqlite'}"
