import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.intervals_icu import Activity
from engine.intervals_icu.answer import Answer
from engine.routes import completed
from engine.routes.completed import (
    StoredTerrain,
    activities_to_fetch,
    previous_rows,
    terrain,
    terrain_state,
)
from tests.routes.tracks import IMPERIAL, METRIC

RIDE = Activity(id="i1", type="Ride", start="2026-03-16T10:00:00")
NOW = datetime(2026, 3, 18, 12, tzinfo=timezone(timedelta(hours=5)))
NOTHING = StoredTerrain({})
LATITUDES = [45.0 + i * 0.0009 for i in range(12)]
LONGITUDES = [7.0] * 12
ALTITUDES = [100.0 + 2 * i for i in range(12)]
NO_GPS = {"terrain_status": "no_gps"}
NO_ELEVATION = {"terrain_status": "no_elevation"}


def latlng(latitudes=LATITUDES, longitudes=LONGITUDES):
    return {"type": "latlng", "data": latitudes, "data2": longitudes}


def altitude(values=ALTITUDES):
    return {"type": "altitude", "data": values}


def stored(row, *, analyzed=True):
    """An earlier row of the ride, its summary made by the present analysis or not."""
    return StoredTerrain({"i1": row}, frozenset({"i1"} if analyzed else ()))


def terrain_fields(activity, earlier, answer, units=METRIC):
    return terrain(activity, earlier, answer, units, NOW).fields


def fields(*streams, units=METRIC):
    made = terrain_fields(RIDE, NOTHING, Answer(200, list(streams)), units)
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


def test_a_track_shorter_than_100_m_is_no_usable_track():
    assert fields(latlng([45.0] * 12), altitude()) == NO_GPS
    assert fields(latlng([45.0 + i * 0.00008 for i in range(12)]), altitude()) == NO_GPS


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
    made = terrain_fields(RIDE, NOTHING, answer)
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
    assert terrain_fields(RIDE, NOTHING, answer) == {}


@pytest.mark.parametrize(
    "activity",
    [
        Activity(id="i1", type="VirtualRide"),
        Activity(id="i1", type="Ride", trainer=True),
        Activity(id="i1", type="TrailRun", trainer=True),
        Activity(type="Ride"),
    ],
)
def test_indoors_or_without_id_nothing_is_asked(activity):
    assert activities_to_fetch([activity], NOTHING) == ()
    for earlier in ({"id": "i1", **NO_GPS}, {"id": "i1", "terrain_summary": {}}):
        assert terrain_fields(activity, stored(earlier), Answer(200, [])) == {}


def test_only_a_trainer_that_is_true_is_indoors():
    rides = [{"trainer": value} for value in (None, False, 0, "true", 1)]
    decoded = [Activity.from_api({"id": i, "type": "Ride", **r}) for i, r in enumerate(rides)]
    assert activities_to_fetch(decoded, NOTHING) == (0, 1, 2, 3, 4)
    assert not Activity.from_api({"type": "Ride", "trainer": True}).has_terrain


# -- answers that come too early


def started(start):
    return Activity(id="i1", type="Ride", start=start)


TOO_EARLY = [Answer(404, error="HTTP 404"), Answer(410, error="HTTP 410"), Answer(200, [])]


@pytest.mark.parametrize("answer", TOO_EARLY)
@pytest.mark.parametrize(
    "start", ["2026-03-18T09:00:00", "2026-03-17T12:00:01", "2026-03-18T13:00:00"]
)
def test_within_a_day_of_its_start_an_activity_may_not_be_processed_yet(start, answer):
    assert terrain_fields(started(start), NOTHING, answer) == {}


@pytest.mark.parametrize("start", ["2026-03-17T12:00:00", "2026-03-17T06:00:00", None, "soon"])
def test_a_day_after_its_start_the_answer_is_final(start):
    made = [terrain_fields(started(start), NOTHING, answer) for answer in TOO_EARLY]
    assert made == [
        {"terrain_status": "failed", "terrain_error": "http_404"},
        {"terrain_status": "failed", "terrain_error": "http_410"},
        NO_GPS,
    ]


@pytest.mark.parametrize(
    ("streams", "status"),
    [
        ([altitude()], NO_GPS),
        ([latlng(LATITUDES[:9]), altitude()], NO_GPS),
        ([latlng()], NO_ELEVATION),
    ],
)
def test_streams_that_are_there_are_final_at_once(streams, status):
    assert terrain_fields(started("2026-03-18T11:59:00"), NOTHING, Answer(200, streams)) == status


def test_the_age_of_an_activity_is_told_by_the_athletes_clock():
    utc = NOW.astimezone(UTC)
    ride = started("2026-03-17T10:00:00")  # 26 h ago for the athlete, 21 h ago by the clock of UTC
    assert terrain(ride, NOTHING, Answer(200, []), METRIC, NOW).fields == NO_GPS
    assert terrain(ride, NOTHING, Answer(200, []), METRIC, utc).fields == {}


# -- what earlier runs found out


