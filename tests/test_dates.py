"""Dates that a text states, resolved against the day of publication."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.coding.dates import date_for, find_dates

TUESDAY = date(2023, 4, 18)

STATED = [
    ("on Tuesday", "2023-04-18", "2023-04-18", "day"),
    ("on Monday", "2023-04-17", "2023-04-17", "day"),
    ("on Monday night", "2023-04-17", "2023-04-18", "day"),
    ("on Tuesday night", "2023-04-18", "2023-04-18", "day"),
    ("between Friday and Monday", "2023-04-14", "2023-04-17", "day"),
    ("from Sunday night to Tuesday", "2023-04-16", "2023-04-18", "day"),
    ("last Tuesday", "2023-04-11", "2023-04-11", "day"),
    ("on Wednesday", "2023-04-12", "2023-04-12", "day"),
    ("yesterday", "2023-04-17", "2023-04-17", "day"),
    ("overnight", "2023-04-17", "2023-04-18", "day"),
    ("three days ago", "2023-04-15", "2023-04-15", "day"),
    ("on 6 April", "2023-04-06", "2023-04-06", "day"),
    ("on April 6", "2023-04-06", "2023-04-06", "day"),
    ("on 6 December", "2022-12-06", "2022-12-06", "day"),
    ("on 6 June 2019", "2019-06-06", "2019-06-06", "day"),
    ("on June 6, 2019", "2019-06-06", "2019-06-06", "day"),
    ("on 2019-06-06", "2019-06-06", "2019-06-06", "day"),
    ("the 3rd of March", "2023-03-03", "2023-03-03", "day"),
    ("as of 23 March", "2023-03-23", "2023-03-23", "day"),
    ("last week", "2023-04-10", "2023-04-16", "week"),
    ("two weeks ago", "2023-04-03", "2023-04-09", "week"),
    ("earlier this month", "2023-04-01", "2023-04-18", "month"),
    ("last month", "2023-03-01", "2023-03-31", "month"),
    ("in January", "2023-01-01", "2023-01-31", "month"),
    ("in May", "2022-05-01", "2022-05-31", "month"),
    ("in April", "2023-04-01", "2023-04-18", "month"),
    ("in mid-March", "2023-03-11", "2023-03-20", "month"),
    ("in early March 2021", "2021-03-01", "2021-03-10", "month"),
    ("by the end of February", "2023-02-28", "2023-02-28", "day"),
    ("in the end of February", "2023-02-21", "2023-02-28", "month"),
    ("by Sunday night", "2023-04-16", "2023-04-16", "day"),
    ("at New Year", "2023-01-01", "2023-01-01", "day"),
    ("the second week of February", "2023-02-08", "2023-02-14", "week"),
    ("in 2012", "2012-01-01", "2012-12-31", "year"),
    ("in late 2012", "2012-09-01", "2012-12-31", "year"),
    ("the first half of 2016", "2016-01-01", "2016-06-30", "year"),
    ("last year", "2022-01-01", "2022-12-31", "year"),
    ("between 17 October and 23 March", "2022-10-17", "2023-03-23", "day"),
    ("between 1 and 16 March", "2023-03-01", "2023-03-16", "day"),
    ("from 28 March to 2 April", "2023-03-28", "2023-04-02", "day"),
    ("on 12 and 13 November", "2022-11-12", "2022-11-13", "day"),
    ("March 28-30", "2023-03-28", "2023-03-30", "day"),
    ("between November and early December 2017", "2017-11-01", "2017-12-10", "month"),
    ("Between January and the end of August 2016", "2016-01-01", "2016-08-31", "month"),
    ("in the past six weeks", "2023-03-07", "2023-04-18", "week"),
    ("over the weekend", "2023-04-15", "2023-04-16", "day"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision"), STATED)
def test_stated_date(text, first, last, precision):
    (found,) = find_dates(text, TUESDAY)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert found.precision.value == precision


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("since the beginning of this year", "2023-01-01"),
        ("since 1 January 2016", "2016-01-01"),
        ("Since 16 September", "2022-09-16"),
        ("since Friday", "2023-04-14"),
        ("since New Year", "2023-01-01"),
        ("since mid-March", "2023-03-15"),
        ("since the offensive began on 10 February", "2023-02-10"),
        ("since the start of the siege in January", "2023-01-01"),
    ],
)
def test_since_runs_to_the_publication(text, first):
    (found,) = find_dates(text, TUESDAY)
    assert (found.first.isoformat(), found.last, found.since) == (first, TUESDAY, True)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It fell on Monday. A day earlier it still stood.", ["2023-04-17", "2023-04-16"]),
        ("It fell on 3 April; the following day they fled.", ["2023-04-03", "2023-04-04"]),
        ("It fell on 3 April. That day they fled.", ["2023-04-03", "2023-04-03"]),
        ("It fell on 3 April. A day later they fled.", ["2023-04-03", "2023-04-04"]),
        ("The day before, they fled.", []),
    ],
)
def test_a_day_told_from_another(text, days):
    assert [found.first.isoformat() for found in find_dates(text, TUESDAY)] == days


@pytest.mark.parametrize(
    ("before", "text", "days"),
    [
        ("It fell on 3 April.", "They fled the same day.", ["2023-04-03"]),
        (
            "It fell on 3 April.",
            "One day later, on Friday, they fled.",
            ["2023-04-04", "2023-04-14"],
        ),
        ("It fell in March.", "They fled the same day.", []),
        ("It fell.", "They fled the same day.", []),
    ],
)
def test_a_day_told_from_the_sentence_before(before, text, days):
    assert [found.first.isoformat() for found in find_dates(text, TUESDAY, before)] == days


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The vote will be held on 20 May.", "2023-05-20"),
        ("They are due to meet on Thursday.", "2023-04-20"),
        ("They will meet next Tuesday.", "2023-04-25"),
    ],
)
def test_the_future_only_where_the_text_speaks_of_it(text, first):
    (found,) = find_dates(text, TUESDAY)
    assert found.first.isoformat() == first


@pytest.mark.parametrize(
    "text",
    ["on Monday", "in January", "on 6 June", "last week", "between 17 October and 23 March"],
)
def test_no_date_is_invented_where_publication_is_unknown(text):
    assert find_dates(text, None) == []


def test_a_year_that_is_stated_needs_no_publication():
    (found,) = find_dates("between November 2016 and February 2017", None)
    assert (found.first, found.last) == (date(2016, 11, 1), date(2017, 2, 28))


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the town.",
        "May Lee spoke.",
        "over 2000 inmates",
        "on 31 June",
        "at 12.30",
        "route 2016a",
        "a sunny place",
    ],
)
def test_what_is_no_date(text):
    assert find_dates(text, TUESDAY) == []


def test_the_nearest_date_governs():
    text = "In January they took Bria; on 3 March 900 people fled."
    dates = find_dates(text, TUESDAY)
    at = text.index("900")
    governing = date_for(dates, (at, at + 3))
    assert governing is not None
    assert governing.first == date(2023, 3, 3)
    assert date_for([], (0, 1)) is None


PHRASES = st.sampled_from([row[0] for row in STATED])
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(PHRASES, DAYS)
@example("March 28-30", date(2000, 3, 28))
def test_no_date_after_the_publication_unless_its_year_is_stated(phrase, published):
    if any(year in phrase for year in ("2012", "2016", "2017", "2019", "2021")):
        return
    assert all(found.first <= found.last <= published for found in find_dates(phrase, published))


@given(st.text(), DAYS)
def test_any_text_is_survived(text, published):
    for found in find_dates(text, published):
        assert 0 <= found.start < found.end <= len(text)
