"""``current_status``: fitness, thresholds, today's measurements, weight signal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.base.serialize import INLINE
from engine.base.units import display
from engine.latest.wellness import Sleep

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.base.serialize import Absent
    from engine.intervals_icu import Athlete, Wellness
    from engine.metrics.fitness import Fitness
    from engine.metrics.thresholds import PowerModelBlock, SportThresholds
    from engine.metrics.weight import WeightSignal


@dataclass(frozen=True, slots=True)
class CurrentStatus:
    """The block ``current_status``; without enough weigh-ins there is no ``weight``."""

    fitness: Fitness
    thresholds: Thresholds
    current_metrics: CurrentMetrics
    weight: WeightSignal | Absent


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The newest power model and VO2max with their dates, and each family's thresholds."""

    eftp: Number | None
    w_prime: int | None
    w_prime_kj: Number | None
    p_max: int | None
    vo2max: Number | None
    sports: Mapping[str, SportThresholds]
    power_model_date: str | None
    vo2max_date: str | None

    @classmethod
    def of(cls, model: PowerModelBlock, sports: Mapping[str, SportThresholds]) -> Thresholds:
        """Put both together."""
        return cls(
            eftp=model.eftp,
            w_prime=model.w_prime,
            w_prime_kj=model.w_prime_kj,
            p_max=model.p_max,
            vo2max=model.vo2max,
            sports=sports,
            power_model_date=model.date,
            vo2max_date=model.vo2max_date,
        )


@dataclass(frozen=True, slots=True)
class CurrentMetrics:
    """Today's measurements, and weight and resting heart rate as last known."""

    weight_kg: Number | None
    display: JsonObject
    resting_hr: Number | None
    hrv: Number | None
    sleep_quality: Number | None
    sleep: Sleep = field(metadata=INLINE)
    sleep_score: Number | None
    recorded: JsonObject = field(metadata=INLINE)


def current_metrics(today: Wellness, month: Sequence[Wellness], athlete: Athlete) -> CurrentMetrics:
    """Return what is measured now.

    Args:
        today: today's wellness record, an empty one without any.
        month: the last 28 days, oldest first: weight and resting heart rate describe the athlete
            and not the day, so the newest measurement counts before the profile.
        athlete: for the profile and the units.
    """
    measured = today.without_impossible_zeros()
    weight = _last_measured((w.weight for w in month), athlete.weight)
    return CurrentMetrics(
        weight_kg=weight,
        display={"weight": display(weight, "weight", athlete.units)},
        resting_hr=_last_measured((w.resting_hr for w in month), athlete.resting_hr),
        hrv=measured.hrv,
        sleep_quality=measured.sleep_quality,
        sleep=Sleep.of(measured),
        sleep_score=measured.sleep_score,
        recorded=measured.recorded(),
    )


def _last_measured(oldest_first: Iterable[Number | None], profile: Number | None) -> Number | None:
    measured = [value for value in oldest_first if value is not None and value > 0]
    if measured:
        return measured[-1]
    return profile if profile is not None and profile > 0 else None
