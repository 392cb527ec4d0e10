"""Uninstall: the schedule stops, secrets, variables and workflow go, the data stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keyring
import pytest
from keyring.backend import KeyringBackend

from demo.github import Fault
from tests.wizard.mirrors import NAME, WORKFLOW, add_secret, edit, mirror

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

CONFIRM = ("--confirm", NAME)


def test_secrets_variables_and_workflow_go_and_the_data_stays(stage: Stage) -> None:
    repo = mirror(stage)
    add_secret(repo, "WEEK_START", "sun")
    add_secret(repo, "MY_OWN", "x")
    ran = stage.wizard("uninstall", *CONFIRM, "--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["removed"] is True
    assert set(repo.secrets) == {"MY_OWN"}
    assert repo.variables == {}
    assert repo.read(WORKFLOW) is None
    assert repo.read("latest.json")
    assert repo.read("engine.pyz")
    assert repo.read("README.md")
    assert ran.json["data"]["deletion_page"].endswith("/athlete/training-data/settings#danger-zone")
    assert any("#danger-zone" in message for message in ran.json["messages"])


def test_a_second_run_has_nothing_to_do(stage: Stage) -> None:
    mirror(stage)
    assert stage.wizard("uninstall", *CONFIRM).code == 0
    stage.forget_calls()
    ran = stage.wizard("uninstall", *CONFIRM)
    assert ran.code == 0
    assert "Nothing to do" in ran.out
    assert stage.written() == []


def test_engine_and_readme_go_when_asked_but_not_what_was_edited(stage: Stage) -> None:
    repo = mirror(stage)
    edit(stage, "README.md", "# Training data", "# Mine")
    stage.github.commit(repo, {"DOSSIER.md": "me", "main.py": "print()"})
    assert stage.wizard("uninstall", *CONFIRM, "--remove-engine").code == 0
    assert sorted(repo.files()) == [
        "DOSSIER.md", "README.md", "ftp_history.json", "history.json", "latest.json", "main.py",
    ]  # fmt: skip


def test_data_goes_only_when_asked(stage: Stage) -> None:
    repo = mirror(stage)
    stage.github.commit(repo, {"archive/2026-01/20260101_000000.json": "{}", "mine.json": "{}"})
    ran = stage.wizard("uninstall", *CONFIRM, "--remove-data", "--remove-engine", "--json")
    assert ran.code == 0
    assert repo.files() == ["mine.json"]
    assert "history of git keeps them" in str(ran.json["data"]["plan"])


def test_it_takes_the_name_to_go_ahead(stage: Stage) -> None:
    mirror(stage)
    assert stage.wizard("uninstall").code == 3
    assert stage.wizard("uninstall", "--yes").code == 3
    assert stage.wizard("uninstall", "--confirm", "other").code == 2
    assert stage.written() == []
    assert stage.wizard("uninstall", "--confirm", "Athlete/Training-Data").code == 0


def test_dry_run_shows_what_would_go(stage: Stage) -> None:
    mirror(stage)
    ran = stage.wizard("uninstall", "--dry-run")
    assert ran.code == 0
    assert "ATHLETE_ID, INTERVALS_KEY" in ran.out
    assert stage.written() == []


def test_the_schedule_stops_first_and_the_workflow_goes_last(stage: Stage) -> None:
    mirror(stage)
    assert stage.wizard("uninstall", *CONFIRM).code == 0
    written = stage.written()
    assert written[0].endswith("/disable")
    assert written[-1].startswith("PATCH")
    assert "/git/refs/" in written[-1]


def test_a_repository_that_is_not_there(stage: Stage) -> None:
    assert stage.wizard("uninstall", *CONFIRM).code == 5


def test_an_archived_repository_is_explained(stage: Stage) -> None:
    mirror(stage).archived = True
    ran = stage.wizard("uninstall", *CONFIRM, "--json")
    assert ran.code == 5
    assert "archived" in ran.json["error"]["message"]


@pytest.mark.parametrize("mode", ["lost_answer", "drop", "status"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", ".*/disable"),
        ("DELETE", ".*/secrets/ATHLETE_ID"),
        ("DELETE", ".*/variables/DAYS"),
        ("POST", ".*/git/trees"),
        ("PATCH", ".*/git/refs/.*"),
    ],
)
def test_a_lost_answer_is_looked_up(stage: Stage, method: str, path: str, mode: Any) -> None:
    repo = mirror(stage)
    stage.github.faults.append(Fault(method, path, mode=mode))
    assert stage.wizard("uninstall", *CONFIRM).code == 0
    assert (repo.secrets, repo.variables, repo.read(WORKFLOW)) == ({}, {}, None)
    assert repo.messages().count("Remove the data mirror") == 1


@pytest.mark.parametrize("nth", range(1, 10))
def test_a_removal_that_broke_off_is_finished_by_the_same_command(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    monkeypatch.setattr("wizard.mirror.step.TRIES", 1)
    repo = mirror(stage)
    stage.github.faults.append(Fault("PUT|POST|PATCH|DELETE", nth=nth, mode="status"))
    broken = stage.wizard("uninstall", *CONFIRM)
    assert broken.code in {0, 1, 5}
    assert stage.wizard("uninstall", *CONFIRM).code == 0
    assert (repo.secrets, repo.variables, repo.read(WORKFLOW)) == ({}, {}, None)


def test_the_name_of_the_mirror_is_forgotten(stage: Stage) -> None:
    assert stage.setup("--repo", "my-data").code == 0
    assert stage.wizard("uninstall", "--confirm", "my-data").code == 0
    assert "my-data" not in stage.wizard("status").out


class MemoryKeyring(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[f"{service} {username}"] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[f"{service} {username}"]


@pytest.mark.parametrize(("flag", "left"), [("--forget", 0), ("--no-forget", 2)])
def test_the_keyring_is_emptied_only_when_asked(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, flag: str, left: int
) -> None:
    store = MemoryKeyring()
    before = keyring.get_keyring()
    keyring.set_keyring(store)
    try:
        mirror(stage)
        host = stage.github.url.removeprefix("http://")
        for name in (f"intervals:{stage.intervals.url}", f"github:{host}"):
            store.set_password("section11-setup", name, "x")
        ran = stage.wizard("uninstall", *CONFIRM, flag)
        assert ran.code == 0
        assert len(store.kept) == left
    finally:
        keyring.set_keyring(before)
