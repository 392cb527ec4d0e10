"""The earlier file as state: another version, damage, strangers (docs/format/intervals.md)."""

from __future__ import annotations

import copy
import math

import pytest

from engine.sessions import INTERVALS, STREAMS, TOKEN, Previous, dfa_profile, session_fields
from engine.sessions.dfa import dfa_block
from engine.sessions.entry import is_dfa_block
from tests.sessions.builders import (
    DFA,
    EMPTY,
    HEART_ONLY,
    ONE,
    WORK,
    Mirror,
    at,
    http,
    row,
    samples,
    segments,
    stamp,
)

BOTH = [("i1", INTERVALS), ("i1", STREAMS)]
LATE = "03-25 12:00:00"


@pytest.fixture
def mirror() -> Mirror:
    synced = Mirror()
    synced.sync("03-20 12:00:00", [row(name="Tempo")], I=ONE, S=DFA)
    return synced


def outdated(mirror: Mirror) -> Mirror:
    mirror.document["script_hash"] = "0123456789ab"
    return mirror


@pytest.mark.parametrize("document", [None, [], 5, "x", {}, {"script_hash": TOKEN + "x"}])
def test_without_a_usable_file_it_is_the_first_run(document):
    assert Mirror(document).sync(LATE, [row()]) == BOTH


def test_a_file_of_the_same_version_makes_a_regular_run(mirror):
    """Only then is an entry whose record was lost left alone."""
    mirror.document["fetch_state"] = {}
    assert mirror.sync(LATE, [row()]) == []
    assert outdated(mirror).sync(LATE, [row()]) == BOTH


def test_a_file_of_another_version_is_fetched_anew_in_the_list_s_order(mirror):
    mirror.sync("03-20 13:00:00", [row("i2"), row()], {("i2", INTERVALS): ONE})
    assert list(mirror.entries) == ["i1", "i2"]
    answers = {("i2", INTERVALS): ONE}
    outdated(mirror).sync(LATE, [row("i2"), row(name="New")], answers, I=ONE, S=HEART_ONLY)
    assert list(mirror.entries) == ["i2", "i1"]
    assert mirror.entries["i1"]["name"] == "New"
    assert "dfa" not in mirror.entries["i1"]


def test_a_part_of_another_version_survives_a_passing_failure_04_19(mirror):
    before = mirror.entries["i1"]
    fresh = row(name="New", interval_summary=["2x 8m"])
    assert outdated(mirror).sync(LATE, [fresh], I=http(500), S=http(503)) == BOTH
    assert mirror.entries["i1"] == before | {"name": "New"}
    assert mirror.brief(INTERVALS) == ("pending", "transient", 1)


def test_parts_of_another_version_are_judged_one_by_one_04_19(mirror):
    before = mirror.entries["i1"]
    outdated(mirror).sync(LATE, [row()], I=segments(WORK, WORK), S=http(503))
    assert len(mirror.entries["i1"]["intervals"]) == 2
    assert mirror.entries["i1"]["dfa"] == before["dfa"]


def test_a_part_of_another_version_that_was_not_asked_for_stays_and_is_due_04_11(mirror):
    before = mirror.entries["i1"]
    assert outdated(mirror).sync(LATE, [row(name="Tempo")]) == BOTH
    assert mirror.entries["i1"] == before
    assert mirror.sync(at(LATE).replace(minute=5), [row()]) == BOTH


def test_a_part_of_another_version_goes_when_there_is_nothing_any_more(mirror):
    outdated(mirror).sync(LATE, [row()], I=http(404), S=HEART_ONLY)
    assert mirror.document["activities"] == []


def test_entries_of_another_version_survive_an_empty_list_04_27(mirror):
    before = mirror.entries
    outdated(mirror).sync(LATE, [])
    assert mirror.entries == before


def test_an_entry_of_another_version_goes_when_it_is_not_asked_for(mirror):
    outdated(mirror).sync(LATE, [row(type="Yoga")])
    assert mirror.document["activities"] == []


def test_a_file_without_offsets_is_accepted_as_state(mirror):
    bare = {
        "date": "2026-03-20",
        "intervals": {
            "attempts": 2,
            "first_seen": "2026-03-20T09:30:00",
            "last_attempt": "2026-03-20T09:35:00.123456",
            "status": "pending",
            "reason": "no_data",
            "next_retry_at": "2026-03-20T13:00:00",
        },
    }
    mirror.document["fetch_state"]["i1"] = copy.deepcopy(bare)
    assert mirror.sync("03-20 12:59:59", [row()]) == []
    assert mirror.document["fetch_state"]["i1"] == bare
    assert mirror.sync("03-20 13:00:00", [row()], I=EMPTY) == [("i1", INTERVALS)]
    assert mirror.state(INTERVALS)["first_seen"] == "2026-03-20T09:30:00"
    assert mirror.state(INTERVALS)["next_retry_at"] == stamp("03-20 13:05:00")


def test_an_endpoint_that_a_record_lacks_is_not_asked_for(mirror):
    del mirror.document["fetch_state"]["i1"]["streams"]
    edited = row(icu_intervals_edited=True, icu_sync_date="T9")
    assert mirror.sync("03-20 13:00:00", [edited], I=ONE) == [("i1", INTERVALS)]
    assert list(mirror.document["fetch_state"]["i1"]) == ["date", "intervals"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("activities", None),
        ("activities", {"a": 1}),
        ("activities", [None, 5, [], {}, {"activity_id": "i9"}]),
        ("activities", [{"activity_id": "i1", "date": None}]),
        ("activities", [{"activity_id": "i1", "date": "zzzz-99-99"}]),
        ("activities", [{"activity_id": None, "date": "2026-03-20", "intervals": [WORK]}]),
    ],
)
def test_malformed_entries_count_as_none_04_18(mirror, key, value):
    mirror.document[key] = value
    mirror.sync("03-20 13:00:00", [row()])
    assert mirror.document["activities"] == []


