"""What must hold for ``intervals.json`` whatever the service or an earlier file holds."""

from __future__ import annotations

import copy
import json
from datetime import timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.intervals_icu import Activity, Event
from engine.intervals_icu.answer import Answer
from engine.sessions import (
    INTERVALS,
    STREAMS,
    TOKEN,
    Previous,
    build,
    dfa_profile,
    session_fields,
    sessions_to_fetch,
)
from engine.sessions.dfa import BLOCK_KEYS, dfa_block
from engine.sessions.segments import FIELDS
from tests.sessions.builders import T0, T1, at, samples
from tests.sessions.wild import JSON, ODD, mostly

NOW = at("03-20 12:00:00")
DAYS = [f"2026-03-{day:02}" for day in (4, 5, 6, 7, 16, 17, 18, 20)]
IDS = ["i1", "i2", "i3", "7", 7]
STAMP = st.sampled_from(
    [
        "2026-03-20T11:00:00+00:00",
        "2026-03-20T13:00:00",
        "2026-03-20T12:00:00+13:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.999999-12:00",
    ]
)


def record(**fields: Any) -> Any:
    """Objects whose known keys are mostly there and mostly sane."""
    known = {name: mostly(sane) for name, sane in fields.items()}
    return st.fixed_dictionaries(known) | st.fixed_dictionaries({}, optional=known)


def several(sane: Any, size: int = 4) -> Any:
    return st.lists(mostly(sane), max_size=size)


TOKENS = st.sampled_from([T0, T1, ""])
ROW = record(
    id=st.sampled_from(IDS),
    start_date_local=st.sampled_from([f"{day}T08:00:00" for day in (*DAYS, "9999-12-31")]),
    type=st.sampled_from(["Ride", "VirtualRide", "Run", "Yoga"]),
    name=st.text(max_size=3),
    icu_sync_date=TOKENS,
    icu_intervals_edited=st.booleans(),
    trainer=st.booleans(),
    interval_summary=several(st.just("4x 8m")),
    icu_hr_zone_times=several(st.integers()),
    pace_zone_times=several(st.integers()),
    paired_event_id=st.sampled_from(IDS),
)
EVENT = record(
    id=st.sampled_from(IDS),
    workout_doc=record(steps=several(JSON)),
    paired_activity_id=st.sampled_from(IDS),
)
SEGMENT = record(
    type=st.sampled_from(["WORK", "RECOVERY"]),
    zone=st.integers(1, 7),
    zone_min_watts=st.integers(),
    average_watts=st.floats(),
)
STREAM = record(
    type=st.sampled_from(["dfa_a1", "artifacts", "heartrate", "watts", "time", "latlng"]),
    data=several(st.floats(0, 200), 30),
)
BODY = JSON | record(icu_intervals=several(SEGMENT)) | several(STREAM)
ANSWER = st.builds(
    Answer,
    st.sampled_from([200, 200, 200, 404, 410, 429, 500, None]),
    BODY,
    st.none() | st.floats(0, 1e300),
    st.sampled_from([None, None, "HTTP"]),
)
ENDPOINT = record(
    attempts=st.integers(0, 20),
    first_seen=STAMP,
    last_attempt=STAMP,
    status=st.sampled_from(["ok", "pending", "tombstone"]),
    reason=st.sampled_from(["ok", "no_data", "transient"]),
    next_retry_at=STAMP,
    source_icu_sync_date=TOKENS,
    source_edited=st.booleans(),
    refresh=record(
        target_sync_date=TOKENS,
        attempts=st.integers(0, 20),
        reason=st.just("no_data"),
        status=st.just("exhausted"),
        next_retry_at=STAMP,
    ),
)
BLOCK = st.sampled_from(
    [dfa_block(samples((1300, 0.9))), dfa_block(samples((1200, 1.2), (100, 0.75))), {"avg": 1}]
)
ENTRY = record(
    activity_id=st.sampled_from(IDS),
    date=st.sampled_from(DAYS),
    start_datetime=STAMP,
    type=st.sampled_from(["Ride", "VirtualRide", "Run", "Yoga"]),
    name=st.text(max_size=3),
    interval_summary=several(st.just("4x 8m")),
    zone_basis=st.sampled_from(["power", "hr", "pace"]),
    intervals=several(record(type=st.just("WORK"), zone=st.integers())),
    indoor=st.booleans(),
    dfa=BLOCK | record(**dict.fromkeys((*BLOCK_KEYS, "quality"), JSON)),
)
STATE = st.dictionaries(
    st.sampled_from([str(ident) for ident in IDS]),
    mostly(record(date=st.sampled_from(DAYS), intervals=ENDPOINT, streams=ENDPOINT)),
)
DOCUMENT = mostly(
    st.fixed_dictionaries(
        {"script_hash": st.sampled_from([TOKEN, TOKEN, "0123456789ab"])},
        optional={"activities": mostly(several(ENTRY)), "fetch_state": mostly(STATE)},
    )
)
ANSWERS = st.dictionaries(
    st.tuples(st.sampled_from(["i1", "i2", "i3", "7"]), st.sampled_from([INTERVALS, STREAMS])),
    ANSWER,
)
ROWS = st.lists(ROW, max_size=3)
ENTRY_KEYS = ["activity_id", "date", "start_datetime", "type", "name", "interval_summary"]
ENTRY_KEYS += ["intervals", "zone_basis", "dfa", "indoor"]
ROOT_KEYS = ["generated_at", "schema_version", "version", "script_hash"]
ROOT_KEYS += ["scan_hours", "retention_days", "activities", "fetch_state"]


