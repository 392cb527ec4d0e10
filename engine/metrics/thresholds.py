"""Thresholds per sport family, and the cycling power model of the day."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from engine.base import sports
from engine.base.numbers import Number, round_half_even, round_int

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.intervals_icu import SportSettings, Wellness


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
        """Take the thresholds of one setting; a pace or FTP of 0 counts as not set."""
        pace = settings.threshold_pace or None
        return cls(
            lthr=settings.lthr,
            max_hr=settings.max_hr,
            threshold_pace=pace,
            pace_units=settings.pace_units if pace is not None else None,
            ftp=settings.ftp or None,
            ftp_indoor=settings.indoor_ftp or None,
        )

    @property
    def filled(self) -> int:
        """Count the values that are set."""
        return sum(value is not None for value in astuple(self))


def sport_thresholds(settings: Iterable[SportSettings]) -> dict[str, SportThresholds]:
    """Return the thresholds of each sport family, in the order the families are met.

    Of several settings of a family the one with more values wins, then the alphabetically smaller
    type name (defect S-33, kept: the main type of a family should win).
    """
    chosen: dict[str, tuple[SportThresholds, str]] = {}
    for setting in settings:
        thresholds = SportThresholds.from_settings(setting)
        for activity_type in setting.types:
            family = sports.family(activity_type)
            if family is None:
                continue
            held = chosen.get(family)
            if held is None or (-thresholds.filled, activity_type) < (-held[0].filled, held[1]):
                chosen[family] = (thresholds, activity_type)
    return {family: thresholds for family, (thresholds, _) in chosen.items()}


@dataclass(frozen=True, slots=True)
class PowerModelBlock:
    """eFTP and Pmax in W, W' in J and kJ, VO2max as recorded; ``source`` tells where it is from."""

    eftp: Number | None
    w_prime: int | None
    w_prime_kj: Number | None
    p_max: int | None
    vo2max: Number | None
    source: str


def power_model(today: Wellness | None) -> PowerModelBlock:
    """Read the power model from today's wellness record (defect S-32, kept: only today's)."""
    model = today.power_model if today else None
    vo2max = today.vo2max if today else None
    if model is None:
        return PowerModelBlock(None, None, None, None, vo2max, "unavailable")
    return PowerModelBlock(
        eftp=round_half_even(model.eftp, 1) if model.eftp else None,
        w_prime=round_int(model.w_prime) if model.w_prime else None,
        w_prime_kj=round_half_even(model.w_prime / 1000, 1) if model.w_prime else None,
        p_max=round_int(model.p_max) if model.p_max else None,
        vo2max=vo2max,
        source="wellness.sportInfo",
    )
