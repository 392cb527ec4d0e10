import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.intervals_icu import Activity
from engine.intervals_icu.client import Answer
from engine.routes.completed import activities_to_fetch, previous_rows, terrain_fields
from tests.routes.tracks import IMPERIAL, METRIC

RIDE = Activity(id="i1", type="Ride")
LATITUDES = [45.0 + i * 0.0009 for i in range(12)]
LONGITUDES = [7.0] * 12
ALTITUDES = [100.0 + 2 * i for i in range(12)]
NO_GPS = {"terrain_status": "no_gps"}
NO_ELEVATION = {"terrain_status": "no_elevation"}


def latlng(latitudes=LATITUDES, longitudes=LONGITUDES):
    return {"type": "latlng", "data": latitudes, "data2": longitudes}


def altitude(values=ALTITUDES):
    return {"type": "altitude", "data": values}


def fields(*streams, previous=None, units=METRIC):
    made = terrain_fields(RIDE, previous, Answer(200, list(streams)), units)
    return json.loads(json.dumps(made, allow_nan=False))


def test_complete_streams_give_a_summary_without_polyline():
    made = fields({"type": "time", "data": [1]}, latlng(), altitude())
    assert list(made) == ["terrain_summary"]
    summary = made["terrain_summary"]
    assert summary["source"] == "activity_streams"
    assert (summary["total_distance_km"], summary["total_elevation_m"]) == (1.1, 22)
    assert summary["display"]["elevation_per_distance"] == {"value": 20, "unit": "m/km"}
    assert "polyline" not in summary


def test_a_missing_altitude_adds_no_climbing():
    values = [None if i == 5 else a for i, a in enumerate(ALTITUDES)]
    assert fields(latlng(), altitude(values))["terrain_summary"]["total_elevation_m"] == 22


def test_a_short_altitude_list_goes_on_at_its_last_value():
    assert fields(latlng(), altitude(ALTITUDES[:8]))["terrain_summary"]["total_elevation_m"] == 14


@pytest.mark.parametrize("values", [[None] * 12, [], None, "odd", ["n/a"] * 12])
def test_no_altitude(values):
    assert fields(latlng(), altitude(values)) == NO_ELEVATION


def test_no_altitude_stream():
    assert fields(latlng()) == NO_ELEVATION


@pytest.mark.parametrize(
    "streams",
    [
        [altitude()],
        [latlng(LATITUDES[:9]), altitude()],
        [latlng(LATITUDES, [None] * 3 + LONGITUDES[3:]), altitude()],
        [{"type": "latlng", "data": [[a, 7.0] for a in LATITUDES]}, altitude()],
        [{"type": "latlng"}, latlng(), altitude()],
        [None, 3, "latlng", altitude()],
        [],
    ],
)
def test_too_few_positions(streams):
    assert fields(*streams) == NO_GPS


def test_the_first_stream_of_a_type_counts():
    made = fields(latlng(), altitude(), altitude([0.0] * 12), latlng([None] * 12))
    assert made["terrain_summary"]["total_elevation_m"] == 22


def test_a_track_that_stays_in_place_counts_as_one_without_elevation():
    assert fields(latlng([45.0] * 12), altitude()) == NO_ELEVATION


def test_numbers_as_text_are_read_and_other_things_are_left_out():
    odd = [None, "x", {}, True, float("nan"), 10**400, 200]
    made = fields(
        latlng([*odd, *map(str, LATITUDES)], [7.0] * 7 + LONGITUDES),
        altitude([5.0] * 7 + ALTITUDES),
    )
    assert made["terrain_summary"]["total_elevation_m"] == 22


