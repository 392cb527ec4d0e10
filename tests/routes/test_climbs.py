from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.routes.climbs import category, find_climbs, find_descents
from engine.routes.geometry import chunk_bounds
from engine.routes.stretches import find_stretches
from tests.routes.tracks import METRIC, analyze_route, chain_track, meridian, rows

CHAINS = {
    "drop of exactly 50 m, start not trimmed into the dip": (
        [(5, 12), (5, -10), (10, 12)],
        [(0.0, 4.0, 130, 3.2, 6.0, "Cat 4")],
        [(1.0, 1.0, -50, -5.0)],
    ),
    "drop of 50.1 m": (
        [(5, 12), (5, -10.02), (10, 12)],
        [(0.0, 1.0, 60, 6.0, 6.0, None), (2.0, 2.0, 120, 6.0, 6.0, "Cat 4")],
        [(1.0, 1.0, -50, -5.0)],
    ),
    "gentle approach trimmed": (
        [(20, 2.4), (20, 12)],
        [(2.6, 5.4, 257, 4.8, 6.0, "Cat 3")],
        [],
    ),
    "gentle end trimmed": ([(20, 12), (20, 2.4)], [(0.0, 5.4, 257, 4.8, 6.0, "Cat 3")], []),
    "approach at exactly 1.0 %": (
        [(20, 2.0), (10, 12)],
        [(2.6, 3.4, 134, 3.9, 6.0, "Cat 4")],
        [],
    ),
    "approach just below": ([(20, 1.99), (10, 12)], [(4.0, 2.0, 120, 6.0, 6.0, "Cat 4")], []),
    "descent with a gentle start": ([(20, -2.4), (10, -12)], [], [(2.6, 3.4, -137, -4.0)]),
    "descent with a gentle end": ([(10, -12), (20, -2.4)], [], [(0.0, 3.4, -137, -4.0)]),
    "two climbs ten kilometers apart": (
        [(15, 10), (50, 0.05), (15, 10)],
        [(0.0, 3.0, 150, 5.0, 5.0, "Cat 4"), (13.0, 3.0, 150, 5.0, 5.0, "Cat 4")],
        [],
    ),
    "second summit equally high": (
        [(5, 12), (3, -10), (5, 6)],
        [(0.0, 1.0, 60, 6.0, 6.0, None)],
        [],
    ),
    "400 m long": ([(2, 30), (5, 0)], [], []),
    "48.9 m high": ([(3, 16.3), (5, 0)], [], []),
}


@pytest.mark.parametrize(("runs", "climbs", "descents"), CHAINS.values(), ids=CHAINS)
def test_dip_tolerance_and_trim(runs, climbs, descents):
    track = chain_track(*runs)
    assert rows(find_climbs(track, METRIC)) == climbs
    assert rows(find_descents(track, METRIC)) == descents


FULL = {
    "flat end": (
        [(30, 5.0), (200, 0.0)],
        (150, 6.5, "rolling"),
        [(0.0, 3.0, 150, 5.0, 5.0, "Cat 4")],
    ),
    "a rising plateau does not hide the climb": (
        [(30, 5.0), (200, 0.01)],
        (152, 6.6, "rolling"),
        [(0.0, 3.0, 150, 5.0, 5.0, "Cat 4")],
    ),
    "a dip does not set the maximum": (
        [(20, 6.0), (4, -11.0), (30, 6.0)],
        (300, 55.5, "mountain"),
        [(0.0, 5.4, 256, 4.7, 6.0, "Cat 3")],
    ),
    "gentle approach": (
        [(50, 1.2), (40, 6.0)],
        (300, 33.3, "mountain"),
        [(3.6, 5.4, 257, 4.8, 6.0, "Cat 3")],
    ),
    "average below 1.5 %": ([(100, 1.4)], (140, 14.0, "rolling"), []),
    "average above 1.5 %": (
        [(100, 1.6)],
        (160, 16.0, "rolling"),
        [(0.0, 10.0, 160, 1.6, 1.6, "Cat 4")],
    ),
    "hills of 40 m": ([(8, 5.0), (8, -5.0)] * 10, (400, 25.0, "hilly"), []),
    "kept by a rounded 3.0": ([(30, 2.96)], (89, 29.6, "hilly"), [(0.0, 3.0, 89, 3.0, 3.0, None)]),
    "2.9 % and below 100 m": ([(30, 2.93)], (88, 29.3, "hilly"), []),
}


@pytest.mark.parametrize(("runs", "totals", "climbs"), FULL.values(), ids=FULL)
def test_climbs_of_a_full_analysis(runs, totals, climbs):
    summary = analyze_route(meridian(*runs))
    names = ("total_elevation_m", "elevation_per_km", "course_character")
    assert tuple(summary[n] for n in names) == totals
    assert rows(summary["climbs"]) == climbs


