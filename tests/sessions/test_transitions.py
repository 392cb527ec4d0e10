"""The state-transition table of docs/format/intervals.md, one test per row.

The two parts of a session move alike except where the table says otherwise.
"""

from dataclasses import replace

import pytest

from engine.intervals_icu.answer import Answer
from tests.sessions.builders import (
    DFA,
    EMPTY,
    HEART_ONLY,
    INTERVALS,
    ONE,
    STREAMS,
    T0,
    T1,
    WORK,
    Mirror,
    http,
    row,
    segments,
    stamp,
)

OK = {INTERVALS: ONE, STREAMS: DFA}
NO_DATA = {INTERVALS: EMPTY, STREAMS: HEART_ONLY}
GONE = [404, 410]
START, LATER, LAST = "03-20 09:00:00", "03-20 09:05:00", "03-23 07:58:00"
EDITED = row(icu_intervals_edited=True, icu_sync_date=T1)
both = pytest.mark.parametrize("part", [INTERVALS, STREAMS])


def ended(kind, part):
    """An answer that gives no payload."""
    return NO_DATA[part] if kind == "no_data" else http(503)


def started(answers, when=START, **raw):
    mirror = Mirror()
    mirror.sync(when, [row(**raw)], answers)
    return mirror


def keyed(answers):
    return {("i1", part): answer for part, answer in answers.items()}


def pending():
    return started(keyed(NO_DATA))


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


def given_up(intervals=EMPTY, streams=HEART_ONLY):
    return started(keyed({INTERVALS: intervals, STREAMS: streams}), when="03-23 08:00:00")


GIVEN_UP = [{}, {"intervals": http(404), "streams": http(404)}]


@pytest.mark.parametrize("tombs", GIVEN_UP)
@pytest.mark.parametrize("token", [T0, T1])
def test_row_11_a_tombstone_is_not_asked_again_without_an_edit(tombs, token):
    mirror = given_up(**tombs)
    before = mirror.document["fetch_state"]
    assert mirror.sync("03-24 09:00:00", [row(icu_sync_date=token)], keyed(OK)) == []
    assert mirror.document["fetch_state"] == before


@pytest.mark.parametrize("tombs", GIVEN_UP)
def test_row_11_an_edit_fetches_intervals_that_were_given_up_and_no_streams(tombs):
    mirror = given_up(**tombs)
    assert mirror.sync("03-24 09:00:00", [EDITED], keyed(OK)) == [("i1", INTERVALS)]
    assert mirror.brief(INTERVALS) == ("ok", "ok", 2)
    assert mirror.state(INTERVALS)["source_icu_sync_date"] == T1
    assert mirror.state(INTERVALS)["source_edited"] is True
    assert mirror.entries["i1"]["intervals"] == [{"type": "WORK", "duration_secs": 480}]


@pytest.mark.parametrize("reason", ["no_data", "transient"])
def test_row_11_a_failed_refresh_leaves_the_tombstone_and_waits(reason):
    mirror = given_up()
    before = mirror.state(INTERVALS)
    mirror.sync("03-24 09:00:00", [EDITED], I=ended(reason, INTERVALS))
    assert mirror.state(INTERVALS) == {
        **before,
        "last_attempt": stamp("03-24 09:00:00"),
        "refresh": {
            "target_sync_date": T1,
            "attempts": 1,
            "reason": reason,
            "next_retry_at": stamp("03-24 09:05:00"),
        },
    }
    assert mirror.sync("03-24 09:04:00", [EDITED], keyed(OK)) == []
    assert mirror.sync("03-24 09:05:00", [EDITED], keyed(OK)) == [("i1", INTERVALS)]
    assert "refresh" not in mirror.state(INTERVALS)


def test_row_11_a_refresh_of_a_tombstone_can_end_exhausted():
    mirror = given_up()
    mirror.sync("03-24 09:00:00", [EDITED], I=http(404))
    assert mirror.brief(INTERVALS) == ("tombstone", "retry_expired", 1)
    assert mirror.state(INTERVALS)["refresh"]["status"] == "exhausted"
    assert mirror.sync("03-30 09:00:00", [EDITED], keyed(OK)) == []


def test_row_12_held_streams_are_never_asked_again():
    mirror = started(keyed(OK))
    edited = row(icu_intervals_edited=True, icu_sync_date=T1)
    assert mirror.sync("03-21 09:00:00", [edited], keyed(OK)) == [("i1", INTERVALS)]


