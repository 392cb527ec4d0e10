"""A real fork: public for ever, so only after its name was typed; waited for; schedule on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demo.github import Fault
from tests.wizard.setup.test_copy import README, upstream
from wizard.mirror.upstream import UPSTREAM

if TYPE_CHECKING:
    from tests.wizard.stage import Ran, Stage

FORK = "section-11"


def fork(stage: Stage, *arguments: str) -> Ran:
    """Set up a fork, with its name confirmed."""
    return stage.setup("--fork", "--confirm-public", FORK, *arguments)


def test_a_fork_carries_data_and_protocol_and_its_schedule_runs(stage: Stage) -> None:
    upstream(stage)
    ran = fork(stage, "--json")
    assert ran.code == 0, ran.out
    repo = stage.github.repository(FORK)
    assert repo.parent is stage.github.repository(UPSTREAM)
    assert not repo.private
    assert repo.workflows[0].state == "active"
    assert repo.variables["PRIVACY"].value == "strict"
    assert repo.read("README.md") == README.encode()
    assert repo.read("engine.pyz") is not None
    data = ran.json["data"]
    assert data["sync"]["fresh"]
    plan = {item["what"]: (item["action"], item["detail"]) for item in data["plan"]}
    assert plan["PUBLIC fork"] == ("create", f"athlete/{FORK} of {UPSTREAM}")
    assert plan["schedule"] == ("change", "switched on: forks start without")


def test_a_second_run_writes_nothing(stage: Stage) -> None:
    upstream(stage)
    assert fork(stage).code == 0
    stage.forget_calls()
    for arguments in (("--fork",), ()):
        ran = stage.setup(*arguments, "--repo", FORK)
        assert ran.code == 0, ran.out
        assert "Nothing to do" in ran.out
    assert stage.written() == []


def test_it_is_refused_without_the_name(stage: Stage) -> None:
    upstream(stage)
    ran = stage.setup("--fork", "--json")
    assert ran.code == 5
    said = ran.json["error"]["message"]
    assert "public for ever" in said
    assert "60 days" in said
    assert "schedules" in said
    assert f"--confirm-public {FORK}" in ran.json["error"]["remedy"]
    assert stage.setup("--fork", "--confirm-public", "training-data").code == 2
    assert stage.written() == []


def test_its_content_is_waited_for(stage: Stage) -> None:
    upstream(stage)
    stage.github.world.settle_polls = 3
    ran = fork(stage)
    assert ran.code == 0, ran.out
    assert "Wait until GitHub has filled the fork" in ran.out
    assert stage.github.repository(FORK).read("SECTION_11.md")


def test_a_fork_that_is_never_filled_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    upstream(stage)
    monkeypatch.setattr("wizard.mirror.fork.CONTENT_S", 0.2)
    stage.github.world.settle_polls = 1000
    ran = fork(stage)
    assert ran.code == 7
    assert "has not filled the fork" in " ".join(ran.out.split())


@pytest.mark.parametrize("mode", ["lost_answer", "status"])
def test_a_fork_whose_answer_was_lost_is_made_once(stage: Stage, mode: str) -> None:
    upstream(stage)
    stage.github.world.settle_polls = 2
    stage.github.faults.append(Fault("POST", ".*/forks", mode=mode, status=502))  # type: ignore[arg-type]
    ran = fork(stage)
    assert ran.code == 0, ran.out
    assert set(stage.github.world.repositories) == {UPSTREAM.lower(), f"athlete/{FORK}"}
    assert stage.github.repository(FORK).workflows[0].state == "active"


@pytest.mark.parametrize("path", [".*/git/trees", ".*/enable"])
def test_a_fault_later_on_is_healed_by_the_same_command(stage: Stage, path: str) -> None:
    upstream(stage)
    stage.github.faults.append(Fault("P.*", path, mode="status", status=502, times=3))
    fork(stage)
    stage.github.faults.clear()
    ran = fork(stage)
    assert ran.code == 0, ran.out
    repo = stage.github.repository(FORK)
    assert repo.workflows[0].state == "active"
    assert repo.read("latest.json") is not None


def test_another_name_is_possible(stage: Stage) -> None:
    upstream(stage)
    ran = stage.setup("--fork", "--repo", "mine", "--confirm-public", "mine")
    assert ran.code == 0, ran.out
    assert stage.github.repository("mine").parent is not None


def test_a_name_that_is_taken_is_told_before_anything_is_written(stage: Stage) -> None:
    upstream(stage)
    stage.github.create_repository(FORK, {"README.md": "# x\n"})
    ran = fork(stage)
    assert ran.code == 5
    assert "is no fork of" in " ".join(ran.out.split())
    assert stage.written() == []


def test_without_upstream_there_is_no_fork(stage: Stage) -> None:
    ran = fork(stage)
    assert ran.code == 5
    assert UPSTREAM in ran.out
    assert stage.written() == []


def test_a_fork_and_a_copy_exclude_each_other(stage: Stage) -> None:
    upstream(stage)
    assert fork(stage, "--with-protocol").code == 2
    assert stage.written() == []


def test_a_fork_may_belong_to_an_organization(stage: Stage) -> None:
    upstream(stage)
    stage.github.add_organization("team")
    ran = fork(stage, "--owner", "team")
    assert ran.code == 0, ran.out
    assert stage.github.repository(f"team/{FORK}").parent is not None


def test_a_paused_fork_stays_paused(stage: Stage) -> None:
    upstream(stage)
    assert fork(stage).code == 0
    assert stage.wizard("pause", "--repo", FORK).code == 0
    assert stage.setup("--repo", FORK).code == 0
    assert stage.github.repository(FORK).workflows[0].state == "disabled_manually"
