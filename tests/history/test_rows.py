"""Daily and weekly rows of ``history.json``."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.history.builders import (
    OLD,
    POUNDS,
    RECORDS,
    WEEK,
    Raw,
    history,
    ride,
    row,
    zones,
)

# -- weekly


def test_weekly_row(published: Raw) -> None:
    week = row(history([*WEEK, OLD], RECORDS, POUNDS), "weekly_180d", "week_start", "2026-08-03")
    expected = {
        "week_start": "2026-08-03",
        "total_hours": 7.25,
        "total_tss": 280,
        "primary_sport": "cycling",
        "primary_sport_tss": 210.0,
        "sport_tss_breakdown": {"cycling": 210.0, "run": 30.0, "other": 40.0},
        "activity_count": 6,
        "ctl_end": 51.3,
        "atl_end": 0,
        "tsb_end": 51.3,
        "ramp_rate": 0.0,
        "avg_hrv": 55,
        "avg_rhr": 50,
        "avg_sleep_hours": 7.26,
        "z1_z2_pct": 71.8,
        "z3_pct": 14.1,
        "z4_plus_pct": 14.1,
        "hard_days": 2,
        "longest_ride_hours": 2.0,
        "longest_activity_hours": 2.0,
        "avg_feel": 2.5,
        "feel_count": 2,
        "avg_rpe": 4.7,
        "rpe_count": 3,
        "weight_kg": 75.3,
        "display": {"weight": {"value": 165.9, "unit": "lb"}},
        "monotony": 0.89,
        "intensity_basis_breakdown": {"power": 1, "hr": 1},
        "acwr": None,
        "phase_detected": week["phase_detected"],
        "durability_mean": 0.0,
        "durability_qualifying": 1,
        "ef_mean": 1.64,
        "ef_qualifying": 2,
        "hrrc_mean": 30.0,
        "hrrc_qualifying": 2,
    }
    assert json.dumps(week) == json.dumps(expected)
    assert row(published, "weekly_180d", "week_start", "2026-08-03") == expected


def test_form_at_the_end_of_a_week_is_of_one_day_that_knows_both_averages() -> None:
    without_atl = [*RECORDS[:-1], {"id": "2026-08-09", "ctl": 51.26, "hrv": 251}]
    found = history([*WEEK, OLD], without_atl, POUNDS)
    week = row(found, "weekly_180d", "week_start", "2026-08-03")
    ends = ("ctl_end", "atl_end", "tsb_end", "ramp_rate")
    assert [week[key] for key in ends] == [51.3, 54.0, -4.5, 0.0]
    assert week["display"] == {"weight": {"value": 165.9, "unit": "lb"}}
    assert week["intensity_basis_breakdown"] == {"power": 1, "hr": 1}
    assert (week["longest_ride_hours"], week["longest_activity_hours"]) == (2.0, 2.0)


def test_empty_week_has_zeros_and_nulls(published: Raw) -> None:
    week = row(published, "weekly_180d", "week_start", "2026-06-01")
    assert (week["total_hours"], week["total_tss"], week["activity_count"]) == (0.0, 0, 0)
    assert week["primary_sport"] is None
    assert week["sport_tss_breakdown"] is None
    assert week["intensity_basis_breakdown"] is None
    assert week["display"] == {"weight": None}
    assert week["z1_z2_pct"] is None


@pytest.mark.parametrize(
    ("first", "acwr"),
    [
        ("2026-07-13", [None, None, None, 0.57, 0.95]),
        ("2026-07-15", [None, None, None, None, 0.95]),
    ],
)
def test_weekly_acwr_needs_three_weeks_of_records_before_it(
    first: str, acwr: list[float | None]
) -> None:
    loads = {first: 300, "2026-07-20": 350, "2026-07-27": 400, "2026-08-03": 200, "2026-08-10": 300}
    weeks = history(
        [ride(day, icu_training_load=load) for day, load in loads.items()],
        now=datetime(2026, 8, 19, 12, tzinfo=UTC),
    )["weekly_180d"]
    assert [week["acwr"] for week in weeks[-6:]] == [*acwr, None]
    assert all(week["acwr"] is None for week in weeks[:3])


def test_weekly_hard_days_are_unknown_without_zone_data() -> None:
    def hard_days(*activities: Raw) -> int | None:
        week = row(history([*activities]), "weekly_180d", "week_start", "2026-08-03")
        found: int | None = week["hard_days"]
        return found

    easy = ride("2026-08-04", icu_zone_times=zones(z1=3600))
    assert hard_days() == 0
    assert hard_days(ride("2026-08-03", icu_training_load=50)) is None
    assert hard_days(ride("2026-08-03", icu_training_load=50), easy) == 0


def test_monotony_counts_rest_days() -> None:
    loads = {"2026-08-03": 60, "2026-08-04": 80, "2026-08-06": 100}
    document = history([ride(day, icu_training_load=load) for day, load in loads.items()])
    assert row(document, "weekly_180d", "week_start", "2026-08-03")["monotony"] == 0.77


@pytest.mark.parametrize(("day", "expected"), [(13, None), (14, 1.1)])
def test_monotony_needs_five_elapsed_days(day: int, expected: float | None) -> None:
    done = [ride(f"2026-08-{number}", icu_training_load=50) for number in (10, 11, 12)]
    document = history(done, now=datetime(2026, 8, day, 20, tzinfo=UTC))
    assert document["weekly_180d"][-1]["monotony"] == expected


def test_monotony_of_equal_days_is_the_highest() -> None:
    same = [ride(f"2026-08-0{number}", icu_training_load=50) for number in range(3, 10)]
    document = history(same)
    assert row(document, "weekly_180d", "week_start", "2026-08-03")["monotony"] == 5.0


def test_single_float_load_rounds_to_a_whole_float() -> None:
    document = history([ride("2026-08-12", icu_training_load=50.5)])
    assert json.dumps(document["weekly_180d"][-1]["total_tss"]) == "50.0"
    assert json.dumps(document["daily_90d"][-1]["total_tss"]) == "50.0"


def steady_build(first: date, now: datetime) -> list[Raw]:
    """Return the weeks of an athlete who builds from a date on."""
    weeks = [first + timedelta(days=7 * n) for n in range((now.date() - first).days // 7 + 1)]
    activities = [
        ride(
            str(start + timedelta(days=offset)),
            icu_training_load=80 + n,
            icu_zone_times=zones(z4=700),
        )
        for n, start in enumerate(weeks)
        for offset in (0, 2, 4)
        if start + timedelta(days=offset) <= now.date()
    ]
    wellness = [
        {"id": str(start + timedelta(days=6)), "ctl": 40 + 1.5 * n, "atl": 50}
        for n, start in enumerate(weeks)
    ]
    found: list[Raw] = history(activities, wellness, now=now)["weekly_180d"]
    return found


def test_every_finished_week_has_a_phase_and_the_current_one_has_none() -> None:
    weeks = steady_build(date(2026, 2, 2), datetime(2026, 8, 12, 9, tzinfo=UTC))
    assert [week["phase_detected"] for week in weeks[-2:]] == ["Build", None]


def test_a_week_that_begins_today_has_a_row_and_the_one_before_it_a_phase() -> None:
    weeks = steady_build(date(2026, 2, 2), datetime(2026, 8, 10, 9, tzinfo=UTC))
    assert len(weeks) == 27
    assert [weeks[0]["week_start"], weeks[-1]["week_start"]] == ["2026-02-09", "2026-08-10"]
    assert [(w["phase_detected"], w["acwr"] is None) for w in weeks[-2:]] == [
        ("Build", False),
        (None, True),
    ]


def test_the_last_day_of_a_week_does_not_finish_it() -> None:
    weeks = steady_build(date(2026, 2, 2), datetime(2026, 8, 9, 23, tzinfo=UTC))
    assert (weeks[-1]["week_start"], weeks[-1]["phase_detected"]) == ("2026-08-03", None)
    assert weeks[-1]["acwr"] is None


def test_three_weeks_of_records_make_the_first_phase() -> None:
    weeks = steady_build(date(2026, 6, 1), datetime(2026, 8, 12, 9, tzinfo=UTC))
    phases = {week["week_start"]: week["phase_detected"] for week in weeks}
    assert [phases[f"2026-{day}"] for day in ("05-25", "06-01", "06-08", "06-15")] == [
        None,
        None,
        None,
        "Build",
    ]


def test_an_account_without_activities_has_no_phase() -> None:
    assert {week["phase_detected"] for week in history([])["weekly_180d"]} == {None}


# -- daily


def test_daily_rows(published: Raw) -> None:
    monday = row(published, "daily_90d", "date", "2026-08-03")
    assert (monday["tsb"], monday["is_hard_day"]) == (-10.1, False)
    assert monday["intensity_basis"] == "power"
    assert monday["display"] == {"weight": {"value": 165.4, "unit": "lb"}}
    tuesday = row(published, "daily_90d", "date", "2026-08-04")
    assert tuesday["activity_types"] == "Rest"
    assert (tuesday["hrv"], tuesday["rhr"]) == (5, 0)
    assert (tuesday["sleep_hours"], tuesday["sleep_formatted"]) == (7.03, "7h1m")
    assert tuesday["is_hard_day"] is None
    assert tuesday["display"] == {"weight": {"value": 165.9, "unit": "lb"}}
    sunday = row(published, "daily_90d", "date", "2026-08-09")
    assert (sunday["ctl"], sunday["atl"], sunday["tsb"]) == (51.26, 0, 51.3)


def test_daily_rows_with_several_activities_keep_their_order() -> None:
    document = history(WEEK, RECORDS)
    wednesday = row(document, "daily_90d", "date", "2026-08-05")
    assert (wednesday["activity_types"], wednesday["total_tss"]) == ("Ride, Run", 120)
    assert (wednesday["is_hard_day"], wednesday["intensity_basis"]) == (True, "mixed")
    saturday = row(document, "daily_90d", "date", "2026-08-08")
    assert saturday["activity_types"] == "WeightTraining, Soccer"
    assert (saturday["is_hard_day"], saturday["intensity_basis"]) == (True, "hr")


def test_daily_row_keys_in_published_order(published: Raw) -> None:
    assert [*published["daily_90d"][0]] == [
        "date",
        "total_hours",
        "total_tss",
        "activity_count",
        "activity_types",
        "ctl",
        "atl",
        "tsb",
        "hrv",
        "rhr",
        "sleep_hours",
        "sleep_formatted",
        "sleep_quality",
        "sleep_score",
        "weight_kg",
        "display",
        "is_hard_day",
        "intensity_basis",
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


def test_daily_tier_ends_today(published: Raw) -> None:
    dates = [item["date"] for item in published["daily_90d"]]
    assert (len(dates), dates[0], dates[-1]) == (90, "2026-05-15", "2026-08-12")
