import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.routes.geometry import Point, haversine
from engine.routes.privacy import cut_ends
from engine.routes.terrain import analyze, refresh_display
from tests.routes.tracks import METRIC, analyze_route, heights, meridian, north

HILL = [(2, 0.0), (50, 6.0), (10, 0.0), (30, -5.0)]


def places(summary):
    """All coordinates of a summary."""
    found = [tuple(p[1:3]) for p in summary.get("polyline", [])]
    found += [tuple(summary["start_coords"])] if "start_coords" in summary else []
    for climb in summary["climbs"] + summary["descents"]:
        found += [tuple(climb[n]) for n in ("start_coords", "end_coords") if n in climb]
    return found


def test_nothing_near_start_and_end_remains():
    points = meridian(*HILL)
    summary = analyze_route(points)
    cut = cut_ends(summary)
    assert "start_coords" not in cut
    assert "start_coords" not in cut["climbs"][0]  # 200 m from the start
    assert cut["climbs"][0]["end_coords"] == summary["climbs"][0]["end_coords"]
    assert "end_coords" not in cut["descents"][0]  # the end of the track
    for lat, lon in places(cut):
        assert haversine(lat, lon, points[0].lat, points[0].lon) > 500
        assert haversine(lat, lon, points[-1].lat, points[-1].lon) > 500
    assert len(cut["polyline"]) == len(summary["polyline"]) - 4


def test_figures_and_the_given_summary_stay():
    summary = analyze_route(meridian(*HILL))
    before = copy.deepcopy(summary)
    cut = cut_ends(summary)
    assert summary == before
    assert cut["ends_removed_m"] == 500
    for name in ("source", "total_distance_km", "grade_distribution", "display"):
        assert cut[name] == summary[name]
    assert cut["climbs"][0]["elevation_m"] == 300


def test_a_loop_past_home_loses_the_passage_too():
    out = north([100.0] * 21)
    points = [*out, *out[-2:0:-1], *out, *out[-2::-1]]  # twice up and down a valley road
    cut = cut_ends(analyze_route(points))
    assert cut["polyline"]
    assert all(haversine(lat, lon, 45.0, 7.0) > 500 for lat, lon in places(cut))


def test_a_route_around_the_block_publishes_no_track():
    points = [Point(45.0 + 0.004 * (i % 2), 7.0, 100.0 + i % 3) for i in range(30)]
    cut = cut_ends(analyze_route(points))
    assert places(cut) == []
    assert "polyline" not in cut
    assert cut["total_distance_km"] == 12.9


def test_without_a_polyline_the_end_is_unknown_and_no_coordinates_remain():
    summary = analyze(meridian(*HILL), "activity_streams", METRIC, polyline=False)
    cut = cut_ends(summary)
    assert places(cut) == []
    assert cut["climbs"][0]["category"] == "Cat 3"


def test_a_stored_cut_is_not_cut_again():
    once = cut_ends(analyze_route(meridian(*HILL)))
    stored = refresh_display(json.loads(json.dumps(once)), METRIC)
    assert cut_ends(stored) == once
    assert cut_ends(stored, 300) == once


def test_a_wider_cut_of_a_stored_cut_leaves_nothing():
    once = cut_ends(analyze_route(meridian(*HILL)), 300)
    assert places(cut_ends(once, 500)) == []


@pytest.mark.parametrize(
    "summary",
    [None, "text", {"error": "no file"}, {"total_distance_km": 5.0, "climbs": [], "descents": []}],
)
def test_what_has_no_coordinates_stays(summary):
    assert cut_ends(summary) == summary


@pytest.mark.parametrize(
    "damage",
    [
        {"polyline": None},
        {"polyline": [None, "x"]},
        {"polyline": [[0.0, 45.0]]},
        {"polyline": [[0.0, 45.0, None, 1], [9.0, 46.0, 7.0, 1]]},
        {"start_coords": None},
        {"start_coords": ["45", "7"]},
    ],
)
def test_when_an_end_is_not_readable_no_coordinates_remain(damage):
    cut = cut_ends({**analyze_route(meridian(*HILL)), **damage})
    assert places(cut) == []


@given(st.lists(st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02)), min_size=2, max_size=40))
def test_wherever_a_track_goes_its_ends_stay_hidden(spots):
    high = heights((len(spots) - 1, 7.0))
    points = [Point(60 + a, 10 + b, e) for (a, b), e in zip(spots, high, strict=True)]
    summary = analyze_route(points)
    if summary is None:
        return
    for lat, lon in places(cut_ends(summary)):
        assert haversine(lat, lon, points[0].lat, points[0].lon) > 500
        assert haversine(lat, lon, points[-1].lat, points[-1].lon) > 500
