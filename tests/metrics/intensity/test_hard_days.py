"""The rules of docs/format/intensity.md#hard-days."""

from datetime import date

import pytest

from engine.history import StoredHistory
from engine.metrics.intensity.hard_days import HardDay, classify, count_hard_days, week_start
from engine.metrics.phase import Week
from engine.metrics.phase.live_weeks import WeekRules, live_weeks, with_current_state, with_history
from tests.metrics.builders import TODAY, activity, derived, heart, power

HARD, EASY = True, False


@pytest.mark.parametrize(
    ("zones", "verdict"),
    [
        (power(z3=1799), EASY),
        (power(z3=1800), HARD),
        (power(z3=1201, z4=599), HARD),
        (power(z4=600), HARD),
        (power(z5=300), HARD),
        (power(z6=120), HARD),
        (power(z6=60, z7=59), EASY),
        (power(z7=60), HARD),
    ],
)
def test_e6_power_rungs(zones, verdict):
    assert classify([activity(**zones)], {}) == HardDay(verdict, "power")


@pytest.mark.parametrize(
    ("zones", "verdict"),
    [
        (heart(0, 0, 9999), EASY),
        (heart(0, 0, 0, 600), HARD),
        (heart(0, 0, 0, 300, 299), EASY),
        (heart(0, 0, 0, 0, 300), HARD),
    ],
)
def test_e6_heart_rate_rungs(zones, verdict):
    assert classify([activity(kind="Run", **zones)], {}) == HardDay(verdict, "hr")


def test_e6_power_and_heart_rate_are_never_combined():
    day = [activity(**power(z4=500)), activity(kind="Run", **heart(0, 0, 0, 500))]
    assert classify(day, {}) == HardDay(EASY, "mixed")


def test_e6_nothing_is_unknown():
    assert classify([activity()], {}) == HardDay(None, None)
    assert classify([], {}) == HardDay(None, None)
    assert count_hard_days([activity()], {}) == 0


def test_activities_of_one_day_add_up():
    halves = [activity(**power(z4=300)), activity(kind="VirtualRide", **power(z4=300))]
    assert classify(halves, {}).is_hard is True


WEEK = [
    activity(0, "Ride", 60, **power(z1=600, z4=600)),
    activity(2, "Ride", 60, **power(z3=1000)),
    activity(2, "Run", 20, **heart(0, 0, 0, 400, 300)),
    activity(3, "Ride", 99, **power(z7=100)),
]


@pytest.mark.parametrize(("first_weekday", "hard"), [(0, 2), (6, 3), (2, 1)])
def test_e6_hard_days_follow_the_week_start(first_weekday, hard):
    assert derived(WEEK, week_start=first_weekday)["hard_days_this_week"] == hard


def test_e6_monday_week_row():
    rows = live_weeks(WEEK, TODAY, WeekRules(0, "cycling", {}))
    assert rows[-1] == Week("2026-03-16", 140, 120, 2, 3)
    assert rows[-2] == Week("2026-03-09", 99, 99, 1, 1)
    assert [row.week_start for row in rows[:2]] == ["2026-02-23", "2026-03-02"]
    assert type(rows[-1].total_tss) is int


@pytest.mark.parametrize(
    ("first_weekday", "start"),
    [(0, date(2026, 3, 16)), (2, TODAY), (3, date(2026, 3, 12)), (6, date(2026, 3, 15))],
)
def test_week_start(first_weekday, start):
    assert week_start(TODAY, first_weekday) == start


@pytest.mark.parametrize("first_weekday", range(7))
def test_28_days_reach_back_to_the_first_row(first_weekday):
    rows = live_weeks([activity(27)], TODAY, WeekRules(first_weekday, None, {}))
    first = (TODAY - date.fromisoformat(rows[0].week_start)).days
    assert 21 <= first <= 27
    assert sum(row.activity_count for row in rows) == (first == 27)


def test_unmapped_types_are_primary_load_of_other_and_nothing_is_without_a_primary_sport():
    day = [activity(1, "AlpineSki", 90), activity(1, "Ride", 40)]
    assert derived(day)["primary_sport"] == "other"
    loads = [
        live_weeks(day, TODAY, WeekRules(0, primary, {}))[-1].primary_sport_tss
        for primary in ("other", "cycling", None)
    ]
    assert loads == [90, 40, 0]


@pytest.mark.parametrize(
    ("week", "hard"),
    [
        ([activity(1, "WeightTraining", 30)], None),
        ([activity(1, "WeightTraining"), activity(0, **power(z4=0))], None),
        ([], 0),
        ([activity(9, "WeightTraining", 30)], 0),
        ([activity(1, "WeightTraining", 30), activity(0, **power(z1=600))], 0),
        ([activity(1, "WeightTraining", 30), activity(0, **power(z4=600))], 1),
    ],
)
def test_hard_days_of_a_week_that_nobody_could_see_into_are_unknown(week, hard):
    block = derived(week)
    assert block["hard_days_this_week"] == hard
    assert live_weeks(week, TODAY, WeekRules(0, None, {}))[-1].hard_days == (hard or 0)


def test_undated_activity_is_in_no_row():
    rows = live_weeks([activity(start_date_local=None)], TODAY, WeekRules(0, None, {}))
    assert [row.activity_count for row in rows] == [0, 0, 0, 0]


def test_current_state_goes_into_the_last_row_and_zero_fitness_is_unknown():
    rows = live_weeks([], TODAY, WeekRules(0, None, {}))
    current = with_current_state(rows, ctl=50.25, atl=0, acwr=1.1, monotony=1.2)[-1]
    assert (current.ctl_end, current.atl_end) == (50.2, 0)
    assert (current.acwr, current.monotony) == (1.1, 1.2)


def test_history_fills_completed_weeks_with_the_same_start_only():
    rows = live_weeks([], TODAY, WeekRules(0, None, {}))
    history = [
        {"week_start": "2026-03-02", "ctl_end": 40, "acwr": None, "phase_detected": "Base"},
        {"week_start": "2026-03-08", "ctl_end": 99},
        {"week_start": "2026-03-16", "ctl_end": 77, "phase_detected": "Build"},
        {"ctl_end": 1},
        {"week_start": ["odd"], "ctl_end": 1},
    ]
    stored = [StoredHistory.from_json({"weekly_180d": [row]}) for row in history]
    filled = with_history(rows, [week for one in stored for week in one.weeks])
    assert [row.ctl_end for row in filled] == [None, 40, None, None]
    assert [row.phase_detected for row in filled] == [None, "Base", None, None]
