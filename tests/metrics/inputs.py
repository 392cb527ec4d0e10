"""Inputs of alerts and readiness of which nothing is known but what a test names."""

from dataclasses import replace

from engine.metrics.alerts import AlertInputs, LastingDays
from engine.metrics.capability.durability import Durability
from engine.metrics.intensity.tid import TidComparison
from engine.metrics.readiness import ReadinessInputs


def decoupling(mean_7d=None, mean_28d=None, trend=None, high_7d=0, sessions_7d=0, sessions_28d=0):
    return Durability(
        mean_decoupling_7d=mean_7d,
        mean_decoupling_28d=mean_28d,
        high_drift_count_7d=high_7d,
        high_drift_count_28d=high_7d,
        qualifying_sessions_7d=sessions_7d,
        qualifying_sessions_28d=sessions_28d,
        trend=trend,
        reliability_limited=False,
        reliability_note=None,
    )


def distribution(
    drift=None, pi_7d=None, pi_28d=None, classification_7d=None, classification_28d=None
):
    return TidComparison(
        classification_7d=classification_7d,
        classification_28d=classification_28d,
        pi_7d=pi_7d,
        pi_28d=pi_28d,
        pi_delta=None,
        drift=drift,
        note="",
    )


NOTHING_MEASURED = AlertInputs(
    acwr=None,
    monotony=None,
    effective_monotony=None,
    primary_sport=None,
    primary_sport_monotony=None,
    multi_sport_detected=False,
    strain=None,
    recovery_index=None,
    recovery_index_yesterday=None,
    latest_hrv=None,
    latest_rhr=None,
    hrv_baseline_7d=None,
    rhr_baseline_7d=None,
    tss_7d_total=None,
    tss_28d_total=None,
    durability=decoupling(),
    tid_comparison=distribution(),
    lasting=LastingDays(0, 0, 0),
)
NOTHING_KNOWN = ReadinessInputs(
    recovery_index=None,
    recovery_index_yesterday=None,
    acwr_start_of_day=None,
    acwr_as_of_date=None,
    latest_hrv=None,
    latest_rhr=None,
    hrv_baseline_7d=None,
    rhr_baseline_7d=None,
    phase=None,
    phase_week=None,
    alerts=(),
    wellness=None,
    race_week_active=False,
    tsb=None,
)


def measured(**values):
    return replace(NOTHING_MEASURED, **values)


def known(**values):
    return replace(NOTHING_KNOWN, **values)
