"""What is tested before names are found lets through all that the rules match."""

import tomllib
from pathlib import Path

import pytest

from benchmarks.sentences import given_mentions
from dashboard import Report
from dashboard.coding import Coder
from dashboard.coding.actor_cues import ActorCues
from dashboard.coding.sentences import split_sentences
from dashboard.coding.spotting import letters
from dashboard.coding.territory_outlines import Outline, PlaceBeginnings

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
CODER = Coder.read(DATA)
PLACES = PlaceBeginnings.read(DATA)
ITEMS = [
    item
    for file in ("claims.toml", "figures.toml")
    for item in tomllib.loads((HERE / "sentences" / file).read_text("utf-8"))["item"]
]


def claims():
    """Code all passages that were labelled by hand, and give their claims."""
    coded = (
        CODER.code(
            Report(id=item["id"], text=item["text"]), lambda _, item=item: given_mentions(item)
        )
        for item in ITEMS
    )
    return [statement for statements in coded for statement in statements]


def test_no_claim_is_lost_to_an_outline_or_for_want_of_an_actor(monkeypatch):
    told = claims()
    monkeypatch.setattr(Outline, "may_match", lambda *_: True)
    monkeypatch.setattr(ActorCues, "may_be_in", lambda *_: True)
    assert claims() == told


@pytest.mark.parametrize(
    ("words", "may_be"),
    [
        ("Sake on Monday", True),
        ("the town", True),
        ("parts of the city of Sake", True),
        ("about 80% of Sake", True),
        ("it on Monday", True),
        ("al-Qaim", True),
        ("a small dusty town of the north", True),
        ("the rebel base", True),
        ("several places, including Sake", True),
        ("900 women", False),
        ("an agreement", False),
        ("action in advance", False),
        (".", False),
        ("", False),
    ],
)
def test_what_may_begin_with_a_place(words, may_be):
    assert PLACES.may_begin(words) is may_be


@pytest.mark.parametrize(
    ("sentence", "may_be"),
    [
        ("Rebels took Sake.", True),
        ("M23 took Sake.", True),
        ("They took Sake.", True),
        ("The U.S. took Sake.", True),
        ("Côte d’Ivoire took Sake.", True),
        ("Moscow said that it took Sake.", True),
        ("Aid reached us in Sake.", False),  # US in capitals alone
        ("The car is in Sake.", False),  # CAR and IS as well
        ("Traders reached Sake.", False),
    ],
)
def test_whether_anybody_may_act(sentence, may_be):
    words = set(letters(sentence.lower()).split())
    assert CODER.territory.actors.cues.may_be_in(sentence, words) is may_be


def test_a_name_in_other_letters_is_looked_for_as_it_is_written():
    cues = ActorCues(["Вагнер", "Séléka"])
    assert cues.may_be_in("Вагнер took Sake.", {b"took", b"sake"})
    assert cues.may_be_in("Séléka took Sake.", {b"s", b"l", b"ka", b"took", b"sake"})
    assert not cues.may_be_in("Traders took Sake.", {b"traders", b"took", b"sake"})


@pytest.mark.parametrize(
    ("sentence", "tried"),
    [
        ("M23 attacked the town of Sake.", True),
        ("M23 attacked Monday's talks.", True),  # a day has a capital
        ("M23 attacked on Monday by phone.", False),
        ("M23 attacked a statement by the mayor.", False),
        ("The attack by M23 failed.", False),
    ],
)
def test_a_rule_is_tried_where_its_words_stand_by_what_may_be_a_place(sentence, tried):
    rules = {rule.id: rule for rule in CODER.territory.rules.rules}
    (read,) = split_sentences(sentence)
    outline = rules["contests.attack"].outline
    assert outline.may_match(sentence.lower(), read, PLACES) is tried
