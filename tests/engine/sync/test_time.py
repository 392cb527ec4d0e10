"""Days are the athlete's own, and the clock is read once."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import engine
from demo.athlete import Account
from demo.intervals_icu.server import Fault
from engine.intervals_icu import Athlete
from engine.intervals_icu.client import IntervalsError
from engine.run import present
from tests.engine.accounts import MORNING, contents, documents, good_sync, restore, small, synced

INSTANT = datetime(2026, 3, 20, 11, 30, tzinfo=UTC)
"""Already Saturday in Auckland (+13:00), still Friday morning in Honolulu (-10:00)."""


def living_in(zone):
    account = small()
    return replace(account, athlete={**account.athlete, "timezone": zone}, changes=[])


def latest(folder, zone, **options):
    outcome = synced(folder, account=living_in(zone), now=INSTANT, **options)
    return documents(folder)["latest.json"], outcome


@pytest.mark.parametrize(
    ("zone", "stamp", "day"),
    [
        ("Pacific/Auckland", "2026-03-21T00:30:00+13:00", "2026-03-21"),
        ("Pacific/Honolulu", "2026-03-20T01:30:00-10:00", "2026-03-20"),
        ("Asia/Kathmandu", "2026-03-20T17:15:00+05:45", "2026-03-20"),
    ],
)
@pytest.mark.process
def test_today_is_the_athletes_on_a_runner_in_utc(tmp_path, monkeypatch, zone, stamp, day):
    monkeypatch.setenv("TZ", "UTC")
    file, outcome = latest(tmp_path, zone)
    assert outcome.problems == ""
    assert file["metadata"]["last_updated"] == stamp
    assert file["wellness_data"][-1]["date"] == day
    assert file["planned_workouts"][0]["date"][:10] == day
    assert any(f"newest={day}" in line for line in outcome.asked())
    first = (datetime.fromisoformat(day) - timedelta(days=27)).date().isoformat()
    assert any(f"activities?oldest={first}&newest={day}" in line for line in outcome.asked())
    assert file["derived_metrics"]["acwr_start_of_day"]["as_of_date"] <= day
    assert list(documents(tmp_path)["ftp_history.json"]["outdoor"]) == [day]
    assert documents(tmp_path)["history.json"]["daily_90d"][-1]["date"] == day


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../../etc/passwd", "Europe", 7, None])
@pytest.mark.process
def test_without_a_usable_zone_the_clock_of_the_run_counts_and_the_summary_says_so(tmp_path, zone):
    offset = timezone(timedelta(hours=2))
    athlete = {"id": "i1", "timezone": zone}

    class Everywhere(Account):
        timezone = "UTC"

    outcome = synced(tmp_path, account=Everywhere(athlete), now=INSTANT.astimezone(offset))
    assert "time zone" in outcome.problems
    file = documents(tmp_path)["latest.json"]
    assert file["metadata"]["last_updated"] == "2026-03-20T13:30:00+02:00"


def test_no_text_for_a_zone_is_an_exception():
    for zone in ("\ud800", "\0", "x" * 5000, "/etc/localtime", "."):
        assert Athlete(timezone=zone).zone is None


def test_the_real_clock_has_the_athletes_offset():
    zone = ZoneInfo("Pacific/Honolulu")
    now = Athlete(timezone="Pacific/Honolulu").local(present(None))
    assert now.utcoffset() == timedelta(hours=-10)
    assert abs(now - datetime.now(zone)) < timedelta(minutes=1)
    assert Athlete().local(present(None)).utcoffset() is not None


SPRING = [  # 29 March 2026, 02:00 becomes 03:00 in Oslo
    ("2026-03-29T00:30:00+00:00", "2026-03-29T01:30:00+01:00"),
    ("2026-03-29T01:00:00+00:00", "2026-03-29T03:00:00+02:00"),
]
AUTUMN = [  # 25 October 2026, 03:00 becomes 02:00
    ("2026-10-25T00:30:00+00:00", "2026-10-25T02:30:00+02:00"),
    ("2026-10-25T01:30:00+00:00", "2026-10-25T02:30:00+01:00"),
]


@pytest.mark.parametrize(("instant", "stamp"), SPRING + AUTUMN)
@pytest.mark.process
def test_runs_before_and_after_the_clocks_change(tmp_path, instant, stamp):
    rows = [
        {"id": f"a{n}", "start_date_local": f"{stamp[:10]}T02:30:00", "type": t, "moving_time": 60}
        for n, t in enumerate(("Ride", "Run", "Swim"))
    ]
    account = Account(athlete={"id": "i1", "timezone": "Europe/Oslo"}, activities=rows)
    now = datetime.fromisoformat(instant)
    for _ in range(2):
        assert synced(tmp_path, account=account, now=now).problems == ""
    file = documents(tmp_path)
    assert file["latest.json"]["metadata"]["last_updated"] == stamp
    for record in file["intervals.json"]["fetch_state"].values():
        state = record["intervals"]
        assert datetime.fromisoformat(state["last_attempt"]) == now
        due = datetime.fromisoformat(state["next_retry_at"])
        assert due - now == timedelta(minutes=5)


CLOCKS = {"now", "utcnow", "today", "time", "localtime", "gmtime"}
READ_BY = {
    "run.py": 1,  # the one reading of a sync
    "client.py": 1,  # a Retry-After that is a date
    "remote.py": 1,  # the age of files that the system stamped
}


def test_the_clock_is_read_in_one_place():
    """Time comes in as a parameter everywhere else."""
    found = {}
    folder = Path(engine.__file__).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(ast.Name("datetime" | "date" | "time"), name)):
                    if name in CLOCKS:
                        found[path.name] = found.get(path.name, 0) + 1
    assert found == READ_BY


LISTS = ("/activities?", "/wellness?", "/events?")


def lists_asked(outcome):
    return [line for line in outcome.asked() if any(part in line for part in LISTS)]


@pytest.mark.process
def test_the_zone_of_the_last_run_lets_the_lists_be_asked_for_beside_the_athlete(tmp_path, good):
    silent = {"faults": [Fault(r"athlete/0$", status=500)], "expect": IntervalsError}
    assert lists_asked(synced(tmp_path, **silent)) == []
    restore(tmp_path, good)
    outcome = synced(tmp_path, **silent)
    assert len(lists_asked(outcome)) == 4
    assert "athlete record" in str(outcome.error)
    assert contents(tmp_path) == good


@pytest.fixture(scope="module")
def lisbon(tmp_path_factory):
    """What a sync leaves of an athlete who lives there."""
    folder = tmp_path_factory.mktemp("lisbon")
    synced(folder, account=living_in("Europe/Lisbon"), now=INSTANT)
    return contents(folder)


@pytest.mark.process
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu", "Asia/Kathmandu"])
def test_an_athlete_who_moved_gets_the_same_files_as_with_a_right_guess(tmp_path, lisbon, zone):
    wrong, right = tmp_path / "wrong", tmp_path / "right"
    for folder in (wrong, right):
        restore(folder, lisbon)
    file = documents(right)["latest.json"]
    file["athlete_profile"]["timezone"] = zone
    (right / "latest.json").write_text(json.dumps(file))
    for folder in (wrong, right):
        outcome = synced(folder, account=living_in(zone), now=INSTANT)
        assert outcome.problems == ""
        assert not outcome.result.odd_values
    assert contents(wrong) == contents(right)


@pytest.mark.process
def test_lists_of_the_wrong_day_may_fail(tmp_path, lisbon):
    restore(tmp_path, lisbon)
    wrong = Fault(r"newest=2026-03-20", status=503)
    outcome = synced(tmp_path, account=living_in("Pacific/Auckland"), now=INSTANT, faults=[wrong])
    assert outcome.problems == ""
    assert documents(tmp_path)["latest.json"]["wellness_data"][-1]["date"] == "2026-03-21"


# -- a clock that was wrong once: what carries a time to come is never fresh -----------------

AHEAD = MORNING + timedelta(days=731)


@pytest.fixture(scope="module")
def after_tomorrow(tmp_path_factory):
    """What a good sync, one two years ahead and another good one leave, and what the last said."""
    folder = tmp_path_factory.mktemp("ahead")
    restore(folder, good_sync(MORNING)[1])
    good = documents(folder)
    synced(folder, now=AHEAD)
    ahead = documents(folder)
    outcome = synced(folder)
    return good, ahead, documents(folder), outcome


@pytest.mark.process
@pytest.mark.slow
def test_the_history_is_built_anew_and_that_is_said(after_tomorrow):
    good, ahead, after, outcome = after_tomorrow
    assert ahead["history.json"]["generated_at"] > good["history.json"]["generated_at"]
    for name in ("generated_at", "data_range", "daily_90d", "weekly_180d", "monthly_3y"):
        assert after["history.json"].get(name) == good["history.json"].get(name)
    assert "history.json carries a time later than now" in outcome.problems
    assert after["latest.json"]["history"] == good["latest.json"]["history"]


@pytest.mark.process
@pytest.mark.slow
def test_an_ftp_of_tomorrow_is_not_known_today(after_tomorrow):
    good, _, after, _ = after_tomorrow
    assert after["ftp_history.json"] == good["ftp_history.json"]


@pytest.mark.process
@pytest.mark.slow
def test_the_session_state_of_tomorrow_holds_nothing_back(after_tomorrow):
    good, _, after, _ = after_tomorrow
    assert after["intervals.json"]["activities"] == good["intervals.json"]["activities"]


@pytest.mark.process
@pytest.mark.slow
def test_a_history_of_tomorrow_that_cannot_be_built_anew_is_not_believed(tmp_path):
    synced(tmp_path, now=AHEAD)
    outcome = synced(tmp_path, faults=[Fault(r"wellness\?oldest=202[0-5]", status=404)])
    assert "history.json is kept as it was" in outcome.problems
    assert documents(tmp_path)["latest.json"]["history"]["available"] is False
