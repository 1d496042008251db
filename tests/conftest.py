"""What all tests share: the gazetteer's index, built once, and hypothesis's settings."""

import pytest
from hypothesis import settings

from dashboard.pipeline import open_desk
from dashboard.settings import Settings

# A property may take its time: a test asserts none.
settings.register_profile("tidemark", deadline=None)
settings.load_profile("tidemark")


@pytest.fixture(scope="session", autouse=True)
def gazetteer_index() -> None:
    """Build the index where it is missing or stale, before any test looks for it."""
    open_desk(Settings(), progress=True)
