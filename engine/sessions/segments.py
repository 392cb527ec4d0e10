"""Interval segments as Intervals.icu detected them or the athlete edited them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from engine.base.numbers import is_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.base.decode import JsonObject
    from engine.intervals_icu import Activity

ZoneBasis: TypeAlias = Literal["power", "hr", "pace"]

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
TEXTS = ("type", "label")


def segment(raw: Mapping[str, Any]) -> JsonObject:
    """Return one segment of the API; a key without a usable value upstream is left out."""
    return {key: raw[name] for key, name in FIELDS.items() if _usable(key, raw.get(name))}


def stored_segment(raw: Mapping[str, Any]) -> JsonObject:
    """Return one segment of an earlier file, without what does not belong there."""
    return {key: raw[key] for key in FIELDS if _usable(key, raw.get(key))}


def _usable(key: str, value: object) -> bool:
    return isinstance(value, str) if key in TEXTS else is_number(value)


def zone_basis(raw: Sequence[Mapping[str, Any]], activity: Activity) -> ZoneBasis | None:
    """What the segments' zones refer to; None when that is not clear.

    A list of zone times is a source only when it holds some time.
    """
    if not any(is_number(item.get("zone")) for item in raw):
        return None
    bounds = ("zone_min_watts", "zone_max_watts")
    if any(is_number(item.get(name)) for item in raw for name in bounds):
        return "power"
    if activity.has_hr_zones == activity.has_pace_zones:
        return None
    return "hr" if activity.has_hr_zones else "pace"
