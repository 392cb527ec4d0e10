"""``summary``, ``quick_stats`` and ``weekly_summary``: plain totals, the last over seven days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.numbers import Number, round_half_even, sum_in_order
from engine.base.text import duration_to_the_minute
from engine.base.units import Units, display

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.base.decode import JsonObject
    from engine.intervals_icu import Activity, Wellness


@dataclass(frozen=True, slots=True)
class QuickStats:
    """The block ``READ_THIS_FIRST.quick_stats``."""

    total_training_hours: float
    total_training_formatted: str
    total_activities: int
    total_tss: Number


@dataclass(frozen=True, slots=True)
class WeeklySummary:
    """The block ``weekly_summary``."""

    total_training_hours: float
    total_training_formatted: str
    total_tss: Number
    activities_count: int
    avg_hrv: float | None
    avg_resting_hr: float | None


@dataclass(frozen=True, slots=True)
class TypeTotals:
    """The totals of one activity type."""

    duration_decimal_hours: float
    count: int
    tss: Number
    distance_km: Number
    display: JsonObject


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """The block ``summary``."""

    period_description: str
    note: str
    total_duration_decimal_hours: float
    total_activities: int
    by_activity_type: Mapping[str, TypeTotals]


def total_tss(activities: Sequence[Activity]) -> Number:
    """Add the loads, rounded; an integer when all loads are integers (defect A-21, kept)."""
    return round_half_even(sum_in_order(a.load for a in activities if a.load), 0)


def total_seconds(activities: Sequence[Activity]) -> Number:
    """Add the moving times."""
    return sum_in_order(a.seconds for a in activities)


def hours(seconds: Number) -> float:
    """Return hours with two decimals."""
    return float(round_half_even(seconds / 3600, 2))


def quick_stats(activities: Sequence[Activity]) -> QuickStats:
    """Return the totals of the display window."""
    seconds = total_seconds(activities)
    return QuickStats(
        total_training_hours=hours(seconds),
        total_training_formatted=duration_to_the_minute(seconds),
        total_activities=len(activities),
        total_tss=total_tss(activities),
    )


def weekly_summary(activities: Sequence[Activity], wellness: Sequence[Wellness]) -> WeeklySummary:
    """Return totals and means of the last seven days."""
    seconds = total_seconds(activities)
    return WeeklySummary(
        total_training_hours=hours(seconds),
        total_training_formatted=duration_to_the_minute(seconds),
        total_tss=total_tss(activities),
        activities_count=len(activities),
        avg_hrv=_average(w.valid_hrv for w in wellness),
        avg_resting_hr=_average(w.resting_hr for w in wellness),
    )


def _average(values: Iterable[Number | None]) -> float | None:
    """Return the mean with one decimal; zeros were not measured."""
    known = [value for value in values if value]
    return float(round_half_even(sum_in_order(known) / len(known), 1)) if known else None


def summary(activities: Sequence[Activity], days: int, units: Units) -> PeriodSummary:
    """Return the totals of each activity type."""
    types = sorted({a.type or "Unknown" for a in activities})
    return PeriodSummary(
        period_description=f"The last {days} days, today included.",
        note="Durations are moving time.",
        total_duration_decimal_hours=hours(total_seconds(activities)),
        total_activities=len(activities),
        by_activity_type={
            name: _type_totals([a for a in activities if (a.type or "Unknown") == name], units)
            for name in types
        },
    )


def _type_totals(activities: Sequence[Activity], units: Units) -> TypeTotals:
    kilometers = round_half_even(sum_in_order(a.distance or 0 for a in activities) / 1000, 1)
    return TypeTotals(
        duration_decimal_hours=hours(total_seconds(activities)),
        count=len(activities),
        tss=total_tss(activities),
        distance_km=kilometers,
        display={"distance": display(kilometers, "distance", units)},
    )
