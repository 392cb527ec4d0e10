"""What must hold for ``latest.json`` whatever the service or an earlier file holds."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.history.stored import StoredHistory
from engine.intervals_icu import Athlete, Wellness
from engine.intervals_icu.answer import Answer
from engine.latest.activities import RowContext
from engine.latest.chat import ChatNote
from engine.latest.context import Settings
from engine.latest.profile import athlete_profile
from engine.latest.wellness import wellness_row
from engine.metrics.ftp import FtpHistory
from engine.sessions.previous import Previous
from engine.snapshot import State
from tests.latest.builders import TODAY, document, row
from tests.latest.test_activities import TEMPO, TEMPO_ROW, WEATHER
from tests.latest.test_document import KEYS
from tests.latest.test_wellness import CURRENT_KEYS, ROW_KEYS
from tests.sessions.wild import JSON, mostly

FINITE_JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3) | st.integers(-9, 9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=3,
)
DAYS = st.sampled_from([f"2026-03-{day:02}" for day in (1, 10, 11, 12, 17, 18)])
IDS = st.sampled_from(["i1", "7", 7])
NUMBER = st.integers(-5, 5000) | st.floats(-5, 5000)
KINDS = st.sampled_from(["Ride", "VirtualRide", "Run", "Swim", "Yoga", "Parkour"])
KNOWN_ACTIVITY = sorted({*TEMPO, *WEATHER, "description", "interval_summary", "icu_sync_date"})
KNOWN_WELLNESS = (
    "ctl",
    "atl",
    "rampRate",
    "sportInfo",
    "weight",
    "restingHR",
    "hrv",
    "hrvSDNN",
    "sleepSecs",
    "sleepQuality",
    "sleepScore",
    "mentalEnergy",
    "vo2max",
    "fatigue",
    "soreness",
    "injury",
    "steps",
    "bodyFat",
    "menstrualPhase",
    "readiness",
)
KNOWN_ATHLETE = (
    "id",
    "timezone",
    "icu_date_of_birth",
    "height",
    "sex",
    "city",
    "state",
    "country",
    "icu_activated",
    "icu_notes",
    "icu_weight",
    "icu_resting_hr",
    "fahrenheit",
    "wind_speed",
    "rain",
    "measurement_preference",
    "weight_pref_lb",
    "height_units",
    "sportSettings",
)


def record(names: Any, **sane: Any) -> Any:
    """Objects whose known keys may be missing, numbers, or anything."""
    fields = {name: mostly(NUMBER) for name in names} | {n: mostly(s) for n, s in sane.items()}
    return st.fixed_dictionaries({}, optional=fields)


MOMENTS = DAYS.map(lambda day: f"{day}T08:00:00")
ZONE = record(["secs"], id=st.sampled_from(["Z1", "z7", "SS"]))
ACTIVITY = record(
    KNOWN_ACTIVITY,
    id=IDS,
    start_date_local=MOMENTS,
    type=KINDS,
    name=st.text(max_size=3),
    icu_hr_zone_times=st.lists(mostly(st.integers(0, 900)), max_size=9),
    icu_zone_times=st.lists(mostly(ZONE), max_size=3),
    icu_hrr=record(["value", "hrr"]),
    description=st.sampled_from(["NOTE: a\nb", " ", "c"]),
)
NIGHT = record(KNOWN_WELLNESS, id=DAYS)
EVENT = record(
    ["icu_training_load", "moving_time", "distance"],
    id=IDS,
    start_date_local=MOMENTS,
    category=st.sampled_from(["WORKOUT", "RACE_A", "RACE_C", "SICK", "NOTE"]),
    type=KINDS,
    name=st.text(max_size=3),
    paired_activity_id=IDS,
)
ATHLETE = record(
    KNOWN_ATHLETE,
    icu_date_of_birth=DAYS,
    sportSettings=st.lists(
        mostly(record(["ftp", "indoor_ftp", "lthr", "threshold_pace"], types=st.just(["Ride"]))),
        max_size=2,
    ),
)
STORED = (
    *("terrain_summary", "terrain_status", "weather_summary"),
    *("chat_notes", "chat_note_authors"),
)
FINITE_ROW = st.fixed_dictionaries({"id": IDS}, optional=dict.fromkeys(STORED, FINITE_JSON))
LATEST = FINITE_JSON | st.fixed_dictionaries(
    {"recent_activities": FINITE_JSON | st.lists(FINITE_ROW | FINITE_JSON, max_size=3)}
)
STATES = st.builds(
    State,
    latest=LATEST.filter(lambda found: found is None or isinstance(found, dict)),
    history=st.none()
    | st.fixed_dictionaries({"weekly_180d": JSON, "data_range": JSON}).map(StoredHistory.from_json),
    intervals=(st.none() | st.dictionaries(st.text(max_size=3), JSON)).map(Previous.from_json),
    routes=st.none() | st.dictionaries(st.sampled_from(["events", "script_hash"]), JSON),
    ftp_history=(st.none() | st.fixed_dictionaries({"indoor": JSON, "outdoor": JSON})).map(
        FtpHistory.from_json
    ),
)
ANSWER = st.builds(Answer, st.sampled_from([200, 404, 500]), JSON)
PUBLISHED = [key for key, _ in TEMPO_ROW]
OPTIONAL = [
    "unreadable",
    "dfa_summary",
    "terrain_summary",
    "terrain_status",
    "terrain_error",
    "weather_summary",
    "weather_status",
    "description",
    "coach_notes",
    "chat_notes",
    "chat_note_authors",
]


def check_row(found: dict[str, Any]) -> None:
    """The published keys come first and in order, optional ones behind them in theirs."""
    keys = list(found)
    assert keys[: len(PUBLISHED)] == PUBLISHED
    rest = keys[len(PUBLISHED) :]
    assert rest == [key for key in OPTIONAL if key in rest]
    known = type(None) if "unreadable" in found else float
    assert isinstance(found["duration_hours"], known)
    assert isinstance(found["distance_km"], known)


@settings(deadline=None)
@given(ACTIVITY | st.dictionaries(st.text(max_size=3), JSON), st.sampled_from([{}, {"x": 1}]))
def test_any_activity_gives_a_row_with_the_published_keys(raw, weather):
    context = RowContext(stored_weather={"7": weather}, chat={"7": [ChatNote("a")]})
    found = row(raw, context=context)
    check_row(found)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert row(copy.deepcopy(raw), context=context) == found


@settings(deadline=None)
@given(NIGHT, ATHLETE)
def test_any_night_and_athlete_give_the_published_keys(night, athlete):
    who = Athlete.from_api(athlete)
    found = to_json(wellness_row(Wellness.from_api(night), who.units))
    assert list(found) == ROW_KEYS
    json.dumps([found, to_json(athlete_profile(who, TODAY))], allow_nan=False)


ACCOUNT = st.fixed_dictionaries(
    {
        "activities": st.lists(ACTIVITY, max_size=3),
        "wellness": st.lists(NIGHT, max_size=3),
        "events": st.lists(EVENT, max_size=3),
        "health_events": st.none() | st.just(()),
        "athlete": mostly(ATHLETE),
        "state": STATES,
        "terrain": st.dictionaries(st.sampled_from(["i1", "7"]), ANSWER),
        "days": st.integers(1, 28),
    }
)


@settings(deadline=None)
@given(ACCOUNT)
def test_any_account_gives_a_valid_document(account):
    chosen = Settings(zone_preference={"run": "hr"})
    before = repr(account)
    found = document(chosen, **account)
    text = json.dumps(found, allow_nan=False)
    assert json.loads(text) == found
    assert list(found) == KEYS
    assert list(found["current_status"]["current_metrics"]) == CURRENT_KEYS
    for one in found["recent_activities"]:
        check_row(one)
    assert json.dumps(document(chosen, **copy.deepcopy(account))) == text
    assert repr(account) == before
