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
LOWEST_ELEVATION_M, HIGHEST_ELEVATION_M = -500, 9000
"""Every road lies between these. Beyond are the numbers that devices write for "no value": -32768,
-19999, -9999, 65535, 99999, and the least and the most that a FIT file holds, -500 and 12607."""
NOWHERE_DEG = 0.00001
"""So near to 0/0 no fix is meant, but none."""
SMOOTHING_REACH_M = 25
"""To each side, exclusive. Sparse planner exports stay unsmoothed (defect 5.34, kept)."""
EXACT_WINDOW = 200
"""Windows of up to this many points are added up point by point."""
FINE_UNITS = 2**40
"""Elevations in wider windows (a stop) are counted in units of 2^-40 m."""
CHUNK_M = 200
SHORTEST_CHUNK_M = 100
"""A shorter last chunk joins the one before: the grade of a few meters is noise."""
PIECE_GAP_M = 100
"""A segment of a file that begins farther than this from the point before is a new piece."""
GRADE_BOUNDS = (("flat_pct", 1.0), ("gentle_pct", 3.0), ("moderate_pct", 6.0))
STEEPEST = "steep_pct"


class Point(NamedTuple):
    """A position in degrees, and its elevation in meters where one is known.

    ``new_piece`` says that nobody is meant to ride from the point before to this one.
    """

    lat: float
    lon: float
    ele: float | None = None
    new_piece: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """Points with the distance from the start and the smoothed elevation of each.

    ``elevation`` goes on at every new piece where the last one ended, so that a gap brings neither
    gain nor grade; ``shift`` is what was added to the true elevation for that.
    """

    points: Sequence[Point]
    distance: list[float]
    elevation: list[float]
    shift: list[float]

    @classmethod
    def of(cls, points: Sequence[Point]) -> Track:
        """Measure and smooth a track."""
        distance = distances(points)
        joined, shift = joined_elevations(points, filled_elevations(points, distance))
        return cls(points, distance, smoothed(distance, joined), shift)

    @property
    def length(self) -> float:
        """Return the whole length in meters."""
        return self.distance[-1]


def plausible_point(lat: float | None, lon: float | None, ele: float | None) -> Point | None:
    """Return a point, or None without a position where somebody can be.

    Left out are positions off the globe, the poles and 0/0, which stand for "no fix". A longitude
    beyond 180 degrees went once more around the globe; an elevation that no place has is unknown.
    """
    if lat is None or lon is None or not (abs(lat) < POLE and math.isfinite(lon)):
        return None
    if abs(lat) < NOWHERE_DEG and abs(lon) < NOWHERE_DEG:
        return None
    if abs(lon) > DATE_LINE:
        lon = math.remainder(lon, 2 * DATE_LINE)
    if ele is not None and not LOWEST_ELEVATION_M < ele < HIGHEST_ELEVATION_M:
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
    """Return the distance of every point from the start; a gap between two pieces has none."""
    steps = (
        0.0 if b.new_piece else haversine(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(points)
    )
    return list(accumulate(steps, initial=0.0))


def filled_elevations(points: Sequence[Point], distance: Sequence[float]) -> list[float]:
    """Return an elevation for every point.

    Missing ones are interpolated by distance between their neighbors in the piece; its first and
    last known elevation hold to its ends. A piece without any is level with the end of the one
    before, or with the first known elevation of all. Without any known elevation all are 0.
    """
    level = next((point.ele for point in points if point.ele is not None), 0.0)
    filled: list[float] = []
    for first, end in _pieces(points):
        piece = _filled_piece(points[first:end], distance[first:end], level)
        level = piece[-1]
        filled.extend(piece)
    return filled


def _pieces(points: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """Return where each piece begins, and where the next one does."""
    starts = [0, *(i for i, point in enumerate(points) if i and point.new_piece), len(points)]
    return pairwise(starts)


def _filled_piece(points: Sequence[Point], distance: Sequence[float], level: float) -> list[float]:
    known = [i for i, point in enumerate(points) if point.ele is not None]
    if not known:
        return [level] * len(points)
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


def joined_elevations(
    points: Sequence[Point], elevation: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Let every piece go on at the height where the last one ended.

    Returns:
        The elevations, and what was added to each.
    """
    joined: list[float] = []
    shift: list[float] = []
    for first, end in _pieces(points):
        added = joined[-1] - elevation[first] if joined else 0.0
        joined.extend(e + added for e in elevation[first:end])
        shift.extend([added] * (end - first))
    return joined, shift


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
    """Return the indexes that cut the track into chunks of at least 200 m.

    The last chunk has at least 100 m, unless it is the only one.
    """
    bounds = [0]
    for i, here in enumerate(distance):
        if here - distance[bounds[-1]] >= CHUNK_M:
            bounds.append(i)
    last = len(distance) - 1
    if bounds[-1] != last:
        if len(bounds) > 1 and distance[last] - distance[bounds[-1]] < SHORTEST_CHUNK_M:
            bounds.pop()
        bounds.append(last)
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
