"""Inputs of the worked examples: today is Wednesday 2026-03-18, noon."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from engine.base.serialize import to_json
from engine.intervals_icu import Activity, Curves, Event, Wellness
from engine.latest.derived import DerivedInputs, derive
from engine.metrics.ftp import FtpHistory
from engine.metrics.phase import StoredWeeks
from engine.metrics.recovery import Mornings
from engine.metrics.thresholds import PowerModelBlock

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)
TODAY = NOW.date()
NO_POWER_MODEL = PowerModelBlock(None, None, None, None, None, "unavailable")
NOTHING = DerivedInputs(
    now=NOW,
    power_model=NO_POWER_MODEL,
    week_start=0,
    timezone=None,
    zone_preference={},
    activities_28d=(),
    activities_7d=(),
    activities_display=(),
    wellness_28d=(),
    wellness_7d=(),
    mornings=Mornings.of(()),
    events_7d=(),
    events_display=(),
    planned=(),
    next_race=None,
    power_delta_curves=[Curves()],
    hr_delta_curves=Curves(),
    sport_curves={},
    thresholds={},
    unreadable=0,
    activated="2024-01-01",
    profile_weight=None,
    ftp_history=FtpHistory(),
    stored_weeks=StoredWeeks(),
    dfa_profile=None,
)


def ago(days):
    return (TODAY - timedelta(days=days)).isoformat()


def activity(days=1, kind="Ride", load=None, **raw):
    fields = {"type": kind, "start_date_local": f"{ago(days)}T08:00:00", **raw}
    return Activity.from_api(fields if load is None else {**fields, "icu_training_load": load})


def power(**seconds):
    """Return the raw zone list, e.g. ``power(z1=600, SS=30)``."""
    return {
        "icu_zone_times": [{"id": zone.upper(), "secs": secs} for zone, secs in seconds.items()]
    }


def heart(*seconds):
    return {"icu_hr_zone_times": list(seconds)}


def night(hrv, rhr, days=0, **raw):
    return Wellness.from_api({"id": ago(days), "hrv": hrv, "restingHR": rhr, **raw})


def measured_on(*nights):
    """Return the mornings of ``(days ago, HRV, resting HR)``."""
    return Mornings.of(night(hrv, rhr, days) for days, hrv, rhr in nights)


def event(day, category="WORKOUT"):
    return Event.from_api({"start_date_local": f"{day}T00:00:00", "category": category})


def inputs(**changes):
    return replace(NOTHING, **changes)


def derived(acute=(), month=None, **changes):
    """Return the JSON block; the display window is a week, and without a list of its own the month.

    Events given as ``past_events`` are those of the week.
    """
    month = acute if month is None else month
    events = changes.pop("past_events", ())
    week = {"activities_7d": acute, "activities_display": acute, "activities_28d": month}
    return to_json(derive(inputs(**week, events_7d=events, events_display=events, **changes)))


def on(day: date):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
