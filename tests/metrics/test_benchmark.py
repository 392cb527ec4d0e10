"""The rules of docs/format/ftp_history.md#benchmark-index."""

import re
from datetime import date, timedelta
from importlib import resources

import pytest

from engine.metrics.benchmark import Benchmark, benchmark, ftp_eight_weeks_ago
from engine.metrics.season import is_southern, season
from tests.metrics.builders import TODAY, ago


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
    found = benchmark(current, {ago(56): 1000}, TODAY)
    assert found == Benchmark(current, 1000, index, percentage, expected)


def test_a_tiny_loss_is_not_negative_zero():
    found = benchmark(9999, {ago(56): 10000}, TODAY)
    assert str(found.benchmark_index) == "0.0"
    assert found.benchmark_percentage == "+0.0%"


@pytest.mark.parametrize("current", [None, 0])
def test_no_ftp_no_benchmark(current):
    assert benchmark(current, {ago(56): 250}, TODAY) == Benchmark(None, None, None, None, None)


@pytest.mark.parametrize(
    ("current", "entries", "index", "then"),
    [
        (260, {70: 250}, 0.04, 250),
        (250, {70: 250}, 0.0, 250),
        (260, {90: 240, 57: 250, 54: 255}, 0.04, 250),
        (260, {49: 250}, 0.04, 250),
        (260, {48: 250}, None, None),
        (260, {55: 250, 49: 240}, 0.04, 250),
        (260, {56: 250, 55: 245}, 0.04, 250),
        (260, {0: 260}, None, None),
        (260, {}, None, None),
    ],
)
def test_the_ftp_in_force_56_days_ago_counts_else_the_first_of_the_week_after(
    current, entries, index, then
):
    found = benchmark(current, {ago(days): watts for days, watts in entries.items()}, TODAY)
    assert (found.current_ftp, found.benchmark_index, found.ftp_8_weeks_ago) == (
        current,
        index,
        then,
    )
    assert found.benchmark_percentage == (None if index is None else f"{index * 100:+.1f}%")


def test_undated_entries_are_skipped_and_their_order_does_not_matter():
    entries = {ago(54): 2, "soon": 240, ago(57): 245, ago(56): 1, ago(90): 3}
    assert ftp_eight_weeks_ago(entries, TODAY) == 1


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Oslo", "Late Base / Build"),
        ("Australia/Sydney", "Late Season / Transition"),
        ("America/Sao_Paulo", "Late Season / Transition"),
        ("America/Lima", "Late Season / Transition"),
        ("America/Argentina/Ushuaia", "Late Season / Transition"),
        ("NZ", "Late Season / Transition"),
        ("Africa/Nairobi", "Late Base / Build"),
        ("Asia/Jakarta", "Late Base / Build"),
        ("America/Argentine", "Late Base / Build"),
        ("", "Late Base / Build"),
        (None, "Late Base / Build"),
    ],
)
def test_march_is_autumn_in_the_south(zone, name):
    assert season(TODAY, southern=is_southern(zone)).name == name


def test_southern_zones_are_those_whose_city_lies_10_degrees_south_or_further():
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    south = {zone: _latitude(place) <= -10 for _, place, zone, *_ in rows}
    assert {zone for zone in south if is_southern(zone)} == {z for z, is_ in south.items() if is_}


@pytest.mark.parametrize(
    "zone",
    [
        *("NZ-CHAT", "Brazil/East", "Chile/Continental", "Chile/EasterIsland", "US/Samoa"),
        *(f"America/{city}" for city in ("Buenos_Aires", "Catamarca", "Cordoba", "Jujuy")),
        *("America/Mendoza", "America/Rosario", "Pacific/Samoa", "Australia/ACT"),
    ],
)
def test_old_names_of_southern_zones_are_southern(zone):
    assert is_southern(zone)


def _latitude(place):
    """Return degrees of ``-3352+15113`` or ``-335200+1511300``."""
    sign, digits = re.match(r"([+-])(\d+)", place).groups()
    return int(f"{sign}1") * (int(digits[:2]) + int(digits[2:4]) / 60)


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
