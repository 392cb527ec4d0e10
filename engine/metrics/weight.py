"""The weight signal: latest weigh-in, W/kg over a 28-day block, trend.

A field whose data does not suffice is absent, never null: readers take absence as "leave the
section out".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.base.decode import JsonObject, parse_day
from engine.base.numbers import Number, round_half_even, slope, sum_in_order
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
class _Entry:
    day: date
    kg: float


def weight_signal(
    wellness: Iterable[Wellness], today: date, basis: WattsBasis | None, units: Units
) -> JsonObject | None:
    """Return ``current_status.weight``, or None when no field has enough data.

    Args:
        wellness: the last 28 days.
        today: the athlete's date.
        basis: FTP for W/kg; None leaves W/kg out.
        units: for the display pairs.
    """
    entries = _entries(wellness)
    signal: JsonObject = {}
    shown: JsonObject = {}
    if entries and 0 <= (today - entries[0].day).days <= MAX_AGE_DAYS:
        signal |= _latest(entries[0], basis)
        shown["weight_latest"] = display(entries[0].kg, "weight", units)
    if basis:
        signal |= _block(entries, today, basis.watts)
    week = [e.kg for e in entries if e.day >= today - timedelta(days=6)]
    if len(week) >= MIN_ENTRIES_7D:
        average = sum_in_order(week) / len(week)
        signal["weight_7d_avg_kg"] = round_half_even(average, 1)
        shown["weight_7d_avg"] = display(average, "weight", units)
    trend = _trend(entries, today)
    if trend is not None:
        signal["weight_28d_slope_kg_per_week"] = round_half_even(trend, 3)
        shown["weight_28d_slope_per_week"] = (
            {"value": round_half_even(trend * POUNDS_PER_KG, 3), "unit": "lb/week"}
            if units.weight == "lb"
            else {"value": round_half_even(trend, 3), "unit": "kg/week"}
        )
    if shown:
        signal["display"] = shown
    return signal or None


def _entries(wellness: Iterable[Wellness]) -> list[_Entry]:
    found = []
    for record in wellness:
        day = parse_day((record.day or "")[:10])
        if day and record.weight:
            found.append(_Entry(day, float(record.weight)))
    return sorted(found, key=lambda entry: entry.day, reverse=True)


def _latest(entry: _Entry, basis: WattsBasis | None) -> JsonObject:
    kg = round_half_even(entry.kg, 1)
    signal: JsonObject = {
        "weight_latest_kg": kg,
        "weight_latest_date": entry.day.isoformat(),
    }
    if basis and kg > 0:
        # S-34, kept: the rounded weight here, the unrounded one in the block.
        signal["wkg_current"] = round_half_even(basis.watts / kg, 2)
        signal["wkg_ftp_source"] = basis.source
        if basis.setting_date:
            signal["ftp_setting_date"] = basis.setting_date
    return signal


def _block(entries: list[_Entry], today: date, watts: Number) -> JsonObject:
    first = today - timedelta(days=BLOCK_DAYS - 1)
    width = timedelta(days=BOUNDARY_DAYS - 1)
    opening = [e for e in entries if first <= e.day <= first + width and e.kg > 0]
    closing = [e for e in entries if today - width <= e.day <= today and e.kg > 0]
    if not opening or not closing:
        return {}
    start = round_half_even(watts / min(opening, key=lambda e: e.day - first).kg, 2)
    end = round_half_even(watts / min(closing, key=lambda e: today - e.day).kg, 2)
    return {
        "wkg_block_start": start,
        "wkg_block_end": end,
        "wkg_block_delta": round_half_even(end - start, 2),
    }


def _trend(entries: list[_Entry], today: date) -> float | None:
    """Return the slope in kg per week, unrounded."""
    first = today - timedelta(days=BLOCK_DAYS - 1)
    points = [((e.day - first).days, e.kg) for e in entries if e.day >= first]
    if len(points) < MIN_ENTRIES_28D:
        return None
    per_day = slope(points)
    return None if per_day is None else per_day * 7
