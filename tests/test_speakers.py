"""Who says what."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.coding.sentences import split_sentences
from dashboard.coding.speakers import Speakers
from dashboard.coding.speech import SpeechWords

WORDS = SpeechWords.read(Path(__file__).parent.parent / "data")

# text, words said, speaker, role, passed on by
SPOKEN = [
    ("Rebels took Bria, local radio reported.", "Rebels took Bria", "local radio", None, None),
    (
        "Bria fell, the National Crisis and Aid Council said.",
        "Bria fell",
        "National Crisis and Aid Council",
        None,
        None,
    ),
    ("The army said aid was near and denied that Bria fell.", "Bria fell", "army", None, None),
    ("The army denied reports of a coup, and rebels took Bria.", "rebels took", None, None, None),
    ("He denied it, saying the army held Sake.", "the army held Sake", None, None, None),
    (
        "A spokesman rejected the report, insisting they held on.",
        "held on",
        "spokesman",
        None,
        None,
    ),
    ("Shelling, saying nothing of fire, drove an estimated 300 away.", "300", None, None, None),
    ("A spokesman denied it, saying the army held Sake.", "army held", "spokesman", None, None),
    ("The army denied that Bria fell and said fighting went on.", "fighting", "army", None, None),
    (
        "The militia, which holds Bria, Sake and Goma, said it would march on.",
        "would march",
        "militia",
        None,
        None,
    ),
    ("Some 300 people in Bria were told rebels had taken Sake.", "taken Sake", None, None, None),
    ("Rebels took Sake, a monk told pilgrims who fled.", "Rebels took", None, None, None),
    ("Rebels took Sake, a clerk told journalists who fled.", "Rebels took", "clerk", None, None),
    ("According to initial reports, rebels took Sake.", "rebels took", None, None, None),
    ("UNHCR puts the number of displaced at 300.", "300", "UNHCR", None, None),
    ("Rebels took Sake, the governor said.", "Rebels took Sake", "governor", None, None),
    ("Rebels took Sake on Monday.", "took Sake", None, None, None),
    ("The army said rebels had left Sake.", "had left Sake", "army", None, None),
    ("The army said that rebels had left Sake.", "had left Sake", "army", None, None),
    (
        "Governor Amina Bello said that the town had fallen.",
        "the town had fallen",
        "Amina Bello",
        "Governor",
        None,
    ),
    (
        "Sudanese army spokesman Nabil Osman told Reuters that troops held El Obeid.",
        "troops held El Obeid",
        "Nabil Osman",
        "Sudanese army spokesman",
        "Reuters",
    ),
    (
        '"The town is in their hands," a defence ministry official told AFP on Friday.',
        "The town is in their hands",
        "defence ministry official",
        None,
        "AFP",
    ),
    (
        '"We hold the town," said Musa Bala, a rebel commander.',
        "We hold the town",
        "Musa Bala",
        "rebel commander",
        None,
    ),
    ('"We hold the town," said Bala in a statement.', "We hold the town", "Bala", None, None),
    ("According to the UN, 5,000 people fled.", "5,000 people fled", "UN", None, None),
    ("5,000 people fled, according to witnesses.", "5,000 people fled", "witnesses", None, None),
    (
        "5,000 people fled Sake, according to Jean Kasongo, the mayor of the town.",
        "5,000 people fled",
        "Jean Kasongo",
        "mayor of the town",
        None,
    ),
    (
        "The region's president, Aster Haile, rejected the offer. "
        '"They control the whole town," she said.',
        "They control the whole town",
        "Aster Haile",
        "president",
        None,
    ),
    (
        'Aster Haile, president of the region, rejected it. "They hold it all," she lamented.',
        "They hold it all",
        "Aster Haile",
        "president",
        None,
    ),
    (
        '"We thank you," Colonel Deng said. "The rebels hold Bor. They hold it all."',
        "They hold it all",
        "Deng",
        "Colonel",
        None,
    ),
    (
        "Speaker Tut Gai told lawmakers that Bor had fallen, according to the BBC.",
        "Bor had fallen",
        "Tut Gai",
        "Speaker",
        "BBC",
    ),
    ("The army claimed its forces took Bor.", "its forces took Bor", "army", None, None),
    ("Clashes in Bor claimed 70 lives and rebels took it.", "rebels took it", None, None, None),
    ("Reports say rebels took Bor.", "rebels took Bor", None, None, None),
    ("The army lost Bor, and the mayor said troops had fled.", "lost Bor", None, None, None),
    (
        "The army lost Bor, and the mayor said troops had fled.",
        "troops had fled",
        "mayor",
        None,
        None,
    ),
    ("Fighters, the governor said, had taken Bor.", "had taken Bor", "governor", None, None),
    (
        "Police and witnesses said rebels took Bor.",
        "rebels took Bor",
        "Police and witnesses",
        None,
        None,
    ),
    (
        "Zambar Ali is a teacher. Rebels took Bor, witnesses in Malakal said.",
        "Rebels took Bor",
        "witnesses in Malakal",
        None,
        None,
    ),
    (
        "Bor has fallen, Russia's Defence Ministry said on Tuesday.",
        "Bor has fallen",
        "Russia's Defence Ministry",
        None,
        None,
    ),
    (
        "The World Food Programme estimates 4,000 people fled.",
        "4,000 people fled",
        "World Food Programme",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("text", "words", "name", "role", "agency"), SPOKEN)
def test_speaker_of_words(text, words, name, role, agency):
    sentences = split_sentences(text)
    start = text.index(words)
    index = sentences.index_at(start)
    at = start - sentences[index].start
    speaker = Speakers(WORDS, sentences).speaker_of(
        index, at, min(at + len(words), len(sentences[index].text))
    )
    assert (speaker.said_by, speaker.role, speaker.passed_on_by) == (name, role, agency)


def test_a_quotation_of_several_paragraphs_keeps_its_speaker():
    text = '"It is lost," said Mayor Ruth Awino.\n\n"Rebels hold it all."\n\nThe army left Bor.'
    sentences = split_sentences(text)
    speakers = Speakers(WORDS, sentences)
    assert speakers.speaker_of(1, 1, 10).said_by == "Ruth Awino"
    assert speakers.speaker_of(2, 0, 10).said_by is None


@given(st.text(alphabet=st.sampled_from(' ".,“”\nAab said told AFP'), max_size=80))
def test_any_text_is_survived(text):
    sentences = split_sentences(text)
    speakers = Speakers(WORDS, sentences)
    for i, sentence in enumerate(sentences):
        said_by = speakers.speaker_of(i, 0, len(sentence.text)).said_by
        assert said_by is None or said_by.strip()
