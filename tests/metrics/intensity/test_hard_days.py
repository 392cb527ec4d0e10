"""The rules of docs/format/intensity.md#hard-days."""

from datetime import date

import pytest

from engine.metrics.intensity.hard_days import HardDay, classify, known_hard_days, week_start
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
    assert classify([activity(**zones)], {}) == HardDay(
        verdict, "power", "power" if verdict else None
    )


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
    assert classify([activity(kind="Run", **zones)], {}) == HardDay(
        verdict, "hr", "hr" if verdict else None
    )


def test_e6_power_and_heart_rate_are_never_combined():
    day = [activity(**power(z4=500)), activity(kind="Run", **heart(0, 0, 0, 500))]
    assert classify(day, {}) == HardDay(EASY, "mixed")


def test_e6_nothing_is_unknown():
    assert classify([activity()], {}) == HardDay(None, None)
    assert classify([], {}) == HardDay(None, None)
    assert known_hard_days([activity()], {}) is None
    assert known_hard_days([], {}) == 0


def test_a_week_that_nobody_could_see_into_has_no_number_of_hard_days():
    lifted = [activity(0, "WeightTraining")]
    assert derived(lifted)["hard_days_this_week"] is None
    assert derived([])["hard_days_this_week"] == 0


def test_one_judged_day_of_a_week_is_enough_to_count():
    week = [activity(0), activity(1, **power(z1=600))]
    assert known_hard_days(week, {}) == 0


def test_a_hard_day_of_both_bases_counts_under_the_one_that_makes_it_hard():
    both = [activity(**power(z4=500)), activity(kind="Run", **heart(0, 0, 0, 600))]
    assert classify(both, {}) == HardDay(HARD, "mixed", "hr")
    both = [activity(**power(z4=600)), activity(kind="Run", **heart(0, 0, 0, 600))]
    assert classify(both, {}) == HardDay(HARD, "mixed", "power")


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


@pytest.mark.parametrize(
    ("first_weekday", "start"),
    [(0, date(2026, 3, 16)), (2, TODAY), (3, date(2026, 3, 12)), (6, date(2026, 3, 15))],
)
def test_week_start(first_weekday, start):
    assert week_start(TODAY, first_weekday) == start
