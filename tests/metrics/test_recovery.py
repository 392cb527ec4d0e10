"""Today is compared with the days before it, by date (docs/format/load.md#baselines)."""

from datetime import timedelta

import pytest

from engine.intervals_icu import Wellness
from engine.metrics.alerts import lasting_days
from engine.metrics.alerts.recovery import hrv_is_low
from engine.metrics.recovery import Mornings, hrv_change, recovery, rhr_change
from tests.metrics.builders import TODAY, measured_on, night


def judged(*nights):
    return recovery(measured_on(*nights), TODAY)


def steady(first, last, hrv=60, rhr=50):
    return [(days, hrv, rhr) for days in range(first, last - 1, -1)]


def in_a_row(hrvs, rhrs=()):
    """The given days up to today; resting heart rates of the last ones, 48 before."""
    rates = [*[48] * (len(hrvs) - len(rhrs)), *rhrs]
    last = len(hrvs) - 1
    return measured_on(
        *((last - at, hrv, rhr) for at, (hrv, rhr) in enumerate(zip(hrvs, rates, strict=True)))
    )


def test_todays_value_is_not_in_its_own_baseline():
    block = judged(*steady(8, 1), (0, 47, 50))
    assert (block.hrv_baseline_7d, block.rhr_baseline_7d) == (60, 50)
    assert type(block.hrv_baseline_7d) is type(block.rhr_baseline_7d) is int
    assert (block.recovery_index, block.recovery_index_yesterday) == (0.78, 1.0)
    assert hrv_change(block.latest_hrv, block.hrv_baseline_7d) == -21.7


def test_yesterdays_index_has_yesterdays_baselines():
    week = [(60, 50), (62, 49), (58, 51), (61, 50), (59, 50), (55, 52), (48, 54)]
    block = judged(*steady(27, 7, 64, 48), *((6 - at, *values) for at, values in enumerate(week)))
    assert (block.hrv_baseline_7d, block.rhr_baseline_7d) == (59.9, 50)
    assert block.hrv_baseline_28d == 62.9
    assert (block.recovery_index, block.recovery_index_yesterday) == (0.74, 0.86)
    day_before = recovery(
        Mornings.of(night(*values, 6 - at) for at, values in enumerate(week[:-1])),
        TODAY - timedelta(days=1),
    )
    assert day_before.recovery_index_yesterday is not None


def test_two_mornings_are_no_baseline():
    block = judged((2, 60, 50), (1, 60, 50), (0, 40, 55))
    assert (block.hrv_baseline_7d, block.rhr_baseline_7d) == (None, None)
    assert (block.hrv_baseline_28d, block.rhr_baseline_28d) == (None, None)
    assert (block.recovery_index, block.recovery_index_yesterday) == (None, None)
    assert (block.latest_hrv, block.latest_rhr) == (40, 55)


def test_three_mornings_are_a_baseline():
    block = judged((7, 60, 50), (5, 62, 50), (1, 61, 53), (0, 40, 55))
    assert (block.hrv_baseline_7d, block.rhr_baseline_7d) == (61, 51)
    assert block.recovery_index == 0.61


def test_without_a_record_of_today_nothing_older_is_judged():
    block = judged(*steady(8, 1))
    assert (block.latest_hrv, block.latest_rhr, block.recovery_index) == (None, None, None)
    assert (block.hrv_baseline_7d, block.rhr_baseline_7d) == (60, 50)
    assert block.recovery_index_yesterday == 1.0


@pytest.mark.parametrize("rhr", [0, -3, None])
def test_a_resting_heart_rate_of_zero_is_none(rhr):
    block = judged(*steady(8, 1), (0, 60, rhr))
    assert (block.latest_hrv, block.latest_rhr, block.recovery_index) == (60, None, None)


def test_old_nights_are_no_yesterday():
    block = judged((5, 40, 50), (3, 60, 50))
    assert {getattr(block, name) for name in block.__slots__} == {None}


def test_no_rows_give_nulls():
    assert {getattr(judged(), name) for name in judged().__slots__} == {None}


