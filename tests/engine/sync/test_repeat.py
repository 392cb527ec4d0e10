"""A sync that follows another asks for nothing it knows and changes nothing but time stamps."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from demo.intervals_icu.server import IntervalsServer
from engine.base.format import TERRAIN
from engine.output.changes import same_data
from tests.engine.accounts import (
    KEY,
    MORNING,
    contents,
    documents,
    good_sync,
    restore,
    small,
    synced,
)

pytestmark = pytest.mark.process

STORED = ("/streams", "intervals=true", "/attachments/", "oldest=2023")
"""What the files of an earlier sync make unnecessary."""


def needless(outcome):
    return [line for line in outcome.asked() if any(part in line for part in STORED)]


def test_the_second_sync_asks_only_for_what_may_have_changed(folder):
    second = synced(folder, now=MORNING + timedelta(minutes=1))
    assert len(needless(good_sync(MORNING)[0])) > 5
    assert needless(second) == []
    assert len(set(second.asked())) == len(second.asked())


def spoil(folder):
    """Write a length of no track into every stored terrain summary; return how many there are."""
    latest = documents(folder)["latest.json"]
    rows = [row for row in latest["recent_activities"] if "terrain_summary" in row]
    for row in rows:
        row["terrain_summary"]["total_distance_km"] = 4711.0
    (folder / "latest.json").write_text(json.dumps(latest))
    return len(rows)


@pytest.mark.parametrize("state", [None, {"version": 1, "activities": []}])
def test_stored_terrain_of_another_analysis_is_made_anew_once(folder, good, state):
    count = spoil(folder)
    (folder / TERRAIN).unlink()
    if state is not None:
        (folder / TERRAIN).write_text(json.dumps(state))
    again = synced(folder)
    assert count
    assert len([line for line in needless(again) if "latlng" in line]) == count
    assert contents(folder) == good
    assert needless(synced(folder, now=MORNING + timedelta(minutes=1))) == []


def test_the_second_sync_changes_only_time_stamps(folder):
    before, old_history = documents(folder), (folder / "history.json").stat()
    outcome = synced(folder, now=MORNING + timedelta(minutes=1))
    after = documents(folder)
    assert [name for name, old in before.items() if not same_data(old, after[name])] == []
    assert set(after) == set(before)
    assert (folder / "history.json").stat().st_mtime_ns == old_history.st_mtime_ns
    assert "history.json" not in outcome.result.files


def test_the_second_sync_at_the_same_time_gives_the_same_bytes(folder, good):
    synced(folder)
    assert contents(folder) == good


def test_only_the_history_is_read_and_written_when_it_is_all_that_is_wanted(tmp_path, good):
    outcome = synced(tmp_path, "--generate-history")
    assert outcome.result.files == ("history.json",)
    assert contents(tmp_path) == {"history.json": good["history.json"]}
    assert len(outcome.requests) == 5
    read = ("/activities", "/wellness", "/events")
    assert all(any(part in r.path for part in read) for r in outcome.requests[1:])


def test_an_order_for_the_history_rebuilds_a_fresh_one(folder):
    later = MORNING + timedelta(minutes=1)
    synced(folder, "--generate-history", now=later)
    assert documents(folder)["history.json"]["generated_at"] == later.isoformat()


def shuffled(value, rng):
    """The same JSON value with the members of every object in another order."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) for key in keys}
    return [shuffled(item, rng) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_members_in_answers_does_not_matter(tmp_path, good, seed):
    rng, account = random.Random(seed), small()
    mixed = replace(
        account,
        athlete=shuffled(account.athlete, rng),
        activities=shuffled(list(account.activities), rng),
        wellness=shuffled(list(account.wellness), rng),
        events=shuffled(list(account.events), rng),
        intervals=lambda ident: shuffled(account.intervals(ident), rng),
        streams=lambda ident: shuffled(account.streams(ident), rng),
        messages=lambda ident: shuffled(account.messages(ident), rng),
    )
    synced(tmp_path, account=mixed)
    assert contents(tmp_path) == good


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_of_the_interpreter_does_not_matter(tmp_path, good, seed):
    with IntervalsServer(small(), key=KEY, now=MORNING) as server:
        subprocess.run(
            [sys.executable, "-m", "engine", "--data-dir", str(tmp_path), "--quiet"],
            cwd=Path(__file__).parents[3],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "ATHLETE_ID": "0",
                "INTERVALS_KEY": KEY,
                "INTERVALS_API_URL": server.url,
                "SECTION11_NOW": MORNING.isoformat(),
            },
            check=True,
            timeout=60,
        )
    assert contents(tmp_path) == good


def test_a_sync_goes_on_from_files_in_another_form(folder, good):
    """Those of earlier versions had two spaces, escapes and no newline at the end."""
    former = {name: json.dumps(found, indent=2) for name, found in documents(folder).items()}
    restore(folder, {name: text.encode("ascii") for name, text in former.items()})
    again = synced(folder)
    assert needless(again) == []
    assert again.problems == ""
    kept = {"history.json": former["history.json"].encode()}  # until it is made anew
    assert contents(folder) == good | kept


def test_a_history_that_does_not_say_its_depth_is_rebuilt(folder):
    history = documents(folder)["history.json"]
    history["data_range"]["total_months"] = []
    (folder / "history.json").write_text(json.dumps(history))
    assert "history.json" in synced(folder).result.files
    assert documents(folder)["latest.json"]["history"]["available"]
