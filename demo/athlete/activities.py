"""Activity rows as the API lists them."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from math import cos, log10, pi
from typing import TYPE_CHECKING, Any

from demo.athlete import body, places
from demo.athlete.profile import ATHLETE_ID, TIMEZONE
from demo.athlete.segments import summary
from demo.athlete.workouts import NAMES, STRUCTURED
from demo.intervals_icu.shapes import ACTIVITY, filled

if TYPE_CHECKING:
    from demo.athlete.diary import Done
    from demo.intervals_icu.account import Row

COACH_NOTES = {
    "race": "Goal of the season, in every line invented.",
    "hills": "Wind on the crater rim, legs fine.",
}


@dataclass(frozen=True, slots=True)
class Fitness:
    """Chronic and acute training load at the end of a day."""

    ctl: float
    atl: float


def activity_row(done: Done, fitness: Fitness, event: int | None) -> Row:
    """The row of one session; `event` is the planned workout that it is paired with."""
    values = _common(done) | {
        "paired_event_id": event,
        "icu_ctl": round(fitness.ctl, 5),
        "icu_atl": round(fitness.atl, 5),
    }
    values |= _heart(done)
    if done.sport in ("Ride", "VirtualRide"):
        values |= _power(done)
    if done.meters is not None:
        values |= _movement(done)
    if done.outdoors:
        values |= _outdoors(done)
    return filled(ACTIVITY, **values)


def _common(done: Done) -> Row:
    rng = done.rng("common")
    stamp = done.end.strftime("%Y-%m-%dT%H:%M:%S")
    start = done.start.strftime("%Y-%m-%dT%H:%M:%S")
    rpe = min(max(round(2 + 6 * (done.intensity - 0.5) / 0.45 + rng.gauss(0, 0.6)), 1), 10)
    return {
        "id": done.ident,
        "start_date_local": start,
        "start_date": f"{start}Z",
        "type": done.sport,
        "name": NAMES[done.slot.kind],
        "description": COACH_NOTES.get(done.slot.kind),
        "icu_ignore_time": False,
        "icu_ignore_power": False,
        "icu_training_load": done.load,
        "icu_recording_time": done.secs,
        "moving_time": done.secs,
        "elapsed_time": done.secs + rng.randrange(20, 400),
        "carbs_used": round(done.secs / 3600 * 70 * done.intensity),
        "calories": round(done.secs / 3600 * 850 * done.intensity),
        "timezone": TIMEZONE,
        "trainer": None if done.outdoors else True,
        "sub_type": "RACE" if done.slot.kind == "race" else "NONE",
        "commute": False,
        "race": done.slot.kind == "race",
        "gap_model": "NONE",
        "use_elevation_correction": False,
        "device_name": "Demo Head Unit",
        "external_id": f"{done.ident}.fit",
        "file_type": "fit",
        "icu_athlete_id": ATHLETE_ID,
        "created": f"{stamp}.000+00:00",
        "icu_sync_date": f"{stamp}.120+00:00",
        "analyzed": f"{stamp}.300+00:00",
        "icu_weight": body.WEIGHT,
        "icu_warmup_time": 900,
        "icu_cooldown_time": 300,
        "icu_ignore_hr": False,
        "ignore_velocity": False,
        "ignore_pace": False,
        "icu_training_load_data": 0,
        "interval_summary": summary(done),
        "skyline_chart_bytes": b64encode(rng.randbytes(18)).decode(),
        "stream_types": stream_types(done),
        "has_weather": done.outdoors,
        "has_segments": False,
        "use_gap_zone_times": False,
        "tiz_order": "POWER_HR_PACE",
        "icu_intervals_edited": False,
        "lock_intervals": False,
        "icu_lap_count": len(done.blocks),
        "icu_rpe": rpe,
        "session_rpe": rpe * done.secs // 60,
        "feel": rng.choice((1, 2, 2, 3, None)),
        "source": "GARMIN_CONNECT",
        "icu_intensity": round(done.intensity * 100, 5),
        "strain_score": round(done.load * 0.92, 2),
    }


def stream_types(done: Done) -> list[str]:
    """Which sample streams the recording holds."""
    types = ["time", "heartrate"]
    if "Ride" in done.sport:
        types += ["watts", "cadence"]
    if done.outdoors:
        types += ["latlng", "altitude", "distance"]
    return types + (["dfa_a1", "artifacts"] if done.has_dfa else [])


def average_heart_rate(done: Done) -> int:
    """Mean over the session, bpm."""
    beats = sum(b.secs * body.heart_rate(b.intensity) for b in done.blocks)
    return round(beats / done.secs + done.rng("heart").gauss(0, 1.5))


def _heart(done: Done) -> Row:
    parts = [(b.secs, body.heart_rate(b.intensity)) for b in done.blocks]
    top = max(value for _, value in parts)
    return {
        "has_heartrate": True,
        "average_heartrate": average_heart_rate(done),
        "max_heartrate": min(round(top + done.rng("top").uniform(3, 8)), body.MAX_HR),
        "icu_hr_zones": list(body.HR_ZONES),
        "icu_hr_zone_times": body.seconds_in_zones(parts, body.HR_ZONES, scatter=0.35),
        "lthr": body.LTHR,
        "athlete_max_hr": body.MAX_HR,
        "icu_resting_hr": body.RESTING_HR,
        "trimp": round(done.load * 1.1, 3),
        "hr_load": done.load,
        "hr_load_type": "HRSS",
        "icu_hrr": _recovery(done),
    }


def _recovery(done: Done) -> Row | None:
    """Heart-rate drop in the minute after the last hard effort above threshold."""
    at, end = 0, None
    for block in done.blocks:
        at += block.secs
        if block.role == "work" and block.intensity > 0.97 and block.secs > 60:  # noqa: PLR2004
            end = at
    if end is None:
        return None
    drop = round(done.rng("recovery").gauss(33, 3))
    start = round(body.heart_rate(1.0)) + 6
    return {
        "start_index": end,
        "end_index": end + 60,
        "start_time": end,
        "end_time": end + 60,
        "start_bpm": start,
        "end_bpm": start - drop,
        "average_watts": round(0.5 * done.watts) if "Ride" in done.sport else None,
        "hrr": drop,
    }


def _power(done: Done) -> Row:
    rng = done.rng("power")
    heart = average_heart_rate(done)
    average = round(body.mean_intensity(done.blocks) * done.watts)
    weighted = max(round(done.intensity * done.watts), average)
    parts = [(b.secs, b.intensity * 100) for b in done.blocks]
    zones = body.seconds_in_zones(parts, body.POWER_ZONES)
    low, high = body.SWEET_SPOT
    sweet = sum(secs for secs, percent in parts if low <= percent <= high)
    drift = 1.6 if done.slot.kind in STRUCTURED else 2.4 + done.secs / 7200
    names = [*(f"Z{n}" for n in range(1, len(zones) + 1)), "SS"]
    return {
        "icu_pm_cp": done.ftp - 6,
        "icu_pm_w_prime": body.W_PRIME - 900,
        "icu_pm_p_max": body.P_MAX - 20,
        "icu_pm_ftp": done.ftp - 5,
        "icu_pm_ftp_secs": 300,
        "icu_pm_ftp_watts": round(done.ftp * 1.08),
        "icu_rolling_cp": round(done.ftp - 9.5, 1),
        "icu_rolling_w_prime": float(body.W_PRIME - 300),
        "icu_rolling_p_max": float(body.P_MAX - 12),
        "icu_rolling_ftp": done.ftp - 2,
        "icu_rolling_ftp_delta": 0,
        "icu_ftp": done.watts,
        "icu_w_prime": body.W_PRIME,
        "p_max": body.P_MAX,
        "icu_power_zones": list(body.POWER_ZONES),
        "icu_sweet_spot_min": low,
        "icu_sweet_spot_max": high,
        "icu_power_spike_threshold": 30,
        "device_watts": True,
        "power_field_names": ["watts"],
        "power_field": "watts",
        "power_load": done.load,
        "icu_joules": average * done.secs,
        "icu_joules_above_ftp": round(
            sum(max(b.intensity - 1, 0) * b.secs for b in done.blocks) * done.watts
        ),
        "icu_max_wbal_depletion": rng.randrange(200, 9000),
        "icu_average_watts": average,
        "icu_weighted_avg_watts": weighted,
        "icu_variability_index": round(weighted / average, 7),
        "icu_efficiency_factor": round(weighted / heart, 7),
        "icu_power_hr": round(average / heart, 7),
        "icu_power_hr_z2": round(0.66 * done.watts / body.heart_rate(0.66), 4),
        "icu_power_hr_z2_mins": zones[1] // 60,
        "icu_cadence_z2": 86,
        "icu_zone_times": [
            {"id": name, "secs": secs} for name, secs in zip(names, [*zones, sweet], strict=True)
        ],
        "polarization_index": polarization(zones),
        "average_cadence": round(rng.uniform(82, 91), 4),
        "decoupling": round(rng.gauss(drift, 1.3), 7),
    }


def polarization(zones: list[int]) -> float:
    """Polarization index of Treff et al. (2019): bands Z1-2, Z3-4 and Z5 and above."""
    low, middle, high = sum(zones[:2]), sum(zones[2:4]), sum(zones[4:])
    if not (low and middle and high):
        return 0.0
    return round(max(log10(low / middle * high / (low + middle + high) * 100), 0.0), 3)


def _movement(done: Done) -> Row:
    meters = done.meters or 0.0
    speed = round(meters / done.secs, 4)
    values: dict[str, Any] = {
        "distance": meters,
        "icu_distance": meters,
        "average_speed": speed,
        "max_speed": round(speed * 1.7, 4),
    }
    if done.sport == "Run":
        parts = [(b.secs, b.intensity * 100) for b in done.blocks]
        values |= {
            "pace": speed,
            "threshold_pace": body.THRESHOLD_SPEED,
            "pace_zones": list(body.PACE_ZONES),
            "pace_zone_times": body.seconds_in_zones(parts, body.PACE_ZONES, scatter=0.5),
            "pace_load": done.load,
            "pace_load_type": "RUN",
            "average_cadence": round(done.rng("cadence").uniform(83, 87), 4),
            "decoupling": round(done.rng("drift").gauss(3.5, 1.5), 7),
        }
    return values


def _outdoors(done: Done) -> Row:
    rng = done.rng("weather")
    loop = places.loop_for(done.slot.kind)
    gain = places.climbing(loop, done.meters or 0.0)
    season = cos(2 * pi * (done.start.timetuple().tm_yday - 205) / 365)
    air = round(14 + 8 * season + rng.gauss(0, 2.5), 5)
    wind = round(abs(rng.gauss(3.2, 1.8)), 6)
    return {
        "total_elevation_gain": round(gain, 1),
        "total_elevation_loss": round(gain, 1),
        "average_altitude": round(loop.base + gain / 12, 1),
        "average_temp": round(air + 2, 5),
        "min_temp": round(air - 1),
        "max_temp": round(air + 5),
        "average_weather_temp": air,
        "min_weather_temp": round(air - 2, 3),
        "max_weather_temp": round(air + 2, 3),
        "average_feels_like": round(air - 0.4 * wind, 4),
        "min_feels_like": round(air - 2 - 0.4 * wind, 3),
        "max_feels_like": round(air + 2 - 0.4 * wind, 3),
        "average_wind_speed": wind,
        "average_wind_gust": round(wind * 1.8, 6),
        "prevailing_wind_deg": rng.randrange(360),
        "headwind_percent": round(rng.uniform(25, 50), 4),
        "tailwind_percent": round(rng.uniform(20, 45), 4),
        "average_clouds": rng.randrange(101),
        "max_rain": round(max(rng.gauss(-0.6, 0.8), 0.0), 3),
        "max_snow": 0.0,
    }
