"""Where sentences start and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.coding.sentences import split_sentences

SPLITS = [
    ("Rebels took Goma. Thousands fled.", ["Rebels took Goma.", "Thousands fled."]),
    (
        "Gen. Awad spoke at 5 p.m. on Monday. He left.",
        ["Gen. Awad spoke at 5 p.m. on Monday.", "He left."],
    ),
    (
        "The U.N. Office said so. The U.S. The end.",
        ["The U.N. Office said so.", "The U.S.", "The end."],
    ),
    (
        "Mr. Musa and Dr. J. K. Obi of St. Paul agreed.",
        ["Mr. Musa and Dr. J. K. Obi of St. Paul agreed."],
    ),
    ('"They took the town." He wept.', ['"They took the town."', "He wept."]),
    ('"Have they gone?" he asked.', ['"Have they gone?" he asked.']),
    (
        "Town falls to rebels\nResidents of Sake fled.",
        ["Town falls to rebels", "Residents of Sake fled."],
    ),
    (
        "- 40 families in Bria\n- 60 families in Ndele",
        ["- 40 families in Bria", "- 60 families in Ndele"],
    ),
    ('"We call on all,"\nsaid the mayor.', ['"We call on all,"\nsaid the mayor.']),
    ("First paragraph\n\nSecond one.", ["First paragraph", "Second one."]),
    (
        "It rose by 3.5 per cent. By Jan. 5 it fell.",
        ["It rose by 3.5 per cent.", "By Jan. 5 it fell."],
    ),
    ("They waited... and then fled.", ["They waited... and then fled."]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SPLITS)
def test_sentences_of_a_text(text, expected):
    found = [s.text for s in split_sentences(text)]
    assert found == expected


def test_lines_that_were_only_wrapped_stay_together():
    text = (
        "The rebels advanced on Thursday along the shore of the lake towards\n"
        "Goma and took the hills above the airport before dusk, according to\n"
        "Congolese officers who were reached by telephone in the city."
    )
    assert len(split_sentences(text)) == 1


@given(st.text())
def test_every_sentence_is_the_text_s_own(text):
    sentences = split_sentences(text)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    kept = "".join(s.text for s in sentences)
    assert "".join(kept.split()) == "".join(text.split())


@given(st.text(min_size=1))
def test_a_sentence_is_found_by_offset(text):
    sentences = split_sentences(text)
    assert all(sentences.index_at(s.start) == i for i, s in enumerate(sentences))


@given(st.text(st.sampled_from("a, .\n"), max_size=40), st.integers(1, 400))
def test_no_sentence_is_endless(piece, times):
    text = piece * times
    sentences = split_sentences(text)
    assert all(len(s.text) <= 1000 and text[s.start : s.end] == s.text for s in sentences)
    kept = "".join(s.text for s in sentences)
    assert "".join(kept.split()) == "".join(text.split())
