"""Hard days: which days carried enough intensity to need recovery, and the weeks they fall in.

Rungs after Seiler's three-zone model and Foster. Power and heart-rate zones are added up apart and
never combined (defect 03-24, kept).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.metrics.intensity.zones import ZoneTimes, total_times, zone_basis, zone_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.intervals_icu import Activity
    from engine.metrics.intensity.zones import Basis

POWER_RUNGS = ((3, 1800), (4, 600), (5, 300), (6, 120), (7, 60))
"""Lowest power zone, and the seconds in it and above that make a day hard."""

HR_RUNGS = ((4, 600), (5, 300))
"""The same for heart rate, which lags and so gets fewer rungs."""

TOP_ZONE = 7

NOTE = (
    "Days of the current training week (from its start day to today) on which one rung was "
    "reached. Power, seconds per day: z3+ 1800, z4+ 600, z5+ 300, z6+ 120, z7 60. Heart rate: "
    "z4+ 600, z5+ 300. After Seiler's three-zone model and Foster. A day without zone data does "
    "not count; null means that there was training and no day of the week has zone data."
)


@dataclass(frozen=True, slots=True)
class HardDay:
    """Whether a day was hard, None when it has no zone data, and the zones behind that.

    ``hard_by`` names the one basis that a hard day counts under: power when its power zones alone
    make it hard, else heart rate.
    """

    is_hard: bool | None
    basis: str | None
    hard_by: Basis | None = None


@dataclass(frozen=True, slots=True)
class HardDays:
    """Hard-day block of ``derived_metrics``; None when none of the week's days could be judged."""

    hard_days_this_week: int | None
    hard_days_note: str = NOTE


def classify(activities: Iterable[Activity], preference: Mapping[str, str]) -> HardDay:
    """Classify one calendar day from its activities."""
    times = [zone_times(activity, activity.family_or_other, preference) for activity in activities]
    basis = zone_basis(times)
    if basis is None:
        return HardDay(None, None)
    power = total_times(entry for entry in times if entry.basis == "power")
    heart_rate = total_times(entry for entry in times if entry.basis == "hr")
    if reaches(power, POWER_RUNGS):
        return HardDay(is_hard=True, basis=basis, hard_by="power")
    if reaches(heart_rate, HR_RUNGS):
        return HardDay(is_hard=True, basis=basis, hard_by="hr")
    return HardDay(is_hard=False, basis=basis)


def known_hard_days(activities: Iterable[Activity], preference: Mapping[str, str]) -> int | None:
    """Count the dates that are hard; None when there are activities and no date has zone data."""
    judged = [day.is_hard for day in _by_day(activities, preference).values()]
    if judged and all(is_hard is None for is_hard in judged):
        return None
    return judged.count(True)


def hard_dates(activities: Iterable[Activity], preference: Mapping[str, str]) -> dict[str, HardDay]:
    """Return the dates that are hard beyond doubt, and what decided them."""
    found = _by_day(activities, preference)
    return {date: day for date, day in found.items() if day.is_hard}


def week_start(today: date, first_weekday: int) -> date:
    """Return the first day of the training week that holds ``today``; Monday is 0."""
    return today - timedelta(days=(today.weekday() - first_weekday) % 7)


def _by_day(activities: Iterable[Activity], preference: Mapping[str, str]) -> dict[str, HardDay]:
    by_day: dict[str, list[Activity]] = {}
    for activity in activities:
        by_day.setdefault(activity.day, []).append(activity)
    return {day: classify(members, preference) for day, members in by_day.items()}


def reaches(times: ZoneTimes, rungs: Iterable[tuple[int, int]]) -> bool:
    """Whether enough seconds lie in the zone of a rung and above."""
    return any(times.between(zone, TOP_ZONE) >= seconds for zone, seconds in rungs)
