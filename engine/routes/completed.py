"""Terrain of completed activities: what to fetch, what to keep, what an answer means."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine.base.decode import parse_moment
from engine.routes.geometry import plausible_point
from engine.routes.terrain import ACTIVITY_SOURCE, ANALYSIS_VERSION, analyze, refresh_display

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from engine.base.decode import Id, JsonObject
    from engine.base.units import Units
    from engine.intervals_icu import Activity
    from engine.intervals_icu.answer import Answer
    from engine.routes.geometry import Point

POSITIONS = "latlng"
ALTITUDE = "altitude"
STREAM_TYPES = (POSITIONS, ALTITUDE)
NO_GPS = {"terrain_status": "no_gps"}
NO_ELEVATION = {"terrain_status": "no_elevation"}
FINAL_STATUSES = frozenset({"no_gps", "no_elevation", "failed"})
"""Not asked again by the same version of the analysis."""
GONE = (404, 410)
FEWEST_POSITIONS = 10
YOUNG = timedelta(hours=24)
"""So long after its start an activity may not be processed yet, and nothing is final."""
_READABLE = (float, int, str)


@dataclass(frozen=True, slots=True)
class StoredTerrain:
    """What earlier runs found out.

    Attributes:
        rows: those of the earlier ``latest.json``, by activity id as text.
        analyzed: ids whose summaries come from the present version of the analysis.
        outdated: whether another version gave the final statuses. Those of other producers, who
            keep no version, stay.
        again: ids to ask for once more, whatever was found out.
    """

    rows: Mapping[str, JsonObject]
    analyzed: frozenset[str] = frozenset()
    outdated: bool = False
    again: frozenset[str] = frozenset()

    @classmethod
    def read(
        cls, latest: object, state: object, again: frozenset[str] = frozenset()
    ) -> StoredTerrain:
        """Read the two files, whatever they are.

        Args:
            latest: the earlier ``latest.json``.
            state: the earlier result of ``terrain_state``.
            again: ids to ask for once more.
        """
        state = state if isinstance(state, dict) else {}
        ids = state.get("activities") if state.get("version") == ANALYSIS_VERSION else None
        return cls(
            previous_rows(latest),
            frozenset(ident for ident in ids if isinstance(ident, str))
            if isinstance(ids, list)
            else frozenset(),
            outdated="version" in state and state["version"] != ANALYSIS_VERSION,
            again=again,
        )

    def settled(self, ident: Id) -> JsonObject | None:
        """Return the terrain keys that need no new request; None when there are none."""
        row = self.rows.get(str(ident), {})
        if "terrain_summary" in row:
            return self.summary(ident) if str(ident) in self.analyzed else None
        status = row.get("terrain_status")
        if self.outdated or not isinstance(status, str) or status not in FINAL_STATUSES:
            return None
        return None if str(ident) in self.again else self.status(ident)

    def status(self, ident: Id) -> JsonObject:
        """Return the stored status under its keys; nothing without one."""
        row = self.rows.get(str(ident), {})
        return {name: row[name] for name in ("terrain_status", "terrain_error") if name in row}

    def summary(self, ident: Id) -> JsonObject:
        """Return the stored summary under its key, of whatever version; nothing without one."""
        row = self.rows.get(str(ident), {})
        return {name: row[name] for name in ("terrain_summary",) if name in row}


def previous_rows(latest: object) -> dict[str, JsonObject]:
    """Return the rows of an earlier ``latest.json`` by activity id as text.

    Whatever is not as expected is passed over.
    """
    rows = latest.get("recent_activities") if isinstance(latest, dict) else None
    return {
        str(row["id"]): row
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("id") is not None
    }


def activities_to_fetch(activities: Iterable[Activity], stored: StoredTerrain) -> tuple[Id, ...]:
    """Return the ids of the activities whose position streams are needed, each once."""
    wanted = (
        activity.id
        for activity in activities
        if activity.has_terrain and activity.id is not None and stored.settled(activity.id) is None
    )
    return tuple(dict.fromkeys(wanted))


@dataclass(frozen=True, slots=True)
class Terrain:
    """The terrain keys of an activity row.

    ``terrain_summary``, or ``terrain_status`` with ``terrain_error``, or nothing when the activity
    has no terrain or the next sync has to try again. An ``outdated`` summary comes from another
    version of the analysis; it stays until the streams could be read.
    """

    fields: JsonObject
    outdated: bool = False


def terrain(
    activity: Activity, stored: StoredTerrain, answer: Answer | None, units: Units, now: datetime
) -> Terrain:
    """Return the terrain of an activity.

    Args:
        activity: the activity.
        stored: what earlier runs found out.
        answer: what the stream request gave; None when it was not made.
        units: the athlete's units.
        now: the athlete's time.
    """
    if not activity.has_terrain or activity.id is None:
        return Terrain({})
    settled = stored.settled(activity.id)
    if settled is not None:
        return Terrain(_refreshed(settled, units))
    fields = {} if answer is None else _from_answer(answer, units, young=_is_young(activity, now))
    if fields:
        return Terrain(fields)
    kept = stored.status(activity.id) if str(activity.id) in stored.again else {}
    return Terrain(_refreshed(stored.summary(activity.id), units) | kept, outdated=True)


def unread(rows: Mapping[str, JsonObject], activities: Iterable[Activity]) -> frozenset[str]:
    """Return the ids whose streams were refused, or lacked the positions that the record lists.

    Args:
        rows: of a ``latest.json``, by activity id as text.
        activities: of the same days.
    """
    status = {ident: row.get("terrain_status") for ident, row in rows.items()}
    refused = {ident for ident, what in status.items() if what == "failed"}
    listed = {str(a.id) for a in activities if POSITIONS in a.stream_types}
    return frozenset(refused | {ident for ident in listed if status.get(ident) == "no_gps"})


def terrain_state(found: Mapping[str, Terrain]) -> JsonObject:
    """Return which summaries come from the present version of the analysis.

    This is kept in a file of its own, because the rows themselves say nothing about it.
    """
    analyzed = [
        ident
        for ident, terrain in found.items()
        if "terrain_summary" in terrain.fields and not terrain.outdated
    ]
    return {"version": ANALYSIS_VERSION, "activities": sorted(analyzed)}


def _refreshed(fields: JsonObject, units: Units) -> JsonObject:
    if "terrain_summary" not in fields:
        return fields
    return {"terrain_summary": refresh_display(fields["terrain_summary"], units)}


def _is_young(activity: Activity, now: datetime) -> bool:
    start = parse_moment(activity.start)
    return start is not None and now.replace(tzinfo=None) - start.replace(tzinfo=None) < YOUNG


def _from_answer(answer: Answer, units: Units, *, young: bool) -> JsonObject:
    # Every other refusal is asked again by every sync (defect 5.45, kept): to remember it would
    # take a key of its own.
    if answer.status in GONE:
        failed = {"terrain_status": "failed", "terrain_error": f"http_{answer.status}"}
        return {} if young else failed
    if not answer.ok or not isinstance(answer.body, list):
        return {}
    if young and not any(_is_part_of_track(stream) for stream in answer.body):
        return {}
    return _from_streams(answer.body, units)


def _is_part_of_track(stream: object) -> bool:
    return isinstance(stream, dict) and stream.get("type") in (POSITIONS, ALTITUDE)


def _from_streams(streams: list[Any], units: Units) -> JsonObject:
    latitudes, longitudes = (_values(streams, POSITIONS, part) for part in ("data", "data2"))
    altitudes = _values(streams, ALTITUDE, "data")
    points = _points(latitudes, longitudes, altitudes)
    if len(points) < FEWEST_POSITIONS:
        return dict(NO_GPS)
    if all(point.ele is None for point in points):
        return dict(NO_ELEVATION)
    summary = analyze(points, ACTIVITY_SOURCE, units, polyline=False)
    # Shorter than 100 m: no usable track.
    return dict(NO_GPS) if summary is None else {"terrain_summary": summary}


def _values(streams: list[Any], kind: str, part: str) -> list[Any]:
    """Return one list of the first stream of a kind; empty when there is none."""
    for stream in streams:
        if isinstance(stream, dict) and stream.get("type") == kind:
            values = stream.get(part)
            return values if isinstance(values, list) else []
    return []


def _points(latitudes: list[Any], longitudes: list[Any], altitudes: list[Any]) -> list[Point]:
    """Return the usable positions; altitudes belong to the same index."""
    altitudes = altitudes + [None] * (len(latitudes) - len(altitudes))
    points = []
    for lat, lon, ele in zip(latitudes, longitudes, altitudes, strict=False):
        point = plausible_point(_number(lat), _number(lon), _number(ele))
        if point is not None:
            points.append(point)
    return points


def _number(value: object) -> float | None:
    """Read a number or a text that holds one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, _READABLE):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
