"""Totals over the display window (docs/format/latest.md)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.base.serialize import to_json
from engine.base.units import Units
from engine.intervals_icu import Activity, Wellness
from engine.latest.totals import quick_stats, summary, weekly_summary
from tests.latest.builders import IMPERIAL, document

ACTIVITIES = [
    {"type": "Ride", "moving_time": 3723, "icu_training_load": 60, "distance": 40123},
    {"type": "Ride", "moving_time": 5400, "icu_training_load": None, "distance": None},
    {"type": "Run", "moving_time": 1810, "icu_training_load": 35.5, "distance": 5049.9},
]
WELLNESS = [{"restingHR": 48, "hrv": 64.0}, {"restingHR": 0, "hrv": 300}, {}]


def activities(*raw: dict[str, Any]) -> list[Activity]:
    return [Activity.from_api(item) for item in raw]


def wellness(*raw: dict[str, Any]) -> list[Wellness]:
    return [Wellness.from_api(item) for item in raw]


def test_weekly_summary_gives_the_published_totals():
    found = to_json(weekly_summary(activities(*ACTIVITIES), wellness(*WELLNESS)))
    assert list(found.items()) == [
        ("total_training_hours", 3.04),
        ("total_training_formatted", "3h2m"),
        ("total_tss", 96.0),
        ("activities_count", 3),
        ("avg_hrv", 64.0),
        ("avg_resting_hr", 48.0),
    ]
    assert json.dumps(found["avg_resting_hr"]) == "48.0"


def test_summary_gives_the_published_totals_by_type():
    found = to_json(summary(activities(*ACTIVITIES), 7, IMPERIAL.units))
    assert "7" in found["period_description"]
    assert list(found) == [
        "period_description",
        "note",
        "total_duration_decimal_hours",
        "total_activities",
        "by_activity_type",
    ]
    assert (found["total_duration_decimal_hours"], found["total_activities"]) == (3.04, 3)
    assert list(found["by_activity_type"].items()) == [
        (
            "Ride",
            {
                "duration_decimal_hours": 2.53,
                "count": 2,
                "tss": 60,
                "distance_km": 40.1,
                "display": {"distance": {"value": 24.92, "unit": "mi"}},
            },
        ),
        (
            "Run",
            {
                "duration_decimal_hours": 0.5,
                "count": 1,
                "tss": 36.0,
                "distance_km": 5.0,
                "display": {"distance": {"value": 3.11, "unit": "mi"}},
            },
        ),
    ]


def test_the_averages_of_a_week_are_sums_from_left_to_right_over_the_count():
    nights = [{"hrv": value} for value in (0.05 + 50, 50.1, 50.0, 50.25)]
    in_order = (((50.05 + 50.1) + 50.0) + 50.25) / 4
    assert weekly_summary([], wellness(*nights)).avg_hrv == round(in_order, 1)


@pytest.mark.parametrize(("days", "shown"), [(10, (12, 611)), (7, (7, 234)), (3, (3, 120))])
def test_a_week_has_seven_days_whatever_the_display_window(days, shown):
    loads = [40, 40, 40, 30, 30, 30, 24, 100, 100, 100, 37, 40]
    rows = [
        {"start_date_local": f"2026-03-{18 - min(ago, 9):02}T08:00:00", "icu_training_load": load}
        for ago, load in enumerate(loads)
    ]
    nights = [
        {"id": f"2026-03-{18 - ago:02}", "hrv": 60 if ago < 7 else 90, "restingHR": 50}
        for ago in range(10)
    ]
    found = document(days=days, activities=rows, wellness=nights)
    week = found["weekly_summary"]
    assert (week["activities_count"], week["total_tss"], week["avg_hrv"]) == (7, 234, 60.0)
    stats = found["READ_THIS_FIRST"]["quick_stats"]
    assert (stats["total_activities"], stats["total_tss"]) == shown
    assert found["summary"]["total_activities"] == shown[0]
    assert len(found["wellness_data"]) == days
    metrics = found["derived_metrics"]
    assert metrics["tss_7d_total"] == 234.0
    assert metrics["data_quality"]["activities_7d"] == 7


def test_without_data_totals_are_zero_and_means_null():
    assert list(to_json(weekly_summary([], [])).values()) == [0.0, "0s", 0, 0, None, None]
    assert summary([], 7, Units()).by_activity_type == {}
    assert list(to_json(quick_stats([])).items()) == [
        ("total_training_hours", 0.0),
        ("total_training_formatted", "0s"),
        ("total_activities", 0),
        ("total_tss", 0),
    ]


@pytest.mark.parametrize(
    ("loads", "text"), [([60, 36], "96"), ([60, 35.5], "96.0"), ([60.0], "60.0"), ([None], "0")]
)
def test_total_tss_keeps_the_number_type_of_the_loads_a_21(loads, text):
    found = quick_stats(activities(*({"icu_training_load": load} for load in loads)))
    assert json.dumps(found.total_tss) == text


def test_null_times_and_types_count_as_absent_a_21():
    mixed = activities({"type": None, "moving_time": None}, {"type": "Ride"}, {})
    assert list(summary(mixed, 7, Units()).by_activity_type) == ["Ride", "Unknown"]


def test_types_are_sorted_by_code_point():
    kinds = activities(*({"type": kind} for kind in ("b", "Z", "a", "É")))
    assert list(summary(kinds, 7, Units()).by_activity_type) == ["Z", "a", "b", "É"]


@pytest.mark.parametrize(
    ("hrv", "expected"),
    [
        ([9.9], None),
        ([10], 10.0),
        ([250], 250.0),
        ([250.1], None),
        (["60"], None),
        ([60, 61], 60.5),
    ],
)
def test_only_plausible_hrv_is_averaged(hrv, expected):
    assert weekly_summary([], wellness(*({"hrv": v} for v in hrv))).avg_hrv == expected


def test_one_ride_yesterday_gives_the_published_quick_stats():
    ride = {
        "id": "i1",
        "type": "Ride",
        "start_date_local": "2026-03-17T08:00:00",
        "moving_time": 3723,
        "icu_training_load": 60,
        "distance": 40000,
    }
    old = ride | {"id": "i2", "start_date_local": "2026-03-11T08:00:00"}
    found = document(activities=[ride, old])
    assert list(found["READ_THIS_FIRST"]["quick_stats"].values()) == [1.03, "1h2m", 1, 60]
    assert found["weekly_summary"]["activities_count"] == 1
    assert len(found["recent_activities"]) == 2
