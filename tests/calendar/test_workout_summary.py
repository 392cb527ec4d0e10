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
        "10m @155W | 3 sets × 13×30s @350W / 15s rec (3m set rec) | 15m @140W",
    ),
    ([WARM, *MINUTE * 3, COOL], "10m @155W | 3×1m @300W / 1m rec | 15m @140W"),
    (
        [WARM, *HALF * 2, timed(30, 400), timed(300, 150), *HALF * 3, COOL],
        "10m @155W | 3×30s @400W / 30s rec (5m set rec) | 3×30s @400W / 30s rec | 15m @140W",
    ),
    (
        [*HALF * 3, timed(30, 400), timed(300, 150), *HALF * 4, COOL],
        "4×30s @400W / 30s rec (5m set rec) | 4×30s @400W / 30s rec | 15m @140W",
    ),
    (
        [WARM, *MINUTE * 2, timed(60, 300), COOL],
        "10m @155W | 3×1m @300W / 1m rec | 15m @140W",
    ),
    (
        [
            timed(1800, 150),
            *[timed(60, 280), timed(120, 150)] * 3,
            timed(60, 280),
            timed(600, 130),
        ],
        "30m @150W | 4×1m @280W / 2m rec | 10m @130W",
    ),
    (
        [WARM, *MINUTE * 3, repeat(3, timed(300, 250), timed(120, 150))],
        "10m @155W | 3×1m @300W / 1m rec | 3×5m @250W / 2m rec",
    ),
    (
        [
            WARM,
            repeat(3, timed(300, 250), timed(60, 280), timed(120, 150)),
            repeat(2, *MINUTE),
            COOL,
        ],
        ("10m @155W | 3×(5m @250W + 1m @280W + 2m @150W) | 2×1m @300W / 1m rec | 15m @140W"),
    ),
    (
        [WARM, repeat(2, {**repeat(3, *MINUTE), "duration": 360}, timed(300, 140)), COOL],
        "10m @155W | 2 sets × 3×1m @300W / 1m rec (5m set rec) | 15m @140W",
    ),
    (
        [WARM, repeat(4, timed(180, 150), timed(240, 310)), COOL],
        "10m @155W | 4×4m @310W / 3m rec | 15m @140W",
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
        "3×1m @300W / 2m rec | 1m40s @150W | 1m @300W | 2m @150W | 15m @140W",
    ),
    ([timed(60, 190), timed(60, 180)] * 3, None),
    ([timed(60, 190), timed(60, 181)] * 3, None),
    ([timed(60, 300), timed(60, 286)] * 3, None),
    ([*MINUTE * 2, timed(60, 300)], "3×1m @300W / 1m rec"),
    ([repeat(3, *MINUTE * 2)], "3 sets × 2×1m @300W / 1m rec"),
    ([WARM, repeat(3, timed(300, 250)), COOL], "10m @155W | 3×5m @250W | 15m @140W"),
    (
        [repeat(2, *MICRO * 3, timed(30, 350), timed(300, 170))],
        "2 sets × 4×30s @350W / 15s rec (5m set rec)",
    ),
    (
        [repeat(2, *MICRO * 3, timed(30, 350), timed(300, 150))],
        "2 sets × 4×30s @350W / 15s rec (5m set rec)",
    ),
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


# -- spans and targets


def pair(work: Step, rest: Step | None = None) -> str | None:
    """The text of a plain repeat; the second step has no target."""
    return summary(repeat(2, work, rest or timed(60)))


@pytest.mark.parametrize(
    ("length", "text"),
    [
        ({"duration": 1}, "1s"),
        ({"duration": 90.9}, "1m30s"),
        ({"duration": 60, "distance": 1000}, "1m"),
        ({"distance": 1000}, "1km"),
        ({"distance": 400}, "0.4km"),
        ({"distance": 1609.34}, "1.61km"),
        ({"distance": 100_000}, "100km"),
        ({"duration": 0.5, "distance": 200}, "0.2km"),
        ({"duration": 0, "distance": 200}, "0.2km"),
        ({"duration": "60", "distance": 200}, "0.2km"),
    ],
)
def test_a_step_is_as_long_as_its_duration_or_else_its_distance(length: Step, text: str) -> None:
    assert pair(length) == f"2×{text} / 1m rec"


