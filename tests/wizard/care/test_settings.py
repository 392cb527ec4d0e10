"""Settings: every setting, a new key, another athlete; previewed and applied in one go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from demo.github import Fault
from templates.record import MANAGED_PATH
from tests.wizard.mirrors import BY_HAND, MINE, NAME, WORKFLOW, edit, mirror
from tests.wizard.stage import KEY
from wizard.mirror.files.wanted import rendered

if TYPE_CHECKING:
    from tests.wizard.stage import Stage


def test_each_setting_is_changed_and_read_back(stage: Stage) -> None:
    repo = mirror(stage)
    ran = stage.wizard(
        "settings", "--yes", "--json", "--schedule", "hourly", "--week-start", "sun",
        "--zone-preference", "run:hr", "--days", "14", "--privacy", "strict", "--archive", "daily",
        "--archive-branch", "default", "--timezone", "Asia/Tokyo",
    )  # fmt: skip
    assert ran.code == 0, ran.out
    settings = stage.wizard("settings", "--json").json["data"]["settings"]
    assert settings == ran.json["data"]["settings"]
    assert (settings["schedule"], settings["timezone"]) == ("hourly", "Asia/Tokyo")
    assert {name: one.value for name, one in repo.variables.items()} == {
        "WEEK_START": "sun", "ZONE_PREFERENCE": "run:hr", "DAYS": "14", "PRIVACY": "strict",
        "ARCHIVE": "daily",
        "ARCHIVE_BRANCH": "default",
    }  # fmt: skip
    assert "Update the data mirror's settings and engine" in repo.messages()[:2]
    assert stage.wizard("doctor", "--json").json["data"]["counts"]["error"] == 0


def test_the_difference_is_previewed(stage: Stage) -> None:
    mirror(stage)
    ran = stage.wizard("settings", "--privacy", "strict", "--dry-run", "--json")
    changes = [item for item in ran.json["data"]["plan"] if item["action"] == "change"]
    assert {item["what"] for item in changes} == {"privacy", "sync program", "README.md"}
    assert stage.written() == []


def test_a_new_schedule_keeps_an_edited_workflow(stage: Stage) -> None:
    mirror(stage)
    edit(stage, WORKFLOW, "    steps:\n", "    steps:\n      - run: echo mine\n")
    assert stage.wizard("settings", "--schedule", "6h", "--yes").code == 0
    text = (stage.github.repository(NAME).read(WORKFLOW) or b"").decode()
    assert "echo mine" in text
    assert "*/6 * * *" in text


def test_the_api_key_is_replaced(stage: Stage) -> None:
    repo = mirror(stage)
    repo.secrets["INTERVALS_KEY"].value = "revoked"
    before = {path: repo.read(path) for path in repo.files()}
    ran = stage.wizard("settings", "--rotate-key", "--yes", "--json")
    assert ran.code == 0, ran.out
    assert repo.secrets["INTERVALS_KEY"].value == KEY
    assert repo.secrets["ATHLETE_ID"].value == "i900000"
    assert {path for path in repo.files() if repo.read(path) != before[path]} == {MANAGED_PATH}
    assert KEY not in ran.out + ran.err


def test_a_new_key_that_does_not_work_changes_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror(stage)
    monkeypatch.setenv("INTERVALS_KEY", "wrong-key-123")
    assert stage.wizard("settings", "--rotate-key", "--yes").code == 4
    monkeypatch.delenv("INTERVALS_KEY")
    assert stage.wizard("settings", "--rotate-key", "--yes").code == 3
    assert stage.written() == []


def other_data() -> str:
    """A latest.json of somebody else."""
    rows = [{"id": "i1", "date": "2999-01-01T10:00:00"}]
    return json.dumps({"metadata": {}, "recent_activities": rows})


@pytest.mark.parametrize(
    ("flags", "stays"), [((), False), (("--remove-data",), False), (("--no-remove-data",), True)]
)
def test_moving_to_another_athlete_takes_the_old_data_away(
    stage: Stage, flags: tuple[str, ...], stays: bool
) -> None:
    repo = mirror(stage)
    repo.secrets["ATHLETE_ID"].value = "i1"
    files = {"latest.json": other_data(), "archive/2026-01/1.json": "{}", "DOSSIER.md": "me"}
    stage.github.commit(repo, files)
    ran = stage.wizard("settings", "--athlete", "i900000", "--yes", "--json", *flags)
    assert ran.code == 0, ran.out
    assert repo.secrets["ATHLETE_ID"].value == "i900000"
    kept = {"latest.json", "ftp_history.json", "archive/2026-01/1.json"} & set(repo.files())
    assert bool(kept) is stays
    assert repo.read("DOSSIER.md") == b"me"
    assert repo.read("engine.pyz") == rendered(MINE)["engine.pyz"]


def test_the_same_athlete_keeps_the_data(stage: Stage) -> None:
    repo = mirror(stage)
    assert stage.wizard("settings", "--rotate-key", "--yes", "--remove-data").code == 0
    assert repo.read("ftp_history.json")


def test_a_lost_answer_while_moving_is_looked_up(stage: Stage) -> None:
    repo = mirror(stage)
    stage.github.commit(repo, {"latest.json": other_data()})
    stage.github.faults.append(Fault("PATCH", ".*/git/refs/.*", mode="lost_answer"))
    assert stage.wizard("settings", "--athlete", "i900000", "--yes").code == 0
    assert repo.messages().count("Remove the data of another athlete") == 1


def test_a_mirror_made_by_hand_is_taken_over_first(stage: Stage) -> None:
    stage.github.create_repository(NAME, {WORKFLOW: BY_HAND, "sync.py": "x", "latest.json": "{}"})
    ran = stage.wizard("settings", "--privacy", "strict", "--yes", "--json")
    assert ran.code == 5
    assert "run section11-setup to take it over" in ran.json["error"]["remedy"]
    assert stage.written() == []
    assert stage.wizard("settings").code == 0
