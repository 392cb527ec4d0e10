"""The worked examples of phase detection."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.metrics.phase import NextRace
from tests.metrics.phase.cases import (
    DONE,
    SUNDAY,
    TUESDAY,
    E,
    F,
    W,
    bare,
    hindsight,
    phase,
    ride,
    rows,
    summary,
    workout,
)

REBOUND = ["BUILD_HISTORY_REDUCED_LOAD_REBOUND_CONFIRMED"]


def hard_days(plan):
    return (
        plan.hard_sessions_planned,
        plan.current_week_hard_days_completed,
        plan.current_week_hard_days_total,
    )


# -- the base week, with plan


def test_a_full_week_after_building_is_build():
    found = phase(planned=F)
    past, plan = found.basis.stream_1, found.basis.stream_2
    assert summary(found) == ("Build", "high", [])
    assert (past.ctl_slope, past.acwr_trend, past.hard_day_pattern) == (1.65, "rising", 2.2)
    assert past.weeks_available == 4
    assert (plan.planned_tss_delta, plan.next_week_load) == (0.98, 0.8)
    assert hard_days(plan) == (2, 1, 3)
    assert (plan.plan_coverage_current_week, plan.plan_coverage_next_week) == (1.2, 0.8)
    assert (found.basis.data_quality, found.basis.stream_agreement) == ("good", True)
    assert (found.previous_phase, found.phase_duration_weeks) == ("Build", 3)


@pytest.mark.parametrize(
    "today",
    [
        ride("03-12", 90, paired_event_id="event of 03-12", type="Run"),
        ride("03-12", 90),
    ],
    ids=["paired", "of the same family"],
)
def test_a_workout_that_is_done_is_no_longer_planned(today):
    wednesday = TUESDAY | {date(2025, 3, 12)}
    sport = None if today.type == "Run" else "cycling"
    plan = phase(planned=F, done=(*DONE, today), hard=wednesday, sport=sport).basis.stream_2
    assert plan.planned_tss_delta == 0.98
    assert hard_days(plan) == (1, 2, 3)


def test_the_ride_of_today_leaves_the_coverage_of_the_week():
    found = phase(planned=F, done=(*DONE, ride("03-12", 90)))
    assert found.basis.stream_2.plan_coverage_current_week == 1.2


def test_a_reduced_week_with_rebound_is_a_sure_deload():
    found = phase(planned=E)
    plan = found.basis.stream_2
    assert summary(found) == ("Deload", "high", REBOUND)
    assert (plan.planned_tss_delta, plan.next_week_load) == (0.57, 0.86)
    assert (plan.plan_coverage_current_week, plan.plan_coverage_next_week) == (1.0, 0.8)
    assert hard_days(plan) == (0, 1, 1)
    assert (found.basis.stream_agreement, found.phase_duration_weeks) == (None, 1)


def test_a_reduced_week_is_on_sunday_what_it_was_on_wednesday():
    ridden = (*DONE, ride("03-12", 30), ride("03-13", 40), ride("03-15", 60))
    found = phase(planned=E, done=ridden, today=SUNDAY)
    plan = found.basis.stream_2
    assert summary(found) == ("Deload", "high", REBOUND)
    assert (plan.planned_tss_delta, plan.plan_coverage_current_week) == (0.57, 1.0)


def test_one_easy_ride_left_on_sunday_does_not_make_a_full_week_a_deload():
    done = (
        ride("03-10", 100),
        ride("03-11", 90),
        ride("03-12", 80),
        ride("03-13", 80),
        ride("03-14", 80),
    )
    hard = frozenset({date(2025, 3, 10), date(2025, 3, 11), date(2025, 3, 13)})
    plan = (workout("03-16", 120, "Long ride"), *E[3:])
    found = phase(planned=plan, done=done, hard=hard, today=SUNDAY)
    assert summary(found)[:2] == ("Build", "high")
    assert found.basis.stream_2.planned_tss_delta == 1.25
    assert found.basis.stream_2.plan_coverage_current_week == 1.2


def test_open_entries_without_load_say_nothing_about_the_week():
    plan = [workout(day, None) for day in ("03-12", "03-13", "03-15")]
    found = phase(planned=plan)
    assert summary(found)[:2] == ("Build", "medium")
    assert found.basis.stream_2.planned_tss_delta is None


def test_a_next_week_of_zero_load_is_a_value():
    found = phase(planned=(*E[:3], workout("03-18", 0), workout("03-20", 0)))
    assert found.basis.stream_2.next_week_load == 0.0


def test_walks_beside_a_plan_without_walks_change_nothing():
    walks = [ride(f"03-{day}", 20, type="Walk") for day in ("03", "05", "07", "10", "11")]
    found = phase(planned=F, done=(*DONE, *walks))
    assert found == phase(planned=F)


def test_the_race_itself_makes_no_taper_look_like_full_volume():
    plan = (workout("03-16", 300, "The race", "RACE_A"), workout("03-13", 20), workout("03-14", 20))
    found = phase(planned=plan, race=NextRace(4, "RACE_A"))
    assert summary(found)[:2] == ("Taper", "high")
    assert found.basis.stream_2.planned_tss_delta == 0.36
    done = (*DONE, ride("03-13", 20), ride("03-14", 20), ride("03-16", 310))
    after = phase(planned=plan, race=NextRace(0, "RACE_A"), done=done, today=SUNDAY)
    assert summary(after)[:2] == ("Taper", "high")
    assert after.basis.stream_2.planned_tss_delta == 0.36


def test_a_reduced_week_without_a_next_week_is_a_plan_gap():
    found = phase(planned=E[:3])
    assert summary(found) == ("Deload", "medium", ["PLAN_GAP_NEXT_WEEK"])
    assert found.basis.stream_2.next_week_load is None
    assert found.basis.stream_2.plan_coverage_next_week == 0.0


def test_a_reduced_week_without_rebound_is_deload():
    found = phase(planned=(*E[:3], workout("03-18", 80), workout("03-19", 80)))
    assert summary(found) == ("Deload", "medium", ["BUILD_HISTORY_REDUCED_LOAD"])


# -- races


def test_reduced_volume_before_an_a_race_is_a_sure_taper():
    found = phase(planned=E, race=NextRace(10, "RACE_A"))
    assert summary(found) == ("Taper", "high", ["RACE_IMMINENT_VOLUME_REDUCING"])
    assert found.basis.stream_2.race_proximity == 10
    assert found.basis.stream_agreement is None


def test_full_volume_before_an_a_race_is_no_taper():
    found = phase(planned=F, race=NextRace(10, "RACE_A"))
    assert summary(found) == ("Peak", "medium", ["RACE_APPROACHING_CTL_HIGH"])


def test_a_race_without_a_plan_is_a_taper_that_knows_what_was_done():
    found = phase(race=NextRace(10, "RACE_A"))
    plan = found.basis.stream_2
    assert summary(found) == ("Taper", "medium", ["RACE_IMMINENT"])
    assert hard_days(plan) == (0, 1, 1)
    assert (plan.planned_tss_delta, plan.plan_coverage_current_week) == (None, 0.0)


def test_full_volume_three_weeks_before_a_b_race_is_peak():
    found = phase(planned=F, race=NextRace(18, "RACE_B"))
    assert summary(found) == ("Peak", "medium", ["RACE_APPROACHING_CTL_HIGH"])


# -- after a deload


@pytest.mark.parametrize("entry", [workout("03-12", 40), workout("03-13", 40)])
def test_one_hard_day_after_a_deload_resumes_build_tentatively(entry):
    found = phase(planned=(entry,), labels=("Deload",))
    assert summary(found) == ("Build", "low", ["BUILD_RESUMING_AFTER_DELOAD_TENTATIVE"])


def test_two_hard_dates_after_a_deload_resume_build():
    found = phase(planned=(workout("03-12", 90, "VO2 4x4"),), labels=("Deload",))
    assert summary(found) == ("Build", "medium", ["BUILD_RESUMING_AFTER_DELOAD"])
    assert found.basis.stream_2.current_week_hard_days_total == 2


# -- without plan


@pytest.mark.parametrize("count", [0, 2])
def test_fewer_than_three_weeks_are_not_classified(count):
    found = bare(W[:count], first_day=None, before=())
    assert summary(found) == (None, "low", ["INSUFFICIENT_LOOKBACK", "INSUFFICIENT_DATA"])
    assert found.basis.stream_1.weeks_available == count
    assert (found.basis.data_quality, found.phase_duration_weeks) == ("poor", 0)
    assert (found.basis.stream_1.hard_day_pattern is None) == (count == 0)


def test_high_monotony_with_rising_acwr_is_overreached():
    weeks = rows(hard=(3, 3, 3), ctl=(60, 63, 67), acwr=(1.1, 1.25, 1.32), monotony=(2.0, 2.4, 2.6))
    found = bare(weeks)
    assert summary(found) == ("Overreached", "high", ["SAFETY_ACWR_OR_MONOTONY"])
    assert found.basis.stream_1.ctl_slope == 3.5
    assert repr(found.basis.stream_1.hard_day_pattern) == "3"
    assert found.phase_duration_weeks == 1


def test_monotony_of_an_earlier_week_does_not_meet_the_ratio_of_the_last_one():
    weeks = rows(hard=(2,) * 4, acwr=(1.0, 1.1, 1.2, 1.5), monotony=(1.3, 2.6, None, 2.4))
    assert bare(weeks).phase != "Overreached"
    last = replace(weeks[-1], monotony=2.6)
    assert summary(bare((*weeks[:-1], last)))[:2] == ("Overreached", "high")


def test_a_recovery_looks_at_the_hard_days_of_the_last_three_weeks():
    found = bare(rows(ctl=(70, 62, 54, 46), hard=(3, 0, 0, 0)), "Base")
    assert summary(found) == ("Recovery", "medium", ["DECLINING_LOAD_NO_HARD_DAYS"])
    assert found.basis.stream_1.hard_day_pattern == 0.8


def test_a_falling_ctl_with_hard_days_is_neither_build_nor_base():
    found = bare(rows(ctl=(60, 58, 56, 54), hard=(2, 2, 2, 2)))
    assert summary(found) == (None, "low", ["BUILD_BASE_AMBIGUOUS", "NO_PLANNED_WORKOUTS"])


EVEN = rows(hard=(1, 1, 2), ctl=(50, 50.6, 51.2))


def test_a_tie_without_a_previous_phase_is_ambiguous():
    found = bare(EVEN)
    assert summary(found) == (None, "low", ["BUILD_BASE_AMBIGUOUS", "NO_PLANNED_WORKOUTS"])
    assert found.basis.stream_1.ctl_slope == 0.6
    assert found.basis.stream_1.hard_day_pattern == 1.3
    assert found.phase_duration_weeks == 0


def test_a_tie_keeps_the_previous_phase():
    found = bare(EVEN, "Base")
    assert summary(found) == ("Base", "medium", ["NO_PLANNED_WORKOUTS"])
    assert found.phase_duration_weeks == 2


def test_a_low_plan_while_ctl_falls_is_recovery():
    weeks = rows(tss=(400, 300, 200), hard=(1, 1, 1), ctl=(60, 58, 56))
    plan = [workout(day, 30) for day in ("03-12", "03-13", "03-14")]
    found = phase(weeks, plan, labels=(), done=(), hard=frozenset())
    assert summary(found) == ("Recovery", "medium", ["NO_BUILD_HISTORY_LOW_LOAD"])
    assert found.basis.stream_1.ctl_slope == -2.0
    assert found.basis.stream_2.planned_tss_delta == 0.3


def test_a_new_phase_is_named_as_transition():
    weeks = rows(tss=(300, 310, 320), hard=(1, 1, 1), ctl=(50, 50.1, 50.0), acwr=(1.0, 1.0, 1.0))
    found = bare(weeks, "Build")
    codes = ["PHASE_TRANSITION_Build_TO_Base", "NO_PLANNED_WORKOUTS"]
    assert summary(found) == ("Base", "medium", codes)
    assert repr(found.basis.stream_1.ctl_slope) == "0.0"


# -- in hindsight

LIGHTER = rows(
    tss=(400, 420, 440, 260),
    hard=(2, 2, 2, 1),
    ctl=(58.0, 60.0, 62.0, 61.0),
    acwr=(1.05, 1.1, 1.1, 0.62),
)


def test_a_light_week_after_three_hard_ones_is_a_deload_in_hindsight():
    found = hindsight(LIGHTER, "Build")
    assert summary(found) == ("Deload", "medium", ["PLAN_GAP_NEXT_WEEK"])
    past = found.basis.stream_1
    assert (past.ctl_slope, past.acwr_trend, past.hard_day_pattern) == (1.1, "falling", 1.8)


def test_a_live_run_does_not_name_this_week_after_the_last_one():
    assert bare(LIGHTER, "Build").phase != "Deload"


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_weeks_are_not_classified_in_hindsight(count):
    found = hindsight(W[:count])
    assert summary(found) == (None, "low", ["INSUFFICIENT_LOOKBACK", "INSUFFICIENT_DATA"])


BY_HEART_RATE = tuple(
    replace(week, power_hard_days=0, hr_hard_days=1)
    for week in rows(tss=(300,) * 4, hard=(1,) * 4, ctl=(50, 51, 52, 53))
)


@pytest.mark.parametrize("classified", [hindsight, bare])
def test_hard_days_by_heart_rate_alone_are_named(classified):
    found = classified(BY_HEART_RATE)
    assert found.reason_codes == ("HR_ONLY_MAJORITY", "NO_PLANNED_WORKOUTS")
    assert (found.phase, found.basis.data_quality) == ("Base", "mixed")


@pytest.mark.parametrize(
    ("weeks", "zones"),
    [
        (BY_HEART_RATE, {"run": "hr"}),
        (
            (*(replace(week, hr_hard_days=0) for week in BY_HEART_RATE[:2]), *BY_HEART_RATE[2:]),
            {},
        ),
    ],
    ids=["heart rate is preferred", "half of the weeks"],
)
def test_heart_rate_is_fine_when_preferred_or_no_majority(weeks, zones):
    found = hindsight(weeks, zones=zones)
    assert summary(found) == ("Base", "medium", ["NO_PLANNED_WORKOUTS"])
    assert found.basis.data_quality == "good"
