import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.base.units import display
from engine.routes.geometry import Point, plausible_point
from engine.routes.terrain import analyze, course_character, refresh_display
from tests.routes.tracks import IMPERIAL, METRIC, analyze_route, meridian, north, rows

HILL = [(20, 0.0), (50, 6.0), (10, 0.0), (30, -5.0)]
HILL_SUMMARY = """{
 "source": "gpx_attachment", "total_distance_km": 11.0, "total_elevation_m": 300,
 "elevation_per_km": 27.3, "course_character": "hilly", "max_grade_pct": 6.0,
 "grade_distribution":
   {"flat_pct": 27.3, "gentle_pct": 0.0, "moderate_pct": 72.7, "steep_pct": 0.0},
 "start_coords": [45.0, 7.0],
 "climbs": [{"position_km": 2.0, "distance_km": 5.0, "elevation_m": 300, "avg_gradient_pct": 6.0,
   "start_coords": [45.018, 7.0], "end_coords": [45.063, 7.0],
   "display": {"position": {"value": 2.0, "unit": "km"}, "distance": {"value": 5.0, "unit": "km"},
               "elevation": {"value": 300, "unit": "m"}},
   "max_gradient_pct": 6.0, "category": "Cat 3"}],
 "descents": [{"position_km": 8.0, "distance_km": 3.0, "elevation_m": -150,
   "avg_gradient_pct": -5.0,
   "start_coords": [45.072, 7.0], "end_coords": [45.099, 7.0],
   "display": {"position": {"value": 8.0, "unit": "km"}, "distance": {"value": 3.0, "unit": "km"},
               "elevation": {"value": -150, "unit": "m"}}}],
 "display": {"total_distance": {"value": 11.0, "unit": "km"},
             "total_elevation": {"value": 300, "unit": "m"},
             "elevation_per_distance": {"value": 27, "unit": "m/km"}}}"""


def same_text(summary, text):
    """Values, types and the order of keys."""
    return json.dumps(summary) == json.dumps(json.loads(text))


def test_full_analysis_in_published_key_order():
    summary = analyze_route(meridian(*HILL))
    line = summary.pop("polyline")
    assert same_text(summary, HILL_SUMMARY)
    assert len(line) == 23
    assert line[:2] == [[0.0, 45.0, 7.0, 100], [0.5, 45.0045, 7.0, 100]]
    assert line[5] == [2.5, 45.0225, 7.0, 130]
    assert line[-1] == [11.0, 45.099, 7.0, 250]


def test_only_display_blocks_depend_on_the_units():
    metric, imperial = (analyze_route(meridian(*HILL), units) for units in (METRIC, IMPERIAL))
    assert shown(imperial["climbs"][0]) == ["1.24 mi", "3.11 mi", "984 ft"]
    assert shown(imperial["descents"][0]) == ["4.97 mi", "1.86 mi", "-492 ft"]
    assert shown(imperial) == ["6.84 mi", "984 ft", "144 ft/mi"]
    assert refresh_display(imperial, METRIC) == metric
    assert refresh_display(metric, IMPERIAL) == imperial


def shown(summary):
    return [f"{pair['value']} {pair['unit']}" for pair in summary["display"].values()]


def test_activities_have_no_polyline_and_their_own_source():
    summary = analyze(meridian(*HILL), "activity_streams", METRIC, polyline=False)
    assert summary["source"] == "activity_streams"
    assert "polyline" not in summary


@pytest.mark.parametrize(
    ("rising", "totals", "category", "character"),
    [
        (81, (158.2, 405, 2.6), "Cat 2", "hilly"),
        (79, (158.0, 395, 2.5), "Cat 3", "flat"),
    ],
)
def test_a_big_climb_makes_a_flat_course_hilly(rising, totals, category, character):
    summary = analyze_route(meridian((1500, 0.0), (rising, 5.0)))
    names = ("total_distance_km", "total_elevation_m", "elevation_per_km")
    assert tuple(summary[n] for n in names) == totals
    assert [(c["position_km"], c["category"]) for c in summary["climbs"]] == [(150.1, category)]
    assert summary["course_character"] == character


@pytest.mark.parametrize(
    ("per_km", "character"),
    [
        (30, "mountain"),
        (29.9, "hilly"),
        (20, "hilly"),
        (19.9, "rolling"),
        (5, "rolling"),
        (4.9, "flat"),
    ],
)
def test_character_bounds(per_km, character):
    assert course_character(per_km, []) == character
    raised = "hilly" if character in ("flat", "rolling") else character
    assert course_character(per_km, [{"category": "HC"}, {"category": None}]) == raised


def test_polyline_spacing_drifts():
    summary = analyze_route(north([100.0 + i for i in range(20)], step=0.0007))
    assert summary["total_distance_km"] == 1.5
    assert summary["elevation_per_km"] == 12.8  # of 1.479 km
    assert summary["polyline"] == [
        [0.0, 45.0, 7.0, 100],
        [0.5, 45.0049, 7.0, 107],
        [1.1, 45.0098, 7.0, 114],
        [1.5, 45.0133, 7.0, 119],
    ]


