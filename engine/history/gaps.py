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


def data_gaps(active: Iterable[date], today: date) -> list[DataGap]:
    """Return the gaps between the dates with an activity, in order.

    One that lasts ends yesterday, because today is not over.
    """
    days = sorted(set(active))
    if days and days[-1] < today:
        days.append(today)
    gaps = []
    for before, after in pairwise(days):
        missing = (after - before).days - 1
        if missing >= MIN_DAYS:
            first, last = before + timedelta(days=1), after - timedelta(days=1)
            gaps.append(DataGap(f"{first} to {last}", missing))
    return gaps
