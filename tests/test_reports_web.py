"""Reports from the web: public addresses alone, and limits. No test leaves this machine."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.cli import FAILED, PARTLY, main
from dashboard.errors import ReportError
from dashboard.pipeline import fetch_report
from dashboard.reports import read_report, report_from_text, with_header
from dashboard.reports.files import MOST_BYTES
from dashboard.reports.web import MOST_REDIRECTS, Web, is_public, resolve
from dashboard.settings import Settings, settings_from
from tests.test_reports import SENTENCE, WEB_PAGE

LATIN = "Some 9,000 people fled from Kidal, said Amadou Traoré."
NOT_PUBLIC = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
    "100::1", "5f00::1", "4000::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:c0a8:101::1", "2001:0:7f00:1::1",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:2800:220:1::1", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_public_is_not_asked(address: str) -> None:
    assert not is_public(ip_address(address))
    with pytest.raises(ReportError, match="no public address"):
        Web(resolve=lambda *_: [address]).report("http://news.example/a")


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_may_be_asked(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "[::1]", "localhost",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1.", "①②⑦.⓪.⓪.①"],
)  # fmt: skip
def test_this_machine_is_not_asked_however_its_address_is_written(host: str) -> None:
    with pytest.raises(ReportError, match=r"no public address|has no address"):
        Web().report(f"http://{host}:9/")


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "javascript:alert(1)",
     "http:", "http://", "http:///a", "a.example", "http://ana:secret@a.example/", "http://[::1",
     "data:,x", "http://a.example:99999/", "http://a.example:0/", "http://a..example/", ""],
)  # fmt: skip
def test_only_http_and_https_are_asked(address: str) -> None:
    with pytest.raises(ReportError, match="is no address of a page"):
        Web(resolve=lambda *_: pytest.fail("it was resolved")).report(address)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.going = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.headers['Host']}{self.path}")
        what, _, rest = self.path.lstrip("/").partition("?")
        getattr(self, f"_{what}", self._page)(rest)

    def _page(self, _: str) -> None:
        self._answer(200, WEB_PAGE.encode())

    def _missing(self, _: str) -> None:
        self._answer(404, b"")

    def _to(self, where: str) -> None:
        self._answer(302, b"", Location=where)

    def _round(self, _: str) -> None:
        self._answer(302, b"", Location="/round")

    def _large(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        for _each in range(MOST_BYTES // 100_000 + 2):
            self.wfile.write(b"a" * 100_000)

    def _latin(self, _: str) -> None:
        kind = {"Content-Type": "text/plain; charset=iso-8859-1"}
        self._answer(200, LATIN.encode("latin-1"), **kind)

    def _packed(self, _: str) -> None:
        self._answer(200, gzip.compress(b"a" * 10_000_000), **{"Content-Encoding": "gzip"})

    def _slow(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        self._drip(b"a")

    def _slow_header(self, _: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        self._drip(b"a")

    def _drip(self, piece: bytes) -> None:
        while not self.server.going.wait(0.05):
            self.wfile.write(piece)
            self.wfile.flush()

    def _nonsense(self, _: str) -> None:
        self.wfile.write(b"no http\r\n\r\n")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # whoever asked did not wait

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as opened:
        threading.Thread(target=opened.serve_forever, args=(0.01,), daemon=True).start()
        yield opened
        opened.going.set()
        opened.shutdown()


class Names:
    """Answers for names: news.example is this machine, which counts as public; the rest is not."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        known = {"news.example": ["127.0.0.1"], "both.example": ["127.0.0.1", "10.0.0.1"]}
        return known.get(host) or resolve(host, port)


def web(names: Names, seconds: float = 30) -> Web:
    return Web(names, lambda address: address == ip_address("127.0.0.1"), seconds)


def test_a_page_becomes_a_report_that_says_where_it_came_from(server: Server) -> None:
    address = f"http://news.example:{server.port}/page"
    report = web(Names()).report(address, {"publisher": "Another"})
    assert SENTENCE in report.text
    assert report.address == address  # and not the one that the page claims
    assert (report.title, report.publisher) == ("Thousands leave Goma", "The Courier")


def test_a_text_in_another_encoding_is_read_by_what_its_server_says(server: Server) -> None:
    assert web(Names()).report(f"http://news.example:{server.port}/latin?é=ü").text == LATIN


