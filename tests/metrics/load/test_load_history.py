"""A ratio needs the history that it divides by (docs/format/load.md#load-history)."""

from __future__ import annotations

import pytest

from engine.intervals_icu import Wellness
from engine.metrics.load_history import load_history_days
from tests.metrics.builders import TODAY, activity, ago, derived

LONG_AGO = "2024-01-01"
RETURN = [activity(days, load=50) for days in (5, 3, 1, 0)]
RATIOS = ("acwr", "acwr_interpretation")
OF_A_WEEK = (
    "monotony",
    "primary_sport_monotony",
    "effective_monotony",
    "monotony_interpretation",
    "strain",
    "stress_tolerance",
)


def rides(first, last=0, load=50):
    return [activity(days, load=load) for days in range(last, first + 1)]


def fit(days, ctl):
    return Wellness(day=ago(days), ctl=ctl)


def known_days(activities=(), wellness=(), activated=None):
    return load_history_days(activities, wellness, activated, TODAY)


def account(activities, wellness=(), activated=None):
    return derived(activities[:7], activities, wellness_28d=wellness, activated=activated)


def test_five_days_of_a_new_account_have_neither_ratio_nor_monotony():
    block = account(rides(4), activated=ago(4))
    assert block["data_quality"]["load_history_days"] == 5
    start = block["acwr_start_of_day"]
    assert [block[key] for key in (*RATIOS, *OF_A_WEEK)] == [None] * 8
    assert (start["value"], start["interpretation"]) == (None, None)
    assert (block["tss_7d_total"], block["tss_28d_total"]) == (250.0, 250.0)
    assert block["primary_sport_tss_7d"] == 250.0


def test_twenty_days_have_a_monotony_and_no_ratio():
    uneven = [activity(days, load=40 + 10 * (days % 3)) for days in range(20)]
    block = account(uneven, activated=ago(19))
    assert block["data_quality"]["load_history_days"] == 20
    assert (block["acwr"], block["acwr_start_of_day"]["value"]) == (None, None)
    assert all(block[key] is not None for key in OF_A_WEEK)


@pytest.mark.parametrize(("days", "known"), [(6, False), (7, True)])
def test_monotony_needs_seven_known_days(days, known):
    uneven = [activity(back, load=50 + back) for back in range(days)]
    block = account(uneven, activated=None)
    assert block["data_quality"]["load_history_days"] == days
    assert [block[key] is not None for key in OF_A_WEEK] == [known] * 6


def test_a_ratio_needs_twenty_eight_known_days():
    block = account(rides(26))
    assert block["data_quality"]["load_history_days"] == 27
    assert (block["acwr"], block["acwr_start_of_day"]["value"]) == (None, None)
    block = account(rides(27))
    assert block["data_quality"]["load_history_days"] == 28
    assert (block["acwr"], block["acwr_interpretation"]) == (1.0, "optimal")
    assert block["acwr_start_of_day"]["value"] == 0.89


@pytest.mark.parametrize(
    ("wellness", "activated"), [((), LONG_AGO), ((fit(27, 12.5),), None), ((fit(27, 0.01),), None)]
)
def test_an_old_account_that_comes_back_keeps_its_high_ratio(wellness, activated):
    block = account(RETURN, wellness, activated)
    assert block["data_quality"]["load_history_days"] == 28
    assert (block["acwr"], block["acwr_interpretation"]) == (4.0, "danger")


def test_fitness_of_today_proves_nothing_since_it_may_be_planned():
    assert known_days([activity(0, load=50)], [fit(0, 1.2)]) == 1
    assert known_days([], [fit(0, 1.2)]) == 0
    assert known_days([], [fit(1, 1.2)]) == 2


def test_an_account_that_slept_begins_with_its_first_load():
    asleep = [fit(days, 0.0) for days in range(27, 5, -1)]
    block = account(rides(4), asleep, LONG_AGO)
    assert block["data_quality"]["load_history_days"] == 5
    assert block["acwr"] is None
    assert known_days([], asleep, LONG_AGO) == 0


@pytest.mark.parametrize(("ctl", "days"), [(0, 5), (0.0, 5), (None, 28)])
def test_only_a_known_fitness_of_zero_is_sleep(ctl, days):
    assert known_days(rides(4), [fit(20, ctl)], LONG_AGO) == days


@pytest.mark.parametrize("ctl", [0.0049, 0.0051])
def test_any_fitness_above_zero_proves_load(ctl):
    assert known_days(rides(4), [fit(20, ctl)]) == 21


@pytest.mark.parametrize("days", [4, 3, 0])
def test_zero_fitness_from_the_first_load_on_is_no_sleep(days):
    assert known_days(rides(4), [fit(days, 0.0)], LONG_AGO) == 28


def test_fitness_outside_the_window_is_not_read():
    assert known_days(rides(4), [fit(28, 12.5)]) == 5
    assert known_days(rides(4), [fit(28, 0.0)], LONG_AGO) == 28


@pytest.mark.parametrize("kind", [{"load": 0}, {}, {"load": -5}])
def test_activities_without_load_prove_nothing(kind):
    assert known_days([activity(9, **kind), activity(2, load=1)]) == 3


@pytest.mark.parametrize("activated", [None, "", "soon", "2026-13-01", ago(-1), "2027-01-01"])
def test_an_unusable_date_of_activation_counts_for_nothing(activated):
    assert known_days([activity(2, load=1)], activated=activated) == 3
    assert known_days(activated=activated) == 0


def test_later_dates_and_undated_rows_are_ignored():
    undated = activity(icu_training_load=80, start_date_local=None)
    assert known_days([activity(-1, load=50), undated], [Wellness(ctl=5.0), fit(-1, 5.0)]) == 0


def test_the_date_of_activation_may_carry_a_time():
    assert known_days(activated=f"{ago(3)}T10:00:00") == 4
