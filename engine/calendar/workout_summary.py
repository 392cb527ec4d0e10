"""``workout_summary``: one line that shows the intervals of a planned workout.

The strings are a published format (docs/format/calendar.md, "Workout summary"): readers print them
verbatim.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from engine.calendar.repeat_blocks import step_text
from engine.calendar.work_rest_pairs import series_in_list
from engine.calendar.workout_steps import Block, UnclearWorkoutError, read_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.base.decode import JsonObject
    from engine.calendar.workout_steps import WorkoutStep


@dataclass(frozen=True, slots=True)
class WorkoutSummary:
    """The text, and where it found repetitions.

    Those of pattern A are written as repeat blocks, those of pattern B step by step.
    """

    text: str
    pattern: Literal["A", "B"]


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    of_block: bool

    @property
    def repeats(self) -> bool:
        return "×" in self.text


def workout_summary(workout_doc: JsonObject | None) -> WorkoutSummary | None:
    """Summarize the steps of a structured workout.

    None when they hold no intervals, or a block that cannot be told: a line without it would hide
    a part of the session.
    """
    try:
        parts = _parts(read_steps((workout_doc or {}).get("steps")))
    except UnclearWorkoutError:
        return None
    if not any(part.repeats for part in parts):
        return None
    pattern: Literal["A", "B"] = "A" if any(p.repeats and p.of_block for p in parts) else "B"
    return WorkoutSummary(_joined([part.text for part in parts]), pattern)


def _parts(steps: Sequence[WorkoutStep]) -> list[_Part]:
    efforts = [step.effort for step in steps]
    parts = []
    position = 0
    while position < len(steps):
        found = series_in_list(efforts, position)
        if found:
            parts.append(_Part(found.series.text(), of_block=False))
            position += found.steps
        else:
            step = steps[position]
            parts.append(_Part(step_text(step), of_block=isinstance(step, Block)))
            position += 1
    return parts


def _joined(parts: Sequence[str]) -> str:
    """Merge equal neighbors and join: ``2 × 10m @155W | 3×1m @300W / 1m rec``."""
    merged = []
    for part, run in groupby(parts):
        count = len(list(run))
        merged.append(f"{count} × {part}" if count > 1 else part)
    return " | ".join(merged)
