"""The block ``race_calendar`` with taper alert and race week."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.base.units import Units
from engine.calendar.race_alerts import race_alerts
from engine.calendar.races import RaceCalendar, next_race, race_calendar
from engine.intervals_icu import Activity, Event
from engine.metrics.done_entries import entries
from engine.metrics.fitness import Fitness
from engine.metrics.phase.types import NextRace
from tests.calendar.test_planned import anything, wild_event

TODAY = date(2026, 8, 12)
IMPERIAL = Units(distance="imperial")


def race(days: int, category: str = "RACE_A", **more: Any) -> dict[str, Any]:
    day = (TODAY + timedelta(days=days)).isoformat()
    return {"start_date_local": f"{day}T00:00:00", "category": category, "type": "Ride", **more}


def races(
    *raw: dict[str, Any],
    ctl: float | None = 60,
    atl: float | None = 70,
    activities: list[dict[str, Any]] | None = None,
    units: Units | None = None,
    form: float | None = -10,
) -> RaceCalendar:
    done = [Activity.from_api(item) for item in activities or []]
    return race_calendar(
        entries([Event.from_api(item) for item in raw], done),
        TODAY,
        fitness=Fitness(ctl, atl, None, None, ""),
        start_of_day_form=form,
        activities=done,
        terrain_ids={7},
        units=units or Units(),
    )


def calendar(*raw: dict[str, Any], **more: Any) -> dict[str, Any]:
    block: dict[str, Any] = to_json(races(*raw, **more))
    return block


def week(*raw: dict[str, Any], **more: Any) -> dict[str, Any]:
    block: dict[str, Any] = calendar(*raw, **more)["race_week"]
    return block


# -- races


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


# -- race week


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


DAY_FACTS = {
    7: ("Last key session", ("3-5", "Z4-Z5", "1-3 min"), ("power", "heart rate")),
    6: ("Recovery", ("Z1-Z2 only",), ("recovery",)),
    5: ("Moderate endurance", ("Z1-Z2", "2-3", "race pace"), ("feel", "fatigue")),
    4: ("Easy / rest", ("Z1-Z2 only",), ("volume", "Carbohydrate")),
    3: ("Easy / rest", ("Z1-Z2 only",), ("flat", "D-4 to D-2", "fitness")),
    2: ("Opener", ("3-5", "Z4-Z6", "20-60 s", "high cadence", "full recovery"), ("activation",)),
    1: ("Rest / minimal", ("Z1 only",), ("rest", "logistics", "equipment")),
    0: ("Race day", ("race effort",), ("go", "plan")),
}


@pytest.mark.parametrize("days", DAY_FACTS)
def test_day_protocol_says_what_to_do(days: int) -> None:
    label, zones, purpose = DAY_FACTS[days]
    today = week(race(days, moving_time=7200))["today"]
    assert list(today) == ["label", "load_target_tss", "zones", "purpose"]
    assert today["label"] == label
    assert all(fact in today["zones"] for fact in zones)
    assert all(fact in today["purpose"] for fact in purpose)


@pytest.mark.parametrize(
    ("seconds", "facts", "intensity"),
    [
        (20000, ("3-4", "Z4 only", "20-60 s", "moderate cadence"), "lighter"),
        (3000, ("5-6", "Z4-Z6", "10-30 s"), "more_intense"),
        (7200, ("3-5",), "standard"),
    ],
)
def test_opener_fits_the_length_of_the_race(
    seconds: int, facts: tuple[str, ...], intensity: str
) -> None:
    block = week(race(2, moving_time=seconds))
    assert all(fact in block["today"]["zones"] for fact in facts)
    assert block["opener"]["intensity"] == intensity


@pytest.mark.parametrize("days", [3, 4])
def test_long_race_prefers_easy_endurance_to_full_rest(days: int) -> None:
    assert "full rest" in week(race(days, moving_time=20000))["today"]["purpose"]
    assert "full rest" not in week(race(days, moving_time=7200))["today"]["purpose"]


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
