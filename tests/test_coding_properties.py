"""What holds of all coding: quotes are the text's own, and what states nothing changes nothing."""

import re
import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import DisplacementFigure, Report, Statement, TerritorialClaim
from dashboard.pipeline import open_desk
from dashboard.settings import settings_from

STATING = (
    "M23 rebels captured Goma on Monday.",
    "Some 9,000 people fled from Goma to Rwanda, the mayor said.",
    "The Sudanese army said on Friday that it had retaken Wad Madani.",
    "At least 300 families were displaced in Kherson.",
    "Fighting continued around Bakhmut.",
    "More than 1.5 million people have been displaced within Myanmar, according to the UN.",
)
NOT_STATING = (
    "The weather was mild for the season.",
    "A spokesman declined to answer further questions.",
    "Aid workers handed out blankets and cooking pots.",
    "The price of bread has doubled in a year.",
    "The match ended two all.",
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
PIECES = st.lists(st.sampled_from(STATING + NOT_STATING), max_size=8)


def code(text: str) -> list[Statement]:
    report = Report(id="r", text=text, published=date(2025, 1, 28))
    return open_desk(settings_from()).code(report)


def content(statement: Statement) -> tuple[object, ...]:
    """What is stated, but for where in the text it stands."""
    said = (statement.stance, statement.said_by, statement.start, statement.evidence.quote)
    if isinstance(statement, DisplacementFigure):
        return (*said, statement.quantity, statement.unit, statement.category)
    assert isinstance(statement, TerritorialClaim)
    return (*said, statement.actor.id, statement.relation, statement.place.as_written)


@given(ANY_TEXT)
def test_any_text_is_survived_and_quoted_exactly(text: str) -> None:
    for statement in code(text):
        evidence = statement.evidence
        assert text[evidence.start : evidence.end] == evidence.quote


@given(st.lists(st.one_of(st.sampled_from(STATING), ANY_TEXT), max_size=6))
def test_statements_come_in_the_text_s_order_with_its_own_words(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = code(text)
    starts = [statement.evidence.start for statement in found]
    assert starts == sorted(starts)
    assert all(text[s.evidence.start : s.evidence.end] == s.evidence.quote for s in found)
    assert len({s.id for s in found}) == len(found)


@pytest.mark.parametrize("stating", STATING)
@pytest.mark.parametrize("other", NOT_STATING)
def test_a_sentence_that_states_nothing_changes_nothing(stating: str, other: str) -> None:
    alone = [content(s) for s in code(stating)]
    assert alone
    assert [content(s) for s in code(f"{stating} {other}")] == alone
    assert [content(s) for s in code(f"{other} {stating}")] == alone


@pytest.mark.parametrize("text", NOT_STATING)
def test_what_states_nothing_gives_nothing(text: str) -> None:
    assert code(text) == []


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("300", "three hundred"),
        ("1,500,000", "1.5 million"),
        ("500,000", "half a million"),
        ("921", "nine hundred and twenty-one"),
        ("150,000", "a hundred and fifty thousand"),
    ],
)
def test_digits_or_words_are_the_same_number(digits: str, words: str) -> None:
    sentence = "Some {} people were displaced in Kherson."
    (one,), (other,) = code(sentence.format(digits)), code(sentence.format(words))
    assert isinstance(one, DisplacementFigure)
    assert isinstance(other, DisplacementFigure)
    assert one.quantity == other.quantity


@given(PIECES)
def test_coding_again_gives_the_same(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert code(text) == code(text)


@given(
    st.lists(st.sampled_from(STATING + NOT_STATING), min_size=8, max_size=12),
    st.integers(64, 100),
    st.sampled_from(("\n", " \n", "\n  ")),
)
def test_a_paragraph_states_the_same_however_its_lines_are_wrapped(
    pieces: list[str], width: int, line_end: str
) -> None:
    paragraph = " ".join(pieces)
    wrapped = line_end.join(textwrap.wrap(paragraph, width, break_on_hyphens=False))
    assert stated(wrapped) == stated(paragraph)


@given(st.sampled_from(STATING), st.data())
def test_blanks_of_any_kind_and_number_part_words(sentence: str, data: st.DataObject) -> None:
    blanks = st.sampled_from((" ", "  ", "   ", "\u00a0", "\u202f"))
    spread = re.sub(" ", lambda _: data.draw(blanks), sentence)
    assert stated(spread) == stated(sentence)


def stated(text: str) -> list[list[object]]:
    """What a text states, its words in one line; the quotes are the text's own."""
    found = code(text)
    assert all(text[s.evidence.start : s.evidence.end] == s.evidence.quote for s in found)
    return [[" ".join(p.split()) if isinstance(p, str) else p for p in content(s)] for s in found]


CUT = re.compile(r"(?<=[a-z])(?=[a-z])")


@given(st.sampled_from(STATING), st.data())
def test_a_word_cut_by_the_end_of_a_line_is_read_as_one(sentence: str, data: st.DataObject) -> None:
    common = re.finditer(
        r"\b(?:captured|rebels|fled|people|retaken|families|displaced)\b", sentence
    )
    word = data.draw(st.sampled_from([m.span() for m in common] or [(1, 1)]))
    inside = [m.start() for m in CUT.finditer(sentence, *word)]
    at = data.draw(st.sampled_from(inside)) if inside else None
    cut = f"{sentence[:at]}-\n{sentence[at:]}" if at else sentence
    found = code(cut)
    assert [content(s)[4:] for s in found] == [content(s)[4:] for s in code(sentence)]
    assert all(cut[s.evidence.start : s.evidence.end] == s.evidence.quote for s in found)
