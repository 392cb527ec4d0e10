"""Climbs and descents of a track as published: fields, categories and the final filter.

The bounds are conventions without a published source. A descent is a climb of the mirrored track.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base.numbers import round_half_even, round_int
from engine.base.units import display
from engine.routes.geometry import CHUNK_M, coordinates
from engine.routes.stretches import find_stretches

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.base.units import Units
    from engine.routes.geometry import Track
    from engine.routes.stretches import Stretch

KEPT_HEIGHT_M = 100
KEPT_GRADE_PCT = 3.0
CATEGORIES = ((1000, "HC"), (650, "Cat 1"), (400, "Cat 2"), (200, "Cat 3"), (100, "Cat 4"))
"""Lower bounds in meters of height; neither grade nor length counts."""


def find_climbs(track: Track, units: Units) -> list[JsonObject]:
    """Return all climbs in the order of their start, before the filter."""
    return [
        {
            **_fields(track, stretch, 1, units),
            "max_gradient_pct": _max_gradient(track, stretch) or round_half_even(stretch.grade, 1),
            "category": category(round_int(stretch.height)),
        }
        for stretch in find_stretches(track.distance, track.elevation)
    ]


def find_descents(track: Track, units: Units) -> list[JsonObject]:
    """Return all descents in the order of their start, before the filter."""
    mirrored = [-elevation for elevation in track.elevation]
    return [
        _fields(track, stretch, -1, units) for stretch in find_stretches(track.distance, mirrored)
    ]


def kept(climb: JsonObject) -> bool:
    """Whether a climb or descent is high or steep enough to be published.

    The rounded fields decide.
    """
    height, grade = abs(climb["elevation_m"]), abs(climb["avg_gradient_pct"])
    return bool(height >= KEPT_HEIGHT_M or grade >= KEPT_GRADE_PCT)


def category(height: int) -> str | None:
    """Return the category of a climb of so many meters."""
    return next((name for bound, name in CATEGORIES if height >= bound), None)


def display_pairs(climb: JsonObject, units: Units) -> JsonObject:
    """Return the display block of a climb or descent."""
    return {
        "position": display(climb.get("position_km"), "distance", units),
        "distance": display(climb.get("distance_km"), "distance", units),
        "elevation": display(climb.get("elevation_m"), "elevation", units),
    }


def _fields(track: Track, stretch: Stretch, sign: int, units: Units) -> JsonObject:
    fields: JsonObject = {
        "position_km": round_half_even(track.distance[stretch.start] / 1000, 1),
        "distance_km": round_half_even(stretch.length / 1000, 1),
        "elevation_m": sign * round_int(stretch.height),
        "avg_gradient_pct": sign * round_half_even(stretch.grade, 1),
        "start_coords": coordinates(track.points[stretch.start]),
        "end_coords": coordinates(track.points[stretch.end]),
    }
    return {**fields, "display": display_pairs(fields, units)}


def _max_gradient(track: Track, stretch: Stretch) -> Number:
    """Return the steepest rise over 200 m within a climb, 0 when there is none."""
    distance, elevation = track.distance, track.elevation
    steepest = 0.0
    ahead = stretch.start
    for start in range(stretch.start, stretch.end):
        while ahead <= stretch.end and distance[ahead] - distance[start] < CHUNK_M:
            ahead += 1
        if ahead > stretch.end:
            break
        length = distance[ahead] - distance[start]
        steepest = max(steepest, (elevation[ahead] - elevation[start]) / length * 100)
    return round_half_even(steepest, 1)
