"""What the doctor does with what it finds: report, choice, repair, exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from demo.github import Fault
from tests.wizard.doctor.findings import found
from tests.wizard.mirrors import failed_run, mirror

if TYPE_CHECKING:
    from tests.wizard.stage import Stage


def test_a_mirror_that_is_well_has_no_findings_and_is_not_touched(stage: Stage) -> None:
    mirror(stage)
    ran = stage.wizard("doctor", "--json", "--fix")
    assert found(ran) == {}
    assert ran.code == 0
    assert stage.written() == []
    assert "athlete/training-data is well." in stage.wizard("doctor").out


def test_an_examination_takes_few_calls(stage: Stage) -> None:
    mirror(stage)
    stage.forget_calls()
    stage.wizard("doctor")
    assert len(stage.github.log) <= 25, [str(one) for one in stage.github.log]


def test_errors_that_remain_give_exit_code_1_warnings_do_not(stage: Stage) -> None:
    repo = mirror(stage)
    repo.workflows[0].state = "disabled_manually"
    assert stage.wizard("doctor").code == 0
    del repo.secrets["INTERVALS_KEY"]
    assert stage.wizard("doctor").code == 1


def test_the_report_says_how_to_repair(stage: Stage) -> None:
    repo = mirror(stage)
    del repo.secrets["INTERVALS_KEY"]
    repo.workflows[0].state = "disabled_manually"
    said = " ".join(stage.wizard("doctor").out.split())
    assert "`section11-setup doctor --fix` repairs: secret-missing." in said
    assert "Only when named, as in `--fix workflow-paused`" in said


def test_yes_repairs_all_that_nobody_can_have_wanted(stage: Stage) -> None:
    repo = mirror(stage)
    repo.variables["DAYS"].value = "0"
    repo.workflows[0].state = "disabled_inactivity"
    del repo.secrets["ATHLETE_ID"]
    failed_run(stage, repo, 3, "ATHLETE_ID not set")
    ran = stage.wizard("doctor", "--yes", "--json")
    assert ran.code == 0, ran.out + ran.err
    assert set(ran.json["data"]["repaired"]) == {
        "run-failed", "secret-missing", "variable-unusable", "workflow-disabled",
    }  # fmt: skip
    assert repo.secrets["ATHLETE_ID"].value == "i900000"
    assert repo.runs[-1].conclusion == "success"


def test_dry_run_names_the_repairs_and_makes_none(stage: Stage) -> None:
    del mirror(stage).secrets["INTERVALS_KEY"]
    ran = stage.wizard("doctor", "--fix", "--dry-run", "--json")
    assert ran.json["messages"] == [
        "Would be done: Set ATHLETE_ID and INTERVALS_KEY from your API key."
    ]
    assert ran.code == 1
    assert stage.written() == []


def test_only_what_is_named_is_repaired(stage: Stage) -> None:
    repo = mirror(stage)
    repo.variables["DAYS"].value = "99"
    repo.workflows[0].state = "disabled_manually"
    ran = stage.wizard("doctor", "--fix", "workflow-paused", "--json")
    assert ran.json["data"]["repaired"] == ["workflow-paused"]
    assert repo.variables["DAYS"].value == "99"


def test_a_repair_that_cannot_be_made_does_not_stop_the_others(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVALS_KEY")
    repo = mirror(stage)
    del repo.secrets["INTERVALS_KEY"]
    repo.workflows[0].state = "disabled_inactivity"
    ran = stage.wizard("doctor", "--fix", "--json")
    assert ran.code == 1
    assert "it needs INTERVALS_KEY" in ran.json["messages"][0]
    assert repo.workflows[0].state == "active"


def test_nothing_is_repaired_in_an_archived_repository(stage: Stage) -> None:
    repo = mirror(stage)
    repo.archived = True
    del repo.secrets["INTERVALS_KEY"]
    ran = stage.wizard("doctor", "--fix", "--json")
    assert ran.code == 1
    assert "while the repository is archived" in ran.err
    assert stage.written() == []


def test_a_failed_sync_is_told_with_what_it_said(stage: Stage) -> None:
    repo = mirror(stage)
    stage.runner.outcome, stage.runner.log = "failure", "section11-sync: no luck today"
    failed_run(stage, repo, 5, "Intervals.icu answers 503")
    ran = stage.wizard("doctor", "--fix", "--json")
    assert ran.code == 1
    assert found(ran)["run-failed"]["why"] == "no luck today"
    assert "The sync failed" in ran.json["messages"][0]


@pytest.mark.parametrize("mode", ["lost_answer", "drop", "status"])
@pytest.mark.parametrize(
    ("spoil", "call"),
    [
        ("secrets", ("PUT", ".*/secrets/INTERVALS_KEY")),
        ("enable", ("PUT", ".*/enable")),
        ("variables", ("PATCH", ".*/variables/DAYS")),
        ("files", ("PATCH", ".*/git/refs/.*")),
        ("data", ("PATCH", ".*/git/refs/.*")),
    ],
)
def test_a_lost_answer_during_a_repair_is_looked_up(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, spoil: str, call: tuple[str, str], mode: Any
) -> None:
    monkeypatch.setattr("wizard.mirror.workflow_run.APPEARANCE_S", 0.4)
    repo = mirror(stage)
    if spoil == "secrets":
        del repo.secrets["INTERVALS_KEY"]
    elif spoil == "enable":
        repo.workflows[0].state = "disabled_inactivity"
    elif spoil == "variables":
        repo.variables["DAYS"].value = "99"
    elif spoil == "files":
        stage.github.commit(repo, {"engine.pyz": None})
    else:
        stage.github.commit(repo, {"history.json": "{"})
    stage.github.faults.append(Fault(*call, mode=mode))
    ran = stage.wizard("doctor", "--fix", "--json")
    assert ran.code == 0, ran.out
    assert found(ran) == {}
