"""Which names in a text are names of places: tables of sentence and expectation."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places_shipped import shipped

from dashboard.places import find_places, scanning


def found(text: str, associative: bool = False) -> list[str]:
    mentions = find_places(shipped(), text)
    return [m.as_written for m in mentions if m.associative is associative]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # The word for the kind is part of the name, behind it and not before it.
        ("The floods reached Rapides Parish.", ["Rapides Parish"]),
        ("They crossed into Nineveh Province.", ["Nineveh Province"]),
        ("The city of Goma was quiet.", ["Goma"]),
        ("Shells fell on Kherson region.", ["Kherson region"]),
        ("Troops left the West Bank town of Jenin.", ["West Bank", "Jenin"]),
        ("They were moved to Al Hol camp.", ["Al Hol camp"]),
        # So is the part of it that is meant.
        ("Aid reached northern Syria.", ["northern Syria"]),
        ("They live in north-eastern Nigeria.", ["north-eastern Nigeria"]),
        # Directions from a place are not.
        ("The camp lies 20 km south-west of Goma.", ["Goma"]),
        # Names of several words, articles, hyphens, apostrophes, accents, dots.
        ("Cholera spread in Cox’s Bazar and N'Djamena.", ["Cox’s Bazar", "N'Djamena"]),
        ("Families left al-Hudaydah for Sana'a.", ["al-Hudaydah", "Sana'a"]),
        ("They fled Deir-ez-Zor and Pul-e-Khumri.", ["Deir-ez-Zor", "Pul-e-Khumri"]),
        ("The mayor of Port of Spain resigned.", ["Port of Spain"]),
        ("Fires burned near St. Louis and Córdoba.", ["St. Louis", "Córdoba"]),
        ("The U.S. and the UAE agreed.", ["U.S.", "UAE"]),
        ("Iraq's army is in Mosul's east.", ["Iraq", "Mosul"]),
        # A list may say the last word of its names once.
        ("The army left North and South Kivu.", ["North", "South Kivu"]),
        ("It rained in North, West and Central Darfur.", ["North", "West", "Central Darfur"]),
        ("They flew to the Middle East, North Africa and home.", ["Middle East", "North Africa"]),
        # Lists.
        ("It rained in Homs, Hama and Aleppo.", ["Homs", "Hama", "Aleppo"]),
        ("Homs and Aleppo Governorates were hit.", ["Homs", "Aleppo Governorates"]),
        ("Kherson and Mykolaiv oblasts lost power.", ["Kherson", "Mykolaiv oblasts"]),
        ("They fled Goma, Sake and Minova.", ["Goma", "Sake", "Minova"]),
        # A dateline in capitals, an abbreviation behind a comma.
        ("KHARTOUM, Sudan - The talks failed.", ["KHARTOUM", "Sudan"]),
        ("A crash in Long Beach, CA, killed two.", ["Long Beach", "CA"]),
        ("Storms crossed Columbus, Ga. on Friday.", ["Columbus", "Ga."]),
        # A place that is known and has no point.
        ("He served in the Soviet Union.", ["Soviet Union"]),
    ],
)
def test_names_of_places_are_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        # Words first, whoever is called so.
        "It was a nice reading of the mobile market.",
        "In March the elders met.",
        "On Sunday May said that the talks went well.",
        "Of those, many were children.",
        # Persons.
        "Jack London wrote about the sea.",
        "Abu Bakr al-Baghdadi gave a sermon.",
        "Mr. Houston and Dr. Lincoln agreed.",
        # Names inside other names.
        "The Bank of Baghdad opened again.",
        "The Paris Agreement was signed.",
        "The Al-Anbar tribe took no side.",
        "The Washington Post first told of it.",
        "",
        " \n\n ",
    ],
)
def test_what_only_looks_like_a_place_is_passed_over(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Iraqi forces withdrew.", "Iraqi", "IQ"),
        ("The Syrians crossed the river.", "Syrians", "SY"),
        ("Sri Lankan officials agreed.", "Sri Lankan", "LK"),
        ("A Goma-based group denied it.", "Goma", "CD"),
    ],
)
def test_demonyms_and_seats_are_associative(text: str, words: str, country: str) -> None:
    (mention,) = find_places(shipped(), text)
    assert (mention.as_written, mention.associative) == (words, True)
    assert mention.place is not None
    assert mention.place.country == country


def test_a_demonym_inside_an_organisation_is_no_mention() -> None:
    assert found("The Norwegian Refugee Council built shelters.", associative=True) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They reached Zugbwana village at night.", ["Zugbwana village"]),
        ("The district of Qorvash is cut off.", ["Qorvash"]),
        ("Clashes hit Mosul, Qorvash and Tikrit.", ["Mosul", "Qorvash", "Tikrit"]),
    ],
)
def test_a_name_that_no_gazetteer_has_is_found_where_the_text_shows_it(
    text: str, names: list[str]
) -> None:
    mentions = {m.as_written: m for m in find_places(shipped(), text)}
    assert list(mentions) == names
    (unknown,) = [m for m in mentions.values() if m.place is None]
    assert unknown.why == "no gazetteer has this name"


WORDS = st.sampled_from(
    [
        "Mosul",
        "in",
        "the",
        "Iraqi",
        "city",
        "of",
        "Paris,",
        "Texas",
        "al-",
        "'s",
        ".",
        "\n",
        "Province",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
def test_mentions_quote_the_text_in_order_and_do_not_overlap(text: str) -> None:
    mentions = find_places(shipped(), text)
    assert all(text[m.start : m.end] == m.as_written != "" for m in mentions)
    ends = [0, *(m.end for m in mentions)]
    assert all(end <= m.start for end, m in zip(ends, mentions, strict=False))
    assert all(0 <= c.score <= 1 for m in mentions for c in m.candidates)
    for mention in mentions:
        scores = [c.score for c in mention.candidates]
        assert scores == sorted(scores, reverse=True)


def test_a_run_of_names_is_looked_for_without_possessive_repeats() -> None:
    # Up to Python 3.11.4, which Debian has, a search for such a pattern may fail or never end.
    assert not re.search(r"[*+?}]\+", scanning._RUN.pattern)
