"""Territorial claims, sentence by sentence: who does what with which place, how put, by whom."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.coding import Coder
from dashboard.coding.territory_rules import TerritoryRules
from dashboard.errors import ReferenceDataError
from dashboard.model import Report, TerritorialClaim
from tests.places_by_hand import PLACES, mentions_in

DATA = Path(__file__).parent.parent / "data"
CODER = Coder.read(DATA)
PUBLISHED = date(2024, 3, 12)  # a Tuesday


def claims(text, published=PUBLISHED):
    report = Report(id="r", text=text, published=published)
    found = CODER.code(report, mentions_in)
    return [claim for claim in found if isinstance(claim, TerritorialClaim)]


def told(text):
    return [(c.actor.id, c.relation.value, c.place.place.name) for c in claims(text)]


# sentence -> (actor, relation, place), each claim
TOLD = [
    (
        "M23 took Goma, in North Kivu. On Friday its fighters left the town.",
        [("m23", "takes", "Goma"), ("m23", "loses", "Goma")],
    ),
    (
        "The army retreated towards Sake, which fell to M23.",
        [("m23", "takes", "Sake")],
    ),
    ("The army watched families flee; 300 of them reached Sake.", []),
    ("The army left Sake as a ruin.", []),
    ("Sake is a former rebel stronghold.", []),
    ("The state-run Sake council met.", []),
    ("The M23 rebels govern Goma.", [("m23", "holds", "Goma")]),
    (
        "In North Kivu, clashes between the M23 and an NSAG went on in Sake.",
        [("m23", "contests", "Sake"), ("non-state-armed-group", "contests", "Sake")],
    ),
    ("The army was accused of breaching the Goma convention.", []),
    ("Rebels shelled a village near Sake, which fell on Monday.", []),
    ("Sake has fallen, residents said.", [("unknown", "takes", "Sake")]),
    ("The mayor of Sake was captured.", []),
    ("M23 rolled into Sake unopposed.", [("m23", "takes", "Sake")]),
    ("M23 is inching towards Goma.", [("m23", "threatens", "Goma")]),
    ("M23 leader Bertrand Bisimwa conceded the loss of Goma.", [("m23", "loses", "Goma")]),
    ("The army said it killed 20 rebels and has captured Sake.", [("fardc", "takes", "Sake")]),
    ("The army broke the M23 siege of Sake.", []),
    (
        "Army pulls out of Goma as M23 rebels enter city",
        [("fardc", "loses", "Goma"), ("m23", "takes", "Goma")],
    ),
    ("Rebels seize town after heavy rain", []),
    (
        "Goma, which the army retook in May, remains under siege.",
        [("unknown", "contests", "Goma"), ("fardc", "takes", "Goma")],
    ),
    ("All of North Kivu except Goma is in the hands of M23.", []),
    (
        "M23 took Sake. Goma says its troops still hold the town.",
        [("fardc", "holds", "Sake"), ("m23", "takes", "Sake")],
    ),
    (
        "M23 fighters, led by a former teacher, entered Goma after government troops withdrew.",
        [("fardc", "loses", "Goma"), ("m23", "takes", "Goma")],
    ),
    ("The M23 chief said his men had seized the market town of Sake.", [("m23", "takes", "Sake")]),
    (
        "The Taliban on Monday captured the capital of Lashkar Gah, in Helmand province.",
        [("taliban", "takes", "Lashkar Gah")],
    ),
    (
        "Lashkar Gah fell to the Taliban on Friday, a council member told AFP.",
        [("taliban", "takes", "Lashkar Gah")],
    ),
    (
        "RSF fighters, backed by drones, overran El Fasher, the army's last base.",
        [("rapid-support-forces", "takes", "El Fasher")],
    ),
    (
        "Government troops retook Palma from the insurgents on Sunday.",
        [("mozambican-government", "takes", "Palma"), ("insurgents", "loses", "Palma")],
    ),
    (
        "Ukrainian troops raised their flag over Izium and Lyman.",
        [("ukrainian-government", "takes", "Izium"), ("ukrainian-government", "takes", "Lyman")],
    ),
    (
        "Ukraine sent troops over the border on Monday and seized Izium.",
        [("ukrainian-government", "takes", "Izium")],
    ),
    ("Kherson claims to have taken Lyman.", [("ukrainian-government", "takes", "Lyman")]),
    ("Villagers near Kherson claim to have taken Lyman.", []),
    (
        "M23 seized the army's base in Goma, the last town outside its control.",
        [("m23", "takes", "Goma")],
    ),
    (
        "Goma, the last town that the army held, is now in rebel hands.",
        [("rebels", "holds", "Goma")],
    ),
    (
        "Rwanda's army said troops took Sake.",
        [("rwandese-government", "takes", "Sake")],
    ),
    ("The army said its troops have freed the Sake bridge.", [("fardc", "takes", "Sake")]),
    ("M23 is inching closer to Sake, a hub in Goma.", [("m23", "threatens", "Sake")]),
    (
        "Ethiopian fighters defending Adwa have driven the jihadists out of Axum.",
        [
            ("ethiopian-fighters", "holds", "Adwa"),
            ("ethiopian-fighters", "takes", "Axum"),
            ("jihadists", "loses", "Axum"),
        ],
    ),
    ("M23 seized Goma, capital of North Kivu.", [("m23", "takes", "Goma")]),
    ("North Kivu's capital, Goma, was attacked by M23.", [("m23", "contests", "Goma")]),
    ("The army lost its administrative capital, Goma.", [("fardc", "loses", "Goma")]),
    ("Goma is on the brink of falling to M23.", [("m23", "threatens", "Goma")]),
    ("Soldiers pushed M23 away from Sake.", []),
    (
        "Ukraine's prime minister announced the liberation of Lyman.",
        [("ukrainian-government", "takes", "Lyman")],
    ),
    ("Soldiers were forced to abandon their camp at Sake.", [("fardc", "loses", "Sake")]),
    ("M23 tried to break through at Sake.", [("m23", "contests", "Sake")]),
    ("M23 with-\ndrew from Sake.", [("m23", "loses", "Sake")]),
    ("Ukraine recaptured Izium.", [("ukrainian-government", "takes", "Izium")]),
    ("Russian-occupied Kherson was hit.", [("russian-government", "holds", "Kherson")]),
    ("Russia says its forces have taken Lyman.", [("russian-government", "takes", "Lyman")]),
    (
        "Boko Haram, which seized Gwoza in August, has also captured Bama.",
        [("boko-haram", "takes", "Gwoza"), ("boko-haram", "takes", "Bama")],
    ),
    (
        "Boko Haram militants were driven out of Bama by Nigerian troops.",
        [("nigerian-government", "takes", "Bama"), ("boko-haram", "loses", "Bama")],
    ),
    (
        "The Houthis, who control Hodeidah, have threatened to attack Marib.",
        [("houthis", "holds", "Hodeidah"), ("houthis", "threatens", "Marib")],
    ),
    ("The M23 holds Sake. The group is advancing on Goma.", [
        ("m23", "holds", "Sake"),
        ("m23", "threatens", "Goma"),
    ]),
    ("A day after seizing Sake, the M23 marched on Goma.", [
        ("m23", "takes", "Sake"),
        ("m23", "threatens", "Goma"),
    ]),
    ("Sake changed hands; it is now held by the M23.", [("m23", "holds", "Sake")]),
    (
        "The army still holds Goma, which it retook in May.",
        [("fardc", "holds", "Goma"), ("fardc", "takes", "Goma")],
    ),
    (
        "Ethiopian soldiers and Eritrean troops took Adwa and Axum.",
        [
            ("ethiopian-national-defence-force", "takes", "Adwa"),
            ("ethiopian-national-defence-force", "takes", "Axum"),
            ("eritrean-government", "takes", "Adwa"),
            ("eritrean-government", "takes", "Axum"),
        ],
    ),
    (
        "Clashes between the army and rebels erupted in Kidal.",
        [("malian-armed-forces", "contests", "Kidal"), ("rebels", "contests", "Kidal")],
    ),
    (
        "Kidal is in the hands of Tuareg rebels, but Gao is under government control.",
        [("mnla", "holds", "Kidal"), ("malian-armed-forces", "holds", "Gao")],
    ),
    ("Unidentified armed men seized Sake.", [("unidentified-armed-men", "takes", "Sake")]),
    ("Ras Kamboni captured Kismayo.", [("ras-kamboni", "takes", "Kismayo")]),
    ("Rebels Seize Key Town of Sake", [("rebels", "takes", "Sake")]),
    (
        "Soldiers repelled an attack by Boko Haram on Bama.",
        [("boko-haram", "contests", "Bama")],
    ),
    ("The army captured the rebel-held town of Taftanaz.", [
        ("syrian-government", "takes", "Taftanaz")
    ]),
    ("Heavy fighting raged in Nyala.", [("unknown", "contests", "Nyala")]),
    (
        "M23 rebels marched on Sake. The town fell on Monday.",
        [("m23", "threatens", "Sake"), ("m23", "takes", "Sake")],
    ),
    (
        "M23 and the army clashed in Sake. Goma was captured on Monday.",
        [("m23", "contests", "Sake"), ("fardc", "contests", "Sake"), ("unknown", "takes", "Goma")],
    ),
    ("M23 took several towns including Sake.", [("m23", "takes", "Sake")]),
    ("M23 captured a village north of Sake.", []),
    ("M23 fighters are now 20 km from Goma.", [("m23", "threatens", "Goma")]),
    (
        "M23 seized Sake. It hoisted its flag over the town hall.",
        [("m23", "takes", "Sake")],
    ),
    (
        "Sirte is divided between the LNA in the east and GNA forces in the west.",
        [
            ("libyan-national-army", "holds", "Sirte"),
            ("government-of-national-accord", "holds", "Sirte"),
        ],
    ),
    ("The army recaptured Sake a year after it fell to M23.", [("fardc", "takes", "Sake")]),
    ('"Our forces hold Sirte," the LNA\'s spokesman said.', [
        ("libyan-national-army", "holds", "Sirte")
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_claims_of_a_sentence(text, expected):
    assert sorted(told(text)) == sorted(expected)


NO_CLAIM = [
    "Manchester United captured the title while Sirte slept.",
    "Storm Daniel threatened Derna.",
    "Acme Shipping has taken control of the port of Goma.",
    "Doctors battle cholera in Goma.",
    "The mission withdrew its staff from Goma.",
    "Arsenal took control of the match in Kherson.",
    "The company took over a cement plant in Derna.",
    "Police seized 20 kilos of heroin in Goma.",
    "Doctors fought for the lives of patients in Goma.",
    "Health workers launched a campaign to vaccinate children in Goma.",
    "The Ottomans captured Derna in 1835.",
    "Residents fled Goma as floods took over the streets.",
    "Cholera is threatening Goma.",
    "The president visited Goma and held talks with Kenyan officials.",
    "Nobody controls Sirte.",
    "The rebels, who once controlled Kidal, want talks.",
    "Rebels captured a village south of Izium.",
    "A village near Izium was captured by Ukrainian marines.",
    "M23 captured residents of Sake.",
    "The militia freed prisoners in Nyala.",
    "Fighting has stopped in Kunduz.",
    "Fighting in Sudan goes on.",
]


@pytest.mark.parametrize("text", NO_CLAIM)
def test_what_is_no_claim(text):
    assert told(text) == []


PUT = [
    ("If Marib falls to the Houthis, many will flee.", ["hypothetical"]),
    ("The rebels failed to capture Marib.", ["denied"]),
    ("Al-Shabaab denied that it had lost Kismayo.", ["denied"]),
    ("The mayor said rebels had not entered Sake.", ["denied"]),
    ("The army has vowed to retake Kidal.", ["asserted"]),
    ("Sake is no longer in rebel hands.", ["asserted"]),
    ("Rebels said they had captured Sake, but the army denied the claim.", ["asserted", "denied"]),
    ("Rebels captured Sake. The army denied it.", ["asserted", "denied"]),
]


@pytest.mark.parametrize(("text", "stances"), PUT)
def test_how_a_claim_is_put(text, stances):
    assert [claim.stance.value for claim in claims(text)] == stances


EXTENTS = [
    ("Gangs control about 80 percent of Port-au-Prince.", "share", 0.8),
    ("Gangs control up to 80% of Port-au-Prince.", "share", 0.8),
    ("Gangs control about two-thirds of Port-au-Prince.", "share", 0.67),
    ("Rebels seized a base on the northern edge of Aleppo.", "part", None),
    ("Rebels seized most of Aleppo.", "part", None),
    ("Rebels seized the airport in Aleppo.", "part", None),
    ("Rebels seized Aleppo airport.", "part", None),
    ("Rebels seized several northern neighbourhoods of Aleppo.", "part", None),
    ("Rebels hold western Aleppo.", "part", None),
    ("Fighting reached Aleppo, where rebels seized several districts.", "part", None),
    ("Rebels seized all of Aleppo.", "all", None),
    ("Rebels seized the northern city of Aleppo.", "all", None),
    ("Aleppo is split between rebels and the army.", "part", None),
]


@pytest.mark.parametrize(("text", "extent", "share"), EXTENTS)
def test_how_much_of_a_place(text, extent, share):
    assert {(c.extent.value, c.share) for c in claims(text)} == {(extent, share)}


def test_who_said_it_and_when():
    (claim,) = claims(
        "Rebels seized Sake on Monday, the governor, Jean Bahati, told Reuters by phone."
    )
    assert (claim.said_by, claim.said_by_role, claim.passed_on_by) == (
        "Jean Bahati", "governor", "Reuters",
    )  # fmt: skip
    assert (claim.start, claim.end) == (date(2024, 3, 11), date(2024, 3, 11))


def test_a_date_in_a_clause_about_the_place_dates_only_that_clause():
    holds, takes = claims("The army still holds Goma, which it retook in May.")
    assert (holds.start, holds.end) == (None, None)
    assert takes.start is not None and takes.start.month == 5


def test_who_claims_to_have_taken_a_place_says_so():
    (claim,) = claims("The RSF claims to control all of South Darfur.")
    assert claim.said_by == "RSF"


def test_militants_are_the_one_group_that_the_report_names():
    text = "Militants seized Bama on Monday. Boko Haram has killed thousands in the region."
    (claim,) = claims(text)
    assert (claim.actor.id, claim.actor.as_written, claim.actor.inferred) == (
        "boko-haram", "Militants", True,
    )  # fmt: skip


def test_militants_are_nobody_in_particular_where_two_groups_are_named():
    text = "Militants seized Bama on Monday. Boko Haram and ISWAP have killed thousands."
    (claim,) = claims(text)
    assert (claim.actor.id, claim.actor.inferred) == ("militants", False)


def test_a_state_abroad_is_foreign():
    (home,) = claims("Ukrainian troops hold Lyman.")
    (abroad,) = claims("Russian troops hold Lyman.")
    assert (home.actor.side.value, abroad.actor.side.value) == ("state", "foreign")


def test_a_description_says_what_place_it_stands_for():
    text = "Thousands live in Goma. The rebels captured the city on Monday."
    (claim,) = claims(text)
    assert claim.place.place == PLACES["Goma"]
    assert text[claim.place.start : claim.place.end] == claim.place.as_written == "the city"
    assert "Goma" in claim.place.why


def test_a_denial_is_a_statement_of_its_own_beside_the_claim():
    claim, denial = claims("M23 captured Sake on Monday, but the army denied it.")
    assert (claim.stance.value, denial.stance.value) == ("asserted", "denied")
    assert claim.id != denial.id
    assert denial.evidence.quote.endswith("the army denied it")


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        ("M23 seized the presidential palace in Goma.", "part"),
        ("M23 retook the Grand Mosque in Goma.", "part"),
        ("M23 overran an army garrison in Goma.", "part"),
        ("M23 holds seven of Goma's eighteen districts.", "part"),
        ("M23 seized the salt-mining town of Sake.", "all"),
    ],
)
def test_a_facility_is_part_of_its_town(text, extent):
    assert [claim.extent.value for claim in claims(text)] == [extent]


def test_a_container_is_not_claimed_with_its_town():
    assert told("M23 captured Goma, North Kivu.") == [("m23", "takes", "Goma")]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_a_quote_is_the_text_s_own_and_a_sentence_without_claims_changes_nothing(text, expected):
    longer = f"Rice was dear. {text}\n\nThe weather stayed fine."
    assert sorted(told(longer)) == sorted(expected)
    for claim in claims(longer):
        evidence = claim.evidence
        assert longer[evidence.start : evidence.end] == evidence.quote != ""


NAMES = st.sampled_from(
    [*PLACES, "M23", "the army", "rebels", "captured", "fell to", '"', "\ue001"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES | st.text(max_size=6), max_size=12).map(" ".join))
def test_any_text_is_survived(text):
    for claim in claims(text):
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


def test_a_report_in_another_language_states_nothing():
    text = "Les rebelles du M23 ont pris la ville de Sake lundi soir, selon des habitants de Goma."
    assert claims(text) == []


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("relation", "grabs", "has relation 'grabs'"),
        ("pattern", "{subject} <grab> {place}", "names '<grab>'"),
        ("pattern", "{subject} (grabs {place}", "takes.odd"),
        ("pattern", "{subject} [grabs] {place}", "cannot do without"),
        ("pattern", "{subject} grabs {place}(?=[,;]| on)", "has brackets in a test"),
        ("pattern", "{subject} (grabs|on the (edge|brink) of) {place}", "cannot do without"),
    ],
)
def test_a_malformed_row_is_named(tmp_path, column, value, says):
    for table in DATA.glob("*.csv"):
        shutil.copy(table, tmp_path)
    row = {"id": "takes.odd", "relation": "takes", "pattern": "{subject} grabs {place}"}
    with (tmp_path / "territory_rules.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("id", "relation", "pattern", "actors", "extent", "stance"))
        writer.writeheader()
        writer.writerow({**row, column: value})
    with pytest.raises(ReferenceDataError, match=says):
        TerritoryRules.read(tmp_path)
