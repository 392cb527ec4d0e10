"""The white space of the files: nothing else may depend on it."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.base.tokens import tokens
from engine.output.layout import LINE, most_bytes, to_bytes, to_text

FINITE = st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | st.integers() | FINITE | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)
DOCUMENTS = st.dictionaries(st.text(), VALUES)


def strict(text):
    return json.loads(text, parse_constant=pytest.fail)


@given(DOCUMENTS)
@example({"half": "\ud83d", "whole": "\U0001f6b4", "line": "\u2028\x85\n"})
def test_what_is_written_is_read_back(document):
    text = to_bytes(document)
    assert strict(text) == document
    assert list(strict(text)) == list(document)
    assert text.endswith(b"\n")
    assert len(text) <= most_bytes(document)


def test_numbers_that_are_none_become_null():
    wild = {"a": float("nan"), "b": [1.5, float("inf")], "c": ({"d": float("-inf")},)}
    assert strict(to_text(wild)) == {"a": None, "b": [1.5, None], "c": [{"d": None}]}


def test_members_and_elements_have_lines_of_their_own():
    document = {
        "metadata": {"version": "1", "days": [1, 2]},
        "empty": [],
        "wellness_data": [{"date": "2026-03-20", "hrv": 61}, {"date": "2026-03-21", "hrv": None}],
        "name": "Zoë, 骑行",
    }
    assert to_text(document).splitlines() == [
        "{",
        ' "metadata":{"version":"1","days":[1,2]},',
        ' "empty":[],',
        ' "wellness_data":[',
        ' {"date":"2026-03-20","hrv":61},',
        ' {"date":"2026-03-21","hrv":null}',
        " ],",
        ' "name":"Zoë, 骑行"',
        "}",
    ]


def test_what_does_not_fit_is_cut_between_values():
    numbers = list(range(10_000, 10_600))
    row = {"id": "i1", "name": "x" * 900, "laps": [{"n": n} for n in numbers], "note": "y" * 900}
    text = to_text({"rows": [row], "track": numbers})
    lines = text.split("\n")
    assert max(map(len, lines)) <= LINE + len(" ,")
    assert lines[2:4] == [" {", f' "id":"i1","name":"{"x" * 900}",']
    assert ' {"n":10599}' in lines
    assert len(lines) < 20 + len(numbers)
    assert strict(text) == {"rows": [row], "track": numbers}


def test_rows_of_numbers_share_lines():
    track = [[n / 10, 44.5, -18.25] for n in range(200)]
    text = to_text({"events": [{"id": 1, "polyline": track}]})
    assert strict(text)["events"][0]["polyline"] == track
    assert len(text.split("\n")) < 15


def test_whole_numbers_are_written_without_decimals():
    document = {"a": 78.0, "b": [0.0, -0.0, -3.0, 2.5], "c": 1e300, "d": True, "e": "5.0"}
    text = to_text(document)
    assert strict(text) == document
    assert text.split("\n")[1:-2] == [
        ' "a":78,',
        ' "b":[0,0,-3,2.5],',
        ' "c":1e+300,',
        ' "d":true,',
        ' "e":"5.0"',
    ]


def test_a_text_longer_than_a_line_stays_whole():
    document = {"note": "z" * 3 * LINE, "other": 1}
    assert strict(to_text(document)) == document
    assert len(to_text(document).split("\n")) == 5


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one word", 2),
        ('{"ctl":58.49}', 7),
        ("internationalization", 3),
        ("骑行", 1),
        (" " * 100_000, 1),
        ("\N{BICYCLIST}\N{BICYCLIST} \N{BLACK STAR}", 6),
    ],
)
def test_tokens_are_counted_by_pieces(text, count):
    assert tokens(text) == count
