import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.routes.geometry import (
    EXACT_WINDOW,
    Point,
    Track,
    chunk_bounds,
    distances,
    filled_elevations,
    gain,
    grade_distribution,
    haversine,
    joined_elevations,
    plausible_point,
    smoothed,
)
from tests.routes.tracks import north


@pytest.mark.parametrize(
    ("start", "end", "meters"),
    [
        ((0, 0), (0, 0.001), 111.19492664455876),
        ((52.0, 5.0), (52.001, 5.0), 111.1949266442996),
        ((45, 7), (45.0009, 7), 100.07543398026468),
        ((45.0, 7.0), (45.0, 7.001), 78.62668666343549),
    ],
)
def test_haversine_to_the_last_digit(start, end, meters):
    assert haversine(*start, *end) == meters


def test_opposite_ends_of_the_earth_have_a_distance():
    half = math.pi * 6_371_000
    for lat, lon in [(0.0, 0.0), (12.3, 45.6), (89.9, 10.0), (33.333, 179.0)]:
        assert haversine(lat, lon, -lat, lon - 180) == pytest.approx(half)


def alternating(count, step):
    return north([100.0 if i % 2 == 0 else 110.0 for i in range(count)], step)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (0.0001, [103.3333, 105, 104, 106, 104, 106, 104, 106, 104, 106, 105, 106.6667]),
        (0.0002, [105, 103.3333, 106.6667, 103.3333, 106.6667, 103.3333, 106.6667, 105]),
        (0.0003, [100, 110, 100, 110, 100, 110]),
    ],
)
def test_smoothing_window_is_25_m_to_each_side(step, expected):
    points = alternating(len(expected), step)
    distance = distances(points)
    smooth = smoothed(distance, filled_elevations(points, distance))
    assert [round(s, 4) for s in smooth] == expected


def plain_means(distance, elevation):
    """Smoothing as the data format words it."""
    means = []
    for here in distance:
        total = 0.0
        window = [e for d, e in zip(distance, elevation, strict=True) if abs(d - here) < 25]
        for e in window:
            total += e
        means.append(total / len(window))
    return means


@given(st.lists(st.tuples(st.floats(0, 40), st.floats(-500, 9000)), min_size=1, max_size=60))
def test_sliding_window_gives_the_very_numbers_of_plain_sums(steps):
    distance, total = [], 0.0
    for step, _ in steps:
        total += step
        distance.append(total)
    elevation = [e for _, e in steps]
    assert smoothed(distance, elevation) == plain_means(distance, elevation)


def test_a_long_stop_is_averaged_as_exactly_as_plain_sums():
    random.seed(4)
    count = 3 * EXACT_WINDOW
    elevation = [1000 + random.random() for _ in range(count)]
    distance = [i * 0.01 for i in range(count)]
    plain = plain_means(distance, elevation)
    assert smoothed(distance, elevation) == pytest.approx(plain, abs=1e-9)


def test_missing_elevations_are_interpolated_by_distance_and_extended_at_the_ends():
    values = [None, 10.0, None, None, 40.0, None]
    points = [Point(0, 0, e) for e in values]
    assert filled_elevations(points, [0, 10, 20, 90, 110, 120]) == [10, 10, 13, 34, 40, 40]


def test_missing_elevation_between_points_at_one_place_takes_the_earlier_one():
    points = [Point(0, 0, e) for e in (5.0, None, 7.0)]
    assert filled_elevations(points, [0, 0, 0]) == [5, 5, 7]


def test_no_elevation_at_all_is_zero():
    assert filled_elevations([Point(0, 0), Point(0, 1)], [0, 1]) == [0, 0]


FAR = 1.0  # degrees


def pieces(*elevations):
    """One piece for each list of elevations, with a point every 100 m, a degree apart."""
    return [
        Point(45.0 + piece * FAR + i * 0.0009, 7.0, e, new_piece=piece > 0 and i == 0)
        for piece, values in enumerate(elevations)
        for i, e in enumerate(values)
    ]


def test_a_gap_between_two_pieces_has_no_distance():
    assert [round(d) for d in distances(pieces([0, 0, 0], [0, 0], [0]))] == [
        0,
        100,
        200,
        200,
        300,
        300,
    ]


def test_a_new_piece_goes_on_at_the_height_where_the_last_one_ended():
    track = Track.of(pieces([100, 110, 120], [2000, 2010, 1990], [5, 6]))
    assert track.shift == [0, 0, 0, -1880, -1880, -1880, 105, 105]
    joined, _ = joined_elevations(track.points, filled_elevations(track.points, track.distance))
    assert joined == [100, 110, 120, 120, 130, 110, 110, 111]


