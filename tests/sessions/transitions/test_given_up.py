"""Row 11 of the transitions in docs/format/intervals.md: what was given up."""

import pytest

from tests.sessions.builders import (
    EMPTY,
    HEART_ONLY,
    INTERVALS,
    STREAMS,
    T0,
    T1,
    http,
    row,
    stamp,
)
from tests.sessions.transitions.moves import EDITED, OK, ended, keyed, started


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
