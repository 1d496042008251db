"""Which place a name stands for, and why: tables of sentence and expectation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places_shipped import shipped

from dashboard.model import PlaceKind, PlaceMention
from dashboard.places import find_places, resolve_places


def mention(text: str, name: str) -> PlaceMention:
    return next(m for m in find_places(shipped(), text) if m.as_written == name)


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Fighters took Mosul, in northern Nineveh Province.", "Mosul", "geonames:99072"),
        (
            "Fighters took Mosul, in northern Nineveh Province.",
            "northern Nineveh Province",
            "admin1:IQ.15",
        ),
        ("The Iraqi city of Mosul fell.", "Mosul", "geonames:99072"),
        ("They left Tripoli. Lebanon closed its border.", "Tripoli", "geonames:266826"),
        ("They left Tripoli. Libya closed its border.", "Tripoli", "geonames:2210247"),
        ("Oxford, Mississippi, is small.", "Oxford", "geonames:4440076"),
        ("The students in Oxford marched.", "Oxford", "geonames:2640729"),
        ("He moved to Bangor in Maine last year.", "Bangor", "geonames:4957280"),
        ("A crash in Long Beach, CA, killed two.", "Long Beach", "geonames:5367929"),
        ("Relief came to Arghistan District late.", "Arghistan District", "admin2:AF.23.Arghistān"),
        ("China protested.", "China", "country:CN"),
        ("Talks go on in Washington.", "Washington", "geonames:4140963"),
        ("European ministers met.", "European", "region:europe"),
        ("Homs and Aleppo Governorates were hit.", "Homs", "admin1:SY.11"),
        ("Homs and Aleppo Governorates were hit.", "Aleppo Governorates", "admin1:SY.09"),
        (
            "The Kurdistan region took them in.",
            "Kurdistan region",
            "region:kurdistan-region-of-iraq",
        ),
        ("Floods hit North and South Kivu.", "North", "admin1:CD.11"),
        ("Fallujah has fallen.", "Fallujah", "geonames:99454"),
        ("Snipers hold El Fasher in Darfur.", "El Fasher", "geonames:379555"),
        ("Atlanta, Georgia, voted.", "Georgia", "admin1:US.GA"),
        ("Georgia and Armenia share a border.", "Georgia", "country:GE"),
    ],
)
def test_the_text_decides(text: str, name: str, place: str) -> None:
    found = mention(text, name).place
    assert found is not None
    assert found.id == place


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("Athens, Georgia, and its college.", "Athens", "Georgia named beside it"),
        ("The Libyan city of Tripoli.", "Tripoli", "country named beside it"),
        ("The Soviet Union is no more.", "Soviet Union", "the only place of that name"),
        ("They wait in Paris.", "Paris", "the most important place of that name"),
    ],
)
def test_every_answer_says_why(text: str, name: str, why: str) -> None:
    assert mention(text, name).why.startswith(why)


def test_two_places_of_one_name_stay_apart_in_one_text() -> None:
    text = "Paris, Texas, was named after Paris, France."
    texan, french = (m for m in find_places(shipped(), text) if m.as_written == "Paris")
    assert texan.place is not None
    assert french.place is not None
    assert (texan.place.within[0], french.place.country) == ("admin1:US.TX", "FR")


def test_what_was_read_before_has_no_part_in_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "Floods hit North and South Kivu. South Kivu is the worse hit, and so is North Kivu.",
        "Paris, Texas, was named after Paris, France. Paris is far from Paris.",
        "A man from Springfield won. Springfield, Springfield City and Springfield Town cheered.",
    ]
    told = [find_places(shipped(), text) for text in texts]
    monkeypatch.setattr("dashboard.places.gazetteer.MOST_REMEMBERED", 0)
    assert [find_places(shipped(), text) for text in reversed(texts)] == told[::-1]


def test_a_near_tie_keeps_its_candidates_and_says_so() -> None:
    doubtful = mention("A man from Springfield won the prize.", "Springfield")
    assert doubtful.ambiguous
    assert len({c.place.within[0] for c in doubtful.candidates}) > 2


def test_a_town_and_its_own_province_are_no_tie() -> None:
    assert not mention("Shells fell on Mosul.", "Mosul").ambiguous


def test_a_place_without_a_point_is_still_a_place() -> None:
    union = mention("He served in the Soviet Union.", "Soviet Union").place
    assert union is not None
    assert (union.lat, union.lon) == (None, None)


def test_a_name_spelled_by_ear_counts_only_where_the_text_is_about_its_country() -> None:
    text = "In Libya families left Alkhoms town. Libya counts those from Tripoli and Misrata."
    heard = mention(text, "Alkhoms town")
    assert heard.place is not None
    assert (heard.place.country, heard.ambiguous) == ("LY", True)
    assert mention("In Peru families left Alkhoms town.", "Alkhoms town").place is None


def test_within_is_narrowest_first() -> None:
    mosul = mention("They left Mosul.", "Mosul").place
    assert mosul is not None
    assert mosul.within == ("admin1:IQ.15", "country:IQ")
    erbil = shipped().place("geonames:95446")
    assert erbil is not None
    assert erbil.within == ("admin1:IQ.11", "region:kurdistan-region-of-iraq", "country:IQ")


@pytest.mark.parametrize(
    ("text", "span", "country"),
    [
        ("They met at Copenhagen Airport.", "Copenhagen Airport", "DK"),
        ("W.Va. miners struck.", "W.Va.", "US"),
        ("The Turkish coast was calm.", "Turkish", "TR"),
        ("mosul is quiet", "mosul", "IQ"),
        ("The bazaars of الموصل reopened.", "الموصل", "IQ"),
    ],
)
def test_given_spans_are_resolved_even_where_nobody_would_find_them(
    text: str, span: str, country: str
) -> None:
    start = text.index(span)
    (place,) = resolve_places(shipped(), text, [(start, start + len(span))])
    assert place is not None
    assert place.country == country


def test_one_answer_for_each_span_in_the_order_given() -> None:
    text = "Mosul, Qwertyville, Iraq, Mosul"
    spans = [(7, 18), (0, 5), (20, 24), (0, 5)]
    places = resolve_places(shipped(), text, spans)
    assert [p and p.name for p in places] == [None, "Mosul", "Iraq", "Mosul"]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="xyzqXYZQ '-.\n", max_size=20))
def test_an_unresolvable_name_never_harms_the_others(nonsense: str) -> None:
    text = f"The Iraqi city of Mosul fell. {nonsense}"
    places = resolve_places(shipped(), text, [(18, 23), (30, len(text))])
    assert places[0] is not None
    assert places[0].id == "geonames:99072"


def test_a_word_for_the_kind_asks_for_that_kind() -> None:
    province = mention("Baghdad Governorate has new roads.", "Baghdad Governorate").place
    city = mention("The city of Baghdad has new roads.", "Baghdad").place
    assert province is not None
    assert city is not None
    assert (province.kind, city.kind) == (PlaceKind.ADMIN1, PlaceKind.CITY)
