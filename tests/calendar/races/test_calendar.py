"""The race calendar: its entries, the taper, and anything at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.calendar.race_alerts import race_alerts
from engine.calendar.races import next_race
from engine.metrics.phase.types import NextRace
from tests.calendar.races.calendars import IMPERIAL, calendar, race, races, week
from tests.calendar.test_planned import anything, wild_event


def test_race_entry_in_published_order() -> None:
    raw = race(30, id=7, name="Gran Fondo", moving_time=14400, distance=120000, indoor=True)
    raw["start_date_local"] = raw["start_date_local"].replace("T00:00", "T07:15")
    entry = calendar(raw, units=IMPERIAL)["next_race"]
    assert list(entry.items()) == [
        ("name", "Gran Fondo"),
        ("date", "2026-09-11"),
        ("category", "RACE_A"),
        ("type", "Ride"),
        ("days_until", 30),
        ("moving_time_seconds", 14400),
        ("distance_meters", 120000),
        ("display", {"distance": {"value": 74.56, "unit": "mi"}}),
        ("has_terrain", True),
        ("start_time", "07:15"),
        ("indoor", True),
    ]


def test_absent_names_get_words_and_null_ones_stay_null() -> None:
    absent = race(3)
    del absent["type"]
    entry = calendar(absent)["next_race"]
    assert (entry["name"], entry["type"]) == ("Unnamed Race", "Unknown")
    entry = calendar(race(3, name=None, type=None))["next_race"]
    assert (entry["name"], entry["type"]) == (None, None)


@pytest.mark.parametrize("distance", [None, 0, "far"])
def test_race_without_distance_displays_none(distance: Any) -> None:
    assert calendar(race(3, distance=distance))["next_race"]["display"] == {"distance": None}


def test_races_are_sorted_by_day_and_keep_their_order_within_one() -> None:
    raw = [
        race(20, name="b"),
        race(5, "RACE_C", name="a"),
        race(20, "RACE_B", name="c"),
        race(-1, name="over"),
        race(2, "WORKOUT", name="none"),
        {"category": "RACE_A", "start_date_local": None},
    ]
    block = calendar(*raw)
    assert [entry["name"] for entry in block["all_races"]] == ["a", "b", "c"]
    assert block["next_race"]["name"] == "a"


def test_phase_detection_looks_at_the_nearest_goal_race() -> None:
    near = race(5, "RACE_C")
    assert next_race(races(near, race(20, "RACE_B"), race(30))) == NextRace(20, "RACE_B")
    assert next_race(races(near)) == NextRace(5, "RACE_C")


def test_a_race_of_several_days_stays_until_its_last_one_is_over() -> None:
    stage_race = race(-2, start_date_local="2026-08-10T08:00:00", end_date_local="2026-08-14T00:00")
    entry = calendar(stage_race)["next_race"]
    assert (entry["date"], entry["days_until"], entry["end_date"]) == (
        "2026-08-10",
        0,
        "2026-08-13",
    )
    assert list(entry).index("end_date") == list(entry).index("has_terrain") + 1
    assert calendar({**stage_race, "end_date_local": "2026-08-12T00:00:00"})["all_races"] == []
    assert "end_date" not in calendar(race(3, end_date_local="2026-08-16T00:00:00"))["next_race"]
    began_in_no_year = {**stage_race, "start_date_local": "0001-01-01T08:00:00"}
    assert calendar(began_in_no_year)["all_races"] == []
    found = week(stage_race)
    assert found["current_day"] == "D-0"
    assert found["opener"]["date"] == "2026-08-08"


def test_no_race_at_all() -> None:
    block = calendar()
    assert block == {
        "next_race": None,
        "all_races": [],
        "taper_alert": {"active": False},
        "race_week": {"active": False},
    }
    assert next_race(races()) is None


# -- taper


@pytest.mark.parametrize(
    ("days", "category", "active"),
    [
        (7, "RACE_A", False),
        (8, "RACE_A", True),
        (14, "RACE_A", True),
        (15, "RACE_A", False),
        (10, "RACE_B", False),
    ],
)
def test_taper_alert_needs_an_a_race_in_8_to_14_days(
    days: int, category: str, active: bool
) -> None:
    assert calendar(race(days, category))["taper_alert"]["active"] is active


def test_taper_alert_in_published_order() -> None:
    alert = calendar(race(12, name="later"), race(9, name="Alpine Classic"))["taper_alert"]
    assert list(alert)[:4] == ["active", "event_name", "event_date", "days_until"]
    assert (alert["event_name"], alert["event_date"]) == ("Alpine Classic", "2026-08-21")
    for fact in ("Alpine Classic", "9 days", "41-60%", "two weeks", "intensity", "CTL"):
        assert fact in alert["message"]


def test_taper_and_race_week_can_be_active_together() -> None:
    block = calendar(race(9), race(3, "RACE_B"))
    assert block["taper_alert"]["active"] is True
    assert block["race_week"]["active"] is True


loads = st.none() | st.floats(0, 300) | st.integers(0, 300)


@settings(deadline=None)
@given(
    st.lists(wild_event, max_size=5),
    loads,
    loads,
    st.lists(
        st.fixed_dictionaries(
            {"start_date_local": st.just("2026-08-12T07:00:00"), "icu_training_load": anything}
        ),
        max_size=3,
    ),
)
def test_any_event_gives_valid_json(
    raw: list[dict[str, Any]],
    ctl: float | None,
    atl: float | None,
    activities: list[dict[str, Any]],
) -> None:
    block = races(*raw, ctl=ctl, atl=atl, activities=activities)
    json.dumps(to_json([block, race_alerts(block)]), allow_nan=False)
    next_race(block)
