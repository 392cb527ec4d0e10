"""DFA a1: how long a sample stands for (docs/format/dfa.md)."""

from __future__ import annotations

import math

import pytest

from tests.sessions.builders import samples
from tests.sessions.dfa.blocks import (
    band,
    block,
)


def every(seconds: int, samples_: int) -> list[int]:
    return list(range(0, seconds * samples_, seconds))


def test_a_sample_every_two_seconds_stands_for_two_seconds():
    found = block((600, 1.2), (35, 0.75), (265, 1.2), time=every(2, 900))
    assert (found["quality"]["valid_secs"], found["quality"]["total_secs"]) == (1799, 1799)
    assert found["quality"]["sufficient"] is True
    lt1 = found["lt1_crossing"]
    assert (lt1["secs_in_band"], lt1["contiguous_secs"], lt1["reason"]) == (70, 70, "ok")
    assert lt1["estimate_reason"] == "ok"


def test_without_time_each_sample_is_a_second():
    found = block((600, 1.2), (35, 0.75), (265, 1.2))
    assert found["quality"]["total_secs"] == 900
    assert found["quality"]["sufficient"] is False


@pytest.mark.parametrize(
    ("step", "seconds"),
    [(1, 1), (1.9, 1), (2.5, 2), (10, 10), (10.9, 10), (11, 1), (3600, 1), (0, 1), (-5, 1)],
)
def test_a_step_of_up_to_ten_seconds_counts_and_a_longer_one_is_a_pause(step, seconds):
    time = [*range(700), *(699 + step + i for i in range(700))]
    assert block((1400, 0.9), time=time)["quality"]["total_secs"] == 1399 + seconds


@pytest.mark.parametrize(
    "time",
    [
        [],
        every(2, 1299),
        every(2, 1301),
        [*every(2, 1299), None],
        [*every(2, 1299), "2598"],
        [*every(2, 1299), True],
        [*every(2, 1299), math.nan],
    ],
)
def test_a_time_that_does_not_fit_counts_as_none(time):
    assert block((1300, 0.9), time=time)["quality"]["total_secs"] == 1300


def test_all_streams_are_stretched_alike():
    data = samples((400, 0.9, {"heartrate": 100, "watts": 100, "artifacts": 1.0}), (400, 0.6))
    time = [*every(3, 400), *(1200 + i for i in range(400))]
    found = block(**data | {"time": time, "watts": data["watts"][:400]})
    assert found["tiz_endurance"] == band(1200, 75.0, 100, 100)
    assert found["tiz_tempo"] == band(400, 25.0, 120, None)
    assert found["quality"]["artifact_rate_avg"] == 0.75
