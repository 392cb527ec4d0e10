"""``weekly_180d`` with ACWR and the training phase of each completed week.

docs/format/history.md#weekly_180d. Monotony after Foster (1998).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from engine.base.numbers import (
    Number,
    mean,
    mean_or_none,
    ratio,
    round_half_even,
    sample_sd,
    sum_in_order,
)
from engine.base.serialize import INLINE
from engine.base.units import Units, display
from engine.history.days import (
    ZonePercentages,
    activities_of,
    hard_days,
    hours,
    known,
    last_known,
    load,
    longest_hours,
    mean_hrv,
    rounded,
    zone_percentages,
)
from engine.metrics.capability import durability, efficiency, hr_recovery
from engine.metrics.phase import Week, detect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.base.decode import JsonObject
    from engine.history.days import Day, DayBook
    from engine.intervals_icu import Activity, Wellness

LAST_DAY: Final = timedelta(days=6)
CHRONIC_WEEKS: Final = 3
LOOKBACK_WEEKS: Final = 4
MIN_DAYS_MONOTONY: Final = 5
MIN_LOADED_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class SportLoads:
    """The load by sport family, in TSS; types without a family are left out."""

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
    """Hard days by what decided them; mixed ones are in neither (defect 07-3.8-3, kept)."""

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
    hard_days: int
    longest_ride_hours: Number
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
        )


def weekly_rows(
    book: DayBook,
    starts: Sequence[date],
    today: date,
    *,
    units: Units,
    first_weekday: int,
    zone_preference: Mapping[str, str],
) -> list[WeekRow]:
    """Return one row per week, oldest first; the last one is taken for unfinished.

    Args:
        book: all days.
        starts: first dates of the weeks.
        today: last date that counts.
        units: for the display pairs.
        first_weekday: first day of a training week, Monday = 0.
        zone_preference: sport family to ``power`` or ``hr``.
    """
    rows = [_row(book.between(start, min(start + LAST_DAY, today)), units) for start in starts]
    rated = [
        replace(row, acwr=_acwr(rows[max(0, index - CHRONIC_WEEKS) : index + 1]))
        for index, row in enumerate(rows)
    ]
    return _with_phases(rated, starts, first_weekday, zone_preference)


def _row(days: Sequence[Day], units: Units) -> WeekRow:
    activities = activities_of(days)
    records = [day.wellness for day in days]
    hard = hard_days(days)
    weight = rounded(last_known(record.weight for record in records), 1)
    return WeekRow(
        week_start=days[0].date,
        total_hours=hours(activities),
        total_tss=load(activities),
        sports=_sports(activities),
        activity_count=len(activities),
        fitness=_fitness(records),
        avg_hrv=mean_hrv(days),
        avg_rhr=mean_or_none(known(r.resting_hr for r in records), 1),
        avg_sleep_hours=mean_or_none([s / 3600 for s in known(r.sleep_secs for r in records)], 2),
        zones=zone_percentages(days),
        hard_days=len(hard),
        longest_ride_hours=longest_hours(activities),
        ratings=_ratings(activities),
        weight_kg=weight,
        # The pair is converted from the rounded value (defect 07-3.8-6, kept).
        display={"weight": display(weight, "weight", units)},
        monotony=_monotony([day.tss for day in days]),
        intensity_basis_breakdown=_bases(hard),
        acwr=None,
        phase_detected=None,
        capability=_capability(activities),
    )


def _sports(activities: Iterable[Activity]) -> SportLoads:
    loads: dict[str, Number] = {}
    for activity in activities:
        if activity.family and activity.tss > 0:
            loads[activity.family] = loads.get(activity.family, 0) + activity.tss
    primary = max(loads, key=lambda family: loads[family], default=None)
    return SportLoads(
        primary_sport=primary,
        primary_sport_tss=round_half_even(float(loads[primary]), 0) if primary else None,
        sport_tss_breakdown={f: round_half_even(float(tss), 0) for f, tss in loads.items()} or None,
    )


def _fitness(records: Sequence[Wellness]) -> FitnessAtEnd:
    ctl = last_known(record.ctl for record in records)
    atl = last_known(record.atl for record in records)
    return FitnessAtEnd(
        ctl_end=rounded(ctl, 1),
        atl_end=rounded(atl, 1),
        tsb_end=None if ctl is None or atl is None else round_half_even(ctl - atl, 1),
        ramp_rate=rounded(last_known(record.ramp_rate for record in records), 2),
    )


def _ratings(activities: Iterable[Activity]) -> Ratings:
    feel = [activity.feel for activity in activities if activity.feel is not None]
    rpe = [activity.rpe for activity in activities if activity.rpe is not None]
    return Ratings(mean_or_none(feel, 1), len(feel), mean_or_none(rpe, 1), len(rpe))


def _monotony(loads: Sequence[Number]) -> Number | None:
    """Divide the mean of the daily loads by their deviation, rest days included."""
    if len(loads) < MIN_DAYS_MONOTONY or sum(tss > 0 for tss in loads) < MIN_LOADED_DAYS:
        return None
    return rounded(ratio(mean(loads), sample_sd(loads)), 2)


def _bases(hard: Sequence[Day]) -> BasisCounts | None:
    bases = [day.hard.basis for day in hard]
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


def _acwr(rows: Sequence[WeekRow]) -> Number | None:
    """Divide the last week's daily load by that of the three weeks before.

    An unfinished week is divided by 7 as well (defect 07-3.8-2, kept).
    """
    *before, week = (row.total_tss for row in rows)
    if len(before) < CHRONIC_WEEKS:
        return None
    chronic = sum_in_order(before) / 21
    return rounded(ratio(week / 7, chronic), 2) if chronic > 0 else None


def _with_phases(
    rows: Sequence[WeekRow],
    starts: Sequence[date],
    first_weekday: int,
    zone_preference: Mapping[str, str],
) -> list[WeekRow]:
    """Classify all weeks but the last, in order, so that each sees the label before it.

    The last one is taken for unfinished even when it is complete (defect 06-02, kept).
    """
    labeled: list[WeekRow] = []
    previous = None
    for row, start in zip(rows[:-1], starts[:-1], strict=True):
        window = [*labeled[-(LOOKBACK_WEEKS - 1) :], row]
        previous = detect(
            [week.as_week() for week in window],
            (),
            None,
            previous_phase=previous,
            today=start,
            first_weekday=first_weekday,
            primary_sport=None,
            zone_preference=zone_preference,
            backfill=True,
        ).phase
        labeled.append(replace(row, phase_detected=previous))
    return [*labeled, *rows[-1:]]
