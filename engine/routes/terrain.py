"""The terrain summary of a track, for planned routes and completed activities alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.base.numbers import round_half_even, round_int
from engine.base.units import display
from engine.routes import climbs
from engine.routes.geometry import Track, coordinates, distances, gain, grade_distribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.base.units import Units
    from engine.routes.geometry import Point

ANALYSIS_VERSION = 3
"""To be raised whenever the analysis of a track gives different figures."""
ROUTE_SOURCE = "gpx_attachment"
"""For TCX files too (defect 5.28, kept)."""
ACTIVITY_SOURCE = "activity_streams"
SHORTEST_TRACK_M = 100
POLYLINE_STEP_M = 500
CHARACTERS = ((30, "mountain"), (20, "hilly"), (5, "rolling"))
"""Lower bounds in m/km; a convention without a published source."""
FLAT = "flat"
HIGH_CATEGORIES = frozenset({"HC", "Cat 1", "Cat 2"})


def analyze(
    points: Sequence[Point], source: str, units: Units, *, polyline: bool
) -> JsonObject | None:
    """Return the terrain summary of a track.

    Args:
        points: at least two valid points.
        source: what the summary is made from, ``ROUTE_SOURCE`` or ``ACTIVITY_SOURCE``.
        units: the athlete's units for the display blocks.
        polyline: whether to add the thinned track.

    Returns:
        The summary in published key order; None when the track is shorter than 100 m. Without any
        elevation it holds the distance alone, and the source says so.
    """
    if all(point.ele is None for point in points):
        return _without_elevation(distances(points)[-1], source, units)
    track = Track.of(points)
    if track.length < SHORTEST_TRACK_M:
        return None
    climbing = [climb for climb in climbs.find_climbs(track, units) if climbs.kept(climb)]
    descending = [climb for climb in climbs.find_descents(track, units) if climbs.kept(climb)]
    totals = _totals(track.length, gain(track.elevation))
    distribution, steepest = grade_distribution(track.distance, track.elevation)
    summary: JsonObject = {
        "source": source,
        **totals,
        "course_character": course_character(totals["elevation_per_km"], climbing),
        "max_grade_pct": steepest,
        "grade_distribution": distribution,
        "start_coords": coordinates(points[0]),
        "climbs": climbing,
        "descents": descending,
        "display": _display_pairs(totals, units),
    }
    if polyline:
        summary["polyline"] = _polyline(track)
    return summary


def _without_elevation(length: float, source: str, units: Units) -> JsonObject:
    """Return the summary of a track without elevations, which nobody may take for a flat one."""
    totals = {
        "total_distance_km": round_half_even(length / 1000, 1),
        "total_elevation_m": None,
        "elevation_per_km": None,
    }
    return {
        "source": f"{source}_no_elevation",
        **totals,
        "course_character": None,
        "climbs": [],
        "descents": [],
        "display": _display_pairs(totals, units),
    }


def _totals(length: float, climbed: Number) -> JsonObject:
    """Return the totals; the density comes from the unrounded figures."""
    kilometers = length / 1000
    return {
        "total_distance_km": round_half_even(kilometers, 1),
        "total_elevation_m": round_int(climbed),
        "elevation_per_km": round_half_even(climbed / kilometers, 1),
    }


def course_character(elevation_per_km: Number, climbing: Sequence[JsonObject]) -> str:
    """Return the character of a course from its density in m/km; a big climb makes it hilly."""
    character = next((name for bound, name in CHARACTERS if elevation_per_km >= bound), FLAT)
    big = any(climb["category"] in HIGH_CATEGORIES for climb in climbing)
    return "hilly" if big and character in (FLAT, "rolling") else character


def _polyline(track: Track) -> list[list[Number]]:
    """Return ``[km, lat, lon, elevation]`` of the first, the last and points 500 m apart.

    The elevations are the true ones, also behind a gap.
    """
    line = []
    threshold: float = 0
    last = len(track.points) - 1
    for i, here in enumerate(track.distance):
        if here >= threshold or i == last:
            height = round_int(track.elevation[i] - track.shift[i])
            line.append([round_half_even(here / 1000, 1), *coordinates(track.points[i]), height])
            threshold = here + POLYLINE_STEP_M
    return line


def _display_pairs(summary: JsonObject, units: Units) -> JsonObject:
    per_km = summary.get("elevation_per_km")
    return {
        "total_distance": display(summary.get("total_distance_km"), "distance", units),
        "total_elevation": display(summary.get("total_elevation_m"), "elevation", units),
        "elevation_per_distance": display(per_km, "elevation_per_distance", units),
    }


def refresh_display(summary: Any, units: Units) -> Any:
    """Return a stored summary with its display blocks in today's units.

    Everything else stays, unknown keys and odd members too; what is not an object is given back
    as it is. A stored error object gains a display block of nulls (defect 5.13, kept).
    """
    if not isinstance(summary, dict):
        return summary
    fresh = {**summary, "display": _display_pairs(summary, units)}
    for name in ("climbs", "descents"):
        if isinstance(summary.get(name), list):
            fresh[name] = [_refreshed(member, units) for member in summary[name]]
    return fresh


def _refreshed(member: Any, units: Units) -> Any:
    if not isinstance(member, dict):
        return member
    return {**member, "display": climbs.display_pairs(member, units)}
