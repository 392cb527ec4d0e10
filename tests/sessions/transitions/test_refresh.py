"""Rows 12 to 21 of the transitions in docs/format/intervals.md: what is held is refreshed."""

import pytest

from engine.intervals_icu.answer import Answer
from tests.sessions.builders import (
    EMPTY,
    INTERVALS,
    ONE,
    T0,
    T1,
    WORK,
    Mirror,
    http,
    row,
    segments,
    stamp,
)
from tests.sessions.transitions.moves import EDITED, GONE, OK, START, ended, keyed, started


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
