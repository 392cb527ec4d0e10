"""The training weeks that a live run looks at: four completed ones, and the unfinished one.

docs/format/phase.md#weekly-rows. They are internal; the published weekly rows belong to the
history. What the lists of the last 28 days can say, they say; the stored rows fill in the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from engine.base.decode import parse_day
from engine.base.numbers import Number, ratio, round_half_even, sum_in_order
from engine.base.sports import family_or_other
from engine.metrics.intensity.hard_days import hard_dates, known_hard_days, week_start
from engine.metrics.load import monotony
from engine.metrics.phase.types import LAST_DAY, StoredWeeks, Week

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.intervals_icu import Activity, Wellness

COMPLETED_WEEKS: Final = 4
LISTED_DAYS: Final = 28
"""Length of the list of activities, today included."""
CHRONIC_WEEKS: Final = 3
MIN_DAYS_MONOTONY: Final = 5
MIN_LOADED_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class WeekRules:
    """How the athlete's weeks are cut and read.

    ``first_weekday`` is 0 for Monday, ``primary_sport`` the family of the last 7 days or None.
    """

    first_weekday: int
    primary_sport: str | None
    zone_preference: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LiveWeeks:
    """The weeks of a live run.

    Attributes:
        start: first day of the current week.
        first_day: of the athlete's records; None without any activity.
        completed: the weeks before it, oldest first, as far as they are known.
        hard_days: of the current week; None when none of its days could be judged.
        hard_dates: of the current week.
        labels: stored phases of the weeks before the current one, newest first.
    """

    start: date
    first_day: date | None
    completed: tuple[Week, ...]
    hard_days: int | None
    hard_dates: frozenset[date]
    labels: tuple[str | None, ...]


def first_day(activities: Iterable[Activity], earliest: date | None = None) -> date | None:
    """Return the first date of the athlete's records, None without any activity.

    Args:
        activities: the known ones.
        earliest: date of the first activity of the stored history.
    """
    days = {parse_day(activity.day) for activity in activities} | {earliest}
    return min((day for day in days if day), default=None)


def live_weeks(
    activities: Sequence[Activity],
    wellness: Sequence[Wellness],
    stored: StoredWeeks,
    today: date,
    rules: WeekRules,
) -> LiveWeeks:
    """Build the weeks from the lists of the last 28 days, oldest wellness first."""
    past = _Past(activities, wellness, stored, today, rules)
    start = week_start(today, rules.first_weekday)
    starts = [start - timedelta(weeks=back) for back in reversed(range(1, COMPLETED_WEEKS + 1))]
    current = past.activities_of(start)
    hard = map(parse_day, hard_dates(current, rules.zone_preference))
    return LiveWeeks(
        start=start,
        first_day=past.first_day,
        completed=tuple(week for week in map(past.week, starts) if week),
        hard_days=known_hard_days(current, rules.zone_preference),
        hard_dates=frozenset(day for day in hard if day),
        labels=past.labels(start),
    )


def week_monotony(loads: Sequence[Number]) -> Number | None:
    """Divide the mean of a week's daily loads by their deviation, rest days included."""
    if len(loads) < MIN_DAYS_MONOTONY or sum(tss > 0 for tss in loads) < MIN_LOADED_DAYS:
        return None
    return monotony(loads)


def week_acwr(total: Number, before: Sequence[Number | None]) -> Number | None:
    """Divide a week's daily load by that of the three weeks before it."""
    known = [tss for tss in before if tss is not None]
    if len(known) < CHRONIC_WEEKS:
        return None
    chronic = sum_in_order(known) / (7 * CHRONIC_WEEKS)
    value = ratio(total / 7, chronic) if chronic > 0 else None
    return None if value is None else round_half_even(value, 2)


class _Past:
    """What is known of the weeks before the current one."""

    def __init__(
        self,
        activities: Sequence[Activity],
        wellness: Sequence[Wellness],
        stored: StoredWeeks,
        today: date,
        rules: WeekRules,
    ) -> None:
        self._activities, self._wellness, self._rules = activities, wellness, rules
        self._listed_from = today - timedelta(days=LISTED_DAYS - 1)
        self._stored = stored.finished()
        self.first_day = first_day(activities, stored.earliest)

    def labels(self, start: date) -> tuple[str | None, ...]:
        """Return the stored phases of the weeks before one, newest first and without a gap."""
        found: list[str | None] = []
        while week := self._stored.get(start - timedelta(weeks=len(found) + 1)):
            found.append(week.phase_detected)
        return tuple(found)

    def activities_of(self, start: date) -> list[Activity]:
        """Return the activities of a week."""
        first, last = start.isoformat(), (start + LAST_DAY).isoformat()
        return [activity for activity in self._activities if first <= activity.day <= last]

    def week(self, start: date) -> Week | None:
        """Return the row of a completed week; None when the week is unknown."""
        if self.first_day is None or start + LAST_DAY < self.first_day:
            return None
        stored = self._stored.get(start)
        if start >= self._listed_from:
            return self._listed(start, stored)
        return self._recalled(stored) if stored else None

    def _recalled(self, stored: Week) -> Week:
        sport = self._rules.primary_sport
        tss = stored.sport_tss.get(sport, 0) if sport else 0
        return replace(stored, primary_sport_tss=tss)

    def _listed(self, start: date, stored: Week | None) -> Week:
        activities, preference = self.activities_of(start), self._rules.zone_preference
        total = _load(activities)
        sport = self._rules.primary_sport
        bases = [day.hard_by for day in hard_dates(activities, preference).values()]
        return Week(
            week_start=start.isoformat(),
            total_tss=total,
            primary_sport_tss=_load(a for a in activities if family_or_other(a.type) == sport),
            hard_days=known_hard_days(activities, preference),
            activity_count=len(activities),
            ctl_end=self._at_end(start, "ctl", stored.ctl_end if stored else None),
            atl_end=self._at_end(start, "atl", stored.atl_end if stored else None),
            acwr=self._acwr(start, total),
            monotony=week_monotony(self._daily_loads(start, activities)),
            phase_detected=stored.phase_detected if stored else None,
            power_hard_days=bases.count("power"),
            hr_hard_days=bases.count("hr"),
        )

    def _acwr(self, start: date, total: Number) -> Number | None:
        starts = [start - timedelta(weeks=back) for back in reversed(range(1, CHRONIC_WEEKS + 1))]
        if self.first_day is None or self.first_day > starts[0]:
            return None
        return week_acwr(total, [self._total(week) for week in starts])

    def _total(self, start: date) -> Number | None:
        if start >= self._listed_from:
            return _load(self.activities_of(start))
        stored = self._stored.get(start)
        return stored.total_tss if stored else None

    def _at_end(self, start: date, name: str, stored: Number | None) -> Number | None:
        """Return the last known CTL or ATL of a week."""
        first, last = start.isoformat(), (start + LAST_DAY).isoformat()
        records = (record for record in self._wellness if first <= (record.day or "") <= last)
        known = [v for v in (getattr(record, name) for record in records) if v is not None]
        return round_half_even(known[-1], 1) if known else stored

    @staticmethod
    def _daily_loads(start: date, activities: Iterable[Activity]) -> list[Number]:
        days = [(start + timedelta(days=offset)).isoformat() for offset in range(7)]
        loads: dict[str, list[Number]] = {day: [] for day in days}
        for activity in activities:
            loads[activity.day].append(activity.tss)
        return [sum_in_order(loads[day]) for day in days]


def _load(activities: Iterable[Activity]) -> Number:
    return round_half_even(sum_in_order(activity.tss for activity in activities), 0)
