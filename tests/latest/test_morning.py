"""From records to the decision of the morning (docs/format/readiness.md)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.latest.builders import TODAY, document

Raw = dict[str, Any]


def day(ago: int) -> str:
    return (TODAY - timedelta(days=ago)).isoformat()


def night(ago: int, hrv: float | None = 60, rhr: float | None = 50, **raw: Any) -> Raw:
    return {"id": day(ago), "hrv": hrv, "restingHR": rhr, "sleepSecs": 28800, **raw}


def ride(ago: int, load: float) -> Raw:
    start = f"{day(ago)}T07:00:00"
    return {"id": f"i{ago}", "type": "Ride", "start_date_local": start, "icu_training_load": load}


def nights(first: int, last: int) -> list[Raw]:
    return [night(ago) for ago in range(first, last - 1, -1)]


def test_the_ride_of_the_morning_does_not_turn_its_decision():
    yesterday, today = night(1, ctl=60, atl=75), night(0, ctl=62.0, atl=95.6)
    found = document(wellness=[*nights(8, 2), yesterday, today], activities=[ride(0, 150)])
    assert found["current_status"]["fitness"]["tsb"] == -33.6
    decision = found["readiness_decision"]
    assert decision["signals"]["tsb"] == {
        "status": "green",
        "value": -6.4,
        "scope": "start_of_day",
    }
    assert (decision["recommendation"], decision["priority"]) == ("go", 3)


def test_form_is_unknown_after_a_ride_without_yesterday_and_without_day_loads():
    found = document(wellness=[night(0, ctl=62.0, atl=95.6)], activities=[ride(0, 150)])
    signal = found["readiness_decision"]["signals"]["tsb"]
    assert (signal["status"], signal["value"]) == ("unavailable", None)


def test_a_walk_does_not_close_the_plan_of_the_evening():
    event = {"id": 7, "category": "WORKOUT", "start_date_local": f"{day(0)}T18:00:00"}
    records = [night(7, ctl=49.2), night(1, ctl=50.0, atl=45.0)]
    records.append(night(0, ctl=50.567, atl=47.891, rampRate=1.789))
    found = document(wellness=records, activities=[ride(0, 5)], events=[event])
    fitness = found["current_status"]["fitness"]
    assert [fitness[key] for key in ("ctl", "atl", "tsb", "ramp_rate")] == [
        48.94,
        39.68,
        9.26,
        -0.26,
    ]


@pytest.mark.parametrize("days", [1, 7, 28])
def test_alerts_and_signals_do_not_depend_on_the_display_window(days):
    values = [70, 72, 68, 70, 69, 71, 70, 50, 49, 48]
    rates = [*[48] * 7, 55, 56, 57]
    pairs = zip(values, rates, strict=True)
    records = [night(9 - at, hrv, rhr) for at, (hrv, rhr) in enumerate(pairs)]
    found = document(wellness=records, days=days)
    assert [(a["metric"], a["severity"], a["persistence_days"]) for a in found["alerts"]] == [
        ("hrv", "alarm", 3),
        ("rhr", "alarm", 3),
        ("recovery_index", "warning", 3),
    ]
    signals = found["readiness_decision"]["signals"]
    assert (signals["hrv"]["delta_pct"], signals["rhr"]["delta_bpm"]) == (-24.9, 6.9)


def test_without_a_record_of_today_no_signal_reads_an_older_night():
    found = document(wellness=nights(8, 1))
    signals = found["readiness_decision"]["signals"]
    assert {signals[name]["status"] for name in ("hrv", "rhr", "sleep", "ri")} == {"unavailable"}
    assert signals["sleep"]["hours"] is None
    assert signals["hrv"]["baseline_7d"] == 60
    assert signals["ri"]["value_yesterday"] == 1.0
    assert found["alerts"] == []


def test_sdnn_of_an_older_night_explains_nothing():
    found = document(wellness=[*nights(8, 2), night(1, hrv=None, hrvSDNN=40)])
    assert "reason" not in found["readiness_decision"]["signals"]["hrv"]
    found = document(wellness=[*nights(8, 1), night(0, hrv=None, hrvSDNN=40)])
    hrv = found["readiness_decision"]["signals"]["hrv"]
    assert hrv["reason"] == "rmssd_missing_sdnn_available"


def test_a_ridden_day_with_low_hrv_is_a_modify_and_no_skip():
    yesterday = night(1, ctl=60, atl=91)
    today = night(0, hrv=52.8, ctl=62.0, atl=93.0)
    records = [*nights(8, 2), yesterday, today]
    decision = document(wellness=records, activities=[ride(0, 150)])["readiness_decision"]
    assert decision["signals"]["tsb"]["value"] == -20.3
    assert (decision["recommendation"], decision["priority"]) == ("modify", 2)
    assert decision["modification"]["triggers"] == ["hrv", "tsb"]
