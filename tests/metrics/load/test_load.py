"""The rules of docs/format/load.md."""

import pytest

from engine.metrics.load import acwr_band, daily_loads, load, monotony, monotony_label
from tests.metrics.builders import TODAY, activity, derived, measured_on

ACUTE = [
    activity(0, "Ride", 60),
    activity(0, "WeightTraining", 20),
    activity(1, "Ride", 80),
    activity(2, "WeightTraining", 20),
    activity(3, "Ride", 100),
    activity(4, "WeightTraining", 20),
    activity(5, "Ride", 120),
    activity(6, "Walk", 30),
]
MONTH = [*ACUTE, *(activity(days, "Ride", 50) for days in range(7, 28))]
NIGHTS = [(60, 50), (62, 49), (58, 51), (61, 50), (59, 50), (55, 52), (48, 54)]
MORNINGS = measured_on(
    *((days, 64, 48) for days in range(27, 6, -1)),
    *((6 - index, hrv, rhr) for index, (hrv, rhr) in enumerate(NIGHTS)),
)
E1 = derived(ACUTE, MONTH, mornings=MORNINGS)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("tss_7d_total", 450.0),
        ("tss_28d_total", 1500.0),
        ("acwr", 1.2),
        ("acwr_interpretation", "optimal"),
        ("acwr_scope", "live_retrospective"),
        ("acwr_readiness_eligible", False),
        ("monotony", 1.58),
        ("primary_sport", "cycling"),
        ("primary_sport_tss_7d", 360.0),
        ("primary_sport_monotony", 1.0),
        ("effective_monotony", 1.0),
        ("multi_sport_detected", True),
        ("strain", 711.0),
        ("stress_tolerance", 4.5),
        ("hrv_baseline_7d", 59.9),
        ("rhr_baseline_7d", 50),
        ("hrv_baseline_28d", 62.9),
        ("rhr_baseline_28d", 48.5),
        ("recovery_index", 0.74),
        ("recovery_index_yesterday", 0.86),
        ("load_recovery_ratio", 6.1),
    ],
)
def test_e1_load_and_recovery(key, value):
    assert E1[key] == value
    assert type(E1[key]) is type(value)


def test_e1_start_of_day_acwr_leaves_out_today():
    assert E1["acwr_start_of_day"] == {
        "value": 1.04,
        "interpretation": "optimal",
        "scope": "start_of_day",
        "as_of_date": "2026-03-18",
        "current_day_load_included": False,
        "acute_days": 7,
        "chronic_days": 28,
    }


def test_e1_inflated_monotony_is_remarked_on():
    word, remark = E1["monotony_interpretation"].split(" ", 1)
    assert word == "normal"
    assert remark.startswith("(")
    assert all(fact in remark for fact in ("1.0", "1.58", "inflated", "multi-sport"))


def test_e2a_a_week_of_equal_days_after_a_break_has_ratio_4_and_the_highest_monotony():
    block = derived([activity(days, "Ride", 50) for days in range(7)])
    assert (block["acwr"], block["acwr_interpretation"]) == (4.0, "danger")
    keys = ("monotony", "effective_monotony", "strain", "stress_tolerance")
    assert [block[key] for key in keys] == [5.0, 5.0, 1750.0, 3.5]
    assert block["monotony_interpretation"] == "elevated"
    assert block["tss_7d_total"] == 350.0


@pytest.mark.parametrize(
    ("loads", "monotony", "strain", "tolerance"),
    [
        ([50, 50, 50, 50, 50, 50, 50], 5.0, 1750.0, 3.5),
        ([50, 51, 49, 50, 50, 51, 49], 5.0, 1750.0, 3.5),
        ([60, 70, 50, 80, 60, 70, 50], 5.0, 2200.0, 4.4),
        ([0, 60, 60, 60, 60, 60, 60], 2.27, 817.0, 3.6),
    ],
)
def test_even_weeks_have_the_highest_monotony(loads, monotony, strain, tolerance):
    block = derived([activity(6 - n, "Ride", load) for n, load in enumerate(loads)])
    assert (block["monotony"], block["primary_sport_monotony"]) == (monotony, monotony)
    assert (block["strain"], block["stress_tolerance"]) == (strain, tolerance)


def test_equal_fractions_added_in_another_order_are_an_even_week():
    sums = [activity(days, "Ride", load) for days in range(3) for load in (0.1, 0.2)]
    block = derived([*sums, *(activity(days, "Ride", 0.3) for days in range(3, 7))])
    assert (block["monotony"], block["strain"], block["stress_tolerance"]) == (5.0, 10.0, 0.0)


def test_an_even_primary_sport_does_not_make_a_varied_week_monotonous():
    runs = [activity(days, "Run", 40) for days in range(7)]
    block = derived([*runs, activity(1, "Ride", 100), activity(4, "Ride", 100)])
    assert (block["primary_sport"], block["primary_sport_monotony"]) == ("run", 5.0)
    assert (block["monotony"], block["effective_monotony"]) == (1.41, 1.41)
    assert block["monotony_interpretation"] == "normal"
    assert (block["strain"], block["stress_tolerance"]) == (677.0, 4.8)


