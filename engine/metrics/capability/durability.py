"""Durability: aggregate decoupling of long, steady sessions.

Decoupling is the drift of heart rate against power or pace, in percent; small or negative is good.
Sources: Maunder et al. (2021), Rothschild et al. (2025).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.numbers import Number, mean_or_none
from engine.metrics.capability.trend import MAX_STEADY_VI, Trend, qualifying, steady, trend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.intervals_icu import Activity

MIN_SECONDS = 5400
"""90 minutes: shorter sessions do not show durability."""

HIGH_DRIFT_PCT = 5.0
MIN_SESSIONS = 2
TREND_PCT = 1.0
RELIABLE_7D = 3
RELIABLE_28D = 5

NOTE = (
    "Mean decoupling in percent over steady sessions (variability index above 0 and at most "
    f"{MAX_STEADY_VI}) of at least {MIN_SECONDS // 60} minutes, all sports. Lower is better, "
    "negative values are real. Trend: the 7-day mean more than 1.0 below the 28-day mean is "
    "improving, more than 1.0 above declining. An alert needs 5 sessions in 28 days, the 7-day "
    "rules 3 in 7 days: with fewer, reliability_limited is true and the numbers are a hint. "
    "Heat, fuel and terrain raise decoupling too."
)


@dataclass(frozen=True, slots=True)
class Durability:
    """``capability.durability``: decoupling in percent."""

    mean_decoupling_7d: Number | None
    mean_decoupling_28d: Number | None
    high_drift_count_7d: int
    high_drift_count_28d: int
    qualifying_sessions_7d: int
    qualifying_sessions_28d: int
    trend: Trend | None
    reliability_limited: bool
    reliability_note: str | None
    note: str = NOTE


def qualifies(activity: Activity) -> Number | None:
    """Return the decoupling of a session that is long and steady enough, else None."""
    if activity.seconds < MIN_SECONDS or not steady(activity):
        return None
    return activity.decoupling


def durability(last_7d: Iterable[Activity], last_28d: Iterable[Activity]) -> Durability:
    """Compute the block over the activities of the short window and of 28 days."""
    values_7d, values_28d = qualifying(last_7d, qualifies), qualifying(last_28d, qualifies)
    mean_7d = mean_or_none(values_7d, 2, MIN_SESSIONS)
    mean_28d = mean_or_none(values_28d, 2, MIN_SESSIONS)
    limited = len(values_28d) < RELIABLE_28D or len(values_7d) < RELIABLE_7D
    return Durability(
        mean_decoupling_7d=mean_7d,
        mean_decoupling_28d=mean_28d,
        high_drift_count_7d=sum(value > HIGH_DRIFT_PCT for value in values_7d),
        high_drift_count_28d=sum(value > HIGH_DRIFT_PCT for value in values_28d),
        qualifying_sessions_7d=len(values_7d),
        qualifying_sessions_28d=len(values_28d),
        trend=trend(mean_7d, mean_28d, TREND_PCT, lower_is_better=True),
        reliability_limited=limited,
        reliability_note=_reliability(len(values_7d), len(values_28d)) if limited else None,
    )


def _reliability(sessions_7d: int, sessions_28d: int) -> str:
    return (
        f"{sessions_7d} qualifying sessions in 7 days (minimum {RELIABLE_7D}) and {sessions_28d} "
        f"in 28 days (minimum {RELIABLE_28D}): too few to act on."
    )
