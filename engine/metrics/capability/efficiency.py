"""Efficiency factor: normalized power per heartbeat in steady rides (Coggan)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.numbers import Number, mean_or_none
from engine.metrics.capability.trend import MAX_STEADY_VI, Trend, qualifying, steady, trend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.intervals_icu import Activity

RIDE_TYPES = frozenset({"Ride", "VirtualRide", "MountainBikeRide", "GravelRide"})
"""Power-assisted rides are left out."""

MIN_SECONDS = 1200
MIN_SESSIONS = 2
TREND_LIMIT = 0.03  # W per beat/min

NOTE = (
    "Mean of normalized power divided by average heart rate over steady rides (variability index "
    f"above 0 and at most {MAX_STEADY_VI}, at least {MIN_SECONDS // 60} minutes, no e-bikes). "
    "Compare like with like: heat, altitude, fatigue, fueling and the power meter move it as "
    "much as fitness does. Trend: more than 0.03 above the 28-day mean is improving, more than "
    "0.03 below declining."
)


@dataclass(frozen=True, slots=True)
class EfficiencyFactor:
    """``capability.efficiency_factor``: W per beat/min."""

    mean_ef_7d: Number | None
    mean_ef_28d: Number | None
    qualifying_sessions_7d: int
    qualifying_sessions_28d: int
    trend: Trend | None
    note: str = NOTE


def qualifies(activity: Activity) -> Number | None:
    """Return the efficiency factor of a steady ride of sufficient length, else None."""
    if activity.type not in RIDE_TYPES or activity.seconds < MIN_SECONDS or not steady(activity):
        return None
    return activity.efficiency_factor


def efficiency_factor(
    last_7d: Iterable[Activity], last_28d: Iterable[Activity]
) -> EfficiencyFactor:
    """Compute the block over the activities of the short window and of 28 days."""
    values_7d, values_28d = qualifying(last_7d, qualifies), qualifying(last_28d, qualifies)
    mean_7d = mean_or_none(values_7d, 2, MIN_SESSIONS)
    mean_28d = mean_or_none(values_28d, 2, MIN_SESSIONS)
    return EfficiencyFactor(
        mean_ef_7d=mean_7d,
        mean_ef_28d=mean_28d,
        qualifying_sessions_7d=len(values_7d),
        qualifying_sessions_28d=len(values_28d),
        trend=trend(mean_7d, mean_28d, TREND_LIMIT),
    )