def test_a_redirect_is_followed_and_checked_again(server: Server) -> None:
    names = Names()
    report = web(names).report(f"http://news.example:{server.port}/to?/page")
    assert report.address == f"http://news.example:{server.port}/page"
    assert server.asked == [f"news.example:{server.port}{path}" for path in ("/to?/page", "/page")]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("http://10.0.0.1/", "no public address"),
        ("http://169.254.169.254/latest/meta-data/", "no public address"),
        ("//[::1]/", "no public address"),
        ("http://0x0a000001/", "no public address"),
        ("file:///etc/passwd", "is no address of a page"),
        ("http://ana:secret@news.example/", "is no address of a page"),
    ],
)
def test_a_redirect_to_what_may_not_be_asked_is_refused(
    server: Server, where: str, words: str
) -> None:
    with pytest.raises(ReportError, match=words):
        web(Names()).report(f"http://news.example:{server.port}/to?{where}")
    assert len(server.asked) == 1


def test_a_name_with_one_private_address_among_others_is_refused(server: Server) -> None:
    with pytest.raises(ReportError, match="no public address"):
        web(Names()).report(f"http://both.example:{server.port}/page")
    assert server.asked == []


def test_a_name_is_resolved_once_for_the_check_and_the_connection(server: Server) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])  # a name that changes once it was checked
    reader = Web(lambda *_: next(answers), lambda address: address == ip_address("127.0.0.1"))
    assert SENTENCE in reader.report(f"http://news.example:{server.port}/page").text
    with pytest.raises(ReportError, match="no public address"):
        reader.report(f"http://news.example:{server.port}/page")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing", "it answers 404"),
        ("round", f"more than {MOST_REDIRECTS} times"),
        ("large", "larger than 10 MB"),
        ("nonsense", "does not answer as it should"),
        ("packed", "a binary file"),
    ],
)
def test_what_gives_no_report_is_told(server: Server, path: str, words: str) -> None:
    address = f"http://news.example:{server.port}/{path}"
    with pytest.raises(ReportError, match=words) as caught:
        web(Names()).report(address)
    assert str(caught.value).startswith(f"{address}: ")


@pytest.mark.parametrize("path", ["slow", "slow_header"])
def test_a_server_that_never_comes_to_an_end_is_given_up(server: Server, path: str) -> None:
    with pytest.raises(ReportError, match=r"within 0\.5 seconds"):
        web(Names(), seconds=0.5).report(f"http://news.example:{server.port}/{path}")


def test_a_server_that_does_not_speak_tls_is_told(server: Server) -> None:
    with pytest.raises(ReportError, match="does not answer as it should"):
        web(Names()).report(f"https://news.example:{server.port}/page")
    assert server.asked == []


def test_the_web_is_off_until_it_is_turned_on() -> None:
    with pytest.raises(ReportError, match="TIDEMARK_WEB=on"):
        fetch_report(Settings(), "http://127.0.0.1:9/", {})
    assert not settings_from({}).web
    with pytest.raises(ReportError, match="no public address"):
        fetch_report(settings_from({"TIDEMARK_WEB": "on"}), "http://127.0.0.1:9/", {})


def test_a_command_takes_an_address(
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "gazetteer").symlink_to(Settings().index)
    monkeypatch.setenv("TIDEMARK_FOLDER", str(tmp_path))
    address = f"http://news.example:{server.port}"
    assert main(["places", f"{address}/page"]) == FAILED
    assert "TIDEMARK_WEB=on" in capsys.readouterr().err
    monkeypatch.setenv("TIDEMARK_WEB", "on")
    monkeypatch.setattr("dashboard.reports.web.Web", lambda: web(Names()))
    assert main(["places", f"{address}/page", f"{address}/missing"]) == PARTLY
    out, err = capsys.readouterr()
    assert {json.loads(line)["name"] for line in out.splitlines()} == {"Goma", "Rwanda"}
    assert "it answers 404" in err
    (kept,) = (tmp_path / "fetched").iterdir()
    assert read_report(kept).address == f"{address}/page"


@given(st.text(min_size=1).filter(str.strip), st.text(), st.dates(), st.text())
def test_a_report_written_with_its_header_is_the_same_when_read(text, title, day, publisher):  # type: ignore[no-untyped-def]
    given_fields = {"id": "a", "title": title, "publisher": publisher, "published": day.isoformat()}
    report = report_from_text(f"Note: a\n\n{text.lstrip(chr(10))}", given_fields)
    again = report_from_text(with_header(report))
    assert (again.text, again.published, again.id) == (report.text, day, "a")
    assert again.title == (" ".join(report.title.split()) or again.title)
