"""Stricter privacy: what was published before is named, and goes when that is wanted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from demo.github import Fault
from engine.output.shelf import BRANCH
from tests.wizard.mirrors import mirror
from tests.wizard.visit.whose.test_key import THEIRS
from wizard.mirror.settings import is_stricter

if TYPE_CHECKING:
    from demo.github.world import Repository
    from tests.wizard.stage import Stage

OLD = "archive/2026-01/1.json"


def with_snapshots(stage: Stage) -> Repository:
    """Make a mirror with snapshots at both places."""
    repo = mirror(stage)
    stage.github.commit(repo, {OLD: "{}"})
    repo.git.set_ref(f"refs/heads/{BRANCH}", repo.head or "")
    stage.forget_calls()
    return repo


def test_only_leaving_out_more_is_stricter() -> None:
    assert is_stricter("standard", "strict")
    assert not is_stricter("strict", "strict")
    assert not is_stricter("strict", "off")


@pytest.mark.process
def test_the_plan_names_what_stays(stage: Stage) -> None:
    repo = with_snapshots(stage)
    for command in (("settings",), ("setup",)):
        ran = stage.wizard(*command, "--privacy", "strict", "--dry-run", "--json")
        plan = {item["what"]: item["detail"] for item in ran.json["data"]["plan"]}
        assert "--remove-archive" in plan["older snapshots"]
        assert "only a new repository" in plan["history of git"]
    assert stage.wizard("settings", "--privacy", "strict", "--yes").code == 0
    assert repo.read(OLD) == b"{}"
    assert repo.git.branch(BRANCH)
    same = stage.wizard("settings", "--days", "14", "--dry-run", "--json").json["data"]["plan"]
    assert "older snapshots" not in {item["what"] for item in same}


@pytest.mark.process
@pytest.mark.parametrize("privacy", [("--privacy", "strict"), ()])
def test_the_archive_goes_when_that_is_said(stage: Stage, privacy: tuple[str, ...]) -> None:
    repo = with_snapshots(stage)
    path = f".*/git/refs/heads/{BRANCH}"
    stage.github.faults.append(Fault("DELETE", path, mode="lost_answer"))
    ran = stage.wizard("settings", *privacy, "--remove-archive", "--yes", "--json")
    assert ran.code == 0, ran.out
    actions = {item["what"]: item["action"] for item in ran.json["data"]["plan"]}
    assert actions["older snapshots"] == "remove"
    assert repo.read(OLD) is None
    assert repo.git.branch(BRANCH) is None
    assert repo.read("ftp_history.json")
    assert "Nothing to do" in stage.wizard("settings", "--remove-archive", "--yes").out


@pytest.mark.process
def test_moving_to_another_athlete_takes_the_archives_branch_away(stage: Stage) -> None:
    repo = with_snapshots(stage)
    stage.github.commit(repo, {"latest.json": json.dumps(THEIRS)})
    assert stage.wizard("settings", "--athlete", "i900000", "--yes").code == 0
    assert repo.git.branch(BRANCH) is None
    assert repo.read(OLD) is None