@pytest.mark.parametrize(
    "state",
    [
        None,
        [],
        "x",
        {"i1": None},
        {"i1": []},
        {"i1": {}},
        {"i1": {"date": None}},
        {"i1": {"date": "zzzz-99-99"}},
    ],
)
def test_malformed_records_count_as_none_04_18(mirror, state):
    mirror.document |= {"fetch_state": state, "activities": []}
    assert mirror.sync("03-20 13:00:00", [row()]) == BOTH


@pytest.mark.parametrize("value", [None, [], 5, {}, {"status": "busy"}, {"status": ["ok"]}])
def test_a_malformed_endpoint_counts_as_none_04_18(mirror, value):
    mirror.document["fetch_state"]["i1"]["intervals"] = value
    assert mirror.sync("03-20 13:00:00", [row()]) == []
    assert list(mirror.document["fetch_state"]["i1"]) == ["date", "streams"]


def test_malformed_values_of_an_endpoint_count_as_missing_04_18(mirror):
    odd = {
        "attempts": None,
        "first_seen": "soon",
        "last_attempt": 7,
        "status": "pending",
        "reason": None,
        "next_retry_at": math.nan,
        "source_icu_sync_date": [],
        "refresh": "x",
        "extra": {"x": math.inf},
    }
    mirror.document["fetch_state"]["i1"]["intervals"] = odd
    assert mirror.sync("03-20 13:00:00", [row()]) == [("i1", INTERVALS)]
    assert mirror.state(INTERVALS) == {
        "attempts": 0,
        "first_seen": None,
        "last_attempt": None,
        "status": "pending",
        "reason": "pending",
    }
    mirror.sync("03-20 13:01:00", [row()], I=EMPTY)
    assert mirror.state(INTERVALS)["first_seen"] == stamp("03-20 13:01:00")
    assert mirror.state(INTERVALS)["attempts"] == 1


@pytest.mark.parametrize("chase", [None, [], {}, {"target_sync_date": None}, {"attempts": 2}])
def test_a_malformed_chase_counts_as_none_04_18(mirror, chase):
    mirror.document["fetch_state"]["i1"]["intervals"]["refresh"] = chase
    edited = row(icu_intervals_edited=True, icu_sync_date="T9")
    assert mirror.sync("03-20 13:00:00", [edited], I=EMPTY) == [("i1", INTERVALS)]
    assert mirror.state(INTERVALS)["refresh"]["attempts"] == 1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("dfa", None),
        ("dfa", {}),
        ("dfa", {"quality": {"sufficient": True}}),
        ("dfa.avg", "0.9"),
        ("dfa.avg", math.nan),
        ("dfa.extra", 1),
        ("dfa.quality", None),
        ("dfa.quality.sufficient", 1),
        ("dfa.quality.valid_pct", None),
        ("dfa.drift", 5),
        ("dfa.drift.delta", []),
        ("dfa.tiz_easy", []),
        ("dfa.tiz_endurance.secs", "many"),
        ("dfa.lt1_crossing", "x"),
        ("dfa.lt1_crossing.reason", None),
        ("dfa.lt1_crossing.estimate_eligible", "yes"),
        ("dfa.lt1_crossing.avg_hr", True),
    ],
)
def test_a_malformed_dfa_block_counts_as_none_04_18(mirror, path, value):
    target = mirror.document["activities"][0]
    *parents, last = path.split(".")
    for name in parents:
        target = target[name]
    target[last] = value
    mirror.sync("03-20 13:00:00", [row()])
    kept = mirror.entries["i1"]
    assert "dfa" not in kept
    assert kept["intervals"] == [{"type": "WORK", "duration_secs": 480}]
    [entry] = Previous.from_json(mirror.document).entries.values()
    assert session_fields(entry) == {"has_intervals": True, "has_dfa": False}
    assert dfa_profile([entry]) is None


def test_malformed_parts_of_an_entry_are_left_out_04_18(mirror):
    mirror.document["activities"][0] |= {
        "start_datetime": None,
        "type": 5,
        "name": [],
        "interval_summary": ["4x", 5, None],
        "intervals": [None, 5, {"type": "WORK", "zone": "x", "avg_hr": math.inf, "own": {}}],
        "zone_basis": 7,
        "own": math.nan,
    }
    mirror.sync("03-20 13:00:00", [])
    entry = mirror.entries["i1"]
    assert entry.pop("dfa")["quality"]["sufficient"] is True
    assert entry == {
        "activity_id": "i1",
        "date": "2026-03-20",
        "start_datetime": "",
        "type": None,
        "name": None,
        "interval_summary": ["4x"],
        "intervals": [{"type": "WORK"}],
    }


@pytest.mark.parametrize(
    "data", [samples((1300, 0.9)), samples((1300, 0.0)), {"dfa_a1": [0.9] * 1300}, {"dfa_a1": [0]}]
)
def test_every_block_that_is_written_is_accepted_when_read_back(data):
    assert is_dfa_block(dfa_block(data))
