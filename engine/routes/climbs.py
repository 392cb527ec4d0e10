"""Climbs and descents of a track: detection, fields, categories and the final filter.

The thresholds and categories are conventions without a published source. A descent is detected as
a climb of the mirrored track.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.numbers import round_half_even, round_int
from engine.base.units import display
from engine.routes.geometry import CHUNK_M, chunk_bounds, coordinates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.base.units import Units
    from engine.routes.geometry import Track

FLAT_CHUNK_M = 10
"""Chunks of this length or less have no grade."""
START_GRADE_PCT = 1.0
DIP_M = 50.0
"""A drop of more than this ends a climb; drops inside a chunk are not seen (5.39, kept)."""
TRIM_M = 2000
TRIM_GRADE_PCT = 2.5
SHORTEST_M = 500
LOWEST_M = 50
GENTLEST_PCT = 1.5
KEPT_HEIGHT_M = 100
KEPT_GRADE_PCT = 3.0
CATEGORIES = ((1000, "HC"), (650, "Cat 1"), (400, "Cat 2"), (200, "Cat 3"), (100, "Cat 4"))
"""Lower bounds in meters of height; neither grade nor length counts."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A climb between two point indexes; ``length`` and ``height`` in m, ``grade`` in percent."""

    start: int
    end: int
    length: float
    height: float

    @property
    def grade(self) -> float:
        """Return the average grade in percent."""
        return self.height / self.length * 100

    @property
    def accepted(self) -> bool:
        """Whether it is long, high and steep enough."""
        return self.length >= SHORTEST_M and self.height >= LOWEST_M and self.grade >= GENTLEST_PCT


def find_climbs(track: Track, units: Units) -> list[JsonObject]:
    """Return all climbs in the order of their start, before the filter."""
    return [
        {
            **_fields(track, stretch, 1, units),
            "max_gradient_pct": _max_gradient(track, stretch) or round_half_even(stretch.grade, 1),
            "category": category(round_int(stretch.height)),
        }
        for stretch in _stretches(track.distance, track.elevation)
    ]


def find_descents(track: Track, units: Units) -> list[JsonObject]:
    """Return all descents in the order of their start, before the filter."""
    mirrored = [-elevation for elevation in track.elevation]
    return [_fields(track, stretch, -1, units) for stretch in _stretches(track.distance, mirrored)]


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


def _stretches(distance: Sequence[float], elevation: Sequence[float]) -> list[Stretch]:
    if distance[-1] < CHUNK_M:
        return []
    bounds = chunk_bounds(distance)
    tops = _tops([elevation[i] for i in bounds])
    found = []
    chunk = 0
    while chunk < len(bounds) - 1:
        if _chunk_grade(distance, elevation, bounds[chunk], bounds[chunk + 1]) < START_GRADE_PCT:
            chunk += 1
            continue
        # 5.37 (kept): the top may lie at the far end of a plateau and hide the climb before it.
        top = tops[chunk]
        start = _trimmed_start(distance, elevation, bounds[chunk : top + 1])
        end = bounds[top]
        length, height = distance[end] - distance[start], elevation[end] - elevation[start]
        stretch = Stretch(start, end, length, height)
        if stretch.length and stretch.accepted:
            found.append(stretch)
        chunk = top
    return found


def _chunk_grade(
    distance: Sequence[float], elevation: Sequence[float], start: int, end: int
) -> float:
    length = distance[end] - distance[start]
    return (elevation[end] - elevation[start]) / length * 100 if length > FLAT_CHUNK_M else 0.0


def _tops(heights: Sequence[float]) -> list[int]:
    """Return for each height the index where a climb from there tops out.

    That is the first of the highest that come before a drop of more than 50 m. Worked out from
    the end, so that every height follows a link to the next higher one: a loop per climb would
    be quadratic on a long rolling track.
    """
    tops = list(range(len(heights)))
    higher: list[int] = []  # ever higher heights to the right, the nearest last
    lower: list[int] = []  # ever lower heights to the right, the nearest last
    for i in reversed(range(len(heights))):
        here = heights[i]
        while higher and heights[higher[-1]] <= here:
            higher.pop()
        if higher and higher[-1] < _next_drop(heights, lower, here):
            tops[i] = tops[higher[-1]]
        while lower and heights[lower[-1]] >= here:
            lower.pop()
        higher.append(i)
        lower.append(i)
    return tops


def _next_drop(heights: Sequence[float], lower: Sequence[int], here: float) -> int:
    """Return the nearest index that is more than 50 m lower, or one behind the end."""
    drops = bisect_left(lower, -DIP_M, key=lambda i: heights[i] - here)
    return lower[drops - 1] if drops else len(heights)


def _trimmed_start(
    distance: Sequence[float], elevation: Sequence[float], bounds: Sequence[int]
) -> int:
    """Return the first chunk start from where the next 2 km average at least 2.5 %.

    It may lie inside a dip (defect 5.38, kept).
    """
    end = bounds[-1]
    ahead = bounds[0]
    for start in bounds[:-2]:
        while ahead <= end and distance[ahead] - distance[start] < TRIM_M:
            ahead += 1
        if ahead > end:
            break
        length = distance[ahead] - distance[start]
        if (elevation[ahead] - elevation[start]) / length * 100 >= TRIM_GRADE_PCT:
            return start
    return bounds[0]


def _max_gradient(track: Track, stretch: Stretch) -> Number:
    """Return the steepest 200 m within a climb; a dip counts like a rise (defect 5.40, kept)."""
    distance, elevation = track.distance, track.elevation
    steepest = 0.0
    ahead = stretch.start
    for start in range(stretch.start, stretch.end):
        while ahead <= stretch.end and distance[ahead] - distance[start] < CHUNK_M:
            ahead += 1
        if ahead > stretch.end:
            break
        length = distance[ahead] - distance[start]
        steepest = max(steepest, abs(elevation[ahead] - elevation[start]) / length * 100)
    return round_half_even(steepest, 1)
