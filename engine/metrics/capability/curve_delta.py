"""Power and heart-rate curves of the last 28 days against the 28 days before.

The shift between short and long durations shows which way an athlete develops. Sources: Pinot &
Grappe (2011), Quod et al. (2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from engine.base.numbers import Number, mean, ratio, round_half_even

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.intervals_icu import Curve, Curves

WINDOW_DAYS: Final = 28
MIN_ANCHORS: Final = 3


@dataclass(frozen=True, slots=True)
class Window:
    """Two dates, ``YYYY-MM-DD``, both included."""

    start: str
    end: str

    @classmethod
    def ending(cls, end: date, days: int) -> Window:
        """Return the ``days`` dates up to and including ``end``."""
        return cls((end - timedelta(days=days - 1)).isoformat(), end.isoformat())

    @property
    def curve_id(self) -> str:
        """Return the id under which the service delivers the curve of these dates."""
        return f"r.{self.start}.{self.end}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of curve: unit of its values, durations in s, and the text about its sign."""

    unit: str
    anchors: tuple[int, ...]
    short: tuple[int, int]
    long: tuple[int, int]
    note: str


POWER: Final = Measure(
    unit="watts",
    anchors=(5, 60, 300, 1200, 3600),
    short=(5, 60),
    long=(1200, 3600),
    note=(
        "Best power of the current against the previous 28 days, rides only. rotation_index = mean "
        "change of 5s and 60s minus mean change of 1200s and 3600s: positive means gains in the "
        "sprint, negative in endurance; 300s stays out. A falling value may only mean that no "
        "maximal effort was ridden; for the long view read sustainability_profile."
    ),
)
HEART_RATE: Final = Measure(
    unit="bpm",
    anchors=(60, 300, 1200, 3600),
    short=(60, 300),
    long=(1200, 3600),
    note=(
        "Highest sustained heart rate of the current against the previous 28 days, all sports. "
        "rotation_index = mean change of 60s and 300s minus mean change of 1200s and 3600s. A "
        "rising sustained heart rate is ambiguous: fitness, or fatigue, heat and dehydration. "
        "Check it against power_curve_delta, efficiency_factor and recovery_index before reading "
        "anything into it."
    ),
)


@dataclass(frozen=True, slots=True)
class CurveDelta:
    """``capability.power_curve_delta`` or ``hr_curve_delta``; changes in percent."""

    window_days: int
    current_window: Window
    previous_window: Window
    anchors: dict[str, JsonObject] | None
    rotation_index: Number | None
    note: str


def windows(today: date) -> tuple[Window, Window]:
    """Return the current and the previous window."""
    before = today - timedelta(days=WINDOW_DAYS)
    return Window.ending(today, WINDOW_DAYS), Window.ending(before, WINDOW_DAYS)


def curve_delta(curves: Curves, today: date, measure: Measure) -> CurveDelta:
    """Compare the curves of the two windows at the anchors of the measure.

    Args:
        curves: the answer of the service; power for rides only (defect 03-32, kept).
        today: the athlete's date.
        measure: ``POWER`` or ``HEART_RATE``.
    """
    now, before = windows(today)
    reason = _why_not(curves, now, before, measure)
    if reason:
        return CurveDelta(WINDOW_DAYS, now, before, None, None, reason)
    current, previous = curves.by_id[now.curve_id], curves.by_id[before.curve_id]
    anchors: dict[int, JsonObject] = {
        seconds: {
            f"current_{measure.unit}": current.at(seconds),
            f"previous_{measure.unit}": previous.at(seconds),
            "pct_change": _change(current.at(seconds), previous.at(seconds)),
        }
        for seconds in measure.anchors
    }
    return CurveDelta(
        window_days=WINDOW_DAYS,
        current_window=now,
        previous_window=before,
        anchors={f"{seconds}s": anchor for seconds, anchor in anchors.items()},
        rotation_index=_rotation(anchors, measure),
        note=measure.note,
    )


def _why_not(curves: Curves, now: Window, before: Window, measure: Measure) -> str | None:
    """Say why the windows cannot be compared; None when they can."""
    if not curves.by_id:
        return "No curve data for the two windows; nothing can be compared."
    current, previous = curves.by_id.get(now.curve_id), curves.by_id.get(before.curve_id)
    if current is None or previous is None:
        pairs = (("current", current), ("previous", previous))
        names = " and ".join(name for name, curve in pairs if curve is None)
        return f"No curve for the {names} window; nothing can be compared."
    counts = _known(current, measure), _known(previous, measure)
    if min(counts) < MIN_ANCHORS:
        return (
            f"Too few durations to compare: {counts[0]} in the current window and {counts[1]} in "
            f"the previous one, {MIN_ANCHORS} needed in each."
        )
    return None


def _known(curve: Curve, measure: Measure) -> int:
    return sum(curve.at(seconds) is not None for seconds in measure.anchors)


def _change(current: Number | None, previous: Number | None) -> Number | None:
    if current is None or previous is None:
        return None
    share = ratio(current - previous, previous)
    return None if share is None else round_half_even(share * 100, 1)


def _rotation(anchors: dict[int, JsonObject], measure: Measure) -> Number | None:
    short, long = (
        [anchors[seconds]["pct_change"] for seconds in ends]
        for ends in (measure.short, measure.long)
    )
    if None in short or None in long:
        return None
    return round_half_even(mean(short) - mean(long), 1)