@pytest.mark.parametrize(
    "raw",
    [
        {"icu_intervals_edited": False, "icu_sync_date": T1},
        {"icu_intervals_edited": 1, "icu_sync_date": T1},
        {"icu_intervals_edited": "true", "icu_sync_date": T1},
        {"icu_intervals_edited": True, "icu_sync_date": None},
        {"icu_intervals_edited": True, "icu_sync_date": ""},
        {"icu_intervals_edited": True, "icu_sync_date": T0},
    ],
)
def test_row_13_without_edit_or_new_token_nothing_is_refreshed(raw):
    mirror = started(keyed(OK))
    before = mirror.document["fetch_state"]
    assert mirror.sync("03-24 09:00:00", [row(**raw)], keyed(OK)) == []
    assert mirror.document["fetch_state"] == before


REFRESH = "03-24 10:00:00"


def refreshed(answer: Answer, mirror: Mirror | None = None, when: str = REFRESH) -> Mirror:
    mirror = mirror or started(keyed(OK))
    assert mirror.sync(when, [EDITED], I=answer) == [("i1", INTERVALS)]
    return mirror


def test_row_14_an_edit_replaces_the_payload():
    mirror = refreshed(segments(WORK, WORK))
    assert mirror.brief(INTERVALS) == ("ok", "ok", 2)
    assert mirror.state(INTERVALS)["source_icu_sync_date"] == T1
    assert mirror.state(INTERVALS)["first_seen"] == stamp(START)
    assert "refresh" not in mirror.state(INTERVALS)
    assert len(mirror.entries["i1"]["intervals"]) == 2
    assert "dfa" in mirror.entries["i1"]


def test_row_14_edits_that_are_taken_back_are_fetched_once():
    mirror = refreshed(segments(WORK, WORK))
    assert mirror.state(INTERVALS)["source_edited"] is True
    assert list(mirror.state(INTERVALS))[-1] == "source_edited"
    back = row(icu_sync_date="T9")
    assert mirror.sync("03-25 10:00:00", [back], I=ONE) == [("i1", INTERVALS)]
    assert mirror.brief(INTERVALS) == ("ok", "ok", 3)
    assert mirror.state(INTERVALS)["source_icu_sync_date"] == "T9"
    assert "source_edited" not in mirror.state(INTERVALS)
    assert len(mirror.entries["i1"]["intervals"]) == 1
    assert mirror.sync("03-25 11:00:00", [row(icu_sync_date="T10")], I=ONE) == []


def test_row_14_a_failed_refresh_keeps_what_is_known_of_the_edit():
    mirror = refreshed(segments(WORK, WORK))
    mirror.sync("03-25 10:00:00", [row(icu_sync_date="T9")], I=http(503))
    assert mirror.state(INTERVALS)["source_edited"] is True
    assert mirror.state(INTERVALS)["refresh"]["target_sync_date"] == "T9"


@pytest.mark.parametrize("flag", [1, "true", None, False])
def test_row_14_only_exactly_true_is_an_edit(flag):
    mirror = started(keyed(OK), icu_intervals_edited=flag)
    assert "source_edited" not in mirror.state(INTERVALS)


def test_row_14_a_payload_without_token_counts_as_older():
    mirror = started(keyed(OK), icu_sync_date=None)
    assert refreshed(ONE, mirror).state(INTERVALS)["source_icu_sync_date"] == T1


def test_row_14_a_new_token_overtakes_a_chase_that_waits():
    mirror = refreshed(http(503))
    other = EDITED | {"icu_sync_date": "T9"}
    assert mirror.sync("03-24 10:01:00", [other], I=http(503)) == [("i1", INTERVALS)]
    assert mirror.state(INTERVALS)["refresh"]["target_sync_date"] == "T9"
    assert mirror.state(INTERVALS)["refresh"]["attempts"] == 1


@pytest.mark.parametrize("reason", ["no_data", "transient"])
def test_row_15_a_failed_refresh_waits_and_keeps_the_payload(reason):
    before = started(keyed(OK))
    mirror = refreshed(ended(reason, INTERVALS))
    assert mirror.state(INTERVALS) == {
        **before.state(INTERVALS),
        "last_attempt": stamp(REFRESH),
        "refresh": {
            "target_sync_date": T1,
            "attempts": 1,
            "reason": reason,
            "next_retry_at": stamp("03-24 10:05:00"),
        },
    }
    assert mirror.entries == before.entries


@pytest.mark.parametrize("status", GONE)
def test_row_16_a_refresh_that_finds_nothing_is_exhausted(status):
    before = started(keyed(OK))
    mirror = refreshed(http(status))
    assert mirror.state(INTERVALS)["last_attempt"] == stamp(REFRESH)
    assert mirror.state(INTERVALS)["refresh"] == {
        "target_sync_date": T1,
        "attempts": 1,
        "reason": "terminal_error",
        "status": "exhausted",
    }
    assert mirror.entries == before.entries


