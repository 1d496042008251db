"""The colours of the page: contrast by WCAG 2.2, in both themes, measured on its style sheet."""

import re

import pytest

from dashboard.mapping.page import HERE

LIGHT, DARK = (HERE / "page.css").read_text(encoding="utf-8").split('data-theme="dark"')
THEMES = {"light": LIGHT, "dark": DARK}


def colours(theme):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", THEMES[theme]))


def luminance(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("actor", range(8))
def test_an_actor_stands_out_from_land_without_a_report(theme, actor):
    found = colours(theme)
    assert contrast(found[f"actor-{actor}"], found["land-focus"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent"])
@pytest.mark.parametrize("ground", ["paper", "paper-2"])
def test_text_can_be_read(theme, ink, ground):
    found = colours(theme)
    assert contrast(found[ink], found[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["land", "land-focus", "sea"])
def test_names_on_the_map_can_be_read(theme, ground):
    found = colours(theme)
    assert contrast(found["map-ink-2"], found[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_both_themes_have_the_same_colours(theme):
    assert colours(theme).keys() == colours("light").keys()
