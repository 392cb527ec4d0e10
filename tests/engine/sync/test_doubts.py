"""A list that is empty though files show rows is not believed before a second run says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from demo.intervals_icu.server import Fault
from engine.base.format import READING
from engine.fetch import DoubtedError
from engine.fetch.doubts import Doubts
from engine.snapshot import State
from tests.engine.accounts import MORNING, contents, documents, small, synced

pytestmark = [pytest.mark.process, pytest.mark.slow]

OLD_ACTIVITIES = r"/activities\?oldest=202[0-5]"
OLD_WELLNESS = r"/wellness\?oldest=202[0-5]"
RECENT_ACTIVITIES = r"/activities\?oldest=2026"
RECENT_WELLNESS = r"/wellness\?oldest=2026"
WEEK_LATER = MORNING + timedelta(days=7)
"""A new week, so that the history is due."""


def empty(path, body="[]"):
    return Fault(path, mode="body", body=body)


def data(folder):
    return {name: text for name, text in contents(folder).items() if name != READING}


@pytest.mark.parametrize("body", ["[]", "[null, 1]"])
@pytest.mark.parametrize(
    ("path", "name"), [(RECENT_ACTIVITIES, "activities"), (RECENT_WELLNESS, "wellness")]
)
def test_the_lists_of_a_sync_are_not_believed_at_once(folder, good, path, name, body):
    first = synced(folder, faults=[empty(path, body)], expect=DoubtedError)
    assert f"an empty list for the {name}" in first.problems
    assert data(folder) == good
    soon = MORNING + timedelta(minutes=59)
    again = synced(folder, faults=[empty(path, body)], now=soon, expect=DoubtedError)
    assert again.error
    assert data(folder) == good


def test_after_an_hour_an_empty_list_is_true(folder):
    synced(folder, faults=[empty(RECENT_ACTIVITIES)], expect=DoubtedError)
    later = MORNING + timedelta(hours=1)
    outcome = synced(folder, faults=[empty(RECENT_ACTIVITIES)], now=later)
    assert documents(folder)["latest.json"]["recent_activities"] == []
    assert "latest.json" in outcome.result.files


def test_an_emptied_calendar_is_believed_at_once(folder):
    account = replace(small(), events=[], changes=[])
    later = MORNING + timedelta(minutes=5)
    outcome = synced(folder, account=account, now=later)
    assert "latest.json" in outcome.result.files
    assert documents(folder)["latest.json"]["planned_workouts"] == []
    assert READING not in contents(folder)


def test_lists_that_are_empty_together_are_doubted_together(folder, good):
    faults = [empty(RECENT_ACTIVITIES), empty(RECENT_WELLNESS)]
    first = synced(folder, faults=faults, expect=DoubtedError)
    assert "the activities, where" in first.problems
    assert "the wellness, where" in first.problems
    assert data(folder) == good
    later = MORNING + timedelta(hours=1)
    assert "latest.json" in synced(folder, faults=faults, now=later).result.files


def test_a_history_without_its_older_part_is_true_after_an_hour(folder):
    rows = [row for row in small().wellness if row["id"] >= "2026-03-01"]
    account = replace(small(), wellness=rows)
    assert "history of wellness" in synced(folder, account=account, now=WEEK_LATER).problems
    later = WEEK_LATER + timedelta(hours=1)
    assert "history.json" in synced(folder, account=account, now=later).result.files


def test_a_doubt_outlasts_a_run_that_did_not_see_the_list():
    then = MORNING - timedelta(minutes=30)
    noted = {"empty_since": {"activities": then.isoformat()}}
    doubts = Doubts.read(State(reading=noted), MORNING)
    doubts.weigh("wellness", {}, 3)
    assert doubts.document() == noted
    doubts.weigh("activities", {}, 3)
    assert doubts.document() == {}


def test_a_full_list_ends_the_doubt(folder):
    synced(folder, faults=[empty(RECENT_ACTIVITIES)], expect=DoubtedError)
    synced(folder, now=MORNING + timedelta(minutes=30))
    assert documents(folder)[READING] == {}
    later = MORNING + timedelta(hours=2)
    assert synced(folder, faults=[empty(RECENT_ACTIVITIES)], now=later, expect=DoubtedError).error


def test_a_new_account_may_be_empty(tmp_path):
    faults = [empty(path) for path in (RECENT_ACTIVITIES, OLD_ACTIVITIES, OLD_WELLNESS)]
    assert synced(tmp_path, faults=faults).problems == ""
    assert READING not in contents(tmp_path)


@pytest.mark.parametrize("body", ["[]", "[null, 1]"])
@pytest.mark.parametrize(
    ("path", "name"), [(OLD_ACTIVITIES, "activities"), (OLD_WELLNESS, "wellness")]
)
def test_a_history_is_not_replaced_by_an_empty_one(folder, good, path, name, body):
    outcome = synced(folder, faults=[empty(path, body)], now=WEEK_LATER)
    assert (
        f"history.json is kept as it was: Intervals.icu gave an empty list for the history of "
        f"{name}" in outcome.problems
    )
    assert contents(folder)["history.json"] == good["history.json"]


def test_a_history_that_was_built_on_an_empty_list_is_due_the_next_day(folder):
    faults = [empty(OLD_ACTIVITIES)]
    synced(folder, faults=faults, now=WEEK_LATER)
    later = WEEK_LATER + timedelta(hours=2)
    assert "history.json" in synced(folder, faults=faults, now=later).result.files
    assert "history.json" not in synced(folder, now=later + timedelta(hours=1)).result.files
    tomorrow = WEEK_LATER + timedelta(days=1)
    outcome = synced(folder, now=tomorrow)
    assert "history.json" in outcome.result.files
    assert documents(folder)["history.json"]["data_range"]["earliest"] < "2026"
    assert documents(folder)[READING] == {}


def test_a_history_alone_is_not_built_on_an_empty_list(folder, good):
    faults = [empty(OLD_ACTIVITIES)]
    assert synced(folder, "--generate-history", faults=faults, expect=DoubtedError).error
    assert data(folder) == good


def test_a_much_poorer_file_is_named(folder):
    account = small()
    one = replace(account, activities=account.activities[-1:], wellness=account.wellness[-1:])
    outcome = synced(folder, account=one)
    assert "latest.json holds much less than before" in outcome.problems
    assert "holds much less" not in synced(folder, account=one).problems