def test_a_stored_summary_is_taken_over_with_fresh_display():
    earlier = stored({"terrain_summary": {"total_distance_km": 5.0}, "terrain_status": "no_gps"})
    assert activities_to_fetch([RIDE], earlier) == ()
    assert terrain_fields(RIDE, earlier, None) == {
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
    assert terrain_fields(RIDE, stored(metric), None, IMPERIAL) == fields(
        latlng(), altitude(), units=IMPERIAL
    )


def test_a_stored_null_counts_as_done():
    row = {"terrain_summary": None}
    assert activities_to_fetch([RIDE], stored(row)) == ()
    assert terrain_fields(RIDE, stored(row), None) == row


GONE = {"terrain_status": "failed", "terrain_error": "http_404"}
OLD = stored({"terrain_summary": {"total_distance_km": 5.0}}, analyzed=False)


def test_a_summary_of_another_analysis_is_made_anew():
    assert activities_to_fetch([RIDE], OLD) == ("i1",)
    made = terrain(RIDE, OLD, Answer(200, [latlng(), altitude()]), METRIC, NOW)
    assert (made.fields, made.outdated) == (fields(latlng(), altitude()), False)
    made = terrain(RIDE, OLD, Answer(200, [altitude()]), METRIC, NOW)
    assert (made.fields, made.outdated) == (NO_GPS, False)


@pytest.mark.parametrize(
    "answer", [None, Answer(503, error="HTTP 503"), Answer(None, error="no answer in time")]
)
def test_a_summary_of_another_analysis_stays_until_the_streams_could_be_read(answer):
    made = terrain(RIDE, OLD, answer, IMPERIAL, NOW)
    assert made.outdated
    summary = made.fields["terrain_summary"]
    assert summary["total_distance_km"] == 5.0
    assert summary["display"]["total_distance"] == {"value": 3.11, "unit": "mi"}


def test_the_state_names_the_summaries_of_the_present_analysis():
    read = Answer(200, [latlng(), altitude()])
    found = {
        "i9": terrain(RIDE, stored({"terrain_summary": {}}), None, METRIC, NOW),
        "i1": terrain(RIDE, OLD, read, METRIC, NOW),
        "i2": terrain(RIDE, OLD, None, METRIC, NOW),
        "i3": terrain(RIDE, stored(NO_GPS), None, METRIC, NOW),
        "i4": terrain(RIDE, NOTHING, None, METRIC, NOW),
    }
    state = terrain_state(found)
    assert state == {"version": completed.ANALYSIS_VERSION, "activities": ["i1", "i9"]}
    latest = {"recent_activities": [{"id": i, **f.fields} for i, f in found.items()]}
    rides = [Activity(id=ident, type="Ride") for ident in found]
    assert activities_to_fetch(rides, StoredTerrain.read(latest, state)) == ("i2", "i4")
    older = {**state, "version": completed.ANALYSIS_VERSION - 1}
    assert activities_to_fetch(rides, StoredTerrain.read(latest, older)) == tuple(found)


@pytest.mark.parametrize(
    "state",
    [
        None,
        [],
        "text",
        {},
        {"version": completed.ANALYSIS_VERSION},
        {"version": completed.ANALYSIS_VERSION, "activities": "i1"},
        {"version": completed.ANALYSIS_VERSION, "activities": [1, None, ["i1"]]},
        {"activities": ["i1"]},
    ],
)
def test_without_a_sound_state_every_summary_is_made_anew(state):
    latest = {"recent_activities": [{"id": "i1", "terrain_summary": {}}, {"id": "i2", **NO_GPS}]}
    rides = [RIDE, Activity(id="i2", type="Ride")]
    assert activities_to_fetch(rides, StoredTerrain.read(latest, state)) == ("i1",)


@pytest.mark.parametrize("row", [NO_GPS, NO_ELEVATION, GONE])
def test_final_statuses_are_taken_over(row):
    earlier = stored({"id": "i1", "name": "x", **row}, analyzed=False)
    for ride in (RIDE, started("2026-03-18T11:00:00")):
        assert activities_to_fetch([ride], earlier) == ()
        assert terrain_fields(ride, earlier, None) == row


@pytest.mark.parametrize("status", ["pending", None, 3, ["no_gps"]])
def test_an_unknown_status_is_asked_again(status):
    assert activities_to_fetch([RIDE], stored({"terrain_status": status})) == ("i1",)


def test_every_activity_is_asked_once_and_numbers_match_their_text():
    rides = [RIDE, RIDE, Activity(id=7, type="Hike"), Activity(id=8, type="Run")]
    assert activities_to_fetch(rides, StoredTerrain({"7": {"id": 7, **NO_GPS}})) == ("i1", 8)


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


@pytest.mark.parametrize("final", [NO_GPS, NO_ELEVATION])
def test_a_verdict_of_an_older_analysis_is_asked_for_again(final):
    latest = {"recent_activities": [{"id": "i1", **final}]}
    older = {"version": completed.ANALYSIS_VERSION - 1, "activities": []}
    assert activities_to_fetch([RIDE], StoredTerrain.read(latest, older)) == ("i1",)
    now = terrain_state({"i1": completed.Terrain(final)})
    assert activities_to_fetch([RIDE], StoredTerrain.read(latest, now)) == ()


@pytest.mark.parametrize("code", [-32768, -500, 65535, "12607"])
def test_an_altitude_that_means_none_is_unknown(code):
    altitudes = [*ALTITUDES[:5], code, *ALTITUDES[6:]]
    assert fields(latlng(), altitude(altitudes)) == fields(latlng(), altitude())


@pytest.mark.parametrize("nowhere", [(0, 0), (90, -80), (180, 180)])
def test_positions_that_mean_no_fix_are_left_out(nowhere):
    latitudes, longitudes = [*LATITUDES[:5], nowhere[0]], [*LONGITUDES[:5], nowhere[1]]
    made = fields(
        latlng([*latitudes, *LATITUDES[5:]], [*longitudes, *LONGITUDES[5:]]),
        altitude([*ALTITUDES[:5], 0, *ALTITUDES[5:]]),
    )
    assert made == fields(latlng(), altitude())
