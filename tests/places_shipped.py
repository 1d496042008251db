"""The gazetteer that ships, opened once for all tests; its index is built where it is missing."""

from functools import cache

from dashboard.places import Gazetteer, open_gazetteer
from dashboard.settings import settings_from


@cache
def shipped() -> Gazetteer:
    settings = settings_from()
    return open_gazetteer(settings.data, settings.index)
