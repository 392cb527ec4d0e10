"""``summaries``: one small object per tier (docs/format/history.md#summaries).

The 90-day average divides by all days, the longer ones leave empty weeks and months out and take
the unfinished one in, so they do not compare (defect 07-3.11-2, kept).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from engine.base.numbers import Number, mean_or_none, round_half_even, sum_in_order
from engine.history.days import known, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.history.daily import DayRow
    from engine.history.monthly import MonthRow
    from engine.history.weekly import WeekRow


@dataclass(frozen=True, slots=True)
class DaysSummary:
    """``summaries.90d``."""

    avg_weekly_tss: Number | None
    avg_weekly_hours: Number | None
    ctl_start: Number | None
    ctl_end: Number | None
    total_activities: int
    rest_days: int
    hard_days: int


@dataclass(frozen=True, slots=True)
class WeeksSummary:
    """``summaries.180d``."""

    avg_weekly_tss: Number | None
    avg_weekly_hours: Number | None
    ctl_start: Number | None
    ctl_end: Number | None
    weeks_tracked: int


@dataclass(frozen=True, slots=True)
class MonthsSummary:
    """``summaries.1y``, ``2y`` and ``3y``."""

    avg_monthly_tss: Number | None
    ctl_peak: Number | None
    ctl_low: Number | None
    months_tracked: int


Summary: TypeAlias = DaysSummary | WeeksSummary | MonthsSummary


def summaries(
    daily: Sequence[DayRow], weekly: Sequence[WeekRow], monthly: Mapping[int, Sequence[MonthRow]]
) -> dict[str, Summary]:
    """Return the summaries of the tiers that have rows; ``monthly`` is keyed by years."""
    found: dict[str, Summary] = {"90d": _of_days(daily), "180d": _of_weeks(weekly)}
    return found | {f"{years}y": _of_months(rows) for years, rows in monthly.items() if rows}


def _of_days(rows: Sequence[DayRow]) -> DaysSummary:
    weeks = max(1, len(rows) / 7)
    active = sum(row.activity_count > 0 for row in rows)
    ctl_start, ctl_end = _first_and_last(row.ctl for row in rows)
    return DaysSummary(
        avg_weekly_tss=_per_week(known(row.total_tss for row in rows), weeks, 0),
        avg_weekly_hours=_per_week(known(row.total_hours for row in rows), weeks, 1),
        ctl_start=ctl_start,
        ctl_end=ctl_end,
        # Days with training, not activities (defect 07-3.11-1, kept).
        total_activities=active,
        rest_days=len(rows) - active,
        hard_days=sum(row.is_hard_day is True for row in rows),
    )


def _of_weeks(rows: Sequence[WeekRow]) -> WeeksSummary:
    ctl_start, ctl_end = _first_and_last(row.fitness.ctl_end for row in rows)
    return WeeksSummary(
        avg_weekly_tss=mean_or_none(known(row.total_tss for row in rows), 0),
        avg_weekly_hours=mean_or_none(known(row.total_hours for row in rows), 1),
        ctl_start=ctl_start,
        ctl_end=ctl_end,
        weeks_tracked=len(rows),
    )


def _of_months(rows: Sequence[MonthRow]) -> MonthsSummary:
    # Extremes of the month ends, not of the months (defect 07-3.11-3, kept).
    ctl = known(row.ctl_end for row in rows)
    return MonthsSummary(
        avg_monthly_tss=mean_or_none(known(row.total_tss for row in rows), 0),
        ctl_peak=rounded(max(ctl, default=None), 1),
        ctl_low=rounded(min(ctl, default=None), 1),
        months_tracked=len(rows),
    )


def _first_and_last(values: Iterable[Number | None]) -> tuple[Number | None, Number | None]:
    found = known(values)
    return rounded(next(iter(found), None), 1), rounded(next(reversed(found), None), 1)


def _per_week(values: Sequence[Number], weeks: float, digits: int) -> Number | None:
    return round_half_even(sum_in_order(values) / weeks, digits) if values else None
