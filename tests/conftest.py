"""Settings of all tests: hypothesis may take its time, since a test asserts none."""

from hypothesis import settings

settings.register_profile("tidemark", deadline=None)
settings.load_profile("tidemark")
