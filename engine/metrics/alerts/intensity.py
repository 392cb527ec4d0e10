"""Rows 7 to 9: aerobic durability and intensity distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.metrics.alerts.types import Alert

if TYPE_CHECKING:
    from engine.base.numbers import Number
    from engine.metrics.alerts.types import AlertInputs, Severity

DECOUPLING_LIMIT_PCT: Final = 5.0  # %, Maunder et al. (2021), Rothschild et al. (2025)
DECOUPLING_RISE_PCT: Final = 2.0  # percentage points, 7-day over 28-day mean
MIN_SESSIONS_7D: Final = 3
MIN_SESSIONS_28D: Final = 5
HIGH_DRIFT_SESSIONS: Final = 3


def durability_alert(inputs: AlertInputs) -> Alert | None:
    """Row 7: aerobic decoupling on long steady sessions, high (a) or rising (b).

    The difference of the means is not rounded before it is compared (defect 06-29, kept).
    """
    figures = inputs.durability
    week, month = figures.mean_decoupling_7d, figures.mean_decoupling_28d
    if month is None or figures.qualifying_sessions_28d < MIN_SESSIONS_28D:
        return None
    if month > DECOUPLING_LIMIT_PCT:
        return _durability(
            "alarm",
            month,
            f"28-day mean above {DECOUPLING_LIMIT_PCT}%, at least {MIN_SESSIONS_28D} sessions in "
            "28 days",
            f"Heart rate drifted from power or pace by {month}% on average on long steady "
            "sessions of 28 days: aerobic durability is limited. It describes endurance, not "
            "today's readiness.",
        )
    if (
        figures.trend != "declining"
        or week is None
        or week - month <= DECOUPLING_RISE_PCT
        or figures.qualifying_sessions_7d < MIN_SESSIONS_7D
    ):
        return None
    return _durability(
        "warning",
        week,
        f"7-day mean more than {DECOUPLING_RISE_PCT} points above the 28-day mean, at least "
        f"{MIN_SESSIONS_7D} sessions in 7 days and {MIN_SESSIONS_28D} in 28 days",
        f"Mean decoupling rose to {week}% in 7 days, against {month}% in 28 days: look for "
        "fatigue, heat or low fueling on the recent long sessions.",
    )


def high_drift_alert(inputs: AlertInputs) -> Alert | None:
    """Row 8: several sessions of the week with high decoupling, independent of row 7."""
    count = inputs.durability.high_drift_count_7d
    if count < HIGH_DRIFT_SESSIONS:
        return None
    return _durability(
        "warning",
        count,
        f"{HIGH_DRIFT_SESSIONS} sessions in 7 days with decoupling above {DECOUPLING_LIMIT_PCT}%",
        f"{count} sessions of the last 7 days had decoupling above {DECOUPLING_LIMIT_PCT}%: look "
        "for fatigue, heat or low fueling.",
    )


def _durability(severity: Severity, value: Number, threshold: str, context: str) -> Alert:
    return Alert("durability", value, severity, threshold, context, None, tier=3)


def distribution_alert(inputs: AlertInputs) -> Alert | None:
    """Row 9: the intensity distribution of the week departs from that of the month."""
    figures = inputs.tid_comparison
    if figures.drift == "acute_depolarization":
        return Alert(
            metric="tid_distribution",
            value=figures.pi_7d,
            severity="warning",
            threshold="polarization index below 2.0 in 7 days, above 2.0 in 28 days",
            context=(
                f"Polarization index {figures.pi_7d} in 7 days against {figures.pi_28d} in 28 "
                "days: training was polarized and is not this week. Check that easy days are easy."
            ),
            persistence_days=None,
            tier=3,
        )
    if figures.drift == "shifting":
        return Alert(
            metric="tid_distribution",
            value=figures.classification_7d,
            severity="warning",
            threshold="different labels for 7 and 28 days",
            context=(
                f"Intensity distribution is {figures.classification_7d} in 7 days against "
                f"{figures.classification_28d} in 28 days. Ask whether the change is intended."
            ),
            persistence_days=None,
            tier=3,
        )
    return None
