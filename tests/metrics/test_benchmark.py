"""The rules of docs/format/ftp_history.md#benchmark-index."""

from datetime import date, datetime, timedelta

import pytest

from engine.metrics.benchmark import Benchmark, benchmark, ftp_eight_weeks_ago
from engine.metrics.season import season
from tests.metrics.builders import NOW, ago

MIDNIGHT = NOW.replace(hour=0)


@pytest.mark.parametrize(
    ("current", "index", "percentage", "expected"),
    [
        (1032, 0.032, "+3.2%", True),
        (1019, 0.019, "+1.9%", False),
        (1020, 0.02, "+2.0%", True),
        (1050, 0.05, "+5.0%", True),
        (1051, 0.051, "+5.1%", False),
        (982, -0.018, "-1.8%", False),
        (1000, 0.0, "+0.0%", False),
    ],
)
def test_e11_march_benchmarks(current, index, percentage, expected):
    found = benchmark(current, {ago(56): 1000}, NOW)
    assert found == Benchmark(current, 1000, index, percentage, expected)


def test_a_tiny_loss_is_not_negative_zero():
    found = benchmark(9999, {ago(56): 10000}, NOW)
    assert str(found.benchmark_index) == "0.0"
    assert found.benchmark_percentage == "+0.0%"


@pytest.mark.parametrize("current", [None, 0])
def test_no_ftp_no_benchmark(current):
    assert benchmark(current, {ago(56): 250}, NOW) == Benchmark(None, None, None, None, None)


def test_no_entry_in_reach_keeps_the_current_ftp():
    assert benchmark(270, {ago(70): 250, ago(0): 270}, NOW) == Benchmark(270, *[None] * 4)


@pytest.mark.parametrize(
    ("now", "reach"),
    [(NOW, range(49, 63)), (MIDNIGHT, range(49, 64))],
)
def test_18_2_reach_depends_on_the_time_of_day(now, reach):
    found = [days for days in range(40, 75) if ftp_eight_weeks_ago({ago(days): 250}, now)]
    assert found == list(reach)


@pytest.mark.parametrize(
    ("now", "days", "nearest"),
    [
        (NOW, (55, 56), 55),
        (NOW, (54, 56), 56),  # both at distance 1: the earlier date wins
        (NOW, (54, 57), 54),
        (MIDNIGHT, (55, 56), 56),
        (MIDNIGHT, (55, 57), 57),
    ],
)
def test_18_2_nearest_entry_wins(now, days, nearest):
    assert ftp_eight_weeks_ago({ago(day): day for day in days}, now) == nearest


def test_18_2_zero_and_undated_entries_are_skipped():
    entries = {ago(56): 0, "soon": 240, ago(60): 245}
    assert ftp_eight_weeks_ago(entries, NOW) == 245


def test_18_2_order_of_entries_does_not_matter():
    entries = {ago(54): 2, ago(56): 1}
    assert ftp_eight_weeks_ago(entries, NOW) == 1


def test_18_2_the_wall_clock_of_the_athlete_counts():
    noon_in_auckland = datetime.fromisoformat("2026-03-18T13:00:00+13:00")
    assert noon_in_auckland == MIDNIGHT
    assert ftp_eight_weeks_ago({ago(63): 250}, MIDNIGHT) == 250
    assert ftp_eight_weeks_ago({ago(63): 250}, noon_in_auckland) is None


@pytest.mark.parametrize(
    ("month", "name", "low", "high"),
    [
        (1, "Early Base", -0.02, 0.01),
        (2, "Early Base", -0.02, 0.01),
        (3, "Late Base / Build", 0.02, 0.05),
        (4, "Late Base / Build", 0.02, 0.05),
        (5, "Build / Early Race Season", 0.01, 0.04),
        (6, "Build / Early Race Season", 0.01, 0.04),
        (7, "Peak Race Season", 0.01, 0.03),
        (8, "Peak Race Season", 0.01, 0.03),
        (9, "Late Season / Transition", -0.03, 0.0),
        (10, "Late Season / Transition", -0.03, 0.0),
        (11, "Off-season / Transition", -0.05, -0.02),
        (12, "Off-season / Transition", -0.05, -0.02),
    ],
)
def test_seasons(month, name, low, high):
    found = season(date(2026, month, 1) + timedelta(days=27))
    assert (found.name, found.lowest, found.highest) == (name, low, high)
