"""What the capability trends share: the filter for steady sessions and the comparison of means.

The 7-day window lies inside the 28-day window, so the means compared overlap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.base.numbers import Number
    from engine.intervals_icu import Activity

Trend: TypeAlias = Literal["improving", "stable", "declining"]

MAX_STEADY_VI = 1.05
"""Variability index (normalized over average power) up to which a session is steady."""


def steady(activity: Activity) -> bool:
    """Whether power or pace was even enough to relate heart rate to it."""
    index = activity.variability_index
    return index is not None and 0 < index <= MAX_STEADY_VI


def qualifying(
    activities: Iterable[Activity], qualifies: Callable[[Activity], Number | None]
) -> list[Number]:
    """Return the values of the activities that pass a filter."""
    return [value for activity in activities if (value := qualifies(activity)) is not None]


def trend(
    mean_7d: Number | None, mean_28d: Number | None, limit: float, *, lower_is_better: bool = False
) -> Trend | None:
    """Name the change between two rounded means; None when one is missing.

    Their difference is not rounded, so one of exactly ``limit`` can fall on either side (defect
    03-28, kept).
    """
    if mean_7d is None or mean_28d is None:
        return None
    return label(mean_7d - mean_28d, limit, lower_is_better=lower_is_better)


def label(change: Number, limit: float, *, lower_is_better: bool = False) -> Trend:
    """Name a change: within ``limit`` it is stable."""
    gain = -change if lower_is_better else change
    if gain > limit:
        return "improving"
    return "declining" if gain < -limit else "stable"
