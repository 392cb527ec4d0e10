"""Rows of ``planned_workouts`` and the counts of ``workout_summary_stats``."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.calendar.planned import PlannedWorkout, planned_sessions, planned_workouts
from engine.intervals_icu import Activity, Athlete, Event
from engine.metrics.done_entries import Entry, entries
from engine.metrics.phase.types import PlannedSession

TODAY = date(2026, 8, 12)
INTERVALS = {
    "steps": [
        {"duration": 600, "_power": {"value": 155}},
        {
            "reps": 5,
            "steps": [
                {"duration": 240, "_power": {"value": 310}},
                {"duration": 180, "_power": {"value": 155}},
            ],
        },
        {"duration": 900, "_power": {"value": 140}},
    ]
}
STEADY = {"steps": [{"duration": 7230, "_power": {"value": 160}}]}
DESCRIPTION = (
    "NOTE: keep cadence > 95\n\n note: no caffeine\nNOTE:\n\nMain Set 5x\n- 4m 110%\nNOTE: inside"
)
TODAYS: dict[str, Any] = {
    "id": 11,
    "start_date_local": "2026-08-12T18:30:00",
    "category": "WORKOUT",
    "type": "Ride",
    "name": "VO2",
    "icu_training_load": 92,
    "moving_time": 3600,
    "indoor": True,
    "workout_doc": INTERVALS,
    "description": DESCRIPTION,
}
CALENDAR: list[dict[str, Any]] = [
    TODAYS,
    {
        "id": 12,
        "start_date_local": "2026-08-19T00:00:00",
        "category": "WORKOUT",
        "type": "Ride",
        "name": "Endurance",
        "moving_time": 7230,
        "workout_doc": STEADY,
        "description": "Line 1\n\n  Line 2  \nLine 3\nLine 4",
    },
    {
        "id": 13,
        "start_date_local": "2026-08-20T00:00:00",
        "category": "WORKOUT",
        "type": "Run",
        "name": "Easy",
        "moving_time": None,
        "workout_doc": {"steps": []},
        "description": "Line 1\n\n  Line 2  \nLine 3\nLine 4",
    },
    {**TODAYS, "id": 14, "start_date_local": "2026-08-21T00:00:00"},
    {
        "id": 15,
        "start_date_local": "2026-08-14T00:00:00",
        "category": "SICK",
        "name": "Cold",
        "description": "Sore throat",
    },
    {"start_date_local": "2026-08-22T00:00:00", "category": "HOLIDAY", "name": None},
]


def planned(*raw: dict[str, Any]) -> tuple[PlannedWorkout, ...]:
    return planned_workouts(plain(*raw), TODAY, {11})[0]


def plain(*raw: dict[str, Any]) -> tuple[Entry, ...]:
    """Return entries of which nothing is done."""
    return entries([Event.from_api(item) for item in raw], ())


def rows_of(*raw: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = to_json(planned(*raw))
    return rows


def test_row_with_everything_in_published_order() -> None:
    row = rows_of(TODAYS)[0]
    expected = {
        "id": 11,
        "date": "2026-08-12",
        "name": "VO2",
        "type": "WORKOUT",
        "sport_type": "Ride",
        "planned_tss": 92,
        "duration_hours": 1.0,
        "duration_formatted": "1h",
        "workout_summary": "10m @155W | 5×4m @310W / 3m rec | 15m @140W",
        "has_terrain": True,
        "coach_notes": ["keep cadence > 95", "no caffeine"],
        "start_time": "18:30",
        "indoor": True,
        "description": "Main Set 5x\n- 4m 110%\nNOTE: inside",
    }
    assert json.dumps(row) == json.dumps(expected)


def test_seventh_day_still_has_the_full_description() -> None:
    row = rows_of(*CALENDAR)[1]
    assert (row["duration_hours"], row["duration_formatted"]) == (2.01, "2h30s")
    assert row["workout_summary"] is None
    assert row["description"] == "Line 1\n\n  Line 2  \nLine 3\nLine 4"
    assert "description_preview" not in row


def test_eighth_day_has_a_preview_of_three_lines() -> None:
    row = rows_of(*CALENDAR)[2]
    assert (row["duration_hours"], row["duration_formatted"]) == (None, None)
    assert row["description_preview"] == "Line 1\nLine 2\nLine 3"
    assert "description" not in row


def test_far_row_with_a_summary_has_no_description_at_all() -> None:
    row = rows_of(*CALENDAR)[3]
    assert row["workout_summary"]
    assert not {"description", "description_preview"} & row.keys()


def test_other_categories_are_kept() -> None:
    sick, holiday = rows_of(*CALENDAR)[4:]
    assert (sick["type"], sick["sport_type"], sick["planned_tss"]) == ("SICK", "", None)
    assert sick["description"] == "Sore throat"
    assert (holiday["id"], holiday["name"]) == ("unknown_6", None)
    assert holiday["description_preview"] is None


def test_statistics_of_the_six_rows() -> None:
    _, stats = planned_workouts(plain(*CALENDAR), TODAY, set())
    assert list(to_json(stats).items()) == [
        ("attempted", 3),
        ("success", 2),
        ("patternA", 2),
        ("patternB", 0),
        ("bail_no_workout_doc", 1),
        ("bail_no_match", 1),
    ]


@pytest.mark.parametrize(
    ("start", "kept"),
    [
        ("2026-08-11T23:59:00", False),
        ("2026-08-12T00:00:00", True),
        ("2026-09-23T10:00:00", True),
        ("2026-09-24T00:00:00", False),
        (None, False),
        ("soon", False),
        (20260812, False),
    ],
)
def test_window_is_today_and_six_weeks(start: Any, kept: bool) -> None:
    assert bool(rows_of({"start_date_local": start})) is kept


def test_absent_texts_are_empty_and_null_ones_stay_null() -> None:
    absent = rows_of({"start_date_local": "2026-08-12"})[0]
    assert (absent["id"], absent["name"], absent["type"], absent["sport_type"]) == (
        "unknown_1",
        "",
        "",
        "",
    )
    nulls = {"id": None, "name": None, "category": None, "type": None}
    null = rows_of({"start_date_local": "2026-08-12", **nulls})[0]
    assert (null["id"], null["name"], null["type"], null["sport_type"]) == (None,) * 4


def test_near_row_without_description_has_an_empty_one() -> None:
    assert rows_of({"start_date_local": "2026-08-12"})[0]["description"] == ""


def test_midnight_is_no_start_time() -> None:
    assert "start_time" not in rows_of({"start_date_local": "2026-08-12T00:00:00"})[0]


def test_api_order_is_kept() -> None:
    days = ["2026-08-20", "2026-08-12", "2026-08-15"]
    rows = rows_of(*({"start_date_local": day} for day in days))
    assert [row["date"] for row in rows] == days


def test_what_is_done_says_so_after_has_terrain() -> None:
    rides = [Activity(id="i1", start="2026-08-12T08:00:00", type="VirtualRide")]
    both = [Event.from_api(TODAYS), Event.from_api({**CALENDAR[2], "paired_activity_id": "i9"})]
    rows: Any = to_json(planned_workouts(entries(both, rides), TODAY, ())[0])
    assert [row.get("completed") for row in rows] == [True, None]
    keys = list(rows[0])
    assert keys[keys.index("has_terrain") + 1] == "completed"


@pytest.mark.parametrize(
    ("category", "start", "end", "shown"),
    [
        ("HOLIDAY", "2026-08-10", "2026-08-17T00:00:00", "2026-08-16"),
        ("HOLIDAY", "2026-08-10", "2026-08-12T18:00:00", "2026-08-12"),
        ("NOTE", "2026-08-12T08:00:00", "2026-08-12T15:00:00", None),
        ("NOTE", "2026-08-12", "2026-08-13T00:00:00", None),
        ("NOTE", "2026-08-12", "soon", None),
        ("NOTE", "2026-08-12", "2026-08-01", None),
        ("WORKOUT", "2026-08-12T23:00:00", "2026-08-13T00:30:00", None),
    ],
)
def test_an_entry_of_several_days_says_its_last_one(
    category: str, start: str, end: str, shown: str | None
) -> None:
    raw = {"category": category, "start_date_local": start, "end_date_local": end}
    row = rows_of(raw)[0]
    assert (row["date"], row.get("end_date")) == (start[:10], shown)
    if shown:
        assert list(row).index("end_date") == list(row).index("has_terrain") + 1


@pytest.mark.parametrize(
    ("category", "start", "end"),
    [
        ("WORKOUT", "2026-08-11T23:00:00", "2026-08-12T00:30:00"),
        ("HOLIDAY", "2026-08-10", "2026-08-12T00:00:00"),
        ("HOLIDAY", "2026-08-10", None),
        ("NOTE", "2026-09-24", "2026-09-30"),
    ],
)
def test_what_is_over_or_too_far_ahead_is_not_listed(
    category: str, start: str, end: str | None
) -> None:
    raw = {"category": category, "start_date_local": start, "end_date_local": end}
    assert rows_of(raw) == []


@pytest.mark.parametrize("seconds", [None, 0, -5])
def test_an_unknown_duration_is_null(seconds: int | None) -> None:
    row = rows_of({**TODAYS, "moving_time": seconds})[0]
    assert (row["duration_hours"], row["duration_formatted"]) == (None, None)


def test_sessions_carry_what_phase_detection_reads() -> None:
    settings = Athlete.from_api({"sportSettings": [{"types": ["Ride"], "ftp": 280}]}).sport_settings
    done = Event.from_api({**TODAYS, "start_date_local": "2026-08-10", "name": "Easy"})
    found = entries([done, *(Event.from_api(raw) for raw in CALENDAR[2:])], [RIDE_OF_MONDAY])
    assert planned_sessions(found, settings) == (
        PlannedSession(date(2026, 8, 10), "WORKOUT", "cycling", 92, hard=True, done=True),
        PlannedSession(date(2026, 8, 20), "WORKOUT", "run"),
        PlannedSession(date(2026, 8, 21), "WORKOUT", "cycling", 92, hard=True),
    )


RIDE_OF_MONDAY = Activity(id="i1", start="2026-08-10T08:00:00", type="Ride")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
dates = st.sampled_from(["2026-08-12", "2026-08-15T10:00:00", "2026-08-30T", "0001-01-01", ""])
wild_event = st.fixed_dictionaries(
    {},
    optional={
        "id": anything,
        "start_date_local": dates | anything,
        "end_date_local": dates | anything,
        "category": st.sampled_from(["WORKOUT", "RACE_A", "RACE_B", "SICK", "INJURED"]) | anything,
        "name": anything,
        "type": st.just("Ride") | anything,
        "icu_training_load": anything,
        "moving_time": st.integers(0, 40000) | anything,
        "distance": st.floats(0, 1e6) | anything,
        "indoor": anything,
        "description": anything,
        "workout_doc": st.fixed_dictionaries({"steps": anything}) | anything,
    },
)


@settings(deadline=None)
@given(st.lists(wild_event, max_size=5))
def test_any_event_gives_valid_json(raw: list[dict[str, Any]]) -> None:
    rows, stats = planned_workouts(plain(*raw), TODAY, frozenset())
    json.dumps(to_json(rows), allow_nan=False)
    assert stats.attempted == stats.success + stats.bail_no_match
    assert stats.success == stats.patternA + stats.patternB
    assert len(planned_sessions(plain(*raw), ())) <= len(raw)
