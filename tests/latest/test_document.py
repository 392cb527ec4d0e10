"""``latest.json`` as a whole (docs/format/latest.md)."""

from __future__ import annotations

from typing import Any

import pytest

from engine import __version__
from engine.history.stored import StoredHistory
from engine.history.token import token
from engine.intervals_icu.answer import Answer
from engine.intervals_icu.message import Message, read_messages
from engine.latest.context import Settings
from engine.snapshot import State
from tests.latest.builders import IMPERIAL_RAW, NOW, document, snapshot

KEYS = [
    "READ_THIS_FIRST",
    "metadata",
    "athlete_profile",
    "athlete_notes",
    "alerts",
    "readiness_decision",
    "health_context",
    "history",
    "summary",
    "current_status",
    "derived_metrics",
    "wellness_data",
    "planned_workouts",
    "workout_summary_stats",
    "weekly_summary",
    "race_calendar",
    "recent_activities",
]
RIDE = {"id": "i1", "type": "Ride", "start_date_local": "2026-03-17T08:00:00"}


def test_an_empty_account_gives_the_17_keys_in_order():
    assert list(document()) == KEYS


def test_metadata_names_the_run_and_hides_the_athlete():
    assert list(document()["metadata"].items()) == [
        ("athlete_id", "REDACTED"),
        ("last_updated", NOW.isoformat()),
        ("data_range_days", 7),
        ("extended_range_days", 28),
        ("version", __version__),
        ("format_version", "4.1"),
    ]
    shown = document(Settings(shown_athlete_id="i7"))
    assert shown["metadata"]["athlete_id"] == "i7"


def test_current_status_has_a_weight_block_only_with_weigh_ins():
    assert list(document()["current_status"]) == ["fitness", "thresholds", "current_metrics"]
    weighed = document(wellness=[{"id": "2026-03-17", "weight": 70.26}])
    assert list(weighed["current_status"])[-1] == "weight"


def test_thresholds_have_their_eight_keys_and_the_sports_theirs():
    athlete = {"sportSettings": [{"types": ["Ride"], "ftp": 250, "lthr": 165}]}
    found = document(athlete=athlete)["current_status"]["thresholds"]
    assert list(found) == [
        "eftp",
        "w_prime",
        "w_prime_kj",
        "p_max",
        "vo2max",
        "sports",
        "power_model_date",
        "vo2max_date",
    ]
    assert list(found["sports"]["cycling"].items()) == [
        ("lthr", 165),
        ("max_hr", None),
        ("threshold_pace", None),
        ("pace_units", None),
        ("ftp", 250),
        ("ftp_indoor", None),
    ]


def model(eftp: float) -> dict[str, Any]:
    return {"id": "2026-03-18", "weight": 70.0, "sportInfo": [{"type": "Ride", "eftp": eftp}]}


@pytest.mark.parametrize(
    ("ftp", "expected"),
    [
        ({"ftp": 250}, (3.57, "tested", None)),
        ({"ftp": 250, "indoor_ftp": 240}, (3.57, "tested", None)),
        ({"ftp": 0, "indoor_ftp": 240}, (3.48, "eftp", None)),
        ({}, (3.48, "eftp", None)),
    ],
)
def test_watts_per_kilo_rest_on_the_outdoor_setting_else_on_eftp(ftp, expected):
    athlete = {"sportSettings": [{"types": ["Ride"], **ftp}]}
    found = document(athlete=athlete, wellness=[model(243.3)])["current_status"]["weight"]
    names = ("wkg_current", "wkg_ftp_source", "ftp_setting_date")
    assert tuple(found.get(name) for name in names) == expected


def test_without_ftp_and_eftp_there_are_no_watts_per_kilo():
    found = document(wellness=[model(0)])["current_status"]["weight"]
    assert "wkg_current" not in found


def test_race_alerts_stand_behind_the_others():
    race = {
        "id": 1,
        "start_date_local": "2026-03-20T00:00:00",
        "category": "RACE_A",
        "type": "Ride",
        "name": "A race",
    }
    found = document(events=[race])
    assert found["alerts"]
    assert found["race_calendar"]["next_race"]["name"] == "A race"


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (
            [{"content": " hi "}, {"text": "t"}, {"content": ""}, {"content": None, "text": "x"}],
            (" hi ", "t", "x"),
        ),
        ([{"content": "a"}, {"text": None}], ("a",)),
        ([{"content": "a", "text": None}, {"foo": 1}], ("a",)),
        ([None, 5, {"content": 7}, {"content": " ", "text": "t"}], ("t",)),
        ([], ()),
    ],
)
def test_a_message_gives_its_first_text_that_is_not_blank_a_18(messages, expected):
    assert tuple(message.text for message in read_messages(messages)) == expected


