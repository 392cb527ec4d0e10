"""What was bad once is asked for again, once a day and seven times at most, and that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from demo.intervals_icu.server import Fault
from engine.base.format import READING
from engine.base.tries import MOST_TRIES, Tries, try_again, words
from tests.engine.accounts import MORNING, documents, small, synced

DAY = timedelta(days=1)
ROUTE = "/attachments/"


def routes(folder):
    (entry,) = documents(folder)["routes.json"]["events"]
    return entry["terrain_summary"]


def still():
    """The account without what is added to it during the day."""
    return replace(small(), changes=[])


def planning():
    """The same with little but its calendar, for what is about routes alone."""
    return replace(still(), activities=small().activities[-1:], wellness=small().wellness[-3:])


@pytest.mark.parametrize(
    "fault",
    [
        Fault(ROUTE, mode="body", body="<html>please log in</html>"),
        Fault(ROUTE, mode="body", body=""),
        Fault(ROUTE, status=404),
        Fault(ROUTE, mode="truncate"),
    ],
    ids=["page", "nothing", "gone", "cut"],
)
@pytest.mark.process
def test_a_route_that_was_bad_once_is_had_the_next_day(tmp_path, fault):
    first = synced(tmp_path, account=planning(), faults=[fault])
    assert "route files: 1 could not be used" in first.problems
    assert "error" in routes(tmp_path)
    again = synced(tmp_path, account=planning(), now=MORNING + timedelta(hours=1))
    assert not any(ROUTE in line for line in again.asked())
    assert "route files: 1 could not be used" in again.problems
    last = synced(tmp_path, account=planning(), now=MORNING + DAY)
    assert last.problems == ""
    assert "error" not in routes(tmp_path)
    assert documents(tmp_path)[READING] == {}


@pytest.mark.process
@pytest.mark.slow
def test_a_route_that_stays_bad_is_given_up_and_that_is_said(tmp_path):
    fault = Fault(ROUTE, status=404)
    asked = []
    for day in range(MOST_TRIES + 1):
        outcome = synced(tmp_path, account=planning(), faults=[fault], now=MORNING + day * DAY)
        asked.append(sum(ROUTE in line for line in outcome.asked()))
    assert asked == [1] * MOST_TRIES + [0]
    assert f"route files: 1 could not be used and are given up after {MOST_TRIES} tries" in (
        outcome.problems
    )


@pytest.mark.process
def test_a_verdict_stays_while_no_newer_one_can_be_had(tmp_path):
    synced(tmp_path, account=planning(), faults=[Fault(ROUTE, status=404)])
    before = routes(tmp_path)["error"]
    outcome = synced(
        tmp_path, account=planning(), faults=[Fault(ROUTE, status=503)], now=MORNING + DAY
    )
    assert routes(tmp_path)["error"] == before
    assert "route files: 1 of 1 could not be read" in outcome.problems


STREAMS = "/streams"


def terrain(folder):
    rows = documents(folder)["latest.json"]["recent_activities"]
    return [
        "terrain_summary" if "terrain_summary" in row else row["terrain_status"]
        for row in rows
        if "terrain_summary" in row or "terrain_status" in row
    ]


@pytest.mark.process
def test_terrain_that_was_refused_once_is_had_the_next_day(tmp_path):
    outcome = synced(tmp_path, account=still(), faults=[Fault(STREAMS, status=404)])
    assert set(terrain(tmp_path)) >= {"failed"}
    assert "terrain of activities" in outcome.problems
    later = synced(tmp_path, account=still(), now=MORNING + DAY)
    assert "failed" not in terrain(tmp_path)
    assert "terrain_summary" in terrain(tmp_path)
    assert "terrain" not in later.problems


@pytest.mark.process
def test_what_a_rate_limit_kept_back_is_had_by_the_next_sync(tmp_path):
    synced(tmp_path, account=still(), faults=[Fault("/activity/|activities/", status=429)])
    assert documents(tmp_path)["intervals.json"]["activities"] == []
    outcome = synced(tmp_path, account=still(), now=MORNING + timedelta(minutes=30))
    assert documents(tmp_path)["intervals.json"]["activities"]
    assert "terrain_summary" in terrain(tmp_path)
    assert outcome.problems == ""


# -- counting ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "last", "due"),
    [
        (0, None, True),
        (1, MORNING - timedelta(hours=23), False),
        (1, MORNING - DAY, True),
        (1, MORNING + DAY, True),
        (6, MORNING - DAY, True),
        (7, MORNING - 99 * DAY, False),
    ],
)
def test_it_is_asked_again_after_a_day_and_seven_times(count, last, due):
    assert try_again(count, last and last.isoformat(), MORNING) is due


def test_what_is_good_again_is_forgotten():
    first = Tries().after("routes", {"a", "b"}, {"a", "b"}, MORNING)
    second = first.after("routes", {"a"}, set(), MORNING + DAY)
    assert Tries.read(second.to_json()) == Tries.read(
        {"routes": {"a": {"count": 1, "last": MORNING.isoformat()}}}
    )
    assert second.after("routes", set(), set(), MORNING).to_json() == {}


@pytest.mark.parametrize("raw", [None, [], {"routes": 7}, {"routes": {"a": 7}}, {"terrain": []}])
def test_an_odd_state_is_no_state(raw):
    assert Tries.read(raw).due("routes", "a", MORNING)


def test_the_words_count_what_waits_and_what_is_given_up():
    assert words("x", []) == []
    waiting, gone = words("x", [1, 6, 7, 9])
    assert waiting.startswith("x: 2 could not be used; they are asked for again once a day")
    assert gone == "x: 2 could not be used and are given up after 7 tries"
