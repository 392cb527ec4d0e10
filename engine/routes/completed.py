"""Terrain of completed activities: what to fetch, what to keep, what an answer means."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from engine.routes.geometry import valid_point
from engine.routes.terrain import ACTIVITY_SOURCE, analyze, refresh_display

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.base.decode import Id, JsonObject
    from engine.base.units import Units
    from engine.intervals_icu import Activity
    from engine.intervals_icu.client import Answer
    from engine.routes.geometry import Point

STREAM_TYPES = "latlng,altitude"
NO_GPS = {"terrain_status": "no_gps"}
NO_ELEVATION = {"terrain_status": "no_elevation"}
FINAL_STATUSES = frozenset({"no_gps", "no_elevation", "failed"})
"""Never asked again, even when the first request came too early (5.44, A-10, kept)."""
GONE = (404, 410)
FEWEST_POSITIONS = 10


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


def activities_to_fetch(
    activities: Iterable[Activity], previous: Mapping[str, JsonObject]
) -> tuple[Id, ...]:
    """Return the ids of the activities whose position streams are needed, each once."""
    wanted = (
        activity.id
        for activity in activities
        if activity.outdoor
        and activity.id is not None
        and _stored(previous.get(str(activity.id))) is None
    )
    return tuple(dict.fromkeys(wanted))


def terrain_fields(
    activity: Activity, previous_row: JsonObject | None, answer: Answer | None, units: Units
) -> JsonObject:
    """Return the terrain keys of an activity row.

    Args:
        activity: the activity.
        previous_row: its row in the earlier ``latest.json``, if any.
        answer: what the stream request gave; None when it was not made.
        units: the athlete's units.

    Returns:
        ``terrain_summary``, or ``terrain_status`` with ``terrain_error``, or nothing when the
        activity has no terrain or the next sync has to try again.
    """
    if not activity.outdoor or activity.id is None:
        return {}
    stored = _stored(previous_row)
    if stored is not None:
        if "terrain_summary" in stored:
            return {"terrain_summary": refresh_display(stored["terrain_summary"], units)}
        return stored
    return {} if answer is None else _from_answer(answer, units)


def _stored(row: JsonObject | None) -> JsonObject | None:
    """Return what an earlier row settled; it never expires (5.43, A-11, kept)."""
    if not row:
        return None
    if "terrain_summary" in row:
        return {"terrain_summary": row["terrain_summary"]}
    status = row.get("terrain_status")
    if not isinstance(status, str) or status not in FINAL_STATUSES:
        return None
    return {name: row[name] for name in ("terrain_status", "terrain_error") if name in row}


def _from_answer(answer: Answer, units: Units) -> JsonObject:
    # Every other refusal is asked again by every sync (defect 5.45, kept): to remember it would
    # take a key of its own.
    if answer.status in GONE:
        return {"terrain_status": "failed", "terrain_error": f"http_{answer.status}"}
    if not answer.ok or not isinstance(answer.body, list):
        return {}
    return _from_streams(answer.body, units)


def _from_streams(streams: list[Any], units: Units) -> JsonObject:
    latitudes, longitudes = (_values(streams, "latlng", part) for part in ("data", "data2"))
    altitudes = _values(streams, "altitude", "data")
    points = _points(latitudes, longitudes, altitudes)
    if len(points) < FEWEST_POSITIONS:
        return dict(NO_GPS)
    if all(point.ele is None for point in points):
        return dict(NO_ELEVATION)
    summary = analyze(points, ACTIVITY_SOURCE, units, polyline=False)
    # 5.31, A-14 (kept): a track shorter than 100 m is reported as one without elevation.
    return dict(NO_ELEVATION) if summary is None else {"terrain_summary": summary}


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
        latitude, longitude = _number(lat), _number(lon)
        if latitude is not None and longitude is not None:
            point = valid_point(latitude, longitude, _number(ele))
            if point is not None:
                points.append(point)
    return points


def _number(value: object) -> float | None:
    """Read a number or a text that holds one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