@pytest.mark.parametrize(("count", "step", "km"), [(41, 0.0009, 4.0), (401, 0.00007, 3.1)])
def test_one_missing_elevation_adds_no_climbing(count, step, km):
    elevations = [1000.0] * count
    elevations[count // 2] = None
    summary = analyze_route(north(elevations, step))
    assert summary["total_distance_km"] == km
    assert summary["total_elevation_m"] == 0
    assert summary["max_grade_pct"] == 0.0
    assert summary["course_character"] == "flat"


def test_without_any_elevation_neither_gain_nor_character_is_known():
    text = """{"source": "gpx_attachment_no_elevation", "total_distance_km": 2.9,
      "total_elevation_m": null, "elevation_per_km": null, "course_character": null,
      "climbs": [], "descents": [], "display": {"total_distance": {"value": 2.9, "unit": "km"},
      "total_elevation": null, "elevation_per_distance": null}}"""
    assert same_text(analyze_route(north([None] * 30)), text)


def test_no_elevation_is_told_for_the_shortest_track_too():
    assert analyze_route(north([None, None], 0.0))["total_distance_km"] == 0.0


def test_less_than_100_m_gives_nothing():
    assert analyze_route(north([1.0, 4.0], 0.0005)) is None


def test_two_points_are_enough():
    summary = analyze_route(north([1.0, 4.0], 0.0012))
    assert summary["total_distance_km"] == 0.1
    assert summary["total_elevation_m"] == 3
    assert summary["elevation_per_km"] == 22.5
    assert summary["course_character"] == "hilly"
    assert summary["max_grade_pct"] == 0.0
    assert summary["grade_distribution"]["flat_pct"] == 100.0
    assert summary["polyline"] == [[0.0, 45.0, 7.0, 1], [0.1, 45.0012, 7.0, 4]]


def test_two_tracks_far_apart_are_one_course_without_the_way_between_them():
    second = [Point(p.lat + 1, p.lon, p.ele) for p in meridian((20, 5.0))]
    points = [*meridian((20, 5.0)), second[0]._replace(new_piece=True), *second[1:]]
    summary = analyze_route(points)
    names = ("total_distance_km", "total_elevation_m", "elevation_per_km")
    assert tuple(summary[n] for n in names) == (4.0, 200, 50.0)
    assert rows(summary["climbs"]) == [(0.0, 4.0, 200, 5.0, 5.0, "Cat 3")]
    assert summary["climbs"][0]["end_coords"] == [46.018, 7.0]
    true = [p[3] for p in summary["polyline"]]
    assert (true[0], max(true), true[-1]) == (100, 200, 200), "the polyline has the true heights"


@pytest.mark.parametrize(
    ("value", "kind", "units", "expected"),
    [
        (76.42, "distance", METRIC, (76.42, "km")),
        (76.42, "distance", IMPERIAL, (47.49, "mi")),
        (125, "elevation", IMPERIAL, (410, "ft")),
        (-150, "elevation", IMPERIAL, (-492, "ft")),
        (2.5, "elevation", METRIC, (2, "m")),
        (3.5, "elevation", METRIC, (4, "m")),
        (7.8, "elevation_per_distance", METRIC, (8, "m/km")),
        (7.8, "elevation_per_distance", IMPERIAL, (41, "ft/mi")),
        (27.3, "elevation_per_distance", IMPERIAL, (144, "ft/mi")),
    ],
)
def test_display_pairs_of_terrain(value, kind, units, expected):
    assert tuple(display(value, kind, units).values()) == expected


def test_refresh_keeps_everything_but_the_display_blocks():
    stored = {
        "display": {"old": 1},
        "total_distance_km": 5.0,
        "elevation_per_km": "many",
        "note": "kept",
        "climbs": [{"position_km": 1.0, "extra": True}, "odd", None],
        "descents": "odd",
    }
    fresh = refresh_display(stored, IMPERIAL)
    assert list(fresh) == list(stored)
    assert fresh["display"] == {
        "total_distance": {"value": 3.11, "unit": "mi"},
        "total_elevation": None,
        "elevation_per_distance": None,
    }
    assert fresh["climbs"][0] == {
        "position_km": 1.0,
        "extra": True,
        "display": {"position": {"value": 0.62, "unit": "mi"}, "distance": None, "elevation": None},
    }
    assert fresh["climbs"][1:] == ["odd", None]
    assert (fresh["descents"], fresh["note"]) == ("odd", "kept")
    assert stored["display"] == {"old": 1}


@pytest.mark.parametrize("stored", [None, "text", 3, ["list"]])
def test_refresh_gives_back_what_is_no_summary(stored):
    assert refresh_display(stored, METRIC) == stored


wild = st.floats() | st.floats(-90, 90)
wild_points = st.builds(
    plausible_point, wild, wild, st.none() | st.floats() | st.floats(-100, 9000)
)


@given(st.lists(wild_points, min_size=2, max_size=40))
def test_whatever_points_are_valid_the_summary_is_valid_json(points):
    usable = [p for p in points if p is not None] + [Point(1.0, 2.0, 3.0), Point(1.0, 2.0)]
    json.dumps(analyze_route(usable), allow_nan=False)
