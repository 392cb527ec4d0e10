"""What the athlete edited is known and stays, whichever command looks after the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.wizard.doctor.faults.spoiling import crowded_schedule, older_engine
from tests.wizard.mirrors import NAME, WORKFLOW, edit, mirror

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

STEP = "    steps:\n      - run: echo mine\n"


def text(stage: Stage, path: str = WORKFLOW) -> str:
    """Text of a file of the mirror."""
    return (stage.github.repository(NAME).read(path) or b"").decode()


def status(stage: Stage) -> dict[str, Any]:
    """What status tells."""
    data: dict[str, Any] = stage.wizard("status", "--json").json["data"]
    return data


def test_a_set_up_again_keeps_an_edited_workflow_and_says_so(stage: Stage) -> None:
    mirror(stage)
    edit(stage, WORKFLOW, "    steps:\n", STEP)
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out
    assert "echo mine" in text(stage)
    kept = [item for item in ran.json["data"]["plan"] if item["what"] == WORKFLOW]
    assert kept[0]["detail"].startswith("edited by you")


def test_moved_cron_minutes_are_not_moved_back(stage: Stage) -> None:
    crowded_schedule(stage)
    stage.forget_calls()
    assert stage.setup().code == 0
    assert stage.written() == []
    assert stage.wizard("settings", "--privacy", "strict", "--yes").code == 0
    assert 'cron: "0,30 * * * *"' in text(stage)
    assert "strict" in text(stage)


def test_another_schedule_replaces_moved_minutes(stage: Stage) -> None:
    crowded_schedule(stage)
    assert stage.wizard("settings", "--schedule", "hourly", "--yes").code == 0
    assert "0,30" not in text(stage)


def test_changing_a_setting_says_nothing_new_about_the_engine(stage: Stage) -> None:
    older_engine(stage)
    assert stage.wizard("settings", "--days", "14", "--week-start", "sun", "--yes").code == 0
    told = status(stage)
    assert told["engine"]["there"] == "3.9.0"
    assert told["edited"] == []
    assert text(stage, "engine.pyz") == "# older\n"


def test_an_edit_is_still_known_after_other_files_were_updated(stage: Stage) -> None:
    older_engine(stage)
    edit(stage, "README.md", "# Training data", "# Mine")
    assert stage.wizard("update", "--yes").code == 0
    assert status(stage)["edited"] == ["README.md"]
    assert stage.wizard("settings", "--schedule", "6h", "--yes").code == 0
    assert status(stage)["edited"] == ["README.md"]
    assert text(stage, "README.md").startswith("# Mine")


def test_taking_an_edit_back_ends_it(stage: Stage) -> None:
    mirror(stage)
    edit(stage, WORKFLOW, "    steps:\n", STEP)
    assert status(stage)["edited"] == [WORKFLOW]
    edit(stage, WORKFLOW, STEP, "    steps:\n")
    assert status(stage)["edited"] == []


def test_a_damaged_record_is_no_reason_to_stop(stage: Stage) -> None:
    repo = mirror(stage)
    for content in ("", "[]", "{", '{"files": 5}', '{"files": {"engine.pyz": 1}}'):
        stage.github.commit(repo, {".section11/managed.json": content})
        assert stage.wizard("status").code == 0
        assert stage.wizard("doctor").code == 0
    assert stage.wizard("update", "--yes").code == 0
    assert status(stage)["engine"]["there"]
