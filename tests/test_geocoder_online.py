"""Services of the net, through geopy's own client, against a server on this machine."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from geopy.exc import (
    GeocoderParseError,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.extra.rate_limiter import RateLimiter

from dashboard import pipeline
from dashboard.cli import DONE, FAILED, main
from dashboard.errors import GazetteerError, SettingsError
from dashboard.model import Place, PlaceKind, PlaceMention, Report
from dashboard.pipeline import Desk, coder_version
from dashboard.places import (
    GazetteerGeocoder,
    Online,
    OnlineGeocoder,
    complete,
    open_online,
    sent_queries,
)
from dashboard.places.cached import CachedGeocoder
from dashboard.places.online import (
    ANSWERS_FILE,
    LEAST_SECONDS,
    PAUSE_SECONDS,
    SENT_FILE,
    PoliteGeocoder,
    service,
)
from dashboard.settings import ROOT, Settings, settings_from
from tests import nominatim_server
from tests.places_shipped import shipped

IRAQ = Place("country:IQ", "Iraq", PlaceKind.COUNTRY, "IQ", 33.0, 44.0)


@pytest.fixture
def server() -> Iterator[nominatim_server.Nominatim]:
    with nominatim_server.serving() as running:
        yield running


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test but the one about it wait between two requests."""
    monkeypatch.setattr("dashboard.places.online.LEAST_SECONDS", 0.0)


@pytest.fixture
def options(server: nominatim_server.Nominatim) -> str:
    given = {"domain": server.domain, "scheme": "http", "user_agent": "our-desk", "timeout": 10}
    return json.dumps(given)


@pytest.fixture
def online(options: str, tmp_path: Path) -> Online:
    return open_online("nominatim", options, tmp_path)


def polite(server: nominatim_server.Nominatim, **more: object) -> PoliteGeocoder:
    nominatim = service("nominatim", json.dumps({"domain": server.domain, "scheme": "http"}))
    given = {"tell": lambda sent: None} | more
    return PoliteGeocoder(nominatim, "nominatim", **given)  # type: ignore[arg-type]


def unknown(name: str, at: int = 0) -> PlaceMention:
    return PlaceMention(at, at + len(name), name, why="no gazetteer has this name")


def known(place: Place, at: int) -> PlaceMention:
    return PlaceMention(at, at + len(place.name), place.name, place)


# Nothing is sent unless it is turned on, and what is sent is told.


def test_it_is_off_by_default() -> None:
    assert settings_from({}).geocoder == ""
    assert Desk(Settings(), shipped()).online is None
    assert isinstance(Desk(Settings(), shipped()).geocoder, GazetteerGeocoder)


