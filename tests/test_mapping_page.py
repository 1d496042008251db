"""The page as a document: whole, closed to the network, the same when made again."""

import base64
import hashlib
import re
from datetime import date

import pytest

from dashboard.mapping import render_page
from dashboard.model import Report
from dashboard.picture import timeline
from tests.mapping_case import (
    BOUNDARIES,
    REBELS,
    REPORTS,
    SAKE,
    claim,
    packed_in,
    rows_of,
    statements,
    towns,
)

MOST = 600_000


def page(said=None, **more):
    said = statements() if said is None else said
    options = {"boundaries": BOUNDARIES, "towns": towns, **more}
    return render_page(timeline(said), said, options.pop("reports", REPORTS), **options)


@pytest.fixture(scope="module")
def html():
    return page(title="Lake & hills")


def told(document):
    return packed_in(document)[0]


def test_it_is_the_same_when_made_again(html):
    assert page(title="Lake & hills") == html


def test_it_is_small_enough_to_send(html):
    assert len(html.encode()) <= MOST


def test_it_names_nothing_to_load(html):
    without_data = re.sub(r'"text/plain".*?</script>', "", html, flags=re.DOTALL)
    assert not re.findall(r"<(?:link|img|iframe|script)[^>]+(?:src|href)=", without_data)
    styles = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert "url(" not in styles
    assert "@import" not in styles


def test_its_policy_allows_its_own_scripts_and_styles_alone(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, source in (("script", "script-src"), ("style", "style-src")):
        parts = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digests = [base64.b64encode(hashlib.sha256(p.encode()).digest()).decode() for p in parts]
        allowed = re.search(rf"{source} ([^;]+)", policy)[1].split()
        assert allowed == [f"'sha256-{digest}'" for digest in digests]


def test_the_title_is_text(html):
    assert "<h1>Lake &amp; hills</h1>" in html


def test_leaflets_prefix_with_its_flag_is_gone(html):
    assert "prefix: false" in html


def test_it_names_its_sources_and_endorses_no_boundary(html):
    for words in ("GeoNames, CC BY 4.0", "Natural Earth, public domain", "do not imply official"):
        assert words in html


@pytest.mark.parametrize(
    ("view", "opens"),
    [
        ({}, "2023-05-18"),
        ({"as_of": "2023-05-09"}, "2023-05-09"),
        ({"layers": "towns"}, "2023-05-18"),
    ],
)
def test_it_opens_on_the_view_asked_for_and_else_on_the_last_day_with_news(view, opens):
    assert told(page(view=view))["view"] == {**view, "as_of": opens}


def test_without_a_statement_there_is_still_a_page():
    assert told(page([]))["days"] == []


def test_a_hostile_report_is_data():
    text = "</script><script>alert(1)</script>`${alert(1)}`\u202e=cmd()"
    said = [claim(text, REBELS, "takes", SAKE, date(2023, 5, 1), said_by=text)]
    document = page(said, title=text, reports=[Report("one", text, title=text, publisher=text)])
    assert "<script>alert" not in document
    _, piece = packed_in(document)
    (statement,) = rows_of(piece)
    assert statement["quote"] == text.replace("\u202e", "⟨U+202E⟩")