def chat_row(messages: dict[str, tuple[Message, ...]], earlier: Any, **raw: Any) -> Any:
    latest = {"recent_activities": [{"id": "i1", **earlier}]}
    found = document(
        activities=[RIDE | raw], messages=messages, latest=latest, athlete={"id": "i100"}
    )
    return found["recent_activities"][0]


def chat(messages: dict[str, tuple[str, ...]], earlier: Any = None, **raw: Any) -> Any:
    read = {ident: tuple(map(Message, texts)) for ident, texts in messages.items()}
    return chat_row(read, {"chat_notes": earlier}, **raw).get("chat_notes")


def test_the_athletes_words_are_told_from_others():
    answer = [
        {"content": "a", "athlete_id": "i100"},
        {"content": "b", "athlete_id": "i200"},
        {"content": "c"},
        {"content": "d", "athlete_id": None},
        {"content": "e", "athlete_id": ["i100"]},
    ]
    row = chat_row({"i1": read_messages(answer)}, {})
    assert row["chat_notes"] == ["a", "b", "c", "d", "e"]
    assert row["chat_note_authors"] == ["athlete", "other", "other", "other", "other"]
    assert list(row)[-2:] == ["chat_notes", "chat_note_authors"]


@pytest.mark.parametrize(
    ("stored", "authors"),
    [
        (["athlete", "other"], ["athlete", "other"]),
        (["athlete", "coach"], ["athlete", "other"]),
        (["athlete"], ["other", "other"]),
        (None, ["other", "other"]),
        ("athlete", ["other", "other"]),
    ],
)
def test_notes_that_are_kept_keep_their_authors_where_these_are_known(stored, authors):
    row = chat_row({}, {"chat_notes": ["a", "b"], "chat_note_authors": stored})
    assert (row["chat_notes"], row["chat_note_authors"]) == (["a", "b"], authors)


def test_messages_of_the_last_days_are_shown_and_earlier_ones_kept_on_failure_a_18():
    assert chat({"i1": ("new",)}, ["old"]) == ["new"]
    assert chat({"i1": ()}, ["old"]) is None
    assert chat({}, ["old", 5, None]) == ["old"]
    assert chat({}, "old") is None


@pytest.mark.parametrize(("day", "shown"), [("2026-03-11", True), ("2026-03-10", False)])
def test_messages_reach_back_eight_dates(day, shown):
    found = chat({"i1": ("new",)}, start_date_local=f"{day}T08:00:00")
    assert (found == ["new"]) is shown


TRACK = Answer(
    200,
    [
        {
            "type": "latlng",
            "data": [51.0 + 0.0001 * i for i in range(200)],
            "data2": [7.0] * 200,
        },
        {"type": "altitude", "data": [100 + 0.5 * i for i in range(200)]},
    ],
)


def terrain(answer: Answer | None, athlete: Any = None, latest: Any = None) -> Any:
    given = {} if answer is None else {"i1": answer}
    found = document(activities=[RIDE], terrain=given, athlete=athlete, latest=latest)
    row = found["recent_activities"][0]
    return {key: value for key, value in row.items() if key.startswith("terrain")}


def shown(distance: Any, elevation: Any, density: Any = None) -> dict[str, Any]:
    def pair(value: Any) -> Any:
        return value and dict(zip(("value", "unit"), value, strict=True))

    return {
        "total_distance": pair(distance),
        "total_elevation": pair(elevation),
        "elevation_per_distance": pair(density),
    }


def test_a_track_gives_the_published_terrain():
    summary = terrain(TRACK)["terrain_summary"]
    (climb,) = summary.pop("climbs")
    names = ("position_km", "distance_km", "elevation_m", "avg_gradient_pct", "category")
    assert [climb[name] for name in names] == [0.0, 2.2, 98, 4.5, None]
    assert list(summary.items()) == [
        ("source", "activity_streams"),
        ("total_distance_km", 2.2),
        ("total_elevation_m", 98),
        ("elevation_per_km", 44.5),
        ("course_character", "mountain"),
        ("max_grade_pct", 4.5),
        (
            "grade_distribution",
            {"flat_pct": 0.0, "gentle_pct": 0.0, "moderate_pct": 100.0, "steep_pct": 0.0},
        ),
        ("start_coords", [51.0, 7.0]),
        ("descents", []),
        ("display", shown((2.2, "km"), (98, "m"), (44, "m/km"))),
    ]


