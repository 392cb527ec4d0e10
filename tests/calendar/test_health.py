"""The block ``health_context``."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.calendar.health import health_context
from engine.intervals_icu import Event, Wellness
from tests.calendar.test_planned import anything, wild_event

TODAY = date(2026, 8, 12)
OLDEST = date(2026, 7, 29)


def marker(category: str, start: str, end: str | None, **more: Any) -> dict[str, Any]:
    return {"category": category, "start_date_local": start, "end_date_local": end, **more}


SICK_NOW = marker("SICK", "2026-08-10T00:00:00", "2026-08-13T00:00:00", id=1)
INJURED_BEFORE = marker("INJURED", "2026-07-28T00:00:00", "2026-07-30T00:00:00", id=2)
SICK_LONG_AGO = marker("SICK", "2026-07-27T00:00:00", "2026-07-29T00:00:00", id=3)
SICK_AHEAD = marker("SICK", "2026-08-20T00:00:00", "2026-08-21T00:00:00", id=4)
NOTE = marker("NOTE", "2026-08-12T00:00:00", "2026-08-13T00:00:00", id=5, name="Sick")
INJURED_HOURS = marker("INJURED", "2026-08-12T00:00:00", "2026-08-12T15:00:00", id=6)
SICK_ONE_DAY = marker("SICK", "2026-08-11T00:00:00", None, id=7)
SICK_DATE_ONLY = marker("SICK", "2026-08-11T00:00:00", "2026-08-12", id=8)
ALL = [
    SICK_NOW,
    INJURED_BEFORE,
    SICK_LONG_AGO,
    SICK_AHEAD,
    NOTE,
    INJURED_HOURS,
    SICK_ONE_DAY,
    SICK_DATE_ONLY,
]


def context(*raw: dict[str, Any], wellness: dict[str, Any] | None = None) -> dict[str, Any]:
    events = tuple(map(Event.from_api, raw))
    latest = None if wellness is None else Wellness.from_api(wellness)
    block: dict[str, Any] = to_json(health_context(events, (), latest, TODAY, OLDEST))
    return block


def spans(entries: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(e["event_id"], e["end_date"], e.get("days_since_end")) for e in entries]


@pytest.mark.parametrize(
    ("raw", "bucket", "expected"),
    [
        (SICK_NOW, "current", (1, "2026-08-12", None)),
        (INJURED_BEFORE, "recent", (2, "2026-07-29", 14)),
        (SICK_LONG_AGO, None, None),
        (SICK_AHEAD, "upcoming", (4, "2026-08-20", None)),
        (NOTE, None, None),
        (INJURED_HOURS, "current", (6, "2026-08-12", None)),
        (SICK_ONE_DAY, "recent", (7, "2026-08-11", 1)),
        (SICK_DATE_ONLY, "recent", (8, "2026-08-11", 1)),
    ],
)
def test_marker_goes_into_its_bucket(
    raw: dict[str, Any], bucket: str | None, expected: tuple[Any, ...] | None
) -> None:
    block = context(raw)
    found = {name: spans(block[name]) for name in ("current", "recent", "upcoming")}
    assert found == {
        name: [expected] if name == bucket else [] for name in ("current", "recent", "upcoming")
    }


def test_current_marker_outranks_a_recent_one() -> None:
    block = context(*ALL)
    assert block["marker_active"] is True
    assert block["recent_marker"] is False
    assert block["clarification_required"] is True


def test_recent_marker_alone_asks_about_recovery() -> None:
    block = context(INJURED_BEFORE)
    assert block["marker_active"] is False
    assert block["recent_marker"] is True
    assert block["clarification_required"] is True


def test_upcoming_marker_alone_asks_nothing() -> None:
    assert context(SICK_AHEAD)["clarification_required"] is False


def test_keys_in_published_order() -> None:
    block = context(*ALL, wellness={"id": "2026-08-12", "injury": 3})
    assert list(block) == [
        "source_status",
        "marker_active",
        "recent_marker",
        "clarification_required",
        "lookback_days",
        "recent_window_days",
        "current",
        "recent",
        "upcoming",
        "wellness_injury",
        "note",
    ]
    assert (block["source_status"], block["lookback_days"]) == ("ok", 365)
    assert block["recent_window_days"] == 14


def test_entry_keys_in_published_order() -> None:
    named = {**SICK_ONE_DAY, "name": " Cold ", "description": " Cough "}
    entry = context(named)["recent"][0]
    assert list(entry.items()) == [
        ("event_id", 7),
        ("category", "SICK"),
        ("start_date", "2026-08-11"),
        ("end_date", "2026-08-11"),
        ("marker_active_today", False),
        ("source", "calendar"),
        ("name", "Cold"),
        ("description", "Cough"),
        ("days_since_end", 1),
    ]
    assert (
        not {"name", "description"}
        & context({**named, "name": " ", "description": ""})["recent"][0].keys()
    )


def test_ids_are_sorted_as_text() -> None:
    same = [{**SICK_NOW, "id": ident} for ident in (9, 100, 10)]
    assert [e["event_id"] for e in context(*same)["current"]] == [10, 100, 9]


def test_malformed_end_marks_one_day() -> None:
    for end in ("nonsense", "2026-02-31T12:00:00", "0001-01-01", 5):
        block = context({**SICK_ONE_DAY, "end_date_local": end})
        assert spans(block["recent"]) == [(7, "2026-08-11", 1)]


@pytest.mark.parametrize(
    ("record", "freshness", "days_old", "asks"),
    [
        ({"id": "2026-08-12", "injury": 3}, "current", 0, True),
        ({"id": "2026-08-12", "injury": 2}, "current", 0, False),
        ({"id": "2026-08-10", "injury": 4}, "stale", 2, False),
        ({"id": "2026-08-13", "injury": 4}, "stale", -1, False),
        ({"id": None, "injury": 4}, "stale", None, False),
        ({"id": "today", "injury": 4}, "stale", None, False),
    ],
)
def test_injury_score(
    record: dict[str, Any], freshness: str, days_old: int | None, asks: bool
) -> None:
    block = context(wellness=record)
    injury = block["wellness_injury"]
    assert (injury["value"], injury["date"]) == (record["injury"], record["id"])
    assert injury["freshness"] == freshness
    assert injury.get("days_old") == days_old
    assert injury["series"]
    assert block["clarification_required"] is asks


@pytest.mark.parametrize("injury", [1, None, "bad"])
def test_small_or_missing_injury_is_left_out(injury: Any) -> None:
    assert "wellness_injury" not in context(wellness={"id": "2026-08-12", "injury": injury})


def test_failed_request_falls_back_to_the_main_calendar() -> None:
    block = to_json(health_context(None, (Event.from_api(SICK_NOW),), None, TODAY, OLDEST))
    assert (block["source_status"], block["lookback_days"]) == ("partial", 14)
    assert block["clarification_required"] is True
    assert not {"marker_active", "recent_marker"} & block.keys()
    assert spans(block["current"]) == [(1, "2026-08-12", None)]


def test_partial_answer_asks_even_without_markers() -> None:
    block = to_json(health_context(None, (), None, TODAY, OLDEST))
    assert block["clarification_required"] is True
    assert (block["current"], block["recent"], block["upcoming"]) == ([], [], [])


@settings(deadline=None)
@given(
    st.lists(wild_event, max_size=5),
    st.fixed_dictionaries({"id": anything, "injury": st.integers(0, 5) | anything}),
)
def test_any_event_and_record_give_valid_json(
    raw: list[dict[str, Any]], wellness: dict[str, Any]
) -> None:
    json.dumps(context(*raw, wellness=wellness), allow_nan=False)
