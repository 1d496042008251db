"""The page's data as it travels: smaller, and the same when it is opened."""

import base64
import gzip
import json
import string

from hypothesis import given
from hypothesis import strategies as st

from dashboard.mapping.content import content
from dashboard.mapping.packing import compressed, packed, table
from dashboard.picture import timeline
from tests.mapping_case import REPORTS, rows_of, statements

VALUES = st.one_of(
    st.booleans(), st.integers(0, 3), st.sampled_from(["", "a", "null", "1"]), st.lists(st.text())
)
RECORDS = st.lists(st.dictionaries(st.sampled_from("abc"), VALUES), max_size=12)


@given(RECORDS)
def test_a_table_gives_its_records_back(records):
    assert rows_of(json.loads(json.dumps(table(records)))) == records


@given(st.text())
def test_whatever_a_report_says_is_letters_and_digits_in_the_page(text):
    written = compressed({"quote": text})
    assert set(written) <= set(f"{string.ascii_letters}{string.digits}+/=")
    assert json.loads(gzip.decompress(base64.b64decode(written))) == {"quote": text}


def test_packed_marks_tell_what_the_content_tells():
    said = statements()
    told = content(timeline(said), said, REPORTS)
    view, pieces = packed(told)
    ids = [row["id"] for piece in pieces for row in rows_of(piece)]
    parts, states = rows_of(view["part_rows"]), rows_of(view["state_rows"])
    days = [entry["day"] for entry in view["days"]]
    for place, intervals in told["marks"].items():
        spans = view["marks"][place]
        for interval, first, row in zip(intervals, spans[::3], spans[2::3], strict=True):
            assert days[first] == interval["first"]
            for number, part in enumerate(interval["state"].get("holders", [])):
                found = parts[states[row]["holders"][number]]
                assert [ids[statement] for statement in found["statements"]] == part["statements"]


def test_what_many_statements_say_alike_stands_once():
    said = statements()
    _, (piece,) = packed(content(timeline(said), said, REPORTS))
    assert piece["columns"]["report"]["values"] == ["two", "one"]
