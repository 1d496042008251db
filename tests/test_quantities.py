"""Numbers of people and households, in digits and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.coding.number_tables import rows
from dashboard.coding.numerals import number_words
from dashboard.coding.quantities import find_quantities
from dashboard.coding.quantity import Quantity
from dashboard.coding.spotting import letters, lower


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


NUMBERS = [
    ("12 families", 12, None, "exact"),
    ("14,500 people", 14_500, None, "exact"),
    ("14.500 people", 14_500, None, "exact"),
    ("14 500 people", 14_500, None, "exact"),
    ("14'500 people", 14_500, None, "exact"),
    ("1,45,000 people", 145_000, None, "exact"),
    ("61, 000 people", 61_000, None, "exact"),
    ("1.5 million people", 1_500_000, None, "exact"),
    ("1.2m people", 1_200_000, None, "exact"),
    ("200k people", 200_000, None, "exact"),
    ("2 lakh people", 200_000, None, "exact"),
    ("half a million people", 500_000, None, "exact"),
    ("a quarter of a million people", 250_000, None, "exact"),
    ("one and a half million people", 1_500_000, None, "exact"),
    ("a hundred and fifty thousand people", 150_000, None, "exact"),
    ("nine hundred and twenty-one people", 921, None, "exact"),
    ("seventeen families", 17, None, "exact"),
    ("two dozen homes", 24, None, "exact"),
    ("some 9,000 people", 9_000, None, "approximately"),
    ("an estimated 9,000 people", 9_000, None, "approximately"),
    ("nearly 9,000 people", 9_000, None, "approximately"),
    ("at least 9,000 people", 9_000, None, "more_than"),
    ("no fewer than 9,000 people", 9_000, None, "more_than"),
    ("well over 9,000 people", 9_000, None, "more_than"),
    ("9,000 or more people", 9_000, None, "more_than"),
    ("9,000+ people", 9_000, None, "more_than"),
    ("up to 9,000 people", 9_000, None, "less_than"),
    ("as many as 9,000 people", 9_000, None, "less_than"),
    ("fewer than 9,000 people", 9_000, None, "less_than"),
    ("150-200,000 people", 150_000, 200_000, "range"),
    ("between 75,000 and 150,000 people", 75_000, 150_000, "range"),
    ("from 349 to 427 families", 349, 427, "range"),
    ("10,000–12,000 people", 10_000, 12_000, "range"),
    ("1.5 to 2 million people", 1_500_000, 2_000_000, "range"),
    ("two to three thousand people", 2_000, 3_000, "range"),
    ("over 2000 inmates", 2_000, None, "more_than"),
    ("least40,000 people", 40_000, None, "exact"),
    ("15,000people", 15_000, None, "exact"),
    ("300 may return", 300, None, "exact"),
    ("since mid-September 4,000 people", 4_000, None, "exact"),
    ("since early April four thousand people", 4_000, None, "exact"),
]


@pytest.mark.parametrize(("text", "low", "high", "quantifier"), NUMBERS)
def test_number(text, low, high, quantifier):
    found = only(text)
    assert (found.low, found.high, found.quantifier.value) == (low, high, quantifier)
    assert not found.vague


VAGUE = [
    ("thousands of people", 2_000),
    ("tens of thousands of people", 20_000),
    ("hundreds of thousands of people", 200_000),
    ("hundreds of families", 200),
    ("dozens of homes", 24),
    ("several hundred people", 200),
    ("a few thousand people", 2_000),
]


@pytest.mark.parametrize(("text", "low"), VAGUE)
def test_vague_words_are_at_least_two_of_them_and_say_so(text, low):
    found = only(text)
    assert (found.low, found.vague, found.quantifier.value) == (low, True, "more_than")


SHARES = [
    ("a third of its 14,000 inhabitants", 4_667, "a third of 14,000 = 4,667"),
    ("95 per cent of the town's 20,000 people", 19_000, "95 per cent of 20,000 = 19,000"),
    ("40% of 500 homes", 200, "40 per cent of 500 = 200"),
    ("two-thirds of the 900 families", 600, "two thirds of 900 = 600"),
    ("nine in ten of its 8,000 residents", 7_200, "nine in ten of 8,000 = 7,200"),
    ("4 out of every 5 of the 900 families", 720, "4 in 5 of 900 = 720"),
    ("half of the population of 3,000", 1_500, "half of 3,000 = 1,500"),
]


@pytest.mark.parametrize(("text", "low", "working"), SHARES)
def test_a_share_is_worked_out_and_the_working_is_shown(text, low, working):
    found = only(text)
    assert (found.low, found.working) == (low, working)
    assert found.whole is not None
    assert found.start < found.whole.start


@pytest.mark.parametrize(
    "text",
    [
        "40 km away",
        "90 kilometres south",
        "$5 million",
        "EUR 160,000",
        "15-year-old",
        "aged 34",
        "Ms Otieno, 34, a nurse",
        "their ally, now 77, came",
        "12 years",
        "63 per cent",
        "on 17 October",
        "July 21",
        "between 1 and 16 March",
        "since 2014",
        "in June 2014",
        "(2016)",
        "at 10pm",
        "09:00",
        "a magnitude 6.7 earthquake",
        "page 12",
        "resolution 2254",
        "the 17th storm",
        "COVID-19",
        "M23",
    ],
)
def test_what_counts_nobody_is_no_quantity(text):
    assert find_quantities(text) == []


def test_the_words_are_the_text_s_own():
    text = "Officials say that an estimated 12,000 people fled, up to 900 of them on foot."
    found = find_quantities(text)
    assert [q.words for q in found] == ["an estimated 12,000", "up to 900"]
    assert all(text[q.start : q.end] == q.words for q in found)


@pytest.mark.parametrize("row", rows("quantifiers"), ids=lambda row: row["words"])
@pytest.mark.parametrize("joint", ["-", " - ", "  ", "\n"])
def test_words_that_qualify_a_number_are_joined_in_any_way(row, joint):
    found = only(f"{joint.join(row['words'].split())} 900 people")
    assert (found.low, found.quantifier) == (900, only(f"{row['words']} 900 people").quantifier)


UNITS = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
UNITS += ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"]
UNITS += ["eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    if number >= 1000:
        rest = f" {spelled(number % 1000)}" if number % 1000 else ""
        return f"{spelled(number // 1000)} thousand{rest}"
    if number >= 100:
        rest = f" and {spelled(number % 100)}" if number % 100 else ""
        return f"{UNITS[number // 100]} hundred{rest}"
    if number >= 20:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    return UNITS[number]


@given(st.integers(2, 999_999))
def test_digits_or_words_the_number_is_the_same(number):
    for text in (f"{number:,} people", f"{spelled(number)} people"):
        assert only(text).low == number


@given(st.text())
def test_any_text_is_survived(text):
    assert all(text[q.start : q.end] == q.words for q in find_quantities(text))


@given(st.text() | st.lists(st.sampled_from([*"1 9,.", "half a ", "dozen ", "in ", "a few ", "%"])))
def test_only_those_that_have_words_of_a_number_have_one_in_words(pieces):
    text = "".join(pieces)
    has_some = not number_words().isdisjoint(letters(lower(text)).split())
    assert find_quantities(text, has_some) == find_quantities(text)
