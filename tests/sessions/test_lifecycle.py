"""The life cycle of one ride and the polling of one without AlphaHRV (docs/format/intervals.md)."""

from datetime import timedelta
from itertools import pairwise

import pytest

from engine.intervals_icu.answer import Answer
from tests.sessions.builders import (
    EMPTY,
    HEART_ONLY,
    INTERVALS,
    ONE,
    STREAMS,
    T0,
    T1,
    T2,
    WORK,
    Mirror,
    at,
    http,
    row,
    segments,
    stamp,
)

FIRST = row(name="Tempo", interval_summary=["1x 8m"])
EDITED = FIRST | {"icu_intervals_edited": True, "icu_sync_date": T1}
EDITED_AGAIN = EDITED | {"icu_sync_date": T2, "name": "New", "interval_summary": ["2x 8m"]}

# number, time, row, answers, what is asked for
STEPS: list[tuple[int, str, dict[str, object], dict[str, Answer], list[str]]] = [
    (1, "03-20 09:30:00", FIRST, {"I": EMPTY, "S": HEART_ONLY}, [INTERVALS, STREAMS]),
    (2, "03-20 09:34:59", FIRST, {}, []),
    (3, "03-20 09:35:00", FIRST, {"I": ONE, "S": http(429, 900)}, [INTERVALS, STREAMS]),
    (4, "03-20 09:50:00", FIRST, {"S": http(404)}, [STREAMS]),
    (5, "03-24 10:00:00", EDITED, {"I": http(503)}, [INTERVALS]),
    (6, "03-24 10:04:00", EDITED, {}, []),
    (7, "03-24 10:05:00", EDITED, {"I": EMPTY}, [INTERVALS]),
    (8, "03-24 10:10:00", EDITED, {"I": http(404)}, [INTERVALS]),
    (9, "03-24 20:10:00", EDITED, {}, []),
    (10, "03-25 10:10:00", EDITED_AGAIN, {"I": segments(WORK, WORK)}, [INTERVALS]),
    (11, "04-03 10:10:00", EDITED_AGAIN, {}, []),
    (12, "04-04 00:00:01", EDITED_AGAIN, {}, []),
]


def after_step(number: int) -> Mirror:
    mirror = Mirror()
    for step, when, raw, answers, expected in STEPS[:number]:
        asked = mirror.sync(when, [raw], **answers)
        assert [part for _, part in asked] == expected, f"step {step}"
    return mirror


def test_steps_1_and_2_unfinished_answers_wait_five_minutes():
    mirror = after_step(2)
    for part in (INTERVALS, STREAMS):
        assert mirror.brief(part) == ("pending", "no_data", 1)
        assert mirror.state(part)["next_retry_at"] == stamp("03-20 09:35:00")
    assert mirror.entries == {}


def test_step_3_intervals_arrive_and_the_server_asks_for_patience():
    mirror = after_step(3)
    assert mirror.brief(INTERVALS) == ("ok", "ok", 2)
    assert mirror.state(INTERVALS)["source_icu_sync_date"] == T0
    assert mirror.brief(STREAMS) == ("pending", "transient", 2)
    assert mirror.state(STREAMS)["next_retry_at"] == stamp("03-20 09:50:00")
    assert len(mirror.entries["i1"]["intervals"]) == 1


def test_step_4_a_missing_resource_is_a_tombstone():
    assert after_step(4).brief(STREAMS) == ("tombstone", "terminal_error", 3)


@pytest.mark.parametrize("number", [5, 6])
def test_step_5_a_failed_refresh_keeps_what_is_held(number):
    assert after_step(number).document["fetch_state"] == {
        "i1": {
            "date": "2026-03-20",
            "intervals": {
                "attempts": 2,
                "first_seen": stamp("03-20 09:30:00"),
                "last_attempt": stamp("03-24 10:00:00"),
                "status": "ok",
                "reason": "ok",
                "source_icu_sync_date": T0,
                "refresh": {
                    "target_sync_date": T1,
                    "attempts": 1,
                    "reason": "transient",
                    "next_retry_at": stamp("03-24 10:05:00"),
                },
            },
            "streams": {
                "attempts": 3,
                "first_seen": stamp("03-20 09:30:00"),
                "last_attempt": stamp("03-20 09:50:00"),
                "status": "tombstone",
                "reason": "terminal_error",
            },
        }
    }


def test_step_7_an_empty_refresh_waits_on_the_ladder():
    mirror = after_step(7)
    assert mirror.state(INTERVALS)["refresh"] == {
        "target_sync_date": T1,
        "attempts": 2,
        "reason": "no_data",
        "next_retry_at": stamp("03-24 10:10:00"),
    }
    assert len(mirror.entries["i1"]["intervals"]) == 1


@pytest.mark.parametrize("number", [8, 9])
def test_step_8_a_refresh_that_finds_nothing_any_more_is_exhausted(number):
    mirror = after_step(number)
    assert mirror.state(INTERVALS)["refresh"] == {
        "target_sync_date": T1,
        "attempts": 3,
        "reason": "terminal_error",
        "status": "exhausted",
    }
    assert len(mirror.entries["i1"]["intervals"]) == 1


@pytest.mark.parametrize("number", [10, 11])
def test_step_10_another_token_refreshes_payload_and_summary_and_says_that_it_is_edited(number):
    mirror = after_step(number)
    assert mirror.brief(INTERVALS) == ("ok", "ok", 3)
    assert mirror.state(INTERVALS)["source_icu_sync_date"] == T2
    assert mirror.state(INTERVALS)["source_edited"] is True
    assert "refresh" not in mirror.state(INTERVALS)
    entry = mirror.entries["i1"]
    assert len(entry["intervals"]) == 2
    assert (entry["name"], entry["interval_summary"]) == ("New", ["2x 8m"])


def test_step_12_after_14_days_entry_and_record_are_gone():
    document = after_step(12).document
    assert (document["activities"], document["fetch_state"]) == ([], {})


def test_streams_without_alphahrv_are_asked_for_24_times_04_06():
    mirror, now = Mirror(), at("03-20 09:00:00")
    times = []
    while now < at("03-23 12:00:00"):
        if ("i1", STREAMS) in mirror.sync(now, [row()], I=ONE, S=HEART_ONLY):
            times.append(now)
        now += timedelta(minutes=5)
    steps = [after - before for before, after in pairwise(times)]
    assert len(times) == 24
    assert (
        steps
        == [timedelta(minutes=5)] * 6 + [timedelta(minutes=30)] * 6 + [timedelta(hours=6)] * 11
    )
    assert times[-1] == at("03-23 06:30:00")
    assert mirror.brief(STREAMS) == ("tombstone", "retry_expired", 24)
