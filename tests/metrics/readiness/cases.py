"""The base case of readiness, its changes, and short names for what is decided."""

from __future__ import annotations

from dataclasses import replace

from engine.intervals_icu import Wellness
from engine.metrics.alerts import Alert, LastingDays, alerts
from engine.metrics.readiness import decide
from tests.metrics.inputs import known, measured

NIGHT = Wellness(hrv=60.0, resting_hr=50, sleep_secs=27000, sleep_quality=2)
BASE = known(
    recovery_index=0.9,
    recovery_index_yesterday=0.9,
    acwr_start_of_day=1.0,
    acwr_as_of_date="2025-03-12",
    latest_hrv=60.0,
    latest_rhr=50,
    hrv_baseline_7d=60.0,
    rhr_baseline_7d=50.0,
    phase="Base",
    phase_week=2,
    wellness=NIGHT,
    tsb=-5.0,
)
LASTING = Alert("hrv", 40, "warning", "x", "y", persistence_days=2, tier=1)


def decide_with(rows=1, low_index_days=2, **changes):
    """Decide the base case with changes, after raising the alerts that belong to it."""
    night = {k: changes.pop(k) for k in ("sleep_secs", "hrv_sdnn") if k in changes}
    inputs = replace(BASE, **changes)
    night = replace(NIGHT, hrv=inputs.latest_hrv, resting_hr=inputs.latest_rhr, **night)
    raised = alerts(
        measured(
            recovery_index=inputs.recovery_index,
            recovery_index_yesterday=inputs.recovery_index_yesterday,
            latest_hrv=inputs.latest_hrv,
            latest_rhr=inputs.latest_rhr,
            hrv_baseline_7d=inputs.hrv_baseline_7d,
            rhr_baseline_7d=inputs.rhr_baseline_7d,
            lasting=LastingDays(rows, rows, low_index_days),
        )
    )
    return decide(replace(inputs, alerts=tuple(raised), wellness=night))


def verdict(found):
    return found.recommendation, found.priority


def counts(found):
    summary = found.signal_summary
    return f"{summary.green}/{summary.amber}/{summary.red}/{summary.unavailable}"


def change(found):
    asked = found.modification.suggested_adjustments
    return list(found.modification.triggers), asked.intensity, asked.volume, asked.cap_zone
