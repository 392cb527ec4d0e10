"""The whole of ``history.json`` (docs/format/history.md)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from engine import __version__
from engine.base.decode import parse_day
from engine.base.serialize import INLINE
from engine.history.daily import daily_rows
from engine.history.days import DayBook
from engine.history.ftp_timeline import ftp_timeline
from engine.history.gaps import data_gaps
from engine.history.monthly import monthly_rows
from engine.history.ranges import (
    YEARS,
    first_daily,
    month_starts,
    tiers,
    total_months,
    week_starts,
)
from engine.history.summaries import KnownDays, summaries
from engine.history.token import TOKEN
from engine.history.weekly import weekly_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from engine.history.daily import DayRow
    from engine.history.ftp_timeline import FtpEntry
    from engine.history.gaps import DataGap
    from engine.history.monthly import MonthRow
    from engine.history.summaries import Summary
    from engine.history.weekly import WeekRow
    from engine.intervals_icu import Activity, Athlete, Wellness
    from engine.metrics.fitness import Fitness
    from engine.metrics.ftp import FtpHistory

SOURCE: Final = "Intervals.icu API"


@dataclass(frozen=True, slots=True)
class HistoryInputs:
    """What the history is built from.

    Attributes:
        activities: of three years, newest first.
        wellness: of three years, oldest first.
        athlete: for units and FTP settings.
        ftp_history: as stored by earlier runs, without today's change.
        now: in the athlete's time zone.
        week_start: first day of a training week, Monday = 0.
        zone_preference: sport family to ``power`` or ``hr``.
        fitness_today: where it departs from today's wellness record.
        version: of the engine.
        token: the file's ``script_hash``.
    """

    activities: Sequence[Activity]
    wellness: Sequence[Wellness]
    athlete: Athlete
    ftp_history: FtpHistory
    now: datetime
    week_start: int = 0
    zone_preference: Mapping[str, str] = field(default_factory=dict)
    fitness_today: Fitness | None = None
    version: str = __version__
    token: str = TOKEN


@dataclass(frozen=True, slots=True)
class DataRange:
    """The block ``data_range``."""

    earliest: str
    latest: str
    total_months: int


@dataclass(frozen=True, slots=True)
class MonthlyTiers:
    """The three monthly tiers; one that the history does not fill is empty."""

    monthly_1y: list[MonthRow]
    monthly_2y: list[MonthRow]
    monthly_3y: list[MonthRow]


@dataclass(frozen=True, slots=True)
class History:
    """``history.json``, its fields in the order of emission."""

    generated_at: str
    source: str
    sync_version: str
    script_hash: str
    data_range: DataRange
    ftp_timeline: list[FtpEntry]
    data_gaps: list[DataGap]
    summaries: dict[str, Summary]
    daily_90d: list[DayRow]
    weekly_180d: list[WeekRow]
    monthly: MonthlyTiers = field(metadata=INLINE)

    @property
    def has_activities(self) -> bool:
        """Whether some week or month holds an activity."""
        months = (self.monthly.monthly_1y, self.monthly.monthly_2y, self.monthly.monthly_3y)
        counts = itertools.chain(
            (week.activity_count for week in self.weekly_180d),
            (month.activity_count for tier in months for month in tier),
        )
        return any(count > 0 for count in counts)


def build(inputs: HistoryInputs) -> History:
    """Return the content of the file."""
    today, units = inputs.now.date(), inputs.athlete.units
    book = DayBook.of(inputs.activities, inputs.wellness, inputs.zone_preference)
    if inputs.fitness_today:
        current = inputs.fitness_today
        book = book.with_fitness(today.isoformat(), current.ctl, current.atl)
    active = [day for day in map(parse_day, book.active_dates) if day]
    months = total_months(min(active, default=today), today)
    daily = daily_rows(book.between(first_daily(today), today), units)
    weekly = weekly_rows(
        book,
        week_starts(today, inputs.week_start),
        today,
        units=units,
        first_day=min(active, default=None),
        zone_preference=inputs.zone_preference,
    )
    monthly = _monthly_tiers(book, months, today, weekly, inputs)
    return History(
        generated_at=inputs.now.isoformat(),
        source=SOURCE,
        sync_version=inputs.version,
        script_hash=inputs.token,
        data_range=DataRange(
            earliest=min(active, default=today).isoformat(),
            latest=max(active, default=today).isoformat(),
            total_months=months,
        ),
        ftp_timeline=ftp_timeline(inputs.ftp_history, inputs.athlete.sport_settings, today),
        data_gaps=data_gaps(active, today),
        summaries=summaries(daily, weekly, monthly, KnownDays(min(active, default=None), today)),
        daily_90d=daily,
        weekly_180d=weekly,
        monthly=MonthlyTiers(*(monthly[years] for years in YEARS)),
    )


def _monthly_tiers(
    book: DayBook,
    months: int,
    today: date,
    weekly: Sequence[WeekRow],
    inputs: HistoryInputs,
) -> dict[int, list[MonthRow]]:
    """Return the rows of each tier; the shorter ones are the ends of the longest."""
    filled = tiers(months)
    if not filled:
        return {years: [] for years in YEARS}
    starts = month_starts(today, max(filled))
    weeks = [row.as_week() for row in weekly]
    rows = monthly_rows(book, starts, today, weeks, inputs.athlete.units)
    return {
        years: _from_first_data(rows[-len(month_starts(today, years)) :]) if years in filled else []
        for years in YEARS
    }


def _from_first_data(rows: Sequence[MonthRow]) -> list[MonthRow]:
    """Leave out the months before the first one that has data."""
    return list(itertools.dropwhile(lambda row: not row.days_with_data, rows))
