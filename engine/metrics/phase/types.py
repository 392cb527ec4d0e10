"""What phase detection reads and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from engine.base.numbers import Number

Phase: TypeAlias = Literal["Build", "Base", "Peak", "Taper", "Deload", "Recovery", "Overreached"]
Confidence: TypeAlias = Literal["high", "medium", "low"]
Quality: TypeAlias = Literal["good", "mixed", "poor"]
Trend: TypeAlias = Literal["rising", "stable", "falling"]


@dataclass(frozen=True, slots=True)
class Week:
    """One training week. Loads in TSS, ``ctl_end`` and ``atl_end`` in TSS/day at the week's end.

    ``power_hard_days`` and ``hr_hard_days`` are the row's ``intensity_basis_breakdown``: how many
    hard days were judged by power and by heart rate alone. None stands for unknown everywhere.
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


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One calendar entry. ``day`` is ``YYYY-MM-DD``, ``tss`` the planned load.

    ``category`` is the kind of event (``WORKOUT``, ``RACE_A``, ``NOTE``, …), ``sport`` the activity
    type (``Ride``), ``summary`` the generated workout summary.
    """

    day: str
    category: str | None = None
    sport: str | None = None
    tss: Number | None = None
    summary: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class NextRace:
    """The nearest race of any category: whole days from today, and ``RACE_A`` … ``RACE_C``."""

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