@pytest.mark.parametrize("loads", [[0] * 7, [0.0004] * 7, [-50] * 7])
def test_a_week_without_load_has_no_monotony(loads):
    assert monotony(loads) is None


def test_e2b_a_single_ride_today_is_not_in_the_start_of_day_value():
    block = derived([activity(0, "Ride", 100)])
    assert block["acwr"] == 4.0
    assert block["acwr_start_of_day"]["value"] is None
    assert block["acwr_start_of_day"]["interpretation"] is None
    assert (block["monotony"], block["strain"]) == (0.38, 38.0)
    assert block["primary_sport_monotony"] is None


def test_e2c_first_family_wins_a_tie_and_total_monotony_stands_in():
    block = derived([activity(1, "Run", 50), activity(2, "Ride", 50)])
    assert block["primary_sport"] == "run"
    assert block["multi_sport_detected"] is True
    assert block["primary_sport_monotony"] is None
    assert block["effective_monotony"] == 0.59


def test_e2d_no_data_gives_integer_zeros_and_nulls():
    block = derived()
    assert (block["tss_7d_total"], block["tss_28d_total"]) == (0, 0)
    assert type(block["tss_7d_total"]) is int
    keys = ("acwr", "monotony", "strain", "stress_tolerance", "load_recovery_ratio")
    assert all(block[key] is None for key in (*keys, "primary_sport", "primary_sport_tss_7d"))
    assert block["multi_sport_detected"] is False
    assert block["hard_days_this_week"] == 0


@pytest.mark.parametrize(
    ("acwr", "band"),
    [
        (None, None),
        (0.0, "undertraining"),
        (0.79, "undertraining"),
        (0.8, "optimal"),
        (1.29, "optimal"),
        (1.3, "caution"),
        (1.49, "caution"),
        (1.5, "danger"),
    ],
)
def test_acwr_band_lower_bounds_are_included(acwr, band):
    assert acwr_band(acwr) == band


def test_no_acute_load_but_chronic_load_is_undertraining():
    block = derived((), [activity(10, "Ride", 50)])
    assert (block["acwr"], block["acwr_interpretation"]) == (0.0, "undertraining")


def test_without_a_session_today_start_of_day_equals_live():
    block = derived([activity(1, "Ride", 70)], [activity(1, "Ride", 70), activity(9, "Run", 55)])
    assert block["acwr_start_of_day"]["value"] == block["acwr"]


def test_daily_loads_are_oldest_first_and_ignore_other_dates():
    rides = [activity(0, load=10), activity(2, load=5), activity(2, load=6), activity(3, load=99)]
    assert daily_loads(rides, TODAY, 3) == [11.0, 0, 10.0]
    assert [type(value) for value in daily_loads(rides, TODAY, 3)] == [float, int, float]


def test_missing_load_counts_as_zero():
    assert daily_loads([activity(0), activity(0, load=0), activity(0, load=None)], TODAY, 1) == [0]


def test_activity_without_a_date_is_in_no_daily_load():
    undated = activity(icu_training_load=80, start_date_local=None)
    assert daily_loads([undated], TODAY, 7) == [0] * 7


def test_family_outside_the_seven_days_still_counts_as_a_second_sport():
    rides = [activity(days, "Ride", 50 + days) for days in range(3)]
    block = load([*rides, activity(9, "Run", 10)], rides, TODAY, None, 28)
    assert block.multi_sport_detected is True


def test_unmapped_types_are_the_family_other():
    block = derived([activity(1, "AlpineSki", 90), activity(2, "Ride", 40)])
    assert (block["primary_sport"], block["primary_sport_tss_7d"]) == ("other", 90.0)
    assert block["multi_sport_detected"] is True


def test_open_water_is_swimming_and_not_another_sport():
    block = derived([activity(1, "OpenWaterSwim", 55), activity(2, "Workout", 20)])
    assert (block["primary_sport"], block["primary_sport_tss_7d"]) == ("swim", 55.0)
    assert block["multi_sport_detected"] is True


def test_activities_without_load_make_no_primary_sport():
    block = derived([activity(1, "Ride", 0), activity(2, "Run")])
    assert block["primary_sport"] is None
    assert block["tss_7d_total"] == 0.0


@pytest.mark.parametrize(
    ("effective", "total", "multi", "label"),
    [
        (None, 2.5, True, None),
        (2.0, 2.0, False, "normal"),
        (2.01, 2.01, False, "elevated"),
        (1.0, None, True, "normal"),
        (2.2, 2.2, True, "elevated"),
        (1.0, 2.0, False, "normal"),
    ],
)
def test_monotony_label_is_the_word_alone_without_inflation(effective, total, multi, label):
    assert monotony_label(effective, total, multi_sport=multi) == label


def test_load_recovery_ratio_is_zero_without_load():
    block = derived((), mornings=measured_on(*((days, 60, 50) for days in range(4))))
    assert block["recovery_index"] == 1.0
    assert block["load_recovery_ratio"] == 0.0


def test_negative_recovery_index_gives_no_load_recovery_ratio():
    assert load([], [], TODAY, -0.5, 28).load_recovery_ratio is None
