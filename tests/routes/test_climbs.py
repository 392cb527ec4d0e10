import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.routes.climbs import _stretches, category, find_climbs, find_descents
from engine.routes.geometry import chunk_bounds
from tests.routes.tracks import METRIC, analyze_route, chain_track, meridian, rows

CHAINS = {
    "drop of exactly 50 m, start trimmed into the dip": (
        [(5, 12), (5, -10), (10, 12)],
        [(1.4, 2.6, 90, 3.5, 6.0, None)],
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
    "end not trimmed": ([(20, 12), (20, 2.4)], [(0.0, 8.0, 288, 3.6, 6.0, "Cat 3")], []),
    "approach at exactly 1.0 %": (
        [(20, 2.0), (10, 12)],
        [(2.6, 3.4, 134, 3.9, 6.0, "Cat 4")],
        [],
    ),
    "approach just below": ([(20, 1.99), (10, 12)], [(4.0, 2.0, 120, 6.0, 6.0, "Cat 4")], []),
    "descent with a gentle start": ([(20, -2.4), (10, -12)], [], [(2.6, 3.4, -137, -4.0)]),
    "descent with a gentle end": ([(10, -12), (20, -2.4)], [], [(0.0, 6.0, -168, -2.8)]),
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
    "rising plateau hides the climb": ([(30, 5.0), (200, 0.01)], (152, 6.6, "rolling"), []),
    "dip sets the maximum": (
        [(20, 6.0), (4, -11.0), (30, 6.0)],
        (300, 55.6, "mountain"),
        [(0.0, 5.4, 256, 4.7, 11.0, "Cat 3")],
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
    "kept by a rounded 3.0": ([(30, 2.96)], (89, 29.7, "hilly"), [(0.0, 3.0, 89, 3.0, 3.0, None)]),
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


def plain_stretches(distance, elevation):
    """Detection as the data format words it, step by step."""
    if distance[-1] < 200:
        return []
    bounds = chunk_bounds(distance)
    found, chunk, count = [], 0, len(bounds) - 1
    while chunk < count:
        a, b = bounds[chunk], bounds[chunk + 1]
        length = distance[b] - distance[a]
        if length <= 10 or (elevation[b] - elevation[a]) / length * 100 < 1.0:
            chunk += 1
            continue
        mark, mark_chunk = elevation[a], chunk
        for j in range(chunk, count):
            here = elevation[bounds[j + 1]]
            if here > mark:
                mark, mark_chunk = here, j
            if mark - here > 50:
                break
        start, end = a, bounds[mark_chunk + 1]
        for t in range(chunk, mark_chunk):
            p = bounds[t]
            q = next((q for q in range(p + 1, end + 1) if distance[q] - distance[p] >= 2000), None)
            if q and (elevation[q] - elevation[p]) / (distance[q] - distance[p]) * 100 >= 2.5:
                start = p
                break
        length, height = distance[end] - distance[start], elevation[end] - elevation[start]
        if length >= 500 and height >= 50 and height / length * 100 >= 1.5:
            found.append((start, end))
        chunk = mark_chunk + 1
    return found


steps = st.tuples(
    st.sampled_from([0, 5, 11, 40, 90, 200, 205]), st.sampled_from([-30, -8, -1, 0, 1, 4, 9, 26])
)


@given(st.lists(steps, min_size=1, max_size=150))
def test_linked_tops_find_the_same_climbs_as_a_walk(parts):
    distance, elevation = [0.0], [100.0]
    for step, rise in parts:
        distance.append(distance[-1] + step)
        elevation.append(elevation[-1] + rise)
    found = [(s.start, s.end) for s in _stretches(distance, elevation)]
    assert found == plain_stretches(distance, elevation)
