"""How a sync ends: data that cannot be read back, and a sentence for each way to fail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from demo.github import Fault
from engine.exit_codes import SyncExit
from tests.wizard.mirrors import NAME, WORKFLOW, add_run, mirror
from wizard.github.records import Run
from wizard.mirror.found.failure import NEXT, RunFailure, explain

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

LATEST = f"/repos/athlete/{NAME}/contents/latest.json"
LOG = "\n".join([f"line {number}" for number in range(18)])
REFUSED = "section11-sync: Intervals.icu refuses the API key (HTTP 401)."


def failure(code: int | None, tail: str = "", step: str = "Sync") -> RunFailure:
    run = Run(1, "completed", "failure", "schedule", None, "https://github.com/run")
    return RunFailure(run, step, code, tail, 1)


@pytest.mark.parametrize("code", [code for code in SyncExit if code is not SyncExit.OK])
def test_the_engines_exit_status_names_the_next_command(code: SyncExit) -> None:
    told = explain(failure(code, f"  noise\n  {REFUSED}\n"))
    assert told.message == "The sync failed: Intervals.icu refuses the API key (HTTP 401)."
    assert told.remedy == NEXT[code]
    assert "section11-setup" in told.remedy
    assert "noise" in told.details


def test_other_steps_are_told_by_their_last_line() -> None:
    told = explain(failure(1, "  one\n  ERROR: no matching wheel", "Install what it needs"))
    assert told.message == (
        "The step 'Install what it needs' of the sync failed: ERROR: no matching wheel"
    )


@pytest.mark.process
def test_a_refused_key_is_told_in_a_sentence_and_the_log_on_request(stage: Stage) -> None:
    mirror(stage)
    stage.runner.outcome = "failure"
    stage.runner.log = f"{LOG}\n{REFUSED}\n##[error]Process completed with exit code 4."
    ran = stage.wizard("sync")
    told = " ".join(ran.out.split())
    assert ran.code == 6
    assert "The sync failed: Intervals.icu refuses the API key (HTTP 401)." in told
    assert "settings --rotate-key" in told
    assert "line 17" not in told
    assert "line 17" in stage.wizard("sync", "--verbose").out


@pytest.mark.process
@pytest.mark.parametrize(
    "fault",
    [
        Fault("GET", LATEST, times=99, mode="status", status=502),
        Fault("GET", LATEST, times=99, mode="drop"),
    ],
    ids=["502", "dropped"],
)
def test_data_that_cannot_be_read_back_does_not_fail_a_set_up(stage: Stage, fault: Fault) -> None:
    stage.github.observers.clear()
    stage.github.faults.append(replace(fault))
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["sync"]["numbers"] is None
    assert any("could not be read back" in words for words in ran.json["messages"])


@pytest.mark.process
def test_one_broken_read_is_made_good(stage: Stage) -> None:
    stage.github.observers.clear()
    stage.github.faults.append(Fault("GET", LATEST, mode="status", status=200, body="{cut"))
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["sync"]["numbers"]["ctl"] == 61.2


@pytest.mark.process
def test_a_workflow_that_github_cannot_read_is_not_called_spent_minutes(stage: Stage) -> None:
    repo = mirror(stage)
    stage.github.commit(repo, {WORKFLOW: "on: [\njobs: {"})
    add_run(stage, repo, "failure", steps=(), seconds=0)
    found = stage.wizard("doctor", "--json").json["data"]
    ids = {one["id"] for area in found["areas"] for one in area["findings"]}
    assert "workflow-damaged" in ids
    assert "quota-spent" not in ids
