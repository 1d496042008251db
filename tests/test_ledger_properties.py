"""What holds of any text: reviews that move with their words, and passages filled over."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dashboard.ledger.passage import FILLER, Passage
from dashboard.ledger.versions import holding
from dashboard.model import Evidence, PlaceMention, Statement
from tests.ledger_case import report, review, statements

WORDS = st.text("ab █9,.\n", min_size=1, max_size=40)


def spans(text: str) -> st.SearchStrategy[tuple[int, int]]:
    ends = st.integers(0, len(text))
    return st.tuples(ends, ends).map(lambda s: (min(s), max(s))).filter(lambda s: s[0] < s[1])


def on(text: str, start: int, end: int) -> Statement:
    """A claim of which evidence and place are one span of a text."""
    claim, _ = statements(report())
    quote = text[start:end]
    return replace(
        claim, evidence=Evidence(start, end, quote), place=PlaceMention(start, end, quote)
    )


@given(st.data(), WORDS, WORDS)
def test_a_review_moves_to_where_its_words_stand_or_goes(
    data: st.DataObject, older: str, newer: str
) -> None:
    before = on(older, *data.draw(spans(older)))
    held = holding(review(before), {"goma": report(text=newer)})
    if held is None:
        assert before.evidence.quote not in newer
        return
    assert held.before is not None
    for part in (held.before.evidence, held.before.place):  # type: ignore[union-attr]
        assert newer[part.start : part.end] == before.evidence.quote
    assert holding(review(before), {"sake": report("sake", newer)}) == review(before)


@given(st.data(), WORDS)
def test_a_filled_passage_leaves_the_rest_in_place(data: st.DataObject, text: str) -> None:
    start, end = data.draw(spans(text))
    passage = Passage.of(report(text=text), start, end)
    filled = passage.filled(report(text=text)).text
    assert (filled[:start], filled[end:]) == (text[:start], text[end:])
    assert filled[start:end] == FILLER * (end - start)
    other = on(text, *data.draw(spans(text)))
    overlaps = other.evidence.start < end and start < other.evidence.end
    if overlaps:
        assert passage.touches(other)
    elif not passage.words:
        assert not passage.touches(other)