@pytest.mark.parametrize(
    "step", [{}, {"text": "relax"}, {"duration": 0}, {"distance": 0}, {"distance": -5}]
)
def test_a_step_without_a_length_is_a_mere_text(step: Step) -> None:
    assert summary(WARM, step, repeat(6, step, timed(60, 300), step)) == "10m @155W | 6×1m @300W"
    assert summary(*MINUTE * 2, step, *MINUTE) == "3×1m @300W / 1m rec"
    assert summary(repeat(3, step), repeat(2, *MINUTE)) == "2×1m @300W / 1m rec"


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ({"_power": {"value": 250.5}}, " @250W"),
        ({"_power": {"start": 240, "end": 263}}, " @252W"),
        ({"_power": {"value": 0}}, " @0W"),
        ({"_power": {"value": "250"}}, " @250W"),
        ({"_power": {"value": 300}, "power": {"value": 110, "units": "%ftp"}}, " @300W"),
        ({"_power": {"start": 1}, "power": {"value": 92, "units": "%ftp"}}, " @92%"),
        ({"_power": {}, "power": {"value": 92}, "_hr": {"value": 150}}, " @150bpm"),
        ({"power": {"value": 250, "units": "w"}}, " @250W"),
        ({"power": {"value": 250, "units": "watts"}}, " @250W"),
        ({"power": {"value": 92, "units": "%ftp"}}, " @92%"),
        ({"power": {"start": 88, "end": 94, "units": "%ftp"}}, " @91%"),
        ({"power": {"value": 4, "units": "power_zone"}}, " @Z4"),
        ({"power": {"value": 110, "units": "%mmp_5m"}}, ""),
        ({"power": {"value": 250}}, ""),
        ({"power": {"value": 250, "units": None}}, ""),
        ({"_hr": {"value": 165.6}}, " @166bpm"),
        ({"hr": {"value": 150, "units": "bpm"}}, " @150bpm"),
        ({"hr": {"value": 95, "units": "%lthr"}}, " @95% LTHR"),
        ({"hr": {"value": 80, "units": "%hr"}}, " @80% HR"),
        ({"hr": {"value": 2, "units": "hr_zone"}}, " @Z2 HR"),
        ({"hr": {"value": 150}}, ""),
        ({"pace": {"value": 4, "units": "pace_zone"}, "freeride": True}, ""),
    ],
)
def test_a_target_names_its_unit_and_only_watts_are_called_watts(target: Step, text: str) -> None:
    assert pair({"duration": 60, **target}) == f"2×1m{text} / 1m rec"


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ({"ramp": True, "_power": {"value": 162.5, "start": 150, "end": 175}}, " @150→175W"),
        ({"ramp": True, "_power": {"start": 175.4, "end": 150}}, " @175→150W"),
        ({"ramp": True, "power": {"start": 50, "end": 75, "units": "%ftp"}}, " @50→75%"),
        ({"ramp": True, "_power": {"value": 150, "start": 150.2, "end": 149.8}}, " @150W"),
        ({"ramp": True, "_power": {"value": 162.5}}, " @162W"),
        ({"ramp": False, "_power": {"value": 162.5, "start": 150, "end": 175}}, " @162W"),
        ({"_power": {"value": 162.5, "start": 150, "end": 175}}, " @162W"),
        ({"ramp": True, "_hr": {"value": 140, "start": 130, "end": 150}}, " @140bpm"),
    ],
)
def test_a_ramp_shows_both_ends(step: Step, text: str) -> None:
    assert pair({"duration": 60, **step}) == f"2×1m{text} / 1m rec"


def test_the_ramp_of_a_warm_up_is_shown_before_the_intervals() -> None:
    ramp = {"duration": 600, "ramp": True, "_power": {"value": 162.5, "start": 150, "end": 175}}
    main = repeat(3, timed(720, 262.5), timed(300, 163.5))
    assert summary(ramp, main, COOL) == "10m @150→175W | 3×12m @262W / 5m rec | 15m @140W"


# -- blocks


def at(seconds: float, value: float, units: str) -> Step:
    name = "hr" if "hr" in units or units == "bpm" else "power"
    return {"duration": seconds, name: {"value": value, "units": units}}


