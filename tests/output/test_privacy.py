"""Which names and titles each level shows, without a sync."""

from __future__ import annotations

import json

import pytest

from engine.base import sports
from engine.base.format import INTERVALS, LATEST, ROUTES
from engine.compute import compute
from engine.intervals_icu import Activity, Event
from engine.latest.context import Settings
from engine.output.privacy import PLAIN_NAME, PLAIN_TITLE, HiddenNames, apply
from engine.routes.document import Download
from tests.latest.builders import snapshot
from tests.routes.test_parse import gpx

DAY = "2026-03-16"
OUTDOORS = (
    *("Cyclocross", "OpenWaterSwim", "EMountainBikeRide", "TrackRide", "Kayaking", "Snowshoe"),
    *("AlpineSki", "RollerSki", "Rowing", "Wheelchair", "Ride", "Run", "Walk", "Sail", "Handcycle"),
    *("Golf", "Transition", "Other", "Unknown", "SomethingNew", "", None),
)
INDOORS = (
    *("VirtualRide", "VirtualRun", "VirtualRow", "VirtualSki", "WeightTraining", "Workout", "Yoga"),
    *("Pilates", "Crossfit", "Elliptical", "StairStepper", "HighIntensityIntervalTraining", "Swim"),
)


def written(level, **parts):
    read = snapshot(**parts)
    hidden = HiddenNames.of((*read.activities, *read.unreadable))
    return apply(level, compute(read, Settings(strict=level == "strict")), hidden)


def activity(number, activity_type, name, **more):
    row = {"id": f"i{number}", "type": activity_type, "name": name, "moving_time": 3600}
    return row | {"start_date_local": f"{DAY}T{number % 24:02}:00:00"} | more


def names(level, *activities):
    rows = written(level, activities=activities)[LATEST]["recent_activities"]
    return {row["id"]: row["name"] for row in rows}


@pytest.mark.parametrize("level", ["standard", "strict"])
@pytest.mark.parametrize("activity_type", OUTDOORS)
def test_names_of_anything_that_may_be_outdoors_are_hidden(level, activity_type):
    assert names(level, activity(1, activity_type, "Elm Street")) == {"i1": PLAIN_NAME}
    assert names("off", activity(1, activity_type, "Elm Street")) == {"i1": "Elm Street"}


@pytest.mark.parametrize("level", ["standard", "strict"])
@pytest.mark.parametrize("activity_type", INDOORS)
def test_names_of_known_indoor_types_are_shown(level, activity_type):
    assert names(level, activity(1, activity_type, "Attic")) == {"i1": "Attic"}


def test_the_known_indoor_types_are_these():
    assert frozenset(INDOORS) == sports.INDOOR_TYPES


@pytest.mark.parametrize("trainer", [True, False, None, 1, "true"])
def test_only_a_trainer_that_is_true_is_indoors(trainer):
    shown = names("standard", activity(1, "Ride", "Elm Street", trainer=trainer))
    assert shown == {"i1": "Elm Street" if trainer is True else PLAIN_NAME}


def test_each_activity_is_judged_by_itself():
    shown = names(
        "standard",
        activity(1, "Ride", "Morning"),
        activity(2, "Ride", "Morning", trainer=True),
        activity(3, "VirtualRide", "Morning"),
        activity(4, "Ride", ""),
    )
    assert shown == {"i1": PLAIN_NAME, "i2": "Morning", "i3": "Morning", "i4": ""}


@pytest.mark.parametrize("entry", [{"type": "Kayaking"}, {"type": None}, {"type": "Ride"}])
def test_a_session_that_left_the_list_is_judged_by_its_type(entry):
    hidden = HiddenNames.of([])
    assert hidden.hide("i9", entry["type"], "Elm Street", indoor=False)
    assert not hidden.hide("i9", entry["type"], "Elm Street", indoor=True)
    assert not hidden.hide("i9", "VirtualRide", "Elm Street", indoor=False)


def test_the_name_of_a_stub_is_hidden():
    stub = {"id": "1", "source": "STRAVA", "start_date_local": f"{DAY}T08:00:00"}
    assert names("standard", stub | {"name": "Elm Street"}) == {"1": PLAIN_NAME}


def event(number, category, name, day, **more):
    start = {"start_date_local": f"{day}T09:00:00", "category": category, "name": name}
    return {"id": number, "type": "Ride", **start, **more}


ATTACHED = {"id": "a", "filename": "Elm Street to Mill Lane.gpx", "url": "https://files.example/a"}
TITLED = {
    "athlete": {"id": "i1", "timezone": "America/Argentina/Ushuaia", "city": "Ushuaia"},
    "activities": [activity(1, "Ride", "Elm Street home")],
    "events": [
        event(1, "WORKOUT", "Hills behind Elm Street", "2026-03-19"),
        event(2, "RACE_A", "Elm Street Classic", "2026-03-22", attachments=[ATTACHED]),
        event(3, "RACE_A", "Great Elm Street Classic", "2026-03-28"),
    ],
    "health_events": [Event.from_api(event(4, "SICK", "Fell in Elm Street", "2026-03-18"))],
    "downloads": {"a": Download(200, gpx().encode())},
}


def test_strict_hides_titles_file_names_and_the_city_of_the_time_zone():
    found = written("strict", **TITLED)
    latest, text = found[LATEST], json.dumps(found)
    assert "Elm Street" not in text
    assert "Ushuaia" not in text
    assert latest["athlete_profile"]["timezone"] == "America"
    assert latest["planned_workouts"][0]["name"] == PLAIN_TITLE
    assert latest["race_calendar"]["next_race"]["name"] == PLAIN_TITLE
    (message,) = [a["context"] for a in latest["alerts"] if a["metric"] == "race_week"]
    assert PLAIN_TITLE in message
    (route,) = found[ROUTES]["events"]
    assert (route["event_name"], route["filename"]) == (PLAIN_TITLE, "route.gpx")


def test_standard_keeps_titles_file_names_and_the_time_zone():
    found = written("standard", **TITLED)
    text = json.dumps(found)
    for shown in ("Hills behind Elm Street", "Elm Street Classic", "Fell in Elm Street", "Ushuaia"):
        assert shown in text
    assert ATTACHED["filename"] in text
    assert "Elm Street home" not in text


def test_documents_are_not_changed_in_place():
    read = snapshot(**TITLED)
    documents = compute(read, Settings())
    before = json.dumps(documents)
    apply("strict", documents, HiddenNames.of(read.activities))
    assert json.dumps(documents) == before
    assert documents[INTERVALS]["activities"] == []


def test_activities_without_an_id_are_judged_by_name_and_type():
    hidden = HiddenNames.of([Activity.from_api({"type": "Ride", "name": "Elm Street"})])
    assert hidden.hide(None, "Ride", "Elm Street", indoor=False)
    assert hidden.hide("unknown_1", "VirtualRide", "Elm Street", indoor=False)
