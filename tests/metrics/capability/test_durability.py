"""The rules of docs/format/capability.md#durability."""

import pytest

from engine.metrics.capability.durability import durability, qualifies
from tests.metrics.builders import activity


def session(drift, variability=1.02, seconds=6000, **raw):
    return activity(decoupling=drift, icu_variability_index=variability, moving_time=seconds, **raw)


NOT_QUALIFYING = [
    session(9, 1.06),
    session(9, 1.02, 5399),
    session(9, 0),
    session(9, None),
    session(None),
]
ACUTE = [session(3.1), session(5.0), session(-1.2, 1.05), *NOT_QUALIFYING]
MONTH = [*ACUTE, session(6.4), session(2.25, icu_hr_decoupling=7.75), session(1.0)]


def test_e7_durability():
    block = durability(ACUTE, MONTH)
    assert (block.mean_decoupling_7d, block.mean_decoupling_28d) == (2.3, 3.68)
    assert (block.high_drift_count_7d, block.high_drift_count_28d) == (0, 2)
    assert (block.qualifying_sessions_7d, block.qualifying_sessions_28d) == (3, 6)
    assert block.trend == "improving"
    assert block.reliability_limited is False
    assert block.reliability_note is None
    assert block.note


@pytest.mark.parametrize("odd", NOT_QUALIFYING)
def test_e7_filter(odd):
    assert qualifies(odd) is None


def test_zero_decoupling_is_a_value_and_sport_does_not_matter():
    assert qualifies(session(5.0, icu_hr_decoupling=0.0, type="AlpineSki")) == 0.0


def test_one_session_has_no_mean_and_no_trend():
    block = durability([session(4)], [session(4), session(2)])
    assert (block.mean_decoupling_7d, block.mean_decoupling_28d) == (None, 3)
    assert block.trend is None


def test_reliability_note_carries_counts_and_minimums():
    block = durability([session(4)], [session(4), session(2)])
    assert block.reliability_limited is True
    assert "1 qualifying sessions in 7 days (minimum 3)" in block.reliability_note
    assert "2 in 28 days (minimum 5)" in block.reliability_note


@pytest.mark.parametrize(
    ("acute", "month", "limited"),
    [(3, 5, False), (2, 9, True), (3, 4, True)],
)
def test_reliability_needs_three_and_five_sessions(acute, month, limited):
    block = durability([session(1)] * acute, [session(1)] * month)
    assert block.reliability_limited is limited


@pytest.mark.parametrize(
    ("recent", "month", "label"),
    [(1.0, 2.0, "stable"), (0.9, 2.0, "improving"), (3.0, 2.0, "stable"), (3.1, 2.0, "declining")],
)
def test_trend_needs_more_than_one_point(recent, month, label):
    assert durability([session(recent)] * 2, [session(month)] * 2).trend == label
