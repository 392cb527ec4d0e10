"""Series of work and rest that are written out step by step (docs/format/calendar.md, "Series").

They stand in the list of a workout or inside a repeat block, where the rules are stricter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.calendar.workout_steps import Effort, FlatStep, WorkoutStep

PAIR: Final = 2
"""Work and rest."""
MIN_REPETITIONS: Final = 3
MIN_REPETITIONS_IN_BLOCK: Final = 2
FEWEST_FOR_LEADING_RECOVERY: Final = 5
SAME_WORK_SECONDS: Final = 1
SAME_REST_SECONDS: Final = 2
LONG_REST: Final = 1.5
"""A rest so many times the usual one parts two sets."""


@dataclass(frozen=True, slots=True)
class Series:
    """Equal pairs of work and rest, and the long rest that parts them from the next set."""

    count: int
    work: FlatStep
    rest: FlatStep
    set_rest: FlatStep | None = None

    def text(self, sets: int = 1) -> str:
        """Return ``3 sets × 13×30s @350W / 15s rec (3m set rec)``."""
        prefix = f"{sets} sets × " if sets > 1 else ""
        suffix = f" ({self.set_rest.span} set rec)" if self.set_rest else ""
        return f"{prefix}{self.count}×{self.work} / {self.rest.span} rec{suffix}"


class Found(NamedTuple):
    """A series and the number of steps that it takes up."""

    series: Series
    steps: int


class _Count(NamedTuple):
    """Repetitions, the steps that they take up, and whether the last of these is a set rest."""

    repetitions: int
    steps: int
    set_rest: bool = False


def series_in_list(efforts: Sequence[Effort | None], start: int) -> Found | None:
    """Return the series that begins at a place in the list of a workout.

    Args:
        efforts: of all steps; None where duration or watts are not known, and for blocks.
        start: the place.
    """
    work, rest = _at(efforts, start), _at(efforts, start + 1)
    if not work or not rest or not rest.is_clear_rest_of(work):
        return None
    count = _count(efforts, start, work, rest)
    if count.repetitions < MIN_REPETITIONS:
        return None
    last = efforts[start + count.steps - 1]
    set_rest = last.step if last and count.set_rest else None
    return Found(Series(count.repetitions, work.step, rest.step, set_rest), count.steps)


def _count(efforts: Sequence[Effort | None], start: int, work: Effort, rest: Effort) -> _Count:
    """Count the pairs that match the first one, and a last repetition without a rest."""
    count, position = 1, start + PAIR
    while _is_work(_at(efforts, position), work):
        pause = _at(efforts, position + 1)
        again = _is_work(_at(efforts, position + PAIR), work)
        if pause and _is_set_rest(pause, rest):
            if again:
                return _Count(count + 1, position + PAIR - start, set_rest=True)
            break
        if not pause or not pause.is_as_hard_as(rest):
            break
        regular = pause.is_like(rest, SAME_REST_SECONDS)
        if not regular and again:
            break
        count += 1
        position += PAIR
        if not regular:
            break
    alone = _is_work(_at(efforts, position), work)
    return _Count(count + alone, position + alone - start)


def _at(efforts: Sequence[Effort | None], index: int) -> Effort | None:
    return efforts[index] if index < len(efforts) else None


def _is_work(candidate: Effort | None, work: Effort) -> bool:
    return candidate is not None and candidate.is_like(work, SAME_WORK_SECONDS)


def _is_set_rest(candidate: Effort, rest: Effort) -> bool:
    return candidate.seconds >= LONG_REST * rest.seconds and candidate.is_at_most(rest)


def series_in_block(leaves: Sequence[WorkoutStep]) -> Series | None:
    """Return the series that takes up all steps of a block; None when it is not regular."""
    efforts = [effort for effort in (leaf.effort for leaf in leaves) if effort]
    if len(leaves) <= PAIR or len(efforts) != len(leaves):
        return None
    if not _begins_with_recovery(efforts):
        return _regular(efforts)
    series = _regular(efforts[1:])
    if series is None or series.set_rest:  # one set rest at most
        return None
    return replace(series, set_rest=efforts[0].step)


def _begins_with_recovery(efforts: Sequence[Effort]) -> bool:
    """Whether a longer and not harder step precedes the series."""
    if len(efforts) < FEWEST_FOR_LEADING_RECOVERY:
        return False
    first, second = efforts[:PAIR]
    return first.power <= second.power and first.seconds > second.seconds


def _regular(efforts: Sequence[Effort]) -> Series | None:
    """Read pairs like the first one, and behind them at most one form that closes the series."""
    work, rest = efforts[:PAIR]
    if not rest.is_clear_rest_of(work):
        return None
    used = 0
    while used + 1 < len(efforts) and _is_pair(efforts[used : used + PAIR], work, rest):
        used += PAIR
    closing = _closing(efforts[used:], work, rest)
    if closing is None:
        return None
    count = used // PAIR + closing.repetitions
    set_rest = efforts[-1].step if closing.set_rest else None
    if count < MIN_REPETITIONS_IN_BLOCK:
        return None
    return Series(count, work.step, rest.step, set_rest)


def _is_pair(pair: Sequence[Effort], work: Effort, rest: Effort) -> bool:
    return pair[0].is_like(work, 0) and pair[1].is_like(rest, 0)


def _closing(left: Sequence[Effort], work: Effort, rest: Effort) -> _Count | None:
    """Return what the steps behind the pairs add; None when they do not belong to them."""
    match left:
        case []:
            return _Count(0, 0)
        case [last] if last.is_like(work, 0):
            return _Count(1, 1)
        case [last] if last.seconds > rest.seconds and last.is_at_most(rest):
            return _Count(0, 1, set_rest=True)
        case [again, last] if again.is_like(work, 0) and _is_set_rest(last, rest):
            return _Count(1, PAIR, set_rest=True)
        case [again, last] if again.is_like(work, 0) and last.is_as_hard_as(rest):
            return _Count(1, PAIR)
    return None
