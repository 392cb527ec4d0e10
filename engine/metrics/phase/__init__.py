"""Training phase: Base, Build, Peak, Taper, Deload, Recovery or Overreached.

docs/format/phase.md. Two streams of evidence, the completed weeks and the
calendar, go through a ladder of rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.metrics.phase.calendar_outlook import calendar_outlook
from engine.metrics.phase.completed_weeks import completed_weeks
from engine.metrics.phase.ladder import Evidence, classify, data_quality
from engine.metrics.phase.types import Basis, NextRace, PhaseDetection, PlannedSession, Week

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from engine.metrics.phase.types import Phase

__all__ = ["NextRace", "PhaseDetection", "PlannedSession", "Week", "detect"]


def detect(  # noqa: PLR0913 - the inputs of section 3.1, each from another source
    weeks: Sequence[Week],
    planned: Sequence[PlannedSession],
    next_race: NextRace | None,
    *,
    previous_phase: str | None,
    today: date,
    first_weekday: int,
    primary_sport: str | None,
    zone_preference: Mapping[str, str],
    backfill: bool,
) -> PhaseDetection:
    """Classify the training phase.

    Args:
        weeks: weekly rows, oldest first. Live: the last one is the current, unfinished week.
            Backfill: up to four, the last one is the week to classify.
        planned: calendar entries of any category; none in a backfill.
        next_race: the nearest race; none in a backfill.
        previous_phase: phase of the week before the last row.
        today: the athlete's date.
        first_weekday: first day of a training week, Monday = 0 to Sunday = 6.
        primary_sport: sport family with the most load, if known.
        zone_preference: sport family to ``power`` or ``hr``.
        backfill: classify a completed week afterwards.
    """
    past = completed_weeks(weeks, backfill=backfill)
    plan = calendar_outlook(
        planned,
        next_race,
        weeks=weeks,
        completed=past,
        today=today,
        first_weekday=first_weekday,
        primary_sport=primary_sport,
    )
    quality, codes = data_quality(weeks, zone_preference)
    verdict = classify(Evidence(past, plan, quality, previous_phase))
    agree = None
    if past.suggestion is not None and plan.suggestion is not None:
        agree = past.suggestion == plan.suggestion
    return PhaseDetection(
        phase=verdict.phase,
        confidence=verdict.confidence,
        reason_codes=codes + verdict.codes,
        basis=Basis(past.emitted(), plan.emitted(), quality, agree),
        previous_phase=previous_phase,
        phase_duration_weeks=_duration(verdict.phase, weeks),
    )


def _duration(phase: Phase | None, weeks: Sequence[Week]) -> int:
    """Count the current week and the weeks before it that had the same phase.

    With four rows it saturates at 4 (defect 06-20, kept).
    """
    if phase is None or not weeks:
        return 0
    duration = 1
    for week in reversed(weeks[:-1]):
        if week.phase_detected != phase:
            break
        duration += 1
    return duration
