"""The four training weeks that phase detection looks at, the unfinished one last.

They are internal; the published weekly rows belong to the history. Their ACWR is 7 over 28 days in
the current week and week over three weeks in the older ones (defect 03-08, kept: the current row's
value is not compared with the others).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.base.decode import parse_day
from engine.base.numbers import Number, round_half_even, sum_in_order
from engine.metrics.intensity.hard_days import count_hard_days, week_start
from engine.metrics.phase.types import Week

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.intervals_icu import Activity

WEEKS = 4


@dataclass(frozen=True, slots=True)
class WeekRules:
    """How the athlete's weeks are cut and read.

    ``first_weekday`` is 0 for Monday, ``primary_sport`` the family of the last 7 days or None.
    """

    first_weekday: int
    primary_sport: str | None
    zone_preference: Mapping[str, str]


def live_weeks(activities: Iterable[Activity], today: date, rules: WeekRules) -> list[Week]:
    """Build the rows from the activities of the last 28 days, oldest week first."""
    current = week_start(today, rules.first_weekday)
    starts = [current - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    members: dict[date, list[Activity]] = {start: [] for start in starts}
    for activity in activities:
        day = parse_day(activity.day)
        start = week_start(day, rules.first_weekday) if day else None
        if start in members:
            members[start].append(activity)
    return [_week(start, members[start], rules) for start in starts]


def with_current_state(
    weeks: Sequence[Week],
    *,
    ctl: Number | None,
    atl: Number | None,
    acwr: Number | None,
    monotony: Number | None,
) -> list[Week]:
    """Put today's state into the last row."""
    current = replace(
        weeks[-1],
        ctl_end=round_half_even(ctl, 1) if ctl is not None else None,
        atl_end=round_half_even(atl, 1) if atl is not None else None,
        acwr=acwr,
        monotony=monotony,
    )
    return [*weeks[:-1], current]


def with_history(weeks: Sequence[Week], stored: Iterable[Week]) -> list[Week]:
    """Copy what ``history.json`` knows about the completed weeks.

    Weeks match by their start date; a changed week start rebuilds the history at once (defects
    03-26 and 06-04, fixed). The older the file, the fewer of its weeks match, and the newest may
    hold a week that was still under way (06-03, kept).
    """
    known = {week.week_start: week for week in stored}
    return [*(_remembered(week, known.get(week.week_start)) for week in weeks[:-1]), weeks[-1]]


def _week(start: date, activities: Sequence[Activity], rules: WeekRules) -> Week:
    primary = [
        activity for activity in activities if activity.family_or_other == rules.primary_sport
    ]
    return Week(
        week_start=start.isoformat(),
        total_tss=round_half_even(sum_in_order(activity.tss for activity in activities), 0),
        primary_sport_tss=round_half_even(sum_in_order(activity.tss for activity in primary), 0),
        hard_days=count_hard_days(activities, rules.zone_preference),
        activity_count=len(activities),
    )


def _remembered(week: Week, stored: Week | None) -> Week:
    if stored is None:
        return week
    return replace(
        week,
        ctl_end=stored.ctl_end,
        atl_end=stored.atl_end,
        acwr=stored.acwr,
        monotony=stored.monotony,
        phase_detected=stored.phase_detected,
    )
