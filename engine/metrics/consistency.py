"""Consistency: on how many planned days anything was done.

Coarse on purpose: any activity on the date counts (defect 03-42, kept), and races are not planned
days here. Today is a planned day only once something was done: a day that is not over is neither
trained nor missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.numbers import Number, round_half_even
from engine.base.serialize import MISSING, Absent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.intervals_icu import Activity, Event

PLANNED_CATEGORY = "WORKOUT"

NOTHING_PLANNED = (
    "No workout was planned in this period, so there is no consistency index. This says nothing "
    "about how much was trained: see tss_7d_total."
)


@dataclass(frozen=True, slots=True)
class ConsistencyDetails:
    """Counts of dates; either a note or the dates themselves, sorted."""

    planned_days: int
    completed_days: int
    matched_days: int
    note: str | Absent = MISSING
    planned_dates: tuple[str, ...] | Absent = MISSING
    completed_dates: tuple[str, ...] | Absent = MISSING


@dataclass(frozen=True, slots=True)
class Consistency:
    """Consistency block of ``derived_metrics``: matched over planned days, 0 to 1."""

    consistency_index: Number | None
    consistency_details: ConsistencyDetails


def consistency(
    activities: Iterable[Activity], events: Iterable[Event], today: date
) -> Consistency:
    """Compare the dates of planned workouts with the dates of activities."""
    planned = {event.day for event in events if event.category == PLANNED_CATEGORY and event.day}
    completed = {activity.day for activity in activities if activity.day}
    if today.isoformat() not in completed:
        planned.discard(today.isoformat())
    if not planned:
        return Consistency(None, ConsistencyDetails(0, len(completed), 0, note=NOTHING_PLANNED))
    matched = planned & completed
    return Consistency(
        consistency_index=round_half_even(len(matched) / len(planned), 2),
        consistency_details=ConsistencyDetails(
            planned_days=len(planned),
            completed_days=len(completed),
            matched_days=len(matched),
            planned_dates=tuple(sorted(planned)),
            completed_dates=tuple(sorted(completed)),
        ),
    )
