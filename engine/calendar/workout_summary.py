"""``workout_summary``: one line that shows the intervals of a planned workout.

The strings are a published format (docs/format/calendar.md): readers print them verbatim,
and phase detection takes ``×`` as the mark of a hard session.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from engine.calendar.repeat_blocks import pattern_a
from engine.calendar.work_rest_pairs import pattern_b

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.base.decode import JsonObject


@dataclass(frozen=True, slots=True)
class WorkoutSummary:
    """The text, and which pattern found it."""

    text: str
    pattern: Literal["A", "B"]


def workout_summary(workout_doc: JsonObject | None) -> WorkoutSummary | None:
    """Summarize the steps of a structured workout; None when they hold no intervals."""
    steps = (workout_doc or {}).get("steps")
    parts = pattern_a(steps)
    if parts:
        return WorkoutSummary(_joined(parts), "A")
    parts = pattern_b(steps)
    return WorkoutSummary(_joined(parts), "B") if parts else None


def _joined(parts: Sequence[str]) -> str:
    """Merge equal neighbors and join: ``2 × 10m @155W | 3×1m @300W / 1m rec``."""
    merged = []
    for part, run in groupby(parts):
        count = len(list(run))
        merged.append(f"{count} × {part}" if count > 1 else part)
    return " | ".join(merged)
