"""Recovery: heart-rate variability and resting heart rate against their own baselines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.numbers import Number, mean_or_none, ratio, round_half_even

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.intervals_icu import Wellness


@dataclass(frozen=True, slots=True)
class Recovery:
    """Recovery block of ``derived_metrics``: HRV as rMSSD in ms, resting heart rate in bpm."""

    recovery_index: Number | None
    recovery_index_yesterday: Number | None
    hrv_baseline_7d: Number | None
    rhr_baseline_7d: Number | None
    hrv_baseline_28d: Number | None
    rhr_baseline_28d: Number | None
    latest_hrv: Number | None
    latest_rhr: Number | None


def recovery(last_7d: Sequence[Wellness], last_28d: Sequence[Wellness]) -> Recovery:
    """Compute the recovery block.

    Args:
        last_7d: wellness rows of the short window, oldest first.
        last_28d: wellness rows of the last 28 days, oldest first.

    Latest and yesterday are the last two rows, whatever their dates (defects 03-16 and 06-24,
    kept); a baseline needs one value and contains the value it is compared with (03-17, kept); a
    latest resting heart rate of 0 is shown (03-18, kept).
    """
    hrv_baseline = mean_or_none(hrv_values(last_7d), 1)
    rhr_baseline = mean_or_none(rhr_values(last_7d), 1)
    latest = last_7d[-1] if last_7d else None
    yesterday = last_7d[-2] if len(last_7d) > 1 else None
    return Recovery(
        recovery_index=recovery_index(latest, hrv_baseline, rhr_baseline),
        recovery_index_yesterday=recovery_index(yesterday, hrv_baseline, rhr_baseline),
        hrv_baseline_7d=hrv_baseline,
        rhr_baseline_7d=rhr_baseline,
        hrv_baseline_28d=mean_or_none(hrv_values(last_28d), 1),
        rhr_baseline_28d=mean_or_none(rhr_values(last_28d), 1),
        latest_hrv=latest.valid_hrv if latest else None,
        latest_rhr=latest.resting_hr if latest else None,
    )


def recovery_index(
    row: Wellness | None, hrv_baseline: Number | None, rhr_baseline: Number | None
) -> Number | None:
    """Return (HRV / baseline) / (resting HR / baseline); above 1.0 is good recovery.

    None when any of the four values is missing or 0.
    """
    hrv = row.valid_hrv if row else None
    rhr = row.resting_hr if row else None
    if not hrv or not rhr or not hrv_baseline or not rhr_baseline:
        return None
    value = ratio(hrv / hrv_baseline, rhr / rhr_baseline)
    return None if value is None else round_half_even(value, 2)


def hrv_values(rows: Sequence[Wellness]) -> list[Number]:
    """Return the plausible HRV values."""
    return [row.valid_hrv for row in rows if row.valid_hrv is not None]


def rhr_values(rows: Sequence[Wellness]) -> list[Number]:
    """Return the resting heart rates that are not 0."""
    return [row.resting_hr for row in rows if row.resting_hr]
