"""Time in training zones: per activity, and as shares of the last days.

Zones are the athlete's own on Intervals.icu: seven power zones, and heart-rate zones by position.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.base.numbers import Number, round_half_even, sum_in_order
from engine.intervals_icu.activity import ZONE_IDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.intervals_icu import Activity

Basis: TypeAlias = Literal["power", "hr"]

GREY_ZONE_NOTE = (
    "Percent of zone time in z3 (tempo). A polarized plan keeps it small. No verdict on one "
    "session: for the whole distribution read seiler_tid_7d."
)
QUALITY_INTENSITY_NOTE = (
    "Percent of zone time in z4 and above, not of sessions: for those read hard_days_this_week. "
    "A polarized plan aims at about 20 %."
)
EASY_TIME_RATIO_NOTE = (
    "Share of zone time in z1 and z2, from 0 to 1. A polarized plan aims at about 0.8. Counts only "
    "activities with zone data: see zone_distribution_7d.total_hours."
)


@dataclass(frozen=True, slots=True)
class ZoneTimes:
    """Seconds by zone (``z1`` … ``z7``), and whether power or heart rate decided the zone."""

    seconds: dict[str, Number] = field(default_factory=dict)
    basis: Basis | None = None

    def between(self, first: int, last: int) -> Number:
        """Return the seconds in zones ``first`` to ``last``, both included."""
        return sum_in_order(self.seconds.get(zone, 0) for zone in ZONE_IDS[first - 1 : last])


@dataclass(frozen=True, slots=True)
class ZoneDistribution:
    """Hours per zone; ``total_hours`` is zone time, not moving time."""

    z1_hours: Number
    z2_hours: Number
    z3_hours: Number
    z4_plus_hours: Number
    total_hours: Number
    zone_basis: str | None


@dataclass(frozen=True, slots=True)
class ZoneShares:
    """Zone block of ``derived_metrics``."""

    zone_distribution_7d: ZoneDistribution
    grey_zone_percentage: Number | None
    grey_zone_note: str
    quality_intensity_percentage: Number | None
    quality_intensity_note: str
    easy_time_ratio: Number | None
    easy_time_ratio_note: str


def zone_times(activity: Activity, family: str, preference: Mapping[str, str]) -> ZoneTimes:
    """Choose the zone times of one activity: power before heart rate, unless preferred otherwise.

    Args:
        activity: the activity.
        family: its sport family, ``other`` for a type that is not listed.
        preference: sport family to ``power`` or ``hr``; only ``hr`` changes anything.

    A set whose seconds add up to 0 does not exist. Heart-rate zones are mapped by position, which
    assumes five zones with the fourth at threshold (03-21, kept).
    """
    power = ZoneTimes(activity.power_zones, "power")
    by_position = zip(ZONE_IDS, activity.hr_zones, strict=False)
    heart_rate = ZoneTimes({zone: secs for zone, secs in by_position if secs}, "hr")
    prefers_hr = preference.get(family) == "hr"
    for choice in (heart_rate, power) if prefers_hr else (power, heart_rate):
        if sum_in_order(choice.seconds.values()):
            return choice
    return ZoneTimes()


def zone_basis(times: Iterable[ZoneTimes]) -> str | None:
    """Name the basis of a group of activities: ``power``, ``hr``, ``mixed`` or None."""
    bases = {entry.basis for entry in times if entry.basis}
    return "mixed" if len(bases) > 1 else next(iter(bases), None)


def total_times(times: Iterable[ZoneTimes]) -> ZoneTimes:
    """Add up the seconds of a group of activities, whatever their basis (defect 03-23, kept)."""
    seconds: dict[str, Number] = {}
    for entry in times:
        for zone, value in entry.seconds.items():
            seconds[zone] = seconds.get(zone, 0) + value
    return ZoneTimes(seconds)


def zone_shares(activities: Iterable[Activity], preference: Mapping[str, str]) -> ZoneShares:
    """Compute the zone block over the activities of the short window."""
    times = [zone_times(activity, activity.family_or_other, preference) for activity in activities]
    seconds = total_times(times)
    easy, grey, quality = seconds.between(1, 2), seconds.between(3, 3), seconds.between(4, 7)
    total = easy + grey + quality
    return ZoneShares(
        zone_distribution_7d=ZoneDistribution(
            z1_hours=_hours(seconds.between(1, 1)),
            z2_hours=_hours(seconds.between(2, 2)),
            z3_hours=_hours(grey),
            z4_plus_hours=_hours(quality),
            total_hours=_hours(total),
            zone_basis=zone_basis(times),
        ),
        grey_zone_percentage=round_half_even(grey / total * 100, 1) if total > 0 else None,
        grey_zone_note=GREY_ZONE_NOTE,
        quality_intensity_percentage=round_half_even(quality / total * 100, 1)
        if total > 0
        else None,
        quality_intensity_note=QUALITY_INTENSITY_NOTE,
        easy_time_ratio=round_half_even(easy / total, 2) if total > 0 else None,
        easy_time_ratio_note=EASY_TIME_RATIO_NOTE,
    )


def _hours(seconds: Number) -> Number:
    return round_half_even(seconds / 3600, 2)
