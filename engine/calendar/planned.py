"""``planned_workouts`` and ``workout_summary_stats``: the calendar of the next six weeks.

docs/format/calendar.md#planned-workouts
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from engine.base.decode import parse_day
from engine.base.numbers import round_half_even
from engine.base.serialize import MISSING, Absent
from engine.base.sports import TRAINING_CATEGORIES, family_or_other
from engine.base.text import duration, split_notes
from engine.calendar.last_day import end_date, last_day
from engine.calendar.workout_summary import WorkoutSummary, workout_summary
from engine.metrics.phase.hard_entries import is_hard
from engine.metrics.phase.types import PlannedSession

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from engine.base.decode import Id
    from engine.base.numbers import Number
    from engine.intervals_icu import Event, SportSettings
    from engine.metrics.done_entries import Entry

DETAIL_DAYS: Final = 7
"""Days ahead, today not counted, with the full description."""
HORIZON_DAYS: Final = 42
PREVIEW_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class PlannedWorkout:
    """A row of ``planned_workouts``, its fields in the order of emission; load in TSS."""

    id: Id | None
    date: str
    name: str | None
    type: str | None
    sport_type: str | None
    planned_tss: Number | None
    duration_hours: Number | None
    duration_formatted: str | None
    workout_summary: str | None
    has_terrain: bool
    end_date: str | Absent
    completed: Literal[True] | Absent
    coach_notes: Sequence[str] | Absent
    start_time: str | Absent
    indoor: bool | Absent
    description: str | Absent
    description_preview: str | Absent | None


@dataclass(frozen=True, slots=True)
class WorkoutSummaryStats:
    """The counts of ``workout_summary_stats``: how the summaries came about."""

    attempted: int
    success: int
    patternA: int  # noqa: N815 - a published key
    patternB: int  # noqa: N815 - a published key
    bail_no_workout_doc: int
    bail_no_match: int


@dataclass(frozen=True, slots=True)
class _Planned:
    """An event of the window, whether it is done, and what its steps show."""

    event: Event
    done: bool
    summary: WorkoutSummary | None


def planned_workouts(
    calendar_entries: Iterable[Entry], today: date, terrain_ids: Container[Id | None]
) -> tuple[tuple[PlannedWorkout, ...], WorkoutSummaryStats]:
    """Return the rows of ``planned_workouts`` and the counts of ``workout_summary_stats``.

    Args:
        calendar_entries: by start, as the collector sorts them (defect 07-5-3, fixed).
        today: the athlete's date.
        terrain_ids: ids of the events with a terrain summary.

    An entry of several days stays until its last one is over.
    """
    horizon = (today + timedelta(days=HORIZON_DAYS)).isoformat()
    planned = [
        _Planned(entry.event, entry.done, workout_summary(entry.event.workout_doc))
        for entry in calendar_entries
        if (end := last_day(entry.event)) and end >= today and entry.event.day <= horizon
    ]
    detailed = (today + timedelta(days=DETAIL_DAYS)).isoformat()
    rows = tuple(
        _row(item, position, item.event.id in terrain_ids, detailed=item.event.day <= detailed)
        for position, item in enumerate(planned, start=1)
    )
    return rows, _stats(planned)


def planned_sessions(
    calendar_entries: Iterable[Entry], settings: Sequence[SportSettings]
) -> tuple[PlannedSession, ...]:
    """Return what phase detection reads: workouts and races by their first day.

    Args:
        calendar_entries: of any category and any date.
        settings: the athlete's, for FTP and zones.
    """
    return tuple(
        PlannedSession(
            day=day,
            category=entry.event.category,
            sport=family_or_other(entry.event.type),
            tss=entry.event.load,
            hard=is_hard(entry.event, settings),
            done=entry.done,
        )
        for entry in calendar_entries
        if entry.is_training and (day := parse_day(entry.event.day))
    )


def _row(planned: _Planned, position: int, terrain: bool, *, detailed: bool) -> PlannedWorkout:  # noqa: FBT001 - a value of the row
    event, summary = planned.event, planned.summary
    notes, lines = split_notes(event.description or "")
    length = event.moving_time if event.moving_time and event.moving_time > 0 else None
    return PlannedWorkout(
        id=event.id if event.has_id else f"unknown_{position}",
        date=event.day,
        name=event.name if event.has_name else "",
        type=event.category if event.has_category else "",
        sport_type=event.type if event.has_type else "",
        planned_tss=event.load,
        duration_hours=round_half_even(length / 3600, 2) if length else None,
        duration_formatted=duration(length) if length else None,
        workout_summary=summary.text if summary else None,
        has_terrain=terrain,
        end_date=end_date(event),
        completed=True if planned.done else MISSING,
        coach_notes=notes or MISSING,
        start_time=event.start_time or MISSING,
        indoor=event.indoor or MISSING,
        description="\n".join(lines).strip() if detailed else MISSING,
        description_preview=MISSING if detailed or summary else _preview(lines),
    )


def _preview(lines: Sequence[str]) -> str | None:
    """Return the first lines that are not blank; None when there are none."""
    filled = [line.strip() for line in lines if line.strip()]
    return "\n".join(filled[:PREVIEW_LINES]) or None


def _stats(planned: Sequence[_Planned]) -> WorkoutSummaryStats:
    """Count how the summaries came about, over all categories."""
    attempted = sum(item.event.has_steps for item in planned)
    patterns = [item.summary.pattern for item in planned if item.summary]
    return WorkoutSummaryStats(
        attempted=attempted,
        success=len(patterns),
        patternA=patterns.count("A"),
        patternB=patterns.count("B"),
        bail_no_workout_doc=sum(_described_only(item.event) for item in planned),
        bail_no_match=attempted - len(patterns),
    )


def _described_only(event: Event) -> bool:
    """Whether a training event has a description but no steps."""
    described = bool((event.description or "").strip())
    return described and not event.has_steps and event.category in TRAINING_CATEGORIES
