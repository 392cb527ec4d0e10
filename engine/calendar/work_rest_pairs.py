"""Pattern B: one long list of work and rest (docs/format/calendar.md#series)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.base.text import duration
from engine.calendar.workout_steps import ANY_LENGTH, MalformedStepError, effort, flat_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.calendar.workout_steps import Effort, Step

MIN_STEPS: Final = 6
MIN_REPETITIONS: Final = 3
SAME_WORK_SECONDS: Final = 1
SAME_REST_SECONDS: Final = 2
LONG_REST: Final = 1.5
"""A rest so many times the usual one ends a block."""


def pattern_b(steps: object) -> list[str] | None:
    """Return one text per block or loose step, or None when there is no block.

    A repeat block anywhere rules the pattern out (defect 07-6.6-4, kept).
    """
    if not isinstance(steps, list) or len(steps) < MIN_STEPS:
        return None
    if not all(isinstance(step, dict) and not step.get("reps") for step in steps):
        return None
    try:
        efforts = [effort(step) for step in steps]
    except MalformedStepError:
        return None
    return _scan(steps, efforts)


def _scan(steps: Sequence[Step], efforts: Sequence[Effort | None]) -> list[str] | None:
    """Walk over the steps.

    After a block whose last repetition has no rest, the step behind that repetition is skipped
    like a rest (defect 07-6.6-1, kept).
    """
    parts: list[str | None] = []
    blocks = 0
    position = 0
    while position < len(steps):
        count, text = _block(efforts, position)
        if text:
            parts.append(text)
            blocks += 1
            position += 2 * count
        else:
            parts.append(_loose_text(steps[position]))
            position += 1
    return [part for part in parts if part] if blocks else None


def _loose_text(step: Step) -> str | None:
    try:
        return flat_text(step)
    except MalformedStepError:
        return None


def _block(efforts: Sequence[Effort | None], start: int) -> tuple[int, str | None]:
    """Return the repetitions of the block that begins here and its text, None when there is none.

    The text shows the first rest; a longer one at the end is not seen.
    """
    work, rest = _at(efforts, start), _at(efforts, start + 1)
    if not work or not rest or not work.stands_out_from(rest):
        return 0, None
    count = _repetitions(efforts, start, work, rest)
    if count < MIN_REPETITIONS:
        return 0, None
    text = f"{count}×{duration(work.seconds)} @{work.watts}W / {duration(rest.seconds)} rec"
    return count, text


def _repetitions(efforts: Sequence[Effort | None], start: int, work: Effort, rest: Effort) -> int:
    """Count the repetitions that match the first pair of work and rest.

    A clearly longer rest ends the block. The first repetition after it is still counted as this
    block's last one (defect 07-6.6-2, kept).
    """
    count, position = 1, start + 2
    while _is_work(_at(efforts, position), work):
        pause = _at(efforts, position + 1)
        if not pause or not pause.is_like(rest, ANY_LENGTH):
            break
        regular = pause.is_like(rest, SAME_REST_SECONDS)
        long = pause.seconds >= LONG_REST * rest.seconds
        goes_on = position + 3 < len(efforts) and _is_work(efforts[position + 2], work)
        if goes_on and not regular and not long:
            break
        count += 1
        position += 2
        if not regular:
            break
    return count + _is_work(_at(efforts, position), work)


def _at(efforts: Sequence[Effort | None], index: int) -> Effort | None:
    return efforts[index] if index < len(efforts) else None


def _is_work(candidate: Effort | None, work: Effort) -> bool:
    return candidate is not None and candidate.is_like(work, SAME_WORK_SECONDS)
