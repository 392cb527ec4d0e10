"""When a part is asked for again (docs/format/intervals.md)."""

from datetime import datetime, timedelta, timezone

import pytest

from engine.sessions.retries import activity_start, is_due, next_refresh, next_retry
from tests.sessions.builders import at

START = at("03-20 08:00:00")


@pytest.mark.parametrize(
    ("part", "attempt", "paired", "now", "wait", "expected"),
    [
        ("intervals", 1, False, "03-20 09:00:00", None, "03-20 09:05:00"),
        ("intervals", 6, False, "03-20 09:30:00", None, "03-20 09:35:00"),
        ("intervals", 7, False, "03-20 09:30:00", None, "03-20 10:00:00"),
        ("intervals", 12, False, "03-20 12:30:00", None, "03-20 13:00:00"),
        ("intervals", 13, False, "03-20 12:30:00", None, "03-20 18:30:00"),
        ("intervals", 13, False, "03-23 01:59:59", None, "03-23 07:59:59"),
        ("intervals", 13, False, "03-23 02:00:00", None, None),
        ("intervals", 1, False, "03-23 07:54:59", None, "03-23 07:59:59"),
        ("intervals", 1, False, "03-23 07:55:00", None, None),
        ("intervals", 13, True, "03-23 07:59:59", None, "03-23 13:59:59"),
        ("intervals", 1, True, "03-23 08:00:00", None, "03-24 08:00:00"),
        ("streams", 1, True, "03-23 08:00:00", None, None),
        ("intervals", 20, True, "04-02 07:59:59", None, "04-03 07:59:59"),
        ("intervals", 20, True, "04-02 08:00:00", None, None),
        ("intervals", 1, False, "03-20 09:00:00", 120, "03-20 09:05:00"),
        ("intervals", 1, False, "03-20 09:00:00", 3600, "03-20 10:00:00"),
        ("intervals", 1, False, "03-20 09:00:00", 300000, None),
    ],
)
def test_next_retry_follows_ladder_deadline_and_server(part, attempt, paired, now, wait, expected):
    extended = paired and part == "intervals"
    found = next_retry(attempt, extended=extended, start=START, now=at(now), retry_after=wait)
    assert found == (at(expected) if expected else None)


@pytest.mark.parametrize(
    ("attempt", "wait", "expected"),
    [
        (1, None, "09:05:00"),
        (6, None, "09:05:00"),
        (7, None, "09:30:00"),
        (12, None, "09:30:00"),
        (13, None, "15:00:00"),
        (99, None, "15:00:00"),
        (1, 900, "09:15:00"),
    ],
)
def test_next_refresh_has_the_same_ladder_and_no_deadline(attempt, wait, expected):
    assert next_refresh(attempt, at("03-20 09:00:00"), wait) == at(f"03-20 {expected}")


def test_an_absurd_wait_is_capped_and_overflows_nothing_04_10():
    now = at("03-20 09:00:00")
    assert next_refresh(1, now, 1e12) == now + timedelta(days=30)
    assert next_retry(1, extended=True, start=START, now=now, retry_after=1e300) is None


@pytest.mark.parametrize("start", ["0001-01-01T00:00:00", "9999-12-31T23:59:59"])
def test_a_start_at_the_end_of_time_overflows_nothing(start):
    now = at("03-20 09:00:00")
    moment = activity_start(start, now)
    found = next_retry(1, extended=True, start=moment, now=now, retry_after=None)
    assert found in (None, now + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-20T08:15:30", "03-20 08:15:30"),
        ("2026-03-20T08:15:30.250Z", "03-20 08:15:30"),
        ("2026-03-20", "03-20 00:00:00"),
        ("2026-03-20Tnoon", "03-20 00:00:00"),
        ("noon", "03-21 12:00:00"),
        ("", "03-21 12:00:00"),
    ],
)
def test_start_is_a_time_else_a_day_else_now(start, expected):
    assert activity_start(start, at("03-21 12:00:00")) == at(expected)


def test_start_is_the_athletes_wall_clock_04_14():
    auckland = timezone(timedelta(hours=13))
    now = datetime(2026, 3, 20, 12, tzinfo=auckland)
    assert activity_start("2026-03-20T08:00:00", now) == datetime(2026, 3, 20, 8, tzinfo=auckland)


@pytest.mark.parametrize(
    ("stored", "due"),
    [
        ("2026-03-20T09:00:00+00:00", True),
        ("2026-03-20T09:00:01+00:00", False),
        ("2026-03-20T09:30:00+01:00", True),
        ("2026-03-20T10:30:00+01:00", False),
        ("2026-03-20T09:00:00", True),
        ("2026-03-20T09:00:01", False),
        (None, True),
        (17, True),
        ("soon", True),
        ("2199-12-31T23:59:59-12:00", False),
        ("9999-12-31T23:59:59-12:00", True),
        ("0001-01-01T00:00:00+14:00", True),
    ],
)
def test_a_stored_time_is_due_when_it_has_come_whatever_its_offset(stored, due):
    assert is_due(stored, at("03-20 09:00:00")) is due
