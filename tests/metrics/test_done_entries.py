"""Which entries of the calendar are done (docs/format/calendar.md#done-entries)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.intervals_icu import Activity, Event
from engine.metrics.done_entries import entries

DAY = "2026-08-12"


def planned(ident: Any, hour: int = 8, kind: str | None = "Ride", **raw: Any) -> Event:
    return Event.from_api(
        {
            "id": ident,
            "start_date_local": f"{DAY}T{hour:02}:00:00",
            "category": "WORKOUT",
            "type": kind,
            **raw,
        }
    )


def done(ident: Any, kind: str | None = "Ride", **raw: Any) -> Activity:
    start = f"{DAY}T09:00:00"
    return Activity.from_api({"id": ident, "start_date_local": start, "type": kind, **raw})


def ids(events: list[Event], activities: list[Activity]) -> list[Any]:
    return [entry.event.id for entry in entries(events, activities) if entry.done]


def test_an_entry_that_names_an_activity_of_the_list_is_done() -> None:
    event = planned(1, paired_activity_id="i5", start_date_local="2026-08-20T00:00:00")
    assert ids([event], [done("i5", "Run")]) == [1]
    assert ids([event], [done("i6", "Run")]) == []


def test_an_entry_that_an_activity_names_is_done() -> None:
    assert ids([planned(7)], [done("i5", "Run", paired_event_id="7")]) == [7]


def test_an_activity_of_the_date_and_family_stands_for_one_entry() -> None:
    events = [planned(2, 18), planned(1, 8), planned(3, 20)]
    assert ids(events, [done("i5", "VirtualRide")]) == [1]
    assert ids(events, [done("i5", "VirtualRide"), done("i6")]) == [2, 1]


def test_a_paired_activity_stands_for_no_other_entry() -> None:
    events = [planned(1, 8), planned(2, 18, paired_activity_id="i5")]
    assert ids(events, [done("i5")]) == [2]


def test_entries_of_one_start_go_by_id_and_numbers_by_size() -> None:
    assert ids([planned(10), planned(9)], [done("i5")]) == [9]


@pytest.mark.parametrize("kind", [None, "Kitesurf", "Yoga"])
def test_types_that_are_not_listed_are_of_the_family_other(kind: str | None) -> None:
    assert ids([planned(1, kind="Stretching")], [done("i5", kind)]) == [1]


def test_another_family_or_date_does_not_count() -> None:
    other_day = done("i6", start_date_local="2026-08-11T09:00:00")
    assert ids([planned(1)], [done("i5", "Run"), other_day]) == []


@pytest.mark.parametrize("category", ["NOTE", "SICK", None])
def test_only_training_is_done(category: str | None) -> None:
    event = planned(1, category=category, paired_activity_id="i5")
    assert ids([event], [done("i5")]) == []


def test_missing_ids_are_no_pair() -> None:
    event = planned(None, kind="Run")
    assert ids([event], [done(None)]) == []
    assert ids([planned("", kind="Run", paired_activity_id="")], [done("")]) == []


def test_entries_without_a_date_are_only_done_by_pair() -> None:
    event = planned(1, start_date_local=None)
    assert ids([event], [done("i5", start_date_local=None)]) == []


def test_the_order_of_the_calendar_stays() -> None:
    events = [planned(3), planned(1), planned(2)]
    assert [entry.event.id for entry in entries(events, [])] == [3, 1, 2]
