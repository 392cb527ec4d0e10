"""Activities and wellness grouped by date, and the figures that weeks and months share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from engine.base.numbers import Number, mean_or_none, round_half_even, sum_in_order
from engine.intervals_icu import Activity, Wellness
from engine.metrics.intensity.hard_days import HardDay, classify
from engine.metrics.intensity.zones import total_times, zone_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.metrics.intensity.zones import ZoneTimes

SECONDS_PER_HOUR: Final = 3600
UNKNOWN: Final = HardDay(None, None)
UNRECORDED: Final = Wellness()


@dataclass(frozen=True, slots=True)
class Day:
    """One date with its activities in the order of the API answer."""

    date: str
    activities: tuple[Activity, ...] = ()
    wellness: Wellness = UNRECORDED
    hard: HardDay = UNKNOWN
    zones: tuple[ZoneTimes, ...] = ()
    has_data: bool = False

    @property
    def tss(self) -> Number:
        """Return the load."""
        return sum_in_order(activity.tss for activity in self.activities)


@dataclass(frozen=True, slots=True)
class ZonePercentages:
    """Shares of zone time in percent, None without zone data."""

    z1_z2_pct: Number | None
    z3_pct: Number | None
    z4_plus_pct: Number | None


@dataclass(frozen=True, slots=True)
class DayBook:
    """The dates that hold anything."""

    by_date: Mapping[str, Day]

    @classmethod
    def of(
        cls,
        activities: Iterable[Activity],
        wellness: Iterable[Wellness],
        preference: Mapping[str, str],
    ) -> DayBook:
        """Group by date; of several wellness records of a date the last one counts."""
        trained: dict[str, list[Activity]] = {}
        for activity in activities:
            if activity.day:
                trained.setdefault(activity.day, []).append(activity)
        records = {record.day: record for record in wellness if record.day}
        return cls(
            {
                day: Day(
                    date=day,
                    activities=tuple(trained.get(day, ())),
                    wellness=records.get(day) or UNRECORDED,
                    hard=classify(trained.get(day, ()), preference),
                    zones=tuple(
                        zone_times(a, a.family_or_other, preference) for a in trained.get(day, ())
                    ),
                    has_data=True,
                )
                for day in trained.keys() | records.keys()
            }
        )

    def with_fitness(self, day: str, ctl: Number | None, atl: Number | None) -> DayBook:
        """Replace CTL and ATL of a date."""
        known = self.by_date.get(day) or Day(day)
        changed = replace(known, wellness=replace(known.wellness, ctl=ctl, atl=atl))
        return DayBook({**self.by_date, day: changed})

    @property
    def active_dates(self) -> list[str]:
        """Return the dates with an activity, ascending."""
        return sorted(day.date for day in self.by_date.values() if day.activities)

    def between(self, first: date, last: date) -> list[Day]:
        """Return every date of a span, both ends included."""
        span = range((last - first).days + 1)
        dates = ((first + timedelta(days=offset)).isoformat() for offset in span)
        return [self.by_date.get(day) or Day(day) for day in dates]


def activities_of(days: Iterable[Day]) -> list[Activity]:
    """Return the activities in the order of the dates."""
    return [activity for day in days for activity in day.activities]


def hours(activities: Iterable[Activity]) -> Number:
    """Return the moving time in h."""
    return in_hours(sum_in_order(activity.seconds for activity in activities))


def longest_hours(activities: Iterable[Activity]) -> Number:
    """Return the longest moving time in h, 0 without an activity."""
    return in_hours(max((activity.seconds for activity in activities), default=0))


def rides(activities: Iterable[Activity]) -> list[Activity]:
    """Return the activities of the cycling family."""
    return [activity for activity in activities if activity.family == "cycling"]


def in_hours(seconds: Number) -> Number:
    """Return hours with two decimals."""
    return round_half_even(seconds / SECONDS_PER_HOUR, 2)


def load(activities: Iterable[Activity]) -> Number:
    """Return the load in whole TSS."""
    return round_half_even(sum_in_order(activity.tss for activity in activities), 0)


def zone_percentages(days: Sequence[Day]) -> ZonePercentages:
    """Return the shares of zone time; power and heart-rate zones are pooled."""
    times = total_times(entry for day in days for entry in day.zones)
    total = times.between(1, 7)

    def share(first: int, last: int) -> Number | None:
        return round_half_even(times.between(first, last) / total * 100, 1) if total > 0 else None

    return ZonePercentages(z1_z2_pct=share(1, 2), z3_pct=share(3, 3), z4_plus_pct=share(4, 7))


def hard_days(days: Iterable[Day]) -> list[Day]:
    """Return the days that are hard beyond doubt."""
    return [day for day in days if day.hard.is_hard]


def mean_hrv(days: Iterable[Day]) -> Number | None:
    """Return the mean of the plausible rMSSD values in ms."""
    values = (day.wellness.valid_hrv for day in days)
    return mean_or_none([value for value in values if value is not None], 1)


def known(values: Iterable[Number | None]) -> list[Number]:
    """Drop missing values; 0 is a value."""
    return [value for value in values if value is not None]


def measured(values: Iterable[Number | None]) -> list[Number]:
    """Drop missing values, and 0 too: nobody weighs 0 kg, sleeps 0 s or has a pulse of 0."""
    return [value for value in values if value]


def last_known(values: Iterable[Number | None]) -> Number | None:
    """Return the last value that is not missing."""
    return next(reversed(known(values)), None)


def rounded(value: Number | None, digits: int) -> Number | None:
    """Round, None for None."""
    return None if value is None else round_half_even(value, digits)
