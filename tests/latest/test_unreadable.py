"""Sessions that came through Strava: listed, but in no number."""

from __future__ import annotations

import pytest

from tests.latest.builders import document

RIDE = {
    "id": "i1",
    "type": "Ride",
    "start_date_local": "2026-03-17T08:00:00",
    "moving_time": 3600,
    "distance": 30000,
    "icu_training_load": 50,
}
BARE = {"id": "1", "start_date_local": "2026-03-16T07:10:00"}
NULLS = dict.fromkeys(("name", "type", "elapsed_time", "moving_time", "distance"))
STUBS = {
    "with a note": BARE | {"source": "STRAVA", "_note": "STRAVA activities are not available"},
    "with a note and a type": RIDE | BARE | {"_note": "not available via the API"},
    "nulls of Strava": BARE | NULLS | {"source": "STRAVA"},
    "nulls of nobody": BARE | NULLS | {"external_id": "x-1"},
    "zeros": BARE | {"type": None, "moving_time": 0, "distance": 0, "icu_training_load": 0},
    "bare": BARE,
    "Strava's with a time": BARE | {"source": "STRAVA", "moving_time": 60},
}


@pytest.mark.parametrize("raw", STUBS.values(), ids=STUBS)
def test_a_stub_is_listed_and_counted_apart(raw):
    found = document(activities=[RIDE, raw])
    ride, stub = found["recent_activities"]
    assert (ride["id"], stub["id"]) == ("i1", "1")
    assert "Strava" in stub["unreadable"]
    assert "unreadable" not in ride
    names = ("duration_hours", "duration_formatted", "distance_km", "tss")
    assert [stub[name] for name in names] == [None] * 4
    assert stub["display"]["distance"] is None
    quality = found["derived_metrics"]["data_quality"]
    assert (quality["strava_stubs"], quality["activities_28d"]) == (1, 1)
    (note,) = quality["notes"]
    assert note.startswith("1 of the sessions")
    assert "connect the device itself to Intervals.icu" in note


@pytest.mark.parametrize("raw", STUBS.values(), ids=STUBS)
def test_no_number_contains_a_stub(raw):
    alone, both = document(activities=[RIDE]), document(activities=[RIDE, raw])
    del both["derived_metrics"]["data_quality"], alone["derived_metrics"]["data_quality"]
    assert both["recent_activities"].pop()["unreadable"]
    assert both == alone


@pytest.mark.parametrize(
    "more",
    [
        {"source": "STRAVA", "type": "Ride"},
        {"moving_time": 60},
        {"distance": 10},
        {"icu_training_load": 5},
        {"source": "MANUAL", "moving_time": 60},
    ],
)
def test_what_has_a_type_or_a_size_is_no_stub(more):
    (row,) = document(activities=[BARE | more])["recent_activities"]
    assert "unreadable" not in row
    assert row["duration_hours"] is not None
