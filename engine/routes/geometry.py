"""Distances, smoothed elevations and grades along a track.

There is no resampling: everything works on the recorded points. Distances and elevations are in
meters, coordinates in degrees, grades in percent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from engine.base.numbers import round_half_even, sum_in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.base.decode import JsonObject
    from engine.base.numbers import Number

EARTH_RADIUS_M = 6_371_000
POLE = 90
DATE_LINE = 180
HIGHEST_ELEVATION_M = 100_000
"""Beyond this a figure is damage, not an elevation."""
SMOOTHING_REACH_M = 25
"""To each side, exclusive. Sparse planner exports stay unsmoothed (defect 5.34, kept)."""
EXACT_WINDOW = 200
"""Windows of up to this many points are added up point by point."""
FINE_UNITS = 2**40
"""Elevations in wider windows (a stop) are counted in units of 2^-40 m."""
CHUNK_M = 200
GRADE_BOUNDS = (("flat_pct", 1.0), ("gentle_pct", 3.0), ("moderate_pct", 6.0))
STEEPEST = "steep_pct"


class Point(NamedTuple):
    """A position in degrees, and its elevation in meters where one is known."""

    lat: float
    lon: float
    ele: float | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """Points with the distance from the start and the smoothed elevation of each."""

    points: Sequence[Point]
    distance: list[float]
    elevation: list[float]

    @property
    def length(self) -> float:
        """Return the whole length in meters."""
        return self.distance[-1]


def valid_point(lat: float, lon: float, ele: float | None) -> Point | None:
    """Return a point, or None for a position off the globe; a wild elevation is dropped."""
    if not (abs(lat) <= POLE and abs(lon) <= DATE_LINE):  # also false for NaN
        return None
    if ele is not None and not abs(ele) <= HIGHEST_ELEVATION_M:
        ele = None
    return Point(lat, lon, ele)


def haversine(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance of two positions in meters."""
    half_lat = math.radians(lat2 - lat1) / 2
    half_lon = math.radians(lon2 - lon1) / 2
    a = (
        math.sin(half_lat) ** 2
        + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(half_lon) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.atan2(math.sqrt(a), math.sqrt(max(0.0, 1 - a)))


def distances(points: Sequence[Point]) -> list[float]:
    """Return the distance of every point from the start.

    A gap between two tracks or segments counts as a straight line (defect 5.26, kept).
    """
    steps = (haversine(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(points))
    return list(accumulate(steps, initial=0.0))


def filled_elevations(points: Sequence[Point], distance: Sequence[float]) -> list[float]:
    """Return an elevation for every point.

    Missing ones are interpolated by distance between their neighbors; the first and last known
    elevation hold to the ends. Without any known elevation all are 0.
    """
    known = [i for i, point in enumerate(points) if point.ele is not None]
    if not known:
        return [0.0] * len(points)
    filled = [point.ele or 0.0 for point in points]
    filled[: known[0]] = [filled[known[0]]] * known[0]
    filled[known[-1] :] = [filled[known[-1]]] * (len(points) - known[-1])
    for left, right in pairwise(known):
        span = distance[right] - distance[left]
        rise = filled[right] - filled[left]
        for i in range(left + 1, right):
            share = (distance[i] - distance[left]) / span if span else 0.0
            filled[i] = filled[left] + rise * share
    return filled


def smoothed(distance: Sequence[float], elevation: Sequence[float]) -> list[float]:
    """Return the mean elevation of all points less than 25 m away along the track."""
    fine: list[int] = []
    means = []
    for first, end in _windows(distance):
        count = end - first
        if count <= EXACT_WINDOW:
            means.append(sum_in_order(elevation[first:end]) / count)
            continue
        fine = fine or list(accumulate((round(e * FINE_UNITS) for e in elevation), initial=0))
        means.append((fine[end] - fine[first]) / (count * FINE_UNITS))
    return means


def _windows(distance: Sequence[float]) -> Iterator[tuple[int, int]]:
    first = end = 0
    count = len(distance)
    for here in distance:
        while here - distance[first] >= SMOOTHING_REACH_M:
            first += 1
        while end < count and distance[end] - here < SMOOTHING_REACH_M:
            end += 1
        yield first, end


def gain(elevation: Sequence[float]) -> Number:
    """Return the sum of all rises, without any threshold."""
    rises = (b - a for a, b in pairwise(elevation))
    return sum_in_order(rise for rise in rises if rise > 0)


def chunk_bounds(distance: Sequence[float]) -> list[int]:
    """Return the indexes that cut the track into pieces of at least 200 m.

    The last piece may have any length (defect 5.36, kept: it can set the maximum grade).
    """
    bounds = [0]
    for i, here in enumerate(distance):
        if here - distance[bounds[-1]] >= CHUNK_M:
            bounds.append(i)
    if bounds[-1] != len(distance) - 1:
        bounds.append(len(distance) - 1)
    return bounds


def grade_distribution(
    distance: Sequence[float], elevation: Sequence[float]
) -> tuple[JsonObject, Number]:
    """Return the share of the distance per grade bucket in percent, and the maximum grade.

    Climbing and descending count alike.
    """
    lengths: dict[str, Number] = {**{name: 0.0 for name, _ in GRADE_BOUNDS}, STEEPEST: 0.0}
    whole_length, steepest = distance[-1], 0.0
    if whole_length < CHUNK_M:
        return {**lengths, "flat_pct": 100.0}, 0.0
    bounds = chunk_bounds(distance)
    for start, end in pairwise(bounds):
        length = distance[end] - distance[start]
        if length > 0:
            grade = abs(elevation[end] - elevation[start]) / length * 100
            lengths[_bucket(grade)] += length
            steepest = max(steepest, grade)
    shares = {
        name: round_half_even(length / whole_length * 100, 1) for name, length in lengths.items()
    }
    return shares, round_half_even(steepest, 1)


def _bucket(grade: float) -> str:
    return next((name for name, bound in GRADE_BOUNDS if grade < bound), STEEPEST)


def coordinates(point: Point) -> list[Number]:
    """Return latitude and longitude as published."""
    return [round_half_even(point.lat, 5), round_half_even(point.lon, 5)]
