"""A server on this machine that speaks Nominatim's JSON, and fails in the ways that servers do."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse


def answer(number: int, name: str, lat: float, lon: float, country: str, kind: str) -> dict:
    return {
        "place_id": number,
        "osm_type": "node",
        "osm_id": number,
        "lat": str(lat),
        "lon": str(lon),
        "name": name.partition(",")[0],
        "display_name": name,
        "addresstype": kind,
        "country_code": country,
    }


MOSUL = answer(1, "Mosul, Nineveh, Iraq", 36.34, 43.13, "iq", "city")
PLACES = [
    MOSUL,
    answer(2, "Paris, Ile-de-France, France", 48.8535, 2.3484, "fr", "city"),
    answer(3, "Paris, Lamar County, Texas, United States", 33.6617, -95.5555, "us", "town"),
    answer(4, "Qorvash, Nineveh, Iraq", 36.1, 43.2, "iq", "hamlet"),
    answer(5, "Lorvash, Ile-de-France, France", 48.7, 2.3, "fr", "village"),
    answer(6, "Lorvash, Nineveh, Iraq", 36.2, 43.3, "iq", "village"),
    answer(7, "Tirvash, Nineveh, Iraq", 36.2, 43.3, "iq", "village"),
    answer(8, "Tirvash, Anbar, Iraq", 33.4, 43.2, "iq", "village"),
]
OTHER_NAMES = {"الموصل": "mosul"}


class Nominatim(ThreadingHTTPServer):
    """Remembers what it was asked; `status` and `body`, where set, are what it answers instead."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.queries: list[dict[str, list[str]]] = []
        self.status = 200
        self.body: bytes | None = None
        self.answers = threading.Event()  # cleared, the server lets its askers wait
        self.answers.set()

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Nominatim

    def do_GET(self) -> None:
        address = urlparse(self.path)
        query = parse_qs(address.query)
        found = _reverse(query) if address.path == "/reverse" else self._search(query)
        self.server.queries.append(query)
        self.server.headers.append(dict(self.headers))
        self.server.answers.wait(10)
        body = json.dumps(found).encode() if self.server.body is None else self.server.body
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except BrokenPipeError:
            return  # whoever asked did not wait

    def _search(self, query: dict[str, list[str]]) -> list[dict]:
        asked = query.get("q", [""])[0]
        self.server.asked.append(asked)
        name = asked.strip().strip("\u200b").lower()
        name = OTHER_NAMES.get(name, name)
        codes = query.get("countrycodes", [""])[0].split(",")
        found = [
            place
            for place in PLACES
            if place["name"].lower() == name and (codes == [""] or place["country_code"] in codes)
        ]
        return found[: int(query.get("limit", ["10"])[0])]

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def _reverse(query: dict[str, list[str]]) -> dict:
    lat, lon = float(query["lat"][0]), float(query["lon"][0])
    near = abs(lat - 36.34) < 1 and abs(lon - 43.13) < 1
    return MOSUL if near else {"error": "Unable to geocode"}


@contextmanager
def serving() -> Iterator[Nominatim]:
    with Nominatim() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.answers.set()
            server.shutdown()
