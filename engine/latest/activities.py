"""``recent_activities``: one row per completed activity of 28 days."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.base.numbers import Number, round_half_even
from engine.base.serialize import INLINE
from engine.base.text import duration, split_notes
from engine.base.units import Units, display
from engine.latest.chat import chat_fields
from engine.metrics.intensity.effort import effort_response

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.base.decode import Id, JsonObject
    from engine.intervals_icu import Activity, Athlete
    from engine.latest.chat import ChatNote

KPH_PER_MPS = 3.6
HR_ZONES_EMITTED = 7
PACE_UNIT = "MPS"
"""Meters per second, as a threshold pace."""
WIND_CODES = {"KMH": "KPH"}
"""Codes of the service for which the format has another name."""


@dataclass(frozen=True, slots=True)
class RowContext:
    """What a row shows beside the activity record, by the text form of the activity id.

    Attributes:
        session: ``has_intervals``, ``has_dfa`` and, where sufficient, ``dfa_summary``.
        terrain: ``terrain_summary`` or ``terrain_status`` (and ``terrain_error``).
        stored_weather: ``weather_summary`` of the previous file.
        chat: messages and who wrote them.
    """

    session: Mapping[str, JsonObject] = field(default_factory=dict)
    terrain: Mapping[str, JsonObject] = field(default_factory=dict)
    stored_weather: Mapping[str, JsonObject] = field(default_factory=dict)
    chat: Mapping[str, Sequence[ChatNote]] = field(default_factory=dict)


UNREADABLE = (
    "This session came through Strava, which lets no other program read it: nothing is known but "
    "that it took place. It is in no total and no metric."
)
NO_SESSION: JsonObject = {"has_intervals": False, "has_dfa": False}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was recorded: the first part of a row, its fields in the order of emission."""

    date: str
    type: str | None
    name: str | None
    duration_hours: float | None
    duration_formatted: str | None
    distance_km: Number | None
    tss: Number | None
    intensity_factor: Number | None
    avg_power: Number | None
    normalized_power: Number | None
    avg_hr: Number | None
    max_hr: Number | None
    avg_cadence: Number | None
    avg_speed: Number | None
    avg_speed_unit: str
    max_speed: Number | None
    max_speed_unit: str
    avg_pace: Number | None
    avg_pace_unit: str
    avg_temp: Number | None
    avg_temp_unit: str
    weather: str | None
    humidity: Number | None
    wind_speed: Number | None
    wind_speed_unit: str
    work_kj: Number | None
    calories: Number | None
    carbs_used: Number | None
    carbs_ingested: Number | None
    variability_index: Number | None
    decoupling: Number | None
    efficiency_factor: Number | None
    hrrc: Number | None
    elevation_m: Number | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A row of ``recent_activities``, its fields in the order of emission.

    What earlier files hold, or what may be missing altogether, comes as keys.
    """

    id: Id | None
    measured: Measured = field(metadata=INLINE)
    display: JsonObject
    feel: Number | None
    rpe: Number | None
    effort_response: str | None
    zone_distribution: JsonObject | None
    session: JsonObject = field(metadata=INLINE)
    terrain: JsonObject = field(metadata=INLINE)
    weather: JsonObject = field(metadata=INLINE)
    description: JsonObject = field(metadata=INLINE)
    chat: JsonObject = field(metadata=INLINE)


def activity_row(
    activity: Activity, position: int, athlete: Athlete, context: RowContext
) -> ActivityRow:
    """Return one row.

    Args:
        activity: the record.
        position: 1-based place in the list, for records without an id.
        athlete: for units.
        context: what was derived or fetched besides.
    """
    key = "" if activity.id is None else str(activity.id)
    unreadable: JsonObject = {"unreadable": UNREADABLE} if activity.is_stub else {}
    return ActivityRow(
        id=activity.id if activity.has_id else f"unknown_{position}",
        measured=_measured(activity, athlete),
        display=_displayed(activity, athlete.units),
        feel=activity.feel,
        rpe=activity.rpe,
        effort_response=effort_response(activity.intensity, activity.rpe),
        zone_distribution=_zone_distribution(activity),
        session=NO_SESSION | unreadable | context.session.get(key, {}),
        terrain=context.terrain.get(key, {}),
        weather=_weather(activity, athlete.units, context.stored_weather.get(key)),
        description=_description(activity.description),
        chat=chat_fields(context.chat.get(key, ())),
    )


def _measured(activity: Activity, athlete: Athlete) -> Measured:
    """Return what was recorded; missing time and distance become 0.0 (defect A-06, kept).

    Of what could not be read they are unknown.
    """
    known = not activity.is_stub
    return Measured(
        date="unknown" if activity.start is None else activity.start,
        type=activity.type,
        name=activity.name,
        duration_hours=float(round_half_even(activity.seconds / 3600, 2)) if known else None,
        duration_formatted=duration(activity.moving_time) if known else None,
        distance_km=_kilometers(activity),
        tss=activity.load if known else None,
        intensity_factor=activity.intensity,
        avg_power=activity.average_power,
        normalized_power=activity.normalized_power,
        avg_hr=activity.average_hr,
        max_hr=activity.max_hr,
        avg_cadence=activity.cadence,
        avg_speed=_kph(activity.average_speed),
        avg_speed_unit="KPH",
        max_speed=_kph(activity.max_speed),
        max_speed_unit="KPH",
        avg_pace=activity.pace,
        avg_pace_unit=PACE_UNIT,
        # A-05, kept: values are labeled with the account's units as delivered.
        avg_temp=activity.temperature,
        avg_temp_unit="F" if athlete.fahrenheit else "C",
        weather=activity.weather_text,
        humidity=activity.humidity,
        wind_speed=activity.wind_speed,
        wind_speed_unit=_wind_speed_code(athlete),
        work_kj=round_half_even(activity.joules / 1000, 1) if activity.joules else None,
        calories=activity.calories,
        carbs_used=activity.carbs_used,
        carbs_ingested=activity.carbs_ingested,
        variability_index=activity.variability_index,
        decoupling=activity.decoupling,
        efficiency_factor=activity.efficiency_factor,
        hrrc=activity.hr_recovery,
        elevation_m=activity.elevation_gain,
    )


def _displayed(activity: Activity, units: Units) -> JsonObject:
    return {
        "distance": display(_kilometers(activity), "distance", units),
        "elevation": display(activity.elevation_gain, "elevation", units),
        "avg_speed": display(_kph(activity.average_speed), "speed", units),
        "max_speed": display(_kph(activity.max_speed), "speed", units),
    }


def _wind_speed_code(athlete: Athlete) -> str:
    code = athlete.wind_speed_code or "MPS"
    return WIND_CODES.get(code, code)


def _kilometers(activity: Activity) -> Number | None:
    if activity.is_stub:
        return None
    return float(round_half_even((activity.distance or 0) / 1000, 2))


def _kph(meters_per_second: Number | None) -> Number | None:
    return round_half_even(meters_per_second * KPH_PER_MPS, 1) if meters_per_second else None


def _zone_distribution(activity: Activity) -> JsonObject | None:
    zones: JsonObject = {}
    if activity.hr_zones:
        zones["hr_zones"] = {
            f"z{number}_time": seconds or 0
            for number, seconds in enumerate(activity.hr_zones[:HR_ZONES_EMITTED], start=1)
        }
    if activity.power_zones:
        zones["power_zones"] = {
            f"{zone}_time": seconds for zone, seconds in activity.power_zones.items()
        }
    return zones or None


def _weather(activity: Activity, units: Units, stored: JsonObject | None) -> JsonObject:
    """Return the weather of an outdoor activity.

    The record goes before what an earlier run saw: weather first comes half, and is filled later.
    """
    if not activity.has_terrain:
        return {}
    if not activity.has_weather:
        if stored is not None:
            return {"weather_summary": stored}
        return {"weather_status": "unavailable"}
    weather = activity.weather
    values: dict[str, Number | None] = {
        "avg_wind_speed": weather.wind_speed,
        "avg_wind_gust": weather.wind_gust,
        "prevailing_wind_deg": weather.wind_deg,
        "headwind_pct": weather.headwind_pct,
        "tailwind_pct": weather.tailwind_pct,
        "avg_temp": weather.temp,
        "avg_temp_device": weather.temp_device,
        "avg_feels_like": weather.feels_like,
        "min_feels_like": weather.feels_like_min,
        "max_feels_like": weather.feels_like_max,
        "min_temp": weather.temp_min,
        "max_temp": weather.temp_max,
        "clouds_pct": weather.clouds,
        "rain": weather.rain,
        "snow": weather.snow,
    }
    return {
        "weather_summary": {
            "source": "intervals_open_meteo",
            "units": {"wind": units.wind, "temp": units.temp, "rain": units.rain},
            **{name: None if v is None else round_half_even(v, 2) for name, v in values.items()},
        }
    }


def _description(text: str | None) -> JsonObject:
    """Return the description and the coach notes at its top (they stay in it: A-17, kept)."""
    stripped = (text or "").strip()
    if not stripped:
        return {}
    notes, _ = split_notes(text or "")
    return {"description": stripped} | ({"coach_notes": notes} if notes else {})
