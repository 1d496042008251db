"""The contract of geocoders, held by each of ours: offline, cached, polite and online."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder

from dashboard.places import GazetteerGeocoder, Online, OnlineGeocoder
from dashboard.places.cached import CachedGeocoder
from dashboard.places.online import PoliteGeocoder
from tests import nominatim_server
from tests.geocoder_contract import GeocoderContract
from tests.places_shipped import shipped


@pytest.fixture(scope="module")
def server() -> Iterator[nominatim_server.Nominatim]:
    with nominatim_server.serving() as running:
        yield running


@pytest.fixture
def nominatim(server: nominatim_server.Nominatim) -> Nominatim:
    return Nominatim(domain=server.domain, scheme="http", user_agent="tidemark-tests", timeout=10)


@pytest.fixture
def polite(nominatim: Nominatim, monkeypatch: pytest.MonkeyPatch) -> PoliteGeocoder:
    monkeypatch.setattr("dashboard.places.online.LEAST_SECONDS", 0.0)
    return PoliteGeocoder(nominatim, "nominatim", tell=lambda sent: None)


class TestGazetteerGeocoder(GeocoderContract):
    @pytest.fixture
    def geocoder(self) -> Geocoder:
        return GazetteerGeocoder(shipped())


class TestCachedGeocoderOfTheGazetteer(GeocoderContract):
    @pytest.fixture
    def geocoder(self, tmp_path: Path) -> Geocoder:
        return CachedGeocoder(GazetteerGeocoder(shipped()), tmp_path / "answers.sqlite")


class TestCachedGeocoderOfAService(GeocoderContract):
    @pytest.fixture
    def geocoder(self, nominatim: Nominatim, tmp_path: Path) -> Geocoder:
        return CachedGeocoder(nominatim, tmp_path / "answers.sqlite")


class TestPoliteGeocoder(GeocoderContract):
    @pytest.fixture
    def geocoder(self, polite: PoliteGeocoder) -> Geocoder:
        return polite


class TestOnlineGeocoder(GeocoderContract):
    @pytest.fixture
    def geocoder(self, polite: PoliteGeocoder, tmp_path: Path) -> Geocoder:
        cached = CachedGeocoder(polite, tmp_path / "answers.sqlite")
        return OnlineGeocoder(shipped(), Online("nominatim", cached))
