"""What the numbers mean for today: derived metrics, alerts, readiness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import sessions
from engine.calendar.planned import planned_sessions
from engine.calendar.race_alerts import race_alerts
from engine.calendar.races import next_race
from engine.latest.derived import DerivedInputs, derive
from engine.metrics.alerts import AlertInputs, alerts, lasting_days
from engine.metrics.phase import StoredWeeks
from engine.metrics.readiness import Readiness, decide
from engine.metrics.readiness_signals import ReadinessInputs
from engine.metrics.recovery import Mornings
from engine.snapshot import WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.calendar.races import RaceCalendar
    from engine.latest.context import Ingredients
    from engine.latest.derived import Derived
    from engine.metrics.alerts import Alert, LastingDays
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
    mornings = Mornings.of(ingredients.snapshot.wellness)
    derived = derive(_derived_inputs(ingredients, calendar, calendar_entries, mornings))
    lasting = lasting_days(mornings, ingredients.snapshot.today)
    found = (*alerts(_alert_inputs(derived, lasting)), *race_alerts(calendar))
    readiness = decide(_readiness_inputs(derived, ingredients, calendar, found))
    return Coaching(derived, found, readiness)


def _derived_inputs(
    ingredients: Ingredients,
    calendar: RaceCalendar,
    calendar_entries: Sequence[Entry],
    mornings: Mornings,
) -> DerivedInputs:
    snapshot = ingredients.snapshot
    return DerivedInputs(
        now=snapshot.now,
        power_model=ingredients.power_model,
        week_start=ingredients.settings.week_start,
        timezone=snapshot.athlete.timezone,
        zone_preference=ingredients.settings.zone_preference,
        activities_28d=snapshot.activities,
        activities_7d=snapshot.week_activities,
        activities_display=snapshot.display_activities,
        wellness_28d=snapshot.month_wellness,
        wellness_7d=snapshot.week_wellness,
        mornings=mornings,
        events_7d=snapshot.events_between(snapshot.first_day(WEEK_DAYS), snapshot.today),
        events_display=snapshot.events_between(snapshot.first_day(snapshot.days), snapshot.today),
        planned=planned_sessions(calendar_entries, snapshot.athlete.sport_settings),
        next_race=next_race(calendar),
        power_delta_curves=snapshot.ride_curves,
        hr_delta_curves=snapshot.hr_curves,
        sport_curves=snapshot.sport_curves,
        thresholds=ingredients.thresholds,
        unreadable=len(snapshot.unreadable),
        activated=snapshot.athlete.activated,
        profile_weight=snapshot.athlete.weight,
        ftp_history=ingredients.ftp_history,
        stored_weeks=ingredients.history.stored_weeks if ingredients.history else StoredWeeks(),
        dfa_profile=sessions.dfa_profile(ingredients.sessions.activities),
    )


def _alert_inputs(derived: Derived, lasting: LastingDays) -> AlertInputs:
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
        lasting=lasting,
    )


def _readiness_inputs(
    derived: Derived,
    ingredients: Ingredients,
    calendar: RaceCalendar,
    found: tuple[Alert, ...],
) -> ReadinessInputs:
    recovery, phase = derived.recovery, derived.phase.phase_detection
    start_of_day = derived.load.acwr_start_of_day
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
        wellness=ingredients.snapshot.wellness_of(ingredients.snapshot.today),
        race_week_active=calendar.race_week.active,
        tsb=ingredients.start_of_day_form,
    )
