"""``data_gaps``: runs of days without training (docs/format/history.md#data_gaps)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class DataGap:
    """A run of days without an activity."""

    period: str
    days_missing: int


def data_gaps(active: Iterable[date]) -> list[DataGap]:
    """Return the gaps between the dates with an activity, in order.

    A gap that lasts until today is not listed (defect 07-3.6, kept).
    """
    days = sorted(set(active))
    gaps = []
    for before, after in pairwise(days):
        missing = (after - before).days - 1
        if missing >= MIN_DAYS:
            first, last = before + timedelta(days=1), after - timedelta(days=1)
            gaps.append(DataGap(f"{first} to {last}", missing))
    return gaps
