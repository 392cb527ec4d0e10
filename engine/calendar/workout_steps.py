"""The steps of a structured workout, read from ``workout_doc`` as the API delivers them.

A step that cannot be read is left out of a summary, never an error (docs/format/calendar.md#list).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.base.numbers import is_number, round_int
from engine.base.text import duration

if TYPE_CHECKING:
    from engine.base.numbers import Number

Step: TypeAlias = dict[str, Any]

MIN_CONTRAST_WATTS: Final = 10
MIN_CONTRAST_SHARE: Final = 0.05
"""A work interval is harder than its rest by at least the larger of both."""
SAME_WATTS: Final = 2
"""Repetitions may differ by so many watts."""
ANY_LENGTH: Final = math.inf
"""Tolerance in s for a comparison of power alone."""


class MalformedStepError(Exception):
    """A value of the step has the wrong type."""


@dataclass(frozen=True, slots=True)
class Effort:
    """A step with both a duration in s and a power target, rounded to whole W."""

    seconds: Number
    watts: int

    def is_like(self, other: Effort, tolerance: Number) -> bool:
        """Compare power within ``SAME_WATTS`` and duration within ``tolerance`` seconds."""
        same_length = abs(self.seconds - other.seconds) <= tolerance
        return same_length and abs(self.watts - other.watts) <= SAME_WATTS

    def stands_out_from(self, rest: Effort) -> bool:
        """Whether this is work beside that rest."""
        margin = max(MIN_CONTRAST_WATTS, MIN_CONTRAST_SHARE * self.watts)
        return self.watts > rest.watts and self.watts - rest.watts >= margin


def seconds(step: Step) -> Number | None:
    """Return the duration in s.

    Raises:
        MalformedStepError: when it is no number.
    """
    value = step.get("duration")
    if value is not None and not is_number(value):
        raise MalformedStepError
    return value


def watts(step: Step) -> float | None:
    """Return the power target; a number written as text is accepted.

    Without a resolved target this is the number of the unresolved one, whatever its unit
    (defect 07-6.5-5, kept).

    Raises:
        MalformedStepError: when it is no number.
    """
    value = _target(step, "power")
    if value is None:
        return None
    try:
        power = float(value)
    except (TypeError, ValueError, OverflowError):
        raise MalformedStepError from None
    if not is_number(power):
        raise MalformedStepError
    return power


def effort(step: Step) -> Effort | None:
    """Return duration and power, or None when one is missing.

    Raises:
        MalformedStepError: when one is no number.
    """
    length, power = seconds(step), watts(step)
    return None if length is None or power is None else Effort(length, round_int(power))


def flat_text(step: Step) -> str | None:
    """Write a step without repetitions, such as ``10m @155W``; None when it has no duration.

    Ramps, free rides and pace targets print as their duration and middle power (defect 07-6.5-6,
    kept).

    Raises:
        MalformedStepError: when a value is no number.
    """
    length = seconds(step)
    if not length:
        return None
    for name, unit in (("power", "W"), ("hr", "bpm")):
        value = _target(step, name)
        if value is not None:
            if not is_number(value):
                raise MalformedStepError
            return f"{duration(length)} @{round_int(value)}{unit}"
    return duration(length)


def _target(step: Step, name: str) -> Any:
    """Return the value of the resolved target, of the unresolved one where that is missing."""
    target = step.get(f"_{name}") or step.get(name)
    if not target:
        return None
    if not isinstance(target, dict):
        raise MalformedStepError
    return target.get("value")
