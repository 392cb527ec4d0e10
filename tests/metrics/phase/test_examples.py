"""The worked examples P1 to P20 of phase detection."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.metrics.phase import NextRace, Week
from tests.metrics.phase.cases import E, F, S, phase, rows, summary, workout


def test_p1_regular_build_week():
    found = phase(S, F, previous="Build")
    past, plan = found.basis.stream_1, found.basis.stream_2
    assert summary(found) == ("Build", "high", [])
    assert (past.ctl_slope, past.acwr_trend, past.hard_day_pattern) == (1.8, "rising", 2.3)
    assert past.weeks_available == 4
    assert plan.planned_tss_delta == 0.99
    assert plan.hard_sessions_planned == 2
    assert plan.current_week_hard_days_completed == 1
    assert plan.current_week_hard_days_total == 3
    assert (plan.next_week_load, plan.race_proximity) == (0.8, None)
    assert (plan.plan_coverage_current_week, plan.plan_coverage_next_week) == (0.8, 0.8)
    assert found.basis.stream_agreement is None
    assert found.phase_duration_weeks == 3


def test_p2_reduced_week_with_rebound_is_deload():
    found = phase(S, E, previous="Build")
    plan = found.basis.stream_2
    assert summary(found) == (
        "Deload",
        "high",
        ["BUILD_HISTORY_REDUCED_LOAD_REBOUND_CONFIRMED"],
    )
    assert (plan.planned_tss_delta, plan.next_week_load) == (0.41, 0.86)
    assert (plan.plan_coverage_current_week, plan.plan_coverage_next_week) == (0.6, 0.8)
    assert (plan.hard_sessions_planned, plan.current_week_hard_days_total) == (0, 1)
    assert found.basis.stream_agreement is False
    assert found.phase_duration_weeks == 1


def test_p3_reduced_week_without_a_next_week_is_a_plan_gap():
    found = phase(S, E[:3], previous="Build")
    assert summary(found) == ("Deload", "medium", ["PLAN_GAP_NEXT_WEEK"])
    assert found.basis.stream_2.next_week_load is None
    assert found.basis.stream_2.plan_coverage_next_week == 0.0
    assert found.basis.stream_agreement is None


def test_p4_reduced_week_before_an_a_race_is_a_sure_taper():
    found = phase(S, E, NextRace(10, "RACE_A"), previous="Build")
    assert summary(found) == ("Taper", "high", ["RACE_IMMINENT_VOLUME_REDUCING"])
    assert found.basis.stream_2.race_proximity == 10
    assert found.basis.stream_agreement is False


def test_p5_a_race_without_a_plan_is_a_taper():
    found = phase(S, (), NextRace(10, "RACE_A"), previous="Build")
    plan = found.basis.stream_2
    assert summary(found) == ("Taper", "medium", ["RACE_IMMINENT"])
    assert plan.planned_tss_delta is None
    assert (plan.current_week_hard_days_completed, plan.current_week_hard_days_total) == (0, 0)
    assert plan.plan_coverage_current_week == 0.0
    assert found.basis.stream_agreement is None


def test_p6_full_load_before_a_b_race_is_peak():
    found = phase(S, F, NextRace(18, "RACE_B"), previous="Build")
    assert summary(found) == ("Peak", "medium", ["RACE_APPROACHING_CTL_HIGH"])
    assert found.basis.stream_agreement is False


def test_p7_high_monotony_with_rising_acwr_is_overreached():
    found = phase(
        rows(
            hard=(3, 3, 3),
            ctl=(60, 63, 67),
            acwr=(1.1, 1.25, 1.32),
            monotony=(2.0, 2.4, 2.6),
        )
    )
    assert summary(found) == ("Overreached", "high", ["SAFETY_ACWR_OR_MONOTONY"])
    assert found.basis.stream_1.ctl_slope == 3.5
    assert repr(found.basis.stream_1.hard_day_pattern) == "3"
    assert found.phase_duration_weeks == 1


def test_p8_nothing_at_all_is_base():
    found = phase(rows(tss=(0,) * 4, hard=(0,) * 4, activities=(0,) * 4))
    assert summary(found) == ("Base", "medium", ["NO_PLANNED_WORKOUTS"])
    past = found.basis.stream_1
    assert (past.ctl_slope, past.acwr_trend, past.weeks_available) == (None, None, 4)
    assert repr(past.hard_day_pattern) == "0"
    assert found.basis.data_quality == "good"


P9 = rows(
    tss=(400, 420, 440, 260),
    hard=(2, 2, 2, 1),
    ctl=(58.0, 60.0, 62.0, 61.0),
    acwr=(1.05, 1.1, 1.1, 0.62),
    stored=("Build", "Build", "Build"),
)


def test_p9_light_week_after_three_hard_ones_is_a_deload_in_hindsight():
    found = phase(P9, previous="Build", sport=None, backfill=True)
    assert summary(found) == ("Deload", "medium", ["PLAN_GAP_NEXT_WEEK"])
    past = found.basis.stream_1
    assert (past.ctl_slope, past.acwr_trend, past.hard_day_pattern) == (1.1, "falling", 1.8)


def test_p10_a_live_run_never_sees_the_light_week():
    found = phase((*P9[1:], Week("2025-03-17", 0, 0, 0, 0)), previous="Build")
    assert summary(found) == ("Build", "medium", ["NO_PLANNED_WORKOUTS"])
    past = found.basis.stream_1
    assert (past.ctl_slope, past.acwr_trend, past.hard_day_pattern) == (0.5, "falling", 1.7)
    assert found.phase_duration_weeks == 1


P11 = rows(hard=(1, 1, 2), ctl=(50, 50.6, 51.2))


def test_p11_a_tie_without_a_previous_phase_is_ambiguous():
    found = phase(P11)
    assert summary(found) == (None, "low", ["BUILD_BASE_AMBIGUOUS", "NO_PLANNED_WORKOUTS"])
    assert found.basis.stream_1.ctl_slope == 0.6
    assert found.basis.stream_1.hard_day_pattern == 1.3
    assert found.phase_duration_weeks == 0


def test_p11_a_tie_keeps_the_previous_phase():
    found = phase(P11, previous="Base")
    assert summary(found) == ("Base", "medium", ["NO_PLANNED_WORKOUTS"])
    assert found.phase_duration_weeks == 1


P12 = (*S[:3], replace(S[3], total_tss=430, primary_sport_tss=430, hard_days=3, activity_count=5))
SUNDAY = date(2025, 3, 16)


def test_p12_one_easy_session_left_on_sunday_fires_path_b():
    found = phase(P12, (workout("03-16", 120, "Long ride"), *E[3:]), previous="Build", today=SUNDAY)
    plan = found.basis.stream_2
    assert summary(found) == (
        "Deload",
        "high",
        ["BUILD_HISTORY_REDUCED_LOAD_REBOUND_CONFIRMED"],
    )
    assert plan.planned_tss_delta == 1.91
    assert (plan.current_week_hard_days_completed, plan.current_week_hard_days_total) == (3, 3)
    assert (plan.plan_coverage_current_week, plan.plan_coverage_next_week) == (0.2, 0.8)


def test_p12_no_session_left_on_sunday_stays_build():
    found = phase(P12, E[3:], previous="Build", today=SUNDAY)
    assert summary(found) == ("Build", "high", [])
    # The example names 4 weeks; rows S store Base in the first of them, which ends the count.
    assert found.phase_duration_weeks == 3


P13 = rows(
    tss=(400, 440, 280, 120),
    hard=(2, 2, 1, 1),
    activities=(5, 5, 4),
    ctl=(60.0, 62.0, 61.0),
    acwr=(1.0, 1.05, 0.7),
    stored=("Build", "Build", "Deload"),
)


def test_p13_two_hard_sessions_after_a_deload_resume_build():
    plan = (
        workout("03-12", 90, "VO2 4x4"),
        workout("03-13", 40),
        workout("03-16", 70, "Blocks", "3\u00d712m @250W / 5m rec"),
    )
    found = phase(P13, plan, previous="Deload")
    assert summary(found) == ("Build", "medium", ["BUILD_RESUMING_AFTER_DELOAD"])
    assert found.basis.stream_2.planned_tss_delta == 0.75
    assert found.basis.stream_2.hard_sessions_planned == 2
    assert found.basis.stream_2.current_week_hard_days_total == 3


def test_p13_one_easy_session_after_a_deload_resumes_build_tentatively():
    found = phase(P13, (workout("03-12", 40),), previous="Deload")
    assert summary(found) == ("Build", "low", ["BUILD_RESUMING_AFTER_DELOAD_TENTATIVE"])
    assert found.basis.stream_2.planned_tss_delta == 0.15


def test_p14_falling_ctl_without_hard_days_is_recovery():
    found = phase(rows(hard=(1, 0, 0), ctl=(60, 57, 54)), previous="Build")
    assert summary(found) == ("Recovery", "medium", ["DECLINING_LOAD_NO_HARD_DAYS"])
    assert found.basis.stream_1.ctl_slope == -3.0
    assert found.basis.stream_1.hard_day_pattern == 0.3


def test_p15_low_plan_without_build_history_is_recovery():
    weeks = rows(tss=(400, 300, 200), hard=(1, 1, 1), activities=(4, 3, 2), ctl=(60, 58, 56))
    found = phase(weeks, [workout(day, 30) for day in ("03-12", "03-13", "03-14")])
    assert summary(found) == ("Recovery", "medium", ["NO_BUILD_HISTORY_LOW_LOAD"])
    assert found.basis.stream_1.ctl_slope == -2.0
    assert found.basis.stream_2.planned_tss_delta == 0.42
    assert found.basis.stream_2.plan_coverage_current_week == 1.0


def test_p16_reduced_week_without_rebound_is_deload():
    weeks = rows(
        tss=(400, 440, 480),
        hard=(2, 2, 3),
        activities=(5, 5, 6),
        ctl=(60, 61.5, 63.6),
        acwr=(1.0, 1.0, 1.0),
    )
    easy = [workout(day, 40) for day in ("03-13", "03-14", "03-15")]
    found = phase(weeks, [*easy, workout("03-18", 80), workout("03-19", 80)])
    plan = found.basis.stream_2
    assert summary(found) == ("Deload", "medium", ["BUILD_HISTORY_REDUCED_LOAD"])
    assert (plan.planned_tss_delta, plan.next_week_load) == (0.38, 0.36)
    assert (plan.plan_coverage_current_week, plan.plan_coverage_next_week) == (0.6, 0.4)


def test_p17_one_week_is_not_enough():
    found = phase(S[:1], backfill=True)
    assert summary(found) == (None, "low", ["INSUFFICIENT_LOOKBACK", "INSUFFICIENT_DATA"])
    assert found.basis.data_quality == "poor"
    assert found.phase_duration_weeks == 0


def test_p18_two_weeks_are_classified_with_low_confidence():
    found = phase(rows(2, hard=(1, 2), ctl=(30, 31.5)), backfill=True)
    assert summary(found) == ("Build", "low", ["INSUFFICIENT_LOOKBACK", "NO_PLANNED_WORKOUTS"])
    assert found.basis.stream_1.ctl_slope == 1.5
    assert found.basis.stream_1.hard_day_pattern == 1.5


P19 = tuple(
    replace(week, power_hard_days=0, hr_hard_days=1)
    for week in rows(tss=(300,) * 4, hard=(1,) * 4, ctl=(50, 51, 52, 53))
)


def test_p19_hard_days_by_heart_rate_alone_lower_the_confidence():
    found = phase(P19, backfill=True)
    assert summary(found) == ("Base", "low", ["HR_ONLY_MAJORITY", "NO_PLANNED_WORKOUTS"])
    assert found.basis.data_quality == "mixed"


@pytest.mark.parametrize(
    ("weeks", "zones"),
    [
        (P19, {"run": "hr"}),
        ((*(replace(week, hr_hard_days=0) for week in P19[:2]), *P19[2:]), {}),
    ],
    ids=["heart rate is preferred", "half of the weeks"],
)
def test_p19_heart_rate_is_fine_when_preferred_or_no_majority(weeks, zones):
    found = phase(weeks, zones=zones, backfill=True)
    assert summary(found) == ("Base", "medium", ["NO_PLANNED_WORKOUTS"])
    assert found.basis.data_quality == "good"


def test_p20_a_new_phase_is_named_as_transition():
    weeks = rows(
        tss=(300, 310, 320),
        hard=(1, 1, 1),
        activities=(4, 4, 4),
        ctl=(50, 50.1, 50.0),
        acwr=(1.0, 1.0, 1.0),
    )
    found = phase(weeks, previous="Build")
    assert summary(found) == (
        "Base",
        "medium",
        ["PHASE_TRANSITION_Build_TO_Base", "NO_PLANNED_WORKOUTS"],
    )
    assert repr(found.basis.stream_1.ctl_slope) == "0.0"
