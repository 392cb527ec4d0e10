"""``data_gaps``: runs of days without training (docs/format/history.md#data_gaps)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.decode import JsonObject

MIN_DAYS: Final = 3


def data_gaps(active: Iterable[date]) -> list[JsonObject]:
    """Return the gaps between the dates with an activity, in order.

    A gap that lasts until today is not listed (defect 07-3.6, kept).
    """
    days = sorted(set(active))
    gaps = []
    for before, after in pairwise(days):
        missing = (after - before).days - 1
        if missing >= MIN_DAYS:
            first, last = before + timedelta(days=1), after - timedelta(days=1)
            gaps.append({"period": f"{first} to {last}", "days_missing": missing})
    return gaps
