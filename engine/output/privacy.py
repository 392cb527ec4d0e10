"""What is left out before anything is written, at each privacy level.

``off``: nothing. ``standard``: the names of activities that may have taken place outdoors, which
tend to name places (the athlete id is redacted elsewhere, see ``Config.show_athlete_id``).
``strict``, for repositories that others can read: also date of birth, location, notes, free texts,
messages, titles in the calendar, names of files, and every coordinate within 500 m of a track's
start and end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.base import sports
from engine.base.format import INTERVALS, LATEST, ROUTES
from engine.routes.privacy import cut_ends, was_cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.base.decode import JsonObject
    from engine.base.format import Privacy
    from engine.intervals_icu import Activity

PLAIN_NAME = "Training Session"
PLAIN_TITLE = "Calendar Entry"
PLAIN_FILE = "route"
FREE_TEXTS = (
    *("description", "description_preview", "coach_notes"),
    *("chat_notes", "chat_note_authors"),
)
TITLES = ("name", "event_name")
TITLED_TEXTS = ("message", "context")
"""Sentences in which the title of a race may stand."""


@dataclass(frozen=True, slots=True)
class HiddenNames:
    """Which activities have names that are not shown.

    Attributes:
        activities: by id as text, whether the name is hidden.
        names: those that are, also where they stand without an id.
    """

    activities: Mapping[str, bool]
    names: frozenset[str]

    @classmethod
    def of(cls, activities: Iterable[Activity]) -> HiddenNames:
        """Return those of the activities of a run."""
        listed = tuple(activities)
        return cls(
            {str(one.id): one.may_name_a_place for one in listed if one.id is not None},
            frozenset(one.name for one in listed if one.name and one.may_name_a_place),
        )

    def hide(self, ident: Any, activity_type: Any, name: Any, *, indoor: bool) -> bool:
        """Whether a name is hidden; a session that this run did not read is judged by its type."""
        known = self.activities.get(str(ident))
        if known is None:
            known = name in self.names or not sports.is_indoor(activity_type, trainer=indoor)
        return bool(name) and known


def apply(
    level: Privacy, documents: Mapping[str, JsonObject], hidden: HiddenNames
) -> dict[str, JsonObject]:
    """Return the documents as they may be written.

    Args:
        level: the privacy level.
        documents: by file name.
        hidden: the names that are replaced. Titles in the calendar, which were written for the
            coach, stay unless the level is strict.
    """
    written = dict(documents)
    if level == "off":
        return written
    written[LATEST] = _latest(written[LATEST], hidden)
    written[INTERVALS] = {
        **written[INTERVALS],
        "activities": [_anonymous(row, hidden) for row in written[INTERVALS]["activities"]],
    }
    written[ROUTES] = {
        **written[ROUTES],
        "events": [_anonymous_route(row, hidden) for row in written[ROUTES]["events"]],
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


def _latest(latest: JsonObject, hidden: HiddenNames) -> JsonObject:
    latest = dict(latest)
    latest["recent_activities"] = [_anonymous(row, hidden) for row in latest["recent_activities"]]
    profile = latest["derived_metrics"]["capability"]["dfa_a1_profile"]
    if profile:
        session = _anonymous(profile["latest_session"], hidden)
        profile = {**profile, "latest_session": session}
        capability = {**latest["derived_metrics"]["capability"], "dfa_a1_profile": profile}
        latest["derived_metrics"] = {**latest["derived_metrics"], "capability": capability}
    return latest


def _anonymous(row: JsonObject, hidden: HiddenNames) -> JsonObject:
    """Hide the name of an activity row, of a session, or of the latest session of the profile."""
    ident = row["id"] if "id" in row else row.get("activity_id")
    kind = row["type"] if "type" in row else row.get("sport")
    hides = hidden.hide(ident, kind, row.get("name"), indoor=row.get("indoor") is True)
    return {**row, "name": PLAIN_NAME} if hides else row


def _anonymous_route(row: JsonObject, hidden: HiddenNames) -> JsonObject:
    return {**row, "event_name": PLAIN_NAME} if row.get("event_name") in hidden.names else row


def _strict_latest(latest: JsonObject) -> JsonObject:
    profile = latest["athlete_profile"]
    races = {race["name"] for race in latest["race_calendar"]["all_races"] if race["name"]}
    return {
        **latest,
        "athlete_profile": {
            **profile,
            "date_of_birth": None,
            "location": None,
            "timezone": _area(profile["timezone"]),
        },
        "athlete_notes": None,
        "alerts": _untitled(latest["alerts"], races),
        "health_context": _untitled(latest["health_context"], races),
        "recent_activities": [_strict_activity(row) for row in latest["recent_activities"]],
        "planned_workouts": _untitled(latest["planned_workouts"], races),
        "race_calendar": _untitled(latest["race_calendar"], races),
    }


def _area(timezone: str | None) -> str | None:
    """Return the part of the world, without the city."""
    return timezone and timezone.partition("/")[0]


def _untitled(value: Any, races: Iterable[str]) -> Any:
    """Return a block without titles and free texts, however deep they stand."""
    if isinstance(value, list):
        return [_untitled(item, races) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: PLAIN_TITLE
        if key in TITLES and inner
        else _without(races, inner)
        if key in TITLED_TEXTS and isinstance(inner, str)
        else _untitled(inner, races)
        for key, inner in value.items()
        if key not in FREE_TEXTS
    }


def _without(races: Iterable[str], text: str) -> str:
    for title in sorted(races, key=len, reverse=True):
        text = text.replace(title, PLAIN_TITLE)
    return text


def _strict_activity(row: JsonObject) -> JsonObject:
    row = {key: value for key, value in row.items() if key not in FREE_TEXTS}
    if "terrain_summary" in row:
        row["terrain_summary"] = cut_ends(row["terrain_summary"])
    return row


def _strict_route(row: JsonObject) -> JsonObject:
    ending = row["filename"].rpartition(".")[2]
    return {
        **row,
        "event_name": row["event_name"] and PLAIN_TITLE,
        "filename": f"{PLAIN_FILE}.{ending}",
        "terrain_summary": cut_ends(row["terrain_summary"]),
    }