def test_the_windows_end_before_today_and_begin_7_and_28_days_before():
    block = judged((29, 900, 1), (28, 90, 90), (14, 63, 60), (8, 60, 60), *steady(7, 1, 50, 50))
    assert block.hrv_baseline_7d == 50
    assert block.hrv_baseline_28d == 56.3
    assert block.rhr_baseline_28d == 56


@pytest.mark.parametrize(("hrv", "usable"), [(9.9, None), (10, 10), (250, 250), (250.1, None)])
def test_hrv_range_includes_both_bounds(hrv, usable):
    assert judged((0, hrv, 50)).latest_hrv == usable


def test_latest_values_are_not_rounded():
    block = judged((0, 61.2345, 48.75))
    assert (block.latest_hrv, block.latest_rhr) == (61.2345, 48.75)


def test_wrong_typed_values_count_as_missing():
    row = Wellness.from_api({"id": "2026-03-18", "hrv": "60", "restingHR": True})
    block = recovery(Mornings.of([row]), TODAY)
    assert (block.latest_hrv, block.latest_rhr) == (None, None)


def test_of_two_records_of_a_date_the_first_counts_and_undated_ones_do_not():
    mornings = Mornings.of([Wellness(hrv=99), night(60, 50), night(70, 60)])
    assert (mornings.hrv(TODAY), mornings.rhr(TODAY)) == (60, 50)


@pytest.mark.parametrize(
    ("value", "baseline", "hrv", "rhr"),
    [
        (54, 60, -10.0, -6),
        (48, 60, -20.0, -12),
        (47.9, 60, -20.2, -12.1),
        (None, 60, None, None),
        (60, None, None, None),
        (0, 60, None, None),
        (60, 0, None, None),
    ],
)
def test_changes_have_one_decimal(value, baseline, hrv, rhr):
    assert (hrv_change(value, baseline), rhr_change(value, baseline)) == (hrv, rhr)


SEVEN = [70, 72, 68, 70, 69, 71, 70]


@pytest.mark.parametrize(
    ("mornings", "base", "change", "index", "yesterday", "days"),
    [
        (in_a_row([*SEVEN, 50]), 70, -28.6, 0.71, 1.0, (1, 0, 0)),
        (in_a_row([*SEVEN, 50, 49, 48], [55, 56, 57]), 63.9, -24.9, 0.66, 0.64, (3, 3, 3)),
        (in_a_row([*SEVEN, 50, None, 48]), 66.3, -27.6, 0.72, None, (1, 0, 0)),
        (in_a_row([60] * 7 + [48]), 60, -20.0, 0.8, 1.0, (0, 0, 0)),
        (in_a_row([60] * 7 + [47.9]), 60, -20.2, 0.8, 1.0, (1, 0, 0)),
        (in_a_row([60] * 7 + [None]), 60, None, None, 1.0, (0, 0, 0)),
    ],
)
def test_every_day_of_a_streak_has_its_own_value_and_baseline(
    mornings, base, change, index, yesterday, days
):
    block = recovery(mornings, TODAY)
    assert block.hrv_baseline_7d == base
    assert mornings.hrv_change(TODAY) == change
    assert (block.recovery_index, block.recovery_index_yesterday) == (index, yesterday)
    found = lasting_days(mornings, TODAY)
    assert (found.hrv, found.rhr, found.recovery_index) == days
    assert hrv_is_low(change) == (found.hrv > 0)


def test_resting_heart_rate_of_the_third_day_is_still_seven_above():
    mornings = in_a_row([*SEVEN, 50, 49, 48], [55, 56, 57])
    assert mornings.rhr_change(TODAY) == 6.9


def test_a_day_without_a_baseline_ends_a_streak():
    mornings = measured_on((10, 70, 48), (3, 70, 48), (2, 40, 60), (1, 40, 60), (0, 40, 60))
    assert lasting_days(mornings, TODAY).hrv == 0
    mornings = measured_on(*steady(20, 18), *steady(13, 0, 40, 60))
    assert lasting_days(mornings, TODAY).rhr == 0


def test_a_streak_is_counted_beyond_the_week():
    fall = [(9 - at, 240 * 0.75**at, 48) for at in range(10)]
    mornings = measured_on(*((days, 240, 48) for days in range(16, 8, -1)), *fall[1:])
    assert lasting_days(mornings, TODAY).hrv == 9
