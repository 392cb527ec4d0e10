"""The invented athlete is deterministic, believable, and shaped like a recorded one."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from math import exp, hypot
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gpxpy
import pytest

from demo.athlete import body, demo_account, recorded_account
from demo.athlete.calendar import Calendar
from demo.athlete.curves import DURATIONS
from demo.intervals_icu.answers import View
from demo.intervals_icu.shapes import EVENT, filled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from demo.athlete import Account

TODAY = date(2026, 3, 18)
GOLDEN = Path(__file__).parents[1] / "golden"
RECENT = 40  # activities whose details are looked at
OPTIONAL = {  # fields that the recorded athletes happen not to use
    "threshold_pace": {"float"},
    "pace_zones": {"list"},
    "pace_load_type": {"str"},
}


@cache
def demo() -> Account:
    return demo_account(TODAY)


@cache
def recorded() -> tuple[Account, ...]:
    names = ("a-cyclist-build", "b-triathlete", "i-runner-routes", "d-empty")
    return tuple(recorded_account(GOLDEN / name) for name in names)


def recent(account: Account) -> list[dict[str, Any]]:
    return sorted(account.activities, key=lambda row: row["start_date_local"] or "")[-RECENT:]


def at(today: date, hour: int) -> View:
    account = demo() if today == TODAY else demo_account(today)
    return View(account, f"{today}T{hour:02}:00:00")


def test_the_same_day_and_seed_give_the_same_account():
    again = demo_account(TODAY)
    for part in ("athlete", "activities", "wellness", "events", "changes"):
        assert json.dumps(getattr(again, part)) == json.dumps(getattr(demo(), part)), part
    for row in recent(demo())[-6:]:
        assert again.streams(row["id"]) == demo().streams(row["id"])
    assert demo_account(TODAY, seed=2).activities != demo().activities


def test_it_is_made_in_less_than_two_seconds():
    began = time.process_time()
    demo_account(TODAY - timedelta(days=1))
    assert time.process_time() - began < 2


def test_everything_says_that_it_is_invented():
    athlete = demo().athlete
    assert athlete["name"] == "Demo Athlete"
    assert athlete["email"].endswith("@example.invalid")
    assert "nvented" in athlete["icu_notes"]
    assert athlete["icu_api_key"] == "invented"


def types_of(rows: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name, value in row.items():
            found[name].add(type(value).__name__)
    return found


def rows_of(account: Account, part: str) -> list[dict[str, Any]]:
    ids = [str(row["id"]) for row in recent(account)]
    found = [account.intervals(ident) or {} for ident in ids]
    parts = {
        "athlete": lambda: [account.athlete],
        "sportSettings": lambda: account.athlete["sportSettings"] or [],
        "streams": lambda: [stream for ident in ids for stream in account.streams(ident)],
        "icu_intervals": lambda: [row for both in found for row in both.get(part) or []],
        "icu_groups": lambda: [row for both in found for row in both.get(part) or []],
        "messages": lambda: [r for i in ids for r in account.messages(i) if "content" in r],
        "workout_doc": lambda: [r[part] for r in account.events if r[part]],
    }
    return parts[part]() if part in parts else list(getattr(account, part))


PARTS = (
    *("athlete", "sportSettings", "activities", "wellness", "events", "workout_doc"),
    *("icu_intervals", "icu_groups", "streams", "messages"),
)


@pytest.mark.parametrize("part", PARTS)
def test_field_names_their_order_and_their_types_are_those_of_recorded_answers(part):
    mine = types_of(rows_of(demo(), part))
    theirs = types_of(row for account in recorded() for row in rows_of(account, part))
    assert mine
    assert list(mine) == list(theirs)
    odd = {name: kinds - theirs[name] - OPTIONAL.get(name, set()) for name, kinds in mine.items()}
    assert not any(odd.values()), odd


def test_a_field_that_the_api_does_not_have_is_refused():
    with pytest.raises(KeyError, match="nmae"):
        filled(EVENT, nmae="typo")


def test_fitness_follows_the_exponential_recursion_of_the_daily_load():
    loads: Counter[str] = Counter()
    for row in demo().activities:
        loads[row["start_date_local"][:10]] += row["icu_training_load"]
    rows = demo().wellness
    for before, row in pairwise(rows):
        for field, days in (("ctl", 42), ("atl", 7)):
            load = row[f"{field}Load"]
            expected = before[field] + (load - before[field]) * (1 - exp(-1 / days))
            assert row[field] == pytest.approx(expected, abs=2e-5)
        if row["id"] < TODAY.isoformat():
            assert row["ctlLoad"] == loads[row["id"]]
    for row, week in zip(rows[7:], rows, strict=False):
        assert row["rampRate"] == pytest.approx(row["ctl"] - week["ctl"], abs=2e-5)
    assert all(20 < row["ctl"] < 110 for row in rows)


def test_wellness_has_one_record_a_day_for_three_years():
    days = [row["id"] for row in demo().wellness]
    assert days == sorted(set(days))
    assert days[-1] == TODAY.isoformat()
    assert (TODAY - date.fromisoformat(days[0])).days == len(days) - 1 >= 1095


def test_today_counts_the_plan_until_the_session_is_uploaded():
    (planned,) = [r for r in demo().events if r["start_date_local"].startswith(str(TODAY))][:1]
    before, after = at(TODAY, 6), at(TODAY, 23)
    assert before.wellness[-1]["ctlLoad"] == planned["icu_training_load"]
    assert before.activities[0]["start_date_local"] < TODAY.isoformat()
    latest = after.activities[0]
    assert latest["start_date_local"].startswith(TODAY.isoformat())
    assert after.wellness[-1]["ctlLoad"] == latest["icu_training_load"]
    assert after.wellness[-1]["ctl"] == latest["icu_ctl"]


def test_plans_are_paired_with_the_sessions_that_followed_them():
    activities = {row["id"]: row for row in at(TODAY, 23).activities}
    paired = [row for row in at(TODAY, 23).events if row["paired_activity_id"]]
    assert len(paired) > 10
    for event in paired:
        activity = activities[event["paired_activity_id"]]
        assert activity["paired_event_id"] == event["id"]
        assert activity["type"] == event["type"]
        assert activity["start_date_local"][:10] == event["start_date_local"][:10]


def test_structured_plans_carry_resolved_targets_of_the_day():
    docs = [row["workout_doc"] for row in demo().events if row["workout_doc"]]
    repeats = [step for doc in docs for step in doc["steps"] if step.get("reps")]
    assert repeats
    for doc in docs:
        assert doc["duration"] == sum(step["duration"] for step in doc["steps"])
    for work, rest in (step["steps"] for step in repeats if "_power" in step["steps"][0]):
        assert work["_power"]["value"] > rest["_power"]["value"] > 50


def test_ids_are_unique():
    for part in ("activities", "events"):
        counts = Counter(row["id"] for row in getattr(demo(), part))
        assert counts.most_common(1)[0][1] == 1, part


@pytest.mark.parametrize("offset", range(0, 371, 53))
def test_an_a_race_on_a_sunday_lies_four_to_five_weeks_ahead_on_any_day(offset):
    today = TODAY + timedelta(days=offset)
    account = demo() if today == TODAY else demo_account(today)
    race = min(
        row["start_date_local"][:10]
        for row in account.events
        if row["category"] == "RACE_A" and row["start_date_local"] > today.isoformat()
    )
    assert 28 < (date.fromisoformat(race) - today).days < 36
    assert date.fromisoformat(race).weekday() == 6
    kinds = Counter(row["category"] for row in account.events)
    assert kinds["SICK"] >= 1
    assert kinds["TARGET"] == 2
    assert {row["type"] for row in account.activities} >= {"Ride", "VirtualRide", "Run"}


def test_nobody_trains_while_ill():
    for first, last in Calendar(TODAY).sick:
        days = {str(first + timedelta(days=n)) for n in range((last - first).days + 1)}
        assert not days & {row["start_date_local"][:10] for row in demo().activities}
        ill = [row["restingHR"] for row in demo().wellness if row["id"] in days]
        assert sum(ill) / len(ill) > body.RESTING_HR + 2


def test_the_race_course_is_a_readable_gpx_with_climbs():
    (race,) = [row for row in demo().events if row["attachments"]]
    data = demo().attachment(race["attachments"][0]["filename"])
    assert data is not None
    points = gpxpy.parse(data.decode()).tracks[0].segments[0].points
    length = sum(a.distance_2d(b) for a, b in pairwise(points))
    assert length == pytest.approx(race["distance"], rel=0.02)
    rise = sum(max(b.elevation - a.elevation, 0) for a, b in pairwise(points))
    assert 1200 < rise < 2200
    assert demo().attachment("another.gpx") is None


def test_streams_of_a_recording_have_one_value_per_sample():
    with_dfa = 0
    for row in recent(demo()):
        streams = {stream["type"]: stream for stream in demo().streams(row["id"])}
        assert list(streams) != []
        assert set(streams) == set(row["stream_types"])
        count = len(streams["time"]["data"])
        assert all(len(stream["data"]) == count for stream in streams.values())
        assert streams["time"]["data"][-1] == pytest.approx(row["moving_time"], abs=5)
        heart = streams["heartrate"]["data"]
        assert sum(heart) / count == pytest.approx(row["average_heartrate"], abs=8)
        if "watts" in streams:
            watts = streams["watts"]["data"]
            assert sum(watts) / count == pytest.approx(row["icu_average_watts"], rel=0.03)
        if "dfa_a1" in streams:
            with_dfa += 1
            assert all(0.2 <= value <= 1.6 for value in streams["dfa_a1"]["data"])
        if "latlng" in streams:
            assert len(streams["latlng"]["data2"]) == count
    assert with_dfa >= 8
    assert demo().streams("unknown") == []


def test_a_track_is_a_loop_over_the_distance_ridden():
    row = next(row for row in recent(demo()) if row["type"] == "Ride")
    streams = {stream["type"]: stream for stream in demo().streams(row["id"])}
    lat, lon = streams["latlng"]["data"], streams["latlng"]["data2"]
    gap = hypot(lat[0] - lat[-1], lon[0] - lon[-1])
    assert gap < 0.001
    rises = [max(b - a, 0) for a, b in pairwise(streams["altitude"]["data"])]
    assert sum(rises) == pytest.approx(row["total_elevation_gain"], rel=0.05)


def test_intervals_cover_the_session_and_name_their_repetitions():
    structured = [row for row in recent(demo()) if row["interval_summary"]]
    assert structured
    for row in structured:
        data = demo().intervals(row["id"])
        assert data is not None
        segments = data["icu_intervals"]
        assert segments[0]["start_index"] == 0
        assert segments[-1]["end_index"] == row["moving_time"]
        assert all(a["end_index"] == b["start_index"] for a, b in pairwise(segments))
        work = [segment for segment in segments if segment["type"] == "WORK"]
        assert row["interval_summary"][0].startswith(f"{len(work)}x ")
    assert demo().intervals("unknown") is None


def test_curves_fall_with_duration_and_hold_the_means_of_the_session():
    for row in recent(demo()):
        curves = demo().curves(row["id"])
        assert curves is not None
        for curve in curves.values():
            assert curve["secs"] == [secs for secs in DURATIONS if secs <= row["moving_time"]]
            assert curve["values"] == sorted(curve["values"], reverse=True)
        if "power" in curves:
            assert curves["power"]["values"][-1] >= row["icu_average_watts"] - 1


def test_zone_times_add_up_to_the_session():
    for row in recent(demo()):
        assert sum(row["icu_hr_zone_times"]) == pytest.approx(row["moving_time"], abs=5)
        if row["icu_zone_times"]:
            secs = sum(zone["secs"] for zone in row["icu_zone_times"] if zone["id"] != "SS")
            assert secs == pytest.approx(row["moving_time"], abs=5)


def test_load_is_a_hundred_for_an_hour_at_threshold():
    for row in demo().activities:
        hours, intensity = row["moving_time"] / 3600, row["icu_intensity"] / 100
        assert row["icu_training_load"] == pytest.approx(100 * hours * intensity**2, abs=1)


def test_without_a_day_it_ends_today_in_the_athletes_zone():
    account = demo_account()
    ends = datetime.fromisoformat(account.wellness[-1]["id"]).date()
    assert abs((ends - datetime.now().astimezone().date()).days) <= 1
