"""The engine and the demonstration's athlete fit together."""

from __future__ import annotations

import difflib

import pytest

from demo.athlete import demo_account
from engine.base.format import DATA_FILES, HISTORY, LATEST
from engine.base.tokens import tokens
from templates.render import render
from templates.settings import BUNDLE, MirrorSettings
from tests.contract.compare import FILES, read
from tests.engine.accounts import EVENING, TODAY, contents, synced

pytestmark = pytest.mark.process

TOO_MANY = 1.015
"""How much more tokens the estimate finds in these files than o200k does."""


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """The files of a morning, and those after the day's ride."""
    folder = tmp_path_factory.mktemp("day")
    outcomes = [synced(folder, account=demo_account(TODAY))]
    morning = contents(folder)
    documents = read(folder)
    outcomes.append(synced(folder, account=demo_account(TODAY), now=EVENING))
    for outcome in outcomes:
        assert outcome.result.problems == ()
        assert outcome.result.odd_values == {}
    return documents, morning, contents(folder)


def test_a_sync_of_the_invented_athlete_has_something_to_say_in_every_file(day):
    files, _, _ = day
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


def test_readers_with_limits_can_read_the_files_whole(day):
    _, _, evening = day
    texts = {name: evening[name].decode() for name in DATA_FILES}
    lines = {name: text.count("\n") for name, text in texts.items()}
    assert tokens(texts[LATEST]) <= 34_000 * TOO_MANY
    assert lines[LATEST] <= 250
    assert max(len(line) for text in texts.values() for line in text.split("\n")) < 2_000
    assert texts[LATEST].index('"recent_activities":') < 45_000
    assert tokens(texts[HISTORY]) <= 46_000 * TOO_MANY
    assert lines[HISTORY] <= 300


def test_a_chat_can_hold_the_whole_repository(day):
    _, _, evening = day
    placed = render(MirrorSettings("demo", "training-data"))
    texts = {**evening, **placed, BUNDLE: b""}
    assert sum(tokens(text.decode()) for text in texts.values()) <= 98_500 * TOO_MANY


def test_a_days_ride_changes_few_lines(day):
    _, morning, evening = day
    before, after = (files[LATEST].decode().split("\n") for files in (morning, evening))
    changed = list(difflib.unified_diff(before, after, n=0))[2:]
    assert sum(line.startswith("+") for line in changed) <= 20
    assert sum(line.startswith("-") for line in changed) <= 10
