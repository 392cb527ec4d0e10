"""The engine and the demonstration's athlete fit together."""

from __future__ import annotations

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from demo.athlete import demo_account
from demo.intervals_icu.server import IntervalsServer
from engine.cli import parser
from engine.config import resolve
from engine.run import sync
from tests.contract.compare import FILES, read
from tests.contract.recorded import impatient

pytestmark = pytest.mark.process

KEY = "invented"


def test_a_sync_of_the_invented_athlete_has_something_to_say_in_every_file(tmp_path):
    now = datetime(2026, 3, 18, 7, 0, tzinfo=ZoneInfo("Europe/Lisbon"))
    with IntervalsServer(demo_account(now.date()), key=KEY, now=now) as server:
        environment = {
            "ATHLETE_ID": "0",
            "INTERVALS_KEY": KEY,
            "INTERVALS_API_URL": server.url,
            "SECTION11_NOW": now.isoformat(),
        }
        options = parser().parse_args(["--data-dir", str(tmp_path)])
        result = asyncio.run(sync(resolve(options, environment), connect=impatient))
    assert result.problems == ()
    assert result.odd_values == {}
    files = read(tmp_path)
    assert set(files) == set(FILES)

    latest = files["latest.json"]
    assert latest["readiness_decision"]["recommendation"] in ("go", "modify", "skip")
    assert latest["derived_metrics"]["phase_detected"]
    assert any(row["workout_summary"] for row in latest["planned_workouts"])
    assert latest["race_calendar"]["next_race"]["days_until"] < 36
    dfa = latest["derived_metrics"]["capability"]["dfa_a1_profile"]["trailing_by_sport"]
    assert dfa["cycling"]["lt1_estimate"]["watts_indoor"] > 200
    (route,) = files["routes.json"]["events"]
    assert route["terrain_summary"]["climbs"]
    assert files["intervals.json"]["activities"]
    assert len(files["history.json"]["monthly_3y"]) >= 20