@pytest.mark.parametrize("status", [404, 410])
def test_streams_that_are_gone(status):
    answer = Answer(status, error=f"HTTP {status}")
    made = terrain_fields(RIDE, None, answer, METRIC)
    assert list(made.items()) == [
        ("terrain_status", "failed"),
        ("terrain_error", f"http_{status}"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        *(Answer(status, error=f"HTTP {status}") for status in (403, 422, 429, 500)),
        Answer(None, error="no answer in time"),
        Answer(200, error="the answer is not complete JSON"),
        Answer(200, {"streams": []}),
        Answer(200, None),
    ],
)
def test_answers_that_settle_nothing_leave_no_keys(answer):
    assert terrain_fields(RIDE, None, answer, METRIC) == {}


@pytest.mark.parametrize("activity", [Activity(id="i1", type="VirtualRide"), Activity(type="Ride")])
def test_indoors_or_without_id_nothing_is_asked(activity):
    settled = {"id": "i1", **NO_GPS}
    assert activities_to_fetch([activity], {}) == ()
    assert terrain_fields(activity, settled, Answer(200, []), METRIC) == {}


def test_a_stored_summary_is_taken_over_with_fresh_display():
    stored = {"terrain_summary": {"total_distance_km": 5.0}, "terrain_status": "no_gps"}
    assert activities_to_fetch([RIDE], {"i1": stored}) == ()
    assert terrain_fields(RIDE, stored, None, METRIC) == {
        "terrain_summary": {
            "total_distance_km": 5.0,
            "display": {
                "total_distance": {"value": 5.0, "unit": "km"},
                "total_elevation": None,
                "elevation_per_distance": None,
            },
        }
    }


def test_units_of_a_stored_summary_follow_the_athlete():
    metric = fields(latlng(), altitude())
    assert terrain_fields(RIDE, metric, None, IMPERIAL) == fields(
        latlng(), altitude(), units=IMPERIAL
    )


def test_a_stored_null_counts_as_done():
    stored = {"terrain_summary": None}
    assert activities_to_fetch([RIDE], {"i1": stored}) == ()
    assert terrain_fields(RIDE, stored, None, METRIC) == stored


@pytest.mark.parametrize(
    "stored", [NO_GPS, NO_ELEVATION, {"terrain_status": "failed", "terrain_error": "http_404"}]
)
def test_final_statuses_are_taken_over(stored):
    previous = {"i1": {"id": "i1", "name": "x", **stored}}
    assert activities_to_fetch([RIDE], previous) == ()
    assert terrain_fields(RIDE, previous["i1"], None, METRIC) == stored


@pytest.mark.parametrize("status", ["pending", None, 3, ["no_gps"]])
def test_an_unknown_status_is_asked_again(status):
    assert activities_to_fetch([RIDE], {"i1": {"terrain_status": status}}) == ("i1",)


def test_every_activity_is_asked_once_and_numbers_match_their_text():
    rides = [RIDE, RIDE, Activity(id=7, type="Hike"), Activity(id=8, type="Run")]
    assert activities_to_fetch(rides, {"7": {"id": 7, **NO_GPS}}) == ("i1", 8)


def test_previous_rows_by_text_of_the_id():
    rows = [{"id": 7, "a": 1}, None, "row", {"id": None}, {"id": 7, "a": 2}, {"id": "i1"}]
    assert previous_rows({"recent_activities": rows}) == {
        "7": {"id": 7, "a": 2},
        "i1": {"id": "i1"},
    }


@pytest.mark.parametrize(
    "latest", [None, [], "text", {}, {"recent_activities": None}, {"recent_activities": {}}]
)
def test_a_damaged_previous_document_is_no_state(latest):
    assert previous_rows(latest) == {}


number = (
    st.none()
    | st.floats()
    | st.floats(-90, 90)
    | st.text(max_size=4)
    | st.booleans()
    | st.integers()
)
values = st.lists(number, max_size=30) | number
streams = st.fixed_dictionaries(
    {"type": st.sampled_from(["latlng", "altitude", None])},
    optional={"data": values, "data2": values},
)


@given(st.lists(streams | number, max_size=4))
def test_any_streams_give_valid_json(wild):
    fields(*wild)
