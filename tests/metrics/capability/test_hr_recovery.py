"""The rules of docs/format/capability.md#heart-rate-recovery."""

import pytest

from engine.metrics.capability.hr_recovery import hr_recovery, qualifies
from tests.metrics.builders import activity


def session(value):
    return activity(icu_hrr=value)


@pytest.mark.parametrize(
    ("recent", "label"), [(33, "stable"), (33.1, "improving"), (27, "stable"), (26.9, "declining")]
)
def test_e8_trend_needs_more_than_ten_percent(recent, label):
    block = hr_recovery([session(recent)], [session(30)] * 3)
    assert block.trend == label
    assert (block.qualifying_sessions_7d, block.qualifying_sessions_28d) == (1, 3)


def test_e8_two_sessions_make_no_28_day_mean():
    block = hr_recovery([session(30)], [session(30)] * 2)
    assert (block.mean_hrrc_7d, block.mean_hrrc_28d, block.trend) == (30.0, None, None)
    assert type(block.mean_hrrc_7d) is float


def test_no_session_has_no_mean():
    assert hr_recovery([], [session(30)] * 3).mean_hrrc_7d is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (31, 31.0),
        ({"value": 28}, 28.0),
        ({"hrr": 26}, 26.0),
        ({"value": None, "hrr": 26}, 26.0),
        ({"value": 0, "hrr": 26}, None),
        ({}, None),
        (0, None),
        (-3, None),
        (True, None),
        ("30", None),
        (None, None),
    ],
)
def test_value_of_icu_hrr(raw, value):
    assert qualifies(session(raw)) == value
