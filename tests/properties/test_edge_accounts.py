"""Accounts at the edges run clean, and what they are told is plausible."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.properties.accounts import (
    NOW,
    TODAY,
    Account,
    Raw,
    activity,
    ago,
    coherent,
    documents,
    latest,
)


def sessions(kind: str, days: range, load: int = 60, **more: object) -> tuple[Raw, ...]:
    return tuple(
        activity(
            1000 + at, at, 7, type=kind, icu_training_load=load, moving_time=3600, distance=2500,
            **more,
        )
        for at in days
    )  # fmt: skip


def mornings(days: range, hrv: int = 60, rhr: int = 50) -> tuple[Raw, ...]:
    return tuple({"id": ago(at), "hrv": hrv, "restingHR": rhr, "sleepSecs": 27000} for at in days)


def test_an_empty_account_is_judged_by_nothing():
    found = latest(Account())
    derived, decision = found["derived_metrics"], found["readiness_decision"]
    assert (derived["acwr"], derived["monotony"], derived["recovery_index"]) == (None, None, None)
    assert derived["phase_detection"]["phase"] is None
    assert derived["data_quality"]["load_history_days"] == 0
    assert found["alerts"] == []
    assert (decision["recommendation"], decision["limited_data"]) == ("go", True)


def test_an_account_of_two_days_has_totals_and_no_ratios():
    account = Account(sessions("Ride", range(2)), mornings(range(2)), (), {"icu_activated": ago(1)})
    found = latest(account)
    derived = found["derived_metrics"]
    assert derived["data_quality"]["load_history_days"] == 2
    assert derived["tss_7d_total"] == 120
    ratios = ("acwr", "monotony", "strain", "stress_tolerance", "recovery_index")
    assert {derived[key] for key in ratios} == {None}
    assert derived["phase_detection"]["reason_codes"] == [
        "INSUFFICIENT_LOOKBACK",
        "INSUFFICIENT_DATA",
    ]
    assert found["alerts"] == []


def test_wellness_alone_is_enough_for_the_morning():
    found = latest(Account((), mornings(range(1, 29)) + mornings(range(1), hrv=44)))
    derived, decision = found["derived_metrics"], found["readiness_decision"]
    assert (derived["recovery_index"], derived["hrv_baseline_7d"]) == (0.73, 60)
    assert decision["signals"]["hrv"]["status"] == "red"
    assert decision["signals"]["acwr"]["status"] == "unavailable"
    assert derived["primary_sport"] is None


@pytest.mark.parametrize(
    ("kind", "family"), [("Swim", "swim"), ("OpenWaterSwim", "swim"), ("Handcycle", "other")]
)
def test_swimmers_and_hand_cyclists_are_measured_like_anybody(kind, family):
    found = latest(coherent(Account(sessions(kind, range(1, 45)), mornings(range(29)))))
    derived = found["derived_metrics"]
    assert (derived["primary_sport"], derived["acwr"]) == (family, 0.89)
    assert (derived["monotony"], derived["tss_28d_total"]) == (2.27, 27 * 60)


def test_the_history_of_today_leaves_planned_load_out_like_the_morning_does():
    records = (
        {"id": ago(7), "ctl": 49.2},
        {"id": ago(1), "ctl": 50.0, "atl": 45.0},
        {"id": ago(0), "ctl": 50.567, "atl": 47.891, "ctlLoad": 60, "atlLoad": 60},
    )
    plan = {"id": 7, "category": "WORKOUT", "start_date_local": f"{ago(0)}T18:00:00"}
    files = documents(Account((), records, (plan,)))
    fitness = files["latest.json"]["current_status"]["fitness"]
    assert (fitness["ctl"], fitness["atl"]) == (48.82, 39.01)
    day, week = (files["history.json"][tier][-1] for tier in ("daily_90d", "weekly_180d"))
    assert (day["ctl"], day["atl"], day["tsb"]) == (48.82, 39.01, 9.8)
    assert (week["ctl_end"], week["atl_end"], week["tsb_end"]) == (48.8, 39.0, 9.8)


def test_one_who_returns_after_a_year_keeps_the_jump():
    old = sessions("Ride", range(380, 500))
    back = Account((*sessions("Ride", range(4)), *old), (), (), {"icu_activated": "2021-05-01"})
    files = documents(back)
    derived = files["latest.json"]["derived_metrics"]
    assert (derived["acwr"], derived["acwr_interpretation"]) == (4.0, "danger")
    gap = files["history.json"]["data_gaps"][-1]
    assert gap["days_missing"] == 376
    assert files["history.json"]["summaries"]["180d"]["avg_weekly_tss"] < 30


def test_a_southern_autumn_is_no_northern_spring():
    seasons = {
        zone: latest(Account((), (), (), {"timezone": zone}))["derived_metrics"]["seasonal_context"]
        for zone in ("Europe/Oslo", "Australia/Adelaide", "Australia/Lord_Howe")
    }
    assert seasons["Europe/Oslo"] == "Late Base / Build"
    assert seasons["Australia/Adelaide"] == "Late Season / Transition"
    assert seasons["Australia/Lord_Howe"] == "Late Season / Transition"


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Australia/Adelaide", [(2026, 4, 5), (2026, 10, 4)]),  # 10:30 and 9:30 ahead
        ("Australia/Lord_Howe", [(2026, 4, 5), (2026, 10, 4)]),  # changes by half an hour
        ("America/St_Johns", [(2026, 3, 8), (2026, 11, 1)]),
        ("Asia/Kolkata", [(2026, 3, 29)]),
    ],
)
def test_seven_days_are_seven_days_across_a_change_of_the_clock(zone, changes):
    for change in changes:
        for hour, minute in ((0, 10), (23, 50)):
            now = datetime(*change, hour, minute, tzinfo=ZoneInfo(zone)) + timedelta(days=1)
            derived = documents(daily(now.date(), zone), now=now)["latest.json"]["derived_metrics"]
            assert (derived["tss_7d_total"], derived["tss_28d_total"]) == (350, 1400)
            assert (derived["acwr"], derived["monotony"]) == (1.0, 5.0)
            assert derived["calculation_timestamp"] == now.isoformat()


def daily(today: date, zone: str) -> Account:
    days = [(today - timedelta(days=at)).isoformat() for at in range(40)]
    rides = tuple(
        {"id": f"i{day}", "start_date_local": f"{day}T02:30:00", "type": "Ride",
         "icu_training_load": 50, "moving_time": 3000}
        for day in days
    )  # fmt: skip
    return Account(rides, (), (), {"timezone": zone})


def test_sessions_of_two_devices_are_named():
    rides = sessions("Ride", range(28), 50)
    watch = tuple(
        {**ride, "id": f"w{ride['id']}", "type": "VirtualRide", "moving_time": 3500,
         "start_date_local": ride["start_date_local"].replace(":00:00", ":02:30")}
        for ride in rides
    )  # fmt: skip
    run = activity(1, 0, 7, type="Run", icu_training_load=20, moving_time=1800)
    (note,) = latest(Account((*rides, *watch, run)))["derived_metrics"]["data_quality"]["notes"]
    assert f"i1000 and wi1000 on {ago(0)}" in note
    assert "and 25 more" in note
    assert "i1 " not in note


@pytest.mark.parametrize(
    "other",
    [
        {"start_date_local": f"{ago(0)}T08:00:00"},  # one after the other
        {"type": "Run"},
        {"icu_training_load": 0},
        {"moving_time": None},
        {"start_date_local": None},
        {"start_date_local": f"{ago(0)}T07:31:00"},  # 29 of 60 minutes
    ],
)
def test_other_sessions_of_a_day_are_no_double(other):
    (ride,) = sessions("Ride", range(1))
    account = Account((ride, {**ride, "id": "i2", **other}))
    assert latest(account)["derived_metrics"]["data_quality"]["notes"] == []


def test_3500_activities_give_the_same_as_their_last_weeks():
    many = sessions("Ride", range(1090), 40)
    evenings = [
        {**ride, "id": f"e{place}{ride['id']}", "icu_training_load": 10,
         "start_date_local": ride["start_date_local"].replace("T07", f"T{hour}")}
        for ride in many
        for place, hour in enumerate(("12", "15", "18"))
    ][:2410]  # fmt: skip
    account = Account((*many, *evenings))
    assert len(account.activities) == 3500
    files = documents(account, now=NOW)
    assert files["latest.json"]["derived_metrics"]["tss_7d_total"] == 7 * 70
    weeks = files["history.json"]["weekly_180d"]
    assert {row["total_tss"] for row in weeks[:-1]} == {490}
    assert {row["acwr"] for row in weeks[3:-1]} == {1.0}
    assert files["history.json"]["data_range"]["latest"] == TODAY.isoformat()
