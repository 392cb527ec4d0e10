"""An invented training week, as the API delivers it, and how to build a history from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engine.base.serialize import to_json
from engine.history.document import HistoryInputs, build
from engine.intervals_icu import Activity, Athlete, Wellness
from engine.metrics.ftp import FtpHistory

NOW = datetime(2026, 8, 12, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
Raw = dict[str, Any]


def ride(day: str, **more: Any) -> Raw:
    return {"start_date_local": f"{day}T08:00:00", "type": "Ride", **more}


def history(
    activities: list[Raw],
    wellness: list[Raw] | None = None,
    athlete: Raw | None = None,
    now: datetime = NOW,
    week_start: int = 0,
) -> Raw:
    document: Raw = to_json(
        build(
            HistoryInputs(
                activities=[Activity.from_api(item) for item in activities],
                wellness=[Wellness.from_api(item) for item in wellness or []],
                athlete=Athlete.from_api(athlete or {}),
                ftp_history=FtpHistory(),
                now=now,
                week_start=week_start,
            )
        )
    )
    return document


def zones(**seconds: int) -> list[Raw]:
    return [{"id": zone.upper(), "secs": secs} for zone, secs in seconds.items()]


WEEK = [
    ride(
        "2026-08-03",
        icu_training_load=50,
        moving_time=3600,
        icu_zone_times=zones(z1=1800, z2=1200, z3=600),
        feel=2,
        icu_rpe=4,
        icu_efficiency_factor=1.62,
        icu_variability_index=1.02,
        icu_hr_decoupling=3.1,
    ),
    ride(
        "2026-08-05",
        icu_training_load=90,
        moving_time=5400,
        icu_zone_times=zones(z1=2400, z2=1500, z4=900, z5=600),
        feel=3,
        icu_rpe=7,
        icu_efficiency_factor=1.7,
        icu_variability_index=1.12,
        icu_hr_decoupling=9.0,
        icu_hrr={"value": 32},
    ),
    ride(
        "2026-08-05",
        type="Run",
        icu_training_load=30,
        moving_time=1800,
        icu_hr_zone_times=[600, 900, 300, 0, 0],
        icu_hrr=28,
    ),
    ride(
        "2026-08-07",
        type="VirtualRide",
        icu_training_load=70,
        moving_time=7200,
        icu_zone_times=zones(z1=4000, z2=3200),
        icu_rpe=3,
        icu_efficiency_factor=1.655,
        icu_variability_index=1.05,
        decoupling=0.0,
    ),
    ride("2026-08-08", type="WeightTraining", icu_training_load=None, moving_time=2700),
    ride(
        "2026-08-08",
        type="Soccer",
        icu_training_load=40,
        moving_time=5400,
        icu_hr_zone_times=[0, 1200, 2400, 1200, 600],
    ),
]
RECORDS: list[Raw] = [
    {
        "id": "2026-08-03",
        "ctl": 50.04,
        "atl": 60.11,
        "rampRate": 1.234,
        "hrv": 55,
        "restingHR": 50,
        "sleepSecs": 27000,
        "weight": 75.04,
    },
    {
        "id": "2026-08-04",
        "ctl": 49.5,
        "atl": 54.0,
        "rampRate": 0.0,
        "hrv": 5,
        "restingHR": 0,
        "sleepSecs": 25300,
        "weight": 75.26,
    },
    {"id": "2026-08-09", "ctl": 51.26, "atl": 0, "hrv": 251},
]
OLD = ride("2025-12-01", icu_training_load=1, moving_time=60)
POUNDS = {"weight_pref_lb": True}


def row(document: Raw, tier: str, key: str, value: str) -> Raw:
    return next(item for item in document[tier] if item[key] == value)
