"""Steps of planned workouts, and what their summary says."""

from __future__ import annotations

from typing import Any

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
