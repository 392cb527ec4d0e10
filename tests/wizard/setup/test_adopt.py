"""Repositories that exist already: empty, with a README, mirrors, by hand, other branches."""

from __future__ import annotations

from datetime import datetime

import pytest

from templates.record import MANAGED_PATH
from templates.settings import WORKFLOW_PATH
from tests.wizard.stage import KEY, Stage, latest

OWN_README = "# My data\n\nWritten by me,\nfor me,\nand kept.\n"


def test_an_empty_repository_is_filled(stage: Stage) -> None:
    stage.github.create_repository("training-data")
    ran = stage.setup()
    assert ran.code == 0, ran.out
    assert len(stage.calls) <= 25, "\n".join(stage.calls)
    assert stage.state()["has_data"]
    assert "POST /user/repos" not in stage.written()


@pytest.mark.parametrize("branch", ["master", "trunk/data"])
def test_the_default_branch_may_have_any_name(stage: Stage, branch: str) -> None:
    stage.github.create_repository(
        "training-data", {"README.md": "# training-data\n"}, default_branch=branch
    )
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["repository"]["default_branch"] == branch
    assert f"/{branch}/brief.md" in ran.json["data"]["urls"][0]
    assert stage.github.repository("training-data").read(WORKFLOW_PATH)


def test_a_repository_may_belong_to_an_organization(stage: Stage) -> None:
    stage.github.add_organization("team", locks_workflow_permissions=True)
    ran = stage.setup("--owner", "team", "--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["repository"]["full_name"] == "team/training-data"


def test_locked_permissions_are_explained_and_skipped(stage: Stage) -> None:
    stage.github.add_organization("team", locks_workflow_permissions=True)
    ran = stage.setup("--repo", "team/data")
    assert ran.code == 0
    assert "Let workflows write: left as they are" in ran.out


def test_a_readme_of_the_athlete_is_left_alone(stage: Stage) -> None:
    stage.github.create_repository("training-data", {"README.md": OWN_README})
    assert stage.setup().code == 0
    assert stage.github.repository("training-data").read("README.md") == OWN_README.encode()
    stage.forget_calls()
    assert stage.setup().code == 0
    assert stage.written() == []


def test_other_files_stay_when_it_is_adopted(stage: Stage) -> None:
    stage.github.create_repository("training-data", {"main.py": "print()", "README.md": "# x\n"})
    assert stage.setup("--adopt").code == 0
    assert stage.github.repository("training-data").read("main.py") == b"print()"


def test_the_last_sync_line_of_the_readme_is_no_difference(stage: Stage) -> None:
    assert stage.setup().code == 0
    repo = stage.github.repository("training-data")
    readme = (repo.read("README.md") or b"").decode().replace("not yet", "2026-11-24 07:01")
    stage.github.commit(repo, {"README.md": readme}, "Sync")
    stage.forget_calls()
    ran = stage.setup()
    assert ran.code == 0
    assert stage.written() == []
    assert stage.setup("--schedule", "hourly").code == 0
    assert b"2026-11-24 07:01" in (repo.read("README.md") or b"")


def test_a_second_run_keeps_settings_that_it_is_not_told(stage: Stage) -> None:
    assert stage.setup("--week-start", "sun", "--schedule", "hourly", "--days", "14").code == 0
    ran = stage.setup("--json")
    settings = ran.json["data"]["settings"]
    assert (settings["week_start"], settings["schedule"], settings["days"]) == ("sun", "hourly", 14)
    assert ran.json["data"]["changed"] is False


def test_a_mirror_made_by_hand_keeps_its_week_start_secret_and_data(stage: Stage) -> None:
    stage.github.create_repository(
        "training-data",
        {
            "README.md": "# Training data\n",
            "sync.py": "old",
            "latest.json": latest(datetime(2026, 1, 1).astimezone()),
            "ftp_history.json": '{"indoor": {"2025-10-15": 255}}',
            "engine/old_module.py": "mine",
            WORKFLOW_PATH: "name: Old\non:\n  schedule:\n    - cron: '*/15 * * * *'\n"
            "  workflow_dispatch:\njobs:\n  sync:\n    steps:\n"
            "      - run: python sync.py --days 14\n",
        },
    )
    repo = stage.github.repository("training-data")
    stage.github.world.next_id()
    from demo.github.world import Setting  # noqa: PLC0415

    now = stage.github.world.clock()
    for name in ("ATHLETE_ID", "INTERVALS_KEY", "WEEK_START"):
        repo.secrets[name] = Setting(name, "x", now, now)
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out
    assert "WEEK_START" not in repo.variables
    assert ran.json["data"]["settings"]["schedule"] == "15min"
    assert repo.variables["DAYS"].value == "14"
    assert repo.read("ftp_history.json") == b'{"indoor": {"2025-10-15": 255}}'
    assert repo.read("engine/old_module.py") == b"mine"
    assert repo.secrets["INTERVALS_KEY"].value == "x"
    assert stage.setup("--week-start", "sun").code == 0
    assert repo.variables["WEEK_START"].value == "sun"


def test_the_key_is_replaced_when_asked(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stage.setup().code == 0
    repo = stage.github.repository("training-data")
    repo.secrets["INTERVALS_KEY"].value = "revoked"
    stage.forget_calls()
    assert stage.setup("--rotate-key").code == 0
    assert repo.secrets["INTERVALS_KEY"].value == KEY
    written = [w.rpartition("/")[2] for w in stage.written()]
    assert written == ["ATHLETE_ID", "INTERVALS_KEY", "dispatches"]


def test_a_failed_last_run_makes_a_re_run_replace_the_key_and_try_again(stage: Stage) -> None:
    stage.runner.outcome = "failure"
    assert stage.setup().code == 6
    repo = stage.github.repository("training-data")
    repo.secrets["INTERVALS_KEY"].value = "revoked"
    stage.runner.outcome = "success"
    assert stage.setup().code == 0
    assert repo.secrets["INTERVALS_KEY"].value == KEY
    assert len(repo.runs) == 2


def test_the_mirror_is_remembered_for_later_commands(stage: Stage) -> None:
    assert stage.setup("--repo", "my-data").code == 0
    ran = stage.wizard("status", "--json")
    assert ran.json["data"]["repository"]["full_name"] == "athlete/my-data"


def test_settings_changes_only_what_is_said(stage: Stage) -> None:
    assert stage.setup().code == 0
    before = stage.state()
    stage.forget_calls()
    ran = stage.wizard("settings", "--privacy", "strict", "--yes", "--json")
    assert ran.code == 0, ran.out
    after = stage.state()
    assert after["variables"] == {**before["variables"], "PRIVACY": "strict"}
    changed = {p for p in after["files"] if after["files"][p] != before["files"].get(p)}
    assert changed <= {WORKFLOW_PATH, "README.md", MANAGED_PATH}
    assert not [w for w in stage.written() if "secrets" in w or "dispatches" in w]


def test_settings_shows_without_changing(stage: Stage) -> None:
    assert stage.setup().code == 0
    stage.forget_calls()
    ran = stage.wizard("settings")
    assert ran.code == 0
    assert "Week starts on  Monday" in ran.out
    assert stage.wizard("settings", "--days", "9", "--dry-run").code == 0
    assert stage.wizard("settings", "--days", "9").code == 3
    assert stage.wizard("settings", "--days", "7", "--yes").code == 0
    assert stage.written() == []


def test_pause_and_resume(stage: Stage) -> None:
    assert stage.setup().code == 0
    repo = stage.github.repository("training-data")
    assert stage.wizard("pause").code == 0
    assert repo.workflows[0].state == "disabled_manually"
    stage.forget_calls()
    assert "already" in stage.wizard("pause").out
    assert stage.written() == []
    assert stage.wizard("sync").code == 6
    assert stage.wizard("resume").code == 0
    assert repo.workflows[0].state == "active"


def test_status_tells_age_runs_and_minutes(stage: Stage) -> None:
    assert stage.setup().code == 0
    data = stage.wizard("status", "--json").json["data"]
    assert data["age_minutes"] == 0
    assert data["cost"]["minutes"] == 1488
    assert data["runs"][0]["outcome"] == "success"
    assert data["files_behind"] == 0
    assert len(data["next_runs"]) == 3
    assert stage.written()
    assert "0 min old" in stage.wizard("status").out


def test_open_tells_the_page_without_asking_github(stage: Stage) -> None:
    assert stage.setup().code == 0
    stage.forget_calls()
    ran = stage.wizard("open", "actions")
    assert ran.code == 0
    assert "/athlete/training-data/actions/workflows/auto-sync.yml" in ran.out
    assert stage.wizard("open", "token").code == 0
    assert stage.wizard("open", "intervals").code == 0
    assert stage.github.log == []
