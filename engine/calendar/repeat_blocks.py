"""Pattern A: sessions written with repeat blocks (docs/format/calendar.md#blocks)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.base.numbers import is_number
from engine.base.text import duration
from engine.calendar.workout_steps import (
    ANY_LENGTH,
    MalformedStepError,
    effort,
    flat_text,
    seconds,
    watts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.calendar.workout_steps import Effort, Step

MIN_SERIES: Final = 6
"""Steps of an unrolled series: three pairs of work and rest."""


def pattern_a(steps: object) -> list[str] | None:
    """Return one text per step, or None when there is no repeat block.

    What cannot be written is left out while the rest stays (defect 07-6.5-1, kept).
    """
    if not isinstance(steps, list):
        return None
    parts = [text for text in map(_part, steps) if text]
    return parts if any("×" in part for part in parts) else None


def _part(step: object) -> str | None:
    if not isinstance(step, dict):
        return None
    try:
        if "reps" in step and isinstance(step.get("steps"), list):
            return _repeat(step["reps"], step["steps"])
        return flat_text(step)
    except MalformedStepError:
        return None


def _repeat(reps: object, steps: list[Any]) -> str | None:
    """Write a repeat block; one with a single step is left out (defect 07-6.5-2, kept)."""
    count = _positive(reps)
    if not count or not all(isinstance(step, dict) for step in steps):
        return None
    if len(steps) == 2:  # noqa: PLR2004 - work and rest
        return _work_and_rest(count, *steps)
    return _sets(count, steps)


def _positive(reps: object) -> int | None:
    """Read a number of repetitions; anything but a positive whole number is none."""
    if is_number(reps) and isinstance(reps, int | float) and reps >= 1 and reps == int(reps):
        return int(reps)
    return None


def _work_and_rest(reps: int, first: Step, second: Step) -> str | None:
    """Write ``5×4m @310W / 3m rec``.

    The first step is taken as the work even where the second is harder (defect 07-6.5-4, kept),
    and a nested repeat prints as one long effort (defect 07-6.5-3, kept).
    """
    work, rest = flat_text(first), seconds(second)
    if not work:
        return None
    return f"{reps}×{work} / {duration(rest)} rec" if rest else f"{reps}×{work}"


def _sets(reps: int, steps: Sequence[Step]) -> str | None:
    """Write ``3 sets × 13×30s @350W / 15s rec (3m set rec)``.

    Only a set recovery at the beginning is shown (defect 07-6.5-7, kept).
    """
    recovery = steps[0] if _begins_with_recovery(steps) else None
    series = steps[1:] if recovery else steps
    if len(series) < MIN_SERIES:
        return None
    efforts = [effort(step) for step in series]
    count = _repetitions(efforts)
    work, rest = efforts[:2]
    if not count or not work or not rest:
        return None
    text = f"{count}×{duration(work.seconds)} @{work.watts}W / {duration(rest.seconds)} rec"
    if reps > 1:
        text = f"{reps} sets × {text}"
    return f"{text} ({duration(seconds(recovery))} set rec)" if recovery else text


def _begins_with_recovery(steps: Sequence[Step]) -> bool:
    """Whether a longer and not harder step precedes the series."""
    if len(steps) < MIN_SERIES - 1:
        return False
    first, second = steps[:2]
    first_watts, second_watts = watts(first), watts(second)
    if first_watts is None or second_watts is None or first_watts > second_watts:
        return False
    return (seconds(first) or 0) > (seconds(second) or 0)


def _repetitions(efforts: Sequence[Effort | None]) -> int:
    """Count the repetitions of a regular series, 0 when it is not regular.

    All repetitions last equally long and so do all rests but the last. A repetition without rest
    at the end counts when it matches, and is ignored otherwise.
    """
    pairs = list(zip(efforts[::2], efforts[1::2], strict=False))
    first_work, first_rest = pairs[0]
    if not first_work or not first_rest:
        return 0
    for index, (work, rest) in enumerate(pairs):
        tolerance = ANY_LENGTH if index == len(pairs) - 1 else 0
        if not work or not work.is_like(first_work, 0):
            return 0
        if not rest or not rest.is_like(first_rest, tolerance) or not work.stands_out_from(rest):
            return 0
    last = efforts[-1] if len(efforts) % 2 else None
    return len(pairs) + (last is not None and last.is_like(first_work, 0))
