"""Workout summaries: blocks that repeat."""

from __future__ import annotations

import pytest

from tests.calendar.workout_summary.steps import (
    COOL,
    MICRO,
    MINUTE,
    SET_REST,
    WARM,
    Step,
    by_heart,
    repeat,
    summary,
    timed,
)


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
