"""Rows 1 to 3: acute:chronic workload ratio, monotony and strain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.base.numbers import round_int
from engine.metrics.alerts.types import Alert

if TYPE_CHECKING:
    from engine.metrics.alerts.types import AlertInputs, Severity

ACWR_ALARM: Final = 1.35  # ratio
ACWR_WARNING: Final = 1.3  # ratio, Gabbett (2016); no conclusion by itself, Impellizzeri (2020)
MONOTONY_ALARM: Final = 2.5  # ratio, Foster (1998)
MONOTONY_WARNING: Final = 2.3  # ratio
STRAIN_ALARM: Final = 3500  # TSS x monotony, Foster (1998)
DELOAD_DEFICIT_PCT: Final = 20  # % of 7-day load below a quarter of the 28-day load
WEEKS_IN_28_DAYS: Final = 4


def acwr_alert(inputs: AlertInputs) -> Alert | None:
    """Row 1: acute:chronic workload ratio, with today's load.

    The threshold is a text although it is a number (defect 06-31, kept).
    """
    acwr = inputs.acwr
    if acwr is None or acwr < ACWR_WARNING:
        return None
    severity: Severity = "alarm" if acwr >= ACWR_ALARM else "warning"
    band = f"{ACWR_ALARM}" if severity == "alarm" else f"{ACWR_WARNING}"
    higher = "" if severity == "alarm" else f" (alarm from {ACWR_ALARM})"
    return Alert(
        metric="acwr",
        value=acwr,
        severity=severity,
        threshold=band,
        context=(
            f"Live ACWR {acwr} has reached {band}{higher}. It looks back on load, today's "
            "completed load included: on its own it is neither a sign of injury nor a readiness "
            "decision. Do not use it for a later session today, nor for tomorrow before tomorrow "
            "morning's start-of-day value. For today read readiness_decision.signals.acwr "
            "(start of day)."
        ),
        persistence_days=None,
        tier=2,
        scope="live_retrospective",
        readiness_eligible=False,
    )


def monotony_alert(inputs: AlertInputs) -> Alert | None:
    """Row 2: too little variation between the days, softened in a deload week."""
    value = inputs.effective_monotony
    if value is None or value < MONOTONY_WARNING:
        return None
    limit = MONOTONY_ALARM if value >= MONOTONY_ALARM else MONOTONY_WARNING
    deload = _deload_context(inputs)
    severity: Severity
    if deload:
        severity, meaning = "info", deload
    elif limit == MONOTONY_ALARM:
        severity = "alarm"
        meaning = "The days are too much alike, which raises the risk of overuse: vary the load."
    else:
        severity = "warning"
        meaning = f"The days are becoming alike; the alarm limit is {MONOTONY_ALARM}."
    return Alert(
        metric="monotony",
        value=value,
        severity=severity,
        threshold=limit,
        context=f"Monotony {value} has reached {limit}. {meaning}{_multi_sport_remark(inputs)}",
        persistence_days=None,
        tier=2,
    )


def _deload_context(inputs: AlertInputs) -> str | None:
    """Explain a light week; None when it is not one."""
    if not inputs.tss_28d_total or inputs.tss_7d_total is None:
        return None
    usual = inputs.tss_28d_total / WEEKS_IN_28_DAYS
    deficit = (usual - inputs.tss_7d_total) / usual * 100
    if deficit < DELOAD_DEFICIT_PCT:
        return None
    return (
        f"This is a deload week: {round_int(inputs.tss_7d_total)} TSS in 7 days, "
        f"{round_int(deficit)}% below the 28-day weekly average of {round_int(usual)} TSS. "
        "Light days that are alike are expected then, and the value falls when normal load returns."
    )


def _multi_sport_remark(inputs: AlertInputs) -> str:
    primary, total = inputs.primary_sport_monotony, inputs.monotony
    if not inputs.multi_sport_detected or primary is None or total is None or primary >= total:
        return ""
    return (
        f" Total monotony is {total}; several sports level the days out, so the value of the "
        f"primary sport ({inputs.primary_sport}: {primary}) was used."
    )


def strain_alert(inputs: AlertInputs) -> Alert | None:
    """Row 3: weekly load times total monotony.

    Neither several sports nor a deload week soften it, unlike monotony (defect 06-30, kept).
    """
    strain = inputs.strain
    if strain is None or strain <= STRAIN_ALARM:
        return None
    return Alert(
        metric="strain",
        value=strain,
        severity="alarm",
        threshold=STRAIN_ALARM,
        context=(
            f"Strain {strain} (7-day load times total monotony) is above {STRAIN_ALARM}. Reduce "
            "the load, or take easier days between hard ones."
        ),
        persistence_days=None,
        tier=2,
    )
