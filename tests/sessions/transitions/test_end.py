"""Rows 22 and 23 of the transitions in docs/format/intervals.md, and what holds in all."""

from dataclasses import replace

from engine.intervals_icu.answer import Answer
from tests.sessions.builders import (
    EMPTY,
    INTERVALS,
    STREAMS,
    http,
    row,
    stamp,
)
from tests.sessions.transitions.moves import (
    LATER,
    OK,
    keyed,
    started,
)


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
