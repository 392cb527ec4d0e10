"""When a sync makes a commit, and what the commit holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.base.format import ASKED, READING
from engine.output.options import options_from
from tests.output.mirror import NOON, dump, latest, put, sync, write

pytestmark = pytest.mark.process

HOUR = timedelta(hours=1)


def test_the_first_sync_is_one_commit_with_data_readme_and_snapshot(mirror):
    folder = mirror.checkout()
    write(folder, history={"generated_at": "x"}, ftp_history={"indoor": {}, "outdoor": {}})
    result = sync(folder, NOON)
    assert (result.reason, result.message) == ("changed", "sync: first data")
    assert mirror.log() == ["sync: first data", "edit seed"]
    assert result.files == (
        "README.md", "archive/2026-11/20261122_120000.json", "ftp_history.json",
        "history.json", "latest.json",
    )  # fmt: skip
    assert "2026-11-22 12:00 (UTC+01:00)" in mirror.read("README.md")
    assert "My own words." in mirror.read("README.md")
    assert mirror.read("archive/2026-11/20261122_120000.json", at="archive") == dump(latest(NOON))


def test_a_sync_with_nothing_but_new_time_stamps_makes_no_commit(mirror):
    folder = mirror.checkout()
    sync(folder, NOON)
    result = sync(folder, NOON + HOUR)
    assert (result.reason, result.committed, result.sha) == ("unchanged", False, None)
    assert len(mirror.log()) == 2


def test_after_six_hours_the_data_is_shown_to_be_alive(mirror):
    folder = mirror.checkout()
    sync(folder, NOON)
    assert not sync(folder, NOON + 6 * HOUR - timedelta(seconds=1)).committed
    result = sync(folder, NOON + 6 * HOUR)
    assert (result.reason, result.message) == ("alive", "sync: nothing new")


def test_a_clock_that_was_ahead_does_not_stop_the_commits(mirror):
    folder = mirror.checkout()
    sync(folder, NOON + timedelta(days=300))
    assert sync(folder, NOON).reason == "alive"


def test_a_run_by_hand_always_makes_a_commit(mirror):
    folder = mirror.checkout()
    sync(folder, NOON)
    result = sync(folder, NOON + HOUR, manual=True)
    assert (result.reason, result.message) == ("manual", "sync: run by hand, nothing new")
    assert mirror.json("latest.json")["metadata"]["last_updated"] == "2026-11-22T13:00:00+01:00"


def test_files_that_differ_only_in_time_stamps_stay_out_of_the_commit(mirror):
    folder = mirror.checkout()
    write(folder, history={"generated_at": "1", "rows": [1]}, routes={"generated_at": "1"})
    sync(folder, NOON)
    write(folder, history={"generated_at": "2", "rows": [1]}, routes={"generated_at": "2", "n": 1})
    result = sync(folder, NOON + HOUR)
    assert "history.json" not in result.files
    assert mirror.json("history.json")["generated_at"] == "1"
    assert mirror.json("routes.json") == {"generated_at": "2", "n": 1}


def test_questions_that_are_still_open_are_no_news_but_are_kept_with_the_next(mirror):
    folder = mirror.checkout()
    write(folder, intervals={"activities": [], "fetch_state": {"i1": {"attempts": 1}}})
    sync(folder, NOON)
    write(folder, intervals={"activities": [], "fetch_state": {"i1": {"attempts": 2}}})
    assert not sync(folder, NOON + HOUR).committed
    assert "intervals.json" in sync(folder, NOON + 6 * HOUR).files
    assert mirror.json("intervals.json")["fetch_state"] == {"i1": {"attempts": 2}}


def test_a_file_that_is_not_whole_is_never_published(mirror):
    folder = mirror.checkout()
    write(folder, history={"rows": [1]})
    sync(folder, NOON)
    write(folder, history='{"rows": [1, 2', intervals="[]")
    assert not sync(folder, NOON + HOUR).committed
    assert mirror.json("history.json") == {"rows": [1]}
    (folder / "history.json").unlink()
    assert not sync(folder, NOON + HOUR).committed


def test_a_readme_without_the_marker_is_left_alone(mirror):
    mirror.edit("own", {"README.md": "# mine\n"})
    folder = mirror.checkout()
    assert "README.md" not in sync(folder, NOON).files
    assert mirror.read("README.md") == "# mine"


@pytest.mark.parametrize("name", [".section11/state.json", ".section11/terrain.json"])
def test_a_changed_state_file_is_reason_enough_for_a_commit(mirror, name):
    folder = mirror.checkout()
    sync(folder, NOON)
    (folder / ".section11").mkdir()
    (folder / name).write_text("{}")
    result = sync(folder, NOON + HOUR)
    assert (result.reason, result.message) == ("changed", "sync: nothing new")
    assert mirror.read(name) == "{}"
    assert not sync(mirror.checkout("next"), NOON + 2 * HOUR).committed


def test_what_only_saves_requests_travels_with_news_and_is_none(mirror):
    folder = mirror.checkout()
    sync(folder, NOON)
    (folder / ".section11").mkdir()
    (folder / ASKED).write_text("{}")
    assert not sync(folder, NOON + HOUR).committed
    write(folder, history={"rows": [1]})
    assert ASKED in sync(folder, NOON + HOUR).files


def test_the_environment_of_actions_says_how_to_publish():
    options = options_from(
        {
            "GITHUB_EVENT_NAME": "workflow_dispatch", "GITHUB_REF_TYPE": "branch",
            "GITHUB_REF_NAME": "trunk", "GITHUB_TOKEN": "ghs_secret",
            "GITHUB_SERVER_URL": "https://git.example.com",
        },
        "daily",
    )  # fmt: skip
    assert (options.manual, options.branch, options.archive) == (True, "trunk", "daily")
    assert options.server_url == "https://git.example.com"
    assert "ghs_secret" not in repr(options)
    nothing = options_from({"GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": "v1"})
    assert (nothing.manual, nothing.branch, nothing.server_url) == (
        False, None, "https://github.com",
    )  # fmt: skip


def test_publishing_twice_without_a_sync_between_is_harmless(mirror):
    folder = mirror.checkout()
    sync(folder, NOON)
    assert not put(folder, NOON).committed


def test_what_only_the_next_run_can_judge_is_noted_without_data(mirror):
    folder = mirror.checkout()
    sync(folder, NOON)
    before = mirror.read("latest.json")
    note = folder / READING
    note.parent.mkdir(exist_ok=True)
    note.write_text('{"empty_since": {"activities": "2026-11-22T13:00:00+01:00"}}')
    result = put(folder, NOON + HOUR, notes_only=True)
    assert (result.files, result.message) == ((READING,), "sync: an empty list is not believed yet")
    assert mirror.read("latest.json") == before
    assert not put(folder, NOON + HOUR, notes_only=True).committed
