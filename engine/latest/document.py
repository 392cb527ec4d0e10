"""Assembles ``latest.json`` in the published key order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from engine import __version__, sessions
from engine.base.format import FORMAT_VERSION
from engine.base.serialize import MISSING
from engine.calendar.health import health_context
from engine.calendar.planned import planned_workouts
from engine.calendar.races import race_calendar
from engine.history.confidence import history_block
from engine.intervals_icu import Wellness
from engine.intervals_icu.order import newest_first
from engine.latest.activities import RowContext, activity_row
from engine.latest.chat import ChatNote, chat_notes, stored_chat_notes
from engine.latest.coaching import coaching
from engine.latest.guide import read_this_first
from engine.latest.profile import athlete_profile
from engine.latest.status import CurrentStatus, Thresholds, current_metrics
from engine.latest.totals import summary, weekly_summary
from engine.latest.wellness import wellness_row
from engine.metrics.done_entries import entries
from engine.metrics.weight import WattsBasis, weight_signal
from engine.routes import completed
from engine.routes import document as routes
from engine.snapshot import EXTENDED_DAYS, MESSAGE_DAYS, Snapshot, oldest_event_day

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.calendar.health import HealthContext
    from engine.calendar.planned import PlannedWorkout, WorkoutSummaryStats
    from engine.calendar.races import RaceCalendar
    from engine.history.confidence import Available, Unavailable
    from engine.latest.activities import ActivityRow
    from engine.latest.context import Ingredients
    from engine.latest.derived import Derived
    from engine.latest.profile import AthleteProfile
    from engine.latest.totals import PeriodSummary, WeeklySummary
    from engine.latest.wellness import WellnessRow
    from engine.metrics.alerts import Alert
    from engine.metrics.readiness import Readiness


@dataclass(frozen=True, slots=True)
class Latest:
    """``latest.json``, its fields in the order of the file.

    The activities, most of it, come last: a reader that cuts off has read all the rest.
    """

    READ_THIS_FIRST: JsonObject
    metadata: Metadata
    athlete_profile: AthleteProfile
    athlete_notes: str | None
    alerts: tuple[Alert, ...]
    readiness_decision: Readiness
    health_context: HealthContext
    history: Available | Unavailable
    summary: PeriodSummary
    current_status: CurrentStatus
    derived_metrics: Derived
    wellness_data: list[WellnessRow]
    planned_workouts: tuple[PlannedWorkout, ...]
    workout_summary_stats: WorkoutSummaryStats
    weekly_summary: WeeklySummary
    race_calendar: RaceCalendar
    recent_activities: list[ActivityRow]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The block ``metadata``."""

    athlete_id: str
    last_updated: str
    data_range_days: int
    extended_range_days: int
    version: str
    format_version: str


def build(ingredients: Ingredients) -> Latest:
    """Return the document."""
    snapshot = ingredients.snapshot
    units = snapshot.athlete.units
    shown, wellness = snapshot.display_activities, snapshot.display_wellness
    newest = next(reversed(snapshot.week_wellness), None)
    terrain_ids = routes.event_ids_with_terrain(ingredients.routes)
    sessions = (*snapshot.activities, *snapshot.unreadable)
    calendar_entries = entries(snapshot.events, sessions)
    calendar = race_calendar(
        calendar_entries,
        snapshot.today,
        fitness=ingredients.fitness,
        start_of_day_form=ingredients.start_of_day_form,
        activities=snapshot.activities,
        terrain_ids=terrain_ids,
        units=units,
    )
    planned, planned_stats = planned_workouts(calendar_entries, snapshot.today, terrain_ids)
    today = coaching(ingredients, calendar, calendar_entries)
    return Latest(
        READ_THIS_FIRST=read_this_first(shown, snapshot.days, ingredients.settings.zone_preference),
        metadata=_metadata(ingredients),
        athlete_profile=athlete_profile(snapshot.athlete, snapshot.today),
        athlete_notes=snapshot.athlete.notes,
        alerts=today.alerts,
        readiness_decision=today.readiness,
        health_context=health_context(
            snapshot.health_events,
            snapshot.events,
            newest,
            snapshot.today,
            oldest_event_day(snapshot.today, snapshot.days),
        ),
        history=history_block(ingredients.history, snapshot.now),
        summary=summary(shown, snapshot.days, units),
        current_status=_current_status(ingredients),
        derived_metrics=today.derived,
        wellness_data=[wellness_row(record, units) for record in wellness],
        planned_workouts=planned,
        workout_summary_stats=planned_stats,
        weekly_summary=weekly_summary(snapshot.week_activities, snapshot.week_wellness),
        race_calendar=calendar,
        recent_activities=_activity_rows(ingredients),
    )


def _metadata(ingredients: Ingredients) -> Metadata:
    snapshot = ingredients.snapshot
    return Metadata(
        athlete_id=ingredients.settings.shown_athlete_id or "REDACTED",
        last_updated=snapshot.now.isoformat(),
        data_range_days=snapshot.days,
        extended_range_days=EXTENDED_DAYS,
        version=__version__,
        format_version=FORMAT_VERSION,
    )


def _current_status(ingredients: Ingredients) -> CurrentStatus:
    snapshot = ingredients.snapshot
    today, month, athlete = snapshot.today, snapshot.month_wellness, snapshot.athlete
    weight = weight_signal(month, today, _watts_basis(ingredients), athlete.units)
    return CurrentStatus(
        fitness=ingredients.fitness,
        thresholds=Thresholds.of(ingredients.power_model, ingredients.thresholds),
        current_metrics=current_metrics(snapshot.wellness_of(today) or Wellness(), month, athlete),
        weight=weight or MISSING,
    )


def _watts_basis(ingredients: Ingredients) -> WattsBasis | None:
    """Choose the FTP behind W/kg: the outdoor setting, else eFTP; never the indoor one."""
    cycling = ingredients.thresholds.get("cycling")
    if cycling and cycling.ftp:
        return WattsBasis(cycling.ftp, "tested", ingredients.ftp_history.setting_date())
    if ingredients.power_model.eftp:
        return WattsBasis(ingredients.power_model.eftp, "eftp")
    return None


def _activity_rows(ingredients: Ingredients) -> list[ActivityRow]:
    snapshot = ingredients.snapshot
    earlier = completed.previous_rows(snapshot.state.latest)
    context = RowContext(
        session={
            str(entry.activity_id): sessions.session_fields(entry)
            for entry in ingredients.sessions.activities
        },
        terrain={ident: found.fields for ident, found in ingredients.terrain.items()},
        stored_weather={
            ident: row["weather_summary"]
            for ident, row in earlier.items()
            if isinstance(row.get("weather_summary"), dict)
        },
        chat=_chat(snapshot, earlier),
    )
    listed = newest_first((*snapshot.activities, *snapshot.unreadable))
    return [
        activity_row(activity, position, snapshot.athlete, context)
        for position, activity in enumerate(listed, start=1)
    ]


def _chat(snapshot: Snapshot, earlier: dict[str, JsonObject]) -> dict[str, tuple[ChatNote, ...]]:
    """Return the messages of the last days; the earlier ones where they could not be read."""
    first = (snapshot.today - timedelta(days=MESSAGE_DAYS)).isoformat()
    ids = [str(a.id) for a in snapshot.activities if a.id and a.day >= first]
    return {
        ident: chat_notes(snapshot.messages[ident], snapshot.athlete)
        if ident in snapshot.messages
        else stored_chat_notes(earlier.get(ident, {}))
        for ident in ids
    }
