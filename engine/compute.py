"""From a snapshot to the documents: pure, in the order in which one result needs another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine import __version__, sessions
from engine.base.decode import Fields
from engine.base.format import ASKED, FTP_HISTORY, HISTORY, INTERVALS, LATEST, ROUTES, TERRAIN
from engine.base.numbers import sum_in_order
from engine.base.serialize import to_json
from engine.history.stored import StoredHistory
from engine.history.token import token
from engine.latest import document as latest
from engine.latest.context import Ingredients, Settings
from engine.metrics.fitness import CARRIED_FORWARD, FitnessInputs, fitness, start_of_day_form
from engine.metrics.thresholds import former_cycling, power_model, sport_thresholds
from engine.routes import completed
from engine.routes import document as routes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.base.decode import JsonObject
    from engine.history.document import History
    from engine.metrics.ftp import FtpHistory
    from engine.snapshot import Snapshot

__all__ = ["Settings", "compute", "history_only"]


def compute(snapshot: Snapshot, settings: Settings) -> dict[str, JsonObject]:
    """Return the documents by file name, in the order in which they are to be written.

    ``history.json`` is among them only when it was rebuilt.
    """
    rebuilt = _history(snapshot, settings)
    newest = StoredHistory.of(rebuilt) if rebuilt else _stored_history(snapshot, settings)
    ingredients = _ingredients(snapshot, settings, newest)
    return _documents(
        {
            HISTORY: rebuilt,
            FTP_HISTORY: ingredients.ftp_history,
            INTERVALS: ingredients.sessions,
            ROUTES: ingredients.routes,
            LATEST: latest.build(ingredients),
            # Behind the file that it speaks of: a sync that is killed between them looks again.
            TERRAIN: completed.terrain_state(ingredients.terrain),
            ASKED: snapshot.asked,
        }
    )


def history_only(snapshot: Snapshot, settings: Settings) -> dict[str, JsonObject]:
    """Return ``history.json`` if three years were read, without today's FTP."""
    return _documents({HISTORY: _history(snapshot, settings)})


def _documents(results: Mapping[str, Any]) -> dict[str, JsonObject]:
    """Turn results into JSON: the one place where a sync does so. None gives no document."""
    return {name: to_json(result) for name, result in results.items() if result is not None}


def _history(snapshot: Snapshot, settings: Settings) -> History | None:
    if snapshot.long_history is None:
        return None
    from engine.history.document import HistoryInputs, build  # noqa: PLC0415 - seldom needed

    current = fitness(_fitness_inputs(snapshot))
    return build(
        HistoryInputs(
            activities=(*snapshot.activities, *snapshot.long_history.activities),
            wellness=(*snapshot.long_history.wellness, *snapshot.wellness),
            athlete=snapshot.athlete,
            ftp_history=_stored_ftp_history(snapshot),
            now=snapshot.now,
            week_start=settings.week_start,
            zone_preference=settings.zone_preference,
            fitness_today=current if current.fitness_source == CARRIED_FORWARD else None,
            token=token(settings.week_start, settings.zone_preference),
        )
    )


def _stored_history(snapshot: Snapshot, settings: Settings) -> StoredHistory | None:
    """Return the history as it lies there; weeks of other rules or settings decide nothing."""
    stored = snapshot.state.history
    current = token(settings.week_start, settings.zone_preference)
    return replace(stored, weeks=()) if stored and stored.script_hash != current else stored


def _stored_ftp_history(snapshot: Snapshot) -> FtpHistory:
    """Return the FTP history, without what it cannot know yet.

    Nor has it a series of earlier versions that followed another bicycle.

    Whether they wrote the last ``latest.json`` tells the key that it lacks: on any later run, the
    FTP may have come to the value of the other setting by itself.
    """
    stored = snapshot.state.ftp_history.until(snapshot.today)
    status = Fields(snapshot.state.latest or {}, "latest").mapping("current_status") or {}
    if "power_model_date" in (Fields(status, "latest.current_status").mapping("thresholds") or {}):
        return stored
    settings = snapshot.athlete.sport_settings
    current = sport_thresholds(settings).get("cycling")
    return stored.without_series_of(former_cycling(settings), current)


def _terrain(snapshot: Snapshot) -> dict[str, completed.Terrain]:
    stored = snapshot.state.stored_terrain(snapshot.activities, snapshot.now)
    units = snapshot.athlete.units
    return {
        str(a.id): completed.terrain(
            a, stored, snapshot.terrain.get(str(a.id)), units, snapshot.now
        )
        for a in snapshot.activities
        if a.id is not None
    }


def _ingredients(
    snapshot: Snapshot, settings: Settings, stored: StoredHistory | None
) -> Ingredients:
    state = _fitness_inputs(snapshot)
    current = fitness(state)
    thresholds = sport_thresholds(snapshot.athlete.sport_settings)
    cycling = thresholds.get("cycling")
    return Ingredients(
        snapshot=snapshot,
        settings=settings,
        thresholds=thresholds,
        power_model=power_model(snapshot.wellness),
        fitness=current,
        start_of_day_form=start_of_day_form(state, current),
        ftp_history=_stored_ftp_history(snapshot).updated(
            snapshot.today,
            indoor=cycling.ftp_indoor if cycling else None,
            outdoor=cycling.ftp if cycling else None,
        ),
        history=stored,
        sessions=sessions.build(
            snapshot.state.intervals,
            snapshot.sessions,
            snapshot.activities,
            snapshot.events_between(None, snapshot.today),
            snapshot.now,
        ),
        routes=routes.build(
            snapshot.events,
            snapshot.state.routes,
            snapshot.downloads,
            snapshot.athlete.units,
            now=snapshot.now,
            version=__version__,
            token=routes.cache_token(strict=settings.strict),
        ),
        terrain=_terrain(snapshot),
    )


def _fitness_inputs(snapshot: Snapshot) -> FitnessInputs:
    today = snapshot.today
    return FitnessInputs(
        today=snapshot.wellness_of(today),
        yesterday=snapshot.wellness_of(today - timedelta(days=1)),
        week_ago=snapshot.wellness_of(today - timedelta(days=7)),
        completed_load=sum_in_order(a.tss for a in snapshot.todays_activities),
        plan_is_open=snapshot.plan_is_open,
    )
