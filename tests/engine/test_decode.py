"""The lenient border, field by field, and the arithmetic behind it."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.base.decode import Fields, IgnoredValues, parse_day, parse_moment
from engine.base.numbers import (
    is_number,
    mean,
    mean_or_none,
    population_sd,
    ratio,
    round_half_even,
    round_int,
    sample_sd,
    slope,
    sum_in_order,
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
numbers = st.integers(-1000, 1000) | st.floats(-1000, 1000)


def fields(value):
    odd = IgnoredValues()
    return Fields({"x": value}, "row", odd), odd.counts


@pytest.mark.parametrize("value", [0, -3, 2.5, 1e18, -1e18])
def test_a_number_is_given_as_it_is(value):
    found, odd = fields(value)
    assert found.number("x") == value
    assert type(found.number("x")) is type(value)
    assert not odd


@pytest.mark.parametrize(
    "value", ["1", True, [], {}, math.nan, math.inf, -math.inf, 10**400, 1.1e18]
)
def test_what_is_no_number_is_counted_and_left_out(value):
    found, odd = fields(value)
    assert found.number("x") is None
    assert odd == {"row.x": 1}


def test_missing_and_null_are_not_odd():
    found, odd = fields(None)
    for read in ("number", "text", "identifier", "mapping"):
        assert getattr(found, read)("x") is None
        assert getattr(found, read)("y") is None
    assert found.items("x") == found.items("y") == list(found.records("y")) == []
    assert not odd
    assert "x" in found
    assert "y" not in found


@given(value=anything)
def test_nothing_is_an_exception(value):
    found, _ = fields(value)
    assert found.number("x") is None or is_number(value)
    assert found.text("x") is None or found.text("x") == value
    assert found.identifier("x") is None or not isinstance(value, bool)
    assert isinstance(found.items("x"), list)
    assert found.mapping("x") is None or isinstance(value, dict)
    assert all(isinstance(item, Fields) for item in found.records("x"))
    assert found.truthy("x") == bool(value)


def test_of_several_names_the_first_that_is_not_zero_counts():
    row = Fields({"a": 0, "b": "x", "c": 3, "d": 4, "e": 0}, "row")
    assert row.first_number("a", "b", "c", "d") == 3
    assert row.first_number("a", "e") == 0
    assert row.first_number("a", "f") is None


@pytest.mark.parametrize(
    ("read", "value"),
    [("text", 3), ("identifier", 1.5), ("identifier", True), ("items", "x"), ("mapping", [])],
)
def test_each_kind_of_wrong_value_is_counted(read, value):
    found, odd = fields(value)
    assert not getattr(found, read)("x")
    assert odd == {"row.x": 1}


def test_elements_that_are_no_records_are_counted():
    found, odd = fields([{"y": 1}, 3, None])
    (only,) = found.records("x")
    assert only.number("y") == 1
    assert odd == {"row.x": 2}


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026-2-03", "20260203", "2026-W05-2", "2026-02-03T", " 2026-02-3", "x" * 10,
     "\uff12\uff10\uff12\uff16-02-03", "0000-01-01", "", None, 20260203, "2026/02/03"],
)  # fmt: skip
def test_what_is_no_date_is_none(text):
    assert parse_day(text) is None


def test_a_date_is_a_date():
    assert parse_day("2024-02-29") == date(2024, 2, 29)
    assert parse_day("1900-01-01") == date(1900, 1, 1)
    assert parse_day("2199-12-31") == date(2199, 12, 31)
    assert parse_moment("2199-12-31T23:59Z") == datetime(2199, 12, 31, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_a_date_in_a_year_that_nobody_means_is_none(year):
    assert parse_day(f"{year}-12-31") is None
    assert parse_moment(f"{year}-12-31T23:59:59Z") is None


@given(value=anything)
def test_no_value_for_a_time_is_an_exception(value):
    parse_day(value)
    parse_moment(value)


# -- arithmetic --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [(70.05, 1, 70.0), (70.25, 1, 70.2), (30.35, 1, 30.4), (2.675, 2, 2.67), (60, 0, 60),
     (96.0, 0, 96.0), (-0.04, 1, 0.0)],
)  # fmt: skip
def test_rounding_is_half_to_even_on_the_binary_value(value, digits, rounded):
    assert round_half_even(value, digits) == rounded
    assert type(round_half_even(value, digits)) is type(value)
    assert math.copysign(1, round_half_even(value, digits)) == 1


def test_whole_numbers_are_integers():
    assert [round_int(value) for value in (12.5, 13.5, -152.5)] == [12, 14, -152]


def test_sums_run_from_left_to_right():
    assert sum_in_order([0.1] * 10) == 0.9999999999999999
    assert sum_in_order([]) == 0


def test_a_ratio_that_is_not_finite_is_none():
    assert ratio(3, 2) == 1.5
    assert ratio(3, 0) is None
    assert ratio(1e18, 5e-324) is None


@given(values=st.lists(numbers, min_size=2, max_size=20))
def test_means_and_deviations_are_finite(values):
    assert min(values) <= mean(values) <= max(values)
    assert sample_sd(values) >= population_sd(values) >= 0
    assert mean_or_none(values, 1, minimum=len(values) + 1) is None
    assert math.isfinite(mean_or_none(values, 1))


def test_the_slope_of_a_line():
    assert slope([(0, 1), (1, 3), (2, 5)]) == 2.0
    assert slope([(1, 1), (1, 3)]) is None
    assert slope([(1, 1)]) is None
