"""Thresholds per sport family, and the newest cycling power model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base import sports
from engine.base.numbers import Number, round_half_even, round_int

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.intervals_icu import SportSettings, Wellness


FORMER_CYCLING_TYPES = frozenset(
    {"Ride", "VirtualRide", "MountainBikeRide", "GravelRide", "EBikeRide"}
)
"""What earlier versions knew as cycling."""


@dataclass(frozen=True, slots=True)
class SportThresholds:
    """Heart rates in bpm, threshold pace in m/s, FTP in W; values as the athlete set them."""

    lthr: Number | None
    max_hr: Number | None
    threshold_pace: Number | None
    pace_units: str | None
    ftp: Number | None
    ftp_indoor: Number | None

    @classmethod
    def from_settings(cls, settings: SportSettings) -> SportThresholds:
        """Take the thresholds of one setting; a 0 counts as not set."""
        pace = settings.threshold_pace or None
        return cls(
            lthr=settings.lthr or None,
            max_hr=settings.max_hr or None,
            threshold_pace=pace,
            pace_units=settings.pace_units if pace is not None else None,
            ftp=settings.ftp or None,
            ftp_indoor=settings.indoor_ftp or None,
        )

    @property
    def filled(self) -> int:
        """Count the values that are set; a unit is none."""
        values = (self.lthr, self.max_hr, self.threshold_pace, self.ftp, self.ftp_indoor)
        return sum(value is not None for value in values)


def sport_thresholds(settings: Iterable[SportSettings]) -> dict[str, SportThresholds]:
    """Return the thresholds of each sport family, in the order the families are met.

    Of several settings of a family the one with the family's main type wins, then the one with
    more values, then the alphabetically smaller type name. Settings are never mixed.
    """
    chosen: dict[str, tuple[tuple[bool, int, str], SportThresholds]] = {}
    for setting in settings:
        thresholds = SportThresholds.from_settings(setting)
        for activity_type in setting.types:
            family = sports.family(activity_type)
            if family is None:
                continue
            is_main = sports.MAIN_TYPES[family] in setting.types
            rank = (not is_main, -thresholds.filled, activity_type)
            if family not in chosen or rank < chosen[family][0]:
                chosen[family] = (rank, thresholds)
    return {family: thresholds for family, (_, thresholds) in chosen.items()}


def former_cycling(settings: Iterable[SportSettings]) -> SportThresholds | None:
    """Return what earlier versions took for the cycling thresholds.

    They counted the values before they looked at the main type, and the unit of a pace and a
    heart rate of 0 among them, so that a second bicycle could decide the athlete's FTP.
    """
    given = [
        (activity_type, setting)
        for setting in settings
        for activity_type in setting.types
        if activity_type in FORMER_CYCLING_TYPES
    ]
    first = min(given, key=lambda item: (-_values_given(item[1]), item[0]), default=None)
    return SportThresholds.from_settings(first[1]) if first else None


def _values_given(setting: SportSettings) -> int:
    pace = setting.threshold_pace or None
    unit = setting.pace_units if pace is not None else None
    ftps = setting.ftp or None, setting.indoor_ftp or None
    return sum(v is not None for v in (setting.lthr, setting.max_hr, pace, unit, *ftps))


@dataclass(frozen=True, slots=True)
class PowerModelBlock:
    """eFTP and Pmax in W, W' in J and kJ, VO2max as recorded; with the dates they are from."""

    eftp: Number | None
    w_prime: int | None
    w_prime_kj: Number | None
    p_max: int | None
    vo2max: Number | None
    source: str
    date: str | None = None
    vo2max_date: str | None = None


def power_model(wellness: Sequence[Wellness]) -> PowerModelBlock:
    """Read power model and VO2max, each from the newest record that has it.

    Args:
        wellness: today and the 28 days before, oldest first.
    """
    modeled = [w for w in wellness if w.power_model and (w.power_model.eftp or 0) > 0]
    measured = [w for w in wellness if (w.vo2max or 0) > 0]
    vo2max, vo2max_date = (measured[-1].vo2max, measured[-1].day) if measured else (None, None)
    model = modeled[-1].power_model if modeled else None
    if model is None:
        return PowerModelBlock(
            None, None, None, None, vo2max, "unavailable", vo2max_date=vo2max_date
        )
    return PowerModelBlock(
        eftp=round_half_even(model.eftp, 1) if model.eftp else None,
        w_prime=round_int(model.w_prime) if model.w_prime else None,
        w_prime_kj=round_half_even(model.w_prime / 1000, 1) if model.w_prime else None,
        p_max=round_int(model.p_max) if model.p_max else None,
        vo2max=vo2max,
        source="wellness.sportInfo",
        date=modeled[-1].day,
        vo2max_date=vo2max_date,
    )
