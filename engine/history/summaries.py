"""``summaries``: one small object per tier (docs/format/history.md#summaries).

Averages run over whole periods since the athlete's first day, those without training among them;
of the days, today counts too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from engine.base.numbers import Number, mean_or_none, round_half_even, sum_in_order
from engine.history.days import known, rounded
from engine.history.ranges import month_end
from engine.metrics.phase.types import LAST_DAY

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


@dataclass(frozen=True, slots=True)
class KnownDays:
    """The days that averages may count: from the athlete's first one, None without, to today."""

    first: date | None
    today: date

    def hold(self, first: date, last: date) -> bool:
        """Whether a period is over and began on the athlete's first day or later."""
        return self.first is not None and self.first <= first and last < self.today


Summary: TypeAlias = DaysSummary | WeeksSummary | MonthsSummary


def summaries(
    daily: Sequence[DayRow],
    weekly: Sequence[WeekRow],
    monthly: Mapping[int, Sequence[MonthRow]],
    known_days: KnownDays,
) -> dict[str, Summary]:
    """Return the summaries of the tiers that have rows; ``monthly`` is keyed by years."""
    found: dict[str, Summary] = {
        "90d": _of_days(daily, known_days),
        "180d": _of_weeks(weekly, known_days),
    }
    return found | {
        f"{years}y": _of_months(rows, known_days) for years, rows in monthly.items() if rows
    }


def _of_days(rows: Sequence[DayRow], known_days: KnownDays) -> DaysSummary:
    counted = [row for row in rows if known_days.first and row.date >= str(known_days.first)]
    weeks = max(1, len(counted) / 7)
    active = sum(row.activity_count > 0 for row in rows)
    ctl_start, ctl_end = _first_and_last(row.ctl for row in rows)
    return DaysSummary(
        avg_weekly_tss=_per_week([row.total_tss for row in counted], weeks, 0),
        avg_weekly_hours=_per_week([row.total_hours for row in counted], weeks, 1),
        ctl_start=ctl_start,
        ctl_end=ctl_end,
        total_activities=sum(row.activity_count for row in rows),
        rest_days=len(rows) - active,
        hard_days=sum(row.is_hard_day is True for row in rows),
    )


def _of_weeks(rows: Sequence[WeekRow], known_days: KnownDays) -> WeeksSummary:
    starts = [(date.fromisoformat(row.week_start), row) for row in rows]
    counted = [row for start, row in starts if known_days.hold(start, start + LAST_DAY)]
    ctl_start, ctl_end = _first_and_last(row.fitness.ctl_end for row in rows)
    return WeeksSummary(
        avg_weekly_tss=mean_or_none([float(row.total_tss) for row in counted], 0),
        avg_weekly_hours=mean_or_none([row.total_hours for row in counted], 1),
        ctl_start=ctl_start,
        ctl_end=ctl_end,
        weeks_tracked=len(rows),
    )


def _of_months(rows: Sequence[MonthRow], known_days: KnownDays) -> MonthsSummary:
    starts = [(date.fromisoformat(f"{row.month}-01"), row) for row in rows]
    counted = [row for start, row in starts if known_days.hold(start, month_end(start))]
    return MonthsSummary(
        avg_monthly_tss=mean_or_none([float(row.total_tss) for row in counted], 0),
        ctl_peak=max(known(row.ctl_peak for row in rows), default=None),
        ctl_low=min(known(row.ctl_low for row in rows), default=None),
        months_tracked=len(rows),
    )


def _first_and_last(values: Iterable[Number | None]) -> tuple[Number | None, Number | None]:
    found = known(values)
    return rounded(next(iter(found), None), 1), rounded(next(reversed(found), None), 1)


def _per_week(values: Sequence[Number], weeks: float, digits: int) -> Number | None:
    return round_half_even(sum_in_order(values) / weeks, digits) if values else None
