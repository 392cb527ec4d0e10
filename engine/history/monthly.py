"""``monthly_1y``, ``monthly_2y`` and ``monthly_3y`` (docs/format/history.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.base.decode import parse_day
from engine.base.numbers import Number, mean, mean_or_none, round_half_even, sum_in_order
from engine.base.serialize import INLINE
from engine.base.units import Units, display
from engine.history.days import (
    ZonePercentages,
    activities_of,
    hard_days,
    hours,
    known,
    load,
    longest_hours,
    mean_hrv,
    measured,
    rides,
    rounded,
    zone_percentages,
)
from engine.history.ranges import month_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.base.decode import JsonObject
    from engine.history.days import Day, DayBook
    from engine.metrics.phase import Week


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A row of the monthly tiers, its fields in the order of emission."""

    month: str
    total_hours: Number
    total_tss: Number
    activity_count: int
    ctl_peak: Number | None
    ctl_low: Number | None
    ctl_end: Number | None
    avg_hrv: Number | None
    avg_rhr: Number | None
    zones: ZonePercentages = field(metadata=INLINE)
    hard_days_avg_per_week: Number
    longest_ride_hours: Number
    longest_activity_hours: Number
    avg_weight_kg: Number | None
    display: JsonObject
    dominant_phase: str | None
    days_with_data: int


def monthly_rows(
    book: DayBook,
    starts: Iterable[date],
    today: date,
    weeks: Sequence[Week],
    units: Units,
) -> list[MonthRow]:
    """Return one row per calendar month, the current one up to today.

    Args:
        book: all days.
        starts: first dates of the months.
        today: last date that counts.
        weeks: those of the weekly tier, for the phase.
        units: for the display pairs.
    """
    return [
        _row(
            book.between(start, min(month_end(start), today)),
            units,
            dominant_phase(weeks, start, month_end(start)),
        )
        for start in starts
    ]


def _row(days: Sequence[Day], units: Units, phase: str | None) -> MonthRow:
    activities = activities_of(days)
    records = [day.wellness for day in days]
    ctl = known(record.ctl for record in records)
    weights = measured(record.weight for record in records)
    weight = mean(weights) if weights else None
    per_week = len(hard_days(days)) / max(1, len(days) / 7)
    return MonthRow(
        month=days[0].date[:7],
        total_hours=hours(activities),
        total_tss=load(activities),
        activity_count=len(activities),
        ctl_peak=rounded(max(ctl, default=None), 1),
        ctl_low=rounded(min(ctl, default=None), 1),
        ctl_end=rounded(next(reversed(ctl), None), 1),
        avg_hrv=mean_hrv(days),
        avg_rhr=mean_or_none(measured(record.resting_hr for record in records), 1),
        zones=zone_percentages(days),
        hard_days_avg_per_week=round_half_even(per_week, 1),
        longest_ride_hours=longest_hours(rides(activities)),
        longest_activity_hours=longest_hours(activities),
        avg_weight_kg=rounded(weight, 1),
        display={"avg_weight": display(weight, "weight", units)},
        dominant_phase=phase,
        days_with_data=sum(day.has_data for day in days),
    )


def dominant_phase(weeks: Iterable[Week], first: date, last: date) -> str | None:
    """Return the phase that most weeks of a month had.

    A week counts for every month it touches. A tie goes to the phase with the larger load, a
    further tie to the one that came first.
    """
    loads: dict[str, list[Number]] = {}
    for week in weeks:
        if week.phase_detected and _touches(week, first, last):
            loads.setdefault(week.phase_detected, []).append(week.total_tss or 0)

    def weight(phase: str) -> tuple[int, Number]:
        return len(loads[phase]), sum_in_order(loads[phase])

    return max(loads, key=weight, default=None)


def _touches(week: Week, first: date, last: date) -> bool:
    start = parse_day(week.week_start)
    return start is not None and start <= last and start + timedelta(days=6) >= first
