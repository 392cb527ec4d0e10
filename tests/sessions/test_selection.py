"""Which sessions are asked for (docs/format/intervals.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.intervals_icu import Activity, Event
from engine.sessions.fetch_plan import paired_ids
from tests.sessions.builders import (
    DFA,
    EMPTY,
    HEART_ONLY,
    INTERVALS,
    ONE,
    STREAMS,
    Mirror,
    at,
    http,
    row,
    stamp,
)

if TYPE_CHECKING:
    from engine.intervals_icu.answer import Answer

BOTH = [("i1", INTERVALS), ("i1", STREAMS)]
STEPS = {"steps": [{"duration": 60}]}
PAIRED = {"id": 7, "workout_doc": STEPS, "paired_activity_id": "i1"}


def regular(when: str = "03-20 06:00:00") -> Mirror:
    """A mirror that has synced before, without sessions."""
    mirror = Mirror()
    mirror.sync(when, [])
    return mirror


def test_first_run_a_late_empty_answer_expires_after_one_attempt_and_a_failure_does_not():
    mirror = Mirror()
    assert mirror.sync("03-25 12:00:00", [row()], I=http(500), S=HEART_ONLY) == BOTH
    assert mirror.brief(INTERVALS) == ("pending", "transient", 1)
    assert mirror.brief(STREAMS) == ("tombstone", "retry_expired", 1)


def test_regular_run_a_session_that_was_uploaded_late_is_fetched():
    mirror = regular()
    late = row(start="2026-03-22T08:00:00")
    assert mirror.sync("03-26 12:00:00", [late], I=http(500), S=HEART_ONLY) == BOTH
    assert mirror.brief(INTERVALS) == ("pending", "transient", 1)
    assert mirror.state(INTERVALS)["next_retry_at"] == stamp("03-26 12:05:00")
    assert mirror.brief(STREAMS) == ("tombstone", "retry_expired", 1)
    for minute in (5, 10):
        mirror.sync(f"03-26 12:{minute:02}:00", [late], I=http(500))
    for day in (27, 28, 29, 30):
        assert mirror.state(INTERVALS)["next_retry_at"] == stamp(f"03-{day} 12:10:00")
        mirror.sync(f"03-{day} 12:10:00", [late], I=http(500))
    assert mirror.brief(INTERVALS) == ("tombstone", "retry_expired", 7)


def test_regular_run_reaches_back_14_days_inclusive():
    rows = [row("a", "2026-03-06T23:00:00"), row("b", "2026-03-05T23:00:00")]
    assert regular().sync("03-20 12:00:00", rows) == [("a", INTERVALS), ("a", STREAMS)]


def test_regular_run_an_empty_answer_on_the_third_day_expires_at_once():
    mirror = regular()
    new = row(start="2026-03-20T00:01:00")
    assert mirror.sync("03-23 23:59:00", [new], I=EMPTY, S=HEART_ONLY) == BOTH
    for part in (INTERVALS, STREAMS):
        assert mirror.brief(part) == ("tombstone", "retry_expired", 1)


@pytest.mark.parametrize(
    ("event", "raw"),
    [
        (PAIRED, {}),
        (PAIRED | {"paired_activity_id": None}, {"paired_event_id": 7}),
        (PAIRED | {"paired_activity_id": None}, {"paired_event_id": "7"}),
    ],
)
def test_a_paired_session_waits_two_weeks_for_its_intervals(event, raw):
    mirror = Mirror()
    paired = row(**raw)
    assert mirror.sync("03-24 12:00:00", [paired], I=EMPTY, S=HEART_ONLY, events=[event]) == BOTH
    assert mirror.brief(INTERVALS) == ("pending", "no_data", 1)
    assert mirror.state(INTERVALS)["next_retry_at"] == stamp("03-25 12:00:00")
    assert mirror.document["fetch_state"]["i1"]["paired_planned"] is True
    assert mirror.brief(STREAMS) == ("tombstone", "retry_expired", 1)


def test_a_session_that_loses_its_pairing_falls_back_to_72_hours():
    mirror = Mirror()
    mirror.sync("03-24 12:00:00", [row()], I=EMPTY, S=HEART_ONLY, events=[PAIRED])
    mirror.sync("03-25 12:00:00", [row()], I=EMPTY, events=[PAIRED])
    assert mirror.sync("03-26 12:00:00", [row()], I=EMPTY) == [("i1", INTERVALS)]
    assert mirror.brief(INTERVALS) == ("tombstone", "retry_expired", 3)
    assert "paired_planned" not in mirror.document["fetch_state"]["i1"]


def test_pairing_is_kept_while_the_session_is_no_candidate():
    mirror = Mirror()
    mirror.sync("03-20 12:00:00", [row()], I=ONE, S=DFA, events=[PAIRED])
    mirror.sync("03-21 12:00:00", [row()])
    assert mirror.document["fetch_state"]["i1"]["paired_planned"] is True


def test_pairing_goes_by_ids_as_text_and_needs_steps():
    events = [
        {"id": 1, "workout_doc": {"steps": []}, "paired_activity_id": "a"},
        {"id": 2, "workout_doc": None, "paired_activity_id": "b"},
        {"id": 3, "workout_doc": STEPS, "paired_activity_id": 5},
        {"id": "4", "workout_doc": STEPS},
    ]
    activities = [{"id": "x", "paired_event_id": 4}, {"id": "y", "paired_event_id": 1}]
    found = paired_ids(map(Activity.from_api, activities), map(Event.from_api, events))
    assert found == {"5", "x"}


def test_first_run_reaches_back_14_days_inclusive():
    rows = [row("a", "2026-03-06T23:00:00"), row("b", "2026-03-05T23:00:00")]
    assert Mirror().sync("03-20 12:00:00", rows) == [("a", INTERVALS), ("a", STREAMS)]


ENDURANCE = {
    "Ride",
    "VirtualRide",
    "MountainBikeRide",
    "GravelRide",
    "EBikeRide",
    "Run",
    "VirtualRun",
    "TrailRun",
    "NordicSki",
    "VirtualSki",
    "Rowing",
    "VirtualRow",
    "Swim",
    "OpenWaterSwim",
    "EMountainBikeRide",
    "TrackRide",
    "RollerSki",
    "BackcountrySki",
}


@pytest.mark.parametrize("kind", sorted(ENDURANCE))
def test_endurance_types_are_eligible(kind):
    assert Mirror().sync("03-20 12:00:00", [row(type=kind)]) == BOTH


@pytest.mark.parametrize(
    "kind", ["Walk", "Hike", "WeightTraining", "Yoga", "Workout", "AlpineSki", "", None, 5, []]
)
def test_other_types_are_not_eligible(kind):
    assert Mirror().sync("03-20 12:00:00", [row(type=kind)]) == []


@pytest.mark.parametrize("start", [None, "", "soon", "zzzz-99-99T00:00:00", 5, "2026-13-40"])
def test_a_session_without_a_date_is_skipped_04_24(start):
    mirror = Mirror()
    assert mirror.sync("03-20 12:00:00", [row(start=start)], I=ONE, S=DFA) == []
    assert mirror.document["fetch_state"] == {}


@pytest.mark.parametrize("ident", [None, "", [], {}, True, 1.5])
def test_a_row_without_id_is_skipped_04_25(ident):
    assert Mirror().sync("03-20 12:00:00", [row(ident)]) == []


def test_a_row_that_occurs_twice_is_asked_for_once_04_25():
    mirror = Mirror()
    assert mirror.sync("03-20 12:00:00", [row(), row()], I=ONE, S=DFA) == BOTH
    assert mirror.brief(INTERVALS) == ("ok", "ok", 1)
    assert len(mirror.document["activities"]) == 1


def test_of_rows_with_the_same_id_the_first_eligible_one_counts():
    mirror = Mirror()
    rows = [row(type="Yoga"), row(name="Ride"), row(name="Later", type="Run")]
    mirror.sync("03-20 12:00:00", rows, I=ONE, S=DFA)
    assert mirror.entries["i1"]["name"] == "Ride"


def test_requests_follow_the_order_of_the_list():
    rows = [row("b"), row("a"), row("c")]
    asked = Mirror().sync("03-20 12:00:00", rows)
    assert asked == [(ident, part) for ident in "bac" for part in (INTERVALS, STREAMS)]


def test_a_number_as_id_is_kept_as_it_is():
    mirror = Mirror()
    answers: dict[tuple[str, str], Answer] = {("77", INTERVALS): ONE, ("77", STREAMS): DFA}
    mirror.sync("03-20 12:00:00", [row(77)], answers)
    assert mirror.document["activities"][0]["activity_id"] == 77
    assert list(mirror.document["fetch_state"]) == ["77"]


@pytest.mark.parametrize("when", ["03-20 12:00:00", "03-25 12:00:00"])
def test_a_new_part_that_was_not_asked_for_stays_due_04_11(when):
    mirror = Mirror()
    mirror.sync(when, [row(), row("i2")], I=ONE)
    assert mirror.brief(INTERVALS) == ("ok", "ok", 1)
    later = mirror.sync(at(when).replace(minute=5), [row(), row("i2")], I=ONE, S=DFA)
    assert later == [("i1", STREAMS), ("i2", INTERVALS), ("i2", STREAMS)]
    assert mirror.brief(STREAMS) == ("ok", "ok", 1)
    assert mirror.brief(INTERVALS, "i2") == ("pending", "transient", 0)


def test_a_pending_part_that_was_not_asked_for_is_unchanged_04_11():
    mirror = Mirror()
    mirror.sync("03-20 12:00:00", [row()], I=EMPTY, S=HEART_ONLY)
    before = mirror.document["fetch_state"]
    assert mirror.sync("03-20 12:05:00", [row()]) == BOTH
    assert mirror.document["fetch_state"] == before


def test_entries_keep_their_order_and_new_ones_follow_04_16():
    def answers(*idents: str) -> dict[tuple[str, str], Answer]:
        return {(ident, INTERVALS): ONE for ident in idents}

    mirror = Mirror()
    mirror.sync("03-20 12:00:00", [row("b"), row("a")], answers("a", "b"))
    mirror.sync("03-20 12:05:00", [row("d"), row("c"), row("b"), row("a")], answers("c", "d"))
    assert list(mirror.entries) == ["b", "a", "d", "c"]


def test_an_entry_without_data_is_not_emitted_but_remembered():
    mirror = Mirror()
    mirror.sync("03-20 12:00:00", [row()], I=EMPTY, S=HEART_ONLY)
    assert mirror.document["activities"] == []
    assert list(mirror.document["fetch_state"]) == ["i1"]


def test_the_root_has_its_eight_keys_in_order():
    mirror = regular()
    assert list(mirror.document) == [
        "generated_at",
        "schema_version",
        "version",
        "script_hash",
        "scan_hours",
        "retention_days",
        "activities",
        "fetch_state",
    ]
    assert mirror.document["generated_at"] == stamp("03-20 06:00:00")
    constants = ("schema_version", "scan_hours", "retention_days")
    assert [mirror.document[name] for name in constants] == [1, 72, 14]
