"""The still picture: its words are all there, and none covers another."""

from datetime import date
from itertools import combinations

import pytest

from dashboard.mapping.still import draw_still
from dashboard.model import Category, Unit
from dashboard.picture import timeline
from tests.mapping_case import (
    ARMY,
    BOUNDARIES,
    GOMA,
    MASISI,
    REBELS,
    REPORTS,
    RWANDA,
    SAKE,
    claim,
    figure,
    statements,
    towns,
)

DAY = date(2023, 5, 18)


def drawn(said, shape="a4"):
    given = {
        "boundaries": BOUNDARIES,
        "towns": towns,
        "as_of": DAY,
        "title": "Lake",
        "shape": shape,
    }
    return draw_still(timeline(said), said, REPORTS, **given)


def words(picture):
    legend = [text.get_text() for text in picture.legends[0].get_texts()]
    on_map = [text.get_text() for text in picture.axes[0].texts]
    around = [text.get_text() for text in picture.texts]
    return " | ".join([*on_map, *around, *legend]).replace("\n", " ")


@pytest.mark.parametrize("shape", ["a4", "16:9"])
def test_no_word_covers_another_or_leaves_the_picture(shape):
    picture = drawn(statements(), shape)
    picture.draw_without_rendering()
    texts = [*picture.axes[0].texts, *picture.texts, *picture.legends[0].get_texts()]
    boxes = [text.get_window_extent() for text in texts if text.get_text()]
    assert len(boxes) > 12
    width, height = picture.bbox.width, picture.bbox.height
    for box in boxes:
        assert 0 <= box.x0 < box.x1 <= width
        assert 0 <= box.y0 < box.y1 <= height
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)


def test_it_tells_what_the_day_has():
    told = words(drawn(statements()))
    for part in (
        "Lake", "As reported on 18 May 2023", "Sake", "North Kivu", "Masisi", "Rwanda",
        "Reported held by March Movement", "Disputed: rival claims", "Contested",
        "Threatened: arrow by whom", "Grey: no report", "newly displaced", "Hill Radio", "GeoNames",
    ):  # fmt: skip
        assert part in told


@pytest.mark.parametrize(
    ("said", "there", "missing"),
    [
        (
            [figure("5 families came back to Goma", 5, DAY, unit=Unit.HOUSEHOLDS,
                    category=Category.RETURNS, destination=(RWANDA,))],
            "5 households | returned",
            "0 | returned",
        ),
        ([claim("they fled Sake", ARMY, "loses", SAKE, DAY)], "No reported holder", "held by"),
        ([claim("they hold Masisi", REBELS, "holds", MASISI, DAY)], "held by March", "Disputed"),
        ([figure("9 left Goma", 9, DAY, origin=(GOMA,))], "about 9 people newly", "held by"),
    ],
)  # fmt: skip
def test_it_tells_no_more_than_the_reports_say(said, there, missing):
    told = words(drawn(said))
    assert there in told
    assert missing not in told