def test_two_settings_turn_it_on(options: str, tmp_path: Path) -> None:
    settings = settings_from(
        {
            "TIDEMARK_FOLDER": str(tmp_path),
            "TIDEMARK_GEOCODER": "nominatim",
            "TIDEMARK_GEOCODER_OPTIONS": options,
        }
    )
    desk = Desk(settings, shipped())
    assert desk.online is not None
    assert desk.online.service == "nominatim"
    assert isinstance(desk.geocoder, OnlineGeocoder)
    assert coder_version(settings) != coder_version(Settings(made=settings.made))


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("no-such-service", "", "no-such-service"),
        ("nominatim", "{", "TIDEMARK_GEOCODER_OPTIONS"),
        ("nominatim", "[1]", "TIDEMARK_GEOCODER_OPTIONS"),
        ("nominatim", '{"colour": "red"}', "colour"),
        ("nominatim", '{"user_agent": "my-application"}', "user_agent"),
        ("google", '{"channel": "k"}', "api_key"),
    ],
)
def test_what_cannot_be_turned_on_is_one_sentence(name: str, options: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        service(name, options)


def test_a_key_is_in_no_message_and_in_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        service("google", '{"channel": "hidden-word", "colour": 1}')
    assert "hidden-word" not in str(told.value)
    given = {"domain": "127.0.0.1:9", "scheme": "http", "user_agent": "hidden-word", "timeout": 1}
    broken = open_online("nominatim", json.dumps(given), tmp_path)
    with pytest.raises(GeocoderServiceError):
        broken.geocoder.geocode("Qorvash")
    for file in tmp_path.iterdir():
        assert b"hidden-word" not in file.read_bytes()


def test_what_is_sent_is_told_and_kept_in_a_list(
    online: Online, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert sent_queries(tmp_path) == []
    online.geocoder.geocode("Qorvash")
    online.geocoder.geocode("Qwertyville")
    online.geocoder.geocode("Qorvash")
    sent = sent_queries(tmp_path)
    assert [(each.service, each.query) for each in sent] == [
        ("nominatim", "Qwertyville"),
        ("nominatim", "Qorvash"),
    ]
    assert sent[1].when <= sent[0].when
    assert sent[0].when.endswith("+00:00")
    assert caplog.messages == [f"Asking nominatim on the net for {s.query!r}" for s in sent[::-1]]


def test_what_cannot_be_written_down_is_not_sent(
    online: Online, server: nominatim_server.Nominatim, tmp_path: Path
) -> None:
    (tmp_path / SENT_FILE).mkdir()
    with pytest.raises(GazetteerError, match="Nothing was sent"):
        online.geocoder.geocode("Qorvash")
    assert server.asked == []


def test_a_damaged_list_is_told(tmp_path: Path) -> None:
    (tmp_path / SENT_FILE).write_text("{\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="cannot be read"):
        sent_queries(tmp_path)


def test_the_name_alone_is_sent_under_the_users_own_agent(
    online: Online, server: nominatim_server.Nominatim
) -> None:
    mentions = [known(IRAQ, 20), unknown("Qorvash")]
    complete(mentions, online, shipped())
    (query,) = server.queries
    assert query == {"q": ["Qorvash"], "format": ["json"], "accept-language": ["en"]}
    assert server.headers[0]["User-Agent"] == "our-desk"


# Manners.


def test_a_service_is_asked_once_a_second(
    server: nominatim_server.Nominatim, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time is a number here: what is waited for is added up."""
    monkeypatch.setattr("dashboard.places.online.LEAST_SECONDS", LEAST_SECONDS)
    now = [0.0]
    monkeypatch.setattr(RateLimiter, "_clock", lambda self: now[0])
    monkeypatch.setattr(RateLimiter, "_sleep", lambda self, wait: now.append(now.pop() + wait))
    times: list[float] = []
    geocoder = polite(server, tell=lambda sent: times.append(now[0]))
    geocoder.geocode("Qorvash")
    geocoder.reverse((36.3, 43.1))
    geocoder.geocode("Lorvash")
    assert LEAST_SECONDS == 1.0
    assert times == [0.0, 1.0, 2.0]


def test_each_question_is_asked_once_for_good(
    options: str, server: nominatim_server.Nominatim, tmp_path: Path
) -> None:
    for _ in range(2):
        geocoder = open_online("nominatim", options, tmp_path).geocoder
        assert geocoder.geocode("Qorvash").address == "Qorvash, Nineveh, Iraq"
        assert geocoder.geocode(" Qorvash\n", exactly_one=False)[0].raw["osm_id"] == 4
        assert geocoder.geocode("Qwertyville") is None
        assert geocoder.reverse((36.34, 43.13)).raw["name"] == "Mosul"
        assert geocoder.reverse((0.0, -30.0)) is None
    assert server.asked == ["Qorvash", "Qwertyville"]
    assert len(server.queries) == 4


def test_another_server_and_other_countries_are_other_questions(
    options: str, server: nominatim_server.Nominatim, tmp_path: Path
) -> None:
    geocoder = open_online("nominatim", options, tmp_path).geocoder
    assert geocoder.geocode("Lorvash").address.endswith("France")
    assert geocoder.geocode("Lorvash", country_codes="iq").address.endswith("Iraq")
    with nominatim_server.serving() as other:
        there = options.replace(server.domain, other.domain)
        open_online("nominatim", there, tmp_path).geocoder.geocode("Lorvash")
        assert other.asked == ["Lorvash"]


@pytest.mark.parametrize("damage", ["a file", "a folder"])
def test_answers_that_cannot_be_kept_are_one_sentence(
    damage: str, options: str, tmp_path: Path
) -> None:
    if damage == "a file":
        (tmp_path / ANSWERS_FILE).write_bytes(b"no database" * 99)
    else:
        (tmp_path / ANSWERS_FILE).mkdir()
    with pytest.raises(GazetteerError, match="cannot be kept"):
        open_online("nominatim", options, tmp_path)


# What goes wrong.

FAILURES = {
    "429": ({"status": 429}, GeocoderQuotaExceeded),
    "503": ({"status": 503}, GeocoderTimedOut),
    "500": ({"status": 500}, GeocoderServiceError),
    "403": ({"status": 403}, GeocoderServiceError),
    "no JSON": ({"body": b"<html>busy</html>"}, GeocoderParseError),
    "half": ({"body": b'[{"lat": "36'}, GeocoderParseError),
    "not UTF-8": ({"body": b'["\xff\xfe"]'}, GeocoderServiceError),
    "words": ({"body": b'["words"]'}, GeocoderParseError),
    "no point": ({"body": b'[{"lat": "north", "lon": "2"}]'}, GeocoderParseError),
    "beyond": ({"body": b'[{"lat": "950", "lon": "2", "display_name": "X"}]'}, GeocoderParseError),
    "number": ({"body": b"7"}, GeocoderParseError),
}


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.filterwarnings("ignore:Latitude normalization")
def test_a_failure_leaves_the_offline_answer_and_is_not_kept(
    name: str, server: nominatim_server.Nominatim, tmp_path: Path
) -> None:
    changes, expected = FAILURES[name]
    vars(server).update(changes)
    now = [0.0]
    asking = polite(server, clock=lambda: now[0])
    online = Online("nominatim", CachedGeocoder(asking, tmp_path / "answers.sqlite"))
    mentions = [known(IRAQ, 20), unknown("Qorvash")]
    iraq, qorvash = complete(mentions, online, shipped())
    assert iraq == mentions[0]
    assert qorvash.place is None
    assert qorvash.why.startswith("no gazetteer has this name; nominatim was no help: ")
    now[0] += 2 * PAUSE_SECONDS
    with pytest.raises(expected):
        online.geocoder.geocode("Qorvash")
    vars(server).update(status=200, body=None)
    now[0] += 2 * PAUSE_SECONDS
    assert online.geocoder.geocode("Qorvash") is not None


def test_a_slow_server_is_not_waited_for(server: nominatim_server.Nominatim) -> None:
    server.answers.clear()
    with pytest.raises(GeocoderTimedOut):
        polite(server).geocode("Qorvash", timeout=0.05)
    assert len(server.queries) == 1


def test_a_server_that_is_down_leaves_the_offline_answer(online: Online) -> None:
    with nominatim_server.serving() as gone:
        geocoder = OnlineGeocoder(shipped(), Online("nominatim", polite(gone)))
        gone.shutdown()
        gone.server_close()
    assert geocoder.geocode("Qorvash") is None
    assert geocoder.geocode("Mosul").raw["id"] == "geonames:99072"


def test_a_service_that_failed_rests(server: nominatim_server.Nominatim) -> None:
    now = [0.0]
    geocoder = polite(server, clock=lambda: now[0])
    server.status = 503
    with pytest.raises(GeocoderTimedOut):
        geocoder.geocode("Qorvash")
    server.status = 200
    with pytest.raises(GeocoderUnavailable, match="asked again in 60 s"):
        geocoder.geocode("Qorvash")
    assert server.asked == ["Qorvash"]
    now[0] = PAUSE_SECONDS
    assert geocoder.geocode("Qorvash") is not None


# What an answer becomes.


def test_a_name_that_the_gazetteer_lacks_is_placed(online: Online) -> None:
    (found,) = complete([unknown("Qorvash", 7)], online, shipped())
    assert (found.start, found.as_written) == (7, "Qorvash")
    assert found.why == "no gazetteer has this name; nominatim has it"
    place = found.place
    assert place is not None
    assert (place.id, place.name, place.kind) == ("nominatim:node/4", "Qorvash", "city")
    assert (place.lat, place.lon, place.country) == (36.1, 43.2, "IQ")
    assert place.within[-1] == "country:IQ"
    assert not found.ambiguous


def test_the_countries_of_the_text_come_first(online: Online) -> None:
    mosul = Place("geonames:99072", "Mosul", PlaceKind.CITY, "IQ", 36.3, 43.1)
    alone = complete([unknown("Lorvash")], online, shipped())[0]
    beside = complete([unknown("Lorvash"), known(mosul, 30)], online, shipped())[0]
    assert (alone.place.country, alone.ambiguous) == ("FR", True)
    assert (beside.place.country, beside.ambiguous) == ("IQ", False)
    assert {candidate.place.country for candidate in beside.candidates} == {"FR", "IQ"}
    assert sum(candidate.score for candidate in beside.candidates) == pytest.approx(1)


def test_several_likely_places_are_ambiguous(online: Online) -> None:
    (found,) = complete([unknown("Tirvash")], online, shipped())
    assert found.ambiguous


def test_nothing_found_is_said(online: Online) -> None:
    (found,) = complete([unknown("Qwertyville")], online, shipped())
    assert (found.place, found.why) == (None, "no gazetteer has this name, nor has nominatim")


def test_what_is_placed_or_no_place_is_not_asked_for(
    online: Online, server: nominatim_server.Nominatim
) -> None:
    group = PlaceMention(0, 7, "Qorvash", associative=True)
    mentions = [known(IRAQ, 20), group, unknown("Long " * 30)]
    assert complete(mentions, online, shipped()) == mentions
    assert server.asked == []


def test_only_what_the_gazetteer_lacks_is_sent(
    online: Online, server: nominatim_server.Nominatim
) -> None:
    geocoder = OnlineGeocoder(shipped(), online)
    assert geocoder.geocode("Mosul").raw["id"] == "geonames:99072"
    assert geocoder.geocode("Qorvash").raw["country"] == "IQ"
    geocoder.reverse((36.34, 43.13))
    assert server.asked == ["Qorvash"]


def test_a_service_that_knows_no_countries_says_so(tmp_path: Path) -> None:
    photon = PoliteGeocoder(
        service("photon", '{"domain": "127.0.0.1:9"}'), "photon", tell=lambda sent: None
    )
    with pytest.raises(GeocoderServiceError, match="photon cannot stay within countries"):
        photon.geocode("Qorvash", country_codes="iq")


# Through the program.


@pytest.fixture
def turned_on(options: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The command line with the shipped index, and all else in a folder of its own."""
    settings = Settings(made=tmp_path, geocoder="nominatim", geocoder_options=options)
    monkeypatch.setattr(pipeline.places, "open_gazetteer", lambda *_: shipped())
    monkeypatch.setattr("dashboard.cli.entry.settings_from", lambda: settings)
    yield settings
    pipeline.open_desk.cache_clear()


def test_a_desk_places_what_the_gazetteer_lacks(turned_on: Settings) -> None:
    text = "Some 300 families fled the village of Qorvash for Mosul on Monday."
    mentions = pipeline.open_desk(turned_on).mentions(Report("a", text))
    assert [m.place.id for m in mentions if m.place] == ["nominatim:node/4", "geonames:99072"]
    assert [sent.query for sent in sent_queries(turned_on.made)] == ["Qorvash"]


def test_geocode_asks_the_service(turned_on: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "Qorvash"]) == DONE
    record = json.loads(capsys.readouterr().out)
    assert (record["id"], record["country"]) == ("nominatim:node/4", "IQ")
    assert main(["geocode", "Qwertyville"]) == FAILED


def test_what_is_sent_is_a_line_on_standard_error(options: str, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from dashboard.places import open_online; "
        "open_online('nominatim', sys.argv[1], Path(sys.argv[2])).geocoder.geocode('Qorvash')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, options, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("", "Asking nominatim on the net for 'Qorvash'\n")
