"""Months, summaries, FTP and the whole of ``history.json``; input of any kind."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.base.units import Units
from engine.history.daily import daily_rows
from engine.history.days import DayBook
from engine.history.document import HistoryInputs, build
from engine.history.ftp_timeline import ftp_timeline
from engine.history.monthly import dominant_phase, monthly_rows
from engine.history.summaries import KnownDays, summaries
from engine.history.weekly import weekly_rows
from engine.intervals_icu import Activity, Athlete, Wellness
from engine.metrics.ftp import FtpHistory
from engine.metrics.phase import Week
from tests.history.builders import (
    NOW,
    RECORDS,
    TODAY,
    WEEK,
    Raw,
    history,
    ride,
    row,
    zones,
)

# -- monthly


def test_monthly_row(published: Raw) -> None:
    month = row(published, "monthly_1y", "month", "2026-08")
    assert [*month] == [
        "month",
        "total_hours",
        "total_tss",
        "activity_count",
        "ctl_peak",
        "ctl_low",
        "ctl_end",
        "avg_hrv",
        "avg_rhr",
        "z1_z2_pct",
        "z3_pct",
        "z4_plus_pct",
        "hard_days_avg_per_week",
        "longest_ride_hours",
        "longest_activity_hours",
        "avg_weight_kg",
        "display",
        "dominant_phase",
        "days_with_data",
    ]
    assert (month["ctl_peak"], month["ctl_low"], month["ctl_end"]) == (51.3, 49.5, 51.3)
    assert month["hard_days_avg_per_week"] == 1.2
    assert month["avg_weight_kg"] == 75.2
    assert month["display"] == {"avg_weight": {"value": 165.7, "unit": "lb"}}
    assert month["days_with_data"] == 6


def test_tiers_share_their_newest_rows() -> None:
    document = history([*WEEK, ride("2023-09-01", icu_training_load=10)], RECORDS)
    one, two, three = (document[f"monthly_{years}y"] for years in (1, 2, 3))
    assert (len(one), len(two), len(three)) == (1, 1, 36)
    assert one == three[-1:]
    assert two == three[-1:]
    assert three[0]["month"] == "2023-09"


def test_short_history_has_empty_tiers() -> None:
    document = history(WEEK)
    assert [document[f"monthly_{years}y"] for years in (1, 2, 3)] == [[], [], []]
    assert [*document["summaries"]] == ["90d", "180d"]


def test_dominant_phase_by_weeks_then_load_then_order() -> None:
    rows = [
        ("2026-06-29", "Build", 300),
        ("2026-07-06", "Base", 200),
        ("2026-07-13", "Base", 100),
        ("2026-07-20", "Build", 1),
        ("2026-07-27", None, 500),
        ("2026-08-03", "Deload", 90),
    ]
    weeks = [Week(s, phase_detected=p, total_tss=t) for s, p, t in rows]
    assert dominant_phase(weeks, date(2026, 6, 1), date(2026, 6, 30)) == "Build"
    assert dominant_phase(weeks, date(2026, 7, 1), date(2026, 7, 31)) == "Build"
    assert dominant_phase(weeks, date(2026, 8, 1), date(2026, 8, 31)) == "Deload"
    assert dominant_phase(weeks, date(2026, 5, 1), date(2026, 5, 31)) is None
    even = [replace(weeks[1], total_tss=300), weeks[0]]
    assert dominant_phase(even, date(2026, 7, 1), date(2026, 7, 31)) == "Base"


# -- summaries


def test_summaries_of_all_tiers() -> None:
    book = DayBook({})
    day = daily_rows(book.between(TODAY, TODAY), Units())[0]
    week = weekly_rows(book, [TODAY], TODAY, units=Units(), first_day=None, zone_preference={})[0]
    month = monthly_rows(book, [TODAY.replace(day=1)], TODAY, (), Units())[0]
    daily = [
        replace(
            day,
            total_tss=100 * (i % 2),
            total_hours=1.5 * (i % 2),
            activity_count=i % 2,
            ctl=40 + 0.11 * i if i else None,
            is_hard_day=True if i % 10 == 1 else None,
        )
        for i in range(90)
    ]
    weekly = [
        replace(
            week,
            week_start=start,
            total_tss=tss,
            total_hours=hours,
            fitness=replace(week.fitness, ctl_end=ctl),
        )
        for start, tss, hours, ctl in [
            ("2026-07-20", 0, 0.0, None),
            ("2026-07-27", 300, 6.25, 40.0),
            ("2026-08-03", 401, 8.0, 41.25),
            ("2026-08-10", 120, 2.0, 41.0),
        ]
    ]
    monthly = [
        replace(month, month=name, total_tss=tss, ctl_peak=peak, ctl_low=low)
        for name, tss, peak, low in [
            ("2026-06", 1200, 40.0, 38.5),
            ("2026-07", 0, None, None),
            ("2026-08", 1501, 44.4, 40.0),
        ]
    ]
    assert to_json(
        summaries(daily, weekly, {1: monthly, 2: []}, KnownDays(date(2026, 1, 1), TODAY))
    ) == {
        "90d": {
            "avg_weekly_tss": 350.0,
            "avg_weekly_hours": 5.2,
            "ctl_start": 40.1,
            "ctl_end": 49.8,
            "total_activities": 45,
            "rest_days": 45,
            "hard_days": 9,
        },
        "180d": {
            "avg_weekly_tss": 234.0,
            "avg_weekly_hours": 4.8,
            "ctl_start": 40.0,
            "ctl_end": 41.0,
            "weeks_tracked": 4,
        },
        "1y": {
            "avg_monthly_tss": 600.0,
            "ctl_peak": 44.4,
            "ctl_low": 38.5,
            "months_tracked": 3,
        },
    }


def test_a_young_account_is_averaged_over_its_own_days() -> None:
    days = (TODAY - timedelta(days=back) for back in range(20))
    loads = [ride(day.isoformat(), icu_training_load=50, moving_time=3600) for day in days]
    found = history(loads)["summaries"]["90d"]
    assert (found["avg_weekly_tss"], found["avg_weekly_hours"]) == (350.0, 7.0)
    assert found["total_activities"] == 20


def test_summaries_without_training_are_null() -> None:
    found = history([])["summaries"]
    assert found["90d"]["avg_weekly_tss"] is None
    assert found["90d"]["rest_days"] == 90
    assert found["180d"]["avg_weekly_hours"] is None


# -- FTP


def test_ftp_timeline_of_an_old_flat_file() -> None:
    stored = FtpHistory.from_json({"2026-01-01": 250, "2026-03-01": 260})
    athlete = Athlete.from_api(
        {
            "sportSettings": [
                {"types": None},
                {"types": ["Run"], "ftp": 300},
                {"types": ["VirtualRide"], "ftp": 265, "indoor_ftp": None},
            ]
        }
    )
    assert to_json(ftp_timeline(stored, athlete.sport_settings, TODAY)) == [
        {"date": "2026-01-01", "ftp": 250, "type": "outdoor", "source": "FTP"},
        {"date": "2026-03-01", "ftp": 260, "type": "outdoor", "source": "FTP"},
        {"date": "2026-08-12", "ftp": 265, "type": "outdoor", "source": "user_set"},
    ]


def test_ftp_timeline_puts_indoor_before_outdoor() -> None:
    stored = FtpHistory.from_json(
        {"indoor": {"2026-03-01": 255, "2026-01-01": 250}, "outdoor": {"2026-03-01": 265}}
    )
    athlete = Athlete.from_api(
        {"sportSettings": [{"types": ["Ride"], "ftp": 265, "indoor_ftp": 258}]}
    )
    entries = ftp_timeline(stored, athlete.sport_settings, TODAY)
    assert [(e.date[5:], e.type, e.ftp, e.source) for e in entries] == [
        ("01-01", "indoor", 250, "FTP"),
        ("03-01", "indoor", 255, "FTP"),
        ("03-01", "outdoor", 265, "FTP"),
        ("08-12", "indoor", 258, "user_set"),
    ]


def test_null_ftp_series_do_not_stop_the_history() -> None:
    stored = FtpHistory.from_json({"indoor": None, "outdoor": None})
    assert ftp_timeline(stored, (), TODAY) == []


# -- the document


def test_document_keys_in_published_order(published: Raw) -> None:
    assert [*published] == [
        "generated_at",
        "source",
        "sync_version",
        "script_hash",
        "data_range",
        "ftp_timeline",
        "data_gaps",
        "summaries",
        "daily_90d",
        "weekly_180d",
        "monthly_1y",
        "monthly_2y",
        "monthly_3y",
    ]
    assert published["source"] == "Intervals.icu API"
    assert published["generated_at"] == "2026-08-12T09:30:00+00:00"


def test_data_range_spans_the_activities(published: Raw) -> None:
    assert published["data_range"] == {
        "earliest": "2025-12-01",
        "latest": "2026-08-08",
        "total_months": 8,
    }


def test_data_range_of_an_empty_account_is_today() -> None:
    assert history([])["data_range"] == {
        "earliest": "2026-08-12",
        "latest": "2026-08-12",
        "total_months": 1,
    }


def test_later_wellness_record_of_a_day_replaces_the_earlier_one() -> None:
    document = history([], [{"id": "2026-08-12", "ctl": 1}, {"id": "2026-08-12", "ctl": 2}])
    assert document["daily_90d"][-1]["ctl"] == 2


def test_malformed_records_are_passed_over() -> None:
    bad = [
        ride("2026-08-12", type=None, icu_zone_times=[{"id": None, "secs": 5}, None]),
        {"start_date_local": None},
        {"start_date_local": "nonsense"},
        {},
    ]
    today = history([*bad, ride("2026-08-12")], [{}, {"id": None}, {"id": ""}])["daily_90d"][-1]
    assert (today["activity_count"], today["activity_types"]) == (2, "Unknown, Ride")


def test_same_input_gives_the_same_bytes() -> None:
    first, second = (json.dumps(history(WEEK, RECORDS)) for _ in range(2))
    assert first == second


def test_three_years_take_well_under_a_second() -> None:
    days = [str(TODAY - timedelta(days=back)) for back in range(1096)]
    activities = [
        ride(day, icu_training_load=70, moving_time=5000, icu_zone_times=zones(z1=4000, z4=700))
        for day in days
    ]
    wellness = [
        {"id": day, "ctl": 60.5, "atl": 70.5, "hrv": 60, "restingHR": 45, "weight": 70.1}
        for day in reversed(days)
    ]
    inputs = HistoryInputs(
        activities=[Activity.from_api(item) for item in activities],
        wellness=[Wellness.from_api(item) for item in wellness],
        athlete=Athlete(),
        ftp_history=FtpHistory(),
        now=NOW,
    )
    started = time.process_time()
    build(inputs)
    assert time.process_time() - started < 1


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
some_days = st.sampled_from(["2026-08-12", "2026-08-10", "2026-08-05", "2025-01-31", "0001-01-01"])
numbers = st.integers(-5, 5000) | st.floats(-1, 500) | anything
wild_activity = st.fixed_dictionaries(
    {"start_date_local": some_days | st.just("9999-12-31T01:00:00") | anything},
    optional={
        "type": st.sampled_from(["Ride", "Run", "Kite", ""]) | anything,
        "moving_time": numbers,
        "icu_training_load": numbers,
        "icu_zone_times": st.lists(
            st.fixed_dictionaries({"id": st.sampled_from(["Z1", "Z4", "SS"]), "secs": numbers}),
            max_size=3,
        )
        | anything,
        "icu_hr_zone_times": st.lists(numbers, max_size=8) | anything,
        "icu_variability_index": numbers,
        "icu_hr_decoupling": numbers,
        "icu_efficiency_factor": numbers,
        "icu_hrr": numbers,
        "feel": numbers,
        "icu_rpe": numbers,
    },
)
wild_record = st.fixed_dictionaries(
    {"id": some_days | anything},
    optional=dict.fromkeys(
        ("ctl", "atl", "rampRate", "hrv", "restingHR", "sleepSecs", "weight", "steps"), numbers
    ),
)
wild_athlete = st.fixed_dictionaries(
    {},
    optional={
        "weight_pref_lb": anything,
        "sportSettings": st.lists(
            st.fixed_dictionaries(
                {"types": st.just(["Ride"]) | anything, "ftp": numbers, "indoor_ftp": numbers}
            ),
            max_size=2,
        )
        | anything,
    },
)


@settings(deadline=None)
@given(
    st.lists(wild_activity, max_size=6),
    st.lists(wild_record, max_size=6),
    wild_athlete,
    st.integers(0, 6),
)
def test_any_answer_gives_valid_json(
    activities: list[Raw], wellness: list[Raw], athlete: Raw, week_start: int
) -> None:
    document = history(activities, wellness, athlete, week_start=week_start)
    json.dumps(document, allow_nan=False)
    assert len(document["daily_90d"]) == 90
