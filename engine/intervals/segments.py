"""Interval segments as Intervals.icu detected them or the athlete edited them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.decode import JsonObject
    from engine.model import Activity

FIELDS = {
    "type": "type",
    "label": "group_id",
    "duration_secs": "elapsed_time",
    "moving_secs": "moving_time",
    "start_secs": "start_time",
    "end_secs": "end_time",
    "avg_power": "average_watts",
    "max_power": "max_watts",
    "avg_hr": "average_heartrate",
    "max_hr": "max_heartrate",
    "min_hr": "min_heartrate",
    "avg_cadence": "average_cadence",
    "zone": "zone",
    "w_bal_start": "wbal_start",
    "w_bal_end": "wbal_end",
    "training_load": "training_load",
}
"""Emitted key to API field. Decoupling and DFA of a segment are left out on purpose: they cannot
be interpreted on short segments."""


def segment(raw: JsonObject) -> JsonObject:
    """Give one segment; a key without a value upstream is left out."""
    return {key: raw[name] for key, name in FIELDS.items() if raw.get(name) is not None}


def zone_basis(raw: Sequence[JsonObject], activity: Activity) -> str | None:
    """Tell what the segments' zones refer to: ``power``, ``hr`` or ``pace``; None if unclear.

    A zone-time list of zeros counts as a source (defect 04-17, kept).
    """
    if not any(item.get("zone") is not None for item in raw):
        return None
    bounds = ("zone_min_watts", "zone_max_watts")
    if any(item.get(name) is not None for item in raw for name in bounds):
        return "power"
    if bool(activity.hr_zones) == activity.has_pace_zones:
        return None
    return "hr" if activity.hr_zones else "pace"
