"""The strings of ``workout_summary``: every published example, and input of any kind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar.workout_summary import workout_summary

Step = dict[str, Any]


def timed(seconds: float, watts: float | None = None) -> Step:
    step: Step = {"duration": seconds}
    return step if watts is None else {**step, "_power": {"value": watts}}


def by_heart(seconds: float, bpm: float) -> Step:
    return {"duration": seconds, "_hr": {"value": bpm}}


def repeat(reps: Any, *steps: Step) -> Step:
    return {"reps": reps, "steps": list(steps)}


def summary(*steps: Any) -> str | None:
    found = workout_summary({"steps": list(steps)})
    return found.text if found else None


WARM, COOL = timed(600, 155), timed(900, 140)
MICRO = [timed(30, 350), timed(15, 170)]
MINUTE = [timed(60, 300), timed(60, 150)]
HALF = [timed(30, 400), timed(30, 150)]
SET_REST = timed(180, 140)

EXAMPLES = [
    (
        [WARM, timed(600, 185), repeat(5, timed(240, 310), timed(180, 155)), COOL],
        "10m @155W | 10m @185W | 5×4m @310W / 3m rec | 15m @140W",
    ),
    ([WARM, timed(7200, 160), COOL], None),
    (
        [timed(900), repeat(4, by_heart(480, 165.6), timed(120)), timed(600)],
        "15m | 4×8m @166bpm / 2m rec | 10m",
    ),
    (
        [WARM, repeat(3, SET_REST, *MICRO * 13), COOL],
        "10m @155W | 3 sets × 13×30s @350W / 15s rec (3m set rec) | 15m @140W",
    ),
    (
        [WARM, repeat(3, SET_REST, *MICRO * 12, timed(30, 350)), COOL],
        "10m @155W | 3 sets × 13×30s @350W / 15s rec (3m set rec) | 15m @140W",
    ),
    ([repeat(1, SET_REST, *MICRO * 4)], "4×30s @350W / 15s rec (3m set rec)"),
    (
        [WARM, repeat(3, *MICRO * 13, SET_REST), COOL],
        "10m @155W | 3 sets × 13×30s @350W / 15s rec | 15m @140W",
    ),
    ([WARM, *MINUTE * 3, COOL], "10m @155W | 3×1m @300W / 1m rec | 15m @140W"),
    (
        [WARM, *HALF * 2, timed(30, 400), timed(300, 150), *HALF * 3, COOL],
        (
            "10m @155W | 4×30s @400W / 30s rec | 30s @400W | 30s @150W | 30s @400W | 30s @150W"
            " | 15m @140W"
        ),
    ),
    (
        [*HALF * 3, timed(30, 400), timed(300, 150), *HALF * 4, COOL],
        "5×30s @400W / 30s rec | 3×30s @400W / 30s rec | 15m @140W",
    ),
    ([WARM, *MINUTE * 2, timed(60, 300), COOL], "10m @155W | 3×1m @300W / 1m rec"),
    (
        [
            timed(1800, 150),
            *[timed(60, 280), timed(120, 150)] * 3,
            timed(60, 280),
            timed(600, 130),
        ],
        "30m @150W | 4×1m @280W / 2m rec",
    ),
    (
        [WARM, *MINUTE * 3, repeat(3, timed(300, 250), timed(120, 150))],
        (
            "10m @155W | 1m @300W | 1m @150W | 1m @300W | 1m @150W | 1m @300W | 1m @150W"
            " | 3×5m @250W / 2m rec"
        ),
    ),
    (
        [
            WARM,
            repeat(3, timed(300, 250), timed(60, 280), timed(120, 150)),
            repeat(2, *MINUTE),
            COOL,
        ],
        "10m @155W | 2×1m @300W / 1m rec | 15m @140W",
    ),
    (
        [WARM, repeat(2, {**repeat(3, *MINUTE), "duration": 360}, timed(300, 140)), COOL],
        "10m @155W | 2×6m / 5m rec | 15m @140W",
    ),
    (
        [WARM, repeat(4, timed(180, 150), timed(240, 310)), COOL],
        "10m @155W | 4×3m @150W / 4m rec | 15m @140W",
    ),
    (
        [WARM, *[repeat(5, timed(10, 700), timed(180, 150))] * 2, COOL],
        "10m @155W | 2 × 5×10s @700W / 3m rec | 15m @140W",
    ),
    (
        [repeat(2, SET_REST, *MICRO * 5)] * 2,
        "2 × 2 sets × 5×30s @350W / 15s rec (3m set rec)",
    ),
    ([WARM, WARM, repeat(3, *MINUTE)], "2 × 10m @155W | 3×1m @300W / 1m rec"),
    (
        [
            {**timed(600, 162.5), "ramp": True},
            repeat(3, timed(720, 262.5), timed(300, 163.5)),
            COOL,
        ],
        "10m @162W | 3×12m @262W / 5m rec | 15m @140W",
    ),
    ([repeat(6, timed(60, 300), {"text": "roll"})], "6×1m @300W"),
    (
        [timed(600), repeat(6, timed(60), timed(90)), timed(600)],
        "10m | 6×1m / 1m30s rec | 10m",
    ),
    (
        [timed(3700, 160), repeat(2, timed(3661, 200), timed(7200, 100))],
        "1h1m40s @160W | 2×1h1m1s @200W / 2h rec",
    ),
    (
        [timed(600, 0), repeat(2, timed(60, 300), timed(60, 0))],
        "10m @0W | 2×1m @300W / 1m rec",
    ),
    (
        [
            timed(60, 300),
            timed(62, 150),
            timed(61, 301),
            timed(60, 149),
            timed(59, 298),
            timed(63, 152),
        ],
        "3×1m @300W / 1m2s rec",
    ),
    (
        [*MINUTE * 3, *[timed(60, 320), timed(60, 150)] * 3],
        "3×1m @300W / 1m rec | 3×1m @320W / 1m rec",
    ),
    (
        [*[timed(60, 300), timed(120, 150)] * 2, *MINUTE, COOL],
        "3×1m @300W / 2m rec | 15m @140W",
    ),
    (
        [
            *[timed(60, 300), timed(120, 150)] * 2,
            timed(60, 300),
            timed(100, 150),
            timed(60, 300),
            timed(120, 150),
            COOL,
        ],
        "3×1m @300W / 2m rec | 1m @300W | 2m @150W | 15m @140W",
    ),
    ([timed(60, 190), timed(60, 180)] * 3, "3×1m @190W / 1m rec"),
    ([timed(60, 190), timed(60, 181)] * 3, None),
    ([timed(60, 300), timed(60, 286)] * 3, None),
    ([*MINUTE * 2, timed(60, 300)], None),
    ([repeat(3, *MINUTE * 2)], None),
    ([WARM, repeat(3, timed(300, 250)), COOL], None),
    (
        [repeat(2, *MICRO * 3, timed(30, 350), timed(300, 170))],
        "2 sets × 4×30s @350W / 15s rec",
    ),
    ([repeat(2, *MICRO * 3, timed(30, 350), timed(300, 150))], None),
]


@pytest.mark.parametrize(("steps", "expected"), EXAMPLES, ids=range(1, len(EXAMPLES) + 1))
def test_published_example(steps: list[Step], expected: str | None) -> None:
    assert summary(*steps) == expected


def test_there_are_all_36_examples() -> None:
    assert len(EXAMPLES) == 36


@pytest.mark.parametrize(("number", "pattern"), [(1, "A"), (8, "B"), (13, "A"), (28, "B")])
def test_pattern_is_reported(number: int, pattern: str) -> None:
    found = workout_summary({"steps": EXAMPLES[number - 1][0]})
    assert found is not None
    assert found.pattern == pattern


@pytest.mark.parametrize(
    "document", [None, {}, {"steps": None}, {"steps": []}, {"steps": "x"}, {"steps": {"a": 1}}]
)
def test_no_steps_give_no_summary(document: dict[str, Any] | None) -> None:
    assert workout_summary(document) is None


# -- targets


def test_resolved_target_wins_over_the_unresolved_one() -> None:
    work = {"duration": 60, "_power": {"value": 300}, "power": {"value": 110, "units": "%ftp"}}
    assert summary(repeat(2, work, timed(60))) == "2×1m @300W / 1m rec"


def test_unresolved_power_prints_its_number_as_watts() -> None:
    work = {"duration": 60, "power": {"value": 92, "units": "%ftp"}}
    assert summary(repeat(2, work, timed(60))) == "2×1m @92W / 1m rec"


def test_resolved_target_without_value_does_not_fall_back() -> None:
    work = {"duration": 60, "_power": {"start": 1}, "power": {"value": 92}, "hr": {"value": 150}}
    assert summary(repeat(2, work, timed(60))) == "2×1m @150bpm / 1m rec"


def test_power_as_text_counts_in_a_series_but_drops_a_flat_step() -> None:
    steps = [timed(600, "250"), *[timed(60, "300"), timed(60, "150")] * 3]  # type: ignore[arg-type]
    assert summary(*steps) == "3×1m @300W / 1m rec"


def test_step_with_a_distance_instead_of_a_duration_is_left_out() -> None:
    assert summary({"distance": 1000}, repeat(2, *MINUTE)) == "2×1m @300W / 1m rec"


# -- malformed values


@pytest.mark.parametrize("reps", [None, 0, -1, 2.5, "three", True, [], float("nan")])
def test_repetitions_must_be_a_positive_whole_number(reps: Any) -> None:
    assert summary(repeat(reps, *MINUTE), repeat(2, *MINUTE)) == "2×1m @300W / 1m rec"


def test_whole_float_repetitions_print_as_an_integer() -> None:
    assert summary(repeat(3.0, *MINUTE)) == "3×1m @300W / 1m rec"


def test_float_durations_are_cut_to_seconds_everywhere() -> None:
    series = [timed(30.5, 350), timed(15.5, 170)] * 3
    assert summary(repeat(2, *series)) == "2 sets × 3×30s @350W / 15s rec"
    assert summary(*[timed(60.9, 300), timed(60.9, 150)] * 3) == "3×1m @300W / 1m rec"


@pytest.mark.parametrize(
    "junk",
    [
        None,
        7,
        "step",
        [],
        {"duration": "60"},
        {"duration": 60, "_power": 250},
        {"duration": 60, "_power": {"value": "hard"}},
        {"duration": 60, "_power": {"value": float("inf")}},
        {"duration": float("nan")},
        {"duration": 60, "_hr": {"value": []}},
    ],
)
def test_malformed_step_is_left_out(junk: Any) -> None:
    assert summary(junk, repeat(2, *MINUTE)) == "2×1m @300W / 1m rec"
    assert summary(repeat(2, junk, junk), repeat(2, *MINUTE)) == "2×1m @300W / 1m rec"
    assert summary(repeat(2, *[junk] * 6), repeat(2, *MINUTE)) == "2×1m @300W / 1m rec"


@pytest.mark.parametrize("junk", [7, {"duration": "60"}, {"duration": 9, "power": {"value": "x"}}])
def test_malformed_step_rules_out_an_unrolled_series(junk: Any) -> None:
    assert summary(junk, *MINUTE * 3) is None


# -- anything at all

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["duration", "_power", "power", "_hr", "value", "reps", "steps"]),
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


DURATION = r"(?:0s|(?=\d)(?:\d+h)?(?:\d+m)?(?:\d+s)?)"
FLAT = rf"{DURATION}(?: @-?\d+(?:W|bpm))?"
REPEAT = rf"\d+×{FLAT}(?: / {DURATION} rec)?"
SETS = rf"(?:\d+ sets × )?\d+×{DURATION} @-?\d+W / {DURATION} rec(?: \({DURATION} set rec\))?"
PART = rf"(?:\d+ × )?(?:{FLAT}|{REPEAT}|{SETS})"
GRAMMAR = re.compile(rf"{PART}(?: \| {PART})*")


@settings(deadline=None)
@given(st.lists(plausible, max_size=14))
def test_summary_follows_the_grammar(steps: list[Step]) -> None:
    text = summary(*steps)
    if text is not None:
        assert GRAMMAR.fullmatch(text)
        assert "×" in text
