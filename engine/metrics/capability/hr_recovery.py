"""Heart-rate recovery: how fast the heart slows down after hard work.

Sources: Fecchio et al. (2019), Lamberts et al. (2024), Buchheit (2006).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.numbers import Number, mean_or_none
from engine.metrics.capability.trend import Trend, label, qualifying

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.intervals_icu import Activity

MIN_SESSIONS_7D = 1
MIN_SESSIONS_28D = 3
TREND_SHARE = 0.10  # of the 28-day mean

NOTE = (
    "Mean of the largest drop of heart rate within 60 seconds, in beats per minute, after more "
    "than one minute above threshold heart rate; all sports. Null with no such session in 7 days, "
    "or fewer than 3 in 28. Trend: more than 10 % above the 28-day mean is improving, more than "
    "10 % below declining. For display only: it depends on how the session stopped."
)


@dataclass(frozen=True, slots=True)
class HeartRateRecovery:
    """``capability.hrrc``: beats per minute."""

    mean_hrrc_7d: Number | None
    mean_hrrc_28d: Number | None
    qualifying_sessions_7d: int
    qualifying_sessions_28d: int
    trend: Trend | None
    note: str = NOTE


def qualifies(activity: Activity) -> float | None:
    """Return the heart-rate recovery of an activity if it is above 0, else None."""
    value = activity.hr_recovery
    return float(value) if value is not None and value > 0 else None


def hr_recovery(last_7d: Iterable[Activity], last_28d: Iterable[Activity]) -> HeartRateRecovery:
    """Compute the block over the activities of the short window and of 28 days."""
    values_7d, values_28d = qualifying(last_7d, qualifies), qualifying(last_28d, qualifies)
    mean_7d = mean_or_none(values_7d, 1, MIN_SESSIONS_7D)
    mean_28d = mean_or_none(values_28d, 1, MIN_SESSIONS_28D)
    return HeartRateRecovery(
        mean_hrrc_7d=mean_7d,
        mean_hrrc_28d=mean_28d,
        qualifying_sessions_7d=len(values_7d),
        qualifying_sessions_28d=len(values_28d),
        trend=_relative_trend(mean_7d, mean_28d),
    )


def _relative_trend(mean_7d: Number | None, mean_28d: Number | None) -> Trend | None:
    if mean_7d is None or not mean_28d:
        return None
    return label((mean_7d - mean_28d) / mean_28d, TREND_SHARE)
