"""What the numbers mean for today: derived metrics, alerts, readiness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from engine import sessions
from engine.calendar.planned import planned_sessions
from engine.calendar.race_alerts import race_alerts
from engine.calendar.races import next_race
from engine.latest.derived import DerivedInputs, derive
from engine.metrics.alerts import AlertInputs, alerts
from engine.metrics.phase import StoredWeeks
from engine.metrics.readiness import Readiness, decide
from engine.metrics.readiness_signals import ReadinessInputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.calendar.races import RaceCalendar
    from engine.latest.context import Ingredients
    from engine.latest.derived import Derived
    from engine.metrics.alerts import Alert
    from engine.metrics.done_entries import Entry


@dataclass(frozen=True, slots=True)
class Coaching:
    """The three blocks that a coach acts on."""

    derived: Derived
    alerts: tuple[Alert, ...]
    readiness: Readiness


def coaching(
    ingredients: Ingredients, calendar: RaceCalendar, calendar_entries: Sequence[Entry]
) -> Coaching:
    """Compute derived metrics, then alerts (race alerts last), then the readiness decision."""
    derived = derive(_derived_inputs(ingredients, calendar, calendar_entries))
    found = (*alerts(_alert_inputs(derived, ingredients)), *race_alerts(calendar))
    readiness = decide(_readiness_inputs(derived, ingredients, calendar, found))
    return Coaching(derived, found, readiness)


def _derived_inputs(
    ingredients: Ingredients, calendar: RaceCalendar, calendar_entries: Sequence[Entry]
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
        planned=planned_sessions(calendar_entries, snapshot.athlete.sport_settings),
        next_race=next_race(calendar),
        power_delta_curves=snapshot.ride_curves,
        hr_delta_curves=snapshot.hr_curves,
        sport_curves=snapshot.sport_curves,
        thresholds=ingredients.thresholds,
        profile_weight=snapshot.athlete.weight,
        ftp_history=ingredients.ftp_history,
        stored_weeks=ingredients.history.stored_weeks if ingredients.history else StoredWeeks(),
        dfa_profile=sessions.dfa_profile(ingredients.sessions),
    )


def _alert_inputs(derived: Derived, ingredients: Ingredients) -> AlertInputs:
    load, recovery = derived.load, derived.recovery
    return AlertInputs(
        acwr=load.acwr,
        monotony=load.monotony,
        effective_monotony=load.effective_monotony,
        primary_sport=load.primary_sport,
        primary_sport_monotony=load.primary_sport_monotony,
        multi_sport_detected=load.multi_sport_detected,
        strain=load.strain,
        recovery_index=recovery.recovery_index,
        recovery_index_yesterday=recovery.recovery_index_yesterday,
        latest_hrv=recovery.latest_hrv,
        latest_rhr=recovery.latest_rhr,
        hrv_baseline_7d=recovery.hrv_baseline_7d,
        rhr_baseline_7d=recovery.rhr_baseline_7d,
        tss_7d_total=load.tss_7d_total,
        tss_28d_total=load.tss_28d_total,
        durability=derived.capability.durability,
        tid_comparison=derived.capability.tid_comparison,
        wellness=ingredients.snapshot.display_wellness,
    )


def _readiness_inputs(
    derived: Derived,
    ingredients: Ingredients,
    calendar: RaceCalendar,
    found: tuple[Alert, ...],
) -> ReadinessInputs:
    recovery, phase = derived.recovery, derived.phase.phase_detection
    start_of_day = derived.load.acwr_start_of_day
    wellness = ingredients.snapshot.display_wellness
    return ReadinessInputs(
        recovery_index=recovery.recovery_index,
        recovery_index_yesterday=recovery.recovery_index_yesterday,
        acwr_start_of_day=start_of_day.value,
        acwr_as_of_date=start_of_day.as_of_date,
        latest_hrv=recovery.latest_hrv,
        latest_rhr=recovery.latest_rhr,
        hrv_baseline_7d=recovery.hrv_baseline_7d,
        rhr_baseline_7d=recovery.rhr_baseline_7d,
        phase=phase.phase,
        phase_week=phase.phase_duration_weeks,
        alerts=found,
        wellness=wellness[-1] if wellness else None,
        race_week_active=calendar.race_week.active,
        tsb=ingredients.fitness.tsb,
    )
