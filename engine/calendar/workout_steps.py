"""The steps of a structured workout, read from ``workout_doc`` as the API delivers them.

See docs/format/calendar.md, "Steps and targets". A step that shows neither how long it is nor what
it repeats is a mere text and left out of a summary, never an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.base.numbers import is_number, round_int
from engine.base.text import duration

if TYPE_CHECKING:
    from engine.base.numbers import Number

WATTS: Final = " @{}W"
PERCENT_OF_FTP: Final = " @{}%"
SHARES_OF_POWER: Final = (WATTS, PERCENT_OF_FTP)
"""The targets that can be set in relation to each other."""
TARGETS: Final[tuple[tuple[str, str | None, str], ...]] = (
    ("_power", None, WATTS),
    ("power", "w", WATTS),
    ("power", "watts", WATTS),
    ("power", "%ftp", PERCENT_OF_FTP),
    ("power", "power_zone", " @Z{}"),
    ("_hr", None, " @{}bpm"),
    ("hr", "bpm", " @{}bpm"),
    ("hr", "%lthr", " @{}% LTHR"),
    ("hr", "%hr", " @{}% HR"),
    ("hr", "hr_zone", " @Z{} HR"),
)
"""Members of a step in order of preference, their units, and how the target is written.

Resolved targets have a fixed unit. Others, such as shares of a best effort, are not written: a
number without its unit would be read as watts.
"""
CLEAR_REST: Final = 0.8
"""Work stands out from a rest of at most this share of its power."""
SAME_WATTS: Final = 2
"""Repetitions may differ by so many watts."""
METERS_PER_KM: Final = 1000
DEEPEST: Final = 8
"""Levels of repeats within repeats; nobody trains more."""


class UnclearWorkoutError(Exception):
    """The steps cannot be told in one line without telling something wrong."""


@dataclass(frozen=True, slots=True)
class Target:
    """An intensity: the text for its kind, the value, and both ends where it is a ramp."""

    kind: str
    value: float
    ramp: tuple[int, int] | None = None

    def __str__(self) -> str:
        return self.kind.format("→".join(map(str, self.ramp or (round_int(self.value),))))


@dataclass(frozen=True, slots=True)
class FlatStep:
    """A step without repetitions: its length, and ``seconds`` unless that is a distance."""

    span: str
    seconds: Number | None
    target: Target | None

    def __str__(self) -> str:
        return f"{self.span}{self.target or ''}"

    @property
    def effort(self) -> Effort | None:
        """Return duration and power; None unless both are known in seconds and watts."""
        if self.seconds is None or self.target is None or self.target.kind != WATTS:
            return None
        return Effort(self, self.seconds, self.target.value)

    def is_harder_than(self, other: FlatStep) -> bool:
        """Whether both have targets of one kind and this is the higher one."""
        mine, its = self.target, other.target
        return bool(mine and its and mine.kind == its.kind and mine.value > its.value)

    def is_recovery_of(self, work: FlatStep) -> bool:
        """Whether this is a rest beside that work."""
        mine, its = self.target, work.target
        if mine and its and mine.kind == its.kind and mine.kind in SHARES_OF_POWER:
            return round_int(mine.value) <= CLEAR_REST * round_int(its.value)
        return not self.is_harder_than(work)


@dataclass(frozen=True, slots=True)
class Block:
    """Steps that are repeated; those without a length and empty blocks are left out."""

    reps: int
    leaves: tuple[FlatStep | Block, ...]

    @property
    def effort(self) -> None:
        """Return None: a block has many."""
        return


WorkoutStep: TypeAlias = FlatStep | Block


@dataclass(frozen=True, slots=True)
class Effort:
    """A step with a duration in s and a power in W."""

    step: FlatStep
    seconds: Number
    power: float

    @property
    def watts(self) -> int:
        """Return the power in whole watts, as printed and compared."""
        return round_int(self.power)

    def is_like(self, other: Effort, tolerance: int) -> bool:
        """Compare power within ``SAME_WATTS`` and duration within ``tolerance`` seconds."""
        return self.is_as_hard_as(other) and abs(self.seconds - other.seconds) <= tolerance

    def is_as_hard_as(self, other: Effort) -> bool:
        """Compare power within ``SAME_WATTS``."""
        return abs(self.watts - other.watts) <= SAME_WATTS

    def is_at_most(self, other: Effort) -> bool:
        """Whether this is not harder than the other, within ``SAME_WATTS``."""
        return self.watts <= other.watts + SAME_WATTS

    def is_clear_rest_of(self, work: Effort) -> bool:
        """Whether the work stands out from this rest."""
        return self.watts <= CLEAR_REST * work.watts


def read_steps(steps: object, depth: int = 0) -> tuple[WorkoutStep, ...]:
    """Return the steps that show something.

    Raises:
        UnclearWorkoutError: when a number of repetitions is none, or repeats are nested too deep.
    """
    if depth > DEEPEST:
        raise UnclearWorkoutError
    items = steps if isinstance(steps, list) else []
    found = (_read(item, depth) for item in items if isinstance(item, dict))
    return tuple(step for step in found if step is not None)


def _read(step: dict[str, Any], depth: int) -> WorkoutStep | None:
    nested = step.get("steps")
    if isinstance(nested, list) and nested:
        leaves = read_steps(nested, depth + 1)
        block = Block(_repetitions(step.get("reps")), leaves)
        return block if leaves else None
    span, seconds = _span(step)
    return FlatStep(span, seconds, _target(step)) if span else None


def _repetitions(reps: object) -> int:
    if isinstance(reps, int | float) and is_number(reps) and reps >= 1 and reps == int(reps):
        return int(reps)
    raise UnclearWorkoutError


def _span(step: dict[str, Any]) -> tuple[str, Number | None]:
    """Return the length as text, empty when there is none, and in s where it is a duration."""
    seconds, meters = step.get("duration"), step.get("distance")
    if isinstance(seconds, int | float) and is_number(seconds) and seconds >= 1:
        return duration(seconds), seconds
    if isinstance(meters, int | float) and is_number(meters) and meters > 0:
        kilometers = f"{meters / METERS_PER_KM:.2f}".rstrip("0").rstrip(".")
        return f"{kilometers}km", None
    return "", None


def _target(step: dict[str, Any]) -> Target | None:
    """Return the first target that gives a number.

    Pace and free ride have none (07-6.5-6, kept: the unit of a resolved pace is not documented).
    """
    for name, units, kind in TARGETS:
        given = step.get(name)
        if not isinstance(given, dict) or (units is not None and units != _units(given)):
            continue
        value = _value(given)
        if value is not None:
            ramp = _ramp(given) if kind in SHARES_OF_POWER and step.get("ramp") is True else None
            return Target(kind, value, ramp)
    return None


def _units(given: dict[str, Any]) -> str:
    units = given.get("units")
    return units.lower() if isinstance(units, str) else ""


def _value(given: dict[str, Any]) -> float | None:
    value, start, end = (_number(given.get(name)) for name in ("value", "start", "end"))
    if value is not None or start is None or end is None:
        return value
    return (start + end) / 2


def _ramp(given: dict[str, Any]) -> tuple[int, int] | None:
    start, end = _number(given.get("start")), _number(given.get("end"))
    if start is None or end is None:
        return None
    ends = round_int(start), round_int(end)
    return ends if ends[0] != ends[1] else None


def _number(value: object) -> float | None:
    """Read a number or a text that holds one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if is_number(number) else None
