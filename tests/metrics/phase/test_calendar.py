"""What phase detection reads of the calendar (docs/format/phase.md#calendar)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.metrics.phase.calendar_outlook import Outlook
from tests.metrics.phase.cases import F, W, phase, ride, workout


def outlook(*planned, **more):
    return phase(planned=planned, **more).basis.stream_2


@pytest.mark.parametrize(
    ("first_weekday", "this_week", "next_week"),
    [(0, 7, 7), (2, 7, 7), (3, 7, 7), (6, 7, 7)],
)
def test_the_week_ends_before_its_first_weekday(first_weekday, this_week, next_week):
    days = [workout(f"03-{day:02}", 10) for day in range(1, 31)]
    done = [ride(f"03-{day:02}") for day in range(1, 12)]
    plan = phase(
        planned=days, first_weekday=first_weekday, done=done, before=(), first_day=None
    ).basis.stream_2
    assert plan.plan_coverage_current_week == this_week / 5
    assert plan.plan_coverage_next_week == next_week / 5


@pytest.mark.parametrize("day", ["", "unknown", "2025-03", "2025-02-30", None])
def test_entries_without_a_date_do_not_count(day):
    plan = outlook(workout("03-12", 50, start_date_local=day))
    assert plan.plan_coverage_current_week == 0.0


@pytest.mark.parametrize("category", [None, "", "NOTE", "SICK", "workout"])
def test_only_training_categories_count(category):
    assert outlook(workout("03-12", 50, category=category)).plan_coverage_current_week == 0.0


def test_missed_entries_of_the_week_are_not_open():
    plan = outlook(workout("03-10", 500, "VO2", type="Run"), workout("03-13", 100))
    assert plan.planned_tss_delta == 0.5
    assert (plan.hard_sessions_planned, plan.current_week_hard_days_total) == (0, 1)


def test_two_hard_entries_of_a_date_are_one_hard_day():
    plan = outlook(workout("03-13", 50, "VO2"), workout("03-13", 50, "Sprints", id=2))
    assert (plan.hard_sessions_planned, plan.current_week_hard_days_total) == (2, 2)


def test_loads_are_of_the_primary_sport_but_sessions_of_all():
    plan = outlook(workout("03-12", 44), workout("03-13", 500, type="Run"))
    assert plan.planned_tss_delta == 0.37
    assert plan.plan_coverage_current_week == 0.8


@pytest.mark.parametrize("sport", ["run", None])
def test_loads_are_of_all_sports_without_primary_load(sport):
    weeks = [replace(week, primary_sport_tss=0) for week in W]
    entries = (workout("03-12", 44), workout("03-13", 500, type="Run"))
    assert phase(weeks, entries, sport=sport).basis.stream_2.planned_tss_delta == 1.51


def test_a_type_that_is_not_listed_is_other_sport():
    plan = phase(
        planned=[workout("03-12", 44, type="Kitesurf")],
        done=[ride("03-11", 10, type=None), ride("03-11", 10, type="Yoga")],
        sport="other",
    ).basis.stream_2
    assert plan.planned_tss_delta == 0.15
    assert plan.plan_coverage_current_week == 3.0


def test_a_plan_of_zero_load_is_a_value():
    assert outlook(workout("03-12", 0)).planned_tss_delta == 0.27
    assert outlook(workout("03-12", None)).planned_tss_delta is None


def test_a_week_that_is_done_needs_no_planned_load():
    assert outlook(workout("03-10", None), workout("03-11", None)).planned_tss_delta == 0.27


def test_without_a_plan_for_this_week_there_is_no_delta_and_no_coverage():
    plan = outlook(*F[5:])
    assert (plan.planned_tss_delta, plan.plan_coverage_current_week) == (None, 0.0)
    assert plan.plan_coverage_next_week == 0.8


def test_no_recent_load_means_no_delta():
    weeks = [replace(week, total_tss=0, primary_sport_tss=0) for week in W]
    assert phase(weeks, F).basis.stream_2.planned_tss_delta is None
    assert phase((), F).basis.stream_2.planned_tss_delta is None


@pytest.mark.parametrize(
    ("first_day", "coverage"),
    [
        (date(2025, 2, 23), 0.6),  # 5, 5, 6 rides
        (date(2025, 2, 24), 0.5),  # 5, 6 rides: half to even
        (date(2025, 3, 9), 0.5),  # 6 rides
        (date(2025, 3, 10), 0.6),  # no week left
    ],
)
def test_weeks_before_the_first_day_say_nothing_about_usual_sessions(first_day, coverage):
    plan = outlook(workout("03-13", 50), first_day=first_day)
    assert plan.plan_coverage_current_week == coverage


def test_at_least_one_session_is_expected():
    assert outlook(workout("03-13", 50), before=()).plan_coverage_current_week == 3.0


@pytest.mark.parametrize(
    ("found", "suggestion"),
    [
        (Outlook(14, "RACE_A"), "Taper"),
        (Outlook(14, "RACE_C"), None),
        (Outlook(14, "RACE_A", sessions=3, planned_tss_delta=0.81), "Peak"),
        (Outlook(21, "RACE_B", sessions=3, planned_tss_delta=0.81), "Peak"),
        (Outlook(21, "RACE_B", sessions=2, planned_tss_delta=0.81), None),
        (Outlook(21, "RACE_B"), None),
        (Outlook(22, "RACE_A", sessions=3, planned_tss_delta=0.81), "Base"),
        (Outlook(sessions=3, planned_tss_delta=0.8), "Deload"),
        (Outlook(sessions=3, planned_tss_delta=0.8, hard_completed=1), "Deload"),
        (Outlook(sessions=3, planned_tss_delta=0.8, hard_completed=2), None),
        (Outlook(sessions=3, planned_tss_delta=0.8, hard_in_plan=1), None),
        (Outlook(sessions=3, planned_tss_delta=0.81, hard_total=2), "Build"),
    ],
)
def test_suggestion_of_the_calendar(found, suggestion):
    assert found.suggestion == suggestion
