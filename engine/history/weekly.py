"""``weekly_180d`` with ACWR and the training phase of each completed week.

docs/format/history.md#weekly_180d. Monotony after Foster (1998).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine.base.numbers import (
    Number,
    mean_or_none,
    round_half_even,
)
from engine.base.serialize import INLINE
from engine.base.units import Units, display
from engine.history.days import (
    SECONDS_PER_HOUR,
    ZonePercentages,
    activities_of,
    hard_days,
    hours,
    last_known,
    load,
    longest_hours,
    mean_hrv,
    measured,
    rides,
    rounded,
    zone_percentages,
)
from engine.metrics.capability import durability, efficiency, hr_recovery
from engine.metrics.phase import Week, detect
from engine.metrics.phase.completed_weeks import LOOKBACK_WEEKS
from engine.metrics.phase.live_weeks import CHRONIC_WEEKS, week_acwr, week_monotony
from engine.metrics.phase.types import LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from engine.base.decode import JsonObject
    from engine.history.days import Day, DayBook
    from engine.intervals_icu import Activity, Wellness


@dataclass(frozen=True, slots=True)
class SportLoads:
    """The load by sport family, in TSS; a type that is not listed is ``other``."""

    primary_sport: str | None
    primary_sport_tss: Number | None
    sport_tss_breakdown: dict[str, Number] | None


@dataclass(frozen=True, slots=True)
class FitnessAtEnd:
    """CTL, ATL and ramp rate at the end of the week, each from the last day that has it."""

    ctl_end: Number | None
    atl_end: Number | None
    tsb_end: Number | None
    ramp_rate: Number | None


@dataclass(frozen=True, slots=True)
class Ratings:
    """How the athlete rated the week's activities."""

    avg_feel: Number | None
    feel_count: int
    avg_rpe: Number | None
    rpe_count: int


@dataclass(frozen=True, slots=True)
class BasisCounts:
    """Hard days by what decided them; each counts once."""

    power: int
    hr: int


