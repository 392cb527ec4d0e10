"""Update: the difference first, one commit, and the athlete's edits stay unless they say so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import engine
from demo.github import Fault
from tests.wizard.doctor.faults.spoiling import crowded_schedule, edit_placed, older_engine, place
from tests.wizard.mirrors import MINE, NAME, WORKFLOW, edit, mirror, workflow_without
from wizard.mirror.files.wanted import rendered

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

STEP = "    steps:\n      - run: echo mine\n"


def content(stage: Stage, path: str) -> str:
    """Text of a file of the mirror."""
    return (stage.github.repository(NAME).read(path) or b"").decode()


def test_an_up_to_date_mirror_is_left_alone(stage: Stage) -> None:
    mirror(stage)
    ran = stage.wizard("update")
    assert ran.code == 0
    assert "up to date" in ran.out
    assert stage.written() == []


def test_an_older_engine_is_brought_to_this_version_in_one_commit(stage: Stage) -> None:
    older_engine(stage)
    repo = stage.github.repository(NAME)
    before = len(repo.messages())
    ran = stage.wizard("update", "--yes", "--json")
    assert ran.code == 0, ran.out
    data = ran.json["data"]
    assert data["engine"] == {"there": "3.9.0", "here": engine.__version__}
    assert data["files"]["changed"] == ["engine.pyz"]
    assert data["files"]["removed"] == ["engine/long_gone.py"]
    assert len(repo.messages()) == before + 1
    assert repo.read("engine/long_gone.py") is None
    assert repo.read("engine.pyz") == rendered(MINE)["engine.pyz"]
    stage.forget_calls()
    assert stage.wizard("update", "--yes").code == 0
    assert stage.written() == []


def test_the_difference_is_shown_before_anything_is_written(stage: Stage) -> None:
    older_engine(stage)
    place(stage, {WORKFLOW: workflow_without("retention-days")})
    ran = stage.wizard("update", "--dry-run")
    assert ran.code == 0
    assert "engine 3.9.0 -> " in ran.out
    assert "+          retention-days: 7" in ran.out
    assert "engine/long_gone.py" in ran.out
    assert stage.written() == []
    assert stage.wizard("update").code == 3  # nobody said yes
    assert stage.written() == []


def test_data_settings_and_secrets_are_not_touched(stage: Stage) -> None:
    older_engine(stage)
    before = stage.state()
    assert stage.wizard("update", "--yes").code == 0
    after = stage.state()
    assert after["variables"] == before["variables"]
    assert after["secrets"] == before["secrets"]
    for name in ("history.json", "ftp_history.json"):
        assert after["files"][name] == before["files"][name]
    assert not [call for call in stage.written() if "/git/" not in call]


def test_an_edited_workflow_is_kept_unless_its_replacement_is_asked_for(stage: Stage) -> None:
    older_engine(stage)
    edit(stage, WORKFLOW, "    steps:\n", STEP)
    ran = stage.wizard("update", "--yes", "--json")
    assert ran.json["data"]["files"]["kept"] == [WORKFLOW]
    assert "echo mine" in content(stage, WORKFLOW)
    assert "echo mine" in content(stage, WORKFLOW)
    again = stage.wizard("update", "--yes", "--json")
    assert again.json["data"]["files"]["kept"] == [WORKFLOW]
    ran = stage.wizard("update", "--yes", "--json", "--edited", "replace")
    assert "-      - run: echo mine" in ran.json["data"]["diffs"][WORKFLOW]
    assert content(stage, WORKFLOW) == rendered(MINE)[WORKFLOW].decode()


def test_a_schedule_moved_by_hand_is_no_edit_and_stays(stage: Stage) -> None:
    crowded_schedule(stage)
    place(
        stage,
        {WORKFLOW: content(stage, WORKFLOW).replace("timeout-minutes: 10", "timeout-minutes: 9")},
    )
    ran = stage.wizard("update", "--yes", "--json", "--edited", "replace")
    assert ran.json["data"]["files"]["changed"] == [WORKFLOW]
    assert "timeout-minutes: 10" in content(stage, WORKFLOW)
    assert 'cron: "0,30 * * * *"' in content(stage, WORKFLOW)


def test_an_edited_readme_is_kept(stage: Stage) -> None:
    older_engine(stage)
    edit(stage, "README.md", "# Training data", "# My training data")
    assert stage.wizard("update", "--yes").code == 0
    assert content(stage, "README.md").startswith("# My training data")


def test_a_readme_of_the_athlete_is_kept(stage: Stage) -> None:
    older_engine(stage)
    theirs = "# Mine\n\nAll\nof\nit\nmine.\n"
    stage.github.commit(stage.github.repository(NAME), {"README.md": theirs})
    ran = stage.wizard("update", "--yes", "--json")
    assert "README.md" in ran.json["data"]["files"]["kept"]
    assert content(stage, "README.md") == theirs


def test_an_edited_engine_is_kept_as_a_whole(stage: Stage) -> None:
    older_engine(stage)
    edit(stage, "engine.pyz", "# older", "# mine")
    ran = stage.wizard("update", "--yes", "--json")
    assert ran.json["data"]["files"]["kept"] == ["engine"]
    assert content(stage, "engine.pyz") == "# mine\n"
    assert content(stage, "engine/long_gone.py") == "# older\n"
    status = stage.wizard("status", "--json").json["data"]
    assert status["engine"]["there"] == "3.9.0"
    assert stage.wizard("update", "--yes", "--edited", "replace").code == 0
    assert stage.github.repository(NAME).read("engine.pyz") == rendered(MINE)["engine.pyz"]
    assert not content(stage, "engine/long_gone.py")


def test_an_outdated_readme_keeps_its_last_sync(stage: Stage) -> None:
    mirror(stage)
    line = next(one for one in content(stage, "README.md").splitlines() if "Last successful" in one)
    edit_placed(stage, "README.md", "for AI coaches", "for coaches")
    assert stage.wizard("update", "--yes").code == 0
    assert "for AI coaches" in content(stage, "README.md")
    assert line in content(stage, "README.md")


def test_a_newer_mirror_is_not_taken_back(stage: Stage) -> None:
    mirror(stage)
    edit(stage, ".section11/managed.json", '"engine_version": "', '"engine_version": "9')
    ran = stage.wizard("update", "--yes", "--json")
    assert ran.code == 5
    assert "update the program first" in ran.json["error"]["remedy"]
    assert stage.written() == []


@pytest.mark.parametrize("mode", ["lost_answer", "drop", "status"])
@pytest.mark.parametrize("path", [".*/git/trees", ".*/git/commits", ".*/git/refs/.*"])
def test_a_lost_answer_leaves_one_commit(stage: Stage, path: str, mode: Any) -> None:
    older_engine(stage)
    repo = stage.github.repository(NAME)
    before = len(repo.messages())
    stage.github.faults.append(Fault("POST|PATCH", path, mode=mode))
    assert stage.wizard("update", "--yes").code == 0
    assert len(repo.messages()) == before + 1
    assert repo.read("engine.pyz") == rendered(MINE)["engine.pyz"]


def test_a_commit_in_between_is_built_upon(stage: Stage) -> None:
    older_engine(stage)
    repo = stage.github.repository(NAME)

    def rival(exchange: Any) -> None:
        if exchange.method == "POST" and exchange.path.endswith("/git/trees"):
            stage.github.observers.remove(rival)
            stage.github.commit(repo, {"latest.json": "{}"}, "Sync")

    stage.github.observers.append(rival)
    assert stage.wizard("update", "--yes").code == 0
    assert content(stage, "latest.json") == "{}"
    assert repo.read("engine.pyz") == rendered(MINE)["engine.pyz"]


def test_a_token_without_workflow_is_refused_first(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    older_engine(stage)
    stage.github.add_token("ghp_noworkflownoworkflownoworkflow", scopes=("repo",))
    monkeypatch.setenv("GH_TOKEN", "ghp_noworkflownoworkflownoworkflow")
    assert stage.wizard("update", "--yes", "--json").code == 4
    assert stage.written() == []


def test_settings_of_the_mirror_shape_what_is_placed(stage: Stage) -> None:
    settings = replace(MINE, schedule="hourly", privacy="strict")
    mirror(stage, settings)
    place(stage, {WORKFLOW: rendered(settings)[WORKFLOW].decode() + "# older\n"})
    assert stage.wizard("update", "--yes").code == 0
    assert content(stage, WORKFLOW) == rendered(settings)[WORKFLOW].decode()