@pytest.mark.parametrize(
    ("elevations", "filled"),
    [
        (([100, 110], [None, 2000, None]), [100, 110, 2000, 2000, 2000]),
        (([100, None], [2000, 2010]), [100, 100, 2000, 2010]),
        (([100, 110], [None, None], [50]), [100, 110, 110, 110, 50]),
        (([None, None], [50, 60]), [50, 50, 50, 60]),
    ],
)
def test_missing_elevations_are_filled_within_their_piece(elevations, filled):
    points = pieces(*elevations)
    assert filled_elevations(points, distances(points)) == filled


def test_gain_counts_every_rise():
    assert gain([0, 5, 3, 4.5, 4.5, 0]) == 6.5
    assert gain([7]) == 0


@pytest.mark.parametrize(
    ("distance", "elevation", "shares", "steepest"),
    [
        ([0, 100, 199.9], [0, 5, 10], (100.0, 0.0, 0.0, 0.0), 0.0),
        ([0, 100, 200, 300, 400], [0, 1, 2, 8, 14], (0.0, 50.0, 0.0, 50.0), 6.0),
        ([0, 150, 300, 450, 600, 650], [0, 3, 6, 6, 20, 25], (0.0, 46.2, 53.8, 0.0), 5.4),
        ([0, 200, 299], [0, 2, 20], (0.0, 0.0, 0.0, 100.0), 6.7),
        ([0, 200, 300], [0, 2, 20], (0.0, 66.7, 0.0, 33.3), 18.0),
        ([0, 200, 400, 400], [0, 2, 12, 12], (0.0, 50.0, 50.0, 0.0), 5.0),
        ([0, 200, 400, 600, 800], [0, 2, 8, 20, 19], (25.0, 25.0, 25.0, 25.0), 6.0),
    ],
)
def test_grade_distribution(distance, elevation, shares, steepest):
    names = ("flat_pct", "gentle_pct", "moderate_pct", "steep_pct")
    expected = dict(zip(names, shares, strict=True))
    distribution, maximum = grade_distribution(distance, elevation)
    assert list(distribution.items()) == list(expected.items())
    assert maximum == steepest


def test_a_short_last_chunk_does_not_set_the_maximum_grade():
    points = [*north([100.0] * 21), Point(45.0 + 20.33333 * 0.0009, 7.0, 103.0)]
    distance = distances(points)
    distribution, maximum = grade_distribution(distance, [p.ele for p in points])
    assert list(distribution.values()) == [88.5, 11.5, 0.0, 0.0]
    assert maximum == 1.3


def test_chunks_are_200_m_at_least_and_a_last_one_below_100_m_joins_the_one_before():
    assert chunk_bounds([0, 199, 200, 399, 401, 450]) == [0, 2, 5]
    assert chunk_bounds([0, 199, 200, 399, 401, 500.9]) == [0, 2, 5]
    assert chunk_bounds([0, 199, 200, 399, 401, 501]) == [0, 2, 4, 5]
    assert chunk_bounds([0, 200, 400, 400]) == [0, 1, 3]
    assert chunk_bounds([0, 50]) == [0, 1]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        *((90.1, 0), (-91, 0), (math.nan, 0), (0, math.nan), (math.inf, 0), (1, -math.inf)),
        *((90, -80), (-90, 7), (180, 180), (0, 0), (-0.0, 0.000001), (None, 7), (7, None)),
    ],
)
def test_positions_where_nobody_is_are_no_points(lat, lon):
    assert plausible_point(lat, lon, 1.0) is None


@pytest.mark.parametrize(
    ("lon", "east"),
    [(180, 180), (-180, -180), (180.5, -179.5), (-181, 179), (349.9, -10.1), (371, 11), (720, 0)],
)
def test_longitudes_beyond_180_went_once_more_around_the_globe(lon, east):
    assert plausible_point(47.0, lon, 1.0).lon == pytest.approx(east, abs=1e-9)


@pytest.mark.parametrize(
    "ele",
    [
        *(math.nan, math.inf, -math.inf, 1e9, None),
        *(-32768, 65535, -19999.0, 99999, 12607, -500, -9999, 32767),
    ],
)
def test_an_elevation_that_no_place_has_is_a_missing_one(ele):
    assert plausible_point(89, -180, ele) == Point(89, -180, None)


@pytest.mark.parametrize("ele", [-430.5, 0, 8848.9])
def test_the_lowest_and_the_highest_place_have_an_elevation(ele):
    assert plausible_point(47, 11, ele).ele == ele
