"""``wellness_data``: one row per day of the display window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base.units import Units, display
from engine.latest.status import sleep

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.intervals_icu import Wellness


def wellness_row(record: Wellness, units: Units) -> JsonObject:
    """Return one row; a value that cannot be 0 is null when it is."""
    record = record.without_impossible_zeros()
    return {
        "date": "unknown" if record.day is None else record.day,
        "weight_kg": record.weight,
        "display": {"weight": display(record.weight, "weight", units)},
        "resting_hr": record.resting_hr,
        "hrv_rmssd": record.hrv,
        "hrv_sdnn": record.hrv_sdnn,
        **sleep(record),
        "sleep_quality": record.sleep_quality,
        "sleep_score": record.sleep_score,
        "mental_energy": record.mental_energy,
        "avg_sleeping_hr": record.avg_sleeping_hr,
        "vo2max": record.vo2max,
        **record.recorded(),
    }
