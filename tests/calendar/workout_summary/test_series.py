"""Workout summaries: series in the list of steps."""

from __future__ import annotations

import pytest

from engine.calendar.workout_summary import workout_summary
from tests.calendar.workout_summary.steps import (
    HALF,
    MINUTE,
    Step,
    repeat,
    summary,
    timed,
)


def test_the_long_rest_before_more_work_closes_a_set() -> None:
    steps = [*HALF * 2, timed(30, 400), timed(45, 152), *HALF * 3]
    assert summary(*steps) == "3×30s @400W / 30s rec (45s set rec) | 3×30s @400W / 30s rec"


def test_a_long_step_behind_the_last_repetition_is_left_for_itself() -> None:
    steps = [*HALF * 2, timed(30, 400), timed(300, 150)]
    assert summary(*steps, timed(600, 130)) == "3×30s @400W / 30s rec | 5m @150W | 10m @130W"
    assert summary(*steps) == "3×30s @400W / 30s rec | 5m @150W"


def test_a_rest_of_another_power_ends_a_series_behind_its_work() -> None:
    steps = [*HALF * 2, timed(30, 400), timed(30, 160), *HALF]
    assert summary(*steps) == "3×30s @400W / 30s rec | 30s @160W | 30s @400W | 30s @150W"


def test_two_repetitions_are_no_series() -> None:
    assert summary(*HALF * 2) is None
    assert summary(*HALF, timed(30, 400), timed(300, 150), *HALF) is None
    assert summary(*HALF, timed(30, 400)) is None


def test_a_series_beside_a_repeat_block_is_found() -> None:
    steps = [*MINUTE * 3, repeat(2, timed(300, 250), timed(120, 150)), *HALF * 3]
    assert summary(*steps) == ("3×1m @300W / 1m rec | 2×5m @250W / 2m rec | 3×30s @400W / 30s rec")


def test_a_block_stops_a_series() -> None:
    steps = [*MINUTE * 2, repeat(3, timed(300, 250)), *MINUTE]
    assert summary(*steps) == (
        "1m @300W | 1m @150W | 1m @300W | 1m @150W | 3×5m @250W | 1m @300W | 1m @150W"
    )


def test_power_as_text_counts_in_a_series() -> None:
    steps = [timed(600, "250"), *[timed(60, "300"), timed(60, "150")] * 3]  # type: ignore[arg-type]
    assert summary(*steps) == "10m @250W | 3×1m @300W / 1m rec"


@pytest.mark.parametrize(
    ("steps", "pattern"),
    [
        ([*MINUTE * 3, repeat(1, timed(300, 250))], "B"),
        ([*MINUTE * 3, repeat(2, timed(300, 250))], "A"),
    ],
)
def test_pattern_a_needs_a_block_that_repeats(steps: list[Step], pattern: str) -> None:
    found = workout_summary({"steps": steps})
    assert found is not None
    assert found.pattern == pattern