def test_row_17_a_chase_waits_for_its_time():
    mirror = refreshed(http(503))
    before = mirror.document["fetch_state"]
    assert mirror.sync("03-24 10:04:59", [EDITED], I=ONE) == []
    assert mirror.document["fetch_state"] == before


def test_row_18_a_chase_that_succeeds_is_over():
    mirror = refreshed(segments(WORK, WORK), refreshed(http(503)), "03-24 10:05:00")
    assert mirror.brief(INTERVALS) == ("ok", "ok", 2)
    assert "refresh" not in mirror.state(INTERVALS)


def test_row_19_a_chase_climbs_the_ladder():
    mirror = refreshed(http(503))
    for minute in range(5, 35, 5):
        refreshed(EMPTY, mirror, f"03-24 10:{minute:02}:00")
    chase = mirror.state(INTERVALS)["refresh"]
    assert (chase["attempts"], chase["reason"]) == (7, "no_data")
    assert chase["next_retry_at"] == stamp("03-24 11:00:00")


def test_row_19_a_chase_respects_the_server_s_wait():
    mirror = refreshed(http(429, 900))
    assert mirror.state(INTERVALS)["refresh"]["next_retry_at"] == stamp("03-24 10:15:00")


@pytest.mark.parametrize("status", GONE)
def test_row_20_a_chase_can_end_exhausted(status):
    mirror = refreshed(http(status), refreshed(http(503)), "03-24 10:05:00")
    assert mirror.state(INTERVALS)["refresh"]["attempts"] == 2
    assert mirror.state(INTERVALS)["refresh"]["status"] == "exhausted"


def test_row_21_an_exhausted_chase_rests_until_another_token():
    mirror = refreshed(http(404))
    assert mirror.sync("03-30 10:00:00", [EDITED], I=ONE) == []
    assert mirror.sync("03-30 10:00:00", [EDITED | {"icu_sync_date": "T9"}], I=ONE) == [
        ("i1", INTERVALS)
    ]


def test_a_chase_that_became_moot_stays_until_the_next_success():
    mirror = refreshed(http(503))
    assert mirror.sync("03-24 11:00:00", [row(icu_intervals_edited=True)], I=ONE) == []
    assert mirror.state(INTERVALS)["refresh"]["target_sync_date"] == T1


def test_row_22_age_removes_record_and_entry():
    mirror = started(keyed(OK))
    mirror.sync("04-03 23:59:59", [row()])
    assert set(mirror.document["fetch_state"]) == set(mirror.entries) == {"i1"}
    mirror.sync("04-04 00:00:00", [row()])
    assert mirror.document["fetch_state"] == mirror.entries == {}


def test_row_22_absence_from_the_list_removes_record_and_entry():
    mirror = started(keyed(OK))
    mirror.sync(LATER, [row("i2")])
    assert set(mirror.document["fetch_state"]) == {"i2"}
    assert mirror.entries == {}


def test_row_22_an_empty_list_removes_nothing_04_27():
    mirror = started(keyed(OK))
    before = mirror.document
    mirror.sync(LATER, [])
    assert mirror.document == before | {"generated_at": stamp(LATER)}


def test_row_23_a_file_of_another_version_starts_anew():
    mirror = started(keyed(OK))
    mirror.document |= {"script_hash": "0123456789ab"}
    assert mirror.sync(LATER, [row()], keyed(OK)) == [("i1", INTERVALS), ("i1", STREAMS)]
    assert mirror.brief(INTERVALS) == ("ok", "ok", 1)
    assert mirror.state(INTERVALS)["first_seen"] == stamp(LATER)


def test_an_insufficient_recording_counts_as_held():
    short = Answer(200, [{"type": "dfa_a1", "data": [0.9]}])
    mirror = started(keyed({INTERVALS: EMPTY, STREAMS: short}))
    assert mirror.brief(STREAMS) == ("ok", "ok", 1)
    assert mirror.entries["i1"]["intervals"] == []
    assert mirror.entries["i1"]["dfa"]["quality"]["sufficient"] is False


def test_retry_after_counts_for_429_and_503_04_08():
    for status in (429, 503):
        mirror = started(
            keyed({INTERVALS: http(status, 900), STREAMS: replace(http(status), retry_after=None)})
        )
        assert mirror.state(INTERVALS)["next_retry_at"] == stamp("03-20 09:15:00")
        assert mirror.state(STREAMS)["next_retry_at"] == stamp(LATER)