@dataclass(frozen=True, slots=True)
class CapabilityMeans:
    """Durability, efficiency factor and heart-rate recovery over the sessions that qualify."""

    durability_mean: Number | None
    durability_qualifying: int
    ef_mean: Number | None
    ef_qualifying: int
    hrrc_mean: Number | None
    hrrc_qualifying: int


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A row of ``weekly_180d``, its fields in the order of emission."""

    week_start: str
    total_hours: Number
    total_tss: Number
    sports: SportLoads = field(metadata=INLINE)
    activity_count: int
    fitness: FitnessAtEnd = field(metadata=INLINE)
    avg_hrv: Number | None
    avg_rhr: Number | None
    avg_sleep_hours: Number | None
    zones: ZonePercentages = field(metadata=INLINE)
    hard_days: int | None
    longest_ride_hours: Number
    longest_activity_hours: Number
    ratings: Ratings = field(metadata=INLINE)
    weight_kg: Number | None
    display: JsonObject
    monotony: Number | None
    intensity_basis_breakdown: BasisCounts | None
    acwr: Number | None
    phase_detected: str | None
    capability: CapabilityMeans = field(metadata=INLINE)

    def as_week(self) -> Week:
        """Return what phase detection reads."""
        bases = self.intensity_basis_breakdown
        return Week(
            week_start=self.week_start,
            total_tss=self.total_tss,
            primary_sport_tss=self.sports.primary_sport_tss,
            hard_days=self.hard_days,
            activity_count=self.activity_count,
            ctl_end=self.fitness.ctl_end,
            atl_end=self.fitness.atl_end,
            acwr=self.acwr,
            monotony=self.monotony,
            phase_detected=self.phase_detected,
            power_hard_days=bases.power if bases else None,
            hr_hard_days=bases.hr if bases else None,
            sport_tss=self.sports.sport_tss_breakdown or {},
        )


def weekly_rows(
    book: DayBook,
    starts: Sequence[date],
    today: date,
    *,
    units: Units,
    first_day: date | None,
    zone_preference: Mapping[str, str],
) -> list[WeekRow]:
    """Return one row per week, oldest first; a week that is not over has neither ACWR nor phase.

    Args:
        book: all days.
        starts: first dates of the weeks.
        today: last date that counts.
        units: for the display pairs.
        first_day: of the athlete's records; None without any activity.
        zone_preference: sport family to ``power`` or ``hr``.
    """
    rows = [_row(book.between(start, min(start + LAST_DAY, today)), units) for start in starts]
    finished = sum(start + LAST_DAY < today for start in starts)
    rated = [
        replace(row, acwr=_acwr(rows, index, first_day))
        for index, row in enumerate(rows[:finished])
    ]
    return [*_with_phases(rated, first_day, zone_preference), *rows[finished:]]


def _row(days: Sequence[Day], units: Units) -> WeekRow:
    activities = activities_of(days)
    records = [day.wellness for day in days]
    hard = hard_days(days)
    slept = measured(record.sleep_secs for record in records)
    weight = next(reversed(measured(record.weight for record in records)), None)
    return WeekRow(
        week_start=days[0].date,
        total_hours=hours(activities),
        total_tss=load(activities),
        sports=_sports(activities),
        activity_count=len(activities),
        fitness=_fitness(records),
        avg_hrv=mean_hrv(days),
        avg_rhr=mean_or_none(measured(r.resting_hr for r in records), 1),
        avg_sleep_hours=mean_or_none([secs / SECONDS_PER_HOUR for secs in slept], 2),
        zones=zone_percentages(days),
        hard_days=None if activities and _unjudged(days) else len(hard),
        longest_ride_hours=longest_hours(rides(activities)),
        longest_activity_hours=longest_hours(activities),
        ratings=_ratings(activities),
        weight_kg=rounded(weight, 1),
        display={"weight": display(weight, "weight", units)},
        monotony=week_monotony([day.tss for day in days]),
        intensity_basis_breakdown=_bases(hard),
        acwr=None,
        phase_detected=None,
        capability=_capability(activities),
    )


def _sports(activities: Iterable[Activity]) -> SportLoads:
    loads: dict[str, Number] = {}
    for activity in activities:
        if activity.tss > 0:
            family = activity.family_or_other
            loads[family] = loads.get(family, 0) + activity.tss
    primary = max(loads, key=lambda family: loads[family], default=None)
    return SportLoads(
        primary_sport=primary,
        primary_sport_tss=round_half_even(float(loads[primary]), 0) if primary else None,
        sport_tss_breakdown={f: round_half_even(float(tss), 0) for f, tss in loads.items()} or None,
    )


def _fitness(records: Sequence[Wellness]) -> FitnessAtEnd:
    form = [r.ctl - r.atl for r in records if r.ctl is not None and r.atl is not None]
    return FitnessAtEnd(
        ctl_end=rounded(last_known(record.ctl for record in records), 1),
        atl_end=rounded(last_known(record.atl for record in records), 1),
        tsb_end=rounded(last_known(form), 1),
        ramp_rate=rounded(last_known(record.ramp_rate for record in records), 2),
    )


def _ratings(activities: Iterable[Activity]) -> Ratings:
    feel = [activity.feel for activity in activities if activity.feel is not None]
    rpe = [activity.rpe for activity in activities if activity.rpe is not None]
    return Ratings(mean_or_none(feel, 1), len(feel), mean_or_none(rpe, 1), len(rpe))


def _unjudged(days: Iterable[Day]) -> bool:
    """Whether no day has zone data."""
    return all(day.hard.is_hard is None for day in days)


def _bases(hard: Sequence[Day]) -> BasisCounts | None:
    bases = [day.hard.hard_by for day in hard]
    return BasisCounts(bases.count("power"), bases.count("hr")) if hard else None


def _capability(activities: Sequence[Activity]) -> CapabilityMeans:
    drift = _values(map(durability.qualifies, activities))
    factors = _values(map(efficiency.qualifies, activities))
    recovery = _values(map(hr_recovery.qualifies, activities))
    return CapabilityMeans(
        durability_mean=mean_or_none(drift, 2),
        durability_qualifying=len(drift),
        ef_mean=mean_or_none(factors, 2),
        ef_qualifying=len(factors),
        hrrc_mean=mean_or_none(recovery, 1),
        hrrc_qualifying=len(recovery),
    )


def _values(values: Iterable[Number | None]) -> list[Number]:
    return [value for value in values if value is not None]


def _acwr(rows: Sequence[WeekRow], index: int, first_day: date | None) -> Number | None:
    """Relate a week to the three before it, if the athlete's records go back so far."""
    before = rows[max(0, index - CHRONIC_WEEKS) : index]
    if len(before) < CHRONIC_WEEKS or not first_day or before[0].week_start < str(first_day):
        return None
    return week_acwr(rows[index].total_tss, [row.total_tss for row in before])


def _with_phases(
    rows: Sequence[WeekRow], first_day: date | None, zone_preference: Mapping[str, str]
) -> list[WeekRow]:
    """Classify finished weeks in order, so that each sees the labels before it.

    A week before the athlete's first day has no phase and is no evidence.
    """
    labeled: list[WeekRow] = []
    labels: list[str | None] = []
    for index, row in enumerate(rows):
        window = [week.as_week() for week in rows[max(0, index - LOOKBACK_WEEKS + 1) : index + 1]]
        known = [week for week in window if _is_known(week, first_day)]
        phase = None
        if known and known[-1] is window[-1]:
            phase = detect(known, None, labels=labels, zone_preference=zone_preference).phase
        labels.insert(0, phase)
        labeled.append(replace(row, phase_detected=phase))
    return labeled


def _is_known(week: Week, first_day: date | None) -> bool:
    last = week.last_day
    return first_day is not None and last is not None and last >= first_day
