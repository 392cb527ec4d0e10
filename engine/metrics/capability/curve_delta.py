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
    from collections.abc import Iterable, Mapping, Sequence

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
        "Best power of the current against the previous 28 days, outdoors or indoors (Ride, "
        "VirtualRide). rotation_index = mean change of 5s and 60s minus mean change of 1200s and "
        "3600s: positive means gains in the sprint, negative in endurance. A falling value may "
        "only mean that no maximal effort was ridden; for the long view read "
        "sustainability_profile."
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
        "Check it against power_curve_delta, efficiency_factor and recovery_index first."
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


def curve_delta(answers: Sequence[Curves | None], today: date, measure: Measure) -> CurveDelta:
    """Compare the curves of the two windows at the anchors of the measure.

    Args:
        answers: what was answered for each type of activity, None where the service could not be
            read; of several types the larger value counts.
        today: the athlete's date.
        measure: ``POWER`` or ``HEART_RATE``.
    """
    now, before = windows(today)
    current, previous = _curves(answers, now), _curves(answers, before)
    reason = _why_not(answers, current, previous, measure)
    if reason:
        return CurveDelta(WINDOW_DAYS, now, before, None, None, reason)
    compared = {s: (_best(current, s), _best(previous, s)) for s in measure.anchors}
    changes = {seconds: _change(*values) for seconds, values in compared.items()}
    return CurveDelta(
        window_days=WINDOW_DAYS,
        current_window=now,
        previous_window=before,
        anchors={
            f"{seconds}s": {
                f"current_{measure.unit}": now_best,
                f"previous_{measure.unit}": before_best,
                "pct_change": changes[seconds],
            }
            for seconds, (now_best, before_best) in compared.items()
        },
        rotation_index=_rotation(changes, measure),
        note=f"{measure.note}{_unread(answers)}",
    )


def _curves(answers: Iterable[Curves | None], window: Window) -> list[Curve]:
    read = (answer for answer in answers if answer is not None)
    return [a.by_id[window.curve_id] for a in read if window.curve_id in a.by_id]


def _best(curves: Iterable[Curve], seconds: int) -> Number | None:
    return max((v for c in curves if (v := c.at(seconds)) is not None), default=None)


def _why_not(
    answers: Sequence[Curves | None],
    current: Sequence[Curve],
    previous: Sequence[Curve],
    measure: Measure,
) -> str | None:
    """Say why the windows cannot be compared; None when they can."""
    read = [answer for answer in answers if answer is not None]
    if not read:
        return "The service could not be read in this sync; the next one asks for the curves again."
    unread = _unread(answers)
    if not any(answer.by_id for answer in read):
        return unread.strip() or "No curve data for the two windows; nothing can be compared."
    if not (current and previous):
        pairs = (("current", current), ("previous", previous))
        names = " and ".join(name for name, curves in pairs if not curves)
        return f"No curve for the {names} window; nothing can be compared.{unread}"
    counts = _known(current, measure), _known(previous, measure)
    if min(counts) < MIN_ANCHORS:
        return (
            f"Too few durations to compare: {counts[0]} in the current window and {counts[1]} in "
            f"the previous one, {MIN_ANCHORS} needed in each.{unread}"
        )
    return None


def _unread(answers: Sequence[Curves | None]) -> str:
    """Return a sentence to append when a part of the answers is missing."""
    if None not in answers:
        return ""
    return (
        " The service could not be read in this sync for a part of the curves, which is left out; "
        "the next one asks again."
    )


def _known(curves: Sequence[Curve], measure: Measure) -> int:
    return sum(_best(curves, seconds) is not None for seconds in measure.anchors)


def _change(current: Number | None, previous: Number | None) -> Number | None:
    if current is None or previous is None:
        return None
    share = ratio(current - previous, previous)
    return None if share is None else round_half_even(share * 100, 1)


def _rotation(changes: Mapping[int, Number | None], measure: Measure) -> Number | None:
    known = {seconds: change for seconds, change in changes.items() if change is not None}
    if not known.keys() >= {*measure.short, *measure.long}:
        return None
    short, long = (mean([known[s] for s in ends]) for ends in (measure.short, measure.long))
    return round_half_even(short - long, 1)
