"""What is left out before anything is written, at each privacy level.

``off``: nothing. ``standard``: the names of outdoor activities, which tend to name places (the
athlete id is redacted elsewhere, see ``Config.show_athlete_id``). ``strict``, for repositories that
others can read: also date of birth, location, notes, free texts, messages, and every coordinate
within 500 m of a track's start and end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.base import sports
from engine.base.format import INTERVALS, LATEST, ROUTES
from engine.routes.privacy import cut_ends, was_cut

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from engine.base.decode import JsonObject
    from engine.base.format import Privacy
    from engine.intervals_icu import Activity

PLAIN_NAME = "Training Session"
FREE_TEXTS = ("description", "description_preview", "coach_notes", "chat_notes")


def apply(
    level: Privacy, documents: Mapping[str, JsonObject], names: Collection[str]
) -> dict[str, JsonObject]:
    """Return the documents as they may be written.

    Args:
        level: the privacy level.
        documents: by file name.
        names: names of outdoor activities known to this run; they are replaced wherever a name
            stands, except in the calendar, whose titles were written for the coach.
    """
    written = dict(documents)
    if level == "off":
        return written
    written[LATEST] = _latest(written[LATEST], names)
    written[INTERVALS] = {
        **written[INTERVALS],
        "activities": [_anonymous(row, names) for row in written[INTERVALS]["activities"]],
    }
    written[ROUTES] = {
        **written[ROUTES],
        "events": [_anonymous_route(row, names) for row in written[ROUTES]["events"]],
    }
    if level == "strict":
        written[LATEST] = _strict_latest(written[LATEST])
        written[ROUTES] = {
            **written[ROUTES],
            "events": [_strict_route(row) for row in written[ROUTES]["events"]],
        }
    return written


def without_cuts(level: Privacy, latest: JsonObject | None) -> JsonObject | None:
    """Return an earlier ``latest.json`` without tracks that the level would not have cut.

    Their positions are read again, once, after the strict level was left.
    """
    if level == "strict" or latest is None:
        return latest
    rows = latest.get("recent_activities")
    return {
        **latest,
        "recent_activities": [
            {key: value for key, value in row.items() if key != "terrain_summary"}
            if isinstance(row, dict) and was_cut(row.get("terrain_summary"))
            else row
            for row in (rows if isinstance(rows, list) else [])
        ],
    }


def with_names(sessions: JsonObject | None, activities: Collection[Activity]) -> JsonObject | None:
    """Return an earlier ``intervals.json`` with the names that were left out of it."""
    entries = (sessions or {}).get("activities")
    if sessions is None or not isinstance(entries, list):
        return sessions
    names = {str(a.id): a.name for a in activities if a.id is not None}
    return {
        **sessions,
        "activities": [
            {**entry, "name": names.get(str(entry.get("activity_id")), PLAIN_NAME)}
            if isinstance(entry, dict) and entry.get("name") == PLAIN_NAME
            else entry
            for entry in entries
        ],
    }


def _latest(latest: JsonObject, names: Collection[str]) -> JsonObject:
    latest = dict(latest)
    latest["recent_activities"] = [_anonymous(row, names) for row in latest["recent_activities"]]
    profile = latest["derived_metrics"]["capability"]["dfa_a1_profile"]
    if profile:
        session = profile["latest_session"]
        hidden = _hides(session.get("sport"), session.get("name"), names)
        profile = {
            **profile,
            "latest_session": {**session, "name": PLAIN_NAME} if hidden else session,
        }
        capability = {**latest["derived_metrics"]["capability"], "dfa_a1_profile": profile}
        latest["derived_metrics"] = {**latest["derived_metrics"], "capability": capability}
    return latest


def _hides(activity_type: Any, name: Any, names: Collection[str]) -> bool:
    return bool(name) and (activity_type in sports.OUTDOOR_TYPES or name in names)


def _anonymous(row: JsonObject, names: Collection[str]) -> JsonObject:
    hidden = _hides(row.get("type"), row.get("name"), names)
    return {**row, "name": PLAIN_NAME} if hidden else row


def _anonymous_route(row: JsonObject, names: Collection[str]) -> JsonObject:
    return {**row, "event_name": PLAIN_NAME} if row.get("event_name") in names else row


def _strict_latest(latest: JsonObject) -> JsonObject:
    profile = {**latest["athlete_profile"], "date_of_birth": None, "location": None}
    health = latest["health_context"]
    return {
        **latest,
        "athlete_profile": profile,
        "athlete_notes": None,
        "health_context": {
            **health,
            **{
                group: [_without_texts(marker) for marker in health[group]]
                for group in ("current", "recent", "upcoming")
            },
        },
        "recent_activities": [_strict_activity(row) for row in latest["recent_activities"]],
        "planned_workouts": [_without_texts(row) for row in latest["planned_workouts"]],
    }


def _without_texts(row: JsonObject) -> JsonObject:
    return {key: value for key, value in row.items() if key not in FREE_TEXTS}


def _strict_activity(row: JsonObject) -> JsonObject:
    row = _without_texts(row)
    if "terrain_summary" in row:
        row["terrain_summary"] = cut_ends(row["terrain_summary"])
    return row


def _strict_route(row: JsonObject) -> JsonObject:
    return {**row, "terrain_summary": cut_ends(row["terrain_summary"])}
