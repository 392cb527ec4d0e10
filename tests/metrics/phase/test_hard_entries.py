"""Which entries of the calendar make a day hard (docs/format/phase.md#hard-entries)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.intervals_icu import Athlete, Event
from engine.metrics.phase.hard_entries import is_hard

SETTINGS = Athlete.from_api(
    {
        "sportSettings": [
            {"types": ["Run"], "lthr": 170, "max_hr": 190, "hr_zones": [136, 150, 156, 167, 189]},
            {
                "types": ["Ride", "VirtualRide"],
                "ftp": 274,
                "indoor_ftp": 266,
                "power_zones": [55, 75, 90, 105, 120, 150, 999],
                "hr_zones": [136, 150, 156, 167, 189],
            },
        ]
    }
).sport_settings


def entry(*steps: Any, **raw: Any) -> Event:
    fields = {"category": "WORKOUT", "type": "Ride", "workout_doc": {"steps": list(steps)}}
    return Event.from_api({**fields, **raw})


def watts(seconds: float, power: float) -> dict[str, Any]:
    return {"duration": seconds, "_power": {"value": power}}


def target(seconds: float, kind: str, value: Any, units: str | None) -> dict[str, Any]:
    return {"duration": seconds, kind: {"value": value, "units": units}}


def times(count: int, *steps: Any) -> dict[str, Any]:
    return {"reps": count, "steps": list(steps)}


@pytest.mark.parametrize(
    ("name", "hard"),
    [
        ("Terrace loop", False),
        ("Richard's ride", False),
        ("Low intensity spin", False),
        ("Pre-race openers", False),
        ("post-race spin", False),
        ("Sweetspot", True),
        ("SWEET SPOT", True),
        ("Sweet-spot 2h", True),
        ("4x4 min", True),
        ("3\u00d712", True),
        ("High-intensity", True),
        ("VO2max", True),
        ("VO2", True),
        ("Tempo run", True),
        ("Race", True),
        ("HIIT", True),
        ("Thresholds", True),
        ("Box 2x", False),
        ("Easy", False),
        (None, False),
    ],
)
def test_without_zones_whole_words_of_the_name_decide(name: str | None, hard: bool) -> None:
    assert is_hard(entry(name=name), SETTINGS) is hard
    assert is_hard(Event(category="WORKOUT", type="Ride", name=name), ()) is hard


@pytest.mark.parametrize("category", ["RACE_A", "RACE_B", "RACE_C"])
def test_every_race_is_hard(category: str) -> None:
    assert is_hard(entry(watts(60, 100), category=category), SETTINGS)


@pytest.mark.parametrize(
    ("step", "hard"),
    [
        (times(5, watts(300, 180), watts(60, 120)), False),
        (times(3, watts(600, 268)), True),
        (times(4, target(60, "power", 118, "%ftp")), False),
        (times(5, target(60, "power", 118, "%ftp")), True),
        (times(2, target(720, "hr", 162, "bpm")), True),
        (times(2, times(2, target(150, "power", 4, "power_zone"))), True),
        (times(2, times(2, target(149, "power", 4, "power_zone"))), False),
        (target(600, "power", 268, "w"), True),
        (target(600, "hr", 4, "hr_zone"), True),
        (target(600, "hr", 3, "hr_zone"), False),
        ({"duration": 600, "power": {"start": 95, "end": 105, "units": "%FTP"}}, True),
        ({"duration": 600, "_power": {"start": 240, "end": 270}}, True),
        ({"duration": 600, "_hr": {"value": 160}}, True),
    ],
)
def test_planned_seconds_per_zone_decide_whatever_the_name(step: Any, hard: bool) -> None:
    assert is_hard(entry(step, name="Easy" if hard else "VO2"), SETTINGS) is hard


def test_indoors_the_indoor_ftp_counts() -> None:
    assert not is_hard(entry(watts(700, 245)), SETTINGS)
    assert is_hard(entry(watts(700, 245), indoor=True), SETTINGS)


def test_percent_of_threshold_and_maximum_heart_rate_are_of_the_sport() -> None:
    assert is_hard(entry(target(600, "hr", 95, "%lthr"), type="Run"), SETTINGS)
    assert is_hard(entry(target(600, "hr", 83, "%hr"), type="Run"), SETTINGS)
    assert not is_hard(entry(target(600, "hr", 80, "%hr"), type="Run"), SETTINGS)


def test_without_a_setting_the_ftp_of_the_workout_and_usual_zones_count() -> None:
    doc = {"ftp": 200, "steps": [watts(600, 181)]}
    assert is_hard(entry(workout_doc=doc, name="Easy"), ())
    assert not is_hard(entry(watts(600, 181), name="Easy"), ())


def test_power_and_heart_rate_are_counted_apart() -> None:
    halves = (watts(300, 268), target(300, "hr", 162, "bpm"))
    assert not is_hard(entry(*halves), SETTINGS)


def test_steps_without_usable_target_leave_the_decision_to_the_name() -> None:
    step = target(600, "power", 250, "furlongs")
    assert is_hard(entry(step, {"duration": 0, "_power": {"value": 1}}, name="VO2"), SETTINGS)
    assert not is_hard(entry(step, name="Easy"), SETTINGS)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "steps",
                    "reps",
                    "duration",
                    "power",
                    "_power",
                    "hr",
                    "_hr",
                    "value",
                    "units",
                    "start",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(ANYTHING, ANYTHING)
def test_any_workout_has_an_answer(steps: Any, ftp: Any) -> None:
    event = entry(workout_doc={"steps": steps, "ftp": ftp})
    assert is_hard(event, SETTINGS) in (True, False)
    assert is_hard(Event.from_api(json.loads(json.dumps({"workout_doc": steps}))), ()) is False
