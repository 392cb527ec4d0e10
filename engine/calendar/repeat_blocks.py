"""The text of a repeat block: ``5×4m @310W / 3m rec`` (docs/format/calendar.md, "Blocks")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engine.calendar.work_rest_pairs import PAIR, Series, series_in_block
from engine.calendar.workout_steps import Block, FlatStep, UnclearWorkoutError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.calendar.workout_steps import WorkoutStep

MOST_LEAVES: Final = 6
"""A longer group cannot be told in one line."""


def step_text(step: WorkoutStep) -> str:
    """Return the text of a step or block.

    Raises:
        UnclearWorkoutError: when a block holds a group that is too long to be told.
    """
    if isinstance(step, FlatStep):
        return str(step)
    simple = _work_and_rest(step)
    if simple:
        return simple.text()
    series = series_in_block(step.leaves) or _sets(step.leaves)
    return series.text(step.reps) if series else _group(step)


def _work_and_rest(block: Block) -> Series | None:
    """Return a block of two flat steps, the harder one as the work.

    None when the other is no recovery, as in over-unders.
    """
    if len(block.leaves) != PAIR:
        return None
    first, second = block.leaves
    if not isinstance(first, FlatStep) or not isinstance(second, FlatStep):
        return None
    work, rest = (second, first) if second.is_harder_than(first) else (first, second)
    return Series(block.reps, work, rest) if rest.is_recovery_of(work) else None


def _sets(leaves: Sequence[WorkoutStep]) -> Series | None:
    """Return a nested block of work and rest with a recovery before or behind it."""
    blocks = [leaf for leaf in leaves if isinstance(leaf, Block)]
    flat = [leaf for leaf in leaves if isinstance(leaf, FlatStep)]
    if len(blocks) != 1 or len(flat) != 1:
        return None
    series = _work_and_rest(blocks[0])
    if series is None or not flat[0].is_recovery_of(series.work):
        return None
    return replace(series, set_rest=flat[0])


def _group(block: Block) -> str:
    """Return ``3×(2m @260W + 1m @290W)``, or ``3×5m @250W`` for a single step."""
    if len(block.leaves) > MOST_LEAVES:
        raise UnclearWorkoutError
    texts = [step_text(leaf) for leaf in block.leaves]
    if block.reps == 1:
        return " | ".join(texts)
    if len(texts) == 1 and isinstance(block.leaves[0], FlatStep):
        return f"{block.reps}×{texts[0]}"
    return f"{block.reps}×({' + '.join(texts)})"
