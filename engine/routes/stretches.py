"""Where a track climbs (docs/format/terrain.md, "Detection").

Distances, elevations and heights are in meters, grades in percent. The thresholds are conventions
without a published source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from engine.routes.geometry import CHUNK_M, chunk_bounds
from engine.routes.highest import Heights

if TYPE_CHECKING:
    from collections.abc import Sequence

RISING_PCT = 1.0
"""A chunk of at least this grade may begin and end a climb."""
DIP_M = 50.0
"""A drop of more than this ends a climb; drops inside a chunk are not seen (5.39, kept)."""
PLATEAU_M = 5000
PLATEAU_RISE_M = 50
"""A climb that gains less than this over 5 km is over."""
TRIM_M = 2000
TRIM_GRADE_PCT = 2.5
SHORTEST_M = 500
LOWEST_M = 50
GENTLEST_PCT = 1.5
LEAD_TOLERANCE_M = 0.001
"""Far beyond what is lost in adding up a track; whether a climb is accepted is decided exactly."""


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


def find_stretches(distance: Sequence[float], elevation: Sequence[float]) -> list[Stretch]:
    """Return the climbs of a track in the order of their start."""
    if distance[-1] < CHUNK_M:
        return []
    profile = _Profile.of(distance, elevation)
    found = []
    mark = 0
    last = len(profile.bounds) - 1
    while mark < last:
        if not profile.rises[mark]:
            mark += 1
            continue
        top = profile.top(mark)
        start = profile.trimmed_start(mark, top)
        end = profile.trimmed_end(start, top)
        stretch = profile.stretch(start, end)
        if stretch.accepted:
            found.append(stretch)
        mark = end if stretch.accepted else mark + 1
    return found


@dataclass(frozen=True, slots=True)
class _Profile:
    """A track cut into chunks; all numbers of marks are indexes of ``bounds``.

    What the rules ask about each mark is worked out once, and what they ask about ranges of marks
    is looked up in layers, so that a long track with many rejected candidates is not walked again
    for each of them.

    Attributes:
        distance: of every point.
        elevation: of every point.
        bounds: the point at each mark, chunk ``i`` lies between the marks ``i`` and ``i + 1``.
        rises: whether each chunk has at least 1 %.
        last_rises: the last mark up to each that a rising chunk ends at.
        heights: the elevation at each mark.
        tops: where a climb from each mark tops out, plateaus left aside.
        plateaus: marks where the last 5 km gained too little, and the point where these began.
        steep_starts: marks of rising chunks from where 2 km average 2.5 %, and where these end.
        steep_ends: marks up to where 2 km average 2.5 %, and the point where these began.
        leads: for each steep end, how far its last rise is above a line of 1.5 %.
    """

    distance: Sequence[float]
    elevation: Sequence[float]
    bounds: Sequence[int]
    rises: Sequence[bool]
    last_rises: Sequence[int]
    heights: Heights
    tops: Sequence[int]
    plateaus: Sequence[tuple[int, int]]
    steep_starts: Sequence[tuple[int, int]]
    steep_ends: Sequence[tuple[int, int]]
    leads: Heights

    @classmethod
    def of(cls, distance: Sequence[float], elevation: Sequence[float]) -> _Profile:
        """Work out what the rules ask about each mark."""
        bounds = chunk_bounds(distance)

        def grade(a: int, b: int) -> float:
            return (elevation[b] - elevation[a]) / (distance[b] - distance[a]) * 100

        rises = [grade(a, b) >= RISING_PCT for a, b in pairwise(bounds)]
        long_back, back, ahead = (
            _at_distance(distance, bounds, meters) for meters in (-PLATEAU_M, -TRIM_M, TRIM_M)
        )
        heights = [elevation[i] for i in bounds]
        last_rises = list(accumulate((i * up for i, up in enumerate(rises, 1)), max, initial=0))
        steep_ends = [
            (mark, began) for mark, began in back if grade(began, bounds[mark]) >= TRIM_GRADE_PCT
        ]
        return cls(
            distance=distance,
            elevation=elevation,
            bounds=bounds,
            rises=rises,
            last_rises=last_rises,
            heights=Heights(heights),
            tops=_tops(heights),
            plateaus=[
                (mark, began)
                for mark, began in long_back
                if elevation[bounds[mark]] - elevation[began] < PLATEAU_RISE_M
            ],
            steep_starts=[
                (mark, ends)
                for mark, ends in ahead
                if rises[mark] and grade(bounds[mark], ends) >= TRIM_GRADE_PCT
            ],
            steep_ends=steep_ends,
            leads=Heights(
                [_lead(distance, elevation, bounds[last_rises[mark]]) for mark, _ in steep_ends]
            ),
        )

    def stretch(self, start: int, end: int) -> Stretch:
        """Return the stretch between two marks."""
        first, last = self.bounds[start], self.bounds[end]
        length = self.distance[last] - self.distance[first]
        return Stretch(first, last, length, self.elevation[last] - self.elevation[first])

    def top(self, start: int) -> int:
        """Return the highest mark before a deep drop or a plateau ends the climb."""
        first = bisect_left(self.plateaus, self.bounds[start], key=itemgetter(1))
        top = self.tops[start]
        if first < len(self.plateaus) and self.plateaus[first][0] < top:
            return self.heights.first_highest(start, self.plateaus[first][0] + 1)
        return top

    def trimmed_start(self, start: int, top: int) -> int:
        """Return the first mark from where the climb goes on steeply.

        It stays where it is when what would be cut off is a climb itself.
        """
        first = bisect_left(self.steep_starts, start, key=itemgetter(0))
        if first == len(self.steep_starts):
            return start
        trimmed, ends = self.steep_starts[first]
        if ends > self.bounds[top]:
            return start
        cut_off = self.stretch(start, self.heights.first_highest(start, trimmed + 1))
        return start if cut_off.accepted else trimmed

    def trimmed_end(self, start: int, top: int) -> int:
        """Return the last mark up to where the climb was steep, and that makes a climb."""
        first = bisect_left(self.steep_ends, self.bounds[start], key=itemgetter(1))
        behind = bisect_right(self.steep_ends, top, key=itemgetter(0))
        least = _lead(self.distance, self.elevation, self.bounds[start]) - LEAD_TOLERANCE_M
        found: int | None = behind
        while found is not None:
            found = self.leads.last_from(first, found, least)
            if found is not None:
                end = self.last_rises[self.steep_ends[found][0]]
                if self.stretch(start, end).accepted:
                    return end
        return self.last_rises[top]


def _lead(distance: Sequence[float], elevation: Sequence[float], point: int) -> float:
    """Return how high a point is above a line that rises as a climb has to at least."""
    return elevation[point] - distance[point] * GENTLEST_PCT / 100


def _at_distance(
    distance: Sequence[float], bounds: Sequence[int], meters: int
) -> list[tuple[int, int]]:
    """Return each mark that has a point at least so far ahead, or behind, and the nearest such."""
    found = []
    point = 0
    for mark, here in enumerate(bounds):
        if meters > 0:
            while point < len(distance) and distance[point] - distance[here] < meters:
                point += 1
            if point < len(distance):
                found.append((mark, point))
            continue
        while distance[here] - distance[point] >= -meters:
            point += 1
        if point:
            found.append((mark, point - 1))
    return found


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
