"""Presets, their cost, and the minutes that nobody else uses."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from templates.cron import Cron
from templates.schedule import (
    PRESETS,
    ScheduleEntry,
    cost,
    count_due,
    entries,
    longest_gap,
    name_of,
    next_runs,
    off_minutes,
)

NAME = "ann/training-data"
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
REPOSITORIES = st.text(min_size=1)


@pytest.mark.parametrize(
    ("key", "per_day", "minutes", "free", "pro", "spent"),
    [
        ("30min", 48, 1488, True, True, None),
        ("15min-waking", 56, 1736, True, True, None),
        ("20min-waking", 54, 1674, True, True, None),
        ("15min", 96, 2976, False, True, 21),
        ("hourly", 24, 744, True, True, None),
        ("6h", 4, 124, True, True, None),
        ("manual", 0, 0, True, True, None),
    ],
)
def test_each_preset_costs_what_github_bills(key, per_day, minutes, free, pro, spent):
    found = entries(key, "Europe/Vienna", NAME)
    bill = cost(found)
    assert (bill.runs_per_day, bill.minutes, bill.fits) == (per_day, minutes, free)
    assert bill.spent_on_day == spent
    assert cost(found, "pro").fits is pro


def test_every_preset_is_listed_here():
    assert set(PRESETS) == {
        "30min", "15min-waking", "20min-waking", "15min", "hourly", "6h", "manual",
    }  # fmt: skip


@settings(deadline=None)
@given(REPOSITORIES, st.sampled_from([15, 20, 30, 60]))
def test_no_run_falls_on_a_crowded_minute(name, every):
    minutes = off_minutes(name, every)
    assert len(minutes) == 60 // every
    assert all(minute % 5 for minute in minutes)
    assert {later - earlier for earlier, later in itertools.pairwise(minutes)} <= {every}


def test_minutes_follow_from_the_name_and_spread_out():
    assert off_minutes("Ann/Data", 30) == off_minutes("ann/data", 30)
    assert len({off_minutes(f"user{n}/training-data", 30) for n in range(200)}) > 20


def test_waking_hours_are_the_athletes():
    (entry,) = entries("15min-waking", "Asia/Tokyo", NAME)
    assert entry == ScheduleEntry("8,23,38,53 7-20 * * *", "Asia/Tokyo")
    zone = ZoneInfo("Asia/Tokyo")
    hours = {run.astimezone(zone).hour for run in next_runs([entry], MONDAY, 56)}
    assert hours == set(range(7, 21))


def test_own_cron_lines_are_taken_as_they_are():
    assert entries("7 * * * *; 3 4 * * mon", "UTC", NAME) == (
        ScheduleEntry("7 * * * *"), ScheduleEntry("3 4 * * mon"),
    )  # fmt: skip
    with pytest.raises(ValueError, match="five fields"):
        entries("every now and then", "UTC", NAME)


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_recognized_again(key):
    assert name_of(entries(key, "Europe/Vienna", "other/name"), NAME) == key


@pytest.mark.parametrize(
    ("crons", "name"),
    [
        (["*/15 * * * *"], "15min"),
        (["0 * * * *"], "hourly"),
        (["0 */6 * * *"], "6h"),
        (["11,41 * * * *"], "30min"),
        (["7 3 * * *"], "7 3 * * *"),
        (["*/15 * * * 1-5"], "*/15 * * * 1-5"),
        (["7 * * * *", "9 * * * *"], "7 * * * *;9 * * * *"),
        ([], "manual"),
    ],
)
def test_schedules_written_by_hand_get_their_name(crons, name):
    assert name_of([ScheduleEntry(cron) for cron in crons], NAME) == name


def test_the_next_runs_are_in_order_and_later():
    found = [ScheduleEntry("50 * * * *"), ScheduleEntry("10 * * * *")]
    assert [run.strftime("%H:%M") for run in next_runs(found, MONDAY, 3)] == [
        "12:10", "12:50", "13:10",
    ]  # fmt: skip
    assert next_runs([], MONDAY) == ()


def test_the_longest_planned_pause_is_the_night():
    assert longest_gap(entries("20min-waking", "UTC", NAME), MONDAY) == timedelta(
        hours=6, minutes=20
    )
    assert longest_gap(entries("30min", "UTC", NAME), MONDAY) == timedelta(minutes=30)
    assert longest_gap((), MONDAY) == timedelta(0)


@pytest.mark.parametrize(
    ("text", "per_day"),
    [
        ("5 4 * * *", 1),
        ("*/10 * * * *", 144),
        ("0 9-17/2 * * *", 5),
        ("5/20 1 * * *", 3),
        ("0 0 29 2 *", 1 / 366),
        ("0 0 * * MON-FRI", 262 / 366),
        ("0 0 1 * 1", (53 + 12 - 3) / 366),
    ],
)
def test_cron_expressions_are_counted(text, per_day):
    assert Cron.parse(text).runs_per_day == pytest.approx(per_day)


@pytest.mark.parametrize(
    "text", ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "5-3 * * * *", "*/0 * * * *",
             "a * * * *", "* * * foo *", "1,,2 * * * *", "0 * * * * *", "* * * * 7", "* * * * 1-7",
             "* * L * *", "* * LW * *", "* * * * 5L", "* * * * mon#2", "* * 30 2 *", "*-5 * * * *",
             "5- * * * *", "5/ * * * *", "+5 * * * *", "9" * 5000 + " * * * *", "@daily"],
)  # fmt: skip
def test_wrong_cron_expressions_are_refused(text):
    with pytest.raises(ValueError, match=r"cron|field"):
        Cron.parse(text)


FIELDS = (
    (0, 59, ""),
    (0, 23, ""),
    (1, 31, ""),
    (1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
    (0, 6, "sun mon tue wed thu fri sat"),
)


@st.composite
def terms(draw, first, last, names):
    """One item of a field, and the values that it stands for."""
    low = draw(st.integers(first, last))
    high = draw(st.integers(low, last))
    step = draw(st.integers(1, 15))

    def word(value):
        return draw(st.sampled_from([str(value), *names[value - first : value - first + 1]]))

    return draw(
        st.sampled_from([
            ("*", range(first, last + 1)),
            (f"*/{step}", range(first, last + 1, step)),
            (word(low), [low]),
            (f"{word(low)}/{step}", range(low, last + 1, step)),
            (f"{word(low)}-{word(high)}", range(low, high + 1)),
            (f"{low}-{high}/{step}", range(low, high + 1, step)),
        ])
    )  # fmt: skip


@st.composite
def fields(draw, first, last, names):
    several = draw(st.lists(terms(first, last, names.split()), min_size=1, max_size=3))
    return ",".join(text for text, _ in several), {value for _, some in several for value in some}


def is_due(moment, lines):
    (_, minutes), (_, hours), *_ = lines
    return moment.minute in minutes and moment.hour in hours and is_day(moment, lines)


def is_day(moment, lines):
    *_, (days, in_month), (_, months), (weekdays, in_week) = lines
    ways = [moment.day in in_month, moment.isoweekday() % 7 in in_week]
    either = days[0] != "*" and weekdays[0] != "*"
    return moment.month in months and (any(ways) if either else all(ways))


@given(st.tuples(*(fields(*field) for field in FIELDS)), st.integers(0), st.integers(1, 86400))
def test_runs_are_due_at_the_minutes_that_the_five_fields_name(lines, which, seconds):
    leap_year = [datetime(2028, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366)]
    days = [day for day in leap_year if is_day(day, lines)]
    assume(days)
    start = days[which % len(days)] - timedelta(seconds=seconds)
    end = start + timedelta(days=2)
    first = start.replace(second=0)
    minutes = (first + timedelta(minutes=number) for number in range(1, 2 * 24 * 60 + 1))
    wanted = [minute for minute in minutes if is_due(minute, lines)]
    text = " ".join(field for field, _ in lines)
    runs = itertools.takewhile(lambda due: due <= end, Cron.parse(text).after(start))
    assert wanted
    assert list(runs) == wanted
    assert count_due([ScheduleEntry(text), ScheduleEntry(text)], start, end) == len(wanted)


@pytest.mark.parametrize(
    ("cron", "start", "due"),
    [
        ("30 2 * * *", "2026-03-28 12:00", ["29 03:00+0200", "30 02:30+0200"]),
        ("30 2 * * *", "2026-10-24 12:00", ["25 02:30+0200", "26 02:30+0100"]),
        ("7 * * * *", "2026-10-25 01:30", ["25 02:07+0200", "25 02:07+0100", "25 03:07+0100"]),
        ("7 * * * *", "2026-03-29 00:30", ["29 01:07+0100", "29 03:07+0200", "29 04:07+0200"]),
    ],
)
def test_the_hour_that_is_skipped_or_repeated_costs_no_run(cron, start, due):
    moment = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo("Europe/Vienna"))
    runs = next_runs([ScheduleEntry(cron, "Europe/Vienna")], moment, len(due))
    assert [run.strftime("%d %H:%M%z") for run in runs] == due
