"""Race week: budget, projection, form and carb loading."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.base.serialize import to_json
from engine.calendar.race_alerts import race_alerts
from tests.calendar.races.calendars import race, races, week


def test_published_race_week() -> None:
    loads = [50, 80, 40, 100, None, 30.6, 20]
    done = [
        {"start_date_local": f"2026-08-{day:02}T08:00:00", "icu_training_load": load}
        for day, load in enumerate(loads, start=6)
    ]
    done.append({"start_date_local": "2026-08-05T08:00:00", "icu_training_load": 90})
    typed = races(
        race(4, moving_time=21600, distance=160934), ctl=61.37, atl=68.92, activities=done
    )
    block = to_json(typed)
    found = block["race_week"]
    assert found["event_duration_class"] == "long_endurance"
    assert (found["ctl_baseline"], found["normal_weekly_tss"]) == (61.4, 429.6)
    assert found["race_week_tss_budget"] == {"min": 172, "max": 236}
    assert found["race_week_tss_spent"] == 151
    assert found["race_week_tss_remaining"] == {"min": 21, "max": 85}
    assert found["projected_race_day_tsb"] == 16.9
    assert found["tsb_target_range"] == {"min": 10, "max": 25}
    assert found["today"]["label"] == "Easy / rest"
    assert found["today"]["load_target_tss"] == {"min": 12, "max": 25}
    carbs = found["carb_loading"]
    assert (carbs["applicable"], carbs["active"]) == (True, True)
    assert carbs["start_date"] == "2026-08-12"
    assert found["opener"] == {"day": "D-2", "date": "2026-08-14", "intensity": "lighter"}
    assert found["go_no_go"] == {"tsb_status": "green", "notes": []}
    assert block["next_race"]["display"] == {"distance": {"value": 160.93, "unit": "km"}}
    assert [(alert.metric, alert.value) for alert in race_alerts(typed)] == [("race_week", 4)]


def test_keys_in_published_order() -> None:
    assert list(week(race(4))) == [
        "active",
        "event_name",
        "event_date",
        "event_category",
        "event_type",
        "event_duration_class",
        "event_moving_time_seconds",
        "days_until_event",
        "current_day",
        "ctl_baseline",
        "normal_weekly_tss",
        "race_week_tss_budget",
        "race_week_tss_spent",
        "race_week_tss_remaining",
        "projected_race_day_tsb",
        "projected_with_planned_tss",
        "tsb_target_range",
        "today",
        "carb_loading",
        "opener",
        "go_no_go",
    ]


@pytest.mark.parametrize(
    ("days", "tsb", "status", "load", "long_load", "carbs"),
    [
        (7, 25.0, "green", (45, 60), (45, 60), False),
        (6, 22.3, "green", (0, 18), (0, 18), False),
        (5, 19.0, "green", (24, 36), (24, 36), False),
        (4, 15.0, "green", (0, 24), (12, 24), True),
        (3, 10.3, "green", (0, 24), (12, 24), True),
        (2, 4.6, "flag", (18, 30), (18, 30), True),
        (1, -2.1, "flag", (0, 12), (0, 12), True),
        (0, -10.0, "flag", (0, 0), (0, 0), True),
    ],
)
def test_projection_and_day_targets(
    days: int,
    tsb: float,
    status: str,
    load: tuple[int, int],
    long_load: tuple[int, int],
    carbs: bool,
) -> None:
    block = week(race(days, moving_time=7200))
    assert block["current_day"] == f"D-{days}"
    assert block["projected_race_day_tsb"] == tsb
    assert block["go_no_go"]["tsb_status"] == status
    assert tuple(block["today"]["load_target_tss"].values()) == load
    assert block["carb_loading"]["active"] is carbs
    longer = week(race(days, moving_time=20000))
    assert tuple(longer["today"]["load_target_tss"].values()) == long_load


def test_budget_and_target_round_half_to_even() -> None:
    block = week(race(2), ctl=45, atl=50)
    assert block["normal_weekly_tss"] == 315.0
    assert block["race_week_tss_budget"] == {"min": 126, "max": 173}
    assert block["today"]["load_target_tss"] == {"min": 14, "max": 22}
    b_race = week(race(2, "RACE_B"), ctl=45, atl=50)
    assert b_race["race_week_tss_budget"] == {"min": 158, "max": 205}


@pytest.mark.parametrize(
    ("seconds", "category", "kind", "low", "high"),
    [
        (5399, "RACE_B", "short_intense", 0, 10),
        (5400, "RACE_B", "medium", 5, 15),
        (10800, "RACE_B", "medium", 5, 15),
        (10801, "RACE_B", "long_endurance", 5, 20),
        (None, "RACE_B", "medium", 5, 15),
        (None, "RACE_A", "long_endurance", 10, 25),
        (0, "RACE_A", "long_endurance", 10, 25),
        (0, "RACE_B", "medium", 5, 15),
        (-1, "RACE_B", "medium", 5, 15),
        (7200, "RACE_A", "medium", 10, 20),
    ],
)
def test_duration_class_and_form_target(
    seconds: int | None, category: str, kind: str, low: int, high: int
) -> None:
    block = week(race(3, category, moving_time=seconds))
    assert block["event_duration_class"] == kind
    assert block["tsb_target_range"] == {"min": low, "max": high}


def test_race_day_without_freshness_warns_mildly() -> None:
    found = races(race(0, moving_time=7200), form=0)
    verdict = to_json(found)["race_week"]["go_no_go"]
    assert verdict["tsb_status"] == "flag"
    assert "rest more" in verdict["notes"][0]
    assert [alert.metric for alert in race_alerts(found)] == ["race_week", "race_week_tsb"]


def test_more_than_ten_below_the_target_warns_of_impaired_performance() -> None:
    verdict = week(race(0, moving_time=7200), form=-0.1)["go_no_go"]
    assert "impair" in verdict["notes"][0]


def test_nearest_a_race_goes_before_a_nearer_b_race() -> None:
    races = [race(1, "RACE_B", name="b"), race(6, name="a"), race(7, name="later")]
    assert week(*races)["event_name"] == "a"
    assert week(races[0])["event_name"] == "b"
    assert week(race(1, "RACE_C"), race(8)) == {"active": False}


def test_without_fitness_there_is_no_budget_and_no_projection() -> None:
    found = races(race(3), ctl=None, atl=None)
    block = to_json(found)["race_week"]
    unknown = {"min": None, "max": None}
    assert (block["ctl_baseline"], block["normal_weekly_tss"]) == (None, None)
    assert block["race_week_tss_budget"] == block["race_week_tss_remaining"] == unknown
    assert block["today"]["load_target_tss"] is None
    assert block["projected_race_day_tsb"] is None
    assert block["go_no_go"] == {"tsb_status": None, "notes": []}
    assert block["carb_loading"]["applicable"] is True
    (alert,) = race_alerts(found)
    assert alert.metric == "race_week"
    assert "TSS" not in alert.context


def test_without_atl_there_is_a_budget_but_no_projection() -> None:
    block = week(race(3), atl=None)
    assert block["race_week_tss_budget"] == {"min": 168, "max": 231}
    assert block["projected_race_day_tsb"] is None


def test_a_ctl_of_zero_is_known() -> None:
    block = week(race(3), ctl=0, atl=0)
    assert json.dumps(block["ctl_baseline"]) == "0"
    assert block["race_week_tss_budget"] == {"min": 0, "max": 0}
    assert block["projected_race_day_tsb"] == 0.0
    assert block["go_no_go"]["tsb_status"] == "flag"


def planned(days: int, tss: float | None, **more: Any) -> dict[str, Any]:
    return race(days, "WORKOUT", icu_training_load=tss, id=days + 100, **more)


RIDE_OF_TODAY = {
    "id": "i1",
    "type": "Ride",
    "start_date_local": "2026-08-12T07:00:00",
    "icu_training_load": 62,
}


@pytest.mark.parametrize(
    ("more", "done", "projected", "load", "spent"),
    [
        ((), [], 25.0, 0, 0),
        ((planned(0, 60), planned(2, 40)), [], 21.5, 100, 0),
        ((planned(0, 60), planned(2, 40)), [RIDE_OF_TODAY], 23.3, 40, 62),
        ((planned(0, 60), planned(2, 40), planned(3, None)), [], 21.5, 100, 0),
        ((planned(7, 500), planned(-1, 500), race(2, "NOTE", icu_training_load=9)), [], 25.0, 0, 0),
    ],
    ids=["nothing planned", "planned", "today's is done", "without load", "outside"],
)
def test_the_projection_contains_the_open_load_before_the_race(
    more: tuple[dict[str, Any], ...],
    done: list[dict[str, Any]],
    projected: float,
    load: int,
    spent: int,
) -> None:
    block = week(race(7, icu_training_load=300), *more, activities=done)
    assert block["projected_race_day_tsb"] == projected
    assert block["projected_with_planned_tss"] == load
    assert block["race_week_tss_spent"] == spent


def test_another_goal_race_before_the_race_is_part_of_the_projection() -> None:
    block = week(race(7), race(2, "RACE_B", icu_training_load=40), planned(0, 60))
    assert (block["projected_race_day_tsb"], block["projected_with_planned_tss"]) == (21.5, 100)


def test_on_race_day_the_form_of_the_morning_counts() -> None:
    assert week(race(0), form=4.26)["projected_race_day_tsb"] == 4.3
    assert week(race(0), form=None)["projected_race_day_tsb"] is None


def test_the_race_itself_is_not_part_of_the_budget() -> None:
    ridden = [RIDE_OF_TODAY, {**RIDE_OF_TODAY, "start_date_local": "2026-08-05T08:00:00"}]
    ridden.append({**RIDE_OF_TODAY, "start_date_local": "2026-08-04T08:00:00"})
    assert week(race(0), activities=ridden)["race_week_tss_spent"] == 62


@pytest.mark.parametrize(
    ("seconds", "category", "applicable"),
    [
        (5399, "RACE_A", False),
        (5400, "RACE_B", True),
        (None, "RACE_A", True),
        (None, "RACE_B", False),
        (0, "RACE_A", True),
        (0, "RACE_B", False),
    ],
)
def test_carb_loading_applies_to_long_races(
    seconds: int | None, category: str, applicable: bool
) -> None:
    carbs = week(race(6, category, moving_time=seconds))["carb_loading"]
    assert list(carbs) == ["applicable", "active", "starts", "start_date", "note"]
    assert (carbs["applicable"], carbs["active"]) == (applicable, False)
    assert (carbs["starts"], carbs["start_date"]) == ("D-4", "2026-08-14")
    assert (carbs["note"] is not None) is applicable
