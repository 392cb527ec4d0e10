"""Recovery: heart-rate variability and resting heart rate against their own baselines.

A morning is compared with the mornings before it, by date (docs/format/load.md#baselines): a value
that sat in its own baseline would hide a part of its own fall, and an old night says nothing about
today. Sources: Kiviniemi et al. (2007) compare a day with the days before it; Plews et al. (2014)
find three readings a week the least that give a usable weekly mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from engine.base.numbers import Number, mean_or_none, ratio, round_half_even

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from engine.intervals_icu import Wellness

WEEK: Final = 7
MONTH: Final = 28
"""Days before the judged one that the two baselines cover."""
MIN_MORNINGS: Final = 3
"""Usable values that a baseline needs (Plews 2014)."""


@dataclass(frozen=True, slots=True)
class Mornings:
    """What was measured on each date; ``by_day`` has one record for each ISO date."""

    by_day: Mapping[str, Wellness]

    @classmethod
    def of(cls, records: Iterable[Wellness]) -> Mornings:
        """Group by date; of several records of a date the first one counts."""
        by_day: dict[str, Wellness] = {}
        for record in records:
            by_day.setdefault(record.day or "", record)
        return cls(by_day)

    def hrv(self, day: date) -> Number | None:
        """Return the rMSSD in ms of a date; None when it is missing or implausible."""
        record = self.by_day.get(day.isoformat())
        return record.valid_hrv if record else None

    def rhr(self, day: date) -> Number | None:
        """Return the resting heart rate in bpm of a date; 0 is none."""
        record = self.by_day.get(day.isoformat())
        rate = record.resting_hr if record else None
        return rate if rate is not None and rate > 0 else None

    def hrv_before(self, day: date, days: int) -> list[Number]:
        """Return the usable values of the dates before ``day``, oldest first."""
        return _known(self.hrv, day, days)

    def rhr_before(self, day: date, days: int) -> list[Number]:
        """Return the usable values of the dates before ``day``, oldest first."""
        return _known(self.rhr, day, days)

    def hrv_baseline(self, day: date, days: int = WEEK) -> Number | None:
        """Return the mean of the dates before ``day``, to one decimal."""
        return mean_or_none(self.hrv_before(day, days), 1, MIN_MORNINGS)

    def rhr_baseline(self, day: date, days: int = WEEK) -> Number | None:
        """Return the mean of the dates before ``day``, to one decimal."""
        return mean_or_none(self.rhr_before(day, days), 1, MIN_MORNINGS)

    def hrv_change(self, day: date) -> Number | None:
        """Return the change of a date against its own 7-day baseline in percent."""
        return hrv_change(self.hrv(day), self.hrv_baseline(day))

    def rhr_change(self, day: date) -> Number | None:
        """Return the change of a date against its own 7-day baseline in bpm."""
        return rhr_change(self.rhr(day), self.rhr_baseline(day))

    def recovery_index(self, day: date) -> Number | None:
        """Return (HRV / baseline) / (resting HR / baseline) of a date; above 1.0 is good recovery.

        None when any of the four values is missing.
        """
        hrv, hrv_baseline = self.hrv(day), self.hrv_baseline(day)
        rhr, rhr_baseline = self.rhr(day), self.rhr_baseline(day)
        if not hrv or not rhr or not hrv_baseline or not rhr_baseline:
            return None
        value = ratio(hrv / hrv_baseline, rhr / rhr_baseline)
        return None if value is None else round_half_even(value, 2)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Recovery block of ``derived_metrics``: HRV as rMSSD in ms, resting heart rate in bpm."""

    recovery_index: Number | None
    recovery_index_yesterday: Number | None
    hrv_baseline_7d: Number | None
    rhr_baseline_7d: Number | None
    hrv_baseline_28d: Number | None
    rhr_baseline_28d: Number | None
    latest_hrv: Number | None
    latest_rhr: Number | None


def recovery(mornings: Mornings, today: date) -> Recovery:
    """Compute the recovery block; yesterday's index is the one that was published yesterday."""
    return Recovery(
        recovery_index=mornings.recovery_index(today),
        recovery_index_yesterday=mornings.recovery_index(today - timedelta(days=1)),
        hrv_baseline_7d=mornings.hrv_baseline(today),
        rhr_baseline_7d=mornings.rhr_baseline(today),
        hrv_baseline_28d=mornings.hrv_baseline(today, MONTH),
        rhr_baseline_28d=mornings.rhr_baseline(today, MONTH),
        latest_hrv=mornings.hrv(today),
        latest_rhr=mornings.rhr(today),
    )


def hrv_change(value: Number | None, baseline: Number | None) -> Number | None:
    """Return the change of HRV in percent of its baseline, to one decimal.

    Alerts, day counts and readiness compare this rounded value, so that they never contradict each
    other.
    """
    if not value or not baseline:
        return None
    return round_half_even((value - baseline) / baseline * 100, 1)


def rhr_change(value: Number | None, baseline: Number | None) -> Number | None:
    """Return the change of the resting heart rate in bpm, to one decimal."""
    if not value or not baseline:
        return None
    return round_half_even(value - baseline, 1)


def _known(measure: Callable[[date], Number | None], day: date, days: int) -> list[Number]:
    values = (measure(day - timedelta(days=back)) for back in range(days, 0, -1))
    return [value for value in values if value is not None]