@pytest.mark.parametrize(
    ("leaves", "text"),
    [
        # The harder one is the work, wherever it stands.
        ([timed(240, 310), timed(180, 150)], "3×4m @310W / 3m rec"),
        ([timed(180, 150), timed(240, 310)], "3×4m @310W / 3m rec"),
        ([at(240, 92, "%ftp"), at(180, 50, "%ftp")], "3×4m @92% / 3m rec"),
        ([at(180, 50, "%ftp"), at(240, 92, "%ftp")], "3×4m @92% / 3m rec"),
        ([at(180, 1, "hr_zone"), at(240, 4, "hr_zone")], "3×4m @Z4 HR / 3m rec"),
        ([at(180, 150, "bpm"), at(240, 160, "bpm")], "3×4m @160bpm / 3m rec"),
        # Without comparable targets the first one is.
        ([timed(180), timed(240, 310)], "3×3m / 4m rec"),
        ([timed(180, 150), at(240, 120, "%ftp")], "3×3m @150W / 4m rec"),
        ([at(240, 150, "bpm"), at(180, 150, "bpm")], "3×4m @150bpm / 3m rec"),
        # Above 80 % of the work it is no recovery.
        ([timed(120, 260), timed(60, 290)], "3×(2m @260W + 1m @290W)"),
        ([timed(60, 300), timed(60, 240)], "3×1m @300W / 1m rec"),
        ([timed(60, 300), timed(60, 241)], "3×(1m @300W + 1m @241W)"),
        ([at(60, 100, "%ftp"), at(60, 81, "%ftp")], "3×(1m @100% + 1m @81%)"),
        ([at(60, 4, "power_zone"), at(60, 4, "power_zone")], "3×1m @Z4 / 1m rec"),
    ],
)
def test_in_a_repeat_of_two_steps_the_harder_one_is_the_work(leaves: list[Step], text: str) -> None:
    assert summary(repeat(3, *leaves)) == text


def test_over_unders_are_told_as_a_group() -> None:
    main = repeat(3, timed(120, 260), timed(60, 290))
    assert summary(WARM, main, timed(300, 140)) == "10m @155W | 3×(2m @260W + 1m @290W) | 5m @140W"


def test_distances_and_zones_are_repeated_like_durations_and_watts() -> None:
    work = {"distance": 1000, "hr": {"value": 4, "units": "hr_zone"}}
    assert summary(repeat(6, work, {"distance": 400})) == "6×1km @Z4 HR / 0.4km rec"


def test_shares_of_ftp_are_printed_as_such() -> None:
    main = repeat(5, at(240, 92, "%ftp"), at(180, 50, "%ftp"))
    assert summary(main) == "5×4m @92% / 3m rec"


WORK = timed(30, 350)
SERIES_IN_BLOCK = [
    ([*MICRO * 3], "3×30s @350W / 15s rec"),
    ([*MICRO * 2, WORK], "3×30s @350W / 15s rec"),
    ([*MICRO, timed(30, 352), timed(15, 168)], "2×30s @350W / 15s rec"),
    ([*MICRO, WORK, timed(23, 172)], "2×30s @350W / 15s rec (23s set rec)"),
    ([*MICRO, WORK, timed(22, 172)], "2×30s @350W / 15s rec"),
    ([*MICRO, WORK, timed(10, 168)], "2×30s @350W / 15s rec"),
    ([*MICRO, WORK, timed(60, 100)], "2×30s @350W / 15s rec (1m set rec)"),
    ([*MICRO * 2, timed(16, 172)], "2×30s @350W / 15s rec (16s set rec)"),
    ([SET_REST, *MICRO * 2], "2×30s @350W / 15s rec (3m set rec)"),
    ([SET_REST, *MICRO * 2, WORK], "3×30s @350W / 15s rec (3m set rec)"),
]


@pytest.mark.parametrize(("leaves", "text"), SERIES_IN_BLOCK)
def test_a_series_within_a_block_takes_all_its_steps(leaves: list[Step], text: str) -> None:
    assert summary(repeat(2, *leaves)) == f"2 sets × {text}"
    assert summary(repeat(1, *leaves)) == text


