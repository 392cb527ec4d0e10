"""The athlete record with its sport settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.athlete import body
from demo.intervals_icu.shapes import ATHLETE, SPORT_SETTINGS, filled

if TYPE_CHECKING:
    from datetime import date

    from demo.intervals_icu.account import Row

ATHLETE_ID = "i900000"
TIMEZONE = "Europe/Lisbon"


def athlete(today: date, ftp: int, weight: float) -> Row:
    """The record as of `today`; `ftp` in W, `weight` in kg."""
    return filled(
        ATHLETE,
        id=ATHLETE_ID,
        name="Demo Athlete",
        firstname="Demo",
        lastname="Athlete",
        measurement_preference="meters",
        weight_pref_lb=False,
        fahrenheit=False,
        wind_speed="KPH",
        rain="MM",
        email="demo.athlete@example.invalid",
        sex="F",
        city="Nowhere-on-Sea",
        state="Demo Island",
        country="Inventia",
        countries=[],
        languages=["en"],
        bikes=[],
        shoes=[],
        timezone=TIMEZONE,
        locale="en",
        date_format="yyyy-MM-dd",
        time_format="HH:mm",
        visibility="PRIVATE",
        status="ACTIVE",
        icu_resting_hr=body.RESTING_HR,
        icu_weight=weight,
        icu_weight_sync="NONE",
        icu_activated=f"{today.year - 4}-03-01T09:00:00.000+00:00",
        icu_admin=False,
        icu_friend_invite_token="invented",  # noqa: S106  (no real token)
        icu_permission="NONE",
        icu_effort_secs=[15, 30, 60, 120, 180, 300, 480, 1200, 3600],
        icu_coach=False,
        icu_date_of_birth=f"{today.year - 37}-08-14",
        icu_api_key="invented",
        icu_type_settings=[],
        icu_form_as_percent=False,
        icu_mmp_days=84,
        icu_wellness_prompt=True,
        icu_wellness_keys=["hrv", "restingHR", "sleepSecs", "fatigue", "mood"],
        icu_track_menstrual_cycle=False,
        activity_rpe_prompt=True,
        coach_ticks=[],
        icu_garmin_health=True,
        icu_garmin_training=True,
        icu_garmin_sync_activities=True,
        height=1.74,
        height_units="CM",
        plan="FREE",
        has_password=True,
        beta_user=False,
        icu_notes="Invented athlete for demonstrations. Hard days on Tuesday and Thursday.",
        sportSettings=_sport_settings(today, ftp),
        custom_items=[],
    )


def _sport_settings(today: date, ftp: int) -> list[Row]:
    ride: Row = {
        "types": ["Ride", "VirtualRide", "GravelRide", "MountainBikeRide"],
        "ftp": ftp,
        "indoor_ftp": ftp - body.INDOOR_LOSS,
        "w_prime": body.W_PRIME,
        "p_max": body.P_MAX,
        "power_zones": list(body.POWER_ZONES),
        "sweet_spot_min": body.SWEET_SPOT[0],
        "sweet_spot_max": body.SWEET_SPOT[1],
    }
    run: Row = {
        "types": ["Run", "TrailRun", "VirtualRun"],
        "threshold_pace": body.THRESHOLD_SPEED,
        "pace_units": "MINS_KM",
        "pace_zones": list(body.PACE_ZONES),
        "pace_load_type": "RUN",
    }
    strength: Row = {"types": ["WeightTraining"]}
    return [_settings(n, today, sport) for n, sport in enumerate((ride, run, strength))]


def _settings(number: int, today: date, sport: Row) -> Row:
    shared = {
        "id": 990_000 + number,
        "athlete_id": ATHLETE_ID,
        "warmup_time": 900,
        "cooldown_time": 300,
        "power_spike_threshold": 30,
        "ftp_est_min_secs": 300,
        "use_laps_for_power_intervals": False,
        "lthr": body.LTHR,
        "max_hr": body.MAX_HR,
        "hr_zones": list(body.HR_ZONES),
        "hr_load_type": "HRSS",
        "hrrc_min_percent": 70.0,
        "gap_model": "NONE",
        "elevation_correction": "AUTO",
        "use_gap_zone_times": False,
        "load_order": "POWER_HR_PACE",
        "tiz_order": "POWER_HR_PACE",
        "workout_order": "POWER_HR_PACE",
        "show_pauses": 30,
        "created": f"{today.year - 4}-03-01T09:00:00.000+00:00",
        "updated": f"{today.isoformat()}T05:00:00.000+00:00",
        "other": False,
    }
    return filled(SPORT_SETTINGS, **shared, **sport)
