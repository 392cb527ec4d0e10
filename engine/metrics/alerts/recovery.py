"""Rows 4 to 6: recovery index, heart-rate variability and resting heart rate."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from engine.base.numbers import round_half_even
from engine.metrics.alerts.types import Alert, LastingDays
from engine.metrics.recovery import hrv_change, rhr_change

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from engine.base.numbers import Number
    from engine.metrics.alerts.types import AlertInputs
    from engine.metrics.recovery import Mornings

RI_ALARM: Final = 0.6  # ratio; 1.0 is the athlete's normal
RI_WARNING: Final = 0.7  # ratio, on two days in a row
HRV_DROP_PCT: Final = 20  # % below the 7-day baseline, more than
RHR_RISE_BPM: Final = 5  # bpm above the 7-day baseline, at least
LASTING_DAYS: Final = 2  # an HRV or resting-HR finding of more days is an alarm


def lasting_days(mornings: Mornings, today: date) -> LastingDays:
    """Count for how many dates in a row, today backwards, each finding has held.

    Every date is judged by its own value and its own baseline; one without either ends the count.
    """
    return LastingDays(
        hrv=_streak(today, lambda day: hrv_is_low(mornings.hrv_change(day))),
        rhr=_streak(today, lambda day: rhr_is_high(mornings.rhr_change(day))),
        recovery_index=_streak(today, lambda day: _index_is_low(mornings.recovery_index(day))),
    )


def hrv_is_low(change: Number | None) -> bool:
    """Whether a change in percent is a finding."""
    return change is not None and change < -HRV_DROP_PCT


def rhr_is_high(change: Number | None) -> bool:
    """Whether a change in bpm is a finding."""
    return change is not None and change >= RHR_RISE_BPM


def recovery_alert(inputs: AlertInputs) -> Alert | None:
    """Row 4: recovery index."""
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
    if not _index_is_low(index) or not _index_is_low(yesterday):
        return None
    days = inputs.lasting.recovery_index
    return Alert(
        metric="recovery_index",
        value=index,
        severity="warning",
        threshold=RI_WARNING,
        context=(
            f"Recovery index {index} is below {RI_WARNING} (1.0 is the athlete's normal), after "
            f"{yesterday} yesterday: {days} days in a row. Review the training if it goes on for "
            "three days or more."
        ),
        persistence_days=days,
        tier=1,
    )


def hrv_alert(inputs: AlertInputs) -> Alert | None:
    """Row 5: heart-rate variability (rMSSD) far below its 7-day baseline."""
    latest, baseline = inputs.latest_hrv, inputs.hrv_baseline_7d
    change = hrv_change(latest, baseline)
    if latest is None or baseline is None or change is None or not hrv_is_low(change):
        return None
    days = inputs.lasting.hrv
    return Alert(
        metric="hrv",
        value=round_half_even(latest, 1),
        severity="alarm" if days > LASTING_DAYS else "warning",
        threshold=(
            f"more than {HRV_DROP_PCT}% below the 7-day baseline of "
            f"{round_half_even(baseline, 1)} ms"
        ),
        context=(
            f"HRV {round_half_even(latest, 1)} ms is {abs(change)}% below its 7-day baseline"
            f"{_lasting(days)}"
        ),
        persistence_days=days,
        tier=1,
    )


def rhr_alert(inputs: AlertInputs) -> Alert | None:
    """Row 6: resting heart rate far above its 7-day baseline."""
    latest, baseline = inputs.latest_rhr, inputs.rhr_baseline_7d
    change = rhr_change(latest, baseline)
    if latest is None or baseline is None or not rhr_is_high(change):
        return None
    days = inputs.lasting.rhr
    return Alert(
        metric="rhr",
        value=round_half_even(latest, 1),
        severity="alarm" if days > LASTING_DAYS else "warning",
        threshold=(
            f"{RHR_RISE_BPM} bpm above the 7-day baseline of {round_half_even(baseline, 1)} bpm"
        ),
        context=(
            f"Resting heart rate {round_half_even(latest, 1)} bpm is {change} bpm above its 7-day "
            f"baseline{_lasting(days)}"
        ),
        persistence_days=days,
        tier=1,
    )


def _index_is_low(index: Number | None) -> bool:
    return index is not None and index < RI_WARNING


def _lasting(days: int) -> str:
    if days > LASTING_DAYS:
        return f", {days} days in a row. Read readiness_decision before any session."
    return f". It becomes an alarm when it lasts more than {LASTING_DAYS} days."


def _streak(today: date, found: Callable[[date], bool]) -> int:
    days = 0
    while found(today - timedelta(days=days)):
        days += 1
    return days
