"""``daily_90d`` (docs/format/history.md#daily_90d)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.base.numbers import Number, round_half_even
from engine.base.serialize import INLINE
from engine.base.text import duration_to_the_minute
from engine.base.units import Units, display
from engine.history.days import hours, in_hours, load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.decode import JsonObject
    from engine.history.days import Day
    from engine.intervals_icu import Activity, Wellness

REST = "Rest"


@dataclass(frozen=True, slots=True)
class DayRow:
    """A row of ``daily_90d``, its fields in the order of emission."""

    date: str
    total_hours: Number
    total_tss: Number
    activity_count: int
    activity_types: str
    ctl: Number | None
    atl: Number | None
    tsb: Number | None
    hrv: Number | None
    rhr: Number | None
    sleep_hours: Number | None
    sleep_formatted: str | None
    sleep_quality: Number | None
    sleep_score: Number | None
    weight_kg: Number | None
    display: JsonObject
    is_hard_day: bool | None
    intensity_basis: str | None
    recorded: JsonObject = field(metadata=INLINE)


def daily_rows(days: Iterable[Day], units: Units) -> list[DayRow]:
    """Return one row per date."""
    return [_row(day, units) for day in days]


def _row(day: Day, units: Units) -> DayRow:
    record = day.wellness
    slept = record.sleep_secs
    return DayRow(
        date=day.date,
        total_hours=hours(day.activities),
        total_tss=load(day.activities),
        activity_count=len(day.activities),
        activity_types=_types(day.activities),
        ctl=record.ctl,
        atl=record.atl,
        tsb=_tsb(record),
        hrv=record.hrv,
        rhr=record.resting_hr,
        sleep_hours=in_hours(slept) if slept else None,
        sleep_formatted=duration_to_the_minute(slept) if slept else None,
        sleep_quality=record.sleep_quality,
        sleep_score=record.sleep_score,
        weight_kg=record.weight,
        display={"weight": display(record.weight, "weight", units)},
        is_hard_day=day.hard.is_hard,
        intensity_basis=day.hard.basis,
        recorded=record.recorded(),
    )


def _types(activities: Iterable[Activity]) -> str:
    names = ("Unknown" if activity.type is None else activity.type for activity in activities)
    return ", ".join(dict.fromkeys(names)) or REST


def _tsb(record: Wellness) -> Number | None:
    if record.ctl is None or record.atl is None:
        return None
    return round_half_even(record.ctl - record.atl, 1)
