"""Rows 4 to 6: recovery index, heart-rate variability and resting heart rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.base.numbers import round_half_even
from engine.metrics.alerts.types import Alert

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.base.numbers import Number
    from engine.intervals_icu import Wellness
    from engine.metrics.alerts.types import AlertInputs

RI_ALARM: Final = 0.6  # ratio; 1.0 is the athlete's normal
RI_WARNING: Final = 0.7  # ratio, on two days in a row
HRV_DROP_PCT: Final = 20  # % below the 7-day baseline
RHR_RISE_BPM: Final = 5  # bpm above the 7-day baseline
LASTING_DAYS: Final = 2  # an HRV or resting-HR finding of more days is an alarm


def recovery_alert(inputs: AlertInputs) -> Alert | None:
    """Row 4: recovery index. The warning's persistence is always 2 (defect 06-28, kept)."""
    index, yesterday = inputs.recovery_index, inputs.recovery_index_yesterday
    if index is None:
        return None
    if index < RI_ALARM:
        return Alert(
            metric="recovery_index",
            value=index,
            severity="alarm",
            threshold=RI_ALARM,
            context=(
                f"Recovery index {index} is below {RI_ALARM} (1.0 is the athlete's normal): HRV is "
                "low for the resting heart rate. Deload immediately."
            ),
            persistence_days=None,
            tier=1,
        )
    if index >= RI_WARNING or yesterday is None or yesterday >= RI_WARNING:
        return None
    return Alert(
        metric="recovery_index",
        value=index,
        severity="warning",
        threshold=RI_WARNING,
        context=(
            f"Recovery index {index} is below {RI_WARNING} (1.0 is the athlete's normal), after "
            f"{yesterday} yesterday: two days in a row. Review the training if it goes on for "
            "three days or more."
        ),
        persistence_days=2,
        tier=1,
    )


def hrv_alert(inputs: AlertInputs) -> Alert | None:
    """Row 5: heart-rate variability (rMSSD) far below its 7-day baseline.

    The baseline contains the value it judges (defect 06-23, kept), change and day count are
    compared in different ways (06-27, kept).
    """
    latest, baseline = inputs.latest_hrv, inputs.hrv_baseline_7d
    if not latest or not baseline:
        return None
    change = (latest - baseline) / baseline * 100
    if change > -HRV_DROP_PCT:
        return None
    days = hrv_low_days(inputs.wellness, baseline)
    return Alert(
        metric="hrv",
        value=round_half_even(latest, 1),
        severity="alarm" if days > LASTING_DAYS else "warning",
        threshold=f"{HRV_DROP_PCT}% below the 7-day baseline of {round_half_even(baseline, 1)} ms",
        context=(
            f"HRV {round_half_even(latest, 1)} ms is {round_half_even(abs(change), 1)}% below its "
            f"7-day baseline{_lasting(days)}"
        ),
        persistence_days=days,
        tier=1,
    )


def rhr_alert(inputs: AlertInputs) -> Alert | None:
    """Row 6: resting heart rate far above its 7-day baseline, which contains it."""
    latest, baseline = inputs.latest_rhr, inputs.rhr_baseline_7d
    if not latest or not baseline:
        return None
    change = latest - baseline
    if change < RHR_RISE_BPM:
        return None
    days = rhr_high_days(inputs.wellness, baseline)
    return Alert(
        metric="rhr",
        value=round_half_even(latest, 1),
        severity="alarm" if days > LASTING_DAYS else "warning",
        threshold=(
            f"{RHR_RISE_BPM} bpm above the 7-day baseline of {round_half_even(baseline, 1)} bpm"
        ),
        context=(
            f"Resting heart rate {round_half_even(latest, 1)} bpm is {round_half_even(change, 1)} "
            f"bpm above its 7-day baseline{_lasting(days)}"
        ),
        persistence_days=days,
        tier=1,
    )


def _lasting(days: int) -> str:
    if days > LASTING_DAYS:
        return f", {days} days in a row. Read readiness_decision before any session."
    return f". It becomes an alarm when it lasts more than {LASTING_DAYS} days."


def hrv_low_days(wellness: tuple[Wellness, ...], baseline: Number) -> int:
    """Count the newest rows with HRV more than 20 % below the baseline.

    Rows are counted, not days (defect 06-26, kept).
    """
    limit = baseline * (1 - HRV_DROP_PCT / 100)
    return _streak(wellness, lambda row: row.valid_hrv is not None and row.valid_hrv < limit)


def rhr_high_days(wellness: tuple[Wellness, ...], baseline: Number) -> int:
    """Count the newest rows with a resting heart rate of at least baseline + 5 bpm."""
    limit = baseline + RHR_RISE_BPM
    return _streak(wellness, lambda row: row.resting_hr is not None and row.resting_hr >= limit)


def _streak(wellness: tuple[Wellness, ...], finding: Callable[[Wellness], bool]) -> int:
    days = 0
    for row in reversed(wellness):
        if not finding(row):
            break
        days += 1
    return days
