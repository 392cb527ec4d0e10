"""The rules of docs/format/intensity.md#consistency."""

from engine.base.serialize import to_json
from engine.intervals_icu import Event
from engine.metrics.consistency import consistency
from tests.metrics.builders import activity, event

PLAN = [
    event("2026-03-12"),
    event("2026-03-12"),
    event("2026-03-14"),
    event("2026-03-18"),
    event("2026-03-15", "RACE_A"),
    event("2026-03-16", "NOTE"),
]
DONE = [activity(days) for days in (6, 5, 4, 4, 3)]


def test_e11_consistency():
    assert to_json(consistency(DONE, PLAN)) == {
        "consistency_index": 0.67,
        "consistency_details": {
            "planned_days": 3,
            "completed_days": 4,
            "matched_days": 2,
            "planned_dates": ["2026-03-12", "2026-03-14", "2026-03-18"],
            "completed_dates": ["2026-03-12", "2026-03-13", "2026-03-14", "2026-03-15"],
        },
    }


def test_nothing_planned_gives_a_note_instead_of_dates():
    block = to_json(consistency(DONE, [event("2026-03-15", "RACE_A")]))
    assert block["consistency_index"] is None
    details = block["consistency_details"]
    assert list(details) == ["planned_days", "completed_days", "matched_days", "note"]
    assert (details["planned_days"], details["completed_days"], details["matched_days"]) == (
        0,
        4,
        0,
    )
    assert details["note"]


def test_dates_that_are_missing_are_skipped():
    undated = Event.from_api({"category": "WORKOUT", "start_date_local": None})
    block = consistency([activity(start_date_local=None)], [undated])
    assert block.consistency_details.planned_days == 0
    assert block.consistency_details.completed_days == 0
