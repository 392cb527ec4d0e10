"""Rows 1 to 10 of the transitions in docs/format/intervals.md: until a payload is there.

The two parts of a session move alike except where the table says otherwise.
"""

import pytest

from tests.sessions.builders import (
    INTERVALS,
    STREAMS,
    T0,
    Mirror,
    http,
    row,
    stamp,
)
from tests.sessions.transitions.moves import (
    GONE,
    LAST,
    LATER,
    OK,
    START,
    ended,
    keyed,
    pending,
    started,
)

both = pytest.mark.parametrize("part", [INTERVALS, STREAMS])


@pytest.mark.parametrize(
    ("raw", "when"),
    [
        ({"type": "WeightTraining"}, START),
        ({}, "04-04 09:00:00"),
    ],
)
def test_row_1_ineligible_or_older_than_the_retention_leaves_no_record(raw, when):
    mirror = Mirror()
    mirror.sync(START, [])
    assert mirror.sync(when, [row(**raw)], keyed(OK)) == []
    assert mirror.document["fetch_state"] == {}


def test_row_1_a_cached_entry_without_record_is_not_selected():
    mirror = started(keyed(OK))
    mirror.document |= {"fetch_state": {}}
    assert mirror.sync(LATER, [row()]) == []
    assert mirror.document["fetch_state"] == {}
    assert "i1" in mirror.entries


@both
def test_row_2_a_new_part_that_answers_is_ok(part):
    mirror = started(keyed(OK))
    state = mirror.state(part)
    token = {"source_icu_sync_date": T0} if part == INTERVALS else {}
    assert state == {
        "attempts": 1,
        "first_seen": stamp(START),
        "last_attempt": stamp(START),
        "status": "ok",
        "reason": "ok",
        **token,
    }
    assert mirror.entries["i1"]["intervals"] == [{"type": "WORK", "duration_secs": 480}]
    assert mirror.entries["i1"]["dfa"]["quality"]["sufficient"] is True


@pytest.mark.parametrize("token", [None, ""])
def test_row_2_a_falsy_token_is_not_stored(token):
    assert "source_icu_sync_date" not in started(keyed(OK), icu_sync_date=token).state(INTERVALS)


@both
@pytest.mark.parametrize("reason", ["no_data", "transient"])
def test_row_3_a_new_part_without_payload_is_pending(part, reason):
    mirror = started(keyed(OK | {part: ended(reason, part)}))
    assert mirror.state(part) == {
        "attempts": 1,
        "first_seen": stamp(START),
        "last_attempt": stamp(START),
        "status": "pending",
        "reason": reason,
        "next_retry_at": stamp(LATER),
    }


@both
def test_row_4_a_new_part_that_is_empty_after_the_window_is_a_tombstone(part):
    mirror = started(keyed(OK | {part: ended("no_data", part)}), when="03-23 08:00:00")
    assert mirror.brief(part) == ("tombstone", "retry_expired", 1)
    assert "next_retry_at" not in mirror.state(part)


@both
def test_row_4_a_new_part_that_failed_after_the_window_is_given_up_after_seven_tries(part):
    failing = keyed(OK | {part: http(500)})
    mirror = started(failing, when="03-26 12:00:00")
    assert mirror.brief(part) == ("pending", "transient", 1)
    assert mirror.state(part)["next_retry_at"] == stamp("03-26 12:05:00")
    for when in ("03-26 12:05:00", "03-26 12:10:00", "03-27 12:10:00", "03-28 12:10:00"):
        mirror.sync(when, [row()], failing)
    assert mirror.brief(part) == ("pending", "transient", 5)
    assert mirror.state(part)["next_retry_at"] == stamp("03-29 12:10:00")
    for when in ("03-29 12:10:00", "03-30 12:10:00"):
        mirror.sync(when, [row()], failing)
    assert mirror.brief(part) == ("tombstone", "retry_expired", 7)
    assert "next_retry_at" not in mirror.state(part)


@both
def test_row_4_after_the_window_the_server_s_wait_counts_too(part):
    mirror = started(keyed(OK | {part: http(429, 900)}), when="03-26 12:00:00")
    assert mirror.state(part)["next_retry_at"] == stamp("03-26 12:15:00")


def test_row_4_a_server_s_wait_past_the_deadline_gives_nothing_up():
    mirror = started(keyed(OK | {INTERVALS: http(429, 300_000)}))
    assert mirror.brief(INTERVALS) == ("pending", "transient", 1)
    assert mirror.state(INTERVALS)["next_retry_at"] == stamp("03-23 20:20:00")


@both
@pytest.mark.parametrize("status", GONE)
def test_row_5_a_new_part_that_does_not_exist_is_a_tombstone(part, status):
    mirror = started(keyed(OK | {part: http(status)}))
    assert mirror.brief(part) == ("tombstone", "terminal_error", 1)
    assert "next_retry_at" not in mirror.state(part)


def test_row_6_pending_is_not_asked_before_its_time():
    mirror = pending()
    before = mirror.document["fetch_state"]
    assert mirror.sync("03-20 09:04:59", [row()], keyed(OK)) == []
    assert mirror.document["fetch_state"] == before


@both
def test_row_7_pending_that_answers_is_ok(part):
    mirror = pending()
    assert mirror.sync(LATER, [row()], keyed(OK)) == [("i1", INTERVALS), ("i1", STREAMS)]
    assert mirror.brief(part) == ("ok", "ok", 2)
    assert mirror.state(part)["first_seen"] == stamp(START)
    assert "next_retry_at" not in mirror.state(part)
    assert mirror.state(INTERVALS)["source_icu_sync_date"] == T0
    assert mirror.entries["i1"].keys() >= {"intervals", "dfa"}


@both
@pytest.mark.parametrize("reason", ["no_data", "transient"])
def test_row_8_pending_without_payload_waits_again(part, reason):
    mirror = pending()
    mirror.sync(LATER, [row()], keyed(OK | {part: ended(reason, part)}))
    assert mirror.brief(part) == ("pending", reason, 2)
    assert mirror.state(part)["next_retry_at"] == stamp("03-20 09:10:00")


@both
def test_row_9_pending_that_is_empty_expires_with_the_window(part):
    mirror = pending()
    mirror.sync(LAST, [row()], keyed(OK | {part: ended("no_data", part)}))
    assert mirror.brief(part) == ("tombstone", "retry_expired", 2)


@both
def test_row_9_pending_that_fails_expires_with_the_window_after_seven_tries(part):
    mirror = pending()
    failing = keyed(OK | {part: ended("transient", part)})
    mirror.sync(LAST, [row()], failing)
    assert mirror.brief(part) == ("pending", "transient", 2)
    for day in (23, 24, 25, 26):
        mirror.sync(f"03-{day} 08:03:00", [row()], failing)
    assert mirror.brief(part) == ("pending", "transient", 6)
    mirror.sync("03-27 08:03:00", [row()], failing)
    assert mirror.brief(part) == ("tombstone", "retry_expired", 7)


@both
def test_row_9_the_deadline_does_not_keep_a_due_part_from_being_asked(part):
    mirror = pending()
    assert ("i1", part) in mirror.sync("03-25 09:00:00", [row()], keyed(OK))
    assert mirror.brief(part) == ("ok", "ok", 2)


@both
@pytest.mark.parametrize("status", GONE)
def test_row_10_pending_that_does_not_exist_is_a_tombstone(part, status):
    mirror = pending()
    mirror.sync(LATER, [row()], keyed(OK | {part: http(status)}))
    assert mirror.brief(part) == ("tombstone", "terminal_error", 2)
