"""Geocoders of the net, against a server on this machine that speaks Nominatim's JSON."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from geopy.exc import GeocoderServiceError
from geopy.geocoders.base import Geocoder
from places_shipped import shipped
from test_geocoder import GeocoderContract

from dashboard.errors import GazetteerError
from dashboard.places import GazetteerGeocoder
from dashboard.places.online import CachedGeocoder, OnlineGeocoder, service

MOSUL = {"lat": "36.34", "lon": "43.13", "display_name": "Mosul, Nineveh, Iraq", "type": "city"}
HAMLET = {"lat": "35.5", "lon": "42.7", "display_name": "Qorvash, Iraq", "type": "hamlet"}


class Server(ThreadingHTTPServer):
    """Answers as Nominatim does, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.refuses = False

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        query = parse_qs(urlparse(self.path).query)
        name = query.get("q", [""])[0]
        self.server.asked.append(name or "a point")
        if self.path.startswith("/reverse"):
            answer: object = MOSUL
        else:
            answer = {"Mosul": [MOSUL], "Qorvash": [HAMLET]}.get(name, [])
        self.send_response(429 if self.server.refuses else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def cached(server: Server, answers: Path, told: list[str] | None = None) -> CachedGeocoder:
    nominatim = service(
        "nominatim", domain=server.domain, scheme="http", user_agent="tidemark-tests", timeout=5
    )
    tell = (told if told is not None else []).append
    return CachedGeocoder(nominatim, answers, tell=tell, least_seconds=0.0)


class TestCachedGeocoder(GeocoderContract):
    @pytest.fixture(autouse=True)
    def _start(self, server: Server, tmp_path: Path) -> None:
        self.server, self.answers = server, tmp_path / "kept" / "answers.sqlite"

    def geocoder(self) -> Geocoder:
        return cached(self.server, self.answers)

    def test_each_question_is_asked_once_for_good(self) -> None:
        for _ in range(2):
            assert self.geocoder().geocode("Qorvash").address == "Qorvash, Iraq"
            assert self.geocoder().geocode("Qwertyville") is None
        assert self.server.asked == ["Qorvash", "Qwertyville"]

    def test_what_is_sent_is_told_first(self) -> None:
        told: list[str] = []
        geocoder = cached(self.server, self.answers, told)
        geocoder.geocode("Qorvash")
        geocoder.geocode("Qorvash")
        assert told == ["Asking Nominatim for Qorvash."]

    def test_a_refusal_is_not_kept(self) -> None:
        self.server.refuses = True
        with pytest.raises(GeocoderServiceError):
            self.geocoder().geocode("Qorvash")
        self.server.refuses = False
        assert self.geocoder().geocode("Qorvash") is not None

    def test_a_file_that_cannot_be_written_is_one_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way", encoding="utf-8")
        with pytest.raises(GazetteerError, match="cannot be kept"):
            cached(self.server, tmp_path / "file" / "answers.sqlite")


class TestOnlineGeocoder(GeocoderContract):
    @pytest.fixture(autouse=True)
    def _start(self, server: Server, tmp_path: Path) -> None:
        self.server, self.answers = server, tmp_path / "answers.sqlite"

    def geocoder(self) -> Geocoder:
        return OnlineGeocoder(GazetteerGeocoder(shipped()), cached(self.server, self.answers))

    def test_only_what_the_gazetteer_lacks_is_sent(self) -> None:
        assert self.geocoder().geocode("Mosul").raw["id"] == "geonames:99072"
        assert self.geocoder().geocode("Qorvash").latitude == 35.5
        self.geocoder().reverse((36.34, 43.13))
        assert self.server.asked == ["Qorvash"]

    def test_a_refusal_leaves_the_offline_answer(self) -> None:
        self.server.refuses = True
        assert self.geocoder().geocode("Qorvash") is None
        assert self.geocoder().geocode("Mosul") is not None

    def test_a_server_that_is_gone_leaves_the_offline_answer(self) -> None:
        geocoder = self.geocoder()
        self.server.shutdown()
        self.server.server_close()
        assert geocoder.geocode("Qorvash") is None


def test_a_service_that_geopy_lacks_is_one_sentence() -> None:
    with pytest.raises(GazetteerError, match="no-such-service"):
        service("no-such-service")


def test_a_setting_that_is_missing_is_one_sentence() -> None:
    with pytest.raises(GazetteerError, match="nominatim"):
        service("nominatim")