def test_an_imperial_athlete_sees_the_track_in_miles_and_feet():
    summary = terrain(TRACK, IMPERIAL_RAW)["terrain_summary"]
    assert summary["display"] == shown((1.37, "mi"), (322, "ft"), (235, "ft/mi"))


def test_stored_terrain_is_shown_in_today_s_units():
    stored = {
        "total_distance_km": 40.0,
        "total_elevation_m": 300,
        "climbs": [{"position_km": 1.0, "distance_km": 2.0, "elevation_m": 90}, "odd"],
    }
    latest = {"recent_activities": [{"id": "i1", "terrain_summary": stored}]}
    summary = terrain(None, IMPERIAL_RAW, latest)["terrain_summary"]
    assert summary["display"] == shown((24.85, "mi"), (984, "ft"))
    assert summary["climbs"][0]["display"] == {
        "position": {"value": 0.62, "unit": "mi"},
        "distance": {"value": 1.24, "unit": "mi"},
        "elevation": {"value": 295, "unit": "ft"},
    }
    assert summary["climbs"][1] == "odd"


def streams(**data: Any) -> Answer:
    return Answer(200, [{"type": name, **parts} for name, parts in data.items()])


PLACES = {"data": [51.0] * 10, "data2": [7.0] * 10}
NO_GPS = {"terrain_status": "no_gps"}
NO_ELEVATION = {"terrain_status": "no_elevation"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(200, []), NO_GPS),
        (streams(latlng={"data": [51.0] * 10, "data2": [7.0] * 9 + [None]}), NO_GPS),
        (streams(latlng=PLACES), NO_ELEVATION),
        (streams(latlng=PLACES, altitude={"data": []}), NO_ELEVATION),
        (streams(latlng=PLACES, altitude={"data": [None] * 10}), NO_ELEVATION),
        (Answer(404, error="HTTP 404"), {"terrain_status": "failed", "terrain_error": "http_404"}),
        *((Answer(status, error=f"HTTP {status}"), {}) for status in (500, 401, 429)),
        (Answer(None, error="no answer in time"), {}),
        (Answer(200, {}), {}),
        (None, {}),
    ],
)
def test_an_answer_without_terrain_says_why(answer, expected):
    assert terrain(answer) == expected


@pytest.mark.parametrize("latest", [{}, {"recent_activities": None}, {"recent_activities": [5]}])
def test_a_damaged_earlier_file_is_no_state_a_12(latest):
    assert terrain(None, latest=latest) == {}


def test_only_a_stored_weather_object_is_copied_forward():
    def weather(stored: Any) -> Any:
        latest = {"recent_activities": [{"id": "i1", "weather_summary": stored}]}
        row = document(activities=[RIDE], latest=latest)["recent_activities"][0]
        return row.get("weather_summary"), row.get("weather_status")

    assert weather({"source": "earlier"}) == ({"source": "earlier"}, None)
    assert weather(None) == (None, "unavailable")


def test_history_weeks_that_are_no_rows_are_passed_over():
    for weeks in (None, {}, [None, 5, {"week_start": "2026-03-09"}]):
        state = snapshot().state
        changed = type(state)(history=StoredHistory.from_json({"weekly_180d": weeks}))
        assert list(document(state=changed)) == KEYS


def test_weeks_that_were_stored_by_other_rules_decide_nothing():
    week = {"week_start": "2026-03-09", "activity_count": 3, "phase_detected": "Peak"}

    def previous_phase(script_hash: str) -> str | None:
        stored = StoredHistory.from_json(
            {
                "generated_at": "2026-03-16T06:00:00+00:00",
                "script_hash": script_hash,
                "weekly_180d": [week],
                "data_range": {"earliest": "2024-05-05", "total_months": 22},
            }
        )
        derived = document(state=State(history=stored))["derived_metrics"]
        found: str | None = derived["phase_detection"]["previous_phase"]
        return found

    assert previous_phase(token()) == "Peak"
    assert previous_phase("a1b2c3d4e5f6") is None
