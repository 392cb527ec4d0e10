"""What the numbers mean for today: derived metrics, alerts, readiness."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from engine import sessions
from engine.calendar.planned import planned_sessions
from engine.calendar.races import next_race
from engine.latest.derived import DerivedInputs, derive
from engine.metrics.alerts import alerts, race_alerts
from engine.metrics.alerts.types import AlertInputs, DistributionFigures, DurabilityFigures
from engine.metrics.readiness import Readiness, decide
from engine.metrics.readiness_signals import ReadinessInputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.base.decode import JsonObject
    from engine.latest.context import Ingredients
    from engine.metrics.alerts.types import Alert

HISTORY_WEEKS = 4
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Coaching:
    """The three blocks that a coach acts on."""

    derived: JsonObject
    alerts: tuple[Alert, ...]
    readiness: Readiness


def coaching(
    ingredients: Ingredients, calendar: JsonObject, planned: Sequence[JsonObject]
) -> Coaching:
    """Compute derived metrics, then alerts (race alerts last), then the readiness decision."""
    block = derive(_derived_inputs(ingredients, calendar, planned)).as_json()
    found = (*alerts(_alert_inputs(block, ingredients)), *race_alerts(calendar))
    readiness = decide(_readiness_inputs(block, ingredients, calendar, found))
    return Coaching(block, found, readiness)


def _derived_inputs(
    ingredients: Ingredients, calendar: JsonObject, planned: Sequence[JsonObject]
) -> DerivedInputs:
    snapshot = ingredients.snapshot
    first_day = snapshot.today - timedelta(days=snapshot.days - 1)
    return DerivedInputs(
        now=snapshot.now,
        power_model=ingredients.power_model,
        week_start=ingredients.settings.week_start,
        zone_preference=ingredients.settings.zone_preference,
        activities_28d=snapshot.activities,
        activities_display=snapshot.display_activities,
        wellness_28d=snapshot.wellness,
        wellness_display=snapshot.display_wellness,
        past_events=snapshot.events_between(first_day, snapshot.today),
        planned=planned_sessions(planned),
        next_race=next_race(calendar),
        power_delta_curves=snapshot.ride_curves,
        hr_delta_curves=snapshot.hr_curves,
        sport_curves=snapshot.sport_curves,
        thresholds=ingredients.thresholds,
        ctl=ingredients.fitness.ctl,
        atl=ingredients.fitness.atl,
        profile_weight=snapshot.athlete.weight,
        ftp_history=ingredients.ftp_history,
        history_weeks=history_weeks(ingredients.history),
        dfa_profile=sessions.dfa_profile(ingredients.sessions),
    )


def history_weeks(document: JsonObject | None) -> list[JsonObject]:
    """Return the newest weekly rows of ``history.json``."""
    rows = (document or {}).get("weekly_180d")
    usable = [row for row in (rows if isinstance(rows, list) else []) if isinstance(row, dict)]
    return usable[-HISTORY_WEEKS:]


def _picked(kind: type[T], block: JsonObject, **given: Any) -> T:
    """Fill a dataclass from the keys of a block that have the same names."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{key: value for key, value in block.items() if key in names} | given)


def _alert_inputs(block: JsonObject, ingredients: Ingredients) -> AlertInputs:
    capability = block["capability"]
    return _picked(
        AlertInputs,
        block,
        durability=_picked(DurabilityFigures, capability["durability"]),
        tid_comparison=_picked(DistributionFigures, capability["tid_comparison"]),
        wellness=ingredients.snapshot.display_wellness,
    )


def _readiness_inputs(
    block: JsonObject,
    ingredients: Ingredients,
    calendar: JsonObject,
    found: tuple[Alert, ...],
) -> ReadinessInputs:
    wellness = ingredients.snapshot.display_wellness
    return _picked(
        ReadinessInputs,
        block,
        acwr_start_of_day=block["acwr_start_of_day"]["value"],
        acwr_as_of_date=block["acwr_start_of_day"]["as_of_date"],
        phase=block["phase_detection"]["phase"],
        phase_week=block["phase_detection"]["phase_duration_weeks"],
        alerts=found,
        wellness=wellness[-1] if wellness else None,
        race_week_active=calendar["race_week"]["active"],
        tsb=ingredients.fitness.tsb,
    )
