"""``current_status``: fitness, thresholds, today's measurements, weight signal."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from engine.base.numbers import round_half_even
from engine.base.text import duration_to_the_minute
from engine.base.units import display

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
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
    """Return the power model of the day and the thresholds of each sport family."""
    return {
        "eftp": model.eftp,
        "w_prime": model.w_prime,
        "w_prime_kj": model.w_prime_kj,
        "p_max": model.p_max,
        "vo2max": model.vo2max,
        "sports": {family: asdict(values) for family, values in sports.items()},
    }


def current_metrics(latest: Wellness, athlete: Athlete) -> JsonObject:
    """Return the latest wellness record, with weight and resting HR from the profile if missing.

    It is the newest record of the window even when it holds only computed fields (defect S-11,
    kept apart from the sorting).
    """
    weight = latest.weight or athlete.weight
    return {
        "weight_kg": weight,
        "display": {"weight": display(weight, "weight", athlete.units)},
        "resting_hr": latest.resting_hr or athlete.resting_hr,
        "hrv": latest.hrv,
        "sleep_quality": latest.sleep_quality,
        **sleep(latest),
        "sleep_score": latest.sleep_score,
        **latest.recorded(),
    }


def sleep(record: Wellness) -> JsonObject:
    """Return the sleep duration in hours and in words; null when not recorded."""
    seconds = record.sleep_secs
    return {
        "sleep_hours": round_half_even(seconds / 3600, 2) if seconds else None,
        "sleep_formatted": duration_to_the_minute(seconds) if seconds else None,
    }
