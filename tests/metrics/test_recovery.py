"""The rules of docs/format/load.md#baselines."""

import pytest

from engine.intervals_icu import Wellness
from engine.metrics.recovery import recovery
from tests.metrics.builders import night


def test_e3_missing_latest_row_leaves_yesterday_and_integer_baselines():
    block = recovery([night(60, 50, 1), night(None, None)], [])
    assert (block.recovery_index, block.recovery_index_yesterday) == (None, 1.0)
    assert (block.hrv_baseline_7d, block.rhr_baseline_7d) == (60, 50)
    assert type(block.hrv_baseline_7d) is type(block.rhr_baseline_7d) is int


def test_e3_implausible_hrv_and_zero_rhr_are_not_usable():
    block = recovery([night(60, 50, 1), night(300, 0)], [])
    assert (block.recovery_index, block.recovery_index_yesterday) == (None, 1.0)
    assert (block.hrv_baseline_7d, block.rhr_baseline_7d) == (60, 50)
    assert block.latest_hrv is None
    assert block.latest_rhr == 0


def test_e3_rows_are_taken_by_position():
    block = recovery([night(40, 50, 5), night(60, 50, 3)], [])
    assert (block.recovery_index, block.recovery_index_yesterday) == (1.2, 0.8)


def test_no_rows_give_nulls():
    block = recovery([], [])
    assert block.recovery_index is None
    assert block.latest_rhr is None
    assert block.hrv_baseline_28d is None


@pytest.mark.parametrize(("hrv", "usable"), [(9.9, None), (10, 10), (250, 250), (250.1, None)])
def test_hrv_range_includes_both_bounds(hrv, usable):
    assert recovery([night(hrv, 50)], []).latest_hrv == usable


def test_wrong_typed_values_count_as_missing():
    row = Wellness.from_api({"id": "2026-03-18", "hrv": "60", "restingHR": True})
    block = recovery([row], [row])
    assert block.latest_hrv is None
    assert block.rhr_baseline_28d is None
