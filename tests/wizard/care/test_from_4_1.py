"""Mirrors of version 4.1 come to few files, whole or not at all, and nothing of theirs is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from demo.github import Fault
from tests.wizard.mirrors import MINE, WORKFLOW, add_variable, edit
from tests.wizard.version_4_1 import ENGINE, OWN, SNAPSHOTS, mirror_4_1, recorded
from wizard.mirror.files.wanted import rendered

if TYPE_CHECKING:
    from demo.github.world import Repository
    from tests.wizard.stage import Stage

STEP = "    steps:\n      - run: echo mine\n"
FEW = {WORKFLOW, "README.md", "sync.py", "engine.pyz"}


def brought_here(repo: Repository) -> bool:
    """Whether it has this version's files, and everything that the athlete had."""
    ours = set(repo.files()) - {*OWN, *SNAPSHOTS, ".section11/managed.json"}
    data = {"latest.json", "history.json", "ftp_history.json"}
    kept = all(repo.read(path) == text.encode() for path, text in OWN.items())
    whole = repo.read("engine.pyz") == rendered(MINE)["engine.pyz"]
    return kept and whole and ours == FEW | data and recorded(repo) == FEW


@pytest.mark.parametrize(
    "command",
    [("update", "--yes"), ("settings", "--days", "14", "--yes"), ("doctor", "--fix")],
)
def test_every_command_that_writes_the_workflow_brings_the_engine(
    stage: Stage, command: tuple[str, ...]
) -> None:
    repo = mirror_4_1(stage)
    secrets = {name: secret.value for name, secret in repo.secrets.items()}
    before = len(repo.messages())
    ran = stage.wizard(*command)
    assert ran.code == 0, ran.out + ran.err
    assert brought_here(repo)
    assert repo.variables["ARCHIVE"].value == "default"
    assert {name: secret.value for name, secret in repo.secrets.items()} == secrets
    assert len(repo.messages()) > before


def test_set_up_again_brings_it_here(stage: Stage) -> None:
    repo = mirror_4_1(stage)
    assert "2 snapshots move to the branch archive" in " ".join(
        stage.setup("--dry-run").out.split()
    )
    assert stage.setup().code == 0
    assert brought_here(repo)


def test_what_an_update_comes_to_stays_on_the_screen(stage: Stage) -> None:
    """Whoever is asked sees the files and the archive, not the end of a long difference."""
    mirror_4_1(stage)
    said = stage.wizard("update", "--yes").out.split("\n")
    (summary,) = [n for n, line in enumerate(said) if "snapshots move" in line]
    assert all(not line.startswith(("  +", "  -", "  @")) for line in said[summary:])
    assert any("more lines; --dry-run shows all" in line for line in said[:summary])
    assert len(said) < 80


def test_an_update_says_what_happens_to_the_snapshots(stage: Stage) -> None:
    mirror_4_1(stage)
    assert stage.wizard("update", "--dry-run", "--json").json["data"]["snapshots"] == 2
    said = " ".join(stage.wizard("update", "--dry-run").out.split())
    assert "2 snapshots move to the branch archive" in said
    assert "--archive-branch default" in said


def test_who_keeps_them_beside_the_data_is_told_nothing(stage: Stage) -> None:
    repo = mirror_4_1(stage)
    add_variable(repo, "ARCHIVE_BRANCH", "default")
    assert stage.wizard("update", "--dry-run", "--json").json["data"]["snapshots"] == 0


@pytest.mark.parametrize("mode", ["lost_answer", "drop", "status"])
@pytest.mark.parametrize("path", [".*/git/blobs", ".*/git/trees", ".*/git/commits", ".*/git/refs/"])
def test_interrupted_at_any_write_it_ends_the_same(stage: Stage, path: str, mode: Any) -> None:
    repo = mirror_4_1(stage)
    before = len(repo.messages())
    stage.github.faults.append(Fault("POST|PATCH", f"{path}.*", mode=mode, times=9))
    if stage.wizard("update", "--yes").code:
        assert len(repo.messages()) == before
        stage.github.faults.clear()
        assert stage.wizard("update", "--yes").code == 0
    assert brought_here(repo)
    assert len(repo.messages()) == before + 1


def test_an_edited_workflow_keeps_the_engine_that_it_starts(stage: Stage) -> None:
    repo = mirror_4_1(stage)
    edit(stage, WORKFLOW, "    steps:\n", STEP)
    ran = stage.wizard("update", "--yes", "--json")
    assert ran.json["data"]["files"]["kept"] == [WORKFLOW, "engine"]
    assert b"-m engine --publish" in (repo.read(WORKFLOW) or b"")
    assert set(ENGINE) <= set(repo.files())
    assert "engine.pyz" not in repo.files()
    assert stage.wizard("update", "--yes", "--edited", "replace").code == 0
    assert brought_here(repo)


def test_an_edited_engine_keeps_the_workflow_that_starts_it(stage: Stage) -> None:
    repo = mirror_4_1(stage)
    edit(stage, "engine/run.py", "run.py of", "mine, not of")
    assert stage.wizard("settings", "--schedule", "hourly", "--yes").code == 0
    text = (repo.read(WORKFLOW) or b"").decode()
    assert "-m engine --publish" in text
    assert stage.wizard("status", "--json").json["data"]["settings"]["schedule"] == "hourly"
    assert set(ENGINE) <= set(repo.files())
    assert stage.wizard("update", "--yes", "--edited", "replace").code == 0
    assert brought_here(repo)
