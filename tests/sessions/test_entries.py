"""Entries and segments (docs/format/intervals.md)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from engine.intervals_icu import Activity
from engine.sessions.segments import segment, zone_basis
from tests.sessions.builders import DFA, INTERVALS, ONE, STREAMS, Mirror, row, segments

FULL = {
    "type": "WORK",
    "group_id": "480s@232w92rpm",
    "elapsed_time": 480,
    "moving_time": 478,
    "start_time": 900,
    "end_time": 1380,
    "average_watts": 232,
    "max_watts": 249,
    "average_heartrate": 152,
    "max_heartrate": 159,
    "min_heartrate": 133,
    "average_cadence": 92.1,
    "zone": 3,
    "zone_min_watts": 210,
    "zone_max_watts": 245,
    "wbal_start": 20000,
    "wbal_end": 18420,
    "training_load": 9.6,
    "decoupling": 2.1,
    "average_dfa_a1": 0.7,
}
REST = {
    "type": "RECOVERY",
    "group_id": None,
    "elapsed_time": 240,
    "moving_time": 0,
    "start_time": 1380,
    "end_time": 1620,
    "average_watts": 0,
    "average_heartrate": None,
    "zone": 1,
}
ENTRY_KEYS = [
    "activity_id",
    "date",
    "start_datetime",
    "type",
    "name",
    "interval_summary",
    "intervals",
    "zone_basis",
    "dfa",
    "indoor",
]


def ride(**raw: Any) -> Activity:
    return Activity.from_api(raw)


def test_a_segment_has_its_16_keys_in_order():
    assert list(segment(FULL).items()) == [
        ("type", "WORK"),
        ("label", "480s@232w92rpm"),
        ("duration_secs", 480),
        ("moving_secs", 478),
        ("start_secs", 900),
        ("end_secs", 1380),
        ("avg_power", 232),
        ("max_power", 249),
        ("avg_hr", 152),
        ("max_hr", 159),
        ("min_hr", 133),
        ("avg_cadence", 92.1),
        ("zone", 3),
        ("w_bal_start", 20000),
        ("w_bal_end", 18420),
        ("training_load", 9.6),
    ]


def test_a_segment_leaves_out_what_is_null_and_keeps_zeros():
    assert segment(REST) == {
        "type": "RECOVERY",
        "duration_secs": 240,
        "moving_secs": 0,
        "start_secs": 1380,
        "end_secs": 1620,
        "avg_power": 0,
        "zone": 1,
    }
    assert zone_basis([FULL, REST], ride(icu_hr_zone_times=[1, 2])) == "power"
    assert segment({}) == {}
    assert segment({"type": "", "group_id": ""}) == {"type": "", "label": ""}


@pytest.mark.parametrize("value", [math.nan, math.inf, True, "9", [], {}, 10**400])
def test_a_segment_leaves_out_what_is_no_number(value):
    assert segment({"average_watts": value, "type": 5, "zone": 2}) == {"zone": 2}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, None),
        ({"icu_hr_zone_times": [0, 0, 0]}, None),
        ({"icu_hr_zone_times": [0, 0, 0], "gap_zone_times": [5]}, "pace"),
        ({"icu_hr_zone_times": [0, None, 5], "pace_zone_times": [0, 0]}, "hr"),
        ({"icu_hr_zone_times": [None, True, "5", -5]}, None),
        ({"icu_hr_zone_times": []}, None),
        ({"pace_zone_times": [5]}, "pace"),
        ({"gap_zone_times": [5]}, "pace"),
        ({"icu_hr_zone_times": [5], "gap_zone_times": [5]}, None),
        ({"icu_hr_zone_times": [5], "gap_zone_times": []}, "hr"),
    ],
)
def test_zone_basis_without_power_bounds_needs_one_source(raw, expected):
    assert zone_basis([{"zone": 2}, {}], ride(**raw)) == expected


def test_zone_basis_needs_a_zone_and_zero_is_one():
    heart = ride(icu_hr_zone_times=[5])
    assert zone_basis([{"zone": 0}], heart) == "hr"
    assert zone_basis([{"zone_min_watts": 100}], heart) is None
    assert zone_basis([{"zone": 1}, {"zone_max_watts": 0}], heart) == "power"


def synced(**raw: Any) -> Mirror:
    mirror = Mirror()
    mirror.sync("03-20 12:00:00", [row(**raw)], I=segments(FULL), S=DFA)
    return mirror


def test_an_entry_has_its_keys_in_order():
    tempo = synced(name="Tempo", interval_summary=["1x 8m 232w"], trainer=True)
    entry = tempo.entries["i1"]
    assert list(entry) == ENTRY_KEYS
    assert entry["indoor"] is True
    assert {name: entry[name] for name in ENTRY_KEYS[:6]} == {
        "activity_id": "i1",
        "date": "2026-03-20",
        "start_datetime": "2026-03-20T08:00:00",
        "type": "Ride",
        "name": "Tempo",
        "interval_summary": ["1x 8m 232w"],
    }
    assert entry["zone_basis"] == "power"


def test_an_entry_keeps_a_null_name_and_fills_an_absent_one():
    assert synced(name=None).entries["i1"]["name"] is None
    assert synced().entries["i1"]["name"] == ""


def test_an_entry_without_summary_basis_and_dfa_says_so():
    mirror = Mirror()
    mirror.sync("03-20 12:00:00", [row()], I=ONE)
    entry = mirror.entries["i1"]
    assert list(entry) == ENTRY_KEYS[:7]
    assert entry["interval_summary"] is None


def test_streams_alone_give_an_entry_with_no_segments():
    mirror = Mirror()
    mirror.sync("03-20 12:00:00", [row()], S=DFA)
    entry = mirror.entries["i1"]
    assert list(entry) == [*ENTRY_KEYS[:7], "dfa"]
    assert entry["intervals"] == []


def test_a_refresh_without_basis_removes_the_old_one_and_leaves_dfa_alone():
    mirror = synced()
    edited = row(icu_intervals_edited=True, icu_sync_date="T9")
    assert mirror.sync("03-20 13:00:00", [edited], I=ONE) == [("i1", INTERVALS)]
    entry = mirror.entries["i1"]
    assert list(entry) == [*ENTRY_KEYS[:7], "dfa"]
    assert entry["intervals"] == [{"type": "WORK", "duration_secs": 480}]


def test_name_type_place_and_start_follow_the_list_on_every_run():
    mirror = synced(name="Tempo")
    before = mirror.entries["i1"]
    changed = row(start="2026-03-19T09:00:00", name="New", type="VirtualRide", trainer=True)
    assert mirror.sync("03-20 13:00:00", [changed]) == []
    assert mirror.entries["i1"] == before | {
        "name": "New",
        "type": "VirtualRide",
        "date": "2026-03-19",
        "start_datetime": "2026-03-19T09:00:00",
        "indoor": True,
    }
    mirror.sync("03-20 14:00:00", [row(name="Tempo")])
    assert mirror.entries["i1"] == before


@pytest.mark.parametrize("flag", [1, "true", None, False])
def test_only_a_trainer_flag_of_exactly_true_is_indoor(flag):
    assert "indoor" not in synced(trainer=flag).entries["i1"]


@pytest.mark.parametrize("start", [None, "", "soon", "2026-13-40"])
def test_a_row_that_lost_its_date_takes_nothing_away(start):
    mirror = synced(name="Tempo")
    before = mirror.entries
    mirror.sync("03-20 13:00:00", [row(start=start, name="New")])
    assert mirror.entries == before


def test_of_two_rows_with_one_id_the_session_s_describes_the_entry():
    mirror = synced(name="Tempo")
    mirror.sync("03-20 13:00:00", [row(type="Yoga", name="Stretching"), row(name="New")])
    assert (mirror.entries["i1"]["type"], mirror.entries["i1"]["name"]) == ("Ride", "New")


def test_a_session_that_is_no_endurance_sport_any_more_says_so():
    mirror = synced(name="Tempo")
    mirror.sync("03-20 13:00:00", [row(type="Yoga", name="Tempo")])
    assert mirror.entries["i1"]["type"] == "Yoga"


def test_streams_that_come_later_leave_the_segments_alone():
    mirror = Mirror()
    mirror.sync("03-20 12:00:00", [row(name="Tempo")], I=segments(FULL), S=segments())
    before = mirror.entries["i1"]
    renamed = row(name="New", interval_summary=["new"])
    assert mirror.sync("03-20 12:05:00", [renamed], S=DFA) == [("i1", STREAMS)]
    entry = dict(mirror.entries["i1"])
    assert entry.pop("dfa")["quality"]["sufficient"] is True
    assert entry == before | {"name": "New"}
