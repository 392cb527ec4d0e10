"""Which dates the long history covers: what is fetched, and where days, weeks and months begin.

docs/format/history.md#inputs
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from engine.metrics.intensity.hard_days import week_start

FETCH_DAYS: Final = 3 * 365
RECENT_DAYS: Final = 28
"""The last days, today included, which every sync reads anyway."""
DAILY_DAYS: Final = 90
WEEKLY_DAYS: Final = 180
DAYS_PER_YEAR: Final = 365
DAYS_PER_MONTH: Final = 30.44
YEARS: Final = (1, 2, 3)
MONTHS_PER_YEAR_TIER: Final = 6
"""A tier of n years needs half of its span."""

ACTIVITY_FIELDS: Final = (
    "id,start_date_local,type,moving_time,icu_training_load,icu_variability_index,"
    "icu_hr_decoupling,decoupling,icu_efficiency_factor,icu_hrr,feel,icu_rpe,icu_zone_times,"
    "icu_hr_zone_times"
)
"""Fields of an activity that the history reads."""


def older_span(today: date) -> tuple[date, date]:
    """Return the dates before the last 28 days that the history covers, both ends included.

    They begin with a month, so that the first row of the longest monthly tier is whole.
    """
    first = (today - timedelta(days=FETCH_DAYS)).replace(day=1)
    return first, today - timedelta(days=RECENT_DAYS)


def first_daily(today: date) -> date:
    """Return the first date of the daily tier."""
    return today - timedelta(days=DAILY_DAYS - 1)


def week_starts(today: date, first_weekday: int) -> list[date]:
    """Return the first dates of the weeks of the weekly tier, oldest first."""
    start = week_start(today - timedelta(days=WEEKLY_DAYS), first_weekday)
    return [start + timedelta(days=days) for days in range(0, (today - start).days + 1, 7)]


def month_starts(today: date, years: int) -> list[date]:
    """Return the first dates of the months of a tier, oldest first."""
    oldest = today - timedelta(days=DAYS_PER_YEAR * years)
    months = range(_month_number(oldest), _month_number(today) + 1)
    return [date(number // 12, number % 12 + 1, 1) for number in months]


def month_end(start: date) -> date:
    """Return the last date of the month that begins at ``start``."""
    number = _month_number(start) + 1
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)


def total_months(earliest: date, today: date) -> int:
    """Return the depth of the history in months, at least 1."""
    return max(1, int((today - earliest).days / DAYS_PER_MONTH))


def tiers(months: int) -> list[int]:
    """Return the years of the monthly tiers that a history of so many months fills."""
    return [years for years in YEARS if months >= MONTHS_PER_YEAR_TIER * years]


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
