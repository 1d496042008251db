"""Actors: named by the table, described by words, and those that are none."""

from itertools import pairwise
from pathlib import Path

import pytest

from dashboard.coding import Coder
from dashboard.coding.actor_phrases import Actors
from dashboard.coding.vocabulary import read_table
from dashboard.model import Candidate, Place, PlaceKind, PlaceMention, Report, Side

DATA = Path(__file__).parent.parent / "data"
ACTORS = Actors.read(DATA)

# sentence -> (words, kind, id)
FOUND = [
    ("Israeli tanks moved.", [("Israeli tanks", "state", "israeli-forces")]),
    ("Water tanks moved.", []),
    (
        "Forces loyal to Ibrahim Musa moved.",
        [("Forces loyal to Ibrahim Musa", "described", "forces-loyal-to-ibrahim-musa")],
    ),
    (
        "Kenyan and Eritrean troops moved.",
        [
            ("Kenyan", "state", "kenyan-government"),
            ("Eritrean troops", "state", "eritrean-government"),
        ],
    ),
    ("ISIS fighters entered.", [("ISIS fighters", "named", "islamic-state")]),
    (
        "Gunmen of the Islamic State in Iraq and the Levant (ISIL) came.",
        [("Gunmen of the Islamic State in Iraq and the Levant (ISIL)", "named", "islamic-state")],
    ),
    ("The RSF's convoy left.", [("RSF", "named", "rapid-support-forces")]),
    ("M23-held areas", [("M23", "named", "m23")]),
    ("US-backed Syrian Democratic Forces moved.", [
        ("US-backed Syrian Democratic Forces", "named", "syrian-democratic-forces")
    ]),
    ("Eritrean troops moved.", [("Eritrean troops", "state", "eritrean-government")]),
    ("Sudan's army moved.", [("Sudan's army", "state", "sudanese-armed-forces")]),
    ("Government forces moved.", [("Government forces", "state", "government-forces")]),
    ("Kurdish fighters moved.", [("Kurdish fighters", "described", "kurdish-fighters")]),
    ("Unidentified gunmen moved.", [("Unidentified gunmen", "described", "unidentified-gunmen")]),
    ("Militants moved.", [("Militants", "generic", "militants")]),
    ("Al-Qaeda-linked militants moved.", [
        ("Al-Qaeda-linked militants", "generic", "al-qaeda-linked-militants")
    ]),
    ("The opposition moved.", [("The opposition", "described", "opposition")]),
    ("The opposition won the vote.", []),
    ("The group moved.", [("The group", "group", "group")]),
    ("under rebel control", [("rebel", "generic", "rebels")]),
    ("the Israeli withdrawal", [("Israeli", "state", "israeli-forces")]),
    ("Anti-Taliban leaflets fell.", []),
    ("A police station burned.", []),
    ("The forces of nature are strong.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_actors_of_a_sentence(text, expected):
    assert [(m.text, m.kind.value, m.actor.id) for m in ACTORS.find(text)] == expected


def test_mentions_are_the_text_s_own_and_apart():
    text = "The army, its forces and M23 rebels fought Mai-Mai militias under government control."
    found = ACTORS.find(text)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_table_is_sound():
    rows = read_table(DATA / "actors.csv", ("id", "name", "side", "country", "kind", "aliases"))
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["side"] in tuple(Side) for row in rows)
    assert all(row["source"] and row["name"] for row in rows)
    assert all(len(c) == 2 for row in rows for c in row["country"].split("|") if c)


def test_the_table_covers_conflicts_around_the_world():
    rows = read_table(DATA / "actors.csv", ("id", "country"))
    covered = {country for row in rows for country in row["country"].split("|")}
    world = "IQ|SY|UA|RU|SD|CD|YE|LY|SO|AF|NG|ML|ET|MM|IL|PS|LB|HT|CO|MZ|CF|SS|PH|LK|AZ"
    assert covered >= set(world.split("|"))


BARA = [Place(f"bara:{country}", "Bara", PlaceKind.CITY, country) for country in ("NG", "SD")]


@pytest.mark.parametrize(
    ("text", "why", "country"),
    [
        ("RSF fighters took Bara.", "the most important place of that name", "SD"),
        ("Gunmen took Bara.", "the most important place of that name", "NG"),
        ("RSF fighters took Bara.", "most of the text is about its country", "NG"),
        ("Houthi fighters took Bara.", "the most important place of that name", None),
    ],
)
def test_a_guessed_place_is_where_a_group_that_is_named_acts(text, why, country):
    start = text.index("Bara")
    options = tuple(Candidate(place, 0.5) for place in BARA)
    mention = PlaceMention(start, start + 4, "Bara", BARA[0], options, why, ambiguous=True)
    (claim,) = Coder.read(DATA).code(Report(id="r", text=text), lambda _: [mention])
    assert (claim.place.place.country if claim.place.place else None) == country
