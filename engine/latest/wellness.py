"""``wellness_data``: one row per day of the display window."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.base.numbers import round_half_even
from engine.base.serialize import INLINE
from engine.base.text import duration_to_the_minute
from engine.base.units import Units, display

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.intervals_icu import Wellness


@dataclass(frozen=True, slots=True)
class Sleep:
    """How long somebody slept, in hours and in words; null when not recorded."""

    sleep_hours: Number | None
    sleep_formatted: str | None

    @classmethod
    def of(cls, record: Wellness) -> Sleep:
        """Return the sleep of a night."""
        seconds = record.sleep_secs
        if not seconds:
            return cls(None, None)
        return cls(round_half_even(seconds / 3600, 2), duration_to_the_minute(seconds))


@dataclass(frozen=True, slots=True)
class WellnessRow:
    """A row of ``wellness_data``, its fields in the order of emission."""

    date: str
    weight_kg: Number | None
    display: JsonObject
    resting_hr: Number | None
    hrv_rmssd: Number | None
    hrv_sdnn: Number | None
    sleep: Sleep = field(metadata=INLINE)
    sleep_quality: Number | None
    sleep_score: Number | None
    mental_energy: Number | None
    avg_sleeping_hr: Number | None
    vo2max: Number | None
    recorded: JsonObject = field(metadata=INLINE)


def wellness_row(record: Wellness, units: Units) -> WellnessRow:
    """Return one row; a value that cannot be 0 is null when it is."""
    record = record.without_impossible_zeros()
    return WellnessRow(
        date="unknown" if record.day is None else record.day,
        weight_kg=record.weight,
        display={"weight": display(record.weight, "weight", units)},
        resting_hr=record.resting_hr,
        hrv_rmssd=record.hrv,
        hrv_sdnn=record.hrv_sdnn,
        sleep=Sleep.of(record),
        sleep_quality=record.sleep_quality,
        sleep_score=record.sleep_score,
        mental_energy=record.mental_energy,
        avg_sleeping_hr=record.avg_sleeping_hr,
        vo2max=record.vo2max,
        recorded=record.recorded(),
    )