@pytest.mark.parametrize(
    ("steps", "height", "expected"),
    [
        (19, 95, None),
        (20, 100, "Cat 4"),
        (39, 195, "Cat 4"),
        (40, 200, "Cat 3"),
        (79, 395, "Cat 3"),
        (80, 400, "Cat 2"),
        (129, 645, "Cat 2"),
        (130, 650, "Cat 1"),
        (199, 995, "Cat 1"),
        (200, 1000, "HC"),
    ],
)
def test_category_bounds(steps, height, expected):
    (climb,) = analyze_route(meridian((steps, 5.0)))["climbs"]
    assert (climb["elevation_m"], climb["category"]) == (height, expected)
    assert category(height) == expected


@dataclass
class Walk:
    """Detection as the data format words it, step by step; chunks are numbered."""

    distance: list[float]
    elevation: list[float]

    def stretches(self):
        if self.distance[-1] < 200:
            return []
        self.bounds = chunk_bounds(self.distance)
        found, chunk = [], 0
        while chunk < len(self.bounds) - 1:
            if not self.rising(chunk):
                chunk += 1
                continue
            mark = self.extent(chunk)
            start = self.trimmed_start(chunk, mark)
            last = self.trimmed_end(start, mark)
            if self.accepted(self.bounds[start], self.bounds[last + 1]):
                found.append((self.bounds[start], self.bounds[last + 1]))
                chunk = last + 1
            else:
                chunk += 1
        return found

    def grade(self, a, b):
        run = self.distance[b] - self.distance[a]
        return (self.elevation[b] - self.elevation[a]) / run * 100

    def rising(self, chunk):
        return self.grade(self.bounds[chunk], self.bounds[chunk + 1]) >= 1.0

    def accepted(self, a, b):
        long = self.distance[b] - self.distance[a] >= 500
        high = self.elevation[b] - self.elevation[a] >= 50
        return long and high and self.grade(a, b) >= 1.5

    def behind(self, point, meters, first):
        """The latest point at least so far back, not before the first."""
        reach = self.distance[point] - meters
        return max((i for i in range(first, point) if self.distance[i] <= reach), default=None)

    def extent(self, chunk):
        """The chunk at whose end the candidate is highest."""
        first = self.bounds[chunk]
        mark, mark_chunk = self.elevation[first], chunk
        for j in range(chunk, len(self.bounds) - 1):
            end = self.bounds[j + 1]
            here = self.elevation[end]
            if here > mark:
                mark, mark_chunk = here, j
            back = self.behind(end, 5000, first)
            if mark - here > 50 or (back is not None and here - self.elevation[back] < 50):
                break
        return mark_chunk

    def trimmed_start(self, chunk, mark):
        for t in range(chunk, mark):
            p, last = self.bounds[t], self.bounds[mark + 1]
            ahead = (q for q in range(p, last + 1) if self.distance[q] - self.distance[p] >= 2000)
            q = next(ahead, None)
            if self.rising(t) and q is not None and self.grade(p, q) >= 2.5:
                ends = [self.bounds[c + 1] for c in range(chunk, t)]
                highest = max(ends, key=lambda i: self.elevation[i], default=self.bounds[chunk])
                return chunk if self.accepted(self.bounds[chunk], highest) else t
        return chunk

    def trimmed_end(self, start, mark):
        for t in range(mark, start - 1, -1):
            q = self.bounds[t + 1]
            p = self.behind(q, 2000, self.bounds[start])
            last = self.without_flat_end(t)
            steep = p is not None and self.grade(p, q) >= 2.5
            if steep and self.accepted(self.bounds[start], self.bounds[last + 1]):
                return last
        return self.without_flat_end(mark)

    def without_flat_end(self, chunk):
        while not self.rising(chunk):
            chunk -= 1
        return chunk


steps = st.tuples(
    st.sampled_from([0, 5, 11, 40, 90, 200, 205, 700]),
    st.sampled_from([-30, -8, -1, 0, 0, 1, 1, 4, 4, 9, 9, 26]),
)


@settings(deadline=None)
@given(st.lists(steps, min_size=1, max_size=250))
def test_what_is_worked_out_once_finds_the_same_climbs_as_a_walk(parts):
    distance, elevation = [0.0], [100.0]
    for step, rise in parts:
        distance.append(distance[-1] + step)
        elevation.append(elevation[-1] + rise)
    found = [(s.start, s.end) for s in find_stretches(distance, elevation)]
    assert found == Walk(distance, elevation).stretches()
