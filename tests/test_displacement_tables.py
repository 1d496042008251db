"""Figures in tables of a report: by the label of their column and the place of their line."""

from datetime import date

import pytest

from dashboard import DisplacementFigure, Report, code_report

PUBLISHED = date(2025, 2, 14)


def code(text: str) -> list[DisplacementFigure]:
    statements = code_report(Report(id="r", text=text, published=PUBLISHED))
    return [s for s in statements if isinstance(s, DisplacementFigure)]


def told(text: str) -> list[tuple[object, ...]]:
    return [
        (
            figure.quantity,
            figure.category.value,
            figure.unit.value,
            [m.as_written for m in (*figure.origin, *figure.location, *figure.destination)],
        )
        for figure in code(text)
    ]


BARS = "Territory | IDPs | Returnees\nKalehe | 178,000 | 12,000\nMasisi | 211,300 | -\n"
TABLES = [
    (
        BARS,
        [
            (178_000, "idps", "people", ["Kalehe"]),
            (12_000, "returns", "people", ["Kalehe"]),
            (211_300, "idps", "people", ["Masisi"]),
        ],
    ),
    (
        "|Territory|No. of IDPs (HH)|\n|---|---|\n|Kalehe|1 950|\n|Total|1 950|\n",
        [(1_950, "idps", "households", ["Kalehe"])],
    ),
    (
        "Province\tTerritory\tIDP households\tIDP individuals\nSouth Kivu\tKalehe\t400\t1950",
        [(1_950, "idps", "people", ["Kalehe"])],
    ),
    # Another table, or a text, ends a table; a place that no gazetteer has is told by its name.
    (f"{BARS}Site | Wells\nGoma | 12\n", told(BARS)),
    (f"{BARS}\nGoma counts 12 wells.\n", told(BARS)),
    ("Site | Refugees\nQadwell | 40\n", [(40, "refugees", "people", ["Qadwell"])]),
    # No count of people: sites, aid, a share, none.
    ("Territory | IDP sites | IDPs reached with food\nKalehe | 14 | 9,000\n", []),
    ("Territory | IDPs\nKalehe | 14%\nMasisi | 0\n", []),
    ("Home | News | IDPs\nAbout | Contact | Help\n", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_figures_of_a_table(text, expected):
    assert told(text) == expected


def test_a_report_that_is_mostly_a_table_is_in_the_language_of_the_rest():
    towns = ("Goma", "Masisi", "Rutshuru", "Kiwanja", "Nyanzale", "Minova", "Kalehe", "Bunia")
    rows = "".join(f"{town} | 900\n" for town in towns * 20)
    assert len(code(f"Displaced people in the east of the country\nTown | IDPs\n{rows}")) == 160
    assert code(f"Personnes déplacées dans l'est du pays\nVille | IDPs\n{rows}") == []


def test_the_evidence_is_the_number_and_the_line_before_the_table_dates_it():
    figures = code(f"Displacement as of 10 February 2025:\n{BARS}")
    assert [figure.evidence.quote for figure in figures] == ["178,000", "12,000", "211,300"]
    assert {(figure.start, figure.end) for figure in figures} == {
        (date(2025, 2, 10), date(2025, 2, 10))
    }
