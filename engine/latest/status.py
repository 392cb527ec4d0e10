"""``current_status``: fitness, thresholds, today's measurements, weight signal."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from engine.base.numbers import round_half_even
from engine.base.text import duration_to_the_minute
from engine.base.units import display

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.intervals_icu import Athlete, Wellness
    from engine.metrics.fitness import Fitness
    from engine.metrics.thresholds import PowerModelBlock, SportThresholds


def current_status(
    fitness: Fitness,
    thresholds: JsonObject,
    metrics: JsonObject,
    weight: JsonObject | None,
) -> JsonObject:
    """Put the parts in order; ``weight`` is absent without enough weigh-ins."""
    status: JsonObject = {
        "fitness": asdict(fitness),
        "thresholds": thresholds,
        "current_metrics": metrics,
    }
    return status | ({"weight": weight} if weight else {})


def thresholds_block(model: PowerModelBlock, sports: dict[str, SportThresholds]) -> JsonObject:
    """Return the newest power model and VO2max with their dates, and each family's thresholds."""
    return {
        "eftp": model.eftp,
        "w_prime": model.w_prime,
        "w_prime_kj": model.w_prime_kj,
        "p_max": model.p_max,
        "vo2max": model.vo2max,
        "sports": {family: asdict(values) for family, values in sports.items()},
        "power_model_date": model.date,
        "vo2max_date": model.vo2max_date,
    }


def current_metrics(today: Wellness, month: Sequence[Wellness], athlete: Athlete) -> JsonObject:
    """Return today's measurements, and weight and resting heart rate as last known.

    Args:
        today: today's wellness record, an empty one without any.
        month: the last 28 days, oldest first: weight and resting heart rate describe the athlete
            and not the day, so the newest measurement counts before the profile.
        athlete: for the profile and the units.
    """
    measured = today.without_impossible_zeros()
    weight = _last_measured((w.weight for w in month), athlete.weight)
    return {
        "weight_kg": weight,
        "display": {"weight": display(weight, "weight", athlete.units)},
        "resting_hr": _last_measured((w.resting_hr for w in month), athlete.resting_hr),
        "hrv": measured.hrv,
        "sleep_quality": measured.sleep_quality,
        **sleep(measured),
        "sleep_score": measured.sleep_score,
        **measured.recorded(),
    }


def _last_measured(oldest_first: Iterable[Number | None], profile: Number | None) -> Number | None:
    measured = [value for value in oldest_first if value is not None and value > 0]
    if measured:
        return measured[-1]
    return profile if profile is not None and profile > 0 else None


def sleep(record: Wellness) -> JsonObject:
    """Return the sleep duration in hours and in words; null when not recorded."""
    seconds = record.sleep_secs
    return {
        "sleep_hours": round_half_even(seconds / 3600, 2) if seconds else None,
        "sleep_formatted": duration_to_the_minute(seconds) if seconds else None,
    }
