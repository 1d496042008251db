"""Displacement figures: the rules, one by one, and what stands around a figure."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.coding.displacement import DisplacementCoder
from dashboard.coding.displacement_rules import read_rules
from dashboard.coding.reading import Reading
from dashboard.coding.sentences import split_sentences
from dashboard.coding.speech import SpeechWords
from dashboard.coding.stance import StanceWords
from dashboard.errors import ReferenceDataError
from dashboard.model import DisplacementFigure, Place, PlaceKind, PlaceMention, Report

DATA = Path(__file__).parent.parent / "data"
CODER = DisplacementCoder.read(DATA)
STANCES, SPEECH = StanceWords.read(DATA), SpeechWords.read(DATA)
with (DATA / "displacement_rules.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))

with (DATA / "units.csv").open(encoding="utf-8", newline="") as lines:
    UNITS = list(csv.DictReader(lines))

# Enough of a gazetteer: a name, its kind, and what contains it.
PLACES = {
    "Democratic Republic of the Congo": (PlaceKind.COUNTRY, ()),
    "North Kivu": (PlaceKind.ADMIN1, ("Democratic Republic of the Congo",)),
    "Masisi": (PlaceKind.CITY, ("North Kivu", "Democratic Republic of the Congo")),
    "Goma": (PlaceKind.CITY, ("North Kivu", "Democratic Republic of the Congo")),
    "Sake": (PlaceKind.CITY, ("North Kivu", "Democratic Republic of the Congo")),
    "Uganda": (PlaceKind.COUNTRY, ()),
    "Bunia": (PlaceKind.CITY, ("Ituri", "Democratic Republic of the Congo")),
    "Ituri": (PlaceKind.ADMIN1, ("Democratic Republic of the Congo",)),
    "Syrian": (PlaceKind.COUNTRY, ()),
}
NAMES = re.compile(r"\b(?:" + "|".join(sorted(PLACES, key=len, reverse=True)) + r")\b")


def mention(match: re.Match[str]) -> PlaceMention:
    kind, within = PLACES[match.group()]
    place = Place(id=match.group(), name=match.group(), kind=kind, within=within)
    is_demonym = match.group().endswith("ian")
    return PlaceMention(
        match.start(), match.end(), match.group(), place=place, associative=is_demonym
    )


def code(text: str, published: date | None = date(2023, 4, 18)) -> list[DisplacementFigure]:
    mentions = tuple(mention(match) for match in NAMES.finditer(text))
    report = Report(id="test", text=text, published=published)
    return CODER.code_figures(
        Reading(report, split_sentences(report.text), lambda: mentions, STANCES, SPEECH)
    )


def names(mentions: tuple[PlaceMention, ...]) -> list[str]:
    return [m.as_written for m in mentions]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_rule_matches_what_it_must_and_nothing_that_it_must_not(row):
    rule = f"displacement.{row['id']}"
    assert rule in [figure.rule for figure in code(row["must"])]
    assert rule not in [figure.rule for figure in code(row["must_not"])]


# A rule that counts nothing else may name their letters among its stems: then those of all of them.
@pytest.mark.parametrize("row", [row for row in ROWS if row["counts"] in ("housing", "families")])
def test_the_nouns_that_a_rule_counts_all_have_one_of_its_stems(row):
    stems = row["stems"].split(" & ")[-1].split("|")
    nouns = [unit["noun"] for unit in UNITS if unit["counts"] == row["counts"]]
    assert len(nouns) > 5
    assert [noun for noun in nouns if not any(stem in noun for stem in stems)] == []


FIGURES = [
    ("Some 4,000 people fled Sake.", 4_000, "people", "new_displacement", "forced_to_flee"),
    ("Shelling displaced over 900 families.", 900, "households", "new_displacement", "displaced"),
    ("There are 7,100 IDPs in Goma.", 7_100, "people", "idps", "displaced"),
    ("Uganda hosts 21,000 refugees.", 21_000, "people", "refugees", "displaced"),
    ("About 600 families went back to Sake.", 600, "households", "returns", "returned"),
    ("The wave left 3,300 homeless.", 3_300, "people", "new_displacement", "homeless"),
    ("Lava buried 80 houses.", 80, "households", "new_displacement", "destroyed_housing"),
    ("80 houses were buried.", 80, "households", "new_displacement", "destroyed_housing"),
    ("Some 450 homes were evacuated.", 450, "households", "new_displacement", "evacuated"),
    ("IDPs: 12 300", 12_300, "people", "idps", "displaced"),
    ("Thousands fled.", 2_000, "people", "new_displacement", "forced_to_flee"),
    ("Two dozen families fled.", 24, "households", "new_displacement", "forced_to_flee"),
    ("12,000 Hema have fled Bunia.", 12_000, "people", "new_displacement", "forced_to_flee"),
    ("Some 30 died, 2,100 were displaced.", 2_100, "people", "new_displacement", "displaced"),
    ("It drove 800 people from their homes.", 800, "people", "new_displacement", "forced_to_flee"),
    ("Some 300 families sleep in gyms.", 300, "households", "idps", "sheltered"),
    ("Some 300 survivors are in tents.", 300, "people", "idps", "sheltered"),
    ("Some 900 people are lodged in a relief camp.", 900, "people", "idps", "in_relief_camp"),
    ("Some 900 have been brought to shelters.", 900, "people", "new_displacement", "evacuated"),
    ("Some 900 families displaced by the flood have gone home.",
     900, "households", "returns", "returned"),
    ("Some 900 families displaced by the flood may go home.",
     900, "households", "new_displacement", "displaced"),
    ("The last 90 families left the site and went home.", 90, "households", "returns", "returned"),
    ("The mayor puts the number of IDPs in Goma at 4,000.", 4_000, "people", "idps", "displaced"),
    ("Around 4,000 people \"have been forced to flee\".",
     4_000, "people", "new_displacement", "forced_to_flee"),
    ("Some 300 of the displaced have gone home.", 300, "people", "returns", "returned"),
    ("The agency recorded 300 returns to Goma.", 300, "people", "returns", "returned"),
    ("The army tore down 60 huts.", 60, "households", "new_displacement", "destroyed_housing"),
    ("The quake left 60 homes with damage.",
     60, "households", "new_displacement", "partially_destroyed_housing"),
    ("Some 60 homes are no longer fit to live in.",
     60, "households", "new_displacement", "uninhabitable_housing"),
    ("Displaced people: nine in ten need food. Some 900 fled.",
     900, "people", "new_displacement", "forced_to_flee"),
    ("The number of IDPs rose by 400 to 3,100.", 3_100, "people", "idps", "displaced"),
    ("Some 20 families, about 120 people, fled.",
     20, "households", "new_displacement", "forced_to_flee"),
    ("Last week 4,000 people fled Sake.", 4_000, "people", "new_displacement", "forced_to_flee"),
    ("The floods displaced 3,500, killed 120 and hurt 40.",
     3_500, "people", "new_displacement", "displaced"),
    ("Half of the 900 displaced are in Goma.", 900, "people", "idps", "displaced"),
    ("Some 900 people from Sake are on the move.",
     900, "people", "new_displacement", "forced_to_flee"),
    ("It drove 900 people in Goma from their farms.",
     900, "people", "new_displacement", "forced_to_flee"),
    ("As of May 900 people are thought to be displaced.", 900, "people", "idps", "displaced"),
    ("Boats took 900 people off the tiny island.", 900, "people", "new_displacement", "evacuated"),
    ("Its people fled; 900 people crossed the Naf.",
     900, "people", "new_displacement", "forced_to_flee"),
    ("Some 900 people are on their way home.", 900, "people", "returns", "returned"),
    ("In the first half of the year 900 people fled.",
     900, "people", "new_displacement", "forced_to_flee"),
    ("Some 900 people are sheltering in UN bases.", 900, "people", "idps", "sheltered"),
    ("Fire tore through 900 homes.",
     900, "households", "new_displacement", "partially_destroyed_housing"),
    ("The raid drove every one of Sake's 900 villagers into Goma.",
     900, "people", "new_displacement", "forced_to_flee"),
    ("Sake has received 900 displaced.", 900, "people", "idps", "displaced"),
    ("UNHCR registered 900 new arrivals in Sake camp.",
     900, "people", "new_displacement", "in_relief_camp"),
    ("More than 900 Chadian and Central African nationals flee into Uganda.",
     900, "people", "new_displacement", "forced_to_flee"),
    ("Some 150 families (approximately, 900 people) were displaced.",
     150, "households", "new_displacement", "displaced"),
    ("Some 900 Rohingya put to sea.", 900, "people", "new_displacement", "forced_to_flee"),
    ("The slide forced 900 people out.", 900, "people", "new_displacement", "forced_to_flee"),
    ("The army evacuated 40 wounded and 900 villagers.",
     900, "people", "new_displacement", "evacuated"),
    ("A quarter of Sake's 900 displaced are children.", 900, "people", "idps", "displaced"),
    ("It displaced a third of Sake's 900 people.", 300, "people", "new_displacement", "displaced"),
    ("Sake camp, home to 900 people, is empty.", 900, "people", "idps", "in_relief_camp"),
    ("IDP households: 340", 340, "households", "idps", "displaced"),
    ("Some 700people fledGoma.", 700, "people", "new_displacement", "forced_to_flee"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quantity", "unit", "category", "term"), FIGURES)
def test_figure(text, quantity, unit, category, term):
    (figure,) = code(text)
    assert (figure.quantity, figure.unit.value) == (quantity, unit)
    assert (figure.category.value, figure.term.value) == (category, term)


@pytest.mark.parametrize(
    "text",
    [
        "The army killed 300 people and wounded 40.",
        "Fighters freed 1,500 prisoners from the jail in Goma.",
        "Some 300 soldiers fled into Uganda.",
        "The rebels evacuated 90 fighters.",
        "Between 90 and 230 IDPs were killed in the raid.",
        "The agency gave blankets to 2,500 displaced people.",
        "Some 1,200 refugees were vaccinated.",
        "They fled 40 kilometres through the forest.",
        "The displaced received $3 million.",
        "They have been displaced since 2019.",
        "Displaced children aged 12 work in the mines.",
        "Some 60 per cent of the displaced are women.",
        "Page 4 of 12: displaced people",
        "The storm destroyed 40 schools and 3 bridges.",
        "Floods displaced people from 14 villages.",
        "Thousands of students returned to school.",
        "Displacement continues. Some 300 traders met in Goma.",
        "Nobody counted how many fled.",
        "Some 300 reservists and five battalions have moved from Sake.",
        "Some 300 inmates fled the jail.",
        "Displacement goes on: one in three villages is empty.",
        "Violence killed 300 people and 4,000 soldiers arrived in Goma.",
        "They fled. Some 900 families are waiting to go home.",
        "Some 300 lost their lives when people fled.",
        "The agency assisted 300 farmers, 900 refugees from Uganda and 40 returnees.",
        "A mother of four fled Sake, and her three sisters were displaced.",
        "Ms Otieno, 34, arrived in Goma after fleeing Sake.",
    ],
)
def test_what_is_no_displacement(text):
    assert code(text) == []


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Some 4,000 people were displaced.", "asserted"),
        ("Up to 4,000 people could be displaced.", "hypothetical"),
        ("If the dam breaks, 4,000 people would be displaced.", "hypothetical"),
        ("The army denied that 4,000 people had fled.", "denied"),
        ("Authorities plan to relocate 4,000 people.", "hypothetical"),
        ("The fire left 4,000 people without shelter.", "asserted"),
        ("Fear of a flood drove 4,000 people from Sake.", "asserted"),
        ("The mayor dismissed talk of 4,000 people displaced.", "denied"),
    ],
)
def test_stance(text, stance):
    (figure,) = code(text)
    assert figure.stance.value == stance


ENDS = [
    ("Some 900 people fled from Masisi to Goma.", ["Masisi"], ["Goma"], []),
    ("Some 900 people fled Masisi.", ["Masisi"], [], []),
    ("Some 900 people from Masisi have reached Goma after they fled.", ["Masisi"], ["Goma"], []),
    ("Some 900 people were displaced in Masisi.", [], [], ["Masisi"]),
    ("In Masisi, 900 people were displaced.", [], [], ["Masisi"]),
    ("Clashes displaced 900 people within North Kivu.", ["North Kivu"], ["North Kivu"], []),
    ("Some 900 people fled to Goma, Bunia and Uganda.", [], ["Goma", "Bunia", "Uganda"], []),
    ("Some 900 people fled Masisi, in North Kivu, for safety.", ["Masisi"], [], []),
    ("Fighting in Sake has pushed 900 people across the border into Uganda.",
     ["Sake"], ["Uganda"], []),
    ("Rebels captured Sake, prompting 900 people to flee to Goma.", ["Sake"], ["Goma"], []),
    ("In January rebels seized the town of Sake, displacing 900 people.", ["Sake"], [], []),
    ("Fighting broke out in Sake. The violence forced 900 people to flee.", ["Sake"], [], []),
    ("Rebels took Sake, in North Kivu. Some 900 people fled from the city to Goma.",
     ["Sake"], ["Goma"], []),
    ("Talks go on in Sake. There are 900 IDPs in the town.", [], [], ["Sake"]),
    ("Uganda hosts 900 refugees.", [], [], ["Uganda"]),
    ("There are 900 Syrian refugees.", ["Syrian"], [], []),
    ("Some 900 families returned home to Sake from Goma.", ["Goma"], ["Sake"], []),
    ("Some 900 families displaced from Sake have gone home.", [], ["Sake"], []),
    ("Some 900 people have fled to Goma, North Kivu's governor said.", [], ["Goma"], []),
    ("Some 900 people have fled Sake, an aid worker told reporters in Goma.", ["Sake"], [], []),
    ("Goma: 900 families are homeless.", [], [], ["Goma"]),
    ("Masisi's mayor counts 900 people displaced.", [], [], ["Masisi"]),
    ("The mayor of Sake spoke of 900 displaced in his town.", [], [], ["Sake"]),
    ("Goma hosts 5,000 IDPs. Some 900 arrived in May.", [], [], ["Goma"]),
    ("In Sake 900 families were evacuated to Goma.", ["Sake"], ["Goma"], []),
    ("The population of Sake, some 900, has been evacuated.", ["Sake"], [], []),
    ("Some 900 people may flee if the assault on Sake begins.", ["Sake"], [], []),
    ("Some 900 people left the camp at Sake; boats from Goma land all day.", ["Sake"], [], []),
    ("Some 900 people escaped from the valley near Sake to Goma.", ["Sake"], ["Goma"], []),
    ("Some 900 people had to abandon their homes in Sake.", ["Sake"], [], []),
    ("Some 900 families have been displaced by the Sake fighting.", ["Sake"], [], []),
    ("The storm swept away 900 homes in Sake.", [], [], ["Sake"]),
    ("North Kivu evacuated 900 people before the storm made landfall at Goma.",
     [], [], ["North Kivu"]),
    ("Of Sake's population some 900 have fled.", ["Sake"], [], []),
    ("Some 900 people were displaced in the past two to three weeks in Sake.", [], [], ["Sake"]),
    ("Boats took 900 people off the small island of Goma.", ["Goma"], [], []),
    ("Rebels took Ituri. Some 900 people fled the city and reached Goma.", ["Ituri"], ["Goma"], []),
    ("Some 900 people fled through Sake to Goma.", [], ["Goma"], []),
    ("Those evacuated from Sake to Goma (900) wait.", [], ["Goma"], []),
    ("Many who fled Sake wait in Goma. Some 300 crossed the border there.", [], ["Goma"], []),
    ("The storm wrecked 900 homes and left 300 more with damage in Goma.", [], [], ["Goma"]),
    ("Some 900 fled Uganda. Another 40 went to Goma and 30 to Sake.", ["Uganda"], ["Sake"], []),
    ("Uganda is at war. Uganda's foe sits in the Democratic Republic of the Congo. Some 900 people "
     "are displaced inside the country.", [], [], ["Uganda"]),
    ("Fire burned 40 homes in Sake and left 900 people homeless.", [], [], ["Sake"]),
    ("Ituri's chief minister said 900 houses collapsed.", [], [], ["Ituri"]),
    ("The number of IDPs in Sake rose from 300 on 3 May to 900 on 9 May.", [], [], ["Sake"]),
    ("Some 900 people fled to an area near Sake.", [], ["Sake"], []),
    ("Rebels took Sake. Goma's governor said 900 people were displaced.", [], [], ["Goma"]),
    ("Uganda shut its border as 900 people crossed into the country.", [], ["Uganda"], []),
    ("Fighting in Uganda has displaced 900 people.", [], [], ["Uganda"]),
    ("Uganda's war has displaced a record 900 people.", [], [], ["Uganda"]),
    ("Goma, Uganda's largest host, is home to 900 refugees.", [], [], ["Goma"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "origin", "destination", "location"), ENDS)
def test_ends(text, origin, destination, location):
    figure = code(text)[-1]
    assert names(figure.origin) == origin
    assert names(figure.destination) == destination
    assert names(figure.location) == location


def test_each_figure_of_a_sentence_has_its_own_ends():
    first, second = code("Some 900 people fled from Masisi to Goma and 300 from Sake to Bunia.")
    assert (names(first.origin), names(first.destination)) == (["Masisi"], ["Goma"])
    assert (names(second.origin), names(second.destination)) == (["Sake"], ["Bunia"])


def test_the_places_of_a_part_that_crossed_are_not_those_of_the_whole():
    whole, part = code(
        "Congo's war has displaced 900 people, including 300 who crossed into Uganda."
    )
    assert (names(whole.destination), names(part.destination)) == ([], ["Uganda"])
    assert part.part_of == whole.id


def test_some_who_are_back_of_those_who_fled_are_back_where_they_fled_from():
    some, every = code("Some 400 of the 9,000 who fled Sake have come home.")
    assert (some.quantity, some.category.value, names(some.destination)) == (
        400,
        "returns",
        ["Sake"],
    )
    assert (every.quantity, every.term.value, names(every.origin)) == (
        9_000,
        "forced_to_flee",
        ["Sake"],
    )


def test_a_part_has_the_ends_of_its_whole_or_its_own():
    whole, part = code("Some 900 people fled Sake, police said, among them 300 on foot.")
    assert names(whole.origin) == names(part.origin) == ["Sake"]
    whole, part = code("Some 900 people fled Sake, about 300 of them for Goma.")
    assert (names(whole.origin), names(whole.destination)) == (["Sake"], [])
    assert (names(part.origin), names(part.destination)) == (["Sake"], ["Goma"])


@pytest.mark.parametrize(
    "text",
    [
        "Some 125 families (more than 800 people) were displaced.",
        "Some 125 families, or more than 800 people, were displaced.",
    ],
)
def test_a_conversion_beside_a_figure_is_part_of_it(text):
    (figure,) = code(text)
    assert (figure.quantity, figure.unit.value) == (125, "households")
    assert figure.equivalent == "more than 800 people"


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Some 900 people, including 400 children, fled Sake.", 400),
        ("Some 900 people, including 400 children, are living in tents.", 400),
        ("Some 900 people fled Sake. They include 400 children.", 400),
        ("Some 900 people fled Sake, of whom 300 were displaced again.", 300),
        ("Some 900 people fled Sake, of whom 300 are still in Goma.", 300),
        ("Some 900 people fled Sake, police said, among them 300 in boats.", 300),
        ("Some 900 people fled Sake, about 300 of them for Goma.", 300),
        ("Some 900 people have been displaced: 300 in Goma.", 300),
        ("Some 900 people were displaced. Of these, 300 families are in schools in Goma.", 300),
        ("Of the 900 displaced, 300 are with host families.", 300),
        ("Displaced persons in North Kivu: 900 (Goma 300)", 300),
        ("There are 900 IDPs. That includes 300 who were displaced in May.", 300),
        ("There are 900 IDPs. Goma hosts the most, 300.", 300),
        ("Some 900 people live in IDP camps, with Sake camp having the largest number, 300.", 300),
    ],
)
def test_a_part_names_its_whole(text, quantity):
    whole, part = code(text)
    assert (whole.quantity, part.quantity) == (900, quantity)
    assert part.part_of == whole.id
    assert whole.part_of is None


@pytest.mark.parametrize(
    "text",
    [
        "IDPs by town: Goma 12,300; Sake 8,100.",
        "The largest numbers of IDPs are in Goma (12,300) and Sake (8,100).",
        "IDPs: Goma – 12,300, Sake – 8,100",
    ],
)
def test_a_list_by_place_has_a_figure_for_each(text):
    found = [(figure.quantity, names(figure.location)) for figure in code(text)]
    assert found == [(12_300, ["Goma"]), (8_100, ["Sake"])]


def test_parts_of_households_are_households():
    found = code("IDP households: 9,140 (Goma 5,200, Sake 2,300)")
    assert [(f.quantity, f.unit.value) for f in found] == [
        (9_140, "households"),
        (5_200, "households"),
        (2_300, "households"),
    ]


def test_another_number_between_whole_and_part_keeps_them_apart():
    for others in ("50 were killed, including 12 children", "of whom 15 were wounded"):
        (figure,) = code(f"Some 900 people fled, {others}.")
        assert figure.quantity == 900


def test_a_share_is_worked_out():
    (figure,) = code("A third of its 14,000 inhabitants have fled.")
    assert figure.quantity == 4_667
    assert figure.working == "a third of 14,000 = 4,667"


def test_of_a_share_of_the_displaced_the_whole_is_displaced():
    figures = code("Half of the 6,000 people displaced from Sake have returned.")
    assert 6_000 in [figure.quantity for figure in figures]


def test_a_range_keeps_both_ends():
    (figure,) = code("Between 75,000 and 150,000 people fled.")
    assert (figure.quantity, figure.quantity_high) == (75_000, 150_000)
    assert figure.quantifier.value == "range"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("On Monday 900 people fled.", "2023-04-17", "2023-04-17"),
        ("Some 900 people have fled since 1 March.", "2023-03-01", "2023-04-18"),
        ("Lava reached Goma on 3 March. Some 900 people fled.", "2023-03-03", "2023-03-03"),
        ("Lava reached Goma on 3 March. There are 900 IDPs.", None, None),
    ],
)
def test_date(text, start, end):
    (figure,) = code(text)
    assert (figure.start and figure.start.isoformat()) == start
    assert (figure.end and figure.end.isoformat()) == end


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Clashes displaced 900 people.", "conflict"),
        ("Floods displaced 900 people.", "disaster"),
        ("A cyclone struck. Some 900 people fled.", "disaster"),
        ("Some 900 people fled.", None),
    ],
)
def test_cause(text, cause):
    (figure,) = code(text)
    assert figure.cause == cause


def test_the_evidence_is_the_figure_with_its_noun():
    text = "Rebels took Sake, prompting some 1,500 frightened villagers to flee."
    (figure,) = code(text)
    assert figure.evidence.quote == "some 1,500 frightened villagers"
    assert text[figure.evidence.start : figure.evidence.end] == figure.evidence.quote


@given(st.text())
@example("\t")
def test_any_text_is_survived_and_quoted_exactly(text):
    for figure in code(text):
        assert text[figure.evidence.start : figure.evidence.end] == figure.evidence.quote


@given(st.sampled_from([row[0] for row in FIGURES]), st.text(alphabet="\u0130ßéàΩж ", max_size=8))
def test_other_scripts_around_a_figure_change_nothing(sentence, noise):
    before = [(f.quantity, f.term, f.evidence.quote) for f in code(sentence)]
    after = [(f.quantity, f.term, f.evidence.quote) for f in code(f"{noise}.\n\n{sentence}")]
    assert before == after


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Sake hosts 900 IDPs, Goma 300 and Bunia 40.", {900: "Sake", 300: "Goma", 40: "Bunia"}),
        ("In Sake there are 900 displaced, in Goma 300.", {900: "Sake", 300: "Goma"}),
        ("Most IDPs live in Sake (900), Goma (300) and Bunia (40).", {900: "Sake", 40: "Bunia"}),
        ("Clashes forced 900 in Sake and 300 in Goma to flee.", {900: "Sake", 300: "Goma"}),
        ("Some 900 people fled, with 300 in Goma and 40 in Bunia.", {300: "Goma", 40: "Bunia"}),
        ("Some 900 people fled Sake. Goma took in 300 of them.", {900: "Sake", 300: "Goma"}),
        ("Some 900 homes burned down in Sake and 30 more in Goma.", {900: "Sake", 30: "Goma"}),
        ("Of 900 who fled to Sake, 300 are back in Goma.", {900: "Sake", 300: "Goma"}),
        ("Clashes displaced 900 in Sake; another 300 are in Goma.", {900: "Sake", 300: "Goma"}),
        ("Sake hosts 900 IDPs, followed by Goma with 300.", {900: "Sake", 300: "Goma"}),
        ("Some 900 people are displaced; 300 in Goma and 40 in Sake.", {300: "Goma", 40: "Sake"}),
    ],
)
def test_a_number_in_a_list_has_the_place_beside_it(text, figures):
    found = {f.quantity: names((*f.origin, *f.destination, *f.location)) for f in code(text)}
    assert {quantity: found[quantity][-1] for quantity in figures} == figures


@pytest.mark.parametrize(
    "text",
    [
        "Of 900 delegates all but 300 returned to Goma.",
        "The camp for 3,000 refugees will cost 12 million euros.",
        "The number of displaced people who died of cholera rose from 30 to 75.",
        "The team vaccinated 8,000 children in camps for displaced people.",
        "Refugees were killed in Sake (120), Goma (90) and Bunia (30).",
        "Six hundred refugees a day are reaching Goma.",
        "Some 900 people left Goma in the morning and marched to Sake.",
        "Some 300 marines are back in Uganda.",
        "Last year 12,000 Kenyans moved to Canada.",
        "Since the war one has died for every seven who crossed the strait.",
    ],
)
def test_numbers_of_other_things_are_no_figures(text):
    assert code(text) == []


@pytest.mark.parametrize("fate", ["were killed on the road", "are injured", "have received tents"])
def test_what_befell_some_of_them_makes_no_part(fate):
    (figure,) = code(f"Some 900 people fled Sake. About 40 of them {fate}.")
    assert figure.quantity == 900


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("The number of IDPs rose from 4,000 to 9,000.", [9000]),
        ("Some 900 people are in shelters, down from 2,000 on Friday.", [900, 2000]),
    ],
)
def test_of_a_change_each_number_is_one_and_no_range(text, quantities):
    assert [(f.quantity, f.quantity_high) for f in code(text)] == [(q, None) for q in quantities]


@pytest.mark.parametrize("empty", ["The weather was fine.", "Talks go on.", "Nobody spoke."])
@pytest.mark.parametrize("row", FIGURES, ids=[row[0] for row in FIGURES])
def test_a_sentence_that_states_nothing_changes_nothing(row, empty):
    alone = [(f.quantity, f.unit, f.category, f.term) for f in code(row[0])]
    after = [(f.quantity, f.unit, f.category, f.term) for f in code(f"{row[0]}\n\n{empty}")]
    assert alone == after


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("between", "nowhere", "nowhere"),
        ("words", "(", "displaced.remain"),
        ("term", "gone", "gone"),
    ],
)
def test_a_malformed_row_is_named(tmp_path, column, value, says):
    broken = [{**row, column: value} for row in ROWS[:1]]
    with (tmp_path / "displacement_rules.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(ROWS[0]))
        writer.writeheader()
        writer.writerows(broken)
    with pytest.raises(ReferenceDataError, match=says):
        read_rules(tmp_path)
