import pytest

from engine.routes.parse import parse
from tests.routes.courses import COURSES
from tests.routes.devices import FILES, FLAT_FILES
from tests.routes.styles import write
from tests.routes.tracks import analyze_route


def summary_of(style, course):
    return analyze_route(parse(write(style, COURSES[course].points())).points)


def test_there_are_fifty_files():
    assert len(FILES) >= 50


@pytest.mark.parametrize(("style", "course", "name"), FILES.values(), ids=FILES)
def test_distance_and_gain_of_a_file(style, course, name):
    summary = summary_of(style, course)
    made = COURSES[course]
    assert summary["source"] == "gpx_attachment"
    assert summary["total_distance_km"] == round(made.meters / 1000, 1)
    if style.holes and course == "planner":
        # An interpolated corner of a sparse route loses a little of its height.
        assert made.gain * 0.9 <= summary["total_elevation_m"] <= made.gain
    else:
        assert summary["total_elevation_m"] == pytest.approx(made.gain, abs=1)
    assert summary["start_coords"] == pytest.approx(made.start, abs=1e-5)


@pytest.mark.parametrize(("style", "course", "name"), FLAT_FILES.values(), ids=FLAT_FILES)
def test_files_without_elevation_have_a_distance_only(style, course, name):
    summary = summary_of(style, course)
    assert summary["source"] == "gpx_attachment_no_elevation"
    assert summary["total_distance_km"] == round(COURSES[course].meters / 1000, 1)
    assert summary["total_elevation_m"] is None


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
def test_courses_are_not_near_a_rounding_tie(course):
    """Otherwise the distance of a file would hang on the digits of its coordinates."""
    assert abs(course.meters / 100 % 1 - 0.5) > 0.05
