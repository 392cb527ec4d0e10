"""Rows of ``wellness_data`` and the current metrics (docs/format/wellness.md)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.base.units import Units
from engine.intervals_icu import Athlete, Wellness
from engine.latest.status import current_metrics
from engine.latest.wellness import wellness_row
from tests.latest.builders import IMPERIAL, IMPERIAL_RAW, document

RECORDED = [
    "fatigue",
    "soreness",
    "stress",
    "mood",
    "motivation",
    "injury",
    "hydration",
    "spO2",
    "blood_glucose",
    "systolic",
    "diastolic",
    "baevsky_si",
    "lactate",
    "respiration",
    "body_fat_pct",
    "abdomen_cm",
    "steps",
    "hydration_volume_l",
    "kcal_consumed",
    "carbohydrates_g",
    "protein_g",
    "fat_g",
    "menstrual_phase",
    "menstrual_phase_predicted",
    "readiness",
]
ROW_KEYS = [
    "date",
    "weight_kg",
    "display",
    "resting_hr",
    "hrv_rmssd",
    "hrv_sdnn",
    "sleep_hours",
    "sleep_formatted",
    "sleep_quality",
    "sleep_score",
    "mental_energy",
    "avg_sleeping_hr",
    "vo2max",
    *RECORDED,
]
CURRENT_KEYS = [
    "weight_kg",
    "display",
    "resting_hr",
    "hrv",
    "sleep_quality",
    "sleep_hours",
    "sleep_formatted",
    "sleep_score",
    *RECORDED,
]
NIGHT = {
    "id": "2026-03-17",
    "weight": 70.26,
    "restingHR": 48,
    "hrv": 64.0,
    "sleepSecs": 27359,
    "sleepQuality": 2,
    "sleepScore": 81.0,
    "injury": 1,
    "spO2": 0,
}
API_NAMES = {
    "restingHR": "resting_hr",
    "hrv": "hrv_rmssd",
    "hrvSDNN": "hrv_sdnn",
    "sleepQuality": "sleep_quality",
    "sleepScore": "sleep_score",
    "mentalEnergy": "mental_energy",
    "avgSleepingHR": "avg_sleeping_hr",
    "bloodGlucose": "blood_glucose",
    "baevskySI": "baevsky_si",
    "bodyFat": "body_fat_pct",
    "abdomen": "abdomen_cm",
    "hydrationVolume": "hydration_volume_l",
    "kcalConsumed": "kcal_consumed",
    "carbohydrates": "carbohydrates_g",
    "protein": "protein_g",
    "fatTotal": "fat_g",
}
SAME_NAMES = [
    name
    for name in ("vo2max", *RECORDED)
    if name not in API_NAMES.values() and not name.startswith("menstrual")
]


def row(raw: dict[str, Any], units: Units | None = None) -> dict[str, Any]:
    return wellness_row(Wellness.from_api(raw), units or Units())


def filled(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value is not None}


def test_a_row_has_the_published_keys_and_values():
    found = row(NIGHT, IMPERIAL.units)
    assert list(found) == ROW_KEYS
    assert filled(found) == {
        "date": "2026-03-17",
        "weight_kg": 70.26,
        "display": {"weight": {"value": 154.9, "unit": "lb"}},
        "resting_hr": 48,
        "hrv_rmssd": 64.0,
        "sleep_hours": 7.6,
        "sleep_formatted": "7h35m",
        "sleep_quality": 2,
        "sleep_score": 81.0,
        "injury": 1,
        "spO2": 0,
    }


def test_zeros_are_kept_but_for_sleep_a_20():
    found = row({"sleepSecs": 0, "hrv": 300, "restingHR": 0, "weight": 0})
    names = ("date", "sleep_hours", "sleep_formatted", "hrv_rmssd", "resting_hr", "weight_kg")
    assert [found[name] for name in names] == ["unknown", None, None, 300, 0, 0]
    assert found["display"] == {"weight": {"value": 0, "unit": "kg"}}


@pytest.mark.parametrize(
    ("api", "key"), [*API_NAMES.items(), *((name, name) for name in SAME_NAMES)]
)
def test_every_value_is_passed_through(api, key):
    assert row({api: 3.25})[key] == 3.25
    assert row({api: "3.25"})[key] is None


@pytest.mark.parametrize("key", ["menstrual_phase", "menstrual_phase_predicted"])
def test_menstrual_phases_are_codes(key):
    api = {"menstrual_phase": "menstrualPhase"}.get(key, "menstrualPhasePredicted")
    assert row({api: "LUTEAL"})[key] == "LUTEAL"


@pytest.mark.parametrize(("secs", "text"), [(59, "0s"), (60, "1m"), (27359, "7h35m")])
def test_sleep_is_cut_to_the_minute(secs, text):
    assert row({"sleepSecs": secs})["sleep_formatted"] == text


ATHLETE = Athlete.from_api({"icu_weight": 71.5, "icu_resting_hr": 50, **IMPERIAL_RAW})


def test_current_metrics_have_the_published_keys():
    found = current_metrics(Wellness.from_api(NIGHT), ATHLETE)
    assert list(found) == CURRENT_KEYS
    assert filled(found) == {
        "weight_kg": 70.26,
        "display": {"weight": {"value": 154.9, "unit": "lb"}},
        "resting_hr": 48,
        "hrv": 64.0,
        "sleep_quality": 2,
        "sleep_hours": 7.6,
        "sleep_formatted": "7h35m",
        "sleep_score": 81.0,
        "injury": 1,
        "spO2": 0,
    }


@pytest.mark.parametrize("raw", [{}, {"weight": 0, "restingHR": 0}])
def test_weight_and_resting_hr_fall_back_to_the_profile(raw):
    found = current_metrics(Wellness.from_api(raw), ATHLETE)
    assert filled(found) == {
        "weight_kg": 71.5,
        "display": {"weight": {"value": 157.6, "unit": "lb"}},
        "resting_hr": 50,
    }


def test_the_newest_record_counts_even_with_computed_fields_only_s_11():
    nights = [NIGHT, {"id": "2026-03-18", "ctl": 50.0}]
    found = document(wellness=nights)
    assert found["current_status"]["current_metrics"]["hrv"] is None
    assert [day["date"] for day in found["wellness_data"]] == ["2026-03-17", "2026-03-18"]


def test_without_records_every_current_metric_is_null():
    assert filled(document()["current_status"]["current_metrics"]) == {"display": {"weight": None}}
