"""Workout summaries: malformed steps, and any at all."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar.workout_summary import workout_summary
from tests.calendar.workout_summary.steps import (
    MINUTE,
    Step,
    repeat,
    summary,
    timed,
)


@pytest.mark.parametrize("reps", [None, 0, -1, 2.5, "three", True, [], float("nan")])
def test_a_block_without_a_number_of_repetitions_leaves_the_whole_workout_untold(
    reps: Any,
) -> None:
    assert summary(repeat(reps, *MINUTE), repeat(2, *MINUTE)) is None
    assert summary(repeat(2, repeat(reps, *MINUTE), timed(60)), *MINUTE * 3) is None


def test_nested_steps_without_repetitions_leave_the_whole_workout_untold() -> None:
    assert summary({"steps": MINUTE}, repeat(2, *MINUTE)) is None


def test_whole_float_repetitions_print_as_an_integer() -> None:
    assert summary(repeat(3.0, *MINUTE)) == "3×1m @300W / 1m rec"


def test_float_durations_are_cut_to_seconds_everywhere() -> None:
    series = [timed(30.5, 350), timed(15.5, 170)] * 3
    assert summary(repeat(2, *series)) == "2 sets × 3×30s @350W / 15s rec"
    assert summary(*[timed(60.9, 300), timed(60.9, 150)] * 3) == "3×1m @300W / 1m rec"


@pytest.mark.parametrize(
    "junk",
    [None, 7, "step", [], {"duration": "60"}, {"duration": float("nan")}, {"duration": True}],
)
def test_malformed_step_is_left_out(junk: Any) -> None:
    assert summary(junk, repeat(2, *MINUTE)) == "2×1m @300W / 1m rec"
    assert summary(repeat(2, junk, junk), repeat(2, *MINUTE)) == "2×1m @300W / 1m rec"
    assert summary(repeat(2, *[junk] * 6), repeat(2, *MINUTE)) == "2×1m @300W / 1m rec"
    assert summary(junk, *MINUTE * 3) == "3×1m @300W / 1m rec"


@pytest.mark.parametrize(
    "target",
    [
        {"_power": 250},
        {"_power": {"value": "hard"}},
        {"_power": {"value": float("inf")}},
        {"_power": {"value": True}},
        {"power": {"value": 250, "units": 7}},
        {"_hr": {"value": []}},
        {"_hr": {"value": 10**400}},
    ],
)
def test_malformed_target_is_none(target: Step) -> None:
    assert summary(repeat(2, {"duration": 60, **target}, timed(60))) == "2×1m / 1m rec"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["duration", "_power", "power", "_hr", "value", "units", "reps", "steps"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)
plausible = st.recursive(
    st.builds(
        timed,
        st.sampled_from([0, 15, 30, 60, 61, 120, 300]),
        st.sampled_from([None, 0, 150, 151, 200, 300, 302.5]),
    ),
    lambda inner: st.builds(
        lambda reps, steps: {"reps": reps, "steps": steps},
        st.integers(0, 5),
        st.lists(inner, max_size=9),
    ),
    max_leaves=25,
)


@settings(deadline=None)
@given(json_values)
def test_any_json_as_steps_is_survived(steps: Any) -> None:
    workout_summary({"steps": steps})


@settings(deadline=None)
@given(st.lists(json_values, min_size=6, max_size=9))
def test_any_list_of_steps_is_survived(steps: list[Any]) -> None:
    workout_summary({"steps": steps})


DURATION = r"(?:(?=\d)(?:\d+h)?(?:\d+m)?(?:\d+s)?)"
STEP = rf"{DURATION}(?: @-?\d+(?:W|bpm))?"
REPEAT = rf"\d+×{STEP}(?: / {DURATION} rec)?"
SETS = rf"(?:\d+ sets × )?\d+×{STEP} / {DURATION} rec(?: \({DURATION} set rec\))?"
GROUP = re.compile(
    rf"\d+×\((?:{STEP}|{REPEAT}|{SETS}|G)(?:(?: \+ | \| )(?:{STEP}|{REPEAT}|{SETS}|G))*\)"
)
PART = rf"(?:\d+ × )?(?:{STEP}|{REPEAT}|{SETS}|G)"
GRAMMAR = re.compile(rf"{PART}(?: \| {PART})*")


def without_groups(text: str) -> str:
    """Replace groups by ``G``, the innermost first."""
    while GROUP.search(text):
        text = GROUP.sub("G", text)
    return text


@settings(deadline=None)
@given(st.lists(plausible, max_size=14))
def test_summary_follows_the_grammar(steps: list[Step]) -> None:
    text = summary(*steps)
    if text is not None:
        assert GRAMMAR.fullmatch(without_groups(text))
        assert "×" in text