def ordered(keys: Any, allowed: list[str], least: int) -> bool:
    """Whether the first keys are all there and the others keep the published order."""
    found = list(keys)
    return found[:least] == allowed[:least] and found == [key for key in allowed if key in found]


def check_entries(document: dict[str, Any]) -> None:
    for entry in document["activities"]:
        assert ordered(entry, ENTRY_KEYS, 7)
        assert entry["date"] >= "2026-03-06"
        assert entry["intervals"] or "dfa" in entry
        for part in entry["intervals"]:
            assert ordered(part, list(FIELDS), 0)
        if "dfa" in entry:
            assert set(entry["dfa"]) == {*BLOCK_KEYS, "quality"}


def check_state(document: dict[str, Any]) -> None:
    for held in document["fetch_state"].values():
        assert held["date"] >= "2026-03-06"
        assert ordered(held, ["date", "paired_planned", INTERVALS, STREAMS], 1)
        for part in (INTERVALS, STREAMS):
            if part in held:
                assert held[part]["status"] in ("ok", "pending", "tombstone")
                assert held[part]["attempts"] >= 0


@settings(deadline=None)
@given(DOCUMENT, ROWS, st.lists(EVENT, max_size=3), ANSWERS)
def test_any_input_gives_a_valid_file(document, rows, events, answers):
    before = repr((document, answers))
    activities = [Activity.from_api(raw) for raw in rows]
    calendar = [Event.from_api(raw) for raw in events]
    built = build(Previous.from_json(document), answers, activities, calendar, NOW)
    found = to_json(built)
    text = json.dumps(found, allow_nan=False)
    assert json.loads(text) == found
    assert list(found) == ROOT_KEYS
    check_entries(found)
    check_state(found)
    present = {str(a.id) for a in activities if a.id}
    listed = {str(entry.activity_id) for entry in built.activities}
    if present:
        assert listed | found["fetch_state"].keys() <= present
    json.dumps(dfa_profile(built.activities), allow_nan=False)
    for entry in built.activities:
        assert list(session_fields(entry))[:2] == ["has_intervals", "has_dfa"]
    again = build(Previous.from_json(copy.deepcopy(document)), answers, activities, calendar, NOW)
    assert json.dumps(to_json(again)) == text
    assert repr((document, answers)) == before


@settings(deadline=None)
@given(DOCUMENT, ROWS)
def test_a_plan_asks_for_known_sessions_once_in_the_list_s_order(document, rows):
    activities = [Activity.from_api(raw) for raw in rows]
    asked = sessions_to_fetch(Previous.from_json(document), activities, NOW)
    idents = [str(a.id) for a in activities]
    assert len(set(asked)) == len(asked)
    assert {part for _, part in asked} <= {INTERVALS, STREAMS}
    places = [idents.index(ident) for ident, _ in asked]
    eligible = [a for a in activities if a.day >= "2026-03-06"]
    assert {ident for ident, _ in asked} <= {str(a.id) for a in eligible}
    assert sessions_to_fetch(Previous.from_json(document), activities, NOW) == asked
    assert all(place >= 0 for place in places)


@settings(deadline=None)
@given(DOCUMENT, ROWS, ANSWERS)
def test_the_file_is_a_fixed_point_as_state(document, rows, answers):
    """What was just written is read back without loss: a sync with nothing due changes nothing."""
    activities = [Activity.from_api(raw) for raw in rows]
    first = to_json(build(Previous.from_json(document), answers, activities, [], NOW))
    state = json.loads(json.dumps(first))
    second = build(Previous.from_json(state), {}, [], [], NOW)
    assert to_json(second) == first


@settings(deadline=None)
@given(DOCUMENT, ROWS, ANSWERS, st.integers(-12, 14))
def test_the_athletes_offset_changes_no_outcome(document, rows, answers, hours):
    """The same wall clock elsewhere: stored times without offset and starts are local."""
    activities = [Activity.from_api(raw) for raw in rows]
    elsewhere = NOW.replace(tzinfo=timezone(timedelta(hours=hours)))
    fresh = document if not isinstance(document, dict) else {**document, "fetch_state": {}}

    def reasons(found: dict[str, Any]) -> Any:
        return {
            ident: [held[part]["status"] for part in (INTERVALS, STREAMS) if part in held]
            for ident, held in found["fetch_state"].items()
        }

    there, here = (
        to_json(build(Previous.from_json(fresh), answers, activities, [], now))
        for now in (elsewhere, NOW)
    )
    assert reasons(there) == reasons(here)


WIDE = st.lists(st.floats(0, 2) | ODD, max_size=40)


@settings(deadline=None)
@given(st.integers(1200, 1500), WIDE, WIDE, WIDE, WIDE, WIDE)
def test_any_recording_gives_a_block_of_finite_numbers(length, a1, hr, watts, artifacts, time):
    def stretched(values: list[Any]) -> list[Any]:
        return [values[i % len(values)] for i in range(length)] if values else []

    names = ("dfa_a1", "heartrate", "watts", "artifacts", "time")
    data = dict(zip(names, map(stretched, (a1, hr, watts, artifacts, time)), strict=True))
    data["dfa_a1"] = data["dfa_a1"][:100] + [0.75] * 1300
    block = dfa_block(data)
    assert block is not None
    assert list(block) == [*BLOCK_KEYS, "quality"]
    assert json.loads(json.dumps(block, allow_nan=False)) == block
