"""Which dates are fetched and how they are cut into days, weeks and months; when to rebuild."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.history.due import due, outdated
from engine.history.gaps import data_gaps
from engine.history.ranges import (
    ACTIVITY_FIELDS,
    first_daily,
    month_end,
    month_starts,
    older_span,
    tiers,
    total_months,
    week_starts,
)
from engine.history.stored import StoredHistory
from engine.history.token import TOKEN

TODAY = date(2026, 8, 12)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))

# -- what is fetched


def test_the_older_span_reaches_from_three_years_ago_to_the_last_28_days() -> None:
    first, last = older_span(TODAY)
    assert first == (TODAY - timedelta(days=1095)).replace(day=1)
    assert last == TODAY - timedelta(days=28)


def test_field_lists_name_the_keys_of_rows() -> None:
    assert ACTIVITY_FIELDS.split(",")[:3] == ["id", "start_date_local", "type"]


# -- tiers


@pytest.mark.parametrize(
    ("age", "months", "rows"),
    [
        (30, 1, []),
        (61, 2, []),
        (182, 5, []),
        (183, 6, [13]),
        (365, 11, [13]),
        (366, 12, [13, 25]),
        (547, 17, [13, 25]),
        (548, 18, [13, 25, 37]),
        (1094, 35, [13, 25, 37]),
    ],
)
def test_months_and_tiers_by_age_of_the_first_activity(
    age: int, months: int, rows: list[int]
) -> None:
    found = total_months(TODAY - timedelta(days=age), TODAY)
    assert found == months
    assert [len(month_starts(TODAY, years)) for years in tiers(found)] == rows


def test_history_without_activities_counts_one_month() -> None:
    assert total_months(TODAY, TODAY) == 1


def test_daily_tier_has_90_days() -> None:
    assert (TODAY - first_daily(TODAY)).days == 89


@pytest.mark.parametrize(
    ("today", "count", "first", "last"),
    [
        ("2026-08-10", 27, "2026-02-09", "2026-08-10"),
        ("2026-08-11", 27, "2026-02-09", "2026-08-10"),
        ("2026-08-14", 27, "2026-02-09", "2026-08-10"),
        ("2026-08-15", 26, "2026-02-16", "2026-08-10"),
        ("2026-08-16", 26, "2026-02-16", "2026-08-10"),
        ("2026-08-09", 26, "2026-02-09", "2026-08-03"),
    ],
)
def test_week_grid_with_monday_start(today: str, count: int, first: str, last: str) -> None:
    starts = week_starts(date.fromisoformat(today), 0)
    assert (len(starts), str(starts[0]), str(starts[-1])) == (count, first, last)


@settings(deadline=None)
@given(days, st.integers(0, 6))
def test_weeks_begin_on_the_athletes_weekday(today: date, first_weekday: int) -> None:
    starts = week_starts(today, first_weekday)
    assert {start.weekday() for start in starts} == {first_weekday}
    assert len(starts) in (26, 27)
    assert today - timedelta(days=7) < starts[-1] <= today


@settings(deadline=None)
@given(days, st.integers(1, 3))
def test_months_follow_each_other_up_to_today(today: date, years: int) -> None:
    starts = month_starts(today, years)
    assert all(month_end(a) + timedelta(days=1) == b for a, b in pairwise(starts))
    assert starts[-1] <= today <= month_end(starts[-1])
    assert starts[0] <= today - timedelta(days=365 * years) <= month_end(starts[0])


# -- gaps


def test_gaps_of_three_days_and_more_are_listed() -> None:
    numbers = [1, 4, 8, 8, 15]
    assert to_json(data_gaps((date(2026, 1, n) for n in numbers), date(2026, 1, 16))) == [
        {"period": "2026-01-05 to 2026-01-07", "days_missing": 3},
        {"period": "2026-01-09 to 2026-01-14", "days_missing": 6},
    ]


def test_no_activity_is_no_gap() -> None:
    assert data_gaps([], TODAY) == []


def test_a_break_that_lasts_ends_yesterday() -> None:
    assert to_json(data_gaps([date(2026, 1, 1)], date(2026, 1, 11))) == [
        {"period": "2026-01-02 to 2026-01-10", "days_missing": 9}
    ]


# -- when to rebuild

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 8, 10, 0, 5, tzinfo=BERLIN)


def stamped(stamp: Any, token: str = TOKEN) -> StoredHistory | None:
    return StoredHistory.from_json({"generated_at": stamp, "script_hash": token})


@pytest.mark.parametrize("document", [None, [], "text", 5, {}, {"generated_at": "2026-08-10"}])
def test_missing_or_damaged_file_is_rebuilt(document: Any) -> None:
    assert due(StoredHistory.from_json(document), MONDAY)


def test_file_of_another_version_is_rebuilt() -> None:
    assert due(stamped("2026-08-10T00:00:00", "else"), MONDAY)
    assert not due(stamped("2026-08-10T00:00:00", "else"), MONDAY, "else")


@pytest.mark.parametrize("stamp", [None, "", "yesterday", 5, "2026-13-01T00:00:00"])
def test_file_without_readable_stamp_is_rebuilt(stamp: Any) -> None:
    assert due(stamped(stamp), MONDAY)


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2026-07-13T00:01:00", False),
        ("2026-07-12T00:10:00", False),
        ("2026-07-12T00:05:00", True),
        ("2026-07-12T00:05:00+02:00", True),
        ("2026-07-11T22:05:00Z", True),
        ("2026-07-11T22:06:00Z", False),
        ("2026-09-01T00:00:00", True),
    ],
)
def test_age_counts_in_whole_days(stamp: str, expected: bool) -> None:
    assert outdated(stamped(stamp), MONDAY) is expected
    assert due(stamped(stamp), MONDAY) is (expected or stamp < "2026-08-10")


@pytest.mark.parametrize("hours", range(0, 168, 7))
def test_old_file_is_rebuilt_at_any_hour_of_any_day(hours: int) -> None:
    now = MONDAY + timedelta(hours=hours)
    assert due(stamped("2026-01-01T00:00:00"), now)
    assert not due(stamped(now.isoformat()), now)


def test_stamp_without_offset_is_the_athletes_wall_clock() -> None:
    auckland = datetime(2026, 8, 10, 0, 5, tzinfo=timezone(timedelta(hours=12)))
    assert outdated(stamped("2026-07-12T00:05:00"), auckland)
    assert not outdated(stamped("2026-07-12T00:06:00"), auckland)


@pytest.mark.parametrize(
    ("stamp", "first_weekday", "expected"),
    [
        ("2026-08-09T23:59:59+02:00", 0, True),
        ("2026-08-10T00:00:00+02:00", 0, False),
        ("2026-08-09T00:00:00", 6, False),
        ("2026-08-08T23:59:59", 6, True),
        ("2026-08-04T12:00:00", 1, False),
    ],
)
def test_the_first_sync_of_a_training_week_rebuilds(
    stamp: str, first_weekday: int, expected: bool
) -> None:
    assert due(stamped(stamp), MONDAY, first_weekday=first_weekday) is expected
    assert not outdated(stamped(stamp), MONDAY)
