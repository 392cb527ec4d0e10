"""Which entries of the calendar will make a day hard (docs/format/phase.md#hard-entries).

The planned seconds per zone go through the same ladder as those of a day that is done; the name
decides only where nothing is known of the zones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.base.numbers import Number, is_number, ratio, round_int
from engine.base.sports import RACE_CATEGORIES
from engine.intervals_icu import SportSettings
from engine.metrics.intensity.hard_days import HR_RUNGS, POWER_RUNGS, TOP_ZONE, reaches
from engine.metrics.intensity.zones import Basis, ZoneTimes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.base.decode import JsonObject
    from engine.intervals_icu import Event

DEFAULT_POWER_ZONES: Final = (55, 75, 90, 105, 120, 150)
"""Upper ends in percent of FTP (Coggan), where the athlete has set none."""
OPEN_ENDED: Final = 900
"""Percent from which a bound stands for "no upper end"."""
WATTS: Final = frozenset({"w", "watts"})
DEEPEST_NESTING: Final = 10
"""Levels of repeats that are read; the service itself allows one."""

HARD_NAME: Final = re.compile(
    r"\b(?:intervals?|vo2(?:max)?|thresholds?|sprints?|tempo|(?<!pre-)(?<!post-)race|hard|hiit"
    r"|high[\s-]?intensity|sweet[\s-]?spot)\b|\b\d+\s?[x\u00d7]\s?\d+",
    re.IGNORECASE,
)
"""Whole words, and patterns like ``4x4``."""


def is_hard(event: Event, settings: Sequence[SportSettings]) -> bool:
    """Whether a workout or race counts as hard.

    Args:
        event: the entry.
        settings: the athlete's, for FTP and zones of the entry's sport.
    """
    if event.category in RACE_CATEGORIES:
        return True
    power, heart_rate = _planned_times(event, settings)
    if power.seconds or heart_rate.seconds:
        return reaches(power, POWER_RUNGS) or reaches(heart_rate, HR_RUNGS)
    return HARD_NAME.search(event.name or "") is not None


@dataclass(frozen=True, slots=True)
class _Scale:
    """What turns a target into a zone; FTP in W, heart rates in bpm."""

    setting: SportSettings
    ftp: Number | None

    @classmethod
    def of(cls, event: Event, settings: Sequence[SportSettings]) -> _Scale:
        setting = next((s for s in settings if event.type in s.types), SportSettings())
        indoor = setting.indoor_ftp if event.indoor else None
        ftp = indoor or setting.ftp or _number((event.workout_doc or {}).get("ftp"))
        return cls(setting, ftp if ftp and ftp > 0 else None)

    def of_watts(self, watts: Number | None) -> int | None:
        """Return the power zone of a target in W."""
        if watts is None or self.ftp is None:
            return None
        share = ratio(watts, self.ftp)
        return None if share is None else self.of_percent(share * 100)

    def of_percent(self, percent: Number | None) -> int | None:
        """Return the power zone of a target in percent of FTP."""
        bounds = tuple(end for end in self.setting.power_zones if end < OPEN_ENDED)
        return _zone(percent, bounds or DEFAULT_POWER_ZONES)

    def of_beats(self, beats: Number | None) -> int | None:
        """Return the heart-rate zone of a target in bpm."""
        return _zone(beats, self.setting.hr_zones) if self.setting.hr_zones else None


def _planned_times(event: Event, settings: Sequence[SportSettings]) -> tuple[ZoneTimes, ZoneTimes]:
    """Return the planned seconds per power zone and per heart-rate zone."""
    scale = _Scale.of(event, settings)
    seconds: dict[Basis, dict[str, Number]] = {"power": {}, "hr": {}}
    steps = (event.workout_doc or {}).get("steps")
    for step, times in _timed_steps(steps, 1, DEEPEST_NESTING):
        basis, zone = _zone_of(step, scale)
        if zone is not None:
            name, length = f"z{zone}", times * step["duration"]
            seconds[basis][name] = seconds[basis].get(name, 0) + length
    return ZoneTimes(seconds["power"], "power"), ZoneTimes(seconds["hr"], "hr")


def _timed_steps(steps: Any, times: int, levels: int) -> Iterator[tuple[JsonObject, int]]:
    """Walk over the steps that have a duration, with the number of their repetitions."""
    for step in steps if isinstance(steps, list) and levels else ():
        if not isinstance(step, dict):
            continue
        if step.get("steps"):
            yield from _timed_steps(step["steps"], times * _repetitions(step), levels - 1)
        elif (length := _number(step.get("duration"))) is not None and length > 0:
            yield step, times


def _repetitions(step: JsonObject) -> int:
    count = _number(step.get("reps"))
    return int(count) if count is not None and count >= 1 else 1


def _zone_of(step: JsonObject, scale: _Scale) -> tuple[Basis, int | None]:
    """Return the zone of a step from the first source that gives one."""
    power, unit = _target(step, "power")
    zone = scale.of_watts(_target(step, "_power")[0])
    if zone is None and unit in WATTS:
        zone = scale.of_watts(power)
    if zone is None and unit == "%ftp":
        zone = scale.of_percent(power)
    if zone is None and unit == "power_zone":
        zone = _numbered(power)
    return ("hr", _heart_rate_zone(step, scale)) if zone is None else ("power", zone)


def _heart_rate_zone(step: JsonObject, scale: _Scale) -> int | None:
    zone = scale.of_beats(_target(step, "_hr")[0])
    value, unit = _target(step, "hr")
    if zone is not None or value is None:
        return zone
    if unit == "hr_zone":
        return _numbered(value)
    setting = scale.setting
    full = {"bpm": 100, "%lthr": setting.lthr, "%hr": setting.max_hr}.get(unit)
    return scale.of_beats(value * full / 100) if full else None


def _target(step: JsonObject, name: str) -> tuple[Number | None, str]:
    """Return a target's value, or the middle of its range, and its unit in lower case."""
    target = step.get(name)
    if not isinstance(target, dict):
        return None, ""
    units = target.get("units")
    unit = units.lower() if isinstance(units, str) else ""
    value = _number(target.get("value"))
    if value is not None:
        return value, unit
    start, end = _number(target.get("start")), _number(target.get("end"))
    return (None if start is None or end is None else (start + end) / 2), unit


def _zone(value: Number | None, bounds: Sequence[Number]) -> int | None:
    """Return the number of the first zone that reaches up to the value."""
    if value is None:
        return None
    inside = (zone for zone, end in enumerate(bounds, start=1) if end >= value)
    return min(next(inside, len(bounds) + 1), TOP_ZONE)


def _numbered(zone: Number | None) -> int | None:
    return None if zone is None else max(1, min(round_int(zone), TOP_ZONE))


def _number(value: Any) -> Number | None:
    return value if is_number(value) else None
