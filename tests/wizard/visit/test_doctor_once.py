"""The doctor names a removed schedule, and one `--fix` is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.wizard.mirrors import MINE, WORKFLOW, add_run, mirror, workflow_without
from wizard.mirror.files.wanted import rendered

if TYPE_CHECKING:
    from demo.github.world import Repository
    from tests.wizard.stage import Stage

pytestmark = pytest.mark.process


def ids(document: dict[str, Any]) -> set[str]:
    return {one["id"] for area in document["areas"] for one in area["findings"]}


def without_schedule(stage: Stage) -> Repository:
    """Take the schedule out, as somebody would by hand."""
    repo = mirror(stage)
    stage.github.commit(repo, {WORKFLOW: workflow_without("schedule:", "- cron", "timezone:")})
    return repo


def test_a_removed_schedule_is_named_and_put_back_when_asked(stage: Stage) -> None:
    repo = without_schedule(stage)
    found = stage.wizard("doctor", "--json").json["data"]
    assert "schedule-removed" in ids(found)
    assert "schedule-removed" in ids(stage.wizard("doctor", "--fix", "--json").json["data"])
    ran = stage.wizard("doctor", "--fix", "schedule-removed", "--json")
    assert "schedule-removed" in ran.json["data"]["repaired"], ran.out
    assert stage.wizard("settings", "--json").json["data"]["settings"]["schedule"] == "30min"
    assert repo.read(WORKFLOW) == rendered(MINE)[WORKFLOW]


def test_a_schedule_by_hand_that_was_chosen_is_no_fault(stage: Stage) -> None:
    mirror(stage)
    assert stage.wizard("settings", "--schedule", "manual", "--yes").code == 0
    assert "schedule-removed" not in ids(stage.wizard("doctor", "--json").json["data"])


def test_one_fix_mends_what_a_damaged_workflow_hid(stage: Stage) -> None:
    repo = mirror(stage)
    repo.workflow_permissions = "read"
    stage.github.commit(repo, {WORKFLOW: "on: [\njobs: {", "engine/run.py": None})
    add_run(stage, repo, "failure", steps=(), seconds=0)
    ran = stage.wizard("doctor", "--fix", "--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["counts"]["error"] == 0
    again = stage.wizard("doctor", "--fix", "--json").json["data"]
    assert again["repaired"] == []
