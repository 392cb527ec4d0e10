"""Training phase: Base, Build, Peak, Taper, Deload, Recovery or Overreached.

docs/format/phase.md. Two streams of evidence, the completed weeks and the
calendar, go through a ladder of rules.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from engine.metrics.phase.calendar_outlook import CurrentWeek, Outlook, calendar_outlook
from engine.metrics.phase.completed_weeks import completed_weeks
from engine.metrics.phase.ladder import Evidence, classify, data_quality
from engine.metrics.phase.types import (
    Basis,
    NextRace,
    PhaseDetection,
    PlannedSession,
    StoredWeeks,
    Week,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.metrics.phase.types import Phase

__all__ = [
    "CurrentWeek",
    "NextRace",
    "PhaseDetection",
    "PlannedSession",
    "StoredWeeks",
    "Week",
    "detect",
]


def detect(
    weeks: Sequence[Week],
    current: CurrentWeek | None,
    *,
    labels: Sequence[str | None],
    zone_preference: Mapping[str, str],
) -> PhaseDetection:
    """Classify the training phase.

    Args:
        weeks: rows of completed weeks, oldest first; the last four count. In hindsight the last
            one is the week to classify.
        current: the unfinished week and the calendar; None classifies the last row in hindsight.
        labels: phases of the weeks before the one to classify, newest first.
        zone_preference: sport family to ``power`` or ``hr``.
    """
    past = completed_weeks(weeks)
    plan = calendar_outlook(current, past) if current else Outlook()
    quality, codes = data_quality(weeks, zone_preference)
    previous = labels[0] if labels else None
    evidence = Evidence(past, plan, quality, previous, hindsight=current is None)
    verdict = classify(evidence)
    return PhaseDetection(
        phase=verdict.phase,
        confidence=verdict.confidence,
        reason_codes=codes + verdict.codes,
        basis=Basis(past.emitted(), plan.emitted(), quality, evidence.agreement),
        previous_phase=previous,
        phase_duration_weeks=_duration(verdict.phase, labels),
    )


def _duration(phase: Phase | None, labels: Sequence[str | None]) -> int:
    """Count the week and those before it that had the same phase."""
    if phase is None:
        return 0
    return 1 + sum(1 for _ in takewhile(lambda label: label == phase, labels))
