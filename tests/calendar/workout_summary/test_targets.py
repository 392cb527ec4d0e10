"""Workout summaries: the spans and the targets of single steps."""

from __future__ import annotations

import pytest

from tests.calendar.workout_summary.steps import (
    COOL,
    MINUTE,
    WARM,
    Step,
    repeat,
    summary,
    timed,
)


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
