"""Sessions, tracks and chats are asked for together, and nothing is lost when that goes wrong."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from demo.intervals_icu.server import Fault
from engine.base.format import DATA_FILES
from tests.engine.accounts import (
    MORNING,
    ZONE,
    contents,
    documents,
    good_sync,
    restore,
    small,
    synced,
)

pytestmark = pytest.mark.process

MANY = r"/activities/[^?]*\?intervals"
ONE = r"/activity/[^/]*\?intervals"
DFA = ("dfa_a1", "artifacts")
BARE = json.dumps([{"id": row["id"]} for row in small().activities])
"""What a service says that does not give the intervals of many."""


@pytest.fixture
def good():
    return good_sync(MORNING)


def asked(outcome, part):
    return [line for line in outcome.asked() if part in line]


def without(row, *kinds):
    """The row, which does not list some of its streams."""
    return {**row, "stream_types": [t for t in row["stream_types"] if t not in kinds]}


def streams_of(files):
    state = json.loads(files["intervals.json"])["fetch_state"]
    return {ident: held["streams"] for ident, held in state.items()}


def entries(files):
    return {e["activity_id"]: str(e) for e in json.loads(files["intervals.json"])["activities"]}


def test_all_that_is_due_of_a_recording_is_one_question(good):
    lines = asked(good[0], "/streams?")
    assert set(Counter(line.partition("?")[0] for line in lines).values()) == {1}
    assert any("latlng" in line and "dfa_a1" in line for line in lines)
    assert any("latlng" not in line and "dfa_a1" in line for line in lines)


def test_intervals_of_many_activities_are_one_question(good):
    assert len(asked(good[0], "intervals=true")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=404),
        Fault(mode="cut"),
        Fault(mode="drop"),
        *(Fault(mode="body", body=body) for body in ("[]", "{}", "null", '[3, {"id": 4}]', BARE)),
    ],
    ids=lambda fault: f"{fault.mode}-{fault.status}-{fault.body[:15]}",
)
def test_a_piece_that_fails_is_asked_for_one_by_one(tmp_path, good, fault):
    restore(tmp_path, {n: text for n, text in good[1].items() if n != "intervals.json"})
    outcome = synced(tmp_path, faults=[replace(fault, path=MANY)])
    assert outcome.problems == ""
    assert contents(tmp_path) == good[1]
    assert len([line for line in asked(outcome, "intervals=true") if "activity/" in line]) == 7


def test_an_activity_that_a_piece_lacks_is_given_up_when_it_is_gone(tmp_path):
    whole = small()
    ident = whole.activities[-1]["id"]
    gone = replace(whole, changes=[*whole.changes, {"at": "", "kind": "gone", "id": ident}])
    assert "do not exist and are given up" in synced(tmp_path, account=gone).problems
    state = documents(tmp_path)["intervals.json"]["fetch_state"]
    assert state[ident]["intervals"]["reason"] == "terminal_error"
    assert {held["intervals"]["status"] for key, held in state.items() if key != ident} == {"ok"}


@pytest.mark.parametrize("status", [500, 503])
def test_when_neither_works_the_next_sync_asks_again(tmp_path, good, status):
    outcome = synced(tmp_path, faults=[Fault(MANY, status=status), Fault(ONE, status=status)])
    assert "sessions: 7 of 7" in outcome.problems
    assert synced(tmp_path, now=MORNING + timedelta(days=1, minutes=5)).problems == ""
    assert entries(contents(tmp_path)).items() >= entries(good[1]).items()


def test_where_no_positions_are_listed_none_are_asked_for(tmp_path, good):
    whole = small()
    rows = [without(row, "latlng") for row in whole.activities]
    outcome = synced(tmp_path, account=replace(whole, activities=rows))
    assert asked(good[0], "latlng")
    assert asked(outcome, "latlng") == []
    terrain = [
        r.get("terrain_status") for r in documents(tmp_path)["latest.json"]["recent_activities"]
    ]
    assert "no_gps" in terrain


def test_unlisted_dfa_is_found_by_the_last_attempt_and_then_everywhere(tmp_path, good):
    """A session too old for a second attempt proves that the account has what its rows lack."""
    whole = small()
    rows = [without(row, *DFA) for row in whole.activities]
    outcome = synced(tmp_path, account=replace(whole, activities=rows))
    assert outcome.problems == ""
    assert streams_of(contents(tmp_path)) == streams_of(good[1])
    assert len(outcome.requests) == len(good[0].requests)


def test_listed_streams_without_dfa_are_asked_for_once_at_the_end(tmp_path):
    whole = small()
    ride = [row for row in whole.activities if row["type"] == "VirtualRide"][-1]
    bare = [item for item in whole.streams(ride["id"]) if item["type"] not in DFA]
    account = replace(whole, activities=[without(ride, *DFA)], changes=[], streams=lambda _: bare)
    times = []
    for hours in range(0, 48, 6):
        now = MORNING + timedelta(hours=hours)
        times += [now for _ in asked(synced(tmp_path, account=account, now=now), "/streams?")]
    began = datetime.fromisoformat(ride["start_date_local"]).replace(tzinfo=ZONE)
    (only,) = times
    assert timedelta(hours=72) <= only - began < timedelta(hours=78)
    assert streams_of(contents(tmp_path))[ride["id"]]["reason"] == "retry_expired"


def test_chats_are_read_where_there_is_one_or_where_the_row_does_not_say(tmp_path, good):
    whole = small()
    chats = {row["id"] for row in whole.activities if row["icu_chat_id"] is not None}
    assert {line.split("/")[1] for line in asked(good[0], "/messages")} == chats
    old_rows = [{k: v for k, v in r.items() if k != "icu_chat_id"} for r in whole.activities]
    outcome = synced(tmp_path, account=replace(whole, activities=old_rows))
    assert len(asked(outcome, "/messages")) > len(chats)
    files = contents(tmp_path)
    assert {name: files[name] for name in DATA_FILES} == {
        name: good[1][name] for name in DATA_FILES
    }


def test_notes_go_when_the_chat_is_gone(tmp_path, good):
    restore(tmp_path, good[1])
    whole = small()
    rows = [{**row, "icu_chat_id": None} for row in whole.activities]
    synced(tmp_path, account=replace(whole, activities=rows))
    shown = documents(tmp_path)["latest.json"]["recent_activities"]
    assert [row["chat_notes"] for row in shown if "chat_notes" in row] == []
