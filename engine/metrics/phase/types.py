"""What phase detection reads and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.base.decode import parse_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.base.numbers import Number

Phase: TypeAlias = Literal["Build", "Base", "Peak", "Taper", "Deload", "Recovery", "Overreached"]
Confidence: TypeAlias = Literal["high", "medium", "low"]
Quality: TypeAlias = Literal["good", "mixed", "poor"]
Trend: TypeAlias = Literal["rising", "stable", "falling"]

LAST_DAY: Final = timedelta(days=6)
"""From the first day of a training week to its last."""


@dataclass(frozen=True, slots=True)
class Week:
    """One training week. Loads in TSS, ``ctl_end`` and ``atl_end`` in TSS/day at the week's end.

    ``power_hard_days`` and ``hr_hard_days`` are the row's ``intensity_basis_breakdown``: how many
    hard days count under power and under heart rate. ``sport_tss`` is the load by sport family.
    None stands for unknown everywhere.
    """

    week_start: str
    total_tss: Number | None = None
    primary_sport_tss: Number | None = None
    hard_days: int | None = None
    activity_count: int | None = None
    ctl_end: Number | None = None
    atl_end: Number | None = None
    acwr: Number | None = None
    monotony: Number | None = None
    phase_detected: str | None = None
    power_hard_days: int | None = None
    hr_hard_days: int | None = None
    sport_tss: Mapping[str, Number] = field(default_factory=dict)

    @property
    def last_day(self) -> date | None:
        """Return the last date of the week; None when its first one is not known."""
        start = parse_day(self.week_start)
        return start + LAST_DAY if start else None


@dataclass(frozen=True, slots=True)
class StoredWeeks:
    """What ``history.json`` knows.

    Attributes:
        weeks: its weekly rows, oldest first.
        generated: the date on which it was made.
        earliest: the date of its first activity; None without any.
    """

    weeks: tuple[Week, ...] = ()
    generated: date | None = None
    earliest: date | None = None

    def finished(self) -> dict[date, Week]:
        """Return the rows by first date that were made after their week was over."""
        return {
            last - LAST_DAY: week
            for week in self.weeks
            if (last := week.last_day) and self.generated and last < self.generated
        }


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A workout or race of the calendar. ``day`` is its first date, ``tss`` the planned load.

    ``category`` is ``WORKOUT`` or ``RACE_A`` … ``RACE_C``, ``sport`` the sport family. ``hard``
    tells whether it makes a day hard, ``done`` whether an activity stands for it.
    """

    day: date
    category: str | None
    sport: str
    tss: Number | None = None
    hard: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class NextRace:
    """The race that matters: whole days from today, and ``RACE_A`` … ``RACE_C``."""

    days_until: int
    category: str | None = None


@dataclass(frozen=True, slots=True)
class StreamOne:
    """What the completed weeks show, as emitted."""

    ctl_slope: Number | None
    acwr_trend: Trend | None
    hard_day_pattern: Number | None
    weeks_available: int


@dataclass(frozen=True, slots=True)
class StreamTwo:
    """What the calendar shows, as emitted."""

    planned_tss_delta: Number | None
    hard_sessions_planned: int
    current_week_hard_days_completed: int
    current_week_hard_days_total: int
    race_proximity: int | None
    next_week_load: Number | None
    plan_coverage_current_week: Number
    plan_coverage_next_week: Number


@dataclass(frozen=True, slots=True)
class Basis:
    """The evidence behind a phase."""

    stream_1: StreamOne
    stream_2: StreamTwo
    data_quality: Quality
    stream_agreement: bool | None


@dataclass(frozen=True, slots=True)
class PhaseDetection:
    """The block ``derived_metrics.phase_detection``, its keys in published order.

    No dossier declares a phase to the engine, so the two dossier keys are always null.
    """

    phase: Phase | None
    confidence: Confidence
    reason_codes: tuple[str, ...]
    basis: Basis
    previous_phase: str | None
    phase_duration_weeks: int
    dossier_declared: str | None = None
    dossier_agreement: bool | None = None
