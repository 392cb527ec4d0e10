"""Stream 1 of phase detection: what the completed training weeks show.

docs/format/phase.md#completed-weeks. Sources: monotony after Foster (1998), ACWR limits after
Gabbett (2016); the slope and hard-day limits are conventions of the data format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.base.numbers import Number, mean, round_half_even, slope
from engine.metrics.phase.types import StreamOne

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.metrics.phase.types import Phase, Trend, Week

LOOKBACK_WEEKS: Final = 4
ACWR_TREND_BAND: Final = 0.1  # ratio, change over the window
ELEVATED_MONOTONY: Final = 2.5  # ratio, Foster (1998)
SPIKE_ACWR: Final = 1.5  # ratio, "danger zone" of Gabbett (2016)
SUSTAINED_ACWR: Final = 1.3  # ratio, upper end of the sweet spot, counts with a rising trend
STEEP_CTL_SLOPE: Final = 1.0  # CTL points per week, up or down
BUILD_HARD_DAYS: Final = 1.5  # hard days per week


@dataclass(frozen=True, slots=True)
class CompletedWeeks:
    """The features of stream 1, oldest week first.

    ``ctl`` holds the known values only, ``tss``, ``primary_tss`` and ``hard_days`` one per week.
    ``ctl_slope`` is in CTL points per week, ``hard_day_avg`` in days per week; both are rounded
    before anything is compared with them.
    """

    weeks_available: int
    ctl: tuple[Number, ...]
    tss: tuple[Number, ...]
    primary_tss: tuple[Number, ...]
    hard_days: tuple[int | None, ...]
    ctl_slope: Number | None
    acwr_trend: Trend | None
    hard_day_avg: Number | None
    suggestion: Phase | None

    def emitted(self) -> StreamOne:
        """Return the published part."""
        return StreamOne(
            ctl_slope=self.ctl_slope,
            acwr_trend=self.acwr_trend,
            hard_day_pattern=self.hard_day_avg,
            weeks_available=self.weeks_available,
        )


def completed_weeks(weeks: Sequence[Week]) -> CompletedWeeks:
    """Compute the features from the rows of completed weeks, oldest first."""
    window = weeks[-LOOKBACK_WEEKS:]
    hard_days = tuple(week.hard_days for week in window)
    ctl_slope = _ctl_slope(window)
    trend = _acwr_trend(window)
    average = known_mean(hard_days)
    if average is not None:
        average = round_half_even(average, 1)
    return CompletedWeeks(
        weeks_available=len(window),
        ctl=tuple(week.ctl_end for week in window if week.ctl_end is not None),
        tss=tuple(week.total_tss or 0 for week in window),
        primary_tss=tuple(week.primary_sport_tss or 0 for week in window),
        hard_days=hard_days,
        ctl_slope=ctl_slope,
        acwr_trend=trend,
        hard_day_avg=average,
        suggestion=_suggestion(window, ctl_slope, trend, average),
    )


def known_mean(values: Sequence[Number | None]) -> Number | None:
    """Return the exact mean of the known values; None when there are none."""
    known = [value for value in values if value is not None]
    return mean(known) if known else None


def _ctl_slope(window: Sequence[Week]) -> Number | None:
    """Return CTL points per week; a week without CTL keeps its place."""
    known = [(place, w.ctl_end) for place, w in enumerate(window) if w.ctl_end is not None]
    steepness = slope(known)
    return None if steepness is None else round_half_even(steepness, 2)


def _acwr_trend(window: Sequence[Week]) -> Trend | None:
    """Compare the last known ACWR with the first."""
    known = [week.acwr for week in window if week.acwr is not None]
    if len(known) < 2:  # noqa: PLR2004 - a trend needs two points
        return None
    change = round_half_even(known[-1] - known[0], 2)
    if change > ACWR_TREND_BAND:
        return "rising"
    return "falling" if change < -ACWR_TREND_BAND else "stable"


def _overreached(last: Week, trend: Trend | None) -> bool:
    """Whether a monotonous week was too much; both values are of the last week."""
    if last.acwr is None or last.monotony is None or last.monotony <= ELEVATED_MONOTONY:
        return False
    return last.acwr >= SPIKE_ACWR or (last.acwr >= SUSTAINED_ACWR and trend == "rising")


def _suggestion(
    window: Sequence[Week],
    ctl_slope: Number | None,
    trend: Trend | None,
    hard_day_avg: Number | None,
) -> Phase | None:
    """Name the phase that the weeks alone point to; the first match wins."""
    if window and _overreached(window[-1], trend):
        return "Overreached"
    if ctl_slope is None or hard_day_avg is None:
        return None
    if ctl_slope > STEEP_CTL_SLOPE and hard_day_avg >= BUILD_HARD_DAYS:
        return "Build"
    if -STEEP_CTL_SLOPE <= ctl_slope <= STEEP_CTL_SLOPE and hard_day_avg <= BUILD_HARD_DAYS:
        return "Base"
    return None
