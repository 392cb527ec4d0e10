"""Alerts: metrics that have crossed a reporting threshold right now.

docs/format/alerts.md. An alert exists only while its condition holds; nothing is
remembered between runs. Tier 1 is the only tier that the readiness decision reads.
"""

from __future__ import annotations

from typing import Final

from engine.metrics.alerts.intensity import distribution_alert, durability_alert, high_drift_alert
from engine.metrics.alerts.load import acwr_alert, monotony_alert, strain_alert
from engine.metrics.alerts.recovery import hrv_alert, lasting_days, recovery_alert, rhr_alert
from engine.metrics.alerts.types import Alert, AlertInputs, LastingDays

__all__ = ["Alert", "AlertInputs", "LastingDays", "alerts", "lasting_days"]

GROUPS: Final = (
    acwr_alert,
    monotony_alert,
    strain_alert,
    recovery_alert,
    hrv_alert,
    rhr_alert,
    durability_alert,
    high_drift_alert,
    distribution_alert,
)
"""The rows in the order of evaluation."""
SEVERITY_ORDER: Final = {"alarm": 0, "warning": 1, "info": 2}


def alerts(inputs: AlertInputs) -> list[Alert]:
    """Evaluate all groups; sorted by tier and severity, ties in the order of evaluation."""
    found = (group(inputs) for group in GROUPS)
    return sorted(
        (alert for alert in found if alert is not None),
        key=lambda alert: (alert.tier, SEVERITY_ORDER[alert.severity]),
    )
