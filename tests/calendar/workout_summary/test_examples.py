"""Workout summaries: the published examples."""

from __future__ import annotations

from typing import Any

import pytest

from engine.calendar.workout_summary import workout_summary
from tests.calendar.workout_summary.steps import (
    COOL,
    HALF,
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
