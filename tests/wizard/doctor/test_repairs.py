"""Details of single repairs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.wizard.doctor.faults.runs import github_starts_none
from tests.wizard.doctor.findings import found
from tests.wizard.mirrors import (
    BY_HAND,
    GUIDE_ENGINE,
    WORKFLOW,
    add_run,
    add_secret,
    edit,
    failed_run,
    mirror,
)
from tests.wizard.stage import KEY, TOKEN

if TYPE_CHECKING:
    from tests.wizard.stage import Stage


def test_removing_a_wrong_name_waits_for_the_right_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVALS_KEY")
    repo = mirror(stage)
    del repo.secrets["INTERVALS_KEY"]
    add_secret(repo, "INTERVALS_API_KEY", "the only one")
    ran = stage.wizard("doctor", "--json", "--fix", "secret-misnamed")
    assert "INTERVALS_API_KEY" in repo.secrets
    assert "stays until" in ran.json["messages"][0]


def test_a_conflict_in_the_ftp_history_loses_no_value(stage: Stage) -> None:
    repo = mirror(stage)
    text = (
        '{\n  "indoor": {\n<<<<<<< HEAD\n    "2026-01-01": 250\n=======\n'
        '    "2026-02-01": 255\n>>>>>>> origin/main\n  },\n  "outdoor": {}\n}\n'
    )
    stage.runner.files.pop("ftp_history.json")
    stage.github.commit(repo, {"ftp_history.json": text})
    assert stage.wizard("doctor", "--fix").code == 0
    kept = json.loads(repo.read("ftp_history.json") or b"")
    assert kept["indoor"] == {"2026-01-01": 250, "2026-02-01": 255}


def test_a_damaged_ftp_history_is_kept_aside(stage: Stage) -> None:
    repo = mirror(stage)
    stage.github.commit(repo, {"ftp_history.json": '{"indoor": {"2026-01-01": 250'})
    assert stage.wizard("doctor", "--fix").code == 0
    assert b"2026-01-01" in (repo.read("ftp_history.damaged.json") or b"")


def test_repairs_keep_what_the_athlete_edited(stage: Stage) -> None:
    repo = mirror(stage)
    edit(stage, WORKFLOW, "    steps:\n", "    steps:\n      - run: echo mine\n")
    stage.github.commit(repo, {"engine.pyz": None})
    assert stage.wizard("doctor", "--fix").code == 0
    assert b"echo mine" in (repo.read(WORKFLOW) or b"")
    assert repo.read("engine.pyz")


def test_a_mirror_made_by_hand_is_explained_and_keeps_its_schedule(stage: Stage) -> None:
    repo = mirror(stage)
    ours: dict[str, Any] = {
        p: None for p in repo.files() if p.startswith(("engine.pyz", ".section11/"))
    }
    stage.github.commit(repo, {**ours, WORKFLOW: BY_HAND, "sync.py": GUIDE_ENGINE})
    one = found(stage.wizard("doctor", "--json"))["made-by-hand"]
    assert "no time limit" in one["why"]
    assert "ftp_history.json is not committed" in one["why"]
    assert stage.wizard("doctor", "--fix", "made-by-hand").code == 0
    assert b"python3 -I engine.pyz --publish" in (repo.read(WORKFLOW) or b"")
    settings = stage.wizard("status", "--json").json["data"]["settings"]
    assert settings["schedule"] == "15min"


def test_a_sleeping_schedule_is_woken(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    github_starts_none(stage)
    stage.forget_calls()
    stage.wizard("doctor", "--fix", "schedule-silent")
    assert [name.rpartition("/")[2] for name in stage.written()] == ["disable", "enable"]


def test_the_failing_step_is_named_with_its_log(stage: Stage) -> None:
    repo = mirror(stage)
    log = (
        "one\ntwo\nthree\nfour\nERROR: hash mismatch\n##[error]Process completed with exit code 1."
    )
    add_run(stage, repo, "failure", failed_step="Check out all but the archive", log=log)
    one = found(stage.wizard("doctor", "--json"))["run-failed"]
    assert "'Check out all but the archive'" in one["what"]
    assert one["why"].splitlines()[-2:] == [
        "ERROR: hash mismatch", "Process completed with exit code 1.",
    ]  # fmt: skip


def test_the_token_and_the_key_appear_nowhere(stage: Stage) -> None:
    repo = mirror(stage)
    failed_run(stage, repo, 4, f"refused {KEY} and {TOKEN}")
    for arguments in (("doctor",), ("doctor", "--json"), ("doctor", "--fix", "-v")):
        ran = stage.wizard(*arguments)
        assert KEY not in ran.out + ran.err
        assert TOKEN not in ran.out + ran.err


def test_a_workflow_made_by_hand_is_replaced_together_with_its_engine(stage: Stage) -> None:
    repo = mirror(stage)
    ours: dict[str, Any] = dict.fromkeys(
        path for path in repo.files() if path.startswith(("engine.pyz", ".section11/"))
    )
    text = BY_HAND.replace("  workflow_dispatch:\n", "")
    stage.github.commit(repo, {**ours, WORKFLOW: text, "sync.py": GUIDE_ENGINE})
    assert stage.wizard("doctor", "--fix", "workflow-no-dispatch").code == 0
    assert repo.read("engine.pyz")
    assert b"workflow_dispatch" in (repo.read(WORKFLOW) or b"")


@pytest.mark.parametrize("command", ["doctor", "update", "uninstall"])
def test_the_missing_token_is_named(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("GH_TOKEN")
    ran = stage.wizard(command, "--no-input", "--json")
    assert ran.code == 3
    assert "GH_TOKEN" in ran.json["error"]["remedy"]


def test_a_repository_that_is_not_there_is_a_finding(stage: Stage) -> None:
    ran = stage.wizard("doctor", "--json")
    assert ran.code == 1
    assert "It does not exist, or the token may not see it." in ran.out
    assert stage.wizard("update", "--json").code == 5
