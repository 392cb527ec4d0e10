"""Rows of ``recent_activities`` (docs/format/activities.md)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.intervals_icu import Athlete
from engine.latest.activities import RowContext
from engine.latest.chat import ChatNote
from tests.latest.builders import IMPERIAL, row

TEMPO = {
    "id": "i77",
    "type": "VirtualRide",
    "start_date_local": "2026-03-17T18:05:00",
    "name": "Tempo",
    "moving_time": 5025,
    "distance": 42195.0,
    "icu_training_load": 78,
    "icu_intensity": 82.4,
    "icu_average_watts": 198,
    "icu_weighted_avg_watts": 211,
    "average_heartrate": 142,
    "max_heartrate": 169,
    "average_cadence": 87.5,
    "average_speed": 8.397,
    "max_speed": 14.2,
    "average_temp": 0,
    "icu_joules": 994950,
    "calories": 980,
    "icu_variability_index": 1.066,
    "decoupling": 0.0,
    "icu_efficiency_factor": 1.486,
    "icu_hrr": {"hrr": 31},
    "total_elevation_gain": 412.6,
    "feel": 2,
    "icu_rpe": 3,
    "icu_hr_zone_times": [600, 1800, None, 300, 0, 0, 0, 55],
    "icu_zone_times": [
        {"id": "Z1", "secs": 900},
        {"id": "Z2", "secs": 2400},
        {"id": "SS", "secs": 500},
        {"id": "Z7", "secs": None},
    ],
}


def pair(value: Any, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit}


TEMPO_ROW = [
    ("id", "i77"),
    ("date", "2026-03-17T18:05:00"),
    ("type", "VirtualRide"),
    ("name", "Tempo"),
    ("duration_hours", 1.4),
    ("duration_formatted", "1h23m45s"),
    ("distance_km", 42.2),
    ("tss", 78),
    ("intensity_factor", 82.4),
    ("avg_power", 198),
    ("normalized_power", 211),
    ("avg_hr", 142),
    ("max_hr", 169),
    ("avg_cadence", 87.5),
    ("avg_speed", 30.2),
    ("avg_speed_unit", "KPH"),
    ("max_speed", 51.1),
    ("max_speed_unit", "KPH"),
    ("avg_pace", None),
    ("avg_pace_unit", "MPS"),
    ("avg_temp", 0),
    ("avg_temp_unit", "C"),
    ("weather", None),
    ("humidity", None),
    ("wind_speed", None),
    ("wind_speed_unit", "MPS"),
    ("work_kj", 995.0),
    ("calories", 980),
    ("carbs_used", None),
    ("carbs_ingested", None),
    ("variability_index", 1.066),
    ("decoupling", 0.0),
    ("efficiency_factor", 1.486),
    ("hrrc", 31),
    ("elevation_m", 412.6),
    (
        "display",
        {
            "distance": pair(42.2, "km"),
            "elevation": pair(413, "m"),
            "avg_speed": pair(30.2, "km/h"),
            "max_speed": pair(51.1, "km/h"),
        },
    ),
    ("feel", 2),
    ("rpe", 3),
    ("effort_response", "positive"),
    (
        "zone_distribution",
        {
            "hr_zones": {
                "z1_time": 600,
                "z2_time": 1800,
                "z3_time": 0,
                "z4_time": 300,
                "z5_time": 0,
                "z6_time": 0,
                "z7_time": 0,
            },
            "power_zones": {"z1_time": 900, "z2_time": 2400, "z7_time": 0},
        },
    ),
    ("has_intervals", False),
    ("has_dfa", False),
]


def test_a_full_row_has_the_published_keys_values_and_order():
    assert list(row(TEMPO).items()) == TEMPO_ROW


def test_an_imperial_athlete_gets_miles_and_feet_beside_metric_values():
    found = row(TEMPO, athlete=IMPERIAL)
    assert found["display"] == {
        "distance": pair(26.22, "mi"),
        "elevation": pair(1354, "ft"),
        "avg_speed": pair(18.8, "mph"),
        "max_speed": pair(31.8, "mph"),
    }
    assert found["distance_km"] == 42.2


def test_a_nearly_empty_record_gives_a_row_of_nulls():
    found = row({"type": "Run"})
    filled = {key: value for key, value in found.items() if value is not None}
    assert filled == {
        "id": "unknown_1",
        "date": "unknown",
        "type": "Run",
        "name": "",
        "duration_hours": 0.0,
        "duration_formatted": "0s",
        "distance_km": 0.0,
        "avg_speed_unit": "KPH",
        "max_speed_unit": "KPH",
        "avg_pace_unit": "MPS",
        "avg_temp_unit": "C",
        "wind_speed_unit": "MPS",
        "display": {
            "distance": pair(0.0, "km"),
            "elevation": None,
            "avg_speed": None,
            "max_speed": None,
        },
        "has_intervals": False,
        "has_dfa": False,
        "weather_status": "unavailable",
    }
    assert list(found)[:-1] == [key for key, _ in TEMPO_ROW]


def test_absent_keys_have_defaults_that_null_keys_lack():
    absent = row({}, position=3)
    assert [absent[k] for k in ("id", "date", "type", "name")] == [
        "unknown_3",
        "unknown",
        "Unknown",
        "",
    ]
    null = row({"id": None, "start_date_local": None, "type": None, "name": None})
    assert [null[k] for k in ("id", "date", "type", "name")] == [None, "unknown", None, None]


@pytest.mark.parametrize(
    ("raw", "key", "expected"),
    [
        ({"average_weather_temp": 0.0, "average_temp": 2.5}, "avg_temp", 0.0),
        ({"average_weather_temp": None, "average_temp": 2.5}, "avg_temp", 2.5),
        ({"average_temperature": 0}, "avg_temp", 0),
        ({"average_wind_speed": 0.0}, "wind_speed", 0.0),
        ({"average_wind_speed": None, "wind_speed": 3}, "wind_speed", 3),
        ({"humidity": 0, "average_humidity": 60}, "humidity", 0),
        ({"icu_hr_decoupling": 0, "decoupling": 4.2}, "decoupling", 0),
        ({"icu_hr_decoupling": None, "decoupling": 4.2}, "decoupling", 4.2),
    ],
)
def test_the_first_known_value_counts_and_zero_degrees_or_no_wind_is_known(raw, key, expected):
    assert row(raw)[key] == expected


@pytest.mark.parametrize(
    ("raw", "key", "expected"),
    [
        ({"average_watts": 0, "avg_watts": 180}, "avg_power", 180),
        ({"average_watts": 0, "icu_average_watts": 0}, "avg_power", 0),
        ({"average_heartrate": 0}, "avg_hr", None),
        ({"average_speed": 0}, "avg_speed", None),
        ({"icu_joules": 0}, "work_kj", None),
        ({"weather_description": "", "weather": "rain"}, "weather", "rain"),
    ],
)
def test_zero_power_heart_rate_speed_or_work_was_not_recorded(raw, key, expected):
    assert row(raw)[key] == expected


@pytest.mark.parametrize(
    ("raw", "pace"),
    [
        ({"pace": 3.125}, 3.125),
        ({"pace": 0}, None),
        ({"average_speed": 3.1}, None),
        ({"average_pace": 3.1, "icu_pace": 3.2}, None),
        ({"pace": "3:30"}, None),
    ],
)
def test_pace_is_that_of_the_record_in_meters_per_second(raw, pace):
    found = row(raw)
    assert (found["avg_pace"], found["avg_pace_unit"]) == (pace, "MPS")


@pytest.mark.parametrize(
    ("hrr", "expected"),
    [({"value": None, "hrr": 33}, 33), ({"value": 0, "hrr": 33}, 0), (28, 28), ({}, None)],
)
def test_hrrc_is_the_value_else_the_inner_one(hrr, expected):
    assert row({"icu_hrr": hrr})["hrrc"] == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, None),
        ({"icu_hr_zone_times": [], "icu_zone_times": []}, None),
        ({"icu_zone_times": [{"id": "SS", "secs": 5}]}, None),
        ({"icu_hr_zone_times": [0, 0]}, {"hr_zones": {"z1_time": 0, "z2_time": 0}}),
        (
            {"icu_zone_times": [{"id": "z2", "secs": 1}, {"id": "Z1"}, {"id": "Z2", "secs": 3}]},
            {"power_zones": {"z2_time": 3, "z1_time": 0}},
        ),
        (
            {"icu_zone_times": [None, 300, "Z1", {"id": None}, {"id": 5}, {"id": "Z1", "secs": 9}]},
            {"power_zones": {"z1_time": 9}},
        ),
    ],
)
def test_zone_distribution_holds_what_is_known(raw, expected):
    assert row(raw)["zone_distribution"] == expected


def test_units_of_temperature_and_wind_are_labels_only_a_05():
    athlete = Athlete.from_api({"fahrenheit": True, "wind_speed": "KNOTS"})
    found = row({"average_temp": 70.1, "average_temperature": 70.1}, athlete=athlete)
    assert (found["avg_temp"], found["avg_temp_unit"]) == (70.1, "F")
    assert found["wind_speed_unit"] == "KNOTS"


@pytest.mark.parametrize(
    ("code", "unit"),
    [(None, "MPS"), ("", "MPS"), ("MPS", "MPS"), ("KMH", "KPH"), ("KPH", "KPH"), ("BFT", "BFT")],
)
def test_the_unit_of_wind_has_the_published_code(code, unit):
    assert row({}, athlete=Athlete.from_api({"wind_speed": code}))["wind_speed_unit"] == unit


WEATHER = {
    "has_weather": True,
    "average_wind_speed": 4.256,
    "average_wind_gust": 9.0,
    "prevailing_wind_deg": 225,
    "headwind_percent": 33.337,
    "tailwind_percent": 21,
    "average_weather_temp": 0.0,
    "average_temp": 3.0,
    "average_feels_like": -2.345,
    "min_feels_like": -4,
    "max_feels_like": 0.005,
    "min_weather_temp": -1.0,
    "max_weather_temp": 2.675,
    "average_clouds": 80,
    "max_rain": 0.0,
    "max_snow": None,
}


def test_weather_summary_rounds_floats_and_keeps_zeros():
    found = row({"type": "Ride", **WEATHER})
    assert list(found["weather_summary"].items()) == [
        ("source", "intervals_open_meteo"),
        ("units", {"wind": "m/s", "temp": "c", "rain": "mm"}),
        ("avg_wind_speed", 4.26),
        ("avg_wind_gust", 9.0),
        ("prevailing_wind_deg", 225),
        ("headwind_pct", 33.34),
        ("tailwind_pct", 21),
        ("avg_temp", 0.0),
        ("avg_temp_device", 3.0),
        ("avg_feels_like", -2.35),
        ("min_feels_like", -4),
        ("max_feels_like", 0.01),
        ("min_temp", -1.0),
        ("max_temp", 2.67),
        ("clouds_pct", 80),
        ("rain", 0.0),
        ("snow", None),
    ]
    assert (found["avg_temp"], found["wind_speed"]) == (0.0, 4.256)


def test_the_record_goes_before_a_stored_weather_summary():
    context = RowContext(stored_weather={"7": {"source": "earlier", "avg_temp": None}})
    found = row({"id": 7, "type": "Ride", **WEATHER, "average_weather_temp": 11.0}, context=context)
    assert found["weather_summary"]["avg_temp"] == 11.0
    assert found["weather_summary"]["source"] == "intervals_open_meteo"
    bare = row({"id": 7, "type": "Ride", "has_weather": True}, context=context)
    assert bare["weather_summary"]["source"] == "intervals_open_meteo"


@pytest.mark.parametrize("flag", [{}, {"has_weather": None}, {"has_weather": False}])
def test_a_stored_weather_summary_is_kept_while_the_record_has_none(flag):
    context = RowContext(stored_weather={"7": {"source": "earlier"}})
    found = row({"id": 7, "type": "Ride", **WEATHER, "has_weather": None, **flag}, context=context)
    assert found["weather_summary"] == {"source": "earlier"}
    assert "weather_status" not in found
    assert row({"id": 8, "type": "Ride", **flag})["weather_status"] == "unavailable"


@pytest.mark.parametrize("kind", ["VirtualRide", "Swim", "EMountainBikeRide", "Unknown", None])
def test_a_type_that_is_not_outdoor_has_no_weather(kind):
    context = RowContext(stored_weather={"7": {"source": "earlier"}})
    found = row({"id": 7, "type": kind, **WEATHER}, context=context)
    assert not [key for key in found if key.startswith("weather_")]


def test_a_session_on_a_trainer_has_no_weather_whatever_its_type():
    context = RowContext(stored_weather={"7": {"source": "earlier"}})
    for kind in ("Ride", "GravelRide", "Run"):
        found = row({"id": 7, "type": kind, "trainer": True, **WEATHER}, context=context)
        assert not [key for key in found if key.startswith("weather_")]


NOTES = "NOTE: keep it easy\n\nnote:  legs heavy \nNOTE:\nWarmup 10m\nNOTE: later"


def test_notes_at_the_top_are_coach_notes_and_stay_in_the_description_a_17():
    found = row({"description": f"{NOTES}\n"})
    assert found["coach_notes"] == ["keep it easy", "legs heavy"]
    assert found["description"] == NOTES


def test_notes_below_other_text_are_description_only():
    found = row({"description": "Hello\nNOTE: x"})
    assert found["description"] == "Hello\nNOTE: x"
    assert "coach_notes" not in found


@pytest.mark.parametrize("text", [None, "", " \n\t", 5])
def test_a_blank_description_leaves_no_keys(text):
    assert not {"description", "coach_notes"} & row({"description": text}).keys()


def test_optional_keys_follow_in_order():
    context = RowContext(
        session={"7": {"has_intervals": True, "has_dfa": True, "dfa_summary": {"avg": 0.9}}},
        terrain={"7": {"terrain_status": "failed", "terrain_error": "http_404"}},
        stored_weather={"7": {}},
        chat={"7": [ChatNote("well done")]},
    )
    found = row({"id": 7, "type": "Run", "description": "NOTE: a"}, context=context)
    published = [key for key, _ in TEMPO_ROW]
    assert list(found) == [
        *published,
        "dfa_summary",
        "terrain_status",
        "terrain_error",
        "weather_summary",
        "description",
        "coach_notes",
        "chat_notes",
        "chat_note_authors",
    ]
    assert found["has_intervals"] is found["has_dfa"] is True
    assert (found["chat_notes"], found["chat_note_authors"]) == (["well done"], ["other"])


@pytest.mark.parametrize("chat", [{}, {"7": []}])
def test_without_messages_there_is_no_key(chat):
    assert "chat_notes" not in row({"id": 7}, context=RowContext(chat=chat))
