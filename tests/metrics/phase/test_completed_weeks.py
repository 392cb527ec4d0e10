"""What phase detection reads of the completed weeks (docs/format/phase.md#completed-weeks)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.metrics.phase.completed_weeks import completed_weeks
from tests.metrics.phase.cases import rows


def past(**columns):
    return completed_weeks(rows(**columns))


class TestCompletedWeeks:
    def test_the_last_four_weeks_count(self):
        weeks = rows(4, ctl=(1, 2, 3, 4))
        assert completed_weeks((replace(weeks[0], ctl_end=99), *weeks)).ctl == (1, 2, 3, 4)
        assert completed_weeks((weeks[0], *weeks)).weeks_available == 4

    def test_a_week_without_ctl_keeps_its_place_in_the_slope(self):
        assert past(ctl=(50, None, 56)).ctl_slope == 3.0
        assert past(ctl=(50, None, 56, 57.5)).ctl_slope == 2.57

    def test_ctl_slope_needs_two_values(self):
        assert past(ctl=(50,)).ctl_slope is None

    def test_zero_is_a_ctl(self):
        assert past(ctl=(0, 2)).ctl_slope == 2

    def test_hard_days_that_are_not_known_are_left_out(self):
        assert past(hard=(2, None, 1)).hard_day_avg == 1.5
        assert past(hard=(None, None, None), tss=(1, 1, 1)).hard_day_avg is None

    @pytest.mark.parametrize(
        ("first", "last", "trend"),
        [
            (1.0, 1.11, "rising"),
            (1.0, 1.1, "stable"),
            (1.1, 1.2, "stable"),
            (1.1, 1.0, "stable"),
            (1.11, 1.0, "falling"),
            (1.2, 1.1, "stable"),
            (1.0, 1.0, "stable"),
        ],
    )
    def test_acwr_trend_compares_the_rounded_difference(self, first, last, trend):
        assert past(acwr=(first, None, last)).acwr_trend == trend

    @pytest.mark.parametrize(("hard", "average"), [((1, 1, 1, 2), 1.2), ((2, 2, 2, 1), 1.8)])
    def test_hard_day_average_rounds_half_to_even(self, hard, average):
        assert past(hard=hard).hard_day_avg == average

    @pytest.mark.parametrize(
        ("acwr", "monotony", "suggestion"),
        [
            ((1.0, 1.0, 1.5), (2.0, 2.0, 2.6), "Overreached"),
            ((1.5, 1.5, 1.5), (2.0, 2.0, 2.6), "Overreached"),
            ((1.35, 1.35, 1.35), (2.0, 2.0, 2.6), "Base"),
            ((1.0, 1.0, 1.35), (2.0, 2.0, 2.6), "Overreached"),
            ((1.0, 1.0, 1.29), (2.0, 2.0, 2.6), "Base"),
            ((1.0, 1.0, 1.6), (2.0, 2.0, 2.5), "Base"),
            ((1.0, 1.0, 1.6), (None, None, 2.6), "Overreached"),
            ((1.0, 1.6, None), (2.0, 2.0, 2.6), "Base"),
            ((1.0, 1.0, 1.6), (2.0, 2.6, None), "Base"),
        ],
    )
    def test_overreached_takes_monotony_and_acwr_of_the_last_week(self, acwr, monotony, suggestion):
        weeks = past(ctl=(50, 50, 50), hard=(1, 1, 1), acwr=acwr, monotony=monotony)
        assert weeks.suggestion == suggestion

    @pytest.mark.parametrize(
        ("ctl", "hard", "suggestion"),
        [
            ((50, 51.01, 52.02), (2, 1, 2), "Build"),
            ((50, 51, 52), (2, 2, 1), None),
            ((50, 51, 52), (1, 2, 1), "Base"),
            ((50, 49, 48), (1, 2, 1), "Base"),
            ((50, 48, 46), (1, 2, 1), None),
            ((50,), (1, 2, 1), None),
        ],
    )
    def test_suggestion_of_build_and_base(self, ctl, hard, suggestion):
        assert past(ctl=ctl, hard=hard).suggestion == suggestion