@pytest.mark.parametrize(
    "leaves",
    [
        [*MICRO, timed(31, 350), timed(15, 170)],
        [*MICRO, timed(30, 353), timed(15, 170)],
        [*MICRO, WORK, timed(15, 173)],
        [*MICRO, WORK, timed(60, 173)],
        [*MICRO * 2, timed(15, 170)],
        [*MICRO * 2, timed(60, 173)],
        [*MICRO, timed(60, 140)],
        [SET_REST, *MICRO, timed(60, 140)],
        [timed(30, 350), timed(15, 281), timed(30, 350), timed(15, 281)],
        [timed(30, 350), timed(15), timed(30, 350), timed(15)],
        [by_heart(30, 170), by_heart(15, 120), by_heart(30, 170)],
        [timed(15, 350), {"distance": 100, "_power": {"value": 100}}, timed(15, 350)],
    ],
)
def test_what_is_no_regular_series_is_told_step_by_step(leaves: list[Step]) -> None:
    texts = [summary(repeat(2, leaf))[2:] for leaf in leaves]  # type: ignore[index]
    assert summary(repeat(2, *leaves)) == f"2×({' + '.join(texts)})"


@pytest.mark.parametrize(
    "leaves",
    [
        [timed(60, 200 + n) for n in range(7)],
        [SET_REST, *MICRO * 3, timed(60, 140)],
        [SET_REST, *MICRO * 2, WORK, timed(60, 140)],
    ],
)
def test_a_group_of_more_than_six_steps_leaves_the_whole_workout_untold(
    leaves: list[Step],
) -> None:
    assert summary(repeat(2, *leaves)) is None
    assert summary(repeat(1, *leaves), repeat(2, *MINUTE)) is None
    assert summary(repeat(2, repeat(2, *leaves), timed(60)), *MINUTE * 3) is None


NESTED = [
    (repeat(2, repeat(3, *MINUTE)), "2×(3×1m @300W / 1m rec)"),
    (repeat(1, repeat(3, *MINUTE)), "3×1m @300W / 1m rec"),
    (
        repeat(2, repeat(3, *MINUTE), timed(300, 140)),
        "2 sets × 3×1m @300W / 1m rec (5m set rec)",
    ),
    (
        repeat(2, timed(300, 140), repeat(3, *MINUTE)),
        "2 sets × 3×1m @300W / 1m rec (5m set rec)",
    ),
    (repeat(1, repeat(3, *MINUTE), timed(300)), "3×1m @300W / 1m rec (5m set rec)"),
    (repeat(2, repeat(3, *MINUTE), timed(300, 250)), "2×(3×1m @300W / 1m rec + 5m @250W)"),
    (
        repeat(2, repeat(3, by_heart(60, 160), timed(60)), by_heart(300, 170)),
        "2×(3×1m @160bpm / 1m rec + 5m @170bpm)",
    ),
    (
        repeat(2, repeat(3, by_heart(60, 160), timed(60)), by_heart(300, 120)),
        "2 sets × 3×1m @160bpm / 1m rec (5m set rec)",
    ),
    (
        repeat(2, repeat(3, timed(120, 260), timed(60, 290)), timed(300, 140)),
        "2×(3×(2m @260W + 1m @290W) + 5m @140W)",
    ),
    (
        repeat(2, repeat(3, *MICRO * 2), timed(300, 140)),
        "2×(3 sets × 2×30s @350W / 15s rec + 5m @140W)",
    ),
    (
        repeat(2, repeat(3, *MINUTE), repeat(2, *MICRO)),
        "2×(3×1m @300W / 1m rec + 2×30s @350W / 15s rec)",
    ),
    (
        repeat(1, timed(300, 200), repeat(3, *MINUTE), timed(300, 140)),
        "5m @200W | 3×1m @300W / 1m rec | 5m @140W",
    ),
]


@pytest.mark.parametrize(("block", "text"), NESTED)
def test_repeats_within_repeats_are_told_too(block: Step, text: str) -> None:
    assert summary(WARM, {**block, "duration": 4711}, COOL) == f"10m @155W | {text} | 15m @140W"


def test_a_block_without_repetition_is_no_interval() -> None:
    assert summary(WARM, repeat(1, timed(1200, 250)), COOL) is None
    assert summary(repeat(1, timed(120, 260), timed(60, 290))) is None


def test_repeats_are_followed_down_to_a_sane_depth() -> None:
    block = repeat(2, *MINUTE)
    for _ in range(500):
        block = repeat(2, block)
    assert summary(block) is None


# -- series in the list


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


# -- malformed values


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


# -- anything at all

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
