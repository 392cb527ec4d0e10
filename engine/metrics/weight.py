"""The weight signal: latest weigh-in, W/kg over a 28-day block, trend.

A field whose data does not suffice is absent, never null: readers take absence as "leave the
section out".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.base.decode import JsonObject, parse_day
from engine.base.numbers import Number, round_half_even, slope, sum_in_order
from engine.base.serialize import INLINE, MISSING, Absent
from engine.base.units import POUNDS_PER_KG, Units, display

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.intervals_icu import Wellness

MAX_AGE_DAYS = 14
BLOCK_DAYS = 28
BOUNDARY_DAYS = 4
MIN_ENTRIES_7D = 4
MIN_ENTRIES_28D = 14


@dataclass(frozen=True, slots=True)
class WattsBasis:
    """The FTP behind W/kg: watts, ``tested`` or ``eftp``, and the date of the setting."""

    watts: Number
    source: str
    setting_date: str | None = None


@dataclass(frozen=True, slots=True)
class LatestWeight:
    """The latest weigh-in, and what the FTP comes to with it."""

    weight_latest_kg: Number
    weight_latest_date: str
    wkg_current: Number | Absent = MISSING
    wkg_ftp_source: str | Absent = MISSING
    ftp_setting_date: str | Absent = MISSING


@dataclass(frozen=True, slots=True)
class WattsPerKg:
    """W/kg at both ends of the block."""

    wkg_block_start: Number
    wkg_block_end: Number
    wkg_block_delta: Number


@dataclass(frozen=True, slots=True)
class WeightDisplay:
    """The weights in the athlete's unit."""

    weight_latest: JsonObject | Absent
    weight_7d_avg: JsonObject | Absent
    weight_28d_slope_per_week: JsonObject | Absent


@dataclass(frozen=True, slots=True)
class WeightSignal:
    """The block ``current_status.weight``, its fields in the order of emission."""

    latest: LatestWeight | Absent = field(metadata=INLINE)
    block: WattsPerKg | Absent = field(metadata=INLINE)
    weight_7d_avg_kg: Number | Absent
    weight_28d_slope_kg_per_week: Number | Absent
    display: WeightDisplay | Absent


@dataclass(frozen=True, slots=True)
class _Entry:
    day: date
    kg: float


def weight_signal(
    wellness: Iterable[Wellness], today: date, basis: WattsBasis | None, units: Units
) -> WeightSignal | None:
    """Return the signal, or None when no field has enough data.

    Args:
        wellness: the last 28 days.
        today: the athlete's date.
        basis: FTP for W/kg; None leaves W/kg out.
        units: for the display pairs.
    """
    entries = _entries(wellness)
    newest = next((e for e in entries[:1] if 0 <= (today - e.day).days <= MAX_AGE_DAYS), None)
    block = _block(entries, today, basis.watts) if basis else None
    average = _week_average(entries, today)
    trend = _trend(entries, today)
    shown = _shown(newest, average, trend, units)
    if block is None and shown is None:
        return None
    return WeightSignal(
        latest=_latest(newest, basis) if newest else MISSING,
        block=block or MISSING,
        weight_7d_avg_kg=MISSING if average is None else round_half_even(average, 1),
        weight_28d_slope_kg_per_week=MISSING if trend is None else round_half_even(trend, 3),
        display=shown or MISSING,
    )


def _shown(
    newest: _Entry | None, average: float | None, trend: float | None, units: Units
) -> WeightDisplay | None:
    """Return the same, unrounded, in the athlete's unit."""
    if newest is None and average is None and trend is None:
        return None
    per_week, unit = (POUNDS_PER_KG, "lb/week") if units.weight == "lb" else (1, "kg/week")
    return WeightDisplay(
        weight_latest=(newest and display(newest.kg, "weight", units)) or MISSING,
        weight_7d_avg=display(average, "weight", units) or MISSING,
        weight_28d_slope_per_week=(
            MISSING
            if trend is None
            else {"value": round_half_even(trend * per_week, 3), "unit": unit}
        ),
    )


def _entries(wellness: Iterable[Wellness]) -> list[_Entry]:
    found = []
    for record in wellness:
        day = parse_day((record.day or "")[:10])
        if day and record.weight:
            found.append(_Entry(day, float(record.weight)))
    return sorted(found, key=lambda entry: entry.day, reverse=True)


def _latest(entry: _Entry, basis: WattsBasis | None) -> LatestWeight:
    kg = round_half_even(entry.kg, 1)
    if basis is None or kg <= 0:
        return LatestWeight(kg, entry.day.isoformat())
    return LatestWeight(
        weight_latest_kg=kg,
        weight_latest_date=entry.day.isoformat(),
        # S-34, kept: the rounded weight here, the unrounded one in the block.
        wkg_current=round_half_even(basis.watts / kg, 2),
        wkg_ftp_source=basis.source,
        ftp_setting_date=basis.setting_date or MISSING,
    )


def _block(entries: list[_Entry], today: date, watts: Number) -> WattsPerKg | None:
    first = today - timedelta(days=BLOCK_DAYS - 1)
    width = timedelta(days=BOUNDARY_DAYS - 1)
    opening = [e for e in entries if first <= e.day <= first + width and e.kg > 0]
    closing = [e for e in entries if today - width <= e.day <= today and e.kg > 0]
    if not opening or not closing:
        return None
    start = round_half_even(watts / min(opening, key=lambda e: e.day - first).kg, 2)
    end = round_half_even(watts / min(closing, key=lambda e: today - e.day).kg, 2)
    return WattsPerKg(start, end, round_half_even(end - start, 2))


def _week_average(entries: list[_Entry], today: date) -> float | None:
    """Return the mean of the last seven days in kg, unrounded."""
    week = [entry.kg for entry in entries if entry.day >= today - timedelta(days=6)]
    return sum_in_order(week) / len(week) if len(week) >= MIN_ENTRIES_7D else None


def _trend(entries: list[_Entry], today: date) -> float | None:
    """Return the slope in kg per week, unrounded."""
    first = today - timedelta(days=BLOCK_DAYS - 1)
    points = [((e.day - first).days, e.kg) for e in entries if e.day >= first]
    if len(points) < MIN_ENTRIES_28D:
        return None
    per_day = slope(points)
    return None if per_day is None else per_day * 7
