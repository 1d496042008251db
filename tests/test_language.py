"""Which language a report is in."""

import pytest

from dashboard.coding import language_of

TEXTS = [
    ("The town of Bria fell to the rebels on Monday, and thousands of people fled.", "en"),
    ("Rebels seize Bria", "en"),
    ("", "en"),
    ("Serb forces overran Srebrenica, a UN safe area, on 11 July 1995.", "en"),
    ("Conflict displacements: 2,500. Disaster displacements: 41,000.", "en"),
    ("Déplacés internes: 2 500 personnes dans la province du Nord-Kivu", "fr"),
    ("Rebellen haben Montag die Stadt Sake eingenommen, sagten Einwohner.", "de"),
    ("Les rebelles ont pris la ville de Bria lundi soir, selon des habitants de la région.", "fr"),
    (
        "Los rebeldes tomaron la ciudad en la noche del lunes, según los habitantes del pueblo.",
        "es",
    ),
    ("Повстанцы взяли город в понедельник вечером, сообщили местные жители агентству.", "ru"),
    ("سيطر المتمردون على المدينة مساء الاثنين وفر آلاف السكان من منازلهم إلى الجنوب", "ar"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_language_of_a_text(text, language):
    assert language_of(text) == language
