"""The block ``history``: worked examples and rules (docs/format/history.md)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.history.confidence import history_block
from engine.history.stored import StoredHistory

NOW = datetime(2026, 3, 18, 7, 30, tzinfo=ZoneInfo("America/Denver"))


def document(months, **age):
    stamp = (NOW - timedelta(**age)).replace(tzinfo=None).isoformat()
    return {"generated_at": stamp, "data_range": {"total_months": months}}


def described(content):
    return to_json(history_block(StoredHistory.from_json(content), NOW))


@pytest.mark.parametrize(
    "content",
    [
        None,
        {"data_range": {"total_months": None}},
        {"data_range": {"total_months": "12"}},
        {"data_range": {"total_months": True}},
        {"data_range": None},
        {"data_range": [12]},
        {"generated_at": 20260318},
    ],
)
def test_an_unusable_file_is_not_available(content):
    block = described(content)
    assert list(block) == ["available", "history_confidence", "note"]
    assert (block["available"], block["history_confidence"]) == (False, "low")
    assert "28 days" in block["note"]


def test_a_damaged_file_is_told_apart_from_a_missing_one():
    assert described(None)["note"] != described({"data_range": None})["note"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (document(12, days=5, hours=1), ["2026-03-13", 5, 12, "high"]),
        (document(3, hours=1), ["2026-03-18", 0, 3, "medium"]),
        (document(2, hours=-1), ["2026-03-18", 0, 2, "low"]),
        (document(11.9, hours=1), ["2026-03-18", 0, 11.9, "medium"]),
        ({}, [None, None, 0, "low"]),
        ({"generated_at": None}, [None, None, 0, "low"]),
        ({"generated_at": ""}, [None, None, 0, "low"]),
        ({"generated_at": "some day in spring"}, ["some day i", None, 0, "low"]),
    ],
)
def test_worked_examples(content, expected):
    block = described(content)
    assert list(block) == [
        "available",
        "last_generated",
        "age_days",
        "total_months",
        "history_confidence",
    ]
    assert list(block.values()) == [True, *expected]


@pytest.mark.parametrize(
    ("stamp", "age"),
    [
        ("2026-03-17T07:30:00", 1),
        ("2026-03-17T07:31:00", 0),
        ("2026-03-17T13:30:00+00:00", 1),
        ("2026-03-17T13:31:00Z", 0),
        ("2026-03-18T22:30:00+09:00", 0),
    ],
)
def test_a_stamp_with_offset_is_an_instant_and_one_without_the_wall_clock(stamp, age):
    assert described({"generated_at": stamp})["age_days"] == age


@given(
    st.dictionaries(
        st.sampled_from(["generated_at", "data_range"]),
        st.none()
        | st.integers()
        | st.floats()
        | st.text()
        | st.datetimes().map(datetime.isoformat)
        | st.datetimes(timezones=st.timezones()).map(datetime.isoformat)
        | st.dictionaries(st.just("total_months"), st.none() | st.integers() | st.floats()),
    )
)
def test_any_document_gives_a_valid_block(content):
    json.dumps(described(content), allow_nan=False)
