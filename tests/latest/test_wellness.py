"""Rows of ``wellness_data`` and the current metrics (docs/format/wellness.md)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.base.serialize import to_json
from engine.base.units import Units
from engine.intervals_icu import Athlete, Wellness
from engine.intervals_icu.wellness import WELLNESS_FIELDS
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
    return to_json(wellness_row(Wellness.from_api(raw), units or Units()))


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
    }


NEVER_ZERO = [
    ("weight", "weight_kg"),
    *((api, key) for api, key in API_NAMES.items() if api in ("restingHR", "hrv", "hrvSDNN")),
    *((api, API_NAMES[api]) for api in ("avgSleepingHR", "bloodGlucose", "baevskySI", "bodyFat")),
    *((api, API_NAMES[api]) for api in ("abdomen", "sleepQuality")),
    *((name, name) for name in ("spO2", "systolic", "diastolic", "lactate", "respiration")),
    *((name, name) for name in ("vo2max", "fatigue", "soreness", "stress", "mood", "motivation")),
    *((name, name) for name in ("injury", "hydration")),
]
TRUE_ZERO = [
    ("steps", "steps"),
    ("hydrationVolume", "hydration_volume_l"),
    ("kcalConsumed", "kcal_consumed"),
    ("carbohydrates", "carbohydrates_g"),
    ("protein", "protein_g"),
    ("fatTotal", "fat_g"),
    ("sleepScore", "sleep_score"),
    ("readiness", "readiness"),
    ("mentalEnergy", "mental_energy"),
]


@pytest.mark.parametrize(("api", "key"), NEVER_ZERO)
@pytest.mark.parametrize("zero", [0, 0.0, -1])
def test_what_cannot_be_zero_is_unknown(api, key, zero):
    found = row({"id": "2026-03-18", api: zero})
    assert filled(found) == {"date": "2026-03-18", "display": {"weight": None}}
    assert found[key] is None


@pytest.mark.parametrize(("api", "key"), TRUE_ZERO)
def test_true_zeros_stay(api, key):
    assert row({api: 0})[key] == 0


def test_no_sleep_is_unknown_and_an_implausible_hrv_is_shown():
    found = row({"sleepSecs": 0, "hrv": 300})
    names = ("date", "sleep_hours", "sleep_formatted", "hrv_rmssd")
    assert [found[name] for name in names] == ["unknown", None, None, 300]


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


def current(*nights: dict[str, Any], athlete: Athlete = ATHLETE) -> dict[str, Any]:
    """The current metrics when the last of some records is today's."""
    records = [Wellness.from_api(raw) for raw in nights]
    return to_json(current_metrics(records[-1], records, athlete))


def test_current_metrics_have_the_published_keys():
    found = current(NIGHT)
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
    }


@pytest.mark.parametrize("raw", [{}, {"weight": 0, "restingHR": 0}])
def test_weight_and_resting_hr_fall_back_to_the_profile(raw):
    found = current(raw, raw)
    assert filled(found) == {
        "weight_kg": 71.5,
        "display": {"weight": {"value": 157.6, "unit": "lb"}},
        "resting_hr": 50,
    }


def test_a_profile_of_zeros_is_unknown():
    blank = Athlete.from_api({"icu_weight": 0, "icu_resting_hr": 0})
    assert filled(current({}, athlete=blank)) == {"display": {"weight": None}}


def test_the_newest_weigh_in_of_28_days_counts_before_the_profile():
    nights = [
        {"id": "2026-02-18", "weight": 75, "restingHR": 60},
        {"id": "2026-03-12", "restingHR": 47},
        {"id": "2026-03-15", "weight": 67.57},
        {"id": "2026-03-18", "restingHR": 0, "weight": 0},
    ]
    athlete = {"icu_weight": 68.2, "icu_resting_hr": 58}
    found = document(wellness=nights, athlete=athlete)
    metrics = found["current_status"]["current_metrics"]
    assert (metrics["weight_kg"], metrics["resting_hr"]) == (67.57, 47)
    assert metrics["display"] == {"weight": {"value": 67.6, "unit": "kg"}}
    old = document(wellness=nights[:1], athlete=athlete)["current_status"]["current_metrics"]
    assert (old["weight_kg"], old["resting_hr"]) == (68.2, 58)


def test_current_metrics_are_those_of_today_and_not_of_the_newest_record():
    nights = [NIGHT, {"id": "2026-03-18", "ctl": 50.0}]
    for records in (nights, nights[:1]):
        found = document(wellness=records)
        metrics = found["current_status"]["current_metrics"]
        assert (metrics["hrv"], metrics["sleep_quality"], metrics["sleep_hours"]) == (None,) * 3
    assert [day["date"] for day in document(wellness=nights)["wellness_data"]] == [
        "2026-03-17",
        "2026-03-18",
    ]


def test_without_records_every_current_metric_is_null():
    assert filled(document()["current_status"]["current_metrics"]) == {"display": {"weight": None}}


def test_what_a_record_is_read_for_is_what_is_asked_for() -> None:
    class Watched(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            read.append(key)
            return default

    read: list[str] = []
    Wellness.from_api(Watched())
    assert sorted(read) == sorted(WELLNESS_FIELDS.split(","))
